//! The five truths about a row: what the server knows of it. Never a sixth, never colour alone.

use leptos::prelude::*;
/// What is said beside a row.
pub use shared::sync::Mark as Truth;
use shared::words;

use super::{Glyph, Icon, Text};
use crate::language::use_language;

fn drawn(truth: Truth) -> (&'static str, Glyph) {
    match truth {
        Truth::Confirmed => ("mark mark-confirmed", Glyph::Confirmed),
        Truth::OnlyHere => ("mark mark-local", Glyph::Local),
        Truth::AwaitingApproval => ("mark mark-waiting", Glyph::Waiting),
        Truth::Refused => ("mark mark-refused", Glyph::Refused),
        Truth::Conflicting => ("mark mark-conflict", Glyph::Conflict),
    }
}

/// A truth in its own word, or in a sentence that says it (2条仅在本机).
#[component]
pub fn Mark(
    #[prop(into)] truth: Signal<Truth>,
    #[prop(optional, into)] text: Option<Text>,
) -> impl IntoView {
    let language = use_language();
    move || {
        let truth = truth.get();
        let (class, glyph) = drawn(truth);
        let words = match text.clone() {
            Some(text) => (move || text.get()).into_any(),
            None => (move || words::mark(truth, language.get())).into_any(),
        };
        view! { <span class=class><Icon glyph/>{words}</span> }
    }
}
