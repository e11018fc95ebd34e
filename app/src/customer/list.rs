//! The rep's list of customers: thousands, found as one types, also without a network.

use std::sync::Arc;

use app::kit::{
    Choice, Glyph, RowHeight, SearchField, Segmented, Skeleton, SkeletonShape, VirtualList,
};
use app::view::customer_list::{self, CustomerRow, SortBy};
use app::words::{Label, ListWord, NavWord, Said};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::row_of_list;
use crate::{
    parts::empty,
    replica::{BriefRow, Replica},
    say::{label, said, t},
    shell::{Page, StatusPill},
};

#[component]
pub fn CustomerList() -> impl IntoView {
    let replica = Replica::expect();
    let (briefs, today) = (replica.briefs(), replica.today());
    let typed = RwSignal::new(String::new());
    let sort = RwSignal::new(sort_of_address());
    let places = Memo::new(move |_| {
        Arc::new(customer_list::places(&briefs.get(), &typed.get(), sort.get(), today.get()))
    });
    let (shown, total) = (move || places.read().len(), move || briefs.read().len());
    let count = said(move || {
        let (shown, total) = (shown(), total());
        if shown == total { Said::Customers { count: total } } else { Said::Found { shown, total } }
    });
    view! {
        <Page title=label(NavWord::Customers) beside=count head=|| view! { <StatusPill/> }>
            <div class="list-head stack">
                <SearchField
                    value=typed
                    label=t(ListWord::Search)
                    placeholder=t(ListWord::Placeholder)
                />
                <SortSwitch sort/>
            </div>
            <Show when=move || 0 < shown() fallback=move || view! { <Nobody typed/> }>
                <VirtualList
                    rows=places
                    row=move |at: usize| one(&briefs.read(), at, today.get())
                    label=t(NavWord::Customers)
                    height=RowHeight::Two
                />
            </Show>
        </Page>
    }
}

/// A link may ask for an order: `?sort=overdue`.
fn sort_of_address() -> SortBy {
    match use_query_map().read_untracked().get("sort").as_deref() {
        Some("overdue") => SortBy::Overdue,
        Some("balance") => SortBy::Balance,
        _ => SortBy::Name,
    }
}

#[component]
fn SortSwitch(sort: RwSignal<SortBy>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let name = |it: SortBy| match it {
            SortBy::Name => ListWord::Name,
            SortBy::Overdue => ListWord::Overdue,
            SortBy::Balance => ListWord::Balance,
        };
        SortBy::ALL.map(|it| Choice::new(it, name(it).text(language.get()))).to_vec()
    });
    view! {
        <Segmented label=t(ListWord::Sort) choices value=sort on_choose=move |by| sort.set(by)/>
    }
}

fn one(briefs: &[BriefRow], at: usize, today: shared::calendar::Day) -> impl IntoView + use<> {
    briefs.get(at).map(|it| row_of_list(&CustomerRow::of(&it.brief, today)))
}

/// Nothing found, nothing here yet, or still coming.
#[component]
fn Nobody(typed: RwSignal<String>) -> impl IntoView {
    let replica = Replica::expect();
    let coming = Memo::new(move |_| replica.status().get().first_sync.is_some());
    let none = Memo::new(move |_| replica.briefs().read().is_empty());
    move || {
        match (none.get(), coming.get()) {
        (true, true) => view! { <Skeleton lines=8 shape=SkeletonShape::Rows/> }.into_any(),
        (true, false) => empty(Glyph::Users, ListWord::Empty, ListWord::EmptyHint).into_any(),
        (false, _) => view! {
            <div role="status">{empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint)}</div>
            <button class="btn btn-quiet" type="button" on:click=move |_| typed.set(String::new())>
                {t(ListWord::Clear)}
            </button>
        }
        .into_any(),
    }
    }
}
