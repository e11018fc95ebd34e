//! The switches of language and theme.

use leptos::prelude::*;

use super::{
    Choice, Segmented,
    words::{Word, say, word},
};
use crate::{
    language::{Language, own_name, speak, use_language},
    theme::{Theme, light, use_theme},
};

/// Each language in its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let choices: Vec<_> =
        Language::ALL.into_iter().map(|it| Choice::new(it, own_name(it))).collect();
    let owner = Owner::current();
    // `speak` finds the language of the tree that this switch stands in.
    let choose = move |language| match &owner {
        Some(owner) => owner.with(|| speak(language)),
        None => speak(language),
    };
    view! { <Segmented label=say(Word::Language) choices value=use_language() on_choose=choose/> }
}

#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let language = use_language();
    let choices = Signal::derive(move || {
        let name = |it: Theme| Choice::new(it, theme_name(it, language.get()));
        Theme::ALL.map(name).to_vec()
    });
    let owner = Owner::current();
    let choose = move |theme| match &owner {
        Some(owner) => owner.with(|| light(theme)),
        None => light(theme),
    };
    view! { <Segmented label=say(Word::Theme) choices value=use_theme() on_choose=choose/> }
}

/// What a theme is called.
#[must_use]
pub fn theme_name(theme: Theme, language: Language) -> &'static str {
    let said = match theme {
        Theme::System => Word::System,
        Theme::Light => Word::Light,
        Theme::Dark => Word::Dark,
    };
    word(language, said)
}
