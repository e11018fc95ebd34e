//! Reconciliation 回款核对 at the desk: what was promised, reported, booked and settled elsewhere,
//! and what of it does not fit.

mod looking;

use std::sync::Arc;

use app::kit::{
    Button, Column, Dialog, DialogShape, Glyph, Icon, Meta, Pager, SearchField, Shortcut, Tab,
    Table, Tabs, Tag,
};
use app::language::use_language;
use app::view::{
    palette::Deed,
    query::PAGE_ROWS,
    reconciliation::{reconciliation_address, reconciliation_query},
};
use app::words::{ListWord, NavWord, ReconciliationWord};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;
use shared::{
    money::Money,
    pairing,
    reconciliation::{Finding, Line, Page as Found, Query},
    user::{Caller, Role, User},
    words,
};

use crate::{
    customer::{TerritorySelect, address, settle},
    desk_page::{Fetched, Step, turn},
    parts::{empty, money},
    replica::Replica,
    say::{label, near, say, t},
    shell::{Page, offer},
};
use looking::Looking;

/// What names a line on the page.
type Key = (Finding, uuid::Uuid);

/// Whether the user matches money, or looks over those who do.
pub fn reconciles(user: &User) -> bool {
    let caller = Caller::of(user);
    let looks = [Role::Manager, Role::Auditor, Role::Admin, Role::Approver];
    pairing::may_pair(&caller) || looks.into_iter().any(|it| caller.has(it))
}

/// The line that is looked into, and whether its dialog is open.
#[derive(Clone, Copy)]
struct Chosen {
    key: RwSignal<Option<Key>>,
    open: RwSignal<bool>,
}

impl Chosen {
    fn choose(self, key: Key) {
        self.key.set(Some(key));
        self.open.set(true);
    }
}

#[component]
pub fn Reconciliation() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| reconciliation_query(|name| map.read().get(name)));
    let path = Signal::derive(move || {
        format!("/api/reconciliation{}", reconciliation_address(&query.get()))
    });
    let read = Fetched::of(Replica::expect().desk::<Found>(path));
    view! {
        <Page title=label(NavWord::Reconciliation)>
            <Findings query value=read.value/>
            <Tools query/>
            {read.notice()}
            {read.show(move |value| view! { <Listed value query waiting=read.waiting/> })}
        </Page>
    }
}

/// The kinds of lines, each with how many there are under the same search.
#[component]
fn Findings(query: Memo<Query>, value: Memo<Option<Arc<Found>>>) -> impl IntoView {
    let count = move |finding: Option<Finding>| {
        let counts = value.get().map(|it| it.counts.clone()).unwrap_or_default();
        let asked = |it: Finding| finding.map_or(it.is_exception(), |only| only == it);
        let sum: i64 = counts.iter().filter(|it| asked(it.0)).map(|it| it.1).sum();
        sum.to_string()
    };
    let tab = move |finding: Option<Finding>| {
        let href = Signal::derive(move || {
            let next = Query { finding, offset: 0, ..query.get() };
            format!("/reconciliation{}", reconciliation_address(&next))
        });
        let current = Signal::derive(move || query.get().finding == finding);
        let name = say(move |language| match finding {
            Some(finding) => words::finding(finding, language).to_owned(),
            None => app::words::Label::text(ReconciliationWord::Exceptions, language).to_owned(),
        });
        let count = Signal::derive(move || count(finding));
        view! { <Tab href current count>{name}</Tab> }
    };
    view! {
        <Tabs label=t(ReconciliationWord::Finding)>
            {tab(None)}
            {Finding::ALL.map(|it| tab(Some(it))).collect_view()}
        </Tabs>
    }
}

#[component]
fn Tools(query: Memo<Query>) -> impl IntoView {
    let go = turn("/reconciliation");
    let typed = RwSignal::new(query.get_untracked().search);
    let search = go.clone();
    settle(typed, move |text| {
        if text != query.get_untracked().search {
            let next = Query { search: text, offset: 0, ..query.get_untracked() };
            search(reconciliation_address(&next), Step::Same);
        }
    });
    let territory = Signal::derive(move || Some(query.get().territory).filter(|it| !it.is_empty()));
    let choose = move |territory: Option<String>| {
        let territory = territory.unwrap_or_default();
        let next = Query { territory, offset: 0, ..query.get_untracked() };
        go(reconciliation_address(&next), Step::New);
    };
    let language = use_language();
    let file = move || {
        let asked = Query { offset: 0, lang: Some(language.get()), ..query.get() };
        format!("/api/reconciliation/export{}", reconciliation_address(&asked))
    };
    let link = NodeRef::<html::A>::new();
    offer(Deed::Export, Glyph::Download, move || _ = link.get_untracked().map(|it| it.click()));
    view! {
        <div class="toolbar">
            <SearchField
                value=typed
                label=t(ListWord::Search)
                placeholder=t(ListWord::Placeholder)
                shortcut=Shortcut::Slash
            />
            <TerritorySelect value=territory on_choose=choose/>
            <a node_ref=link class="btn" href=file download="" rel="external">
                <Icon glyph=Glyph::Download/>
                {t(ReconciliationWord::Export)}
            </a>
        </div>
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<Found>>>,
    query: Memo<Query>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let go = turn("/reconciliation");
    let chosen = Chosen { key: RwSignal::new(None), open: RwSignal::new(false) };
    let rows = Memo::new(move |_| {
        Arc::new(value.get().map(|it| it.lines.rows.clone()).unwrap_or_default())
    });
    let total = Signal::derive(move || {
        value.get().map_or(0, |it| usize::try_from(it.lines.total).unwrap_or(0))
    });
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        go(reconciliation_address(&Query { offset, ..query.get_untracked() }), Step::New);
    };
    let on_open = Callback::new(move |key: Key| chosen.choose(key));
    let columns = StoredValue::new(columns(chosen));
    view! {
        <Show when=move || 0 < shown.get() fallback=move || none(&query.get())>
            <Table<Line, _, ()>
                caption=t(ReconciliationWord::Table)
                columns=columns.get_value()
                rows
                key=|it: &Line| it.found.key()
                on_open
                offset
                total
                waiting
            />
            <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
        </Show>
        <Dialog open=chosen.open title=t(ReconciliationWord::Look) shape=DialogShape::Wide>
            <Inside chosen rows/>
        </Dialog>
    }
}

