//! What was handed in before, with every difference and its reason.

use std::sync::Arc;

use app::kit::{Column, Glyph, Meta, Pager, Section, Table};
use app::view::query::{PAGE_ROWS, query_string};
use app::words::{HandInWord, SlipSaid};
use leptos::prelude::*;
use shared::{hand_in::HandInLine, page::HandInListing};

use crate::{
    desk_page::Fetched,
    parts::{empty, money},
    replica::Replica,
    say::{near, say, t},
};

#[component]
pub fn History() -> impl IntoView {
    let offset = RwSignal::new(0_usize);
    let path = Signal::derive(move || {
        let number = offset.get().to_string();
        let at = if offset.get() == 0 { "" } else { number.as_str() };
        format!("/api/hand_ins{}", query_string(&[("offset", at)]))
    });
    let read = Fetched::of(Replica::expect().desk::<HandInListing>(path));
    view! {
        <Section title=t(HandInWord::History)>
            {read.notice()}
            {read.show(move |value| view! { <Listed value offset waiting=read.waiting/> })}
        </Section>
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<HandInListing>>>,
    offset: RwSignal<usize>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let columns = StoredValue::new(columns());
    view! {
        <Show
            when=move || 0 < shown.get()
            fallback=|| empty(Glyph::Cash, HandInWord::NoHistory, HandInWord::NoHistoryHint)
        >
            <Table<HandInLine, _, ()>
                caption=t(HandInWord::HistoryTable)
                columns=columns.get_value()
                rows
                key=|it: &HandInLine| it.hand_in.id
                offset
                total
                waiting
            />
            <Pager
                offset
                shown
                total
                size=PAGE_ROWS as usize
                on_turn=move |it: usize| offset.set(it)
            />
        </Show>
    }
}

fn columns() -> Vec<Column<HandInLine>> {
    vec![
        Column::new(t(HandInWord::On), |it: &HandInLine| near(it.hand_in.on)),
        Column::new(t(HandInWord::Rep), |it: &HandInLine| it.rep_name.clone()).as_row_name(),
        Column::new(t(HandInWord::Slips), |it: &HandInLine| it.hand_in.lines.len().to_string())
            .at_end(),
        Column::new(t(HandInWord::Expected), |it: &HandInLine| money(it.hand_in.expected)).at_end(),
        Column::new(t(HandInWord::Counted), |it: &HandInLine| money(it.hand_in.counted)).at_end(),
        Column::new(t(HandInWord::Difference), difference),
        Column::new(t(HandInWord::Cashier), |it: &HandInLine| it.cashier_name.clone()),
    ]
}

/// Each slip that was short or over, and why; a dash where all was there.
fn difference(it: &HandInLine) -> AnyView {
    let differing = it.hand_in.lines.iter().filter(|it| it.amount != it.counted);
    let said: Vec<_> = differing
        .map(|it| SlipSaid::Short {
            slip: it.slip.to_string(),
            amount: it.amount,
            counted: it.counted,
        })
        .collect();
    if said.is_empty() {
        return view! { <span class="money is-nil">"–"</span> }.into_any();
    }
    let line = |said: SlipSaid| {
        let said = say(move |language| said.text(language));
        view! { <span>{said}</span> " " }
    };
    let lines = said.into_iter().map(line).collect_view();
    let reason = it.hand_in.reason.clone();
    view! { {lines} <Meta>{reason}</Meta> }.into_any()
}
