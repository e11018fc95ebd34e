//! Rows that were taken and still ask for a look: money without a customer, what people had entered,
//! customers that stand elsewhere.

use std::sync::Arc;

use app::kit::{Column, Section, Table};
use app::words::{CameWord, Label as _};
use leptos::prelude::*;
use shared::{
    edit::Field,
    import::{Elsewhere, Kept, Unmatched},
    words,
};

use super::faults::more_rows;
use crate::{
    parts::money,
    say::{say, t},
};

#[component]
pub fn UnmatchedRows(rows: Vec<Unmatched>, count: u64) -> impl IntoView {
    let more = count.saturating_sub(rows.len() as u64);
    let columns = vec![
        Column::new(t(CameWord::Line), |it: &Unmatched| it.line.to_string()),
        Column::new(t(CameWord::Payer), |it: &Unmatched| it.payer.clone()).as_row_name(),
        Column::new(t(CameWord::Amount), |it: &Unmatched| money(it.amount)).at_end(),
        Column::new(t(CameWord::Number), |it: &Unmatched| it.number.clone()),
        Column::new(t(CameWord::CouldBe), |it: &Unmatched| it.candidates.join(", ")),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(CameWord::Unmatched)>
            <p class="meta">{t(CameWord::UnmatchedHint)}</p>
            <Table<Unmatched, _, ()>
                caption=t(CameWord::Unmatched)
                columns
                rows
                key=|it: &Unmatched| it.line
            />
            {more_rows(more)}
        </Section>
    }
}

#[component]
pub fn KeptRows(rows: Vec<Kept>, count: u64) -> impl IntoView {
    let more = count.saturating_sub(rows.len() as u64);
    let fields = |it: &Kept| {
        let names = it.fields.clone();
        say(move |language| {
            let label = |name: &String| {
                let field = Field::of_name(name);
                field.map_or_else(|| name.clone(), |it| words::field(it, language).to_owned())
            };
            names.iter().map(label).collect::<Vec<_>>().join(", ")
        })
    };
    let columns = vec![
        Column::new(t(CameWord::Line), |it: &Kept| it.line.to_string()),
        Column::new(t(CameWord::Number), |it: &Kept| it.number.clone()).as_row_name(),
        Column::new(t(CameWord::Fields), fields),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(CameWord::Kept)>
            <p class="meta">{t(CameWord::KeptHint)}</p>
            <Table<Kept, _, ()>
                caption=t(CameWord::KeptTable)
                columns
                rows
                key=|it: &Kept| it.line
            />
            {more_rows(more)}
        </Section>
    }
}

#[component]
pub fn ElsewhereRows(rows: Vec<Elsewhere>, count: u64) -> impl IntoView {
    let more = count.saturating_sub(rows.len() as u64);
    let stands = |it: &Elsewhere| {
        let code = it.stands_in.clone();
        say(move |language| {
            code.clone().unwrap_or_else(|| CameWord::NoTerritory.text(language).to_owned())
        })
    };
    let columns = vec![
        Column::new(t(CameWord::Line), |it: &Elsewhere| it.line.to_string()),
        Column::new(t(CameWord::Number), |it: &Elsewhere| it.number.clone()).as_row_name(),
        Column::new(t(CameWord::FileSays), |it: &Elsewhere| it.territory.clone()),
        Column::new(t(CameWord::StandsIn), stands),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(CameWord::Elsewhere)>
            <p class="meta">{t(CameWord::ElsewhereHint)}</p>
            <Table<Elsewhere, _, ()>
                caption=t(CameWord::ElsewhereTable)
                columns
                rows
                key=|it: &Elsewhere| it.line
            />
            {more_rows(more)}
        </Section>
    }
}
