//! One request in the hands of who decides: both versions of the limit, what is used, and the answer.

use app::kit::{Button, Fact, Facts, Field, Need, Note, Notice, TextArea, Toast, Tone, use_toasts};
use app::{
    view::{approve::answer, inbox},
    words::{ApprovalWord, CreditSaid, CreditWord},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use shared::{
    credit::{
        self, CreditRequestLine, Decide, Decision, REASON_MAX, RequestState, Revision, own_request,
    },
    sync::{Act, replica::Stage},
    user::Caller,
    words,
};

use super::{Figures, person, standing};
use crate::{
    customer::address,
    form::{Draft, DraftPill, saved},
    replica::{NotSubmitted, Replica},
    say::{near, say, t},
    trouble::NotTaken,
};

/// What is kept of a decision that was begun.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Begun {
    reason: String,
}

#[component]
pub fn Deciding(line: CreditRequestLine, open: RwSignal<bool>) -> impl IntoView {
    let request = &line.request;
    let caller = Caller::of(&Replica::expect().user().get_untracked());
    let own = own_request(request, &caller).is_err();
    let may = credit::may_decide_somewhere(&caller);
    let waits = *request.state() == RequestState::Waiting;
    let (code, name) = (line.customer_code.clone(), line.customer_name.clone());
    let answers = match (waits, own) {
        (true, true) => {
            view! { <Note notice=Notice::Warn>{t(ApprovalWord::Own)}</Note> }.into_any()
        }
        // Who only looks over it is offered no answer that would be refused.
        (true, false) if !may => ().into_any(),
        (true, false) => view! { <Answers line=line.clone() open/> }.into_any(),
        (false, _) => view! { <Settled revision=request.current.clone()/> }.into_any(),
    };
    view! {
        <div class="stack-3">
            <p>
                <a class="name" href=address(request.customer)>{name}</a>
                " "
                <span class="code">{code}</span>
            </p>
            <Versions line=line.clone()/>
            <Figures figures=line.stands.clone()/>
            <Earlier revisions=request.earlier.clone()/>
            {answers}
        </div>
    }
}

/// What the author saw beside what stands now, and what is asked for.
#[component]
fn Versions(line: CreditRequestLine) -> impl IntoView {
    let (stale, current) = (line.is_stale(), line.request.current.clone());
    let on = near(current.sent_on);
    view! {
        <Facts>
            <Fact label=t(CreditWord::Asked)><b>{standing(current.asked)}</b></Fact>
            <Fact label=t(ApprovalWord::By)>{line.author_name.clone()}" "{on}</Fact>
        </Facts>
        <dl class="versions">
            <div>
                <dt>{t(CreditWord::Saw)}</dt>
                <dd>{standing(current.against.standing)}</dd>
            </div>
            <div>
                <dt>{t(CreditWord::Now)}</dt>
                <dd>{standing(line.stands.against.standing)}</dd>
            </div>
        </dl>
        {stale.then(|| view! { <Note notice=Notice::Warn>{t(CreditWord::Moved)}</Note> })}
        <p class="quote">{current.reason}</p>
    }
}

/// The forms before, each with what was answered to it.
#[component]
fn Earlier(revisions: Vec<Revision>) -> impl IntoView {
    let one = |(at, it): (usize, Revision)| {
        let number = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        let name = say(move |language| CreditSaid::Revision { number }.text(language));
        view! {
            <li class="stack">
                <span class="meta">{name}" · "{standing(it.asked)}" · "{it.reason.clone()}</span>
                <Settled revision=it/>
            </li>
        }
    };
    (!revisions.is_empty()).then(|| {
        view! {
            <p class="meta">{t(ApprovalWord::History)}</p>
            <ol class="stack-3">{revisions.into_iter().enumerate().map(one).collect_view()}</ol>
        }
    })
}

