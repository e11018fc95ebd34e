//! Buttons: the one primary act of a screen names its amount; the others stay quiet.

use leptos::prelude::*;

use super::{
    Glyph, Icon, Text,
    words::{Word, say},
};

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// The one main act.
    Primary,
    #[default]
    Line,
    /// Inside text and rows.
    Quiet,
    /// Takes something away.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Primary => "btn btn-primary",
            Tone::Line => "btn btn-line",
            Tone::Quiet => "btn btn-quiet",
            Tone::Bad => "btn btn-bad",
        }
    }
}

/// Whether a button sends the form around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    Submit,
}

impl ButtonKind {
    fn name(self) -> &'static str {
        match self {
            ButtonKind::Plain => "button",
            ButtonKind::Submit => "submit",
        }
    }
}

/// A button. While busy or disabled it keeps its place and the focus, says so, and does nothing.
#[component]
pub fn Button(
    children: Children,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let still = Signal::derive(move || busy.get() || disabled.get());
    let press = move |event: leptos::ev::MouseEvent| {
        if still.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class=tone.class()
            type=kind.name()
            aria-disabled=move || still.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >
            <Lead icon busy/>
            {children()}
        </button>
    }
}

/// The icon, or three dots in its place while busy.
#[component]
fn Lead(icon: Option<Glyph>, busy: Signal<bool>) -> impl IntoView {
    let working = say(Word::Sending);
    move || {
        if busy.get() {
            view! {
                <span class="btn-dots" aria-hidden="true"><i></i><i></i><i></i></span>
                <span class="vh" role="status">{working}</span>
            }
            .into_any()
        } else {
            icon.map(|glyph| view! { <Icon glyph/> }).into_any()
        }
    }
}

/// A button that is an icon alone; its label is read out and shown as a hint.
#[component]
pub fn IconButton(
    glyph: Glyph,
    #[prop(into)] label: Text,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let title = label.clone();
    let press = move |_| {
        if let Some(on_press) = on_press.filter(|_| !disabled.get_untracked()) {
            on_press.run(());
        }
    };
    view! {
        <button
            class="btn btn-icon"
            type="button"
            aria-label=move || label.get()
            title=move || title.get()
            aria-disabled=move || disabled.get().then_some("true")
            on:click=press
        >
            <Icon glyph/>
        </button>
    }
}

/// A way to another page that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Text,
    children: Children,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] icon: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a class=tone.class() href=move || href.get()>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {children()}
        </a>
    }
}

/// A link to a file of the server's, which the browser keeps: no page of the app.
#[component]
pub fn FileLink(
    #[prop(into)] href: Text,
    children: Children,
    #[prop(optional)] icon: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a class=Tone::default().class() href=move || href.get() download="" rel="external">
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {children()}
        </a>
    }
}
