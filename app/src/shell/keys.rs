//! The desk's keys: `?` shows them, `⌘K` jumps.

use app::kit::{Dialog, Glyph, IconButton, Key, on_key};
use app::words::KeysWord;
use leptos::prelude::*;

use crate::say::t;

/// The table of keys, behind `?` and a button.
#[component]
pub fn Keys() -> impl IntoView {
    let open = RwSignal::new(false);
    on_key(move |event| {
        if event.key() != "?" {
            return Key::Unused;
        }
        open.set(true);
        Key::Used
    });
    view! {
        <IconButton
            glyph=Glyph::Help
            label=t(KeysWord::Heading)
            on_press=move || open.set(true)
        />
        <Dialog open title=t(KeysWord::Heading)>
            <dl class="facts keys">
                <KeyRow keys="Ctrl K · ⌘ K" word=KeysWord::JumpTo/>
                <KeyRow keys="/" word=KeysWord::Search/>
                <KeyRow keys="j · ↓" word=KeysWord::Next/>
                <KeyRow keys="k · ↑" word=KeysWord::Previous/>
                <KeyRow keys="Enter" word=KeysWord::Open/>
                <KeyRow keys="x" word=KeysWord::Pick/>
                <KeyRow keys="Esc" word=KeysWord::Leave/>
                <KeyRow keys="?" word=KeysWord::Help/>
            </dl>
        </Dialog>
    }
}

#[component]
fn KeyRow(keys: &'static str, word: KeysWord) -> impl IntoView {
    let caps = keys.split(" · ").map(|key| view! { <kbd class="kbd">{key}</kbd> }).collect_view();
    view! {
        <div>
            <dt>{t(word)}</dt>
            <dd>{caps}</dd>
        </div>
    }
}
