//! Signing out: what would stay behind unsent is said first, and can be sent.

use app::kit::{Button, Dialog, Glyph, LinkButton, Meta, Note, Notice, Section, Tone};
use app::upload::waiting;
use app::words::{AttachSaid, ShellSaid, SignInWord};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::{
    replica::Replica,
    say::{say, t},
    session::{self, Leaving},
};

/// Signing out, and what it was put off for.
#[derive(Clone, Copy)]
pub struct SigningOut {
    replica: Replica,
    warned: RwSignal<Option<session::StillHere>>,
}

impl SigningOut {
    pub fn new() -> SigningOut {
        SigningOut { replica: Replica::expect(), warned: RwSignal::new(None) }
    }

    pub fn leave(self, leaving: Leaving) {
        spawn_local(async move {
            match session::sign_out(self.replica, leaving).await {
                // A fresh page: nothing of this user stays in memory.
                Ok(()) => _ = window().location().set_href("/"),
                Err(here) => drop(self.warned.try_set(Some(here))),
            }
        });
    }
}

/// The section of the page of one's own.
#[component]
pub fn Leave() -> impl IntoView {
    let leaving = SigningOut::new();
    let sign_out = move || leaving.leave(Leaving::WithNothingHere);
    view! {
        <Section title=t(SignInWord::SignOut)>
            <div class="stack-3">
                <Meta>{t(SignInWord::SignOutHint)}</Meta>
                {move || match leaving.warned.get() {
                    Some(here) => view! { <StillHere here leaving/> }.into_any(),
                    None => view! {
                        <Button icon=Glyph::Leave on_press=sign_out>{t(SignInWord::SignOut)}</Button>
                    }
                    .into_any(),
                }}
            </div>
        </Section>
    }
}

/// The same warning over any page, for who signs out from there.
#[component]
pub fn LeaveDialog(leaving: SigningOut) -> impl IntoView {
    let (open, warned) = (RwSignal::new(false), leaving.warned);
    Effect::new(move || open.set(warned.read().is_some()));
    // Closed, it has said what it had to say; the way to what is unsent leads to another page.
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            warned.set(None);
        }
        is
    });
    let place = use_location().pathname;
    Effect::new(move || {
        place.track();
        open.set(false);
    });
    view! {
        <Dialog open title=t(SignInWord::SignOut)>
            {move || warned.get().map(|here| view! { <StillHere here leaving/> })}
        </Dialog>
    }
}

#[component]
fn StillHere(here: session::StillHere, leaving: SigningOut) -> impl IntoView {
    let session::StillHere { pending, photos, drafts } = here;
    let bytes = waiting(leaving.replica.locals().get_untracked().values()).bytes;
    let what = say(move |language| {
        let commands = (0 < pending).then_some(ShellSaid::OnlyHere { count: pending });
        let content = (0 < photos).then_some(AttachSaid::ToSend { count: photos, bytes });
        let begun = (0 < drafts).then_some(ShellSaid::Drafts { count: drafts });
        let commands = commands.map(|it| it.text(language)).into_iter();
        let content = content.map(|it| it.text(language));
        let all: Vec<_> =
            commands.chain(content).chain(begun.map(|it| it.text(language))).collect();
        all.join(" · ")
    });
    let stays = 0 < pending + photos;
    let hint = if stays { SignInWord::KeptHint } else { SignInWord::DraftsGo };
    let anyway = move || leaving.leave(Leaving::Anyway);
    let send = stays.then(|| {
        view! {
            // Also where it leads to is the page below.
            <span on:click=move |_| leaving.warned.set(None)>
                <LinkButton href="/sync" tone=Tone::Primary>{t(SignInWord::SendFirst)}</LinkButton>
            </span>
        }
    });
    view! {
        <div class="stack-3" role="alert">
            <Note notice=Notice::Warn><b>{what}</b>" "{t(hint)}</Note>
            <div class="line">
                {send}
                <Button tone=Tone::Bad on_press=anyway>{t(SignInWord::SignOutAnyway)}</Button>
            </div>
        </div>
    }
}
