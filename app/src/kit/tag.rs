//! Tags beside a name, counts over an icon.

use leptos::prelude::*;

use super::{Glyph, Icon};

#[component]
pub fn Tag(#[prop(optional)] icon: Option<Glyph>, children: Children) -> impl IntoView {
    view! { <span class="tag">{icon.map(|glyph| view! { <Icon glyph/> })}{children()}</span> }
}

/// How many wait; nothing for none. What they are is said by the link it stands in.
#[component]
pub fn Count(#[prop(into)] count: Signal<usize>) -> impl IntoView {
    const MOST: usize = 99;
    move || match count.get() {
        0 => None,
        it if it <= MOST => Some(view! { <span class="count">{it.to_string()}</span> }),
        _ => Some(view! { <span class="count">{format!("{MOST}+")}</span> }),
    }
}
