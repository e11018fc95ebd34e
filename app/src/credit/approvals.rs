//! The desk's queue 审批: who asks for what, against which limit, and what is used of it.

use std::sync::Arc;

use app::kit::{
    Button, Choice, Column, Dialog, Glyph, Note, Notice, Pager, SearchField, Select, Shortcut,
    Table, Tag,
};
use app::view::{
    approve::{Progress, progress},
    query::{self, PAGE_ROWS},
};
use app::words::{ApprovalWord, CreditWord, Label, ListWord, NavWord};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    credit::CreditRequestLine,
    id::CreditRequestId,
    page::{CreditRequestListing, CreditRequestQuery, StateFilter},
    sync::replica::Stage,
    words,
};

use super::{deciding::Deciding, standing};
use crate::{
    customer::{TerritorySelect, address, settle},
    desk_page::{Fetched, Step, turn},
    inbox::Understood,
    parts::{empty, money},
    replica::Replica,
    say::{label, near, say, t},
    shell::Page,
};

/// The request that is being decided, and whether its dialog is open.
#[derive(Clone, Copy)]
struct Chosen {
    request: RwSignal<Option<CreditRequestId>>,
    open: RwSignal<bool>,
}

impl Chosen {
    fn choose(self, request: CreditRequestId) {
        self.request.set(Some(request));
        self.open.set(true);
    }
}

#[component]
pub fn Approvals() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| query::credit_query(|name| map.read().get(name)));
    let path = Signal::derive(move || {
        format!("/api/credit_requests{}", query::credit_address(&query.get()))
    });
    let read = Fetched::of(Replica::expect().desk::<CreditRequestListing>(path));
    view! {
        <Page title=label(NavWord::Approvals)>
            <Tools query/>
            {read.notice()}
            {read.show(move |value| view! { <Listed value query waiting=read.waiting/> })}
        </Page>
    }
}

#[component]
fn Tools(query: Memo<CreditRequestQuery>) -> impl IntoView {
    let go = turn("/approvals");
    let typed = RwSignal::new(query.get_untracked().search);
    let search = go.clone();
    settle(typed, move |text| {
        if text != query.get_untracked().search {
            let next = CreditRequestQuery { search: text, offset: 0, ..query.get_untracked() };
            search(query::credit_address(&next), Step::Same);
        }
    });
    let territory = Signal::derive(move || Some(query.get().territory).filter(|it| !it.is_empty()));
    let within = go.clone();
    let choose = move |territory: Option<String>| {
        let territory = territory.unwrap_or_default();
        let next = CreditRequestQuery { territory, offset: 0, ..query.get_untracked() };
        within(query::credit_address(&next), Step::New);
    };
    let of_state = move |state: Option<StateFilter>| {
        let state = state.unwrap_or(StateFilter::Waiting);
        let next = CreditRequestQuery { state, offset: 0, ..query.get_untracked() };
        go(query::credit_address(&next), Step::New);
    };
    let language = app::language::use_language();
    let states = Signal::derive(move || {
        let choice = |it: StateFilter| Choice::new(it, state_word(it).text(language.get()));
        StateFilter::EVERY.map(choice).to_vec()
    });
    view! {
        <div class="toolbar">
            <SearchField
                value=typed
                label=t(ListWord::Search)
                placeholder=t(ListWord::Placeholder)
                shortcut=Shortcut::Slash
            />
            <Select
                choices=states
                value=Signal::derive(move || Some(query.get().state))
                on_choose=of_state
                label=t(ApprovalWord::State)
            />
            <TerritorySelect value=territory on_choose=choose/>
        </div>
    }
}

fn state_word(it: StateFilter) -> ApprovalWord {
    match it {
        StateFilter::All => ApprovalWord::All,
        StateFilter::Waiting => ApprovalWord::Waiting,
        StateFilter::Returned => ApprovalWord::Returned,
        StateFilter::Approved => ApprovalWord::Approved,
        StateFilter::Rejected => ApprovalWord::Rejected,
        StateFilter::Withdrawn => ApprovalWord::Withdrawn,
    }
}

#[component]
fn Listed(
    value: Signal<Option<Arc<CreditRequestListing>>>,
    query: Memo<CreditRequestQuery>,
    waiting: Signal<bool>,
) -> impl IntoView {
    let go = turn("/approvals");
    let chosen = Chosen { request: RwSignal::new(None), open: RwSignal::new(false) };
    let rows =
        Memo::new(move |_| Arc::new(value.get().map(|it| it.rows.clone()).unwrap_or_default()));
    let total =
        Signal::derive(move || value.get().map_or(0, |it| usize::try_from(it.total).unwrap_or(0)));
    let shown = Signal::derive(move || rows.read().len());
    let offset = Signal::derive(move || query.get().offset as usize);
    let on_turn = move |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(0);
        let next = CreditRequestQuery { offset, ..query.get_untracked() };
        go(query::credit_address(&next), Step::New);
    };
    let on_open = Callback::new(move |request: CreditRequestId| chosen.choose(request));
    let columns = StoredValue::new(columns(chosen));
    view! {
        <Show when=move || 0 < shown.get() fallback=move || none(&query.get())>
            <Table<CreditRequestLine, _, ()>
                caption=t(ApprovalWord::Table)
                columns=columns.get_value()
                rows
                key=|it: &CreditRequestLine| it.request.id
                on_open
                offset
                total
                waiting
            />
            <Pager offset shown total size=PAGE_ROWS as usize on_turn=on_turn.clone()/>
        </Show>
        <Dialog open=chosen.open title=t(ApprovalWord::Decide)>
            <Inside chosen rows/>
        </Dialog>
    }
}

