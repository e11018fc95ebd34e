//! Hand-ins 交款 at the desk: who carries what, counting it, and what was counted before.

mod counting;
mod history;

use std::sync::Arc;

use app::kit::{Choice, Column, Glyph, Note, Notice, Section, Select, Table};
use app::words::{HandInWord, NavWord, SlipSaid, stretches};
use leptos::prelude::*;
use shared::{
    field_receipt::slip::SeriesGaps,
    hand_in::{Book, RepInHand},
    id::{CompanyId, UserId},
    inbox::InboxItem,
    money::Currency,
    sync::Act,
    words,
};

use crate::{
    desk_page::Fetched,
    form::again,
    parts::{empty, money},
    replica::Replica,
    say::{label, near, say, t},
    shell::{Page, counts_cash},
};
use counting::Counting;
use history::History;

/// What is handed in together: one rep's, of one company, in one currency.
pub type Purse = (UserId, CompanyId, Currency);

#[component]
pub fn HandIns() -> impl IntoView {
    let replica = Replica::expect();
    let path = Signal::derive(|| "/api/cash_in_hand".to_owned());
    let read = Fetched::of(replica.desk::<Vec<RepInHand>>(path));
    let user = replica.user();
    let may_count = Memo::new(move |_| counts_cash(&user.get()));
    view! {
        <Page title=label(NavWord::HandIns)>
            {read.notice()}
            {read.show(move |value| view! { <Waiting value may_count/> })}
            <Gaps/>
            <History/>
        </Page>
    }
}

/// Who carries what; the one that is chosen is counted below.
#[component]
fn Waiting(value: Signal<Option<Arc<Vec<RepInHand>>>>, may_count: Memo<bool>) -> impl IntoView {
    let rows = Memo::new(move |_| value.get().unwrap_or_default());
    let chosen = RwSignal::new(None::<Purse>);
    // A hand-in that was refused, to be sent again, opens with the purse it was of.
    let refused = again().and_then(|it| book_of(&it));
    Effect::new(move |before: Option<bool>| {
        let rows = rows.get();
        let same = |it: &&RepInHand| refused.as_ref().is_some_and(|book| is_of(book, it));
        let found = rows.iter().find(same).map(purse).filter(|_| before != Some(true));
        if found.is_some() {
            chosen.set(found);
        }
        before == Some(true) || found.is_some()
    });
    let choices = Signal::derive(move || {
        let choice = |it: &RepInHand| {
            let name =
                format!("{} · {} · {}", it.rep_name, it.company_name, words::amount(it.amount));
            Choice::new(purse(it), name)
        };
        rows.read().iter().map(choice).collect::<Vec<_>>()
    });
    let columns = StoredValue::new(columns());
    view! {
        <Section title=t(HandInWord::Waiting)>
            <Show
                when=move || !rows.read().is_empty()
                fallback=|| empty(Glyph::Cash, HandInWord::Nobody, HandInWord::NobodyHint)
            >
                <Table<RepInHand, _, ()>
                    caption=t(HandInWord::Waiting)
                    columns=columns.get_value()
                    rows
                    key=purse
                />
            </Show>
        </Section>
        <Show when=move || may_count.get() && !rows.read().is_empty()>
            <Section title=t(HandInWord::Count)>
                <div class="stack-5 narrow">
                    <Select
                        choices
                        value=chosen
                        on_choose=move |it| chosen.set(it)
                        nothing=t(HandInWord::Pick)
                        label=t(HandInWord::Pick)
                    />
                    {move || chosen.get().map(|purse| view! { <Counting purse/> })}
                </div>
            </Section>
        </Show>
    }
}

/// The form of a letter that is to be sent again.
fn book_of(letter: &InboxItem) -> Option<Book> {
    match &letter.act {
        Act::BookHandIn(it) => Some(it.clone()),
        _ => None,
    }
}

fn is_of(book: &Book, it: &RepInHand) -> bool {
    let currency = book.slips.first().map(|it| it.counted.currency());
    book.rep == it.rep && currency == Some(it.amount.currency())
}

fn purse(it: &RepInHand) -> Purse {
    (it.rep, it.company, it.amount.currency())
}

fn columns() -> Vec<Column<RepInHand>> {
    vec![
        Column::new(t(HandInWord::Rep), |it: &RepInHand| it.rep_name.clone()).as_row_name(),
        Column::new(t(HandInWord::Company), |it: &RepInHand| it.company_name.clone()),
        Column::new(t(HandInWord::InHand), |it: &RepInHand| money(it.amount)).at_end(),
        Column::new(t(HandInWord::Cash), cash).at_end(),
        Column::new(t(HandInWord::Slips), |it: &RepInHand| it.slips.to_string()).at_end(),
        Column::new(t(HandInWord::Oldest), |it: &RepInHand| near(it.oldest)),
    ]
}

/// The cash, and whether it is more than the policy allows.
fn cash(it: &RepInHand) -> impl IntoView + use<> {
    let (replica, cash) = (Replica::expect(), it.cash());
    let above = Memo::new(move |_| {
        let policy = replica.register().get().policy_on(replica.today().get());
        let cap = policy.field_receipt.cap(cash.amount.currency());
        cap.filter(|_| cash.is_full(&policy.field_receipt))
    });
    let over = move || {
        above.get().map(|cap| {
            let said = say(move |language| SlipSaid::Cap { cap }.text(language));
            view! { <span class="meta bad">{said}</span> }
        })
    };
    view! { {money(cash.amount)} {over} }
}

/// Series of slips with a hole or a number used twice; nothing where all is in order.
#[component]
fn Gaps() -> impl IntoView {
    let path = Signal::derive(|| "/api/slip_gaps".to_owned());
    let read = Fetched::of(Replica::expect().desk::<Vec<SeriesGaps>>(path));
    let lines = move || {
        let gaps = read.value.get().unwrap_or_default();
        gaps.iter().flat_map(said_of).map(line).collect_view()
    };
    view! {
        <Show when=move || read.value.read().as_ref().is_some_and(|it| !it.is_empty())>
            <Section title=t(HandInWord::Gaps)>
                <div class="stack">{lines}<p class="meta">{t(HandInWord::GapsHint)}</p></div>
            </Section>
        </Show>
    }
}

fn said_of(it: &SeriesGaps) -> Vec<SlipSaid> {
    let (mut said, series) = (vec![], it.series.clone());
    if !it.missing.is_empty() {
        let numbers = stretches(&it.missing);
        said.push(SlipSaid::Missing { series: series.clone(), numbers });
    }
    if !it.twice.is_empty() {
        let numbers: Vec<String> = it.twice.iter().map(ToString::to_string).collect();
        said.push(SlipSaid::Twice { series, numbers: numbers.join(", ") });
    }
    said
}

fn line(said: SlipSaid) -> impl IntoView {
    let said = say(move |language| said.text(language));
    view! { <Note notice=Notice::Warn>{said}</Note> }
}
