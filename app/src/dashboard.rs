//! The dashboard: what is owed and how old it is, what was promised, what waits; every figure leads to
//! the page that explains it.

use std::sync::Arc;

use app::format::share::percent;
use app::kit::{
    Amount, Choice, Currencies, Figure, Glyph, Icon, Legend, Meta, Section, Segmented, Strip,
    StripSize, Tag,
};
use app::view::listed::{self, Listed};
use app::words::{DashboardWord, DeskSaid, ListWord, NavWord};
use leptos::prelude::*;
use shared::{
    ageing::{BaseDay, Report},
    calendar::{Day, Days},
    dashboard::{self, BankAge, CarriedCash, Dashboard, Owed, Promised, Waiting, week_end},
    id::TerritoryId,
    money::{Currency, Money},
    page::{CustomerQuery, CustomerSort, Order, PromiseQuery, PromiseSort, StandingFilter},
    words,
};

use crate::{
    desk_page::Fetched,
    parts::{amounts, empty, money, territory},
    replica::Replica,
    say::{label, near, say, t},
    shell::{Page, places},
};

#[component]
pub fn DashboardPage() -> impl IntoView {
    let path = Signal::derive(|| "/api/dashboard".to_owned());
    let read = Fetched::of(Replica::expect().desk::<Dashboard>(path));
    view! {
        <Page title=label(NavWord::Dashboard)>
            {read.notice()}
            {read.show(move |value| view! { <Whole value/> })}
        </Page>
    }
}

#[component]
fn Whole(value: Signal<Option<Arc<Dashboard>>>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Currency>);
    let currencies = Memo::new(move |_| {
        let value = value.get();
        value.iter().flat_map(|it| &it.owed).map(|it| it.whole.currency).collect::<Vec<_>>()
    });
    let shown = Signal::derive(move || {
        let all = currencies.get();
        chosen.get().filter(|it| all.contains(it)).or(all.first().copied())
    });
    let owed = move || {
        let (value, currency) = (value.get()?, shown.get()?);
        let owed = value.owed.iter().find(|it| it.whole.currency == currency)?;
        Some(view! { <OwedPart owed=owed.clone()/> })
    };
    let rest = move || {
        value.get().map(|it| {
            view! {
                <div class="two">
                    <div>
                        <Promises shown=(*it).clone()/>
                        <Approvals waiting=it.approvals today=it.today/>
                    </div>
                    <div>
                        <Cash carried=it.cash.clone()/>
                        <Banks banks=it.banks.clone() today=it.today/>
                    </div>
                </div>
            }
        })
    };
    view! {
        <Show
            when=move || !currencies.read().is_empty()
            fallback=|| empty(Glyph::Dashboard, DashboardWord::Empty, DashboardWord::EmptyHint)
        >
            <CurrencySwitch currencies shown chosen/>
            {owed}
        </Show>
        {rest}
    }
}

