//! Approvals 审批: what waits to be decided, each with both versions of the limit; one at a time, or
//! several at once, each its own command.

mod bulk;

use std::sync::Arc;

use app::kit::{Button, Choice, Column as Shown, Dialog, Glyph, Note, Notice, Select, Tag};
use app::view::approve::{Progress, progress};
use app::words::{ApprovalWord, CreditWord, Label, NavWord};
use leptos::prelude::*;
use shared::{
    credit::{CreditRequestLine, RequestState},
    id::CreditRequestId,
    page::{CreditRequestQuery, RequestSort, StateFilter},
    sync::{Act, replica::Stage},
    table::Column,
    words,
};

use super::{deciding::Deciding, terms};
use crate::{
    customer::address,
    desk_page::Step,
    desk_table::{Ask, DeskTable, Kind, Picked, headed},
    form::again,
    parts::{empty, money},
    replica::Replica,
    say::{label, near, say, t},
    shell::Page,
};
use bulk::BulkDecide;

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
    // A decision that was refused, to be looked at again, opens with its request.
    let again = again().and_then(|it| match it.act {
        Act::DecideCreditRequest(it) => Some(it.request),
        _ => None,
    });
    let chosen = Chosen { request: RwSignal::new(again), open: RwSignal::new(false) };
    provide_context(chosen);
    let bulk: fn(Picked<CreditRequestLine, CreditRequestId>) -> AnyView =
        |picked| view! { <Decisions picked/> }.into_any();
    let kind = Kind {
        caption: label(ApprovalWord::Table),
        column,
        key: |it: &CreditRequestLine| it.request.id,
        open: Callback::new(move |request: CreditRequestId| chosen.choose(request)),
        filters: |ask| view! { <States ask/> }.into_any(),
        none: || empty(Glyph::Approve, ApprovalWord::Empty, ApprovalWord::EmptyHint).into_any(),
        bulk: Some(bulk),
    };
    view! {
        <Page title=label(NavWord::Approvals)>
            <DeskTable kind/>
        </Page>
    }
}

/// The dialog of one request, and the bar of several.
#[component]
fn Decisions(picked: Picked<CreditRequestLine, CreditRequestId>) -> impl IntoView {
    let chosen = expect_context::<Chosen>();
    let rows = picked.rows;
    view! {
        <BulkDecide picked/>
        <Dialog open=chosen.open title=t(ApprovalWord::Decide)>
            <Inside chosen rows/>
        </Dialog>
    }
}

#[component]
fn States(ask: Ask<CreditRequestQuery>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let choice = |it: StateFilter| Choice::new(it, state_word(it).text(language.get()));
        StateFilter::EVERY.map(choice).to_vec()
    });
    let choose = move |state: Option<StateFilter>| {
        let state = state.unwrap_or_default();
        let next = CreditRequestQuery { state, offset: 0, ..ask.query.get_untracked() };
        ask.replace(&next, Step::New);
    };
    view! {
        <Select
            choices
            value=Signal::derive(move || Some(ask.query.get().state))
            on_choose=choose
            label=t(ApprovalWord::State)
        />
    }
}

fn state_word(it: StateFilter) -> ApprovalWord {
    match it {
        StateFilter::All => ApprovalWord::All,
        StateFilter::Waiting => ApprovalWord::Waiting,
        StateFilter::ToDecide => ApprovalWord::ToDecide,
        StateFilter::Returned => ApprovalWord::Returned,
        StateFilter::Approved => ApprovalWord::Approved,
        StateFilter::Rejected => ApprovalWord::Rejected,
        StateFilter::Withdrawn => ApprovalWord::Withdrawn,
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
    // A request that a letter is about opens once it is there; one that no longer waits opens nothing.
    let named = chosen.request.get_untracked().is_some();
    Effect::new(move |opened: Option<bool>| {
        let opens = named && opened != Some(true) && line.read().is_some();
        if opens {
            chosen.open.set(true);
        }
        opens || opened == Some(true)
    });
    move || line.get().map(|line| view! { <Deciding line open=chosen.open/> })
}

fn column(it: Column) -> Shown<CreditRequestLine, RequestSort> {
    match it {
        Column::Asked => headed::<CreditRequestQuery, _, _>(it, |it: &CreditRequestLine| {
            terms(it.request.current.asked)
        })
        .at_end(),
        Column::Seen => headed::<CreditRequestQuery, _, _>(it, |it: &CreditRequestLine| {
            terms(it.request.current.against.standing)
        })
        .at_end(),
        Column::Stands => headed::<CreditRequestQuery, _, _>(it, now).at_end(),
        Column::Used => headed::<CreditRequestQuery, _, _>(it, |it: &CreditRequestLine| {
            money(it.stands.exposure.used)
        })
        .at_end(),
        Column::Available => headed::<CreditRequestQuery, _, _>(it, |it: &CreditRequestLine| {
            it.stands.available.map(money)
        })
        .at_end(),
        Column::Author => {
            headed::<CreditRequestQuery, _, _>(it, |it: &CreditRequestLine| it.author_name.clone())
        }
        Column::SentOn => headed::<CreditRequestQuery, _, _>(it, |it: &CreditRequestLine| {
            near(it.request.current.sent_on)
        }),
        Column::State => {
            let chosen = expect_context::<Chosen>();
            headed::<CreditRequestQuery, _, _>(it, move |it: &CreditRequestLine| {
                let request = it.request.id;
                let word = if is_waiting(it) { ApprovalWord::Decide } else { ApprovalWord::Look };
                view! {
                    <span class="line">
                        {state(it)}
                        <Button on_press=move || chosen.choose(request)>{t(word)}</Button>
                    </span>
                }
            })
        }
        _ => headed::<CreditRequestQuery, _, _>(Column::Customer, customer).as_row_name(),
    }
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
    let tag = || view! { <Tag icon=Glyph::Conflict>{t(CreditWord::MovedSince)}</Tag> };
    let (now, moved) = (terms(it.stands.against.standing), it.is_stale().then(tag));
    view! { <span class="standing">{now}{moved}</span> }
}

/// The state, or how far a decision of this device has come.
fn state(it: &CreditRequestLine) -> impl Fn() -> AnyView + use<> {
    let (request, state) = (it.request.id, it.request.state().clone());
    let replica = Replica::expect();
    let word = say(move |language| words::request_state(&state, language));
    let waits = is_waiting(it);
    let going = Memo::new(move |_| {
        let outbox = replica.outbox().get();
        let unanswered = outbox.iter().filter(|it| it.stage == Stage::OnlyHere);
        let commands = unanswered.map(|it| it.command.as_ref());
        progress(request, commands, &replica.inbox().get())
    });
    move || match going.get() {
        Some(Progress::Sending(decision)) => {
            let said = say(move |language| words::decision(decision, language));
            view! { <span class="mark mark-local">{t(ApprovalWord::Sending)}" → "{said}</span> }
                .into_any()
        }
        Some(Progress::Refused(refusal)) => {
            let said = say(move |language| words::refusal(&refusal, language));
            view! { <Note notice=Notice::Bad>{said}</Note> }.into_any()
        }
        // The button beside it says that.
        None if waits => ().into_any(),
        None => view! { <Tag>{word}</Tag> }.into_any(),
    }
}

fn is_waiting(it: &CreditRequestLine) -> bool {
    *it.request.state() == RequestState::Waiting
}
