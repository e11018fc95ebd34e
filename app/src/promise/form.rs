//! Taking a promise to pay at the counter: how much, when, who, how, and on what.

use app::kit::{Note, Notice};
use app::{
    draft::promise::{PromiseDraft, PromiseField, currencies},
    format::day,
    words::{FormSaid, Label, NavWord, PromiseWord},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::Day,
    id::{CustomerId, InvoiceId, PromiseId},
    money::Currency,
    promise::{Basis, Make},
    receipt::PaymentMethod,
    sync::Act,
};

use super::{
    basis::BasisField,
    fields::{AmountField, CurrencyField, DayField, MethodField, NoteField, WhoField},
};
use crate::{
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    replica::Replica,
    say::{label, say},
    shell::{Back, Page},
    visit::name_of,
};

/// What the form holds.
#[derive(Clone, Copy)]
pub struct Fields {
    pub currency: RwSignal<Currency>,
    pub amount: RwSignal<String>,
    pub due_on: RwSignal<Option<Day>>,
    pub promiser: RwSignal<String>,
    pub method: RwSignal<PaymentMethod>,
    pub basis: RwSignal<Basis>,
    pub note: RwSignal<String>,
    pub replaces: RwSignal<Option<PromiseId>>,
}

impl Fields {
    fn of(draft: &PromiseDraft) -> Fields {
        let draft = draft.clone();
        Fields {
            currency: RwSignal::new(draft.currency),
            amount: RwSignal::new(draft.amount),
            due_on: RwSignal::new(draft.due_on),
            promiser: RwSignal::new(draft.promiser),
            method: RwSignal::new(draft.method),
            basis: RwSignal::new(draft.basis),
            note: RwSignal::new(draft.note),
            replaces: RwSignal::new(draft.replaces),
        }
    }

    pub fn set(self, draft: PromiseDraft) {
        self.currency.set(draft.currency);
        self.amount.set(draft.amount);
        self.due_on.set(draft.due_on);
        self.promiser.set(draft.promiser);
        self.method.set(draft.method);
        self.basis.set(draft.basis);
        self.note.set(draft.note);
        self.replaces.set(draft.replaces);
    }

    pub fn draft(self) -> PromiseDraft {
        PromiseDraft {
            currency: self.currency.get(),
            amount: self.amount.get(),
            due_on: self.due_on.get(),
            promiser: self.promiser.get(),
            method: self.method.get(),
            basis: self.basis.get(),
            note: self.note.get(),
            replaces: self.replaces.get(),
        }
    }
}

#[component]
pub fn TakePromise() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    move || match about.get() {
        Some(customer) => view! { <Form customer shown/> }.into_any(),
        None => view! {
            <Page title=label(PromiseWord::Heading) back=Back::to("/customers", NavWord::Customers)>
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

/// The form as it opens: empty, for the document it was opened from, in the place of a promise, or
/// filled to be sent again.
fn start(shown: Memo<Shown>) -> PromiseDraft {
    if let Some(Act::MakePromise(make)) = again().map(|it| it.act) {
        return PromiseDraft::of(&make);
    }
    let query = use_query_map();
    let query = query.read_untracked();
    let replaced: Option<PromiseId> = query.get("replaces").and_then(|it| it.parse().ok());
    let invoice = query.get("invoice");
    let invoice: Option<InvoiceId> = invoice.and_then(|it| it.parse().ok());
    let shown = shown.read_untracked();
    let Some(open) = shown.open() else { return PromiseDraft::new(Currency::CNY, vec![]) };
    let replaced = open.view.promises.iter().find(|it| Some(it.promise.id) == replaced);
    if let Some(replaced) = replaced {
        return PromiseDraft::instead_of(&replaced.promise);
    }
    let invoice = open.view.invoices.iter().find(|it| Some(it.id) == invoice);
    invoice.map_or_else(
        || {
            let currency = currencies(&open.view).first().copied();
            PromiseDraft::new(currency.unwrap_or(Currency::CNY), vec![])
        },
        PromiseDraft::for_invoice,
    )
}

#[component]
fn Form(customer: CustomerId, shown: Memo<Shown>) -> impl IntoView {
    let empty = start(shown);
    let fields = Fields::of(&empty);
    let current = Memo::new(move |_| fields.draft());
    let draft =
        Draft::of(name("promise", customer), current, empty.clone(), move |it| fields.set(it));
    let make = move || current.get().make(PromiseId(draft.row()));
    let act = move || make().ok().map(Act::MakePromise);
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
    let button = button_name(make);
    view! {
        <Page
            title=label(PromiseWord::Heading)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <Instead fields shown/>
                <CurrencyField fields shown/>
                <AmountField fields shown submission/>
                <DayField fields submission/>
                <WhoField fields shown submission/>
                <MethodField fields/>
                <BasisField fields shown submission/>
                <NoteField fields submission/>
            </form>
        </Page>
    }
}

/// Which promise this one takes the place of.
#[component]
fn Instead(fields: Fields, shown: Memo<Shown>) -> impl IntoView {
    let today = Replica::expect().today();
    let said = move || {
        let replaced = fields.replaces.get()?;
        let shown = shown.read();
        let all = &shown.open()?.view.promises;
        let promise = all.iter().find(|it| it.promise.id == replaced)?.promise.clone();
        let text = say(move |language| {
            let on = day::near(language, promise.due_on, today.get());
            FormSaid::InsteadOf { amount: promise.amount, on }.text(language)
        });
        Some(view! { <Note notice=Notice::Info>{text}</Note> })
    };
    view! { <div role="status">{said}</div> }
}

/// 记下承诺，¥8,000.00 周五付; before all is filled in, what is missing.
fn button_name(
    make: impl Fn() -> Result<Make, PromiseField> + Send + Sync + 'static,
) -> Signal<String> {
    let today = Replica::expect().today();
    say(move |language| match make() {
        Ok(make) => {
            let on = day::near(language, make.due_on, today.get());
            FormSaid::TakePromise { amount: make.amount, on }.text(language)
        }
        Err(missing) => missing_word(missing).text(language).to_owned(),
    })
}

fn missing_word(field: PromiseField) -> PromiseWord {
    match field {
        PromiseField::Amount => PromiseWord::FillAmount,
        PromiseField::DueOn => PromiseWord::FillDay,
        PromiseField::Promiser => PromiseWord::FillWho,
        PromiseField::Basis | PromiseField::Note => PromiseWord::Save,
    }
}
