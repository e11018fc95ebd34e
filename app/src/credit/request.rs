//! Asking for another limit at the counter, also without a signal; or editing what was asked.

use app::{
    draft::credit::{CreditDraft, Terms},
    view::{approve::open_of, inbox::decided},
    words::{CreditSaid, CreditWord, Label, NavWord},
};
use leptos::prelude::*;
use shared::{
    credit::{Against, CreditFigures, CreditRequest, Request, Revise},
    id::{CreditRequestId, CustomerId},
    money::Currency,
    sync::Act,
};

use super::fields::{AmountField, Fields, ReasonField, StandsNow, TermsField, missing_word};
use crate::{
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    replica::Replica,
    say::{label, say},
    shell::{Back, Page},
    visit::name_of,
};

#[component]
pub fn AskForCredit() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    move || match about.get() {
        Some(customer) => view! { <Form customer shown/> }.into_any(),
        None => view! {
            <Page title=label(CreditWord::Ask) back=Back::to("/customers", NavWord::Customers)>
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

/// What the form stands on: what the author sees now, and the request that it edits, if one is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Facing {
    against: Against,
    open: Option<(CreditRequestId, u32)>,
}

fn facing(shown: Memo<Shown>) -> Memo<Facing> {
    let user = Replica::expect().user();
    Memo::new(move |before: Option<&Facing>| {
        let shown = shown.read();
        let Some(open) = shown.open() else { return before.copied().unwrap_or_default() };
        let own = open_of(&open.view.credit_requests, user.get().id);
        Facing { against: open.view.credit.against, open: own.map(|it| (it.id, it.revision())) }
    })
}

/// The form as it opens: as it was sent before, or empty.
fn start(shown: Memo<Shown>) -> CreditDraft {
    let shown = shown.read_untracked();
    let open = shown.open();
    let currency = open.map_or(Currency::CNY, |it| it.view.credit.currency());
    let of = |it: &CreditRequest| CreditDraft::of(it.current.asked, &it.current.reason, currency);
    if let Some(item) = again() {
        match &item.act {
            Act::RequestCredit(it) => return CreditDraft::of(it.asked, &it.reason, currency),
            Act::ReviseCreditRequest(it) => {
                return CreditDraft::of(it.asked, &it.reason, currency);
            }
            _ => {}
        }
        if let Some(request) = decided(&item) {
            return of(request);
        }
    }
    let user = Replica::expect().user().get_untracked().id;
    let own = open.and_then(|it| open_of(&it.view.credit_requests, user).map(of));
    own.unwrap_or_else(|| CreditDraft::new(currency))
}

#[component]
fn Form(customer: CustomerId, shown: Memo<Shown>) -> impl IntoView {
    let empty = start(shown);
    let fields = Fields::of(&empty);
    let current = Memo::new(move |_| fields.draft());
    let facing = facing(shown);
    let figures = figures(shown);
    let draft =
        Draft::of(name("credit", customer), current, empty.clone(), move |it| fields.set(it));
    let act = move || {
        let (asked, reason) = current.get().whole().ok()?;
        let Facing { against, open } = facing.get();
        Some(if let Some((request, revision)) = open {
            Act::ReviseCreditRequest(Revise { request, revision, asked, reason, against })
        } else {
            let id = CreditRequestId(draft.row());
            Act::RequestCredit(Request { id, asked, reason, against })
        })
    };
    let submission = Submission::of(customer, act);
    let send = move || {
        if let Some(act) = untrack(act) {
            submission.send(act, customer, draft);
        }
    };
    let clear = move || {
        let was = untrack(|| fields.draft());
        fields.set(empty.clone());
        Callback::new(move |()| fields.set(was.clone()))
    };
    let offered = Signal::stored(vec![Terms::Limited, Terms::CashOnly, Terms::Unlimited]);
    let button = button_name(current);
    view! {
        <Page
            title=label(CreditWord::Ask)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <StandsNow figures/>
                <TermsField fields submission offered/>
                <AmountField fields submission figures/>
                <ReasonField fields submission/>
            </form>
        </Page>
    }
}

/// What stands, as long as it is known.
fn figures(shown: Memo<Shown>) -> Memo<Option<CreditFigures>> {
    Memo::new(move |before: Option<&Option<CreditFigures>>| {
        let now = shown.read().open().map(|it| it.view.credit.clone());
        now.or_else(|| before.cloned().flatten())
    })
}

/// 发出申请，额度¥80,000.00内赊销; before all is filled in, what is missing.
fn button_name(current: Memo<CreditDraft>) -> Signal<String> {
    say(move |language| match current.get().whole() {
        Ok((asked, _)) => CreditSaid::Ask { asked }.text(language),
        Err(missing) => missing_word(missing).text(language).to_owned(),
    })
}
