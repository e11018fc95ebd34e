//! Me 我: who works here, language and appearance, signing out without losing anything.

use app::words::{Label, MeWord, NavWord, ShellSaid, SignInWord};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use shared::{user::Caller, words};

use crate::{
    parts::icon,
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
            <Who/>
            <section class="section stack-3" aria-labelledby="settings">
                <h2 id="settings">{t(MeWord::Settings)}</h2>
                <Switches/>
            </section>
            <Leave/>
            <p class="meta meta-3">{t(MeWord::Build)} " " {env!("CARGO_PKG_VERSION")}</p>
        </Page>
    }
}

#[component]
fn Who() -> impl IntoView {
    let replica = Replica::expect();
    let user = replica.user();
    let roles = say(move |language| {
        let user = user.get();
        let roles: Vec<_> = user.roles.iter().map(|it| words::role(*it, language)).collect();
        roles.join("、")
    });
    let territories = say(move |language| {
        let (register, today) = (replica.register().get(), replica.today().get());
        let worked = Caller::of(&user.get()).territories_on(today);
        let names: Vec<_> = worked
            .iter()
            .filter_map(|it| register.territories.get(it))
            .map(|it| it.name.as_str())
            .collect();
        if names.is_empty() { MeWord::NoTerritory.text(language).to_owned() } else { names.join("、") }
    });
    view! {
        <section class="stack" aria-label=move || user.get().name>
            <p class="figure">{move || user.get().name}</p>
            <dl class="facts">
                <div><dt>{t(SignInWord::Login)}</dt><dd>{move || user.get().login}</dd></div>
                <div><dt>{t(MeWord::Roles)}</dt><dd>{roles}</dd></div>
                <div><dt>{t(MeWord::Territories)}</dt><dd>{territories}</dd></div>
            </dl>
        </section>
    }
}

/// Signing out; with something unsent it says so first, and offers to send.
#[component]
fn Leave() -> impl IntoView {
    let (warned, set_warned) = signal(None::<usize>);
    let leave = move |leaving: Leaving| {
        spawn_local(async move {
            match session::sign_out(leaving).await {
                // A fresh page: nothing of this user stays in memory.
                Ok(()) => drop(window().location().set_href("/")),
                Err(session::StillPending(count)) => set_warned.set(Some(count)),
            }
        });
    };
    view! {
        <section class="section stack-3" aria-label=t(SignInWord::SignOut)>
            <p class="meta">{t(SignInWord::SignOutHint)}</p>
            <Show
                when=move || warned.get().is_some()
                fallback=move || {
                    view! {
                        <button class="btn btn-line" type="button" on:click=move |_| leave(Leaving::WithNothingPending)>
                            {icon("lock")}
                            {t(SignInWord::SignOut)}
                        </button>
                    }
                }
            >
                <StillPending count=Signal::derive(move || warned.get().unwrap_or(0)) leave=Callback::new(leave)/>
            </Show>
        </section>
    }
}

#[component]
fn StillPending(count: Signal<usize>, leave: Callback<Leaving>) -> impl IntoView {
    let only_here = say(move |language| ShellSaid::OnlyHere { count: count.get() }.text(language));
    view! {
        <div class="stack-3" role="alert">
            <p class="note note-warn">
                {icon("warn")}
                <span><b>{only_here}</b> " " {t(SignInWord::KeptHint)}</span>
            </p>
            <div class="chips">
                <A href="/sync" attr:class="btn btn-primary">{t(SignInWord::SendFirst)}</A>
                <button class="btn btn-bad" type="button" on:click=move |_| leave.run(Leaving::KeepingPending)>
                    {t(SignInWord::SignOutAnyway)}
                </button>
            </div>
        </div>
    }
}
