//! Faulty rows: the first of them row by row, and all of them as a file to be corrected.

use std::sync::Arc;

use app::kit::{Column, FileLink, Glyph, Meta, Section, Table};
use app::words::{CameWord, ImportSaid};
use leptos::prelude::*;
use shared::{
    id::ImportId,
    import::{Fault, RowFault},
    words::Language,
};

use crate::say::{say, t};

#[component]
pub fn Faults(id: ImportId, faults: Vec<RowFault>, count: u64, kept: u64) -> impl IntoView {
    let more = count.saturating_sub(faults.len() as u64);
    let rows = Signal::stored(Arc::new(faults));
    let said = say(move |language| ImportSaid::Faulty { count, kept }.text(language));
    let file = say(move |language| format!("/api/imports/{id}/faults.csv{}", spoken(language)));
    let download = move || {
        view! {
            <FileLink href=move || file.get() icon=Glyph::Download>{t(CameWord::Download)}</FileLink>
        }
    };
    view! {
        <Section title=t(CameWord::Faults) end=move || (0 < kept).then(download).into_any()>
            <p class="meta">{said}</p>
            <Table<RowFault, _, ()>
                caption=t(CameWord::Faults)
                columns=columns()
                rows
                key=|it: &RowFault| it.line
            />
            {more_rows(more)}
        </Section>
    }
}

/// In which language the server writes a file.
pub fn spoken(language: Language) -> &'static str {
    match language {
        Language::Zh => "?language=zh",
        Language::En => "?language=en",
    }
}

/// How many rows a list leaves out.
pub fn more_rows(count: u64) -> impl IntoView {
    (count != 0).then(|| {
        let said = say(move |language| ImportSaid::More { count }.text(language));
        view! { <Meta>{said}</Meta> }
    })
}

fn columns() -> Vec<Column<RowFault>> {
    vec![
        Column::new(t(CameWord::Line), |it: &RowFault| it.line.to_string()).as_row_name(),
        Column::new(t(CameWord::Column), |it: &RowFault| it.column.clone()),
        Column::new(t(CameWord::Value), |it: &RowFault| {
            view! { <span class="code">{it.value.clone()}</span> }
        }),
        Column::new(t(CameWord::Wrong), |it: &RowFault| sentence(it.fault.clone())),
    ]
}

fn sentence(fault: Fault) -> Signal<String> {
    say(move |language| match language {
        Language::Zh => fault.zh(),
        Language::En => fault.en(),
    })
}
