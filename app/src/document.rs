//! The documents behind the ageing report, at the desk: of a bucket, a territory, a day.

use app::kit::{Choice, Column as Shown, DateInput, Field, Glyph, LinkButton, Select};
use app::view::query::ageing_address;
use app::words::{AgeingWord, Label};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    ageing::{BaseDay, Bucket, Edges},
    calendar::Day,
    id::CustomerId,
    page::{AgeingQuery, DocumentLine, DocumentQuery, DocumentSort},
    table::{Column, TableName},
    words,
};

use crate::{
    customer::address,
    desk_page::Step,
    desk_table::{Ask, DeskTable, Kind, headed, opening},
    parts::{empty, money, territory},
    replica::Replica,
    say::{label, say, short, t},
    shell::Page,
};

#[component]
pub fn DocumentTable() -> impl IntoView {
    let kind = Kind {
        caption: label(AgeingWord::OpenTable),
        column,
        key: |it: &DocumentLine| (it.invoice.id, it.invoice.customer),
        open: opening(|key: (shared::id::InvoiceId, CustomerId)| address(key.1)),
        filters: |ask| view! { <Filters ask/> }.into_any(),
        none: || empty(Glyph::File, AgeingWord::NoneOpen, AgeingWord::NoneOpenHint).into_any(),
        bulk: None,
    };
    let title = say(|language| words::table(TableName::Documents, language));
    view! {
        <Page title head=|| view! { <Report/> }>
            <DeskTable kind/>
        </Page>
    }
}

/// Back to the report of the same day and territory.
#[component]
fn Report() -> impl IntoView {
    let map = use_query_map();
    let href = move || {
        let asked = app::view::listed::read::<DocumentQuery>(&map.read().to_query_string());
        let report = AgeingQuery {
            as_of: asked.as_of,
            age_as_of: asked.age_as_of,
            by: asked.by,
            territory: asked.territory,
            ..AgeingQuery::default()
        };
        format!("/ageing{}", ageing_address(&report))
    };
    view! {
        <LinkButton href=Signal::derive(href) icon=Glyph::Ageing>
            {t(app::words::NavWord::Ageing)}
        </LinkButton>
    }
}

/// The day, from which day documents age, and the bucket.
#[component]
fn Filters(ask: Ask<DocumentQuery>) -> impl IntoView {
    let language = app::language::use_language();
    let today = Replica::expect().today();
    let asking = move |change: &dyn Fn(DocumentQuery) -> DocumentQuery| {
        let next = change(ask.query.get_untracked());
        ask.replace(&DocumentQuery { offset: 0, ..next }, Step::New);
    };
    let bases = Signal::derive(move || {
        let name = |by, word: AgeingWord| Choice::new(by, word.text(language.get()));
        vec![name(BaseDay::Due, AgeingWord::ByDue), name(BaseDay::Invoice, AgeingWord::ByInvoice)]
    });
    let buckets = Signal::derive(move || {
        let by = ask.query.read().by;
        let name = |it: &Bucket| words::bucket(it, by, language.get());
        let each = Edges::default().buckets().into_iter().enumerate();
        each.map(|(at, it)| Choice::new(at, name(&it))).collect::<Vec<_>>()
    });
    let every = label(AgeingWord::EveryAge);
    let bucket = Signal::derive(move || {
        let asked = DocumentQuery { offset: 0, ..ask.query.get() };
        let buckets = Edges::default().buckets();
        buckets.iter().position(|it| asked.clone().of_bucket(it) == asked)
    });
    let of_bucket = move |at: Option<usize>| {
        asking(&|it| match at.and_then(|at| Edges::default().buckets().into_iter().nth(at)) {
            Some(bucket) => it.of_bucket(&bucket),
            None => DocumentQuery { from_days: None, to_days: None, ..it },
        });
    };
    let as_of = Signal::derive(move || Some(ask.query.read().as_of.unwrap_or(today.get())));
    // A new day of the balance takes the day of the age along, as in the report.
    let of_day =
        move |as_of: Option<Day>| asking(&|it| DocumentQuery { as_of, age_as_of: None, ..it });
    let aged_apart = Memo::new(move |_| ask.query.read().age_as_of.is_some());
    let age_as_of = Signal::derive(move || ask.query.read().age_as_of);
    let of_age = move |age_as_of: Option<Day>| asking(&|it| DocumentQuery { age_as_of, ..it });
    let latest = Signal::derive(move || Some(today.get()));
    let base = Signal::derive(move || Some(ask.query.read().by));
    let of_base = move |by: Option<BaseDay>| {
        asking(&|it| DocumentQuery { by: by.unwrap_or_default(), ..it });
    };
    view! {
        <Select
            choices=buckets
            value=bucket
            on_choose=of_bucket
            label=t(AgeingWord::Bucket)
            nothing=move || every.get()
        />
        <Select
            choices=bases
            value=base
            on_choose=of_base
            label=t(AgeingWord::From)
        />
        <Field label=t(AgeingWord::AsOf)>
            <DateInput value=as_of on_change=of_day latest/>
        </Field>
        <Show when=move || aged_apart.get()>
            <Field label=t(AgeingWord::AgeAsOf)>
                <DateInput value=age_as_of on_change=of_age/>
            </Field>
        </Show>
    }
}

fn column(it: Column) -> Shown<DocumentLine, DocumentSort> {
    match it {
        Column::Number => {
            headed::<DocumentQuery, _, _>(it, |it: &DocumentLine| it.invoice.number.clone())
        }
        Column::IssuedOn => {
            headed::<DocumentQuery, _, _>(it, |it: &DocumentLine| short(it.invoice.issued_on))
        }
        Column::DueOn => {
            headed::<DocumentQuery, _, _>(it, |it: &DocumentLine| short(it.invoice.due_on))
        }
        Column::Days => headed::<DocumentQuery, _, _>(it, days).at_end(),
        Column::Open => {
            headed::<DocumentQuery, _, _>(it, |it: &DocumentLine| money(it.open)).at_end()
        }
        Column::Whole => {
            headed::<DocumentQuery, _, _>(it, |it: &DocumentLine| money(it.invoice.amount)).at_end()
        }
        Column::Territory => {
            headed::<DocumentQuery, _, _>(it, |it: &DocumentLine| territory(it.territory))
        }
        _ => headed::<DocumentQuery, _, _>(Column::Customer, customer).as_row_name(),
    }
}

/// Nothing for what is not due.
fn days(it: &DocumentLine) -> String {
    if it.days <= 0 { "–".to_owned() } else { it.days.to_string() }
}

fn customer(it: &DocumentLine) -> impl IntoView + use<> {
    view! {
        <a class="name" href=address(it.invoice.customer)>
            {it.customer_name.clone()}
        </a>
        " "
        <span class="code">{it.customer_code.clone()}</span>
    }
}
