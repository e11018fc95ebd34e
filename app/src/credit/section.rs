//! Credit in a customer's file, on the phone and at the desk: what stands, and what was asked for.

use std::sync::Arc;

use app::kit::{
    Button, Glyph, LinkButton, Meta, Note, Notice, RowEnd, RowMain, RowTitle, Rows, Section, Tag,
    Toast, Tone, Truth, use_toasts,
};
use app::{
    view::{
        approve::{answer, open_of},
        palette::Deed,
    },
    words::{ApprovalWord, CreditSaid, CreditWord, FileWord},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    credit::{self, CreditRequest, RequestState, Withdraw},
    id::{CreditRequestId, CustomerId},
    sync::{Act, replica::Stage},
    user::{Caller, Role},
    words,
};

use super::{Figures, person, standing};
use crate::{
    customer::{List, Open, Whole, address},
    parts::mark,
    replica::{NotSubmitted, Replica},
    say::{label, near, say, t},
    shell::{Place, offer},
    trouble::NotTaken,
};

/// How many settled requests are shown before somebody asks for all.
const SETTLED_SHOWN: usize = 2;

#[component]
pub fn CreditSection(open: Arc<Open>) -> impl IntoView {
    let customer = open.view.customer.id;
    let own =
        open_of(&open.view.credit_requests, Replica::expect().user().get_untracked().id).is_some();
    let figures = open.view.credit.clone();
    // Whoever comes is given no credit: nobody is offered what would be refused.
    let walk_in = open.view.customer.is_walk_in();
    view! {
        <Section
            title=t(CreditWord::Heading)
            end=move || (!walk_in).then(|| view! { <Way customer own/> })
        >
            <Figures figures/>
            {walk_in.then(|| view! { <Note>{t(CreditWord::WalkIn)}</Note> })}
            <Granting customer/>
            <Requests open/>
        </Section>
    }
}

/// The way to a form: reps ask, controllers grant.
#[component]
fn Way(customer: CustomerId, own: bool) -> impl IntoView {
    let caller = Caller::of(&Replica::expect().user().get_untracked());
    let href = format!("{}/credit", address(customer));
    let (may, word) = match expect_context::<Place>() {
        Place::Phone => {
            (caller.has(Role::Rep), if own { CreditWord::AskAgain } else { CreditWord::Ask })
        }
        Place::Desk => (credit::may_grant(&caller), CreditWord::Change),
    };
    if !may {
        return None;
    }
    let (navigate, to) = (use_navigate(), href.clone());
    offer(Deed::ChangeCredit, Glyph::Request, move || navigate(&to, NavigateOptions::default()));
    Some(view! { <LinkButton href icon=Glyph::Request>{t(word)}</LinkButton> })
}

/// A grant of this device that the server has not answered: at the desk nothing is foreseen.
#[component]
fn Granting(customer: CustomerId) -> impl IntoView {
    let outbox = Replica::expect().outbox();
    let on_its_way = Memo::new(move |_| {
        let outbox = outbox.get();
        let mut waiting = outbox.iter().rev().filter(|it| it.stage == Stage::OnlyHere);
        waiting.find_map(|it| match &it.command.act {
            Act::GrantCredit(grant) if it.command.customer == Some(customer) => Some(grant.terms),
            _ => None,
        })
    });
    move || {
        on_its_way.get().map(|terms| {
            view! {
                <Note notice=Notice::Local>
                    {t(ApprovalWord::Sending)}
                    " → "
                    {standing(terms)}
                </Note>
            }
        })
    }
}

#[component]
fn Requests(open: Arc<Open>) -> impl IntoView {
    let all = Whole::of(&open, List::Requests);
    let requests = &open.view.credit_requests;
    let pending = requests.iter().filter(|it| it.state().is_open()).count();
    let (count, first) = (requests.len(), pending + SETTLED_SHOWN);
    let rows = move || {
        let shown = if all.get() { count } else { first.min(count) };
        let some = open.view.credit_requests[..shown].iter();
        some.map(|it| view! { <li><Line request=it.clone() open=open.clone()/></li> })
            .collect_view()
    };
    (0 < count).then(|| {
        view! {
            <Rows>{rows}</Rows>
            <Show when=move || first < count && !all.get()>
                <Button tone=Tone::Quiet on_press=move || all.show()>{t(FileWord::ShowAll)}</Button>
            </Show>
        }
    })
}

