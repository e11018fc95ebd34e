//! Pages of a list that the server cuts: 1–50 / 412, back and on.

use leptos::prelude::*;

use super::{
    Glyph, IconButton,
    words::{Word, say},
};
use crate::format::money::grouped;

/// `on_turn` gets the offset of the page to show.
#[component]
pub fn Pager(
    #[prop(into)] offset: Signal<usize>,
    #[prop(into)] shown: Signal<usize>,
    #[prop(into)] total: Signal<usize>,
    #[prop(default = 50)] size: usize,
    #[prop(into)] on_turn: Callback<usize>,
) -> impl IntoView {
    let count = |it: usize| grouped(it as u64);
    let end = move || offset.get() + shown.get();
    let span = move || match shown.get() {
        0 => "0".to_owned(),
        _ => format!("{}–{} / {}", count(offset.get() + 1), count(end()), count(total.get())),
    };
    let first = Signal::derive(move || offset.get() == 0);
    let last = Signal::derive(move || total.get() <= end());
    view! {
        <div class="pager">
            <span class="meta" role="status">{span}</span>
            <Show when=move || !(first.get() && last.get())>
            <IconButton
                glyph=Glyph::Left
                label=say(Word::Previous)
                disabled=first
                on_press=move || on_turn.run(offset.get_untracked().saturating_sub(size))
            />
            <IconButton
                glyph=Glyph::Right
                label=say(Word::Next)
                disabled=last
                on_press=move || on_turn.run(offset.get_untracked() + size)
            />
            </Show>
        </div>
    }
}
