//! The outline of what is coming; it appears after 150 ms, so that quick work does not flicker.

use leptos::prelude::*;

use super::words::{Word, say};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    #[default]
    Text,
    /// As high as the rows that will stand here, so that nothing jumps.
    Rows,
}

#[component]
pub fn Skeleton(
    #[prop(default = 3)] lines: usize,
    #[prop(optional)] shape: SkeletonShape,
) -> impl IntoView {
    let loading = say(Word::Loading);
    view! {
        <div class="skel" class:is-rows=shape == SkeletonShape::Rows role="status">
            <span class="vh">{loading}</span>
            {(0..lines).map(|_| view! { <i aria-hidden="true"></i> }).collect_view()}
        </div>
    }
}
