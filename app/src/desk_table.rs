//! The one way of the desk's tables: a question in the address, the server's page of it, and what can be
//! done with its rows. A page says which columns and filters it has, and no more.

mod columns;
mod views;

use std::{collections::BTreeSet, hash::Hash, sync::Arc};

use app::kit::{Column as Shown, Glyph, Icon, Pager, SearchField, Shortcut, Sorted, Table};
use app::view::{
    listed::{self, Change, Listed},
    palette::Deed,
    query::PAGE_ROWS,
};
use app::words::{ListWord, TableWord};
use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use serde::{Serialize, de::DeserializeOwned};
use shared::{page::Listing, table::Column};

use crate::{
    customer::{TerritorySelect, settle},
    desk_page::{Fetched, Step, turn},
    parts::empty,
    replica::Replica,
    say::{say, t},
    shell::offer,
};
use columns::{ColumnsButton, Look};
use views::{Views, open_with_start};

/// A table: what its page adds to the one way.
pub struct Kind<Q, T, K>
where
    Q: Listed,
    T: Send + Sync + 'static,
    K: Send + Sync + 'static,
{
    pub caption: Signal<String>,
    /// How a column is shown; what it is headed and sorted by is known.
    pub column: fn(Column) -> Shown<T, Q::Sort>,
    pub key: fn(&T) -> K,
    pub open: Callback<K>,
    /// Filters beside search and territory.
    pub filters: fn(Ask<Q>) -> AnyView,
    /// What stands where there is nothing at all.
    pub none: fn() -> AnyView,
    /// What is done with picked rows; without it nothing is picked.
    pub bulk: Option<fn(Picked<T, K>) -> AnyView>,
}

/// The rows that are picked, and those of this page.
pub struct Picked<T, K>
where
    T: Send + Sync + 'static,
    K: Send + Sync + 'static,
{
    pub keys: RwSignal<BTreeSet<K>>,
    pub rows: Memo<Arc<Vec<T>>>,
}

impl<T: Send + Sync, K: Send + Sync> Clone for Picked<T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync, K: Send + Sync> Copy for Picked<T, K> {}

/// What a page asks for, and how it asks for something else.
pub struct Ask<Q: Listed> {
    pub query: Memo<Q>,
    /// The columns that the address names.
    named: Memo<Option<Vec<Column>>>,
    go: StoredValue<Arc<dyn Fn(String, Step) + Send + Sync>>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "derived, `Copy` would be asked of `Q`")]
impl<Q: Listed> Clone for Ask<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: Listed> Copy for Ask<Q> {}

impl<Q: Listed> Ask<Q> {
    fn of_address() -> Ask<Q> {
        let map = use_query_map();
        let query = Memo::new(move |_| listed::read::<Q>(&map.read().to_query_string()));
        let named = Memo::new(move |_| listed::columns_in::<Q>(&map.read().to_query_string()));
        let go: Arc<dyn Fn(String, Step) + Send + Sync> = Arc::new(turn(Q::PATH));
        Ask { query, named, go: StoredValue::new(go) }
    }

    /// Asks another question.
    pub fn replace(self, query: &Q, step: Step) {
        let columns = self.named.get_untracked();
        self.go.get_value()(listed::address(query, columns.as_deref()), step);
    }

    pub fn change(self, change: Change<Q::Sort>, step: Step) {
        self.replace(&self.query.get_untracked().asking(change), step);
    }

    /// Shows a view in the place of what is shown. The page may be gone by now.
    fn show(self, query: String) {
        if let Some(go) = self.go.try_get_value() {
            go(query, Step::Same);
        }
    }

    fn name_columns(self, columns: &[Column]) {
        let address = listed::address(&self.query.get_untracked(), Some(columns));
        self.go.get_value()(address, Step::Same);
    }
}

/// The page's table with its tools, its states and its pager.
#[component]
pub fn DeskTable<Q, T, K>(kind: Kind<Q, T, K>) -> impl IntoView
where
    Q: Listed,
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    K: Clone + Ord + Hash + Send + Sync + 'static,
{
    let ask = Ask::<Q>::of_address();
    open_with_start(ask);
    let path =
        Signal::derive(move || format!("{}{}", Q::VIEW, listed::address(&ask.query.get(), None)));
    let read = Fetched::of(Replica::expect().desk::<Listing<T>>(path));
    let look = Look::of(ask);
    let kind = StoredValue::new(kind);
    view! {
        <Views ask look/>
        <Tools ask look filters=kind.with_value(|it| it.filters)/>
        {read.notice()}
        {read.show(move |value| view! { <Rows ask look kind value waiting=read.waiting/> })}
    }
}

