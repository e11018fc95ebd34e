//! What has to be known on every page, one line at a time: the session ended, data were lost, a new
//! version waits.

use app::kit::{Banner, Button, LinkButton, Notice, Tone};
use app::words::{AttachSaid, ShellSaid, ShellWord, SignInWord, SyncWord};
use leptos::prelude::*;

use super::boot;
use crate::{
    replica::{Lost, Replica, StorageTrouble, Trouble},
    say::{moment, say, t},
    trouble::storage_word,
};

#[derive(Clone, PartialEq, Eq)]
enum What {
    Gone(StorageTrouble),
    SignInAgain,
    Lost(Lost),
    Update,
}

/// At most one: the one that changes most of what can be done.
#[component]
pub fn Notices() -> impl IntoView {
    let (status, update) = (Replica::expect().status(), boot::update_waits());
    let what = Memo::new(move |_| {
        let status = status.get();
        if let Some(gone) = status.gone {
            return Some(What::Gone(gone));
        }
        if status.trouble == Some(Trouble::SignInAgain) {
            return Some(What::SignInAgain);
        }
        let lost = status.storage.lost.map(What::Lost);
        lost.or_else(|| update.get().then_some(What::Update))
    });
    move || {
        what.get().map(|what| match what {
            What::Gone(trouble) => view! { <GoneNotice trouble/> }.into_any(),
            What::SignInAgain => view! { <Ended/> }.into_any(),
            What::Lost(lost) => view! { <LostNotice lost/> }.into_any(),
            What::Update => view! { <UpdateNotice/> }.into_any(),
        })
    }
}

/// Nothing more can be kept by this page.
#[component]
fn GoneNotice(trouble: StorageTrouble) -> impl IntoView {
    let reload = || _ = window().location().reload();
    let act = move || {
        view! { <Button tone=Tone::Quiet on_press=reload>{t(ShellWord::Reload)}</Button> }
    };
    view! { <Banner notice=Notice::Bad act>{t(storage_word(&trouble))}</Banner> }
}

#[component]
fn Ended() -> impl IntoView {
    let again = || {
        view! { <LinkButton href="/sign-in" tone=Tone::Quiet>{t(SignInWord::Again)}</LinkButton> }
    };
    view! { <Banner notice=Notice::Warn act=again>{t(SignInWord::EndedHint)}</Banner> }
}

#[component]
fn LostNotice(lost: Lost) -> impl IntoView {
    let at = moment(move || Some(lost.seen_at));
    let text = say(move |language| {
        let at = at.get().unwrap_or_default();
        let lost_here = ShellSaid::Lost { count: lost.pending, at }.text(language);
        match lost.photos {
            0 => lost_here,
            count => format!("{lost_here} {}", AttachSaid::LostPhotos { count }.text(language)),
        }
    });
    view! { <Banner notice=Notice::Bad>{text}</Banner> }
}

/// A new version takes over when the user agrees, never by itself.
#[component]
fn UpdateNotice() -> impl IntoView {
    let agree = || view! { <Button tone=Tone::Quiet on_press=|| boot::tell(boot::ACTIVATE)>{t(SyncWord::Update)}</Button> };
    view! {
        <Banner notice=Notice::Info act=agree>
            <b>{t(SyncWord::UpdateReady)}</b>
            " "
            {t(SyncWord::UpdateHint)}
        </Banner>
    }
}