#[component]
fn Line(request: CreditRequest, open: Arc<Open>) -> impl IntoView {
    let state = request.state().clone();
    let word = say(move |language| words::request_state(&state, language));
    let asked = standing(request.current.asked);
    let (by, on) = (person(request.author), near(request.current.sent_on));
    let own = Replica::expect().user().get_untracked().id == request.author;
    let withdraw = (own && request.state().is_open() && open.is_of_phone())
        .then(|| view! { <TakeBack request=request.id customer=request.customer/> });
    let (why, truth) = (request.current.reason.clone(), truth(&request, &open));
    // What the mark says already is not said twice.
    let state = (truth != Truth::AwaitingApproval).then(|| view! { <Tag>{word}</Tag> });
    view! {
        <div class="row">
            <RowMain>
                <RowTitle><span>{asked}</span>{state}</RowTitle>
                <Meta>{by}" "{on}" · "{why}</Meta>
                <Answer request=request.clone()/>
                <Versions request open/>
                {withdraw}
            </RowMain>
            <RowEnd>{mark(truth)}</RowEnd>
        </div>
    }
}

/// What was answered to it, or to the form before.
#[component]
fn Answer(request: CreditRequest) -> impl IntoView {
    let before = request.earlier.last().map(|it| &it.state);
    let state = match request.state() {
        RequestState::Waiting => before?,
        state => state,
    };
    let (by, reason) = answer(state)?;
    let (by, reason, state) = (person(by), reason.to_owned(), state.clone());
    let said = say(move |language| {
        let state = words::request_state(&state, language).to_owned();
        CreditSaid::Decided { by: by(), state, reason: reason.clone() }.text(language)
    });
    Some(view! { <span class="quote">{said}</span> })
}

/// Both versions, where another limit stands than the author saw.
#[component]
fn Versions(request: CreditRequest, open: Arc<Open>) -> impl IntoView {
    let (seen, now) = (request.current.against, open.view.credit.against);
    let stale = request.state().is_open() && seen.is_stale(now);
    stale.then(|| {
        view! {
            <Note notice=Notice::Warn>
                {t(CreditWord::Moved)}
                " · "
                {t(CreditWord::Saw)}
                " "
                {standing(seen.standing)}
                " · "
                {t(CreditWord::Now)}
                " "
                {standing(now.standing)}
            </Note>
        }
    })
}

/// How true it is, and whose turn: what waits with the server waits for approval.
fn truth(request: &CreditRequest, open: &Open) -> Truth {
    match (open.truth(request.id.0), request.state()) {
        (Truth::OnlyHere, _) => Truth::OnlyHere,
        (_, RequestState::Waiting) => Truth::AwaitingApproval,
        (_, RequestState::Returned { .. } | RequestState::Rejected { .. }) => Truth::Refused,
        (_, RequestState::Approved { .. } | RequestState::Withdrawn { .. }) => Truth::Confirmed,
    }
}

#[component]
fn TakeBack(request: CreditRequestId, customer: CustomerId) -> impl IntoView {
    let (replica, toasts) = (Replica::expect(), use_toasts());
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let withdrawn = label(CreditWord::Withdrawn);
    let press = move || {
        busy.set(true);
        let said = withdrawn.get_untracked();
        spawn_local(async move {
            let act = Act::WithdrawCreditRequest(Withdraw { request });
            match replica.submit(act, Some(customer)).await {
                Ok(_) => toasts.show(Toast::new(said)),
                Err(error) => _ = failed.try_set(Some(error)),
            }
            // The row may have gone with the page.
            _ = busy.try_set(false);
        });
    };
    view! {
        <Button tone=Tone::Quiet busy on_press=press>{t(CreditWord::Withdraw)}</Button>
        <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
    }
}
