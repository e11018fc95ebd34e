//! Exchange rates 汇率 at the desk: which currencies are in use and what is known of them, and what was
//! said of which day.

mod entry;
mod one;

use std::{collections::BTreeSet, sync::Arc};

use app::kit::{Choice, Column, Glyph, Note, Notice, Pager, Section, Select, Table, Tag};
use app::view::{
    query::PAGE_ROWS,
    rate::{Pair, address, rate_address, rate_query, to_enter},
};
use app::words::{NavWord, RateSaid, RateWord};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::{
    calendar::Day,
    money::Currency,
    page::{CurrencyInUse, RateListing, RateQuery},
    rate::{ExchangeRate, RateState, may_set},
    user::{Caller, Role, User},
    words,
};

use crate::{
    desk_page::{Fetched, Step, turn},
    parts::{empty, money},
    replica::Replica,
    say::{label, near, say, short, t},
    shell::Page,
};
use entry::Entering;
pub use one::RatePage;

/// Whether the user enters rates, or decides by what they make of limits.
pub fn looks_at_rates(user: &User) -> bool {
    let caller = Caller::of(user);
    let looks = [Role::Manager, Role::Controller, Role::Approver, Role::Auditor];
    may_set(&caller) || looks.into_iter().any(|it| caller.has(it))
}

/// Whether the user may enter rates.
fn enters() -> Memo<bool> {
    let user = Replica::expect().user();
    Memo::new(move |_| may_set(&Caller::of(&user.get())))
}

#[component]
pub fn Rates() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| rate_query(|name| map.read().get(name)));
    let path = Signal::derive(move || format!("/api/rates{}", rate_address(&query.get())));
    let replica = Replica::expect();
    let read = Fetched::of(replica.desk::<RateListing>(path));
    // What is known on this device can be entered without the page of the server.
    let pairs = Memo::new(move |_| {
        let in_use = read.value.get().map(|it| it.in_use.clone()).unwrap_or_default();
        to_enter(&in_use, &replica.register().read())
    });
    view! {
        <Page title=label(NavWord::Rates)>
            {read.notice()}
            <Entry pairs/>
            {read.show(move |value| view! { <Known value query waiting=read.waiting/> })}
        </Page>
    }
}

#[component]
fn Entry(pairs: Memo<Vec<Pair>>) -> impl IntoView {
    let enters = enters();
    move || {
        if enters.get() {
            view! {
                <Section title=t(RateWord::Enter)>
                    <Entering pairs=pairs/>
                </Section>
            }
            .into_any()
        } else {
            view! { <Note>{t(RateWord::OnlyLooks)}</Note> }.into_any()
        }
    }
}

#[component]
fn Known(
    value: Signal<Option<Arc<RateListing>>>,
    query: Memo<RateQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let in_use =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.in_use.clone()).unwrap_or_default()));
    view! {
        <InUse rows=in_use/>
        <History value query waiting/>
    }
}

/// What holds of each currency that is in use, and what is left out where nothing does.
#[component]
fn InUse(rows: Memo<Arc<Vec<CurrencyInUse>>>) -> impl IntoView {
    let columns = StoredValue::new(vec![
        Column::new(t(RateWord::Currency), |it: &CurrencyInUse| it.currency().code().to_owned())
            .as_row_name(),
        Column::new(t(RateWord::Latest), |it: &CurrencyInUse| {
            it.latest.map(|it| words::quote(it.currency, &it.quote))
        }),
        Column::new(t(RateWord::On), |it: &CurrencyInUse| it.latest.map(|it| age(it.on))),
        Column::new(t(RateWord::Balance), |it: &CurrencyInUse| money(it.balance)).at_end(),
        Column::new(t(RateWord::Customers), |it: &CurrencyInUse| it.customers.to_string()).at_end(),
        Column::new(t(RateWord::State), standing),
    ]);
    let missing = move || {
        let of = rows.get();
        let left_out = of.iter().filter(|it| !it.holds && 0 < it.customers);
        let note = |it: &CurrencyInUse| {
            let said = RateSaid::NotCounted { balance: it.balance, customers: it.customers };
            let said = say(move |language| said.text(language));
            view! { <Note notice=Notice::Warn>{said}</Note> }
        };
        left_out.map(note).collect_view()
    };
    view! {
        <Section title=t(RateWord::InUse)>
            <Show
                when=move || !rows.read().is_empty()
                fallback=|| view! { <p class="meta">{t(RateWord::NothingInUse)}</p> }
            >
                <div class="stack-3">
                    {missing}
                    <Table<CurrencyInUse, (Currency, Currency), ()>
                        caption=t(RateWord::InUseTable)
                        columns=columns.get_value()
                        rows
                        key=|it: &CurrencyInUse| (it.currency(), it.base)
                    />
                </div>
            </Show>
        </Section>
    }
}

