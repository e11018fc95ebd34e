//! The words of the screens: plain labels, and sentences with values in them, in two languages.

mod en;
mod label;
mod sentence;
mod zh;

use std::borrow::Cow;

pub use label::Label;
pub use sentence::Sentence;
use shared::words::Language;

/// A label in a language.
#[must_use]
pub fn label(language: Language, label: Label) -> &'static str {
    match language {
        Language::Zh => zh::label(label),
        Language::En => en::label(label),
    }
}

/// A sentence in a language.
#[must_use]
pub fn sentence(language: Language, sentence: &Sentence) -> Cow<'static, str> {
    match language {
        Language::Zh => zh::sentence(sentence),
        Language::En => en::sentence(sentence),
    }
}
