//! The desk's table of customers.

use app::kit::{Choice, Column as Shown, Glyph, Legend, Select, Strip, StripSize};
use app::view::customer_list::ageing;
use app::words::{ContactWord, CreditWord, Label, ListWord, NavWord, RateWord};
use leptos::prelude::*;
use shared::{
    calendar::Day,
    customer::Brief,
    dossier::Register,
    id::CustomerId,
    page::{CreditFilter, CustomerLine, CustomerQuery, CustomerSort, FileFilter},
    table::Column,
};

use super::address;
use crate::{
    assignment::{Bar, territory},
    credit::terms,
    desk_page::Step,
    desk_table::{Ask, DeskTable, Kind, Picked, headed, opening},
    parts::{amounts, empty, money},
    replica::Replica,
    say::{label, short, t},
    shell::{Page, administers},
};

#[component]
pub fn CustomerTable() -> impl IntoView {
    let bulk: fn(Picked<CustomerLine, CustomerId>) -> AnyView =
        |picked| view! { <Bar picked=picked.keys/> }.into_any();
    let kind = Kind {
        caption: label(ListWord::Table),
        column,
        key: |it: &CustomerLine| it.brief.customer.id,
        open: opening(|id: CustomerId| address(id)),
        filters: |ask| view! { <Filters ask/> }.into_any(),
        none: || empty(Glyph::Users, ListWord::Empty, ListWord::EmptyHint).into_any(),
        // Assigning is the administrator's.
        bulk: administers().get_untracked().then_some(bulk),
    };
    view! {
        <Page title=label(NavWord::Customers)>
            <DeskTable kind/>
        </Page>
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

/// By what may be sold on credit today, whose limit is exceeded before all; and by what waits in the
/// file for a second person.
#[component]
fn Filters(ask: Ask<CustomerQuery>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let choice = |it| Choice::new(it, credit_word(it).text(language.get()));
        CreditFilter::EVERY.map(choice).to_vec()
    });
    let choose = move |credit: Option<CreditFilter>| {
        let credit = credit.unwrap_or_default();
        let next = CustomerQuery { credit, offset: 0, ..ask.query.get_untracked() };
        ask.replace(&next, Step::New);
    };
    let files = Signal::derive(move || {
        let every = Choice::new(FileFilter::All, ContactWord::EveryFile.text(language.get()));
        let waits = ContactWord::WaitsForSecond.text(language.get());
        vec![every, Choice::new(FileFilter::Proposed, waits)]
    });
    let choose_file = move |file: Option<FileFilter>| {
        let file = file.unwrap_or_default();
        let next = CustomerQuery { file, offset: 0, ..ask.query.get_untracked() };
        ask.replace(&next, Step::New);
    };
    view! {
        <Select
            choices
            value=Signal::derive(move || Some(ask.query.get().credit))
            on_choose=choose
            label=t(CreditWord::Terms)
        />
        <Select
            choices=files
            value=Signal::derive(move || Some(ask.query.get().file))
            on_choose=choose_file
            label=t(ContactWord::File)
        />
    }
}

fn credit_word(it: CreditFilter) -> CreditWord {
    match it {
        CreditFilter::All => CreditWord::Any,
        CreditFilter::Over => CreditWord::OverLimit,
        CreditFilter::Limited => CreditWord::Limited,
        CreditFilter::NotGranted => CreditWord::NotGranted,
        CreditFilter::CashOnly => CreditWord::CashOnly,
        CreditFilter::Unlimited => CreditWord::Unlimited,
    }
}

fn column(it: Column) -> Shown<CustomerLine, CustomerSort> {
    let (today, register) = (Replica::expect().today(), Replica::expect().register());
    match it {
        Column::Code => of_brief(it, |it| it.customer.code.clone()),
        Column::Territory => of_brief(it, territory),
        Column::Balance => of_brief(it, |it| amounts(&it.balance().unwrap_or_default())).at_end(),
        Column::Overdue => {
            of_brief(it, move |it| amounts(&it.overdue(today.get()).unwrap_or_default())).at_end()
        }
        Column::DaysOverdue => of_brief(it, move |it| {
            it.days_overdue(today.get()).map_or_else(|| "–".to_owned(), |days| days.to_string())
        })
        .at_end(),
        Column::Ageing => of_brief(it, move |it| strip(it, today.get())),
        Column::Limit => headed::<CustomerQuery, _, _>(it, move |it: &CustomerLine| {
            terms(it.standing(today.get()))
        })
        .at_end(),
        Column::Available => headed::<CustomerQuery, _, _>(it, move |it: &CustomerLine| {
            left(it, today.get(), &register.read())
        })
        .at_end(),
        Column::Promised => of_brief(it, promised).at_end(),
        Column::LastVisit => of_brief(it, |it| it.last_visit.map(short)).at_end(),
        _ => of_brief(Column::Customer, name).as_row_name(),
    }
}

fn of_brief<V: IntoView + 'static>(
    column: Column,
    cell: impl Fn(&Brief) -> V + Send + Sync + 'static,
) -> Shown<CustomerLine, CustomerSort> {
    headed::<CustomerQuery, _, _>(column, move |it: &CustomerLine| cell(&it.brief))
}

/// What the limit leaves, or by how much it is exceeded, and whether anything is left out of it; where
/// no amount limits, what was granted.
fn left(it: &CustomerLine, today: Day, register: &Register) -> AnyView {
    let Ok(Some(left)) = it.left(today, register) else { return terms(it.standing(today)) };
    let uncounted = (!left.exposure.no_rate.is_nil())
        .then(|| view! { <span class="amounts-line ink3">{t(RateWord::Uncounted)}</span> });
    let over = left.available.negated();
    let figure = if over.is_positive() {
        view! { <span class="bad">{t(CreditWord::OverBy)}" "{money(over)}</span> }.into_any()
    } else {
        money(left.available).into_any()
    };
    match uncounted {
        Some(uncounted) => view! { <span class="amounts">{figure}{uncounted}</span> }.into_any(),
        None => figure,
    }
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
        view! { {money(*amount)}" "<span class="ink2">{short(*due)}</span> }
    })
}
