//! What a file of open items settled or reopened, and what a full list does not name.

use std::sync::Arc;

use app::kit::{Column, Note, Notice, Section, Table};
use app::words::{CameWord, Label as _};
use leptos::prelude::*;
use shared::{
    import::{Absent, AbsentRow, Moved, NotSettled},
    words::{self, Language},
};

use super::faults::more_rows;
use crate::{
    parts::money,
    say::{near, say, t},
};

#[component]
pub fn MovedRows(rows: Vec<Moved>, count: u64) -> impl IntoView {
    let more = count.saturating_sub(rows.len() as u64);
    let direction = |it: &Moved| {
        let direction = it.direction;
        say(move |language| words::direction(direction, language))
    };
    let columns = vec![
        Column::new(t(CameWord::Line), |it: &Moved| it.line.to_string()),
        Column::new(t(CameWord::Number), |it: &Moved| it.number.clone()).as_row_name(),
        Column::new(t(CameWord::Customer), |it: &Moved| it.customer.clone()),
        Column::new(t(CameWord::Before), |it: &Moved| money(it.before)).at_end(),
        Column::new(t(CameWord::After), |it: &Moved| money(it.after)).at_end(),
        Column::new(t(CameWord::Movement), direction),
        Column::new(t(CameWord::On), |it: &Moved| it.on.map(near)),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(CameWord::Moved)>
            <p class="meta">{t(CameWord::MovedHint)}</p>
            <Table<Moved, _, ()>
                caption=t(CameWord::Moved)
                columns
                rows
                key=|it: &Moved| (it.line, it.number.clone())
            />
            {more_rows(more)}
        </Section>
    }
}

/// How many, how much, the largest, and what becomes of them.
#[component]
pub fn AbsentRows(absent: Absent, written: bool) -> impl IntoView {
    let Absent { count, sums, largest, not_settled, .. } = absent;
    if count == 0 {
        return view! {
            <Section title=t(CameWord::Absent)>
                <Note notice=Notice::Ok>{t(CameWord::AbsentNone)}</Note>
            </Section>
        }
        .into_any();
    }
    let more = count.saturating_sub(largest.len() as u64);
    let sums = sums.into_iter().map(|it| view! { <b>{money(it)}</b>" " }).collect_view();
    let notice = if not_settled.is_some() { Notice::Warn } else { Notice::Info };
    let becomes = say(move |language| match (&not_settled, language) {
        (Some(NotSettled::OnlyListed), _) => CameWord::OnlyListed.text(language).to_owned(),
        (Some(why), Language::Zh) => why.zh(),
        (Some(why), Language::En) => why.en(),
        (None, _) if written => CameWord::WasSettled.text(language).to_owned(),
        (None, _) => CameWord::WouldSettle.text(language).to_owned(),
    });
    let columns = vec![
        Column::new(t(CameWord::Number), |it: &AbsentRow| it.number.clone()).as_row_name(),
        Column::new(t(CameWord::Customer), |it: &AbsentRow| it.customer.clone()),
        Column::new(t(CameWord::Before), |it: &AbsentRow| money(it.open)).at_end(),
    ];
    let rows = Signal::stored(Arc::new(largest));
    view! {
        <Section title=t(CameWord::Absent)>
            <p class="line">{app::format::money::grouped(count)}" · "{sums}</p>
            <Note notice>{becomes}</Note>
            <Table<AbsentRow, _, ()>
                caption=t(CameWord::Absent)
                columns
                rows
                key=|it: &AbsentRow| it.number.clone()
            />
            {more_rows(more)}
        </Section>
    }
    .into_any()
}
