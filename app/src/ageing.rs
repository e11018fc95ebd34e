//! Ageing 账龄 at the desk: as of any day, by due or issue day, each currency with its proof.

use std::sync::Arc;

use app::format::share::percent;
use app::kit::{
    Amount, Choice, Currencies, DateInput, Field, Figure, Glyph, Group, Legend, LinkButton, Note,
    Notice, Section, Segmented, Strip,
};
use app::view::{
    listed,
    query::{ageing_address, ageing_query, report_days},
};
use app::words::{AgeingWord, DeskSaid, Label, ListWord, NavWord};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    ageing::{BaseDay, Bucket, Report},
    calendar::Day,
    money::Money,
    page::{AgeingQuery, DocumentQuery},
    words,
};

use crate::{
    customer::TerritorySelect,
    desk_page::{Fetched, Step, turn},
    parts::{empty, money},
    replica::Replica,
    say::{label, say, t},
    shell::Page,
};

#[component]
pub fn AgeingPage() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| ageing_query(|name| map.read().get(name)));
    let path = Signal::derive(move || format!("/api/ageing{}", ageing_address(&query.get())));
    let read = Fetched::of(Replica::expect().desk::<Vec<Report>>(path));
    let see = || {
        view! {
            <LinkButton href="/customers?sort=overdue&order=descending" icon=Glyph::Users>
                {t(AgeingWord::Customers)}
            </LinkButton>
        }
    };
    view! {
        <Page title=label(NavWord::Ageing) head=see>
            <Ask query/>
            {read.notice()}
            {read.show(move |value| view! { <Reports value query/> })}
        </Page>
    }
}

/// Which day's balance, counted up to which day, from which day of a document on.
#[component]
fn Ask(query: Memo<AgeingQuery>) -> impl IntoView {
    let today = Replica::expect().today();
    let go = StoredValue::new(turn("/ageing"));
    let ask = move |next: AgeingQuery| go.get_value()(ageing_address(&next), Step::New);
    let as_of = Signal::derive(move || Some(query.get().as_of.unwrap_or(today.get())));
    let age_as_of = Signal::derive(move || query.get().age_as_of.or(as_of.get()));
    let territory = Signal::derive(move || Some(query.get().territory).filter(|it| !it.is_empty()));
    // A new day of the balance takes the day of the age along.
    let set_as_of = move |day: Option<Day>| {
        ask(AgeingQuery { as_of: day, age_as_of: None, ..query.get_untracked() });
    };
    let set_age =
        move |day: Option<Day>| ask(AgeingQuery { age_as_of: day, ..query.get_untracked() });
    let set_territory = move |it: Option<String>| {
        ask(AgeingQuery { territory: it.unwrap_or_default(), ..query.get_untracked() });
    };
    let latest = Signal::derive(move || Some(today.get()));
    view! {
        <form class="asof" on:submit=|event| event.prevent_default()>
            <Field label=t(AgeingWord::AsOf)>
                <DateInput value=as_of on_change=set_as_of latest/>
            </Field>
            <Field label=t(AgeingWord::AgeAsOf)>
                <DateInput value=age_as_of on_change=set_age/>
            </Field>
            <QuickDays as_of on_choose=set_as_of/>
            <From query on_choose=move |by| ask(AgeingQuery { by, ..query.get_untracked() })/>
            <Group legend=t(ListWord::Territory)>
                <TerritorySelect value=territory on_choose=set_territory/>
            </Group>
        </form>
    }
}

#[component]
fn QuickDays(
    as_of: Signal<Option<Day>>,
    #[prop(into)] on_choose: Callback<Option<Day>>,
) -> impl IntoView {
    let (language, today) = (app::language::use_language(), Replica::expect().today());
    let choices = Signal::derive(move || {
        let names = [AgeingWord::Today, AgeingWord::LastMonthEnd, AgeingWord::LastYearEnd];
        let days = report_days(today.get()).into_iter().zip(names);
        days.map(|(day, name)| Choice::new(Some(day), name.text(language.get())))
            .collect::<Vec<_>>()
    });
    view! {
        <Group legend=t(AgeingWord::Quick)>
            <Segmented label=t(AgeingWord::Quick) choices value=as_of on_choose/>
        </Group>
    }
}

#[component]
fn From(query: Memo<AgeingQuery>, #[prop(into)] on_choose: Callback<BaseDay>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let name = |by, word: AgeingWord| Choice::new(by, word.text(language.get()));
        vec![name(BaseDay::Due, AgeingWord::ByDue), name(BaseDay::Invoice, AgeingWord::ByInvoice)]
    });
    view! {
        <Group legend=t(AgeingWord::From)>
            <Segmented
                label=t(AgeingWord::From)
                choices
                value=Signal::derive(move || query.get().by)
                on_choose
            />
        </Group>
    }
}

