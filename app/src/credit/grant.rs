//! Setting a customer's credit at the desk, against what stands in the server's file.

use std::sync::Arc;

use app::kit::{DateInput, Field, Need};
use app::{
    draft::credit::{CreditDraft, CreditField, Terms, field_of},
    words::{CreditSaid, CreditWord, Label, NavWord},
};
use leptos::prelude::*;
use shared::{
    credit::{self, CreditFigures, Grant},
    id::CustomerId,
    money::Currency,
    page::CustomerFile,
    sync::Act,
    user::Caller,
};

use super::fields::{AmountField, Fields, ReasonField, StandsNow, TermsField, missing_word};
use crate::{
    customer::{self, address, dossier_of},
    desk_page::Fetched,
    form::{Draft, DraftPill, Restored, Save, Submission, again, name},
    replica::Replica,
    say::{label, say, t},
    shell::{Back, NotFound, Page},
};

#[component]
pub fn GrantCredit() -> impl IntoView {
    let user = Replica::expect().user();
    let may = Memo::new(move |_| credit::may_grant(&Caller::of(&user.get())));
    view! {
        <Show when=move || may.get() fallback=|| view! { <NotFound/> }>
            <GrantPage/>
        </Show>
    }
}

#[component]
fn GrantPage() -> impl IntoView {
    let (id, replica) = (customer::of_address(), Replica::expect());
    let path = Signal::derive(move || {
        let id = id.get().map(|it| it.to_string()).unwrap_or_default();
        format!("/api/customers/{id}")
    });
    let read = Fetched::of(replica.desk::<CustomerFile>(path));
    let about = Memo::new(move |_| read.value.get().map(|it| it.customer.id));
    move || match about.get() {
        Some(customer) => view! { <Form customer file=read.value/> }.into_any(),
        None => view! {
            <Page
                title=label(CreditWord::Change)
                back=Back::to("/customers", NavWord::Customers)
            >
                {read.notice()}
                {read.show(|_| ())}
            </Page>
        }
        .into_any(),
    }
}

/// What stands on the seller's day, from the server's rows.
fn figures(file: Memo<Option<Arc<CustomerFile>>>) -> Memo<Option<CreditFigures>> {
    let replica = Replica::expect();
    Memo::new(move |before: Option<&Option<CreditFigures>>| {
        let now = file.get().and_then(|it| {
            CreditFigures::of(&dossier_of(&it, &replica), replica.today().get()).ok()
        });
        now.or_else(|| before.cloned().flatten())
    })
}

/// The form as it opens: empty, or filled to be sent again.
fn start(currency: Currency) -> CreditDraft {
    match again().map(|it| it.act) {
        Some(Act::GrantCredit(it)) => {
            let draft = CreditDraft::of(it.terms, &it.reason, currency);
            CreditDraft { valid_until: it.valid_until, ..draft }
        }
        _ => CreditDraft::new(currency),
    }
}

#[component]
fn Form(customer: CustomerId, file: Memo<Option<Arc<CustomerFile>>>) -> impl IntoView {
    let figures = figures(file);
    let named =
        Signal::derive(move || file.get().map(|it| it.customer.name.clone()).unwrap_or_default());
    let currency = figures.get_untracked().map_or(Currency::CNY, |it| it.currency());
    let empty = start(currency);
    let fields = Fields::of(&empty);
    let current = Memo::new(move |_| fields.draft());
    let draft =
        Draft::of(name("grant", customer), current, empty.clone(), move |it| fields.set(it));
    let act = move || {
        let (terms, reason) = current.get().whole().ok()?;
        let against = figures.get()?.against;
        let valid_until = fields.valid_until.get();
        Some(Act::GrantCredit(Grant { terms, valid_from: None, valid_until, reason, against }))
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
    let button = say(move |language| match current.get().whole() {
        Ok((terms, _)) => CreditSaid::Grant { terms }.text(language),
        Err(missing) => missing_word(missing).text(language).to_owned(),
    });
    view! {
        <Page
            title=label(CreditWord::Change)
            beside=named
            back=Back::named(address(customer), named)
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="stack-5 narrow" on:submit=|event| event.prevent_default()>
                <StandsNow figures/>
                <TermsField fields submission offered=offered()/>
                <AmountField fields submission figures/>
                <UntilField fields submission/>
                <ReasonField fields submission/>
            </form>
        </Page>
    }
}

/// Credit without a limit is offered to the highest approval only.
fn offered() -> Signal<Vec<Terms>> {
    let user = Replica::expect().user();
    Signal::derive(move || {
        let mut all = vec![Terms::Limited, Terms::CashOnly, Terms::NotGranted];
        if credit::may_grant_unlimited(&Caller::of(&user.get())) {
            all.push(Terms::Unlimited);
        }
        all
    })
}

#[component]
fn UntilField(fields: Fields, submission: Submission) -> impl IntoView {
    let today = Replica::expect().today();
    let error = submission.error_at(CreditField::ValidUntil, field_of);
    view! {
        <Field label=t(CreditWord::ValidUntil) need=Need::Optional error>
            <DateInput
                value=fields.valid_until
                on_change=move |it| fields.valid_until.set(it)
                earliest=Signal::derive(move || Some(today.get()))
            />
        </Field>
    }
}
