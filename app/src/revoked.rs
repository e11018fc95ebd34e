//! A revoked device: it says that it has let go, and hands its author what nobody has answered.

use app::kit::{Button, Glyph, Note, Notice, Section};
use app::words::{DeviceWord, StaffSaid};
use leptos::{prelude::*, task::spawn_local};
use shared::sync;

use crate::{
    replica::Replica,
    say::{label, say, t},
    session::{self, Leaving},
    shell::SkipLink,
    sign_in::SignInForm,
    sync_page::Export,
};

#[component]
pub fn Revoked() -> impl IntoView {
    let replica = Replica::expect();
    let (status, user, today) = (replica.status(), replica.user(), replica.today());
    let pending = Memo::new(move |_| status.get().pending);
    let title = label(DeviceWord::RevokedHere);
    Effect::new(move |_| document().set_title(&title.get()));
    let kept =
        say(move |language| StaffSaid::Kept { count: pending.get() }.text(language, today.get()));
    let enter = move |session: sync::Session| {
        if session.user.id == user.get_untracked().id {
            replica.sync_now();
        } else {
            session::give_way(replica);
            _ = window().location().set_href("/");
        }
    };
    view! {
        <div class="phone sign-in">
            <SkipLink/>
            <main id="main" class="stack-5">
                <h1>{t(DeviceWord::RevokedHere)}</h1>
                <div role="status">
                    <Note notice=Notice::Bad>{t(DeviceWord::RevokedHereHint)}</Note>
                </div>
                <Show when=move || 0 < pending.get() fallback=|| view! { <Nothing/> }>
                    <section class="stack-3" aria-label=kept>
                        <Note notice=Notice::Local>
                            <b>{kept}</b>
                            " "
                            {t(DeviceWord::KeptHere)}
                        </Note>
                        <Export/>
                    </section>
                </Show>
                <Section title=t(DeviceWord::SignInToSend)>
                    <div class="stack-3">
                        <p class="meta">{t(DeviceWord::AskAdministrator)}</p>
                        <SignInForm
                            login=RwSignal::new(user.get_untracked().login)
                            on_enter=enter
                        />
                    </div>
                </Section>
            </main>
        </div>
    }
}

/// Nothing is left to hand over: the device can be cleared of this user.
#[component]
fn Nothing() -> impl IntoView {
    let replica = Replica::expect();
    let remove = move || {
        spawn_local(async move {
            if session::sign_out(replica, Leaving::Anyway).await.is_ok() {
                _ = window().location().set_href("/");
            }
        });
    };
    view! {
        <div class="stack-3">
            <Note>{t(DeviceWord::NothingKept)}</Note>
            <div class="line">
                <Button icon=Glyph::Leave on_press=remove>{t(DeviceWord::Remove)}</Button>
            </div>
        </div>
    }
}
