//! The desk's table of promises: who, how much, by when, and what came of it; renewed as reps report.

use app::kit::{Choice, Column as Shown, DateInput, Field, Glyph, Meta, Select, Tag};
use app::words::{Label, NavWord, PromisesWord, SlipSaid, TableWord};
use leptos::prelude::*;
use shared::{
    calendar::Day,
    id::{CustomerId, PromiseId},
    page::{PromiseQuery, PromiseSort, StandingFilter},
    promise::PromiseLine,
    table::Column,
    words,
};

use crate::{
    customer::address,
    desk_page::Step,
    desk_table::{Ask, DeskTable, Kind, headed, opening},
    parts::{empty, money, territory},
    say::{label, near, say, short, t},
    shell::Page,
};

#[component]
pub fn PromiseTable() -> impl IntoView {
    let kind = Kind {
        caption: label(PromisesWord::Table),
        column,
        key: |it: &PromiseLine| (it.promise.id, it.promise.customer),
        open: opening(|key: (PromiseId, CustomerId)| address(key.1)),
        filters: |ask| view! { <Filters ask/> }.into_any(),
        none: || empty(Glyph::Promise, PromisesWord::Empty, PromisesWord::EmptyHint).into_any(),
        bulk: None,
    };
    view! {
        <Page title=label(NavWord::Promises)>
            <DeskTable kind/>
        </Page>
    }
}

/// What came of it, and by when it is due.
#[component]
fn Filters(ask: Ask<PromiseQuery>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let name = |it| Choice::new(it, filter_word(it).text(language.get()));
        StandingFilter::EVERY.map(name).to_vec()
    });
    let of_standing = move |it: Option<StandingFilter>| {
        let standing = it.unwrap_or_default();
        let next = PromiseQuery { standing, offset: 0, ..ask.query.get_untracked() };
        ask.replace(&next, Step::New);
    };
    let from = move |due_from: Option<Day>| {
        let next = PromiseQuery { due_from, offset: 0, ..ask.query.get_untracked() };
        ask.replace(&next, Step::New);
    };
    let until = move |due_until: Option<Day>| {
        let next = PromiseQuery { due_until, offset: 0, ..ask.query.get_untracked() };
        ask.replace(&next, Step::New);
    };
    view! {
        <Select
            choices
            value=Signal::derive(move || Some(ask.query.get().standing))
            on_choose=of_standing
            label=t(TableWord::Standing)
        />
        <Field label=t(TableWord::DueFrom)>
            <DateInput value=Signal::derive(move || ask.query.get().due_from) on_change=from/>
        </Field>
        <Field label=t(TableWord::DueUntil)>
            <DateInput value=Signal::derive(move || ask.query.get().due_until) on_change=until/>
        </Field>
    }
}

fn filter_word(it: StandingFilter) -> TableWord {
    match it {
        StandingFilter::All => TableWord::EveryStanding,
        StandingFilter::Open => TableWord::Open,
        StandingFilter::AwaitingData => TableWord::AwaitingData,
        StandingFilter::Kept => TableWord::Kept,
        StandingFilter::PartlyKept => TableWord::PartlyKept,
        StandingFilter::Broken => TableWord::Broken,
        StandingFilter::Withdrawn => TableWord::Withdrawn,
        StandingFilter::Superseded => TableWord::Superseded,
    }
}

fn column(it: Column) -> Shown<PromiseLine, PromiseSort> {
    match it {
        Column::Due => headed::<PromiseQuery, _, _>(it, |it: &PromiseLine| near(it.promise.due_on)),
        Column::Amount => {
            headed::<PromiseQuery, _, _>(it, |it: &PromiseLine| money(it.promise.amount)).at_end()
        }
        Column::Received => {
            headed::<PromiseQuery, _, _>(it, |it: &PromiseLine| it.received().map(money)).at_end()
        }
        Column::Standing => headed::<PromiseQuery, _, _>(it, standing),
        Column::Promiser => headed::<PromiseQuery, _, _>(it, who),
        Column::Author => {
            headed::<PromiseQuery, _, _>(it, |it: &PromiseLine| it.author_name.clone())
        }
        Column::Territory => {
            headed::<PromiseQuery, _, _>(it, |it: &PromiseLine| territory(it.territory))
        }
        Column::MadeOn => {
            headed::<PromiseQuery, _, _>(it, |it: &PromiseLine| short(it.promise.made_on))
        }
        _ => headed::<PromiseQuery, _, _>(Column::Customer, customer).as_row_name(),
    }
}

fn customer(it: &PromiseLine) -> impl IntoView + use<> {
    view! {
        <a class="name" href=address(it.promise.customer)>
            {it.customer_name.clone()}
        </a>
        " "
        <span class="code">{it.customer_code.clone()}</span>
    }
}

/// The word, and why: how far the bank data reach and until when a payment counts.
fn standing(it: &PromiseLine) -> impl IntoView + use<> {
    let standing = it.standing;
    let word = say(move |language| words::standing(&standing, language));
    let reason = say(move |language| words::standing_reason(&standing, language));
    let reported = it.reported.map(|amount| {
        let said = say(move |language| SlipSaid::Reported { amount }.text(language));
        view! { <Meta>{said}</Meta> }
    });
    view! { <span class="standing"><Tag>{word}</Tag><Meta>{reason}</Meta>{reported}</span> }
}

fn who(it: &PromiseLine) -> impl IntoView + use<> {
    let (who, method) = (it.promise.promiser.clone(), it.promise.method);
    let method = say(move |language| words::method(method, language));
    view! { {who}" "<span class="ink2">{method}</span> }
}
