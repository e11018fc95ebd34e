//! A slip on the phone: readable across the counter, copied or sent to the customer, cancelled.

use std::sync::Arc;

use app::kit::{
    Amount, Button, Currencies, Fact, Facts, Field, Figure, Glyph, Note, Notice, Section, Skeleton,
    SkeletonShape, TextInput, Tone,
};
use app::view::attached::of;
use app::words::{FileWord, SlipText, SlipWord};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use shared::{
    attachment::AttachedTo,
    field_receipt::{Cancel, FieldReceipt},
    id::FieldReceiptId,
    inbox::InboxItem,
    sync::Act,
    words,
};

use super::state;
use crate::{
    attachment::{Tiles, Viewer, Viewing},
    customer::{self, Open, Shown, address, instead, opened},
    form::again,
    parts::{empty, mark},
    replica::{NotSubmitted, Replica},
    say::{label, near, say, t},
    shell::{Back, Page},
    trouble::NotTaken,
    visit::name_of,
};

#[component]
pub fn SlipPage() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let params = use_params_map();
    Viewing::provide();
    let wanted = Memo::new(move |_| {
        params.read().get("slip").and_then(|it| it.parse::<FieldReceiptId>().ok())
    });
    let back = id.get_untracked().map_or_else(|| "/customers".to_owned(), address);
    view! {
        <Page
            title=label(SlipWord::Slip)
            beside=name_of(shown)
            back=Back::named(back, name_of(shown))
        >
            {move || match shown.get() {
                Shown::Here(open) => {
                    let found = open.view.slips.iter().find(|it| Some(it.id) == wanted.get());
                    match found.cloned() {
                        Some(slip) => view! { <Paper slip open/> }.into_any(),
                        None => {
                            empty(Glyph::Search, SlipWord::Gone, SlipWord::GoneHint).into_any()
                        }
                    }
                }
                Shown::Opening => view! { <Skeleton shape=SkeletonShape::Rows/> }.into_any(),
                other => instead(other),
            }}
            <Viewer shown/>
        </Page>
    }
}

/// The slip as the customer reads it.
#[component]
fn Paper(slip: FieldReceipt, open: Arc<Open>) -> impl IntoView {
    let register = Replica::expect().register();
    let (company, author) = (slip.company, slip.author);
    let company = Signal::derive(move || register.get().company_name(company));
    let author = Signal::derive(move || register.get().user_name(author));
    let text = slip_text(&slip, &open, company, author);
    let (method, of_state) = (slip.method, slip.clone());
    let method = say(move |language| words::method(method, language));
    let state = say(move |language| state(&of_state, language));
    let (on, truth) = (near(slip.taken_on), mark(open.truth(slip.id.0)));
    let payer =
        if slip.payer.is_empty() { open.view.customer.name.clone() } else { slip.payer.clone() };
    let own = slip.is_waiting() && slip.author == Replica::expect().user().get_untracked().id;
    let to = AttachedTo::FieldReceipt { field_receipt: slip.id };
    let tiles = open.tiles(&of(&open.view.attached, to));
    let said = slip.note.clone();
    let note =
        (!said.is_empty()).then(move || view! { <Fact label=t(FileWord::Note)>{said}</Fact> });
    view! {
        <section class="hero stack" aria-label=t(SlipWord::Slip)>
            <div class="line">
                <h2 class="code">{slip.slip.to_string()}</h2>
                <span class="end">{truth}</span>
            </div>
            <Figure><Amount money=slip.amount currency=Currencies::Said/></Figure>
            {words::capitals(slip.amount).map(|it| view! { <p class="meta" lang="zh-CN">{it}</p> })}
            <Facts>
                <Fact label=t(SlipWord::Company)>{company}</Fact>
                <Fact label=t(SlipWord::Payer)>{payer}</Fact>
                <Fact label=t(SlipWord::How)>{method}</Fact>
                <Fact label=t(SlipWord::TakenOn)>{on}</Fact>
                <Fact label=t(SlipWord::TakenBy)>{author}</Fact>
                <Fact label=t(SlipWord::State)>{state}</Fact>
                {note}
            </Facts>
            <Note notice=Notice::Info><b>{t(SlipWord::Subject)}</b></Note>
            <Tiles tiles/>
        </section>
        <Carry text/>
        {own.then(|| view! { <CancelSection slip=slip.clone()/> })}
    }
}

fn slip_text(
    slip: &FieldReceipt,
    open: &Open,
    company: Signal<String>,
    author: Signal<String>,
) -> Signal<String> {
    let (slip, customer) = (slip.clone(), open.view.customer.name.clone());
    say(move |language| {
        SlipText {
            slip: slip.slip.to_string(),
            company: company.get(),
            customer: customer.clone(),
            payer: slip.payer.clone(),
            amount: slip.amount,
            method: words::method(slip.method, language).to_owned(),
            taken_on: slip.taken_on,
            author: author.get(),
            note: slip.note.clone(),
        }
        .text(language)
    })
}

/// The text goes to the clipboard: every app that carries messages takes it from there.
#[component]
fn Carry(text: Signal<String>) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move || {
        let written = window().navigator().clipboard().write_text(&text.get_untracked());
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(written).await.is_ok();
            _ = copied.try_set(done);
        });
    };
    view! {
        <div class="stack-3">
            <Button tone=Tone::Primary icon=Glyph::Copy on_press=copy>{t(SlipWord::Copy)}</Button>
            <div role="status">
                <Show when=move || copied.get()>
                    <Note notice=Notice::Ok>{t(SlipWord::Copied)}</Note>
                </Show>
            </div>
        </div>
    }
}

/// What was wrong is cancelled with a reason; the number stays.
#[component]
fn CancelSection(slip: FieldReceipt) -> impl IntoView {
    let again = again()
        .filter(|it| matches!(&it.act, Act::CancelFieldReceipt(it) if it.field_receipt == slip.id));
    let before = again.as_ref().and_then(|it| match &it.act {
        Act::CancelFieldReceipt(it) => Some(it.reason.clone()),
        _ => None,
    });
    let (replica, reason) = (Replica::expect(), RwSignal::new(before.unwrap_or_default()));
    let letters: Vec<InboxItem> = again.into_iter().collect();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let (customer, field_receipt) = (slip.customer, slip.id);
    let act = move || Act::CancelFieldReceipt(Cancel { field_receipt, reason: reason.get() });
    let refused = Memo::new(move |_| replica.predict(&act(), Some(customer)).err());
    let press = move || {
        busy.set(true);
        let (act, letters) = (untrack(act), letters.clone());
        spawn_local(async move {
            let taken = replica.submit_answer(act, Some(customer), &letters).await;
            _ = failed.try_set(taken.err());
            _ = busy.try_set(false);
        });
    };
    view! {
        <Section title=t(SlipWord::Cancel)>
            <div class="stack-3">
                <Field label=t(SlipWord::CancelReason) hint=t(SlipWord::CancelHint)>
                    <TextInput value=reason/>
                </Field>
                <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
                <Button
                    tone=Tone::Bad
                    busy
                    disabled=Signal::derive(move || refused.read().is_some())
                    on_press=press
                >
                    {t(SlipWord::Cancel)}
                </Button>
            </div>
        </Section>
    }
}