/// What was answered, by whom.
#[component]
fn Settled(revision: Revision) -> impl IntoView {
    let (by, reason) = answer(&revision.state)?;
    let (by, reason, state) = (person(by), reason.to_owned(), revision.state.clone());
    let said = say(move |language| {
        let state = words::request_state(&state, language).to_owned();
        CreditSaid::Decided { by: by(), state, reason: reason.clone() }.text(language)
    });
    Some(view! { <p class="quote">{said}</p> })
}

/// The reason and the three answers; a reason is needed to return or reject.
#[component]
fn Answers(line: CreditRequestLine, open: RwSignal<bool>) -> impl IntoView {
    let letters = Replica::expect().inbox().get_untracked();
    let before = inbox::refused_decisions(&letters, line.request.id);
    let said = before.first().and_then(|it| match &it.act {
        Act::DecideCreditRequest(it) => Some(it.reason.clone()),
        _ => None,
    });
    let reason = RwSignal::new(said.unwrap_or_default());
    let form = format!("decide:{}", line.request.id);
    let current = Memo::new(move |_| Begun { reason: reason.get() });
    let draft = Draft::of(form.clone(), current, Begun::default(), move |it: Begun| {
        reason.set(it.reason);
    });
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let sending = on_its_way(&line);
    let still = Signal::derive(move || busy.get() || sending.get());
    let silent = Signal::derive(move || still.get() || reason.read().trim().is_empty());
    let send = sender(line, form, Sending { reason, open, busy, failed });
    let (approve, give_back, reject) = (send.clone(), send.clone(), send);
    let most = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
    view! {
        <div class="line"><DraftPill draft/></div>
        <Field
            label=t(ApprovalWord::YourReason)
            need=Need::Depends
            hint=t(ApprovalWord::YourReasonHint)
        >
            <TextArea value=reason most/>
        </Field>
        <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
        <div class="line">
            <Button tone=Tone::Primary busy disabled=still on_press=move || approve(Decision::Approve)>
                {t(ApprovalWord::Approve)}
            </Button>
            <Button disabled=silent on_press=move || give_back(Decision::Return)>
                {t(ApprovalWord::Return)}
            </Button>
            <Button disabled=silent on_press=move || reject(Decision::Reject)>
                {t(ApprovalWord::Reject)}
            </Button>
        </div>
    }
}

/// Whether this device has decided it already and waits for the answer.
fn on_its_way(line: &CreditRequestLine) -> Signal<bool> {
    let (outbox, request) = (Replica::expect().outbox(), line.request.id);
    Signal::derive(move || {
        let decides =
            |act: &Act| matches!(act, Act::DecideCreditRequest(it) if it.request == request);
        let outbox = outbox.get();
        outbox.iter().any(|it| it.stage == Stage::OnlyHere && decides(&it.command.act))
    })
}

#[derive(Clone, Copy)]
struct Sending {
    reason: RwSignal<String>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<NotSubmitted>>,
}

/// Stores the decision against what is shown here; the row says what becomes of it.
fn sender(
    line: CreditRequestLine,
    form: String,
    to: Sending,
) -> impl Fn(Decision) + Clone + Send + Sync + 'static {
    let (replica, toasts) = (Replica::expect(), use_toasts());
    let saved = saved(replica);
    move |decision| {
        let act = Act::DecideCreditRequest(Decide {
            request: line.request.id,
            revision: line.request.revision(),
            against: line.stands.against,
            decision,
            reason: to.reason.get_untracked(),
        });
        let (customer, form, said) = (line.request.customer, form.clone(), saved.get_untracked());
        // A refusal of the decision before is answered by this one.
        let before = inbox::refused_decisions(&replica.inbox().get_untracked(), line.request.id);
        to.busy.set(true);
        spawn_local(async move {
            match replica.submit_form(act, vec![], &before, Some(customer), &form).await {
                Ok(_) => {
                    toasts.show(Toast::new(said));
                    _ = to.open.try_set(false);
                }
                Err(error) => _ = to.failed.try_set(Some(error)),
            }
            // The dialog may be gone.
            _ = to.busy.try_set(false);
        });
    }
}
