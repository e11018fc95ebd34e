//! Search: instant, cleared by Esc or its button, reached with `/` at the desk.

use leptos::{ev, html, prelude::*};

use super::{
    Glyph, Icon, IconButton, Key, Text, on_key,
    words::{Word, say},
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shortcut {
    #[default]
    None,
    /// `/` comes here from anywhere on the page.
    Slash,
}

#[component]
pub fn SearchField(
    value: RwSignal<String>,
    #[prop(into)] label: Text,
    #[prop(optional, into)] placeholder: Text,
    #[prop(optional)] shortcut: Shortcut,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let focus = move || _ = input.get_untracked().map(|it| it.focus());
    if shortcut == Shortcut::Slash {
        on_key(move |event| {
            if event.key() != "/" {
                return Key::Unused;
            }
            focus();
            Key::Used
        });
    }
    let typed = Memo::new(move |_| value.with(|it| !it.is_empty()));
    let clear = move || {
        value.set(String::new());
        focus();
    };
    let press = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() => {}
        "Escape" if typed.get_untracked() => {
            event.prevent_default();
            clear();
        }
        // What is typed is found already: Enter leaves for the rows, and a phone's keyboard goes.
        "Enter" => _ = input.get_untracked().map(|it| it.blur()),
        _ => {}
    };
    let word = say(Word::Clear);
    let end = move || match (typed.get(), shortcut) {
        (true, _) => {
            view! { <IconButton glyph=Glyph::Close label=word on_press=clear/> }.into_any()
        }
        (false, Shortcut::Slash) => {
            view! { <kbd class="kbd" aria-hidden="true">"/"</kbd> }.into_any()
        }
        (false, Shortcut::None) => ().into_any(),
    };
    view! {
        <div class="input input-search" role="search">
            <Icon glyph=Glyph::Search/>
            <input
                node_ref=input
                type="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                maxlength="80"
                aria-label=move || label.get()
                placeholder=move || placeholder.get()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
                on:keydown=press
            />
            {end}
        </div>
    }
}
