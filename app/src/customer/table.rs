//! The desk's table of customers.

use app::kit::{Choice, Column as Shown, Glyph, Legend, Select, Strip, StripSize};
use app::view::customer_list::ageing;
use app::words::{Label, ListWord, NavWord};
use leptos::prelude::*;
use shared::{
    calendar::Day,
    customer::Brief,
    id::CustomerId,
    page::{CustomerQuery, CustomerSort},
    table::Column,
};

use super::address;
use crate::{
    assignment::{Bar, territory},
    desk_table::{Ask, DeskTable, Kind, Picked, headed, opening},
    parts::{amounts, empty},
    replica::Replica,
    say::{label, short, t},
    shell::{Page, administers},
};

#[component]
pub fn CustomerTable() -> impl IntoView {
    let bulk: fn(Picked<Brief, CustomerId>) -> AnyView =
        |picked| view! { <Bar picked=picked.keys/> }.into_any();
    let kind = Kind {
        caption: label(ListWord::Table),
        column,
        key: |it: &Brief| it.customer.id,
        open: opening(|id: CustomerId| address(id)),
        filters: |_: Ask<CustomerQuery>| ().into_any(),
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

fn column(it: Column) -> Shown<Brief, CustomerSort> {
    let today = Replica::expect().today();
    match it {
        Column::Code => headed::<CustomerQuery, _, _>(it, |it: &Brief| it.customer.code.clone()),
        Column::Territory => headed::<CustomerQuery, _, _>(it, territory),
        Column::Balance => headed::<CustomerQuery, _, _>(it, |it: &Brief| {
            amounts(&it.balance().unwrap_or_default())
        })
        .at_end(),
        Column::Overdue => headed::<CustomerQuery, _, _>(it, move |it: &Brief| {
            amounts(&it.overdue(today.get()).unwrap_or_default())
        })
        .at_end(),
        Column::DaysOverdue => headed::<CustomerQuery, _, _>(it, move |it: &Brief| {
            it.days_overdue(today.get()).map_or_else(|| "–".to_owned(), |days| days.to_string())
        })
        .at_end(),
        Column::Ageing => {
            headed::<CustomerQuery, _, _>(it, move |it: &Brief| strip(it, today.get()))
        }
        Column::Promised => headed::<CustomerQuery, _, _>(it, promised).at_end(),
        Column::LastVisit => {
            headed::<CustomerQuery, _, _>(it, |it: &Brief| it.last_visit.map(short)).at_end()
        }
        _ => headed::<CustomerQuery, _, _>(Column::Customer, name).as_row_name(),
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
        view! { {crate::parts::money(*amount)}" "<span class="ink2">{short(*due)}</span> }
    })
}
