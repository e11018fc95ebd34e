//! The five truths about a row: what the server knows of it. Never a sixth, never colour alone.

use leptos::prelude::*;
use shared::sync;

use super::{
    Glyph, Icon,
    words::{Word, say},
};

/// What is said beside a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    Confirmed,
    OnlyHere,
    AwaitingApproval,
    Refused,
    Conflicting,
}

impl From<sync::Mark> for Truth {
    fn from(mark: sync::Mark) -> Truth {
        match mark {
            sync::Mark::Confirmed => Truth::Confirmed,
            sync::Mark::OnlyHere => Truth::OnlyHere,
            sync::Mark::AwaitingApproval => Truth::AwaitingApproval,
            sync::Mark::Refused => Truth::Refused,
            sync::Mark::Conflicting => Truth::Conflicting,
        }
    }
}

impl Truth {
    fn parts(self) -> (&'static str, Glyph, Word) {
        match self {
            Truth::Confirmed => ("mark mark-confirmed", Glyph::Confirmed, Word::Confirmed),
            Truth::OnlyHere => ("mark mark-local", Glyph::Local, Word::OnlyHere),
            Truth::AwaitingApproval => {
                ("mark mark-waiting", Glyph::Waiting, Word::AwaitingApproval)
            }
            Truth::Refused => ("mark mark-refused", Glyph::Refused, Word::Refused),
            Truth::Conflicting => ("mark mark-conflict", Glyph::Conflict, Word::Conflicting),
        }
    }
}

/// A truth in its own word, or in a sentence that says it (2 条仅在本机).
#[component]
pub fn Mark(
    #[prop(into)] truth: Signal<Truth>,
    #[prop(optional, into)] text: Option<super::Text>,
) -> impl IntoView {
    move || {
        let (class, glyph, word) = truth.get().parts();
        let words = match text.clone() {
            Some(text) => (move || text.get()).into_any(),
            None => say(word).into_any(),
        };
        view! { <span class=class><Icon glyph/>{words}</span> }
    }
}