/// The day of a rate, and how long ago that is.
fn age(on: Day) -> impl IntoView {
    let today = Replica::expect().today();
    let days = move || RateSaid::DaysOld { days: today.get().days_since(on) };
    let said = say(move |language| days().text(language));
    view! { {short(on)}" "<span class="ink3">{said}</span> }
}

fn standing(it: &CurrencyInUse) -> AnyView {
    let word = match (it.holds, it.latest) {
        (true, _) => RateWord::Holds,
        (false, Some(_)) => RateWord::TooOld,
        (false, None) => RateWord::Missing,
    };
    if it.holds {
        return view! { {t(word)} }.into_any();
    }
    view! { <span class="bad">{t(word)}</span> }.into_any()
}

/// What was said, the newest first; a row leads to what was said of it before.
#[component]
fn History(
    value: Signal<Option<Arc<RateListing>>>,
    query: Memo<RateQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let (go, navigate) = (turn("/rates"), use_navigate());
    let rows = Memo::new(move |_| {
        Arc::new(value.get().map(|it| it.list.rows.clone()).unwrap_or_default())
    });
    let total = Signal::derive(move || {
        value.get().map_or(0, |it| usize::try_from(it.list.total).unwrap_or(0))
    });
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        go(rate_address(&RateQuery { offset, ..query.get_untracked() }), Step::New);
    };
    let on_open = Callback::new(move |(on, currency, base): (Day, Currency, Currency)| {
        navigate(&address(currency, base, on), leptos_router::NavigateOptions::default());
    });
    let columns = StoredValue::new(columns());
    view! {
        <Section title=t(RateWord::History)>
            <OfCurrency query/>
            <Show
                when=move || 0 < shown.get()
                fallback=|| empty(Glyph::Bank, RateWord::Empty, RateWord::EmptyHint)
            >
                <Table<ExchangeRate, (Day, Currency, Currency), ()>
                    caption=t(RateWord::Table)
                    columns=columns.get_value()
                    rows
                    key=|it: &ExchangeRate| (it.on, it.currency, it.base)
                    on_open
                    offset
                    total
                    waiting
                />
                <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
            </Show>
        </Section>
    }
}

/// All currencies that were ever quoted, or one of them.
#[component]
fn OfCurrency(query: Memo<RateQuery>) -> impl IntoView {
    let (register, go) = (Replica::expect().register(), turn("/rates"));
    let choices = Signal::derive(move || {
        let register = register.get();
        let known: BTreeSet<Currency> = register.rates.iter().map(|it| it.currency).collect();
        let choice = |it: Currency| Choice::new(it.code().to_owned(), it.code().to_owned());
        known.into_iter().map(choice).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || Some(query.get().currency).filter(|it| !it.is_empty()));
    let choose = move |it: Option<String>| {
        let next = RateQuery { currency: it.unwrap_or_default(), ..RateQuery::default() };
        go(rate_address(&next), Step::New);
    };
    view! {
        <div class="toolbar">
            <Select
                choices
                value
                on_choose=choose
                nothing=t(RateWord::EveryCurrency)
                label=t(RateWord::Currency)
            />
        </div>
    }
}

fn columns() -> Vec<Column<ExchangeRate>> {
    let register = Replica::expect().register();
    vec![
        Column::new(t(RateWord::On), |it: &ExchangeRate| {
            let href = address(it.currency, it.base, it.on);
            view! { <a class="name" href=href>{near(it.on)}</a> }
        })
        .as_row_name(),
        Column::new(t(RateWord::Currency), |it: &ExchangeRate| it.currency.code().to_owned()),
        Column::new(t(RateWord::Rate), |it: &ExchangeRate| {
            let corrected =
                (!it.earlier.is_empty()).then(|| view! { " " <Tag>{t(RateWord::Corrected)}</Tag> });
            view! { {quote(it.currency, &it.current.state)}{corrected} }
        }),
        Column::new(t(RateWord::Source), |it: &ExchangeRate| source(&it.current.state)),
        Column::new(t(RateWord::By), move |it: &ExchangeRate| {
            let by = it.current.by;
            move || register.get().user_name(by)
        }),
        Column::new(t(RateWord::EnteredOn), |it: &ExchangeRate| near(it.current.entered_on)),
    ]
}

/// What was said: a quote, or that it was withdrawn.
fn quote(currency: Currency, it: &RateState) -> AnyView {
    match it {
        RateState::Quoted { quote, .. } => words::quote(currency, quote).into_any(),
        RateState::Withdrawn { .. } => view! { <Tag>{t(RateWord::Withdrawn)}</Tag> }.into_any(),
    }
}

fn source(it: &RateState) -> String {
    match it {
        RateState::Quoted { source, .. } => source.clone(),
        RateState::Withdrawn { reason } => reason.clone(),
    }
}