/// Search, filters, columns and the file; what is typed is asked for when the fingers rest.
#[component]
fn Tools<Q: Listed>(ask: Ask<Q>, look: Look, filters: fn(Ask<Q>) -> AnyView) -> impl IntoView {
    let typed = RwSignal::new(ask.query.get_untracked().search().to_owned());
    settle(typed, move |text| {
        if text != ask.query.get_untracked().search() {
            ask.change(Change::Search(text), Step::Same);
        }
    });
    // Another view brings another search.
    Effect::new(move |was: Option<String>| {
        let asked = ask.query.get().search().to_owned();
        if was.is_some_and(|was| was != asked) && typed.get_untracked() != asked {
            typed.set(asked.clone());
        }
        asked
    });
    let territory = Signal::derive(move || {
        Some(ask.query.get().territory().to_owned()).filter(|it| !it.is_empty())
    });
    let choose = move |it: Option<String>| {
        ask.change(Change::Territory(it.unwrap_or_default()), Step::New);
    };
    view! {
        <div class="toolbar">
            <SearchField
                value=typed
                label=t(ListWord::Search)
                placeholder=t(ListWord::Placeholder)
                shortcut=Shortcut::Slash
            />
            <TerritorySelect value=territory on_choose=choose/>
            {filters(ask)}
            <span class="end line">
                <ColumnsButton ask look/>
                <FileLink ask look/>
            </span>
        </div>
    }
}

/// The whole list as a file, with the filter, the order and the columns of the page.
#[component]
fn FileLink<Q: Listed>(ask: Ask<Q>, look: Look) -> impl IntoView {
    let language = app::language::use_language();
    let href = move || {
        let query = ask.query.get().asking(Change::Offset(0));
        let said = listed::address(&query, Some(&look.columns.get()));
        format!("{}.csv{said}&language={}", Q::VIEW, language.get().tag())
    };
    let link = NodeRef::<html::A>::new();
    offer(Deed::Export, Glyph::Download, move || _ = link.get_untracked().map(|it| it.click()));
    view! {
        <a node_ref=link class="btn" href=href download="" rel="external">
            <Icon glyph=Glyph::Download/>
            {t(TableWord::File)}
        </a>
    }
}

#[component]
fn Rows<Q, T, K>(
    ask: Ask<Q>,
    look: Look,
    kind: StoredValue<Kind<Q, T, K>>,
    value: Signal<Option<Arc<Listing<T>>>>,
    waiting: Signal<bool>,
) -> impl IntoView
where
    Q: Listed,
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Ord + Hash + Send + Sync + 'static,
{
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || ask.query.get().offset() as usize);
    let sorted = Signal::derive(move || {
        let (by, order) = ask.query.get().sort();
        Sorted { by, order }
    });
    let on_sort = Callback::new(move |it: Sorted<Q::Sort>| {
        ask.change(listed::pressed(&ask.query.get_untracked(), it.by), Step::New);
    });
    let on_turn = move |offset: usize| {
        ask.change(Change::Offset(u32::try_from(offset).unwrap_or(0)), Step::New);
    };
    let picked = Picked { keys: RwSignal::new(BTreeSet::new()), rows };
    let table = move || {
        let (column, key, on_open, caption, bulk) =
            kind.with_value(|it| (it.column, it.key, it.open, it.caption, it.bulk));
        let columns: Vec<_> = look.columns.get().into_iter().map(column).collect();
        let keys = picked.keys;
        match bulk {
            Some(_) => view! {
                <Table
                    caption columns rows key sorted on_sort on_open offset total waiting
                    tight=look.tight picked=keys
                />
            }
            .into_any(),
            None => view! {
                <Table
                    caption columns rows key sorted on_sort on_open offset total waiting
                    tight=look.tight
                />
            }
            .into_any(),
        }
    };
    let none = move || {
        if ask.query.get().is_narrowed() {
            empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
        } else {
            kind.with_value(|it| it.none)()
        }
    };
    view! {
        <Show when=move || 0 < shown.get() fallback=none>
            {table}
            <Pager offset shown total size=PAGE_ROWS as usize on_turn/>
        </Show>
        {move || kind.with_value(|it| it.bulk).map(|bulk| bulk(picked))}
    }
}

/// A column with its heading, sorted by what the list can be sorted by.
pub fn headed<Q: Listed, T, V: IntoView + 'static>(
    column: Column,
    cell: impl Fn(&T) -> V + Send + Sync + 'static,
) -> Shown<T, Q::Sort> {
    let title = say(move |language| shared::words::column(column, language));
    let shown = Shown::new(title, cell);
    match Q::sorts(column) {
        Some((by, _)) => shown.sorted_by(by),
        None => shown,
    }
}

/// Opens a page of the desk.
pub fn opening<K: Send + Sync + 'static>(
    address: impl Fn(K) -> String + Send + Sync + 'static,
) -> Callback<K> {
    let navigate = use_navigate();
    Callback::new(move |key: K| navigate(&address(key), NavigateOptions::default()))
}
