//! Signing in: online the first time, remembered afterwards; again when the session has ended.

use app::kit::{
    Button, ButtonKind, Field, LanguageSwitch, Note, Notice, TextInput, TextKind, ThemeSwitch, Tone,
};
use app::view::browser::{InApp, in_app};
use app::words::{Label, NavWord, SecretWord, ShellSaid, ShellWord, SignInWord};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use shared::sync;
use wasm_bindgen::JsCast;

use crate::{
    password::ChoosePassword,
    replica::{Replica, StorageTrouble, Trouble},
    say::{label, say, t},
    session::{self, NotSignedIn, Remembered},
    shell::{Back, Door, Page, SkipLink, boot, replacing},
    trouble::{self, StorageNote},
};

/// The door, before anybody works here.
#[component]
pub fn SignIn() -> impl IntoView {
    let door = expect_context::<Door>();
    let enter = move |session: sync::Session| {
        door.open(Remembered { user: session.user, epoch: session.epoch });
    };
    view! {
        <Threshold>
            <InAppNote/>
            <SignInForm login=RwSignal::new(String::new()) on_enter=enter/>
            <p class="meta">{t(SignInWord::Hint)}</p>
        </Threshold>
    }
}

/// The page around a sign-in: the product's name, the form, and the two switches.
#[component]
fn Threshold(children: Children) -> impl IntoView {
    let title = say(move |language| {
        ShellSaid::Title { page: SignInWord::Heading.text(language).to_owned() }.text(language)
    });
    Effect::new(move |_| document().set_title(&title.get()));
    view! {
        <div class="phone sign-in">
            <SkipLink/>
            <main id="main" class="stack-5">
                <header class="sign-in-head">
                    <img class="sign-in-mark" src="/icon.svg" alt="" width="48" height="48"/>
                    <h1>{t(ShellWord::Product)}</h1>
                </header>
                {children()}
                <Switches/>
            </main>
        </div>
    }
}

/// Language and appearance, here and on the page of one's own.
#[component]
pub fn Switches() -> impl IntoView {
    view! {
        <div class="switches">
            <LanguageSwitch/>
            <ThemeSwitch/>
        </div>
    }
}

/// Name and password; a password that somebody else drew leads to one of one's own first.
#[component]
pub fn SignInForm(
    login: RwSignal<String>,
    #[prop(into)] on_enter: Callback<sync::Session>,
) -> impl IntoView {
    let choosing = RwSignal::new(None::<(sync::Session, String)>);
    let entered = move |(session, password): (sync::Session, String)| {
        if session.must_change {
            choosing.set(Some((session, password)));
        } else {
            on_enter.run(session);
        }
    };
    move || match choosing.get() {
        Some((session, current)) => view! { <ChoosePassword session current on_enter/> }.into_any(),
        None => view! { <Form login on_enter=entered/> }.into_any(),
    }
}

#[component]
fn Form(
    login: RwSignal<String>,
    #[prop(into)] on_enter: Callback<(sync::Session, String)>,
) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<NotSignedIn>));
    let tried = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // Nothing is asked of the server that cannot be answered: the first empty field says so.
        tried.set(true);
        if login.read_untracked().trim().is_empty() || password.read_untracked().is_empty() {
            error.set(None);
            return focus_on_fault(&event);
        }
        busy.set(true);
        let form =
            sync::SignIn { login: login.get_untracked(), password: password.get_untracked() };
        spawn_local(async move {
            let entered = session::sign_in(&form).await;
            busy.set(false);
            error.set(entered.as_ref().err().cloned());
            if let Ok(session) = entered {
                on_enter.run((session, form.password));
            }
        });
    };
    let language = app::language::use_language();
    let missing = move |value: RwSignal<String>, word: SignInWord| {
        Signal::derive(move || {
            let empty = tried.get() && value.read().trim().is_empty();
            empty.then(|| word.text(language.get()).to_owned())
        })
    };
    view! {
        <form class="stack-5" on:submit=submit>
            <Field label=t(SignInWord::Login) error=missing(login, SignInWord::FillLogin)>
                <TextInput value=login kind=TextKind::LoginName/>
            </Field>
            <Field label=t(SignInWord::Password) error=missing(password, SignInWord::FillPassword)>
                <TextInput value=password kind=TextKind::Password/>
            </Field>
            <Failure error/>
            <Button tone=Tone::Primary kind=ButtonKind::Submit busy>
                {t(SignInWord::Heading)}
            </Button>
        </form>
    }
}