/// What is chosen, as it stood when it was opened: it may leave the list while it is decided.
#[component]
fn Inside(chosen: Chosen, rows: Memo<Arc<Vec<CreditRequestLine>>>) -> impl IntoView {
    let line = Memo::new(move |before: Option<&Option<CreditRequestLine>>| {
        let request = chosen.request.get();
        let found = rows.read().iter().find(|it| Some(it.request.id) == request).cloned();
        let same = |it: &CreditRequestLine| Some(it.request.id) == request;
        found.or_else(|| before.cloned().flatten().filter(same))
    });
    move || line.get().map(|line| view! { <Deciding line open=chosen.open/> })
}

/// Nothing waits, or none is found.
fn none(query: &CreditRequestQuery) -> AnyView {
    if query.search.is_empty() && query.territory.is_empty() {
        empty(Glyph::Approve, ApprovalWord::Empty, ApprovalWord::EmptyHint).into_any()
    } else {
        empty(Glyph::Search, ListWord::NoneFound, ListWord::NoneFoundHint).into_any()
    }
}

fn columns(chosen: Chosen) -> Vec<Column<CreditRequestLine>> {
    let decide = move |it: &CreditRequestLine| {
        let request = it.request.id;
        view! { <Button on_press=move || chosen.choose(request)>{t(ApprovalWord::Decide)}</Button> }
    };
    vec![
        Column::new(t(ApprovalWord::Customer), customer).as_row_name(),
        Column::new(t(CreditWord::Asked), |it: &CreditRequestLine| {
            standing(it.request.current.asked)
        }),
        Column::new(t(CreditWord::Saw), |it: &CreditRequestLine| {
            standing(it.request.current.against.standing)
        }),
        Column::new(t(CreditWord::Now), now),
        Column::new(t(CreditWord::Used), |it: &CreditRequestLine| money(it.stands.exposure.used))
            .at_end(),
        Column::new(t(CreditWord::Available), |it: &CreditRequestLine| {
            it.stands.available.map(money)
        })
        .at_end(),
        Column::new(t(ApprovalWord::By), |it: &CreditRequestLine| it.author_name.clone()),
        Column::new(t(ApprovalWord::SentOn), |it: &CreditRequestLine| {
            near(it.request.current.sent_on)
        }),
        Column::new(t(ApprovalWord::State), state),
        Column::new(t(ApprovalWord::Decide), decide),
    ]
}

fn customer(it: &CreditRequestLine) -> impl IntoView + use<> {
    view! {
        <a class="name" href=address(it.request.customer)>
            {it.customer_name.clone()}
        </a>
        " "
        <span class="code">{it.customer_code.clone()}</span>
    }
}

/// What stands now, marked where it is not what the author saw.
fn now(it: &CreditRequestLine) -> impl IntoView + use<> {
    let (stale, now) = (it.is_stale(), standing(it.stands.against.standing));
    let moved = stale.then(|| view! { <Tag icon=Glyph::Conflict>{t(CreditWord::Moved)}</Tag> });
    view! { <span class="standing"><span>{now}</span>{moved}</span> }
}

/// The state, or how far a decision of this device has come.
fn state(it: &CreditRequestLine) -> impl Fn() -> AnyView + use<> {
    let (request, state) = (it.request.id, it.request.state().clone());
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    let word = say(move |language| words::request_state(&state, language));
    let going = Memo::new(move |_| {
        let outbox = replica.outbox().get();
        let unanswered = outbox.iter().filter(|it| it.stage == Stage::OnlyHere);
        let commands = unanswered.map(|it| it.command.as_ref());
        progress(request, commands, &replica.inbox().get(), &understood.get())
    });
    move || match going.get() {
        Some(Progress::Sending(decision)) => {
            let said = say(move |language| words::decision(decision, language));
            view! { <span class="mark mark-local">{t(ApprovalWord::Sending)}" → "{said}</span> }
                .into_any()
        }
        Some(Progress::Refused(_, refusal)) => {
            let said = say(move |language| words::refusal(&refusal, language));
            view! { <Note notice=Notice::Bad>{said}</Note> }.into_any()
        }
        None => view! { <Tag>{word}</Tag> }.into_any(),
    }
}
