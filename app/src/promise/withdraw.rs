//! Taking a promise back: which one, and why.

use app::kit::{Chips, Choice, Field, Group, Note, Notice, TextArea};
use app::{
    draft::withdraw::{WithdrawDraft, WithdrawField, field_of},
    format::day,
    language::use_language,
    words::{Label, NavWord, PromiseWord},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    id::{CustomerId, PromiseId},
    promise::{Promise, REASON_MAX},
    sync::Act,
    words,
};

use crate::{
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    replica::Replica,
    say::{label, say, t},
    shell::{Back, Page},
    visit::name_of,
};

/// The usual reasons, a tap away.
const REASONS: [PromiseWord; 3] =
    [PromiseWord::TakenDownWrong, PromiseWord::CustomerBackedOut, PromiseWord::AgreedOtherwise];

#[component]
pub fn WithdrawPromise() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    let promise: Option<PromiseId> =
        use_query_map().read_untracked().get("promise").and_then(|it| it.parse().ok());
    move || match (about.get(), promise) {
        (Some(customer), Some(promise)) => view! { <Form customer promise shown/> }.into_any(),
        _ => view! {
            <Page
                title=label(PromiseWord::WithdrawHeading)
                back=Back::to("/customers", NavWord::Customers)
            >
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Form(customer: CustomerId, promise: PromiseId, shown: Memo<Shown>) -> impl IntoView {
    let before = again().and_then(|it| match it.act {
        Act::WithdrawPromise(it) => Some(it.reason),
        _ => None,
    });
    let reason = RwSignal::new(before.unwrap_or_default());
    let current = Memo::new(move |_| WithdrawDraft { reason: reason.get() });
    let empty = WithdrawDraft::default();
    let draft = Draft::of(name("withdraw", customer), current, empty, move |it| {
        reason.set(it.reason);
    });
    let act = move || current.get().withdraw(promise).map(Act::WithdrawPromise);
    let submission = Submission::of(customer, act);
    let send = move || {
        if let Some(act) = untrack(act) {
            submission.send(act, customer, draft);
        }
    };
    let clear = move || {
        let was = reason.get_untracked();
        reason.set(String::new());
        Callback::new(move |()| reason.set(was.clone()))
    };
    let button = say(move |language| {
        let word = match current.get().withdraw(promise) {
            Some(_) => PromiseWord::WithdrawHeading,
            None => PromiseWord::WithdrawFill,
        };
        word.text(language).to_owned()
    });
    view! {
        <Page
            title=label(PromiseWord::WithdrawHeading)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <About promise shown/>
                <Reason reason submission/>
            </form>
        </Page>
    }
}

/// The promise as it was made; a word if there is nothing left to take back.
#[component]
fn About(promise: PromiseId, shown: Memo<Shown>) -> impl IntoView {
    let found = Memo::new(move |_| {
        let shown = shown.read();
        shown.open()?.view.promises.iter().find(|it| it.promise.id == promise).cloned()
    });
    move || {
        found.get().map(|it| {
            let gone = (!it.is_pending()).then(|| {
                view! { <Note notice=Notice::Info>{t(PromiseWord::WithdrawGone)}</Note> }
            });
            view! {
                <p class="strong">{said(it.promise)}</p>
                {gone}
            }
        })
    }
}

/// 11月20日 ¥8,000.00 王建国
fn said(promise: Promise) -> Signal<String> {
    let today = Replica::expect().today();
    say(move |language| {
        let on = day::near(language, promise.due_on, today.get());
        format!("{on} {} {}", words::amount(promise.amount), promise.promiser)
    })
}

#[component]
fn Reason(reason: RwSignal<String>, submission: Submission) -> impl IntoView {
    let error = submission.error_at(WithdrawField::Reason, field_of);
    let language = use_language();
    let choices = Signal::derive(move || {
        let choice = |it: PromiseWord| {
            let text = it.text(language.get());
            Choice::new(text.to_owned(), text)
        };
        REASONS.map(choice).to_vec()
    });
    let value = Signal::derive(move || Some(reason.get()));
    let most = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
    view! {
        <Group legend=t(PromiseWord::UsualReasons)>
            <Chips choices value on_choose=move |it| reason.set(it)/>
        </Group>
        <Field label=t(PromiseWord::WithdrawWhy) error>
            <TextArea value=reason most/>
        </Field>
    }
}
