//! The page of imports: a place for the next file, and what was brought before, by whom and when.

use std::sync::Arc;

use app::kit::{Column, Glyph, Note, Notice, Pager, Section, Table, Tag};
use app::view::query::{PAGE_ROWS, query_string};
use app::words::{ImportSaid, ImportWord, NavWord, job_state};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    id::ImportId,
    import::{job::Job, profile_called},
    page::ImportListing,
};

use super::{address, bring::Bring, brings_files, poll::polled};
use crate::{
    parts::empty,
    say::{label, moment, say, t},
    shell::Page,
};

#[component]
pub fn Imports() -> impl IntoView {
    let may = brings_files();
    view! {
        <Page title=label(NavWord::Imports)>
            <Show
                when=move || may.get()
                fallback=|| view! { <Note notice=Notice::Warn>{t(ImportWord::NotYours)}</Note> }
            >
                <Section title=t(ImportWord::New)>
                    <Bring/>
                </Section>
                <History/>
            </Show>
        </Page>
    }
}

#[component]
fn History() -> impl IntoView {
    let offset = RwSignal::new(0_usize);
    let path = Signal::derive(move || {
        let number = offset.get().to_string();
        let at = if offset.get() == 0 { "" } else { number.as_str() };
        format!("/api/imports{}", query_string(&[("offset", at)]))
    });
    let runs = |it: &ImportListing| it.rows.iter().any(|it| it.state.is_running());
    let read = polled::<ImportListing>(path, runs).read;
    view! {
        <Section title=t(ImportWord::History)>
            {read.notice()}
            {read.show(move |value| view! { <Listed value offset waiting=read.waiting/> })}
        </Section>
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<ImportListing>>>,
    offset: RwSignal<usize>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let navigate = use_navigate();
    let open =
        Callback::new(move |id: ImportId| navigate(&address(id), NavigateOptions::default()));
    let columns = StoredValue::new(columns());
    view! {
        <Show
            when=move || 0 < shown.get()
            fallback=|| empty(Glyph::Import, ImportWord::NoHistory, ImportWord::NoHistoryHint)
        >
            <Table<Job, _, ()>
                caption=t(ImportWord::HistoryTable)
                columns=columns.get_value()
                rows
                key=|it: &Job| it.id
                on_open=open
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

fn columns() -> Vec<Column<Job>> {
    let profile = |it: &Job| {
        let code = it.ask.as_ref().map(|it| it.profile.clone());
        say(move |language| {
            code.as_ref().map_or_else(|| "–".to_owned(), |it| profile_called(it, language))
        })
    };
    vec![
        Column::new(t(ImportWord::File), name).as_row_name(),
        Column::new(t(ImportWord::State), state),
        Column::new(t(ImportWord::Profile), profile),
        Column::new(t(ImportWord::Taken), taken).at_end(),
        Column::new(t(ImportWord::By), |it: &Job| it.by_name.clone()),
        Column::new(t(ImportWord::At), |it: &Job| {
            let at = it.at;
            moment(move || Some(at))
        }),
        Column::new(t(ImportWord::Size), |it: &Job| size(it.bytes)).at_end(),
    ]
}

/// How large a file is.
pub fn size(bytes: u64) -> Signal<String> {
    say(move |language| ImportSaid::Megabytes { bytes }.text(language))
}

fn name(it: &Job) -> impl IntoView + use<> {
    view! { <a class="name" href=address(it.id)>{it.file_name.clone()}</a> }
}

fn state(it: &Job) -> impl IntoView + use<> {
    let state = it.state.clone();
    let word = say(move |language| job_state(&state, language));
    view! { <Tag>{word}</Tag> }
}

/// What the booking brought, or what the check says it would bring.
fn taken(it: &Job) -> String {
    match it.booked.as_ref().or(it.checked.as_ref()) {
        Some(it) => format!("{} / {} / {}", it.added, it.updated, it.faulty),
        None => "–".to_owned(),
    }
}
