//! Keys of the desk: `/`, `j`, `k`, `x`, Esc. They are silent while one types or a dialog is open.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Whether a key did something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Used,
    Unused,
}

/// Fields in which a letter is a letter.
const TYPING: &str =
    "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";

/// Listens to keys of the whole page for as long as the part that asks is on the screen.
pub fn on_key(act: impl Fn(&KeyboardEvent) -> Key + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !is_command(&event) {
            return;
        }
        if act(&event) == Key::Used {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn is_command(event: &KeyboardEvent) -> bool {
    // Composing Chinese sends keys that belong to the input method.
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let types = target.is_some_and(|it| it.closest(TYPING).ok().flatten().is_some());
    // Under a dialog the page stands still, whatever of the dialog has the focus.
    !types && document().query_selector("dialog[open]").ok().flatten().is_none()
}

/// The element that has the focus; nothing while that is the page itself, or the heading that took it
/// when one arrived.
pub(super) fn focused() -> Option<Element> {
    document().active_element().filter(|it| !matches!(it.tag_name().as_str(), "BODY" | "H1"))
}
