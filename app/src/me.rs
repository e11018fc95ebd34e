//! Me 我: who works here, language and appearance, signing out without losing anything.

use app::kit::{Button, Fact, Facts, Glyph, LinkButton, Meta, Note, Notice, Section, Tone};
use app::words::{Label, MeWord, NavWord, ShellSaid, SignInWord};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    user::{Caller, Reach, User},
    words,
    words::Language,
};

use crate::{
    device::DeviceRows,
    field_receipt::CashInHand,
    password::OwnPassword,
    replica::Replica,
    say::{label, say, t},
    session::{self, Leaving},
    shell::Page,
    sign_in::Switches,
};

#[component]
pub fn Me() -> impl IntoView {
    view! {
        <Page title=label(NavWord::Me)>
            <div class="narrow">
                <Who/>
                <CashInHand/>
                <Section title=t(MeWord::Settings)><Switches/></Section>
                <OwnPassword/>
                <OwnDevices/>
                <Leave/>
            </div>
        </Page>
    }
}

#[component]
fn OwnDevices() -> impl IntoView {
    let me = Replica::expect().user().get_untracked().id;
    view! { <DeviceRows of=Some(me)/> }
}

/// Names side by side, as each language lists them.
pub fn listed(names: &[&str], language: Language) -> String {
    names.join(match language {
        Language::Zh => "、",
        Language::En => ", ",
    })
}

/// The names of a user's roles.
pub fn role_names(user: &User, language: Language) -> String {
    let roles: Vec<_> = user.roles.iter().map(|it| words::role(*it, language)).collect();
    listed(&roles, language)
}

/// The territories somebody works today, or that every customer is in reach without one.
pub fn worked(caller: &Caller, replica: Replica, language: Language) -> String {
    let (register, today) = (replica.register().get(), replica.today().get());
    let worked = caller.territories_on(today);
    let known = worked.iter().filter_map(|it| register.territories.get(it));
    let names: Vec<&str> = known.map(|it| it.name.as_str()).collect();
    if !names.is_empty() {
        return listed(&names, language);
    }
    let none = match caller.reach(today) {
        Reach::Everything => MeWord::EveryCustomer,
        Reach::Territories(_) => MeWord::NoTerritory,
    };
    none.text(language).to_owned()
}

#[component]
fn Who() -> impl IntoView {
    let replica = Replica::expect();
    let user = replica.user();
    let name = move || user.get().name;
    let roles = say(move |language| role_names(&user.get(), language));
    let territories = say(move |language| worked(&Caller::of(&user.get()), replica, language));
    view! {
        <section class="hero stack" aria-label=name>
            <p class="figure">{name}</p>
            <Facts>
                <Fact label=t(SignInWord::Login)>{move || user.get().login}</Fact>
                <Fact label=t(MeWord::Roles)>{roles}</Fact>
                <Fact label=t(MeWord::Territories)>{territories}</Fact>
                <Fact label=t(MeWord::Build)>{app::BUILD}</Fact>
            </Facts>
        </section>
    }
}

/// Signing out; with something unsent it says so first, and offers to send.
#[component]
fn Leave() -> impl IntoView {
    let (replica, warned) = (Replica::expect(), RwSignal::new(None::<session::StillHere>));
    let leave = Callback::new(move |leaving: Leaving| {
        spawn_local(async move {
            match session::sign_out(replica, leaving).await {
                // A fresh page: nothing of this user stays in memory.
                Ok(()) => _ = window().location().set_href("/"),
                Err(here) => warned.set(Some(here)),
            }
        });
    });
    let sign_out = move || leave.run(Leaving::WithNothingHere);
    view! {
        <Section title=t(SignInWord::SignOut)>
            <div class="stack-3">
                <Meta>{t(SignInWord::SignOutHint)}</Meta>
                {move || match warned.get() {
                    Some(here) => view! { <StillHere here leave/> }.into_any(),
                    None => view! {
                        <Button icon=Glyph::Leave on_press=sign_out>{t(SignInWord::SignOut)}</Button>
                    }
                    .into_any(),
                }}
            </div>
        </Section>
    }
}

#[component]
fn StillHere(here: session::StillHere, leave: Callback<Leaving>) -> impl IntoView {
    let session::StillHere { pending, drafts } = here;
    let what = say(move |language| {
        let commands = (0 < pending).then_some(ShellSaid::OnlyHere { count: pending });
        let begun = (0 < drafts).then_some(ShellSaid::Drafts { count: drafts });
        let all: Vec<_> = commands.into_iter().chain(begun).map(|it| it.text(language)).collect();
        all.join(" · ")
    });
    let stays = 0 < pending;
    let hint = if stays { SignInWord::KeptHint } else { SignInWord::DraftsGo };
    let anyway = move || leave.run(Leaving::Anyway);
    let send = stays.then(|| {
        view! {
            <LinkButton href="/sync" tone=Tone::Primary>{t(SignInWord::SendFirst)}</LinkButton>
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
