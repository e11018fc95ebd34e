//! A check box with its words, one target.

use leptos::prelude::*;

#[component]
pub fn Checkbox(
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                class="box"
                type="checkbox"
                prop:checked=move || checked.get()
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            <span>{children()}</span>
        </label>
    }
}
