//! The desk's table of customers: searched, filtered, sorted and paged by the server.

use std::sync::Arc;

use app::kit::{
    Choice, Column, Glyph, Legend, Pager, SearchField, Select, Shortcut, Sorted, Strip, StripSize,
    Table,
};
use app::view::{
    customer_list::ageing,
    query::{self, PAGE_ROWS},
};
use app::words::{Label, ListWord, NavWord};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::{
    calendar::Day,
    customer::Brief,
    id::CustomerId,
    page::{CustomerListing, CustomerQuery, CustomerSort},
};

use super::address;
use crate::{
    desk_page::{Fetched, Step, turn},
    parts::{amounts, empty},
    replica::Replica,
    say::{label, short, t},
    shell::Page,
};

#[component]
pub fn CustomerTable() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| query::customer_query(|name| map.read().get(name)));
    let path =
        Signal::derive(move || format!("/api/customers{}", query::customer_address(&query.get())));
    let read = Fetched::of(Replica::expect().desk::<CustomerListing>(path));
    view! {
        <Page title=label(NavWord::Customers)>
            <Tools query/>
            {read.notice()}
            {read.show(move |value| view! { <Listed value query waiting=read.waiting/> })}
        </Page>
    }
}

/// Search and territory; what is typed is asked for when the fingers rest.
#[component]
fn Tools(query: Memo<CustomerQuery>) -> impl IntoView {
    let go = turn("/customers");
    let typed = RwSignal::new(query.get_untracked().search);
    let search = go.clone();
    settle(typed, move |text| {
        if text != query.get_untracked().search {
            let next = CustomerQuery { search: text, offset: 0, ..query.get_untracked() };
            search(query::customer_address(&next), Step::Same);
        }
    });
    let territory = Signal::derive(move || Some(query.get().territory).filter(|it| !it.is_empty()));
    let choose = move |territory: Option<String>| {
        let territory = territory.unwrap_or_default();
        let next = CustomerQuery { territory, offset: 0, ..query.get_untracked() };
        go(query::customer_address(&next), Step::New);
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

/// Hands a text on when the fingers have rested for a moment.
pub fn settle(typed: RwSignal<String>, then: impl Fn(String) + Clone + 'static) {
    let pending = StoredValue::new_local(None::<TimeoutHandle>);
    Effect::new(move |was: Option<()>| {
        let (text, then) = (typed.get(), then.clone());
        if was.is_none() {
            return;
        }
        if let Some(Some(earlier)) = pending.try_update_value(Option::take) {
            earlier.clear();
        }
        let rest = std::time::Duration::from_millis(250);
        pending.set_value(set_timeout_with_handle(move || then(text), rest).ok());
    });
}

/// All territories, each one, and the customers of none.
#[component]
pub fn TerritorySelect(
    value: Signal<Option<String>>,
    #[prop(into)] on_choose: Callback<Option<String>>,
) -> impl IntoView {
    let (language, register) = (app::language::use_language(), Replica::expect().register());
    let choices = Signal::derive(move || {
        let register = register.get();
        let known = register.territories.values();
        let each = known.map(|it| Choice::new(it.id.to_string(), it.name.clone()));
        let none = Choice::new("none".to_owned(), ListWord::NoTerritory.text(language.get()));
        each.chain([none]).collect::<Vec<_>>()
    });
    view! {
        <Select
            choices
            value
            on_choose
            nothing=t(ListWord::AllTerritories)
            label=t(ListWord::Territory)
        />
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<CustomerListing>>>,
    query: Memo<CustomerQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let (go, navigate) = (turn("/customers"), use_navigate());
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let sorted = Signal::derive(move || Sorted { by: query.get().sort, order: query.get().order });
    let (sort, page) = (go.clone(), go);
    let on_sort = move |it: Sorted<CustomerSort>| {
        sort(query::customer_address(&query::sorted_by(&query.get_untracked(), it.by)), Step::New);
    };
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        page(
            query::customer_address(&CustomerQuery { offset, ..query.get_untracked() }),
            Step::New,
        );
    };
    let open =
        move |id: CustomerId| navigate(&address(id), leptos_router::NavigateOptions::default());
    let (on_open, columns) = (Callback::new(open), StoredValue::new(columns()));
    view! {
        <Show when=move || 0 < shown.get() fallback=move || view! { <Nobody query/> }>
            <Table
                caption=t(ListWord::Table)
                columns=columns.get_value()
                rows
                key=|it: &Brief| it.customer.id
                sorted
                on_sort=on_sort.clone()
                on_open
                offset
                total
                waiting
            />
            <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
        </Show>
    }
}

#[component]
fn Nobody(query: Memo<CustomerQuery>) -> impl IntoView {
    let filtered = move || {
        let query = query.get();
        !query.search.is_empty() || !query.territory.is_empty()
    };
    move || {
        if filtered() {
            empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
        } else {
            empty(Glyph::Users, ListWord::Empty, ListWord::EmptyHint).into_any()
        }
    }
}

fn columns() -> Vec<Column<Brief, CustomerSort>> {
    let (today, register) = (Replica::expect().today(), Replica::expect().register());
    let territory = move |it: &Brief| {
        let known =
            it.customer.territory.and_then(|id| register.get().territories.get(&id).cloned());
        known.map_or_else(
            || view! { <span class="ink3">{t(ListWord::NoTerritory)}</span> }.into_any(),
            |it| it.name.into_any(),
        )
    };
    let overdue = move |it: &Brief| amounts(&it.overdue(today.get()).unwrap_or_default());
    let days = move |it: &Brief| {
        it.days_overdue(today.get()).map_or_else(|| "–".to_owned(), |days| days.to_string())
    };
    vec![
        Column::new(t(ListWord::Name), name).as_row_name().sorted_by(CustomerSort::Name),
        Column::new(t(ListWord::Code), |it: &Brief| it.customer.code.clone())
            .sorted_by(CustomerSort::Code),
        Column::new(t(ListWord::Territory), territory),
        Column::new(t(ListWord::Balance), |it: &Brief| amounts(&it.balance().unwrap_or_default()))
            .at_end()
            .sorted_by(CustomerSort::Balance),
        Column::new(t(ListWord::Overdue), overdue).at_end().sorted_by(CustomerSort::Overdue),
        Column::new(t(ListWord::Days), days).at_end(),
        Column::new(t(ListWord::Ageing), move |it: &Brief| strip(it, today.get())),
        Column::new(t(ListWord::LatestPromise), promised).at_end(),
        Column::new(t(ListWord::LastVisit), |it: &Brief| it.last_visit.map(short)).at_end(),
    ]
}

fn name(it: &Brief) -> impl IntoView + use<> {
    view! { <a class="name" href=address(it.customer.id)>{it.customer.name.clone()}</a> }
}

/// How old the debt is, at a glance; the figures stand beside it and in the customer's file.
fn strip(it: &Brief, today: Day) -> impl IntoView + use<> {
    ageing(it, today).map(|report| {
        view! {
            <span class="w-strip">
                <Strip
                    buckets=report.buckets
                    currency=report.currency
                    legend=Legend::Elsewhere
                    size=StripSize::Thin
                    label=t(ListWord::Ageing)
                />
            </span>
        }
    })
}

/// The latest promise: how much, and by when.
fn promised(it: &Brief) -> impl IntoView + use<> {
    it.promised.last().map(|(due, amount)| {
        view! { {crate::parts::money(*amount)}" "<span class="ink2">{short(*due)}</span> }
    })
}
