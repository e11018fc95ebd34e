//! One line of text: names, codes, passwords, each with the keyboard that suits it.

use leptos::prelude::*;

use super::{Text, field::Ties};

/// What is typed, so that a phone shows the right keyboard and the browser offers the right words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextKind {
    #[default]
    Plain,
    /// The name one signs in with.
    LoginName,
    Password,
    /// A password shown in the clear, by the user's wish.
    ShownPassword,
    Phone,
    Email,
    /// A code or number that is not counted with.
    Code,
}

impl TextKind {
    fn input_type(self) -> &'static str {
        match self {
            TextKind::Plain | TextKind::LoginName | TextKind::ShownPassword | TextKind::Code => {
                "text"
            }
            TextKind::Password => "password",
            TextKind::Phone => "tel",
            TextKind::Email => "email",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            TextKind::LoginName => "username",
            TextKind::Password | TextKind::ShownPassword => "current-password",
            TextKind::Phone => "tel",
            TextKind::Email => "email",
            TextKind::Plain | TextKind::Code => "off",
        }
    }

    /// Names, codes and passwords are not sentences: no capital letters, no corrections.
    fn is_sentence(self) -> bool {
        self == TextKind::Plain
    }
}

/// A line of text, written into the signal on every change.
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    #[prop(optional, into)] kind: Signal<TextKind>,
    #[prop(optional, into)] placeholder: Text,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(default = 200)] most: u32,
    /// Its name where no field stands around it.
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView {
    let ties = Ties::around();
    view! {
        <span class="input">
            <input
                id=ties.id.get_value()
                type=move || kind.get().input_type()
                autocomplete=move || kind.get().autocomplete()
                autocapitalize=move || if kind.get().is_sentence() { "sentences" } else { "none" }
                spellcheck=move || if kind.get().is_sentence() { "true" } else { "false" }
                maxlength=most
                placeholder=move || placeholder.get()
                prop:value=move || value.get()
                disabled=move || disabled.get()
                aria-label=label.map(|it| move || it.get())
                aria-describedby=ties.described_by()
                aria-invalid=ties.invalid()
                aria-required=ties.required()
                on:input:target=move |event| value.set(event.target().value())
            />
        </span>
    }
}
