//! One's own password: chosen after a one-time password, and changed later.

use app::kit::{
    Button, ButtonKind, Field, Note, Notice, Section, TextInput, TextKind, Toast, Tone, use_toasts,
};
use app::words::{Label, SecretWord, SignInWord};
use leptos::{prelude::*, task::spawn_local};
use shared::sync::{ChangePassword, Session};

use crate::{
    say::{say, t},
    session::{self, NotSignedIn},
};

/// What a new password may be told.
fn said(error: &NotSignedIn) -> Option<SecretWord> {
    match error {
        NotSignedIn::TooShort => Some(SecretWord::TooShort),
        NotSignedIn::Same => Some(SecretWord::Same),
        _ => None,
    }
}

fn error_of(error: RwSignal<Option<NotSignedIn>>) -> Signal<Option<String>> {
    let language = app::language::use_language();
    Signal::derive(move || {
        error.read().as_ref().and_then(said).map(|it| it.text(language.get()).to_owned())
    })
}

/// Before anybody is inside: the password that was drawn is good for this only.
#[component]
pub fn ChoosePassword(
    session: Session,
    current: String,
    #[prop(into)] on_enter: Callback<Session>,
) -> impl IntoView {
    let new = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<NotSignedIn>));
    let kept = StoredValue::new((session, current));
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (session, current) = kept.get_value();
        let form = ChangePassword { current, new: new.get_untracked() };
        spawn_local(async move {
            let entered = session::choose_password(&form, &session).await;
            _ = busy.try_set(false);
            _ = error.try_set(entered.as_ref().err().cloned());
            if let Ok(session) = entered {
                on_enter.run(session);
            }
        });
    };
    view! {
        <form class="stack-5" on:submit=press>
            <h2>{t(SecretWord::Choose)}</h2>
            <Note notice=Notice::Local>{t(SecretWord::ChooseHint)}</Note>
            <Field
                label=t(SecretWord::New)
                hint=t(SecretWord::NewHint)
                error=error_of(error)
            >
                <TextInput value=new kind=TextKind::Password/>
            </Field>
            <Elsewise error/>
            <Button tone=Tone::Primary kind=ButtonKind::Submit busy>
                {t(SecretWord::Choose)}
            </Button>
        </form>
    }
}

/// What is wrong with something else than the new password.
#[component]
fn Elsewise(error: RwSignal<Option<NotSignedIn>>) -> impl IntoView {
    let other = move || {
        let error = error.get().filter(|it| said(it).is_none())?;
        let word = match error {
            NotSignedIn::Wrong => SignInWord::Wrong,
            NotSignedIn::TooOften => SignInWord::TooOften,
            _ => SignInWord::NoNetwork,
        };
        Some(view! { <Note notice=Notice::Bad>{t(word)}</Note> })
    };
    view! { <div role="alert">{other}</div> }
}

/// On the page of one's own: the password, and every other place where one is signed in.
#[component]
pub fn OwnPassword() -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<NotSignedIn>));
    let toasts = use_toasts();
    let changed = say(|language| SecretWord::Changed.text(language));
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let form = ChangePassword { current: current.get_untracked(), new: new.get_untracked() };
        spawn_local(async move {
            let outcome = session::change_password(&form).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            error.set(outcome.as_ref().err().cloned());
            if outcome.is_ok() {
                current.set(String::new());
                new.set(String::new());
                toasts.show(Toast::new(changed.get_untracked()));
            }
        });
    };
    view! {
        <Section title=t(SecretWord::Password)>
            <form class="stack-3" on:submit=press>
                <Field label=t(SecretWord::Current)>
                    <TextInput value=current kind=TextKind::Password/>
                </Field>
                <Field
                    label=t(SecretWord::New)
                    hint=t(SecretWord::NewHint)
                    error=error_of(error)
                >
                    <TextInput value=new kind=TextKind::Password/>
                </Field>
                <Elsewise error/>
                <div class="line">
                    <Button kind=ButtonKind::Submit busy>{t(SecretWord::Change)}</Button>
                </div>
            </form>
            <Elsewhere/>
        </Section>
    }
}

#[component]
fn Elsewhere() -> impl IntoView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<NotSignedIn>));
    let toasts = use_toasts();
    let done = say(|language| SecretWord::ElsewhereDone.text(language));
    let press = move || {
        busy.set(true);
        spawn_local(async move {
            let outcome = session::sign_out_elsewhere().await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            error.set(outcome.as_ref().err().cloned());
            if outcome.is_ok() {
                toasts.show(Toast::new(done.get_untracked()));
            }
        });
    };
    view! {
        <div class="stack">
            <p class="meta">{t(SecretWord::ElsewhereHint)}</p>
            <Elsewise error/>
            <div class="line">
                <Button busy on_press=press>{t(SecretWord::Elsewhere)}</Button>
            </div>
        </div>
    }
}
