//! The tie-out of an import: customer by customer what is open here, what the file says, and where
//! the two differ.

use std::sync::Arc;

use app::kit::{
    Choice, Column, Fact, Facts, FileLink, Glyph, Meta, Note, Notice, Pager, SearchField,
    Segmented, Shortcut, Sorted, Table,
};
use app::view::{
    query::PAGE_ROWS,
    tie_out::{tie_out_address, tie_out_query, tie_out_sorted},
};
use app::words::{ImportSaid, ImportWord, Label as _, ListWord, NavWord, TieOutWord};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    id::CustomerId,
    import::{
        job::Job,
        tie_out::{Side, TieOut, TieOutLine, TieOutLines, TieOutQuery, TieOutSort, TieOutTotal},
    },
    money::{Currency, Money},
    words::Language,
};

use super::{
    brings_files,
    job::{AtTieOut, Views},
    of_address,
    poll::polled,
};
use crate::{
    customer,
    desk_page::Fetched,
    desk_page::Step,
    parts::{empty, money},
    replica::Replica,
    say::{label, say, t},
    shell::{Back, Page, replacing},
};

#[component]
pub fn TieOutPage() -> impl IntoView {
    let (id, may) = (of_address(), brings_files());
    let path = Signal::derive(move || format!("/api/imports/{}", id.get()));
    let job = polled::<Job>(path, |it| it.state.is_running()).read;
    let other = label(NavWord::Imports);
    let title = Signal::derive(move || {
        job.value.with(|it| it.as_ref().map_or_else(|| other.get(), |it| it.file_name.clone()))
    });
    let compared = Memo::new(move |_| job.value.get().and_then(|it| it.tie_out));
    let unread = move || {
        let count = compared.get().map(|it| it.unread).filter(|it| *it != 0)?;
        let said = say(move |language| ImportSaid::Unread { count }.text(language));
        Some(view! { <Note notice=Notice::Warn>{said}</Note> })
    };
    view! {
        <Page title back=Back::to("/imports", NavWord::Imports)>
            <Show
                when=move || may.get()
                fallback=|| view! { <Note notice=Notice::Warn>{t(ImportWord::NotYours)}</Note> }
            >
                <Views id at_tie_out=AtTieOut::Yes/>
                {job.notice()}
                {job.show(move |_| view! {
                    <Show
                        when=move || compared.read().is_some()
                        fallback=|| empty(Glyph::Match, TieOutWord::NotCompared, TieOutWord::NotComparedHint)
                    >
                        {unread}
                        <Compared id/>
                    </Show>
                })}
            </Show>
        </Page>
    }
}

/// Goes to the same tie-out with another query.
fn turn(id: Memo<String>) -> impl Fn(&TieOutQuery, Step) + Clone {
    let navigate = use_navigate();
    move |query: &TieOutQuery, step: Step| {
        let options = match step {
            Step::New => NavigateOptions { scroll: false, ..NavigateOptions::default() },
            Step::Same => NavigateOptions { scroll: false, ..replacing() },
        };
        let query = tie_out_address(query, &[]);
        navigate(&format!("/imports/{}/tie-out{query}", id.get_untracked()), options);
    }
}

#[component]
fn Compared(id: Memo<String>) -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| tie_out_query(|name| map.read().get(name)));
    let path = Signal::derive(move || {
        format!("/api/imports/{}/tie_out{}", id.get(), tie_out_address(&query.get(), &[]))
    });
    let read = Fetched::of(Replica::expect().desk::<TieOut>(path));
    view! {
        <p class="meta gap-3">{t(TieOutWord::Hint)}</p>
        <Tools id query/>
        {read.notice()}
        {read.show(move |value| view! { <Listed id value query waiting=read.waiting/> })}
    }
}

#[component]
fn Tools(id: Memo<String>, query: Memo<TieOutQuery>) -> impl IntoView {
    let go = turn(id);
    let typed = RwSignal::new(query.get_untracked().search);
    let search = go.clone();
    customer::settle(typed, move |text| {
        if text != query.get_untracked().search {
            search(&TieOutQuery { search: text, offset: 0, ..query.get_untracked() }, Step::Same);
        }
    });
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let each =
            [(TieOutLines::All, TieOutWord::All), (TieOutLines::Differing, TieOutWord::Differing)];
        each.map(|(lines, word)| Choice::new(lines, word.text(language.get()))).to_vec()
    });
    let value = Signal::derive(move || query.get().lines);
    let choose =
        move |lines| go(&TieOutQuery { lines, offset: 0, ..query.get_untracked() }, Step::New);
    let file = say(move |language| {
        let spoken = match language {
            Language::Zh => "zh",
            Language::En => "en",
        };
        let query = tie_out_address(&query.get(), &[("language", spoken)]);
        format!("/api/imports/{}/tie_out.csv{query}", id.get())
    });
    view! {
        <div class="toolbar">
            <SearchField
                value=typed
                label=t(ListWord::Search)
                placeholder=t(ListWord::Placeholder)
                shortcut=Shortcut::Slash
            />
            <Segmented label=t(TieOutWord::Which) choices value on_choose=choose/>
            <div class="end">
                <FileLink href=move || file.get() icon=Glyph::Download>
                    {t(TieOutWord::Download)}
                </FileLink>
            </div>
        </div>
    }
}