/// The chosen line as it stood when it was opened: it may leave the list meanwhile.
#[component]
fn Inside(chosen: Chosen, rows: Memo<Arc<Vec<Line>>>) -> impl IntoView {
    let line = Memo::new(move |before: Option<&Option<Line>>| {
        let key = chosen.key.get();
        let found = rows.read().iter().find(|it| Some(it.found.key()) == key).cloned();
        let same = |it: &Line| Some(it.found.key()) == key;
        found.or_else(|| before.cloned().flatten().filter(same))
    });
    move || line.get().map(|line| view! { <Looking line open=chosen.open/> })
}

/// Nothing to look into, or none is found.
fn none(query: &Query) -> AnyView {
    if query.search.is_empty() && query.territory.is_empty() {
        empty(Glyph::Check, ReconciliationWord::Empty, ReconciliationWord::EmptyHint).into_any()
    } else {
        empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
    }
}

fn columns(chosen: Chosen) -> Vec<Column<Line>> {
    let look = move |it: &Line| {
        let key = it.found.key();
        it.found.has_to_do().then(|| {
            view! {
                <Button on_press=move || chosen.choose(key)>{t(ReconciliationWord::Look)}</Button>
            }
        })
    };
    vec![
        Column::new(t(ReconciliationWord::Customer), customer).as_row_name(),
        Column::new(t(ReconciliationWord::Finding), finding),
        Column::new(t(ReconciliationWord::InQuestion), |it: &Line| {
            it.found.in_question().map(money)
        })
        .at_end(),
        Column::new(t(ReconciliationWord::On), |it: &Line| near(it.found.on)),
        Column::new(t(ReconciliationWord::Age), |it: &Line| it.found.age.to_string()).at_end(),
        Column::new(t(ReconciliationWord::Promised), |it: &Line| {
            it.found.promise.as_ref().map(|it| money(it.promise.amount))
        })
        .at_end(),
        Column::new(t(ReconciliationWord::Slips), |it: &Line| {
            sum(it.found.slips.iter().map(|it| it.amount)).map(money)
        })
        .at_end(),
        Column::new(t(ReconciliationWord::Booked), |it: &Line| {
            sum(it.found.receipts.iter().map(|it| it.amount)).map(money)
        })
        .at_end(),
        Column::new(t(ReconciliationWord::Settled), |it: &Line| {
            sum(it.found.movements.iter().map(|it| it.amount)).map(money)
        })
        .at_end(),
        Column::new(t(ReconciliationWord::Look), look),
    ]
}

/// The sum of one side of a line, which is in one currency; nothing where there is none.
fn sum(of: impl Iterator<Item = Money>) -> Option<Money> {
    of.reduce(|sum, it| sum.checked_add(it).unwrap_or(sum))
}

fn customer(it: &Line) -> impl IntoView + use<> {
    let Some(customer) = it.customer else {
        let payer = it.found.receipts.first().map(|it| it.receipt.payer.clone());
        return view! {
            <span class="name">{payer}</span>
            " "
            <Meta>{t(ReconciliationWord::NoCustomer)}</Meta>
        }
        .into_any();
    };
    view! {
        <a class="name" href=address(customer)>{it.customer_name.clone()}</a>
        " "
        <span class="code">{it.customer_code.clone()}</span>
    }
    .into_any()
}

/// The word, and why it stands here; of a promise what became of it.
fn finding(it: &Line) -> impl IntoView + use<> {
    let finding = it.found.finding;
    let standing = it.found.promise.as_ref().map(|it| it.standing);
    let word = say(move |language| match standing {
        Some(standing) if finding == Finding::Promised => {
            words::standing(&standing, language).to_owned()
        }
        _ => words::finding(finding, language).to_owned(),
    });
    let who = it.author_name.clone();
    view! { <span class="standing"><Tag>{word}</Tag><Meta>{who}</Meta></span> }
}
