//! Tabs: links to the parts of one page or to saved views; the current one says so.

use leptos::prelude::*;

use super::Text;

#[component]
pub fn Tabs(#[prop(into)] label: Text, children: Children) -> impl IntoView {
    view! { <nav class="tabs" aria-label=move || label.get()>{children()}</nav> }
}

#[component]
pub fn Tab(
    #[prop(into)] href: Text,
    #[prop(into)] current: Signal<bool>,
    #[prop(optional, into)] count: Option<Text>,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=move || href.get() aria-current=move || current.get().then_some("page")>
            {children()}
            {count.map(|count| view! { <small>{move || count.get()}</small> })}
        </a>
    }
}
