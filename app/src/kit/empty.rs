//! Nothing here yet: what belongs here, and one act that brings it.

use leptos::prelude::*;

use super::{Glyph, Icon, IconSize, Text};

#[component]
pub fn Empty(
    glyph: Glyph,
    #[prop(into)] title: Text,
    #[prop(optional, into)] hint: Option<Text>,
    /// The one act: a `Button` or `LinkButton`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph size=IconSize::Large/>
            <p class="empty-title">{move || title.get()}</p>
            {hint.map(|hint| view! { <p>{move || hint.get()}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