/// The first field that is wrong, once the page shows which.
fn focus_on_fault(event: &leptos::ev::SubmitEvent) {
    let Some(form) = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    request_animation_frame(move || {
        let field = form.query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A field that is gone again needs no focus.
            _ = field.focus();
        }
    });
}

#[component]
fn Failure(error: RwSignal<Option<NotSignedIn>>) -> impl IntoView {
    let said = |error| match error {
        NotSignedIn::Wrong => refused(SignInWord::Wrong),
        NotSignedIn::Ended => refused(SignInWord::Ended),
        NotSignedIn::TooShort => refused(SecretWord::TooShort),
        NotSignedIn::Same => refused(SecretWord::Same),
        NotSignedIn::TooOften => refused(SignInWord::TooOften),
        NotSignedIn::Trouble(Trouble::Unreachable) => refused(SignInWord::NoNetwork),
        NotSignedIn::Trouble(trouble) => refused(trouble::word(&trouble)),
        NotSignedIn::Storage(trouble) => view! { <StorageNote trouble/> }.into_any(),
    };
    view! { <div role="alert">{move || error.get().map(said)}</div> }
}

fn refused(word: impl Label + Send + Sync + 'static) -> AnyView {
    view! { <Note notice=Notice::Bad>{t(word)}</Note> }.into_any()
}

/// The session ended while somebody worked: the same name again, nothing is lost meanwhile.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let replica = Replica::expect();
    let user = replica.user();
    let navigate = use_navigate();
    let enter = move |session: sync::Session| {
        if session.user.id == user.get_untracked().id {
            replica.sync_now();
            navigate("/", replacing());
        } else {
            // Somebody else: a fresh page with that one's own database.
            session::give_way(replica);
            _ = window().location().set_href("/");
        }
    };
    view! {
        <Page title=label(SignInWord::Again) back=Back::to("/", NavWord::Me)>
            <div class="stack-5 narrow">
                <Note notice=Notice::Local>{t(SignInWord::EndedHint)}</Note>
                <SignInForm login=RwSignal::new(user.get_untracked().login) on_enter=enter/>
            </div>
        </Page>
    }
}

/// The browser's storage cannot be used: nothing can be kept here.
#[component]
pub fn Stuck(trouble: StorageTrouble) -> impl IntoView {
    let again = move || _ = window().location().reload();
    view! {
        <Threshold>
            <StorageNote trouble/>
            <Button on_press=again>{t(ShellWord::Retry)}</Button>
        </Threshold>
    }
}

/// The app was not on this device as a whole, and the rest of it could not be fetched: there is no
/// network, or a newer version has taken its place.
#[component]
pub fn NotLoaded(#[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let update = boot::update_waits();
    boot::tell(boot::CHECK);
    let again = move || view! { <Retry name=ShellWord::Retry on_press=on_retry/> };
    view! {
        <Threshold>
            <Show
                when=move || update.get()
                fallback=move || {
                    view! {
                        <Note notice=Notice::Bad>{t(ShellWord::NotLoaded)}</Note>
                        {again()}
                    }
                }
            >
                <Note notice=Notice::Info>{t(ShellWord::NotLoadedOld)}</Note>
                <Retry name=ShellWord::UpdateNow on_press=|()| boot::tell(boot::ACTIVATE)/>
            </Show>
        </Threshold>
    }
}

#[component]
fn Retry(name: ShellWord, #[prop(into)] on_press: Callback<()>) -> impl IntoView {
    view! {
        <Button tone=Tone::Primary on_press=move || on_press.run(())>
            {t(name)}
        </Button>
    }
}

/// Inside WeChat or DingTalk nothing can be kept: how to leave for a browser.
#[component]
fn InAppNote() -> impl IntoView {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let copied = RwSignal::new(false);
    let copy = move || {
        let address = window().location().href().unwrap_or_default();
        // Where it is refused the button stays as it was.
        let written = window().navigator().clipboard().write_text(&address);
        spawn_local(async move {
            copied.set(wasm_bindgen_futures::JsFuture::from(written).await.is_ok());
        });
    };
    in_app(&agent).map(|inside| {
        let how = match inside {
            InApp::WeChat => SignInWord::InWeChat,
            InApp::DingTalk => SignInWord::InDingTalk,
        };
        view! {
            <section class="stack" aria-label=t(SignInWord::InApp)>
                <Note notice=Notice::Warn>
                    <b>{t(SignInWord::InApp)}</b>
                    " "
                    {t(how)}
                </Note>
                <Button on_press=copy>
                    {move || {
                        if copied.get() { t(SignInWord::LinkCopied)() } else { t(SignInWord::CopyLink)() }
                    }}
                </Button>
            </section>
        }
    })
}
