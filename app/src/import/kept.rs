//! Rows that were taken and still ask for a look: money without a customer, what people had entered,
//! customers that stand elsewhere.

use std::sync::Arc;

use app::kit::{Column, Section, Table};
use app::words::{ImportWord, Label as _};
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
        Column::new(t(ImportWord::Line), |it: &Unmatched| it.line.to_string()),
        Column::new(t(ImportWord::Payer), |it: &Unmatched| it.payer.clone()).as_row_name(),
        Column::new(t(ImportWord::Amount), |it: &Unmatched| money(it.amount)).at_end(),
        Column::new(t(ImportWord::Number), |it: &Unmatched| it.number.clone()),
        Column::new(t(ImportWord::CouldBe), |it: &Unmatched| it.candidates.join(", ")),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(ImportWord::Unmatched)>
            <p class="meta">{t(ImportWord::UnmatchedHint)}</p>
            <Table<Unmatched, _, ()>
                caption=t(ImportWord::Unmatched)
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
        Column::new(t(ImportWord::Line), |it: &Kept| it.line.to_string()),
        Column::new(t(ImportWord::Number), |it: &Kept| it.number.clone()).as_row_name(),
        Column::new(t(ImportWord::Fields), fields),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(ImportWord::Kept)>
            <p class="meta">{t(ImportWord::KeptHint)}</p>
            <Table<Kept, _, ()>
                caption=t(ImportWord::KeptTable)
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
            code.clone().unwrap_or_else(|| ImportWord::NoTerritory.text(language).to_owned())
        })
    };
    let columns = vec![
        Column::new(t(ImportWord::Line), |it: &Elsewhere| it.line.to_string()),
        Column::new(t(ImportWord::Number), |it: &Elsewhere| it.number.clone()).as_row_name(),
        Column::new(t(ImportWord::FileSays), |it: &Elsewhere| it.territory.clone()),
        Column::new(t(ImportWord::StandsIn), stands),
    ];
    let rows = Signal::stored(Arc::new(rows));
    view! {
        <Section title=t(ImportWord::Elsewhere)>
            <p class="meta">{t(ImportWord::ElsewhereHint)}</p>
            <Table<Elsewhere, _, ()>
                caption=t(ImportWord::ElsewhereTable)
                columns
                rows
                key=|it: &Elsewhere| it.line
            />
            {more_rows(more)}
        </Section>
    }
}