#[component]
fn Reports(value: Signal<Option<Arc<Vec<Report>>>>, query: Memo<AgeingQuery>) -> impl IntoView {
    let reports = Memo::new(move |_| value.get().map(|it| (*it).clone()).unwrap_or_default());
    view! {
        <Show
            when=move || !reports.read().is_empty()
            fallback=move || nothing(&query.get())
        >
            {move || {
                let territory = query.get().territory;
                let one = |report| view! { <One report territory=territory.clone()/> };
                reports.get().into_iter().map(one).collect_view()
            }}
        </Show>
    }
}

/// The books are empty, or the territory is: then another one has more to say.
fn nothing(query: &AgeingQuery) -> AnyView {
    if query.territory.is_empty() {
        empty(Glyph::Ageing, AgeingWord::Empty, AgeingWord::EmptyHint).into_any()
    } else {
        empty(Glyph::Ageing, AgeingWord::NoneThere, AgeingWord::NoneThereHint).into_any()
    }
}

/// One currency: its balance, the proof, the strip, and the table of buckets.
#[component]
fn One(report: Report, territory: String) -> impl IntoView {
    let sum = |minor| Money::try_new(minor, report.currency).unwrap_or(Money::nil(report.currency));
    let (balance, unapplied) = (sum(report.balance_minor), sum(report.unapplied_minor));
    let buckets = report.buckets.iter().map(|it| it.amount_minor).sum();
    let buckets = sum(buckets);
    let proof = say(move |language| DeskSaid::Proof { buckets, unapplied, balance }.text(language));
    view! {
        <Section title=report.currency.code().to_owned()>
            <div class="age-sum">
                <div>
                    <p class="meta">{t(AgeingWord::Balance)}</p>
                    <Figure><Amount money=balance currency=Currencies::Said/></Figure>
                </div>
                <Note notice=Notice::Ok>{proof}</Note>
            </div>
            <Strip
                buckets=report.buckets.clone()
                currency=report.currency
                legend=Legend::Elsewhere
                label=t(NavWord::Ageing)
            />
            <Buckets report territory buckets unapplied balance/>
        </Section>
    }
}

#[component]
fn Buckets(
    report: Report,
    territory: String,
    buckets: Money,
    unapplied: Money,
    balance: Money,
) -> impl IntoView {
    let (as_of, currency) = (report.as_of, report.currency.code().to_owned());
    let caption = say(move |language| {
        DeskSaid::AgeingOf { as_of, currency: currency.clone() }.text(language)
    });
    let documents = DocumentQuery {
        territory,
        as_of: Some(report.as_of),
        age_as_of: Some(report.age_as_of).filter(|it| *it != report.as_of),
        by: report.by,
        currency: Some(report.currency),
        ..DocumentQuery::default()
    };
    let rows = report.buckets.iter().enumerate();
    let rows = rows.map(|(step, it)| bucket_row(step, it, &report, buckets, &documents));
    let rows = rows.collect_view();
    let count: u64 = report.buckets.iter().map(|it| it.count).sum();
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=caption>
            <table class="table is-buckets">
                <caption class="vh">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(AgeingWord::Bucket)}</th>
                        <th scope="col" class="n">{t(AgeingWord::Documents)}</th>
                        <th scope="col" class="n">{t(AgeingWord::Amount)}</th>
                        <th scope="col" class="n">{t(AgeingWord::Share)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    {foot(AgeingWord::Total, Some(count), buckets)}
                    {foot(AgeingWord::Unapplied, None, unapplied)}
                    {foot(AgeingWord::Balance, None, balance)}
                </tfoot>
            </table>
        </div>
    }
}

fn bucket_row(
    step: usize,
    bucket: &Bucket,
    report: &Report,
    whole: Money,
    documents: &DocumentQuery,
) -> impl IntoView + use<> {
    let (named, by) = (bucket.clone(), report.by);
    let name = say(move |language| words::bucket(&named, by, language));
    let amount = Money::try_new(bucket.amount_minor, report.currency).ok();
    let swatch = format!("swatch fill-a{}", step.min(6));
    let documents = listed::address(&documents.clone().of_bucket(bucket), None);
    let href = format!("/ageing/documents{documents}");
    view! {
        <tr>
            <th scope="row">
                <a class="ramp-key" href=href><span class=swatch></span>{name}</a>
            </th>
            <td class="n">{bucket.count.to_string()}</td>
            <td class="n">{amount.map(money)}</td>
            <td class="n ink2">{percent(bucket.amount_minor, whole.minor())}</td>
        </tr>
    }
}

fn foot(name: AgeingWord, count: Option<u64>, amount: Money) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{t(name)}</th>
            <td class="n">{count.map(|it| it.to_string())}</td>
            <td class="n">{money(amount)}</td>
            <td></td>
        </tr>
    }
}
