//! What was just done, said in passing; undo for ten seconds instead of "are you sure?".

use std::time::Duration;

use leptos::prelude::*;

use super::{
    Glyph, Icon, IconButton,
    words::{Word, say},
};

const SECONDS: u32 = 6;
const SECONDS_TO_UNDO: u32 = 10;

/// One message. With `undo` it stays for ten seconds, else for six.
#[derive(Debug, Clone)]
pub struct Toast {
    text: String,
    undo: Option<Callback<()>>,
}

impl Toast {
    pub fn new(text: impl Into<String>) -> Toast {
        Toast { text: text.into(), undo: None }
    }

    #[must_use]
    pub fn with_undo(self, undo: impl Into<Callback<()>>) -> Toast {
        Toast { undo: Some(undo.into()), ..self }
    }
}

#[derive(Debug, Clone)]
struct Shown {
    number: u64,
    toast: Toast,
}

/// The messages on the screen, oldest first.
#[derive(Clone, Copy)]
pub struct ToastStack {
    shown: RwSignal<Vec<Shown>>,
    last: StoredValue<u64>,
}

/// More would cover the page.
const MOST: usize = 3;

impl ToastStack {
    pub fn show(self, toast: Toast) {
        let number = self.last.get_value() + 1;
        self.last.set_value(number);
        self.shown.update(|it| {
            // The same words once more are a new message, and no second one; unless it can be undone.
            it.retain(|old| old.toast.undo.is_some() || old.toast.text != toast.text);
            it.push(Shown { number, toast });
            let over = it.len().saturating_sub(MOST);
            it.drain(..over);
        });
    }

    fn hide(self, number: u64) {
        self.shown.update(|it| it.retain(|it| it.number != number));
    }
}

/// Gives every part below the messages; `Toasts` draws them.
pub fn provide_toasts() {
    provide_context(ToastStack { shown: RwSignal::new(vec![]), last: StoredValue::new(0) });
}

/// The messages of the shell around.
///
/// # Panics
/// When no shell has called [`provide_toasts`].
pub fn use_toasts() -> ToastStack {
    expect_context()
}

/// The place of the messages; once in each shell.
#[component]
pub fn Toasts() -> impl IntoView {
    let stack = use_toasts();
    view! {
        <div class="toasts" role="status">
            <For each=move || stack.shown.get() key=|it| it.number let:shown>
                <OneToast shown stack/>
            </For>
        </div>
    }
}

#[component]
fn OneToast(shown: Shown, stack: ToastStack) -> impl IntoView {
    let Shown { number, toast } = shown;
    let left = RwSignal::new(if toast.undo.is_some() { SECONDS_TO_UNDO } else { SECONDS });
    // Whoever points at it or has come to it by keyboard is still reading.
    let held = RwSignal::new(false);
    let tick = move || {
        if held.get_untracked() {
            return;
        }
        match left.get_untracked() {
            0 | 1 => stack.hide(number),
            more => left.set(more - 1),
        }
    };
    if let Ok(clock) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || clock.clear());
    }
    let close = say(Word::Close);
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <span>{toast.text}</span>
            {toast.undo.map(|undo| view! { <Undo undo left on_done=move || stack.hide(number)/> })}
            <IconButton glyph=Glyph::Close label=close on_press=move || stack.hide(number)/>
        </div>
    }
}

#[component]
fn Undo(
    undo: Callback<()>,
    left: RwSignal<u32>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let word = say(Word::Undo);
    let press = move |_| {
        on_done.run(());
        // Whoever made it may be gone with its page.
        _ = undo.try_run(());
    };
    view! {
        <button class="btn" type="button" on:click=press>
            <Icon glyph=Glyph::Undo/>
            <span>{word}</span>
            <span aria-hidden="true">{move || left.get()}</span>
        </button>
    }
}
