//! The look of a table: which columns stand in which order, and how high its rows are; kept for each user
//! and table on this device.

use app::kit::{Button, Checkbox, Choice, Dialog, Glyph, Group, IconButton, Segmented};
use app::view::{listed::Listed, palette::Deed};
use app::words::{Label, TableWord};
use leptos::prelude::*;
use shared::{
    table::{Column, TableName, Towards, moved},
    words,
};

use super::Ask;
use crate::{
    replica::{Replica, preference},
    say::{say, t},
    shell::offer,
};

/// How a table is shown.
#[derive(Clone, Copy)]
pub struct Look {
    pub columns: Memo<Vec<Column>>,
    pub tight: Signal<bool>,
    kept: RwSignal<Option<String>>,
    density: RwSignal<bool>,
}

fn key(what: &str, table: TableName) -> String {
    let user = Replica::expect().user().get_untracked().id;
    format!("chitbook.{what}.{user}.{}", table.name())
}

impl Look {
    /// The address' columns, else those kept, else the usual ones.
    pub fn of<Q: Listed>(ask: Ask<Q>) -> Look {
        let kept = RwSignal::new(preference::kept(&key("columns", Q::TABLE)));
        let density = RwSignal::new(preference::kept(&key("density", Q::TABLE)).is_some());
        let columns = Memo::new(move |_| {
            let named = ask.named.get();
            named.unwrap_or_else(|| Q::TABLE.choice(&kept.get().unwrap_or_default()))
        });
        Look { columns, tight: density.into(), kept, density }
    }

    fn choose<Q: Listed>(self, ask: Ask<Q>, columns: &[Column]) {
        let said = Q::TABLE.said(columns);
        if said.is_empty() {
            preference::forget(&key("columns", Q::TABLE));
        } else {
            preference::keep(&key("columns", Q::TABLE), &said);
        }
        self.kept.set(Some(said));
        // Where the address names columns, it goes on saying what is shown.
        if ask.named.get_untracked().is_some() {
            ask.name_columns(columns);
        }
    }

    fn set_tight(self, table: TableName, tight: bool) {
        if tight {
            preference::keep(&key("density", table), "tight");
        } else {
            preference::forget(&key("density", table));
        }
        self.density.set(tight);
    }
}

/// The button that opens the choice of columns.
#[component]
pub fn ColumnsButton<Q: Listed>(ask: Ask<Q>, look: Look) -> impl IntoView {
    let open = RwSignal::new(false);
    let show = move || open.set(true);
    offer(Deed::Columns, Glyph::Columns, show);
    view! {
        <Button icon=Glyph::Columns on_press=show>{t(TableWord::Columns)}</Button>
        <Dialog open title=t(TableWord::Columns)>
            <div class="stack-3">
                <ul class="columns">
                    <For
                        each=move || offered(Q::TABLE, &look.columns.get())
                        key=|it| *it
                        let:column
                    >
                        <Line ask look column/>
                    </For>
                </ul>
                <Density look table=Q::TABLE/>
                <div class="line">
                    <Button on_press=move || look.choose(ask, &Q::TABLE.usual())>
                        {t(TableWord::Usual)}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
}

/// The shown ones in their order, then those that could be shown.
fn offered(table: TableName, shown: &[Column]) -> Vec<Column> {
    let hidden = table.columns().iter().filter(|it| !shown.contains(it));
    shown.iter().chain(hidden).copied().collect()
}

#[component]
fn Line<Q: Listed>(ask: Ask<Q>, look: Look, column: Column) -> impl IntoView {
    let first = Q::TABLE.columns()[0] == column;
    let name = say(move |language| words::column(column, language));
    let shown = Signal::derive(move || look.columns.read().contains(&column));
    let change = move |on: bool| {
        let mut next = look.columns.get_untracked();
        next.retain(|it| *it != column);
        if on {
            next.push(column);
        }
        look.choose(ask, &next);
    };
    let shift =
        move |towards| look.choose(ask, &moved(&look.columns.get_untracked(), column, towards));
    let label = |word: TableWord| {
        say(move |language| format!("{} {}", word.text(language), words::column(column, language)))
    };
    let (up, down) = (label(TableWord::Forward), label(TableWord::Back));
    let stays = Signal::derive(move || !shown.get());
    view! {
        <li class="line">
            <span class="grow">
                {if first {
                    view! { <span class="ink2">{name}</span> }.into_any()
                } else {
                    view! { <Checkbox checked=shown on_change=change>{name}</Checkbox> }.into_any()
                }}
            </span>
            {(!first)
                .then(|| {
                    view! {
                        <IconButton
                            glyph=Glyph::Up
                            label=up
                            disabled=stays
                            on_press=move || shift(Towards::Front)
                        />
                        <IconButton
                            glyph=Glyph::Down
                            label=down
                            disabled=stays
                            on_press=move || shift(Towards::End)
                        />
                    }
                })}
        </li>
    }
}

#[component]
fn Density(look: Look, table: TableName) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let name = |tight, word: TableWord| Choice::new(tight, word.text(language.get()));
        vec![name(false, TableWord::Relaxed), name(true, TableWord::Tight)]
    });
    view! {
        <Group legend=t(TableWord::Density)>
            <Segmented
                label=t(TableWord::Density)
                choices
                value=look.tight
                on_choose=move |it| look.set_tight(table, it)
            />
        </Group>
    }
}
