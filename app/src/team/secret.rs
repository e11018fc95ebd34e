//! A one-time password: drawn by the server, shown once, told to the user by mouth.

use app::kit::{Button, Glyph, Meta, Note, Notice, Section};
use app::words::SecretWord;
use leptos::{prelude::*, task::spawn_local};
use shared::id::UserId;
use wasm_bindgen_futures::JsFuture;

use crate::{replica::Replica, say::t, session};

#[derive(Clone, PartialEq, Eq)]
enum Drawn {
    Nothing,
    Here(String),
    Failed,
}

#[component]
pub fn Secret(user: UserId) -> impl IntoView {
    let me = Replica::expect().user();
    let others = Memo::new(move |_| me.get().id != user);
    view! {
        <Show when=move || others.get()>
            <Drawing user/>
        </Show>
    }
}

#[component]
fn Drawing(user: UserId) -> impl IntoView {
    let (drawn, busy) = (RwSignal::new(Drawn::Nothing), RwSignal::new(false));
    let draw = move || {
        busy.set(true);
        spawn_local(async move {
            let password = session::draw_password(user).await;
            _ = drawn.try_set(password.map_or(Drawn::Failed, Drawn::Here));
            _ = busy.try_set(false);
        });
    };
    let shown = move || match drawn.get() {
        Drawn::Nothing => ().into_any(),
        Drawn::Failed => {
            view! { <Note notice=Notice::Bad>{t(SecretWord::NotDrawn)}</Note> }.into_any()
        }
        Drawn::Here(password) => view! { <Shown password/> }.into_any(),
    };
    view! {
        <Section title=t(SecretWord::Password)>
            <div class="stack-3">
                <Meta>{t(SecretWord::DrawHint)}</Meta>
                <div role="status">{shown}</div>
                <div class="line">
                    <Button icon=Glyph::Lock busy on_press=draw>{t(SecretWord::Draw)}</Button>
                </div>
            </div>
        </Section>
    }
}

#[component]
fn Shown(password: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = password.clone();
    let copy = move || {
        let written = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            // Where it is refused the button stays as it was; the password can be read.
            _ = copied.try_set(JsFuture::from(written).await.is_ok());
        });
    };
    let word = move || {
        if copied.get() { t(SecretWord::Copied)() } else { t(SecretWord::Copy)() }
    };
    view! {
        <div class="stack">
            <Note notice=Notice::Local>{t(SecretWord::DrawnHint)}</Note>
            <p class="line">
                <span class="meta">{t(SecretWord::Drawn)}</span>
                <code class="code figure-small">{password}</code>
                <Button on_press=copy>{word}</Button>
            </p>
        </div>
    }
}
