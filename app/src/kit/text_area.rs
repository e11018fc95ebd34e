//! Several lines of text, which grow with what is written.

use leptos::prelude::*;

use super::{Text, field::Ties};

#[component]
pub fn TextArea(
    value: RwSignal<String>,
    #[prop(optional, into)] placeholder: Text,
    #[prop(default = 3)] rows: u32,
    #[prop(default = 2_000)] most: u32,
    /// Its name where no field stands around it.
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView {
    let ties = Ties::around();
    view! {
        <span class="input">
            <textarea
                id=ties.id.get_value()
                rows=rows
                maxlength=most
                placeholder=move || placeholder.get()
                prop:value=move || value.get()
                aria-label=label.map(|it| move || it.get())
                aria-describedby=ties.described_by()
                aria-invalid=ties.invalid()
                aria-required=ties.required()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </span>
    }
}
