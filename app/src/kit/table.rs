//! The desk's table: dense, sortable, picked by keyboard; a stack of cards on a phone.

mod head;
mod room;
mod row;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use leptos::{html, prelude::*};
use shared::page::Order;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Key, Text, key::focused, on_key};
use crate::format::window::Step;
use head::Head;
use room::has_room;
use row::Line;

/// Where a column's content stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Start,
    /// Numbers and money.
    End,
    /// The name of the row, once in a table; holds the link that opens it.
    RowName,
}

/// What becomes of a table on a narrow screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Narrow {
    /// Each row a card.
    #[default]
    Cards,
    /// Scrolls sideways in a region of its own: for matrices that are read across.
    Scroll,
}

/// By what a table is sorted, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorted<S> {
    pub by: S,
    pub order: Order,
}

/// A name for "cannot be sorted by": tables without sorting have `SortBy = ()`.
pub type SortBy = ();

type Cell<T> = Arc<dyn Fn(&T) -> AnyView + Send + Sync>;

/// One column: its heading, and what it shows of a row.
#[derive(Clone)]
pub struct Column<T, S = SortBy> {
    title: Text,
    align: Align,
    by: Option<S>,
    cell: Cell<T>,
}

impl<T, S> Column<T, S> {
    pub fn new<V: IntoView + 'static>(
        title: impl Into<Text>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Column<T, S> {
        let cell: Cell<T> = Arc::new(move |row| cell(row).into_any());
        Column { title: title.into(), align: Align::Start, by: None, cell }
    }

    /// For numbers and money.
    #[must_use]
    pub fn at_end(self) -> Column<T, S> {
        Column { align: Align::End, ..self }
    }

    #[must_use]
    pub fn as_row_name(self) -> Column<T, S> {
        Column { align: Align::RowName, ..self }
    }

    #[must_use]
    pub fn sorted_by(self, by: S) -> Column<T, S> {
        Column { by: Some(by), ..self }
    }
}

/// What the parts of one table share.
struct Shared<T, K>
where
    T: Send + Sync + 'static,
    K: Send + Sync + 'static,
{
    rows: Memo<Arc<BTreeMap<K, (usize, T)>>>,
    cursor: RwSignal<Option<K>>,
    picked: Option<RwSignal<BTreeSet<K>>>,
    on_open: Option<Callback<K>>,
    offset: Signal<usize>,
}

impl<T: Send + Sync, K: Send + Sync> Clone for Shared<T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync, K: Send + Sync> Copy for Shared<T, K> {}

/// `key` names a row for ever; `offset` and `total` place this page in the whole.
/// `j`/`k` or arrows walk, Enter opens, `x` picks.
#[component]
pub fn Table<T, K, S>(
    #[prop(into)] caption: Text,
    columns: Vec<Column<T, S>>,
    #[prop(into)] rows: Signal<Arc<Vec<T>>>,
    key: fn(&T) -> K,
    #[prop(optional)] narrow: Narrow,
    #[prop(optional, into)] sorted: Option<Signal<Sorted<S>>>,
    #[prop(optional, into)] on_sort: Option<Callback<Sorted<S>>>,
    #[prop(optional)] picked: Option<RwSignal<BTreeSet<K>>>,
    #[prop(optional, into)] on_open: Option<Callback<K>>,
    #[prop(optional, into)] offset: Signal<usize>,
    #[prop(optional, into)] total: Option<Signal<usize>>,
    /// Lower rows: more of them on the screen.
    #[prop(optional, into)]
    tight: Signal<bool>,
    /// A newer page is on its way; the old one stays in sight.
    #[prop(optional, into)]
    waiting: Signal<bool>,
    /// Rows of the foot: `<tr>` with cells.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Ord + Send + Sync + std::hash::Hash + 'static,
    S: Copy + PartialEq + Send + Sync + 'static,
{
    let by_key = Memo::new(move |_| {
        let rows = rows.get();
        let placed = rows.iter().enumerate().map(|(at, row)| (key(row), (at, row.clone())));
        Arc::new(placed.collect::<BTreeMap<_, _>>())
    });
    let order = Memo::new(move |_| rows.get().iter().map(key).collect::<Vec<K>>());
    let shared = Shared { rows: by_key, cursor: RwSignal::new(None), picked, on_open, offset };
    let body = NodeRef::<html::Tbody>::new();
    listen(body, shared, order);
    let count = move || total.map_or_else(|| rows.with(|it| it.len()), |it| it.get()) + 1;
    let columns = StoredValue::new(columns);
    let table = NodeRef::<html::Table>::new();
    let free = has_room(table);
    view! {
        <div class="scroll" class:is-free=move || narrow == Narrow::Cards && free.get()>
            <table
                node_ref=table
                class="table"
                class:is-cards=narrow == Narrow::Cards
                class:is-tight=move || tight.get()
                class:table-wait=move || waiting.get()
                role="table"
                aria-rowcount=move || count().to_string()
                aria-busy=move || waiting.get().then_some("true")
            >
                <caption class="vh">{move || caption.get()}</caption>
                <Head columns sorted on_sort picked order/>
                <tbody node_ref=body role="rowgroup">
                    <For each=move || order.get() key=Clone::clone let:key>
                        <Line key columns shared/>
                    </For>
                </tbody>
                {foot.map(|foot| view! { <tfoot role="rowgroup">{foot.run()}</tfoot> })}
            </table>
        </div>
    }
}

/// The table's keys, also while the focus is nowhere: one table to a page is what `j` means.
fn listen<T, K>(body: NodeRef<html::Tbody>, shared: Shared<T, K>, order: Memo<Vec<K>>)
where
    T: Send + Sync + 'static,
    K: Clone + Ord + Send + Sync + 'static,
{
    on_key(move |event| {
        let Some(body) = body.get_untracked() else { return Key::Unused };
        let focused = focused();
        if focused.as_ref().is_some_and(|it| !body.contains(Some(it))) {
            return Key::Unused;
        }
        let cursor = shared.cursor.get_untracked();
        let pressed = event.key();
        if let Some(step) = Step::of_key(&pressed) {
            let order = order.get_untracked();
            let at = cursor.and_then(|key| order.iter().position(|it| *it == key));
            // The page's own Home, End and arrows work until one has come into the table.
            if focused.is_none() && !matches!(pressed.as_str(), "j" | "k") {
                return Key::Unused;
            }
            let row = step
                .from(at, order.len())
                .and_then(|to| body.children().item(u32::try_from(to).ok()?));
            // Taking the focus moves the cursor.
            _ = row.and_then(|it| it.dyn_into::<HtmlElement>().ok()).map(|it| it.focus());
            return Key::Used;
        }
        let on_row = focused.is_some_and(|it| it.tag_name() == "TR");
        match (pressed.as_str(), cursor) {
            ("Enter", Some(key)) if on_row => open(shared, key),
            ("x", Some(key)) => pick(shared, &key),
            _ => Key::Unused,
        }
    });
}

fn open<T: Send + Sync, K: Send + Sync>(shared: Shared<T, K>, key: K) -> Key {
    let Some(on_open) = shared.on_open else { return Key::Unused };
    on_open.run(key);
    Key::Used
}

fn pick<T: Send + Sync, K: Clone + Ord + Send + Sync>(shared: Shared<T, K>, key: &K) -> Key {
    let Some(picked) = shared.picked else { return Key::Unused };
    picked.update(|it| {
        if !it.remove(key) {
            it.insert(key.clone());
        }
    });
    Key::Used
}