/// Sums of several currencies are never added: one is looked at at a time.
#[component]
fn CurrencySwitch(
    currencies: Memo<Vec<Currency>>,
    shown: Signal<Option<Currency>>,
    chosen: RwSignal<Option<Currency>>,
) -> impl IntoView {
    let choices = Signal::derive(move || {
        let choice = |it: &Currency| Choice::new(Some(*it), it.code().to_owned());
        currencies.read().iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || 1 < currencies.read().len()>
            <div class="toolbar">
                <Segmented
                    label=t(DashboardWord::Currency)
                    choices
                    value=shown
                    on_choose=move |it| chosen.set(it)
                />
            </div>
        </Show>
    }
}

fn customers(territory: &str, sort: CustomerSort) -> String {
    let query = CustomerQuery {
        territory: territory.to_owned(),
        sort,
        order: Order::Descending,
        ..CustomerQuery::default()
    };
    format!("{}{}", CustomerQuery::PATH, listed::address(&query, None))
}

#[component]
fn OwedPart(owed: Owed) -> impl IntoView {
    let (report, currency) = (owed.whole.clone(), owed.whole.currency);
    let sum = |minor| Money::try_new(minor, currency).unwrap_or(Money::nil(currency));
    let overdue = dashboard::overdue(&report).unwrap_or(Money::nil(currency));
    let open = dashboard::open(&report).unwrap_or(Money::nil(currency));
    // Nothing has no share.
    let share = (open.minor() != 0).then(|| {
        say(move |language| {
            let share = percent(overdue.minor(), open.minor());
            DeskSaid::OverdueShare { share }.text(language)
        })
    });
    view! {
        <div class="kpis">
            <Kpi
                word=DashboardWord::Balance
                money=sum(report.balance_minor)
                href=customers("", CustomerSort::Balance)
            />
            <Kpi
                word=DashboardWord::Overdue
                money=overdue
                href=customers("", CustomerSort::Overdue)
                more=share
            />
            <Kpi
                word=DashboardWord::Unapplied
                money=sum(report.unapplied_minor)
                href="/ageing".to_owned()
            />
        </div>
        <Section title=t(DashboardWord::ByTerritory)>
            <Strip buckets=report.buckets.clone() currency label=t(DashboardWord::All)/>
            <Territories owed/>
        </Section>
    }
}

#[component]
fn Kpi(
    word: DashboardWord,
    money: Money,
    href: String,
    #[prop(default = None)] more: Option<Signal<String>>,
) -> impl IntoView {
    view! {
        <div class="kpi">
            <span class="meta">{t(word)}</span>
            <a href=href>
                <Figure><Amount money currency=Currencies::Said/></Figure>
            </a>
            {more.map(|more| view! { <Meta>{more}</Meta> })}
        </div>
    }
}

/// One line per territory: its balance, what is overdue, and its strip; the figures behind a toggle.
#[component]
fn Territories(owed: Owed) -> impl IntoView {
    let buckets = owed.whole.buckets.clone();
    let heads = buckets.iter().map(|it| {
        let it = it.clone();
        let name = say(move |language| words::bucket(&it, BaseDay::Due, language));
        view! { <th scope="col" class="n">{name}</th> }
    });
    let heads = heads.collect_view();
    let lines: Vec<_> =
        owed.territories.iter().map(|it| (it.territory, it.report.clone())).collect();
    let rows = lines.clone().into_iter().map(|(of, report)| strip_row(of, &report)).collect_view();
    let figures = lines.into_iter().map(|(of, report)| figure_row(of, &report)).collect_view();
    view! {
        <div class="scroll" role="group" tabindex="0" aria-label=t(DashboardWord::ByTerritory)>
            <table class="table">
                <caption class="vh">{t(DashboardWord::ByTerritory)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(DashboardWord::Territory)}</th>
                        <th scope="col" class="n">{t(DashboardWord::Balance)}</th>
                        <th scope="col" class="n">{t(DashboardWord::Overdue)}</th>
                        <th scope="col">{t(ListWord::Ageing)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <details class="chart-alt">
            <summary><Icon glyph=Glyph::Right/>{t(DashboardWord::Table)}</summary>
            <div class="scroll" role="group" tabindex="0" aria-label=t(DashboardWord::Table)>
                <table class="table">
                    <caption class="vh">{t(DashboardWord::Table)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t(DashboardWord::Territory)}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{figures}</tbody>
                </table>
            </div>
        </details>
    }
}

fn strip_row(of: Option<TerritoryId>, report: &Report) -> impl IntoView + use<> {
    let currency = report.currency;
    let balance = Money::try_new(report.balance_minor, currency).ok();
    let overdue = dashboard::overdue(report).ok();
    let id = of.map_or_else(|| "none".to_owned(), |it| it.to_string());
    let (ageing, late) = (format!("/ageing?territory={id}"), customers(&id, CustomerSort::Overdue));
    let (buckets, name) = (report.buckets.clone(), territory(of));
    view! {
        <tr>
            <th scope="row"><a class="name" href=ageing>{name}</a></th>
            <td class="n">{balance.map(money)}</td>
            <td class="n"><a href=late>{overdue.map(money)}</a></td>
            <td>
                <span class="w-strip">
                    <Strip
                        buckets
                        currency
                        legend=Legend::Elsewhere
                        size=StripSize::Thin
                        label=name
                    />
                </span>
            </td>
        </tr>
    }
}

fn figure_row(of: Option<TerritoryId>, report: &Report) -> impl IntoView + use<> {
    let currency = report.currency;
    let cells = report.buckets.iter().map(|it| {
        let amount = Money::try_new(it.amount_minor, currency).ok();
        view! { <td class="n">{amount.map(money)}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr>
            <th scope="row">{territory(of)}</th>
            {cells}
        </tr>
    }
}

fn promises(standing: StandingFilter, due: Option<(Day, Day)>) -> String {
    let query = PromiseQuery {
        standing,
        due_from: due.map(|it| it.0),
        due_until: due.map(|it| it.1),
        sort: PromiseSort::Due,
        order: Order::Ascending,
        ..PromiseQuery::default()
    };
    format!("{}{}", PromiseQuery::PATH, listed::address(&query, None))
}

#[component]
fn Promises(shown: Dashboard) -> impl IntoView {
    let today = shown.today;
    let week = (today.plus(Days(1)), week_end(today));
    let lines = [
        (DashboardWord::OpenPromises, shown.open_promises, promises(StandingFilter::Open, None)),
        (
            DashboardWord::DueToday,
            shown.due_today,
            promises(StandingFilter::Open, Some((today, today))),
        ),
        (
            DashboardWord::DueThisWeek,
            shown.due_this_week,
            promises(StandingFilter::Open, Some(week)),
        ),
        (
            DashboardWord::Awaiting,
            shown.awaiting_data,
            promises(StandingFilter::AwaitingData, None),
        ),
    ];
    let line = |(word, it, href): (DashboardWord, Promised, String)| {
        let count = it.count;
        let said = say(move |language| DeskSaid::Counted { count }.text(language));
        view! {
            <div>
                <dt><a href=href>{t(word)}</a></dt>
                <dd>
                    <span class="meta">{said}</span>
                    {amounts(&it.amounts)}
                </dd>
            </div>
        }
    };
    view! {
        <Section title=t(DashboardWord::Promises)>
            <dl class="facts">{lines.map(line).collect_view()}</dl>
        </Section>
    }
}

#[component]
fn Approvals(waiting: Waiting, today: Day) -> impl IntoView {
    let since = waiting.oldest.map(|day| {
        let said = say(move |language| DeskSaid::OldestSince { day, today }.text(language));
        view! { <Meta>{said}</Meta> }
    });
    let user = Replica::expect().user();
    let opens = move || places(&user.read()).iter().any(|it| it.word == NavWord::Approvals);
    let count = move || {
        let count = view! { <b>{waiting.count.to_string()}</b> };
        // Who decides nothing and looks over nothing finds no such page in the rail either.
        if opens() {
            view! { <a href="/approvals">{count}</a> }.into_any()
        } else {
            count.into_any()
        }
    };
    view! {
        <Section title=t(DashboardWord::Approvals)>
            <p class="line-b">
                {count}
                {since}
            </p>
        </Section>
    }
}

#[component]
fn Cash(carried: Vec<CarriedCash>) -> impl IntoView {
    let none = carried.is_empty();
    let line = |it: CarriedCash| {
        let (name, amount, oldest) = (it.carried.rep_name, it.carried.cash, it.carried.oldest);
        view! {
            <div>
                <dt><a href="/hand-ins">{name}</a></dt>
                <dd>
                    {it.too_long.then(|| view! { <Tag>{t(DashboardWord::TooLong)}</Tag> })}
                    {it.too_much.then(|| view! { <Tag>{t(DashboardWord::TooMuch)}</Tag> })}
                    <span class="meta">{near(oldest)}</span>
                    {money(amount)}
                </dd>
            </div>
        }
    };
    view! {
        <Section title=t(DashboardWord::Cash)>
            <p class="meta">{t(DashboardWord::CashHint)}</p>
            {none.then(|| view! { <p>{t(DashboardWord::NoCash)}</p> })}
            <dl class="facts">{carried.into_iter().map(line).collect_view()}</dl>
        </Section>
    }
}

#[component]
fn Banks(banks: Vec<BankAge>, today: Day) -> impl IntoView {
    let line = move |it: BankAge| {
        let reaches = it.reaches;
        let said = say(move |language| match reaches {
            Some(day) => DeskSaid::Reaches { day, today }.text(language),
            None => app::words::Label::text(DashboardWord::NoBank, language).to_owned(),
        });
        view! {
            <div>
                <dt>{it.name}</dt>
                <dd>{said}</dd>
            </div>
        }
    };
    view! {
        <Section title=t(DashboardWord::Banks)>
            <dl class="facts">{banks.into_iter().map(line).collect_view()}</dl>
        </Section>
    }
}
