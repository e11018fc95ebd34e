//! The data on this device: how far each scope and the bank reach, what is to be settled, and
//! everything anew.

use app::kit::{
    Banner, Button, Fact, Facts, LinkButton, Meta, Note, Notice, Progress, Row, RowEnd, RowMain,
    RowTitle, Rows, Section, Tone,
};
use app::words::{Label, StaffSaid, StateWord};
use leptos::prelude::*;
use shared::sync::Scope;

use crate::{
    inbox,
    replica::{Found, Proven, Replica, ScopeState},
    say::{moment, say, t},
};

/// Refusals and conflicts stand in the inbox; from here one gets there.
#[component]
pub fn ToSettle() -> impl IntoView {
    let (count, today) = (inbox::asking(), Replica::expect().today());
    let said =
        say(move |language| StaffSaid::ToSettle { count: count.get() }.text(language, today.get()));
    let act = || view! { <LinkButton href="/inbox">{t(StateWord::ToSettle)}</LinkButton> };
    view! {
        <Show when=move || 0 < count.get()>
            <Banner notice=Notice::Warn act>
                <b>{said}</b>
                " "
                {t(StateWord::ToSettleHint)}
            </Banner>
        </Show>
    }
}

/// How old the data are: by scope, and of the bank by company.
#[component]
pub fn Data() -> impl IntoView {
    let replica = Replica::expect();
    let status = replica.status();
    let scopes = Memo::new(move |_| status.get().scopes);
    let rows = move || scopes.get().into_iter().map(|it| view! { <OneScope it/> }).collect_view();
    let last = moment(move || status.get().last_contact);
    let contact = say(move |language| match last.get() {
        Some(at) => format!("{} {at}", StateWord::LastContact.text(language)),
        None => StateWord::Never.text(language).to_owned(),
    });
    view! {
        <Section title=t(StateWord::Data) end=move || contact>
            <div class="stack-3">
                <Meta>{t(StateWord::DataHint)}</Meta>
                <Rows>{rows}</Rows>
                <Bank/>
                <Compare/>
                <Renew/>
            </div>
        </Section>
    }
}

fn name_of(scope: Scope) -> Signal<String> {
    let register = Replica::expect().register();
    say(move |language| match scope {
        Scope::All => StateWord::Everybody.text(language).to_owned(),
        Scope::Me(_) => StateWord::Mine.text(language).to_owned(),
        Scope::Territory(territory) => {
            let register = register.get();
            let known = register.territories.get(&territory);
            known.map(|it| it.name.clone()).unwrap_or_default()
        }
        Scope::Unassigned => app::words::ListWord::NoTerritory.text(language).to_owned(),
    })
}

#[component]
fn OneScope(it: ScopeState) -> impl IntoView {
    let status = Replica::expect().status();
    let today = Replica::expect().today();
    let last = moment(move || status.get().last_contact);
    let word = if it.leaves {
        StateWord::Leaving
    } else if it.whole {
        StateWord::Whole
    } else if it.fetched.is_some() {
        StateWord::Fetching
    } else {
        StateWord::Behind
    };
    let state = say(move |language| match (it.whole, last.get()) {
        (true, Some(at)) => format!("{} · {at}", word.text(language)),
        _ => word.text(language).to_owned(),
    });
    let fetched = it.fetched.map(|progress| {
        let (done, total) = (progress.done, progress.total);
        let percent = (u64::from(done) * 100).checked_div(u64::from(total)).unwrap_or(0);
        let percent = u32::try_from(percent).unwrap_or(100);
        let said = say(move |language| {
            StaffSaid::Fetched { percent, done, total }.text(language, today.get())
        });
        let (done, total) = (u64::from(done), Some(u64::from(total)));
        view! { <Progress done=Signal::stored(done) total=Signal::stored(total) text=said/> }
    });
    view! {
        <Row>
            <RowMain>
                <RowTitle>{name_of(it.scope)}</RowTitle>
                {it.proven.map(proven)}
                {fetched}
            </RowMain>
            <RowEnd><Meta>{state}</Meta></RowEnd>
        </Row>
    }
}

/// How the scope was last compared with the server.
fn proven(it: Proven) -> impl IntoView {
    let (at, today) = (moment(move || Some(it.at)), Replica::expect().today());
    let said = say(move |language| {
        let at = at.get().unwrap_or_default();
        let said = match it.found {
            Found::Same => StaffSaid::Same { at },
            Found::Other => StaffSaid::Other { at },
        };
        said.text(language, today.get())
    });
    match it.found {
        Found::Same => view! { <Meta>{said}</Meta> }.into_any(),
        Found::Other => view! { <Note notice=Notice::Warn>{said}</Note> }.into_any(),
    }
}

/// How far the bank data of each company reach.
#[component]
fn Bank() -> impl IntoView {
    let (register, today) = (Replica::expect().register(), Replica::expect().today());
    let facts = move || {
        let register = register.get();
        let one = |it: &shared::company::Company| {
            let name = format!("{} {}", it.code, it.name);
            let reaches = register.horizons.get(&it.id).map(|it| it.reaches);
            let said = say(move |language| match reaches {
                Some(day) => StaffSaid::Reaches { day }.text(language, today.get()),
                None => StateWord::NoBank.text(language).to_owned(),
            });
            view! { <Fact label=move || name.clone()>{t(StateWord::Bank)}" "{said}</Fact> }
        };
        register.companies.values().map(one).collect_view()
    };
    view! { <Facts>{facts}</Facts> }
}

/// For who does not want to wait for the next day.
#[component]
fn Compare() -> impl IntoView {
    let replica = Replica::expect();
    view! {
        <details class="stack">
            <summary>{t(StateWord::Compare)}</summary>
            <div class="stack-3">
                <Meta>{t(StateWord::CompareHint)}</Meta>
                <div class="line">
                    <Button tone=Tone::Line on_press=move || replica.prove_everything()>
                        {t(StateWord::CompareNow)}
                    </Button>
                </div>
            </div>
        </details>
    }
}

/// For data that look wrong; the outbox is not touched.
#[component]
fn Renew() -> impl IntoView {
    let replica = Replica::expect();
    let fetching = Signal::derive(move || {
        replica.status().read().scopes.iter().any(|it| it.fetched.is_some())
    });
    view! {
        <details class="stack">
            <summary>{t(StateWord::Renew)}</summary>
            <div class="stack-3">
                <Meta>{t(StateWord::RenewHint)}</Meta>
                <div class="line">
                    <Button
                        tone=Tone::Line
                        busy=fetching
                        on_press=move || replica.renew_everything()
                    >
                        {t(StateWord::RenewNow)}
                    </Button>
                </div>
            </div>
        </details>
    }
}
