//! The gallery: every part in every state, in both shells, for those who change the kit.

mod desk;
mod phone;
mod sample;
mod states;

use leptos::prelude::*;

use super::{Button, LanguageSwitch, ThemeSwitch, provide_toasts};
use crate::{
    language::{Language, provide_language, use_language},
    theme::provide_theme,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    Phone,
    Desk,
}

/// `?desk` opens the desk, anything else the phone.
#[component]
pub fn Gallery() -> impl IntoView {
    provide_language();
    provide_theme();
    provide_toasts();
    let asked = window().location().search().unwrap_or_default();
    let shell = RwSignal::new(if asked == "?desk" { Shell::Desk } else { Shell::Phone });
    view! {
        {move || match shell.get() {
            Shell::Phone => view! { <phone::Phone shell/> }.into_any(),
            Shell::Desk => view! { <desk::Desk shell/> }.into_any(),
        }}
    }
}

/// A text in the language spoken now. The gallery is no screen of the product: its texts stand where they are shown.
fn say(zh: &'static str, en: &'static str) -> impl Fn() -> &'static str + Copy + Send + Sync {
    let language = use_language();
    move || match language.get() {
        Language::Zh => zh,
        Language::En => en,
    }
}

#[component]
fn Switches(shell: RwSignal<Shell>) -> impl IntoView {
    let other = move || match shell.get() {
        Shell::Phone => Shell::Desk,
        Shell::Desk => Shell::Phone,
    };
    view! {
        <div class="line">
            <LanguageSwitch/>
            <ThemeSwitch/>
            <Button on_press=move || shell.set(other())>
                {move || if shell.get() == Shell::Phone { "Desk" } else { "Phone" }}
            </Button>
        </div>
    }
}