#[component]
fn Listed(
    id: Memo<String>,
    value: Signal<Option<Arc<TieOut>>>,
    query: Memo<TieOutQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let (go, navigate) = (turn(id), use_navigate());
    let rows = Memo::new(move |_| {
        Arc::new(value.get().map(|it| it.listing.rows.clone()).unwrap_or_default())
    });
    let total = Signal::derive(move || {
        value.get().map_or(0, |it| usize::try_from(it.listing.total).unwrap_or(0))
    });
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let sorted = Signal::derive(move || Sorted { by: query.get().sort, order: query.get().order });
    let (sort, page) = (go.clone(), go);
    let on_sort = move |it: Sorted<TieOutSort>| {
        sort(&tie_out_sorted(&query.get_untracked(), it.by), Step::New);
    };
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        page(&TieOutQuery { offset, ..query.get_untracked() }, Step::New);
    };
    let open = move |key: Key| navigate(&customer::address(key.0), NavigateOptions::default());
    let (on_open, columns) = (Callback::new(open), StoredValue::new(columns()));
    view! {
        {move || value.get().map(|it| it.totals.iter().map(totals).collect_view())}
        <Show when=move || 0 < shown.get() fallback=move || none(&query.get())>
            <Table
                caption=t(TieOutWord::Table)
                columns=columns.get_value()
                rows
                key=key_of
                sorted
                on_sort=on_sort.clone()
                on_open
                offset
                total
                waiting
            />
            <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
        </Show>
    }
}

type Key = (CustomerId, String, Currency);

fn key_of(it: &TieOutLine) -> Key {
    (it.customer, it.company.clone(), it.here.amount.currency())
}

/// Nothing differs, or nothing is found.
fn none(query: &TieOutQuery) -> AnyView {
    if query.search.is_empty() {
        empty(Glyph::Confirmed, TieOutWord::NoneDiffer, TieOutWord::NoneDifferHint).into_any()
    } else {
        empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
    }
}

/// Both sums of one currency, and how many lines differ.
fn totals(it: &TieOutTotal) -> impl IntoView + use<> {
    let TieOutTotal { here, file, difference: differs, lines, differing, currency } = it.clone();
    let currency = currency.code().to_owned();
    let said = say(move |language| ImportSaid::Differing { differing, lines }.text(language));
    view! {
        <Facts>
            <Fact label=t(TieOutWord::Totals)>{currency}</Fact>
            <Fact label=t(TieOutWord::Here)>{side(here)}</Fact>
            <Fact label=t(TieOutWord::InFile)>{side(file)}</Fact>
            <Fact label=t(TieOutWord::Difference)>{difference(differs)}" "<Meta>{said}</Meta></Fact>
        </Facts>
    }
}

fn columns() -> Vec<Column<TieOutLine, TieOutSort>> {
    vec![
        Column::new(t(TieOutWord::Customer), name).as_row_name().sorted_by(TieOutSort::Customer),
        Column::new(t(TieOutWord::Company), |it: &TieOutLine| it.company.clone()),
        Column::new(t(TieOutWord::Here), |it: &TieOutLine| side(it.here))
            .at_end()
            .sorted_by(TieOutSort::Here),
        Column::new(t(TieOutWord::InFile), |it: &TieOutLine| side(it.file))
            .at_end()
            .sorted_by(TieOutSort::File),
        Column::new(t(TieOutWord::Difference), |it: &TieOutLine| difference(it.difference))
            .at_end()
            .sorted_by(TieOutSort::Difference),
    ]
}

fn name(it: &TieOutLine) -> impl IntoView + use<> {
    view! {
        <a class="name" href=customer::address(it.customer)>{it.name.clone()}</a>
        " "
        <span class="code">{it.code.clone()}</span>
    }
}

/// An amount, and of how many documents.
fn side(it: Side) -> impl IntoView {
    let count = it.documents;
    let said = say(move |language| ImportSaid::Documents { count }.text(language));
    view! { {money(it.amount)}" "<Meta>{said}</Meta> }
}

/// A dash for nothing.
fn difference(it: Money) -> AnyView {
    if it.is_nil() {
        return view! { <span class="money is-nil">"–"</span> }.into_any();
    }
    view! { <span class="bad">{money(it)}</span> }.into_any()
}
