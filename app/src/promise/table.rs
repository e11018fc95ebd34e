//! The desk's table of promises: who, how much, by when, and what came of it; renewed as reps report.

use std::sync::Arc;

use app::kit::{Column, Glyph, Meta, Pager, SearchField, Shortcut, Table, Tag};
use app::view::query::{self, PAGE_ROWS};
use app::words::{ListWord, NavWord, PromisesWord, SlipSaid};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::{
    id::{CustomerId, PromiseId},
    page::{PromiseListing, PromiseQuery},
    promise::{PromiseLine, Standing},
    words,
};

use crate::{
    customer::{TerritorySelect, address, settle},
    desk_page::{Fetched, Step, turn},
    parts::{empty, mark, money},
    replica::Replica,
    say::{label, near, say, t},
    shell::Page,
};

#[component]
pub fn PromiseTable() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| query::promise_query(|name| map.read().get(name)));
    let path =
        Signal::derive(move || format!("/api/promises{}", query::promise_address(&query.get())));
    let read = Fetched::of(Replica::expect().desk::<PromiseListing>(path));
    view! {
        <Page title=label(NavWord::Promises)>
            <Tools query/>
            {read.notice()}
            {read.show(move |value| view! { <Listed value query waiting=read.waiting/> })}
        </Page>
    }
}

#[component]
fn Tools(query: Memo<PromiseQuery>) -> impl IntoView {
    let go = turn("/promises");
    let typed = RwSignal::new(query.get_untracked().search);
    let search = go.clone();
    settle(typed, move |text| {
        if text != query.get_untracked().search {
            let next = PromiseQuery { search: text, offset: 0, ..query.get_untracked() };
            search(query::promise_address(&next), Step::Same);
        }
    });
    let territory = Signal::derive(move || Some(query.get().territory).filter(|it| !it.is_empty()));
    let choose = move |territory: Option<String>| {
        let territory = territory.unwrap_or_default();
        let next = PromiseQuery { territory, offset: 0, ..query.get_untracked() };
        go(query::promise_address(&next), Step::New);
    };
    view! {
        <div class="toolbar">
            <SearchField
                value=typed
                label=t(ListWord::Search)
                placeholder=t(ListWord::Placeholder)
                shortcut=Shortcut::Slash
            />
            <TerritorySelect value=territory on_choose=choose/>
        </div>
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<PromiseListing>>>,
    query: Memo<PromiseQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let (go, navigate) = (turn("/promises"), use_navigate());
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        go(query::promise_address(&PromiseQuery { offset, ..query.get_untracked() }), Step::New);
    };
    let open = move |key: (PromiseId, CustomerId)| {
        navigate(&address(key.1), leptos_router::NavigateOptions::default());
    };
    let (on_open, columns) = (Callback::new(open), StoredValue::new(columns()));
    view! {
        <Show
            when=move || 0 < shown.get()
            fallback=move || none(&query.get())
        >
            <Table<PromiseLine, _, ()>
                caption=t(PromisesWord::Table)
                columns=columns.get_value()
                rows
                key=|it: &PromiseLine| (it.promise.id, it.promise.customer)
                on_open
                offset
                total
                waiting
            />
            <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
        </Show>
    }
}

/// None was made, or none is found.
fn none(query: &PromiseQuery) -> AnyView {
    if query.search.is_empty() && query.territory.is_empty() {
        empty(Glyph::Promise, PromisesWord::Empty, PromisesWord::EmptyHint).into_any()
    } else {
        empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
    }
}

fn columns() -> Vec<Column<PromiseLine>> {
    vec![
        Column::new(t(PromisesWord::Customer), customer).as_row_name(),
        Column::new(t(PromisesWord::Due), |it: &PromiseLine| near(it.promise.due_on)),
        Column::new(t(PromisesWord::Amount), |it: &PromiseLine| money(it.promise.amount)).at_end(),
        Column::new(t(PromisesWord::Received), |it: &PromiseLine| received(it).map(money)).at_end(),
        Column::new(t(PromisesWord::Standing), standing),
        Column::new(t(PromisesWord::Who), who),
        Column::new(t(PromisesWord::By), |it: &PromiseLine| it.author_name.clone()),
        Column::new(t(PromisesWord::Mark), |_: &PromiseLine| mark(app::kit::Truth::Confirmed)),
    ]
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

/// What came so far; all of it once it is kept.
fn received(it: &PromiseLine) -> Option<shared::money::Money> {
    match it.standing {
        Standing::Open { received }
        | Standing::AwaitingData { received, .. }
        | Standing::PartlyKept { received } => Some(received),
        Standing::Kept { .. } => Some(it.promise.amount),
        Standing::Broken | Standing::Withdrawn { .. } | Standing::Superseded { .. } => None,
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
