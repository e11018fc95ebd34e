//! Taking money at the counter: how much, how, from whom, on which slip.

use app::{
    draft::{
        attached::adds,
        slip::{SlipDraft, SlipField},
    },
    kit::Need,
    words::{AttachWord, Label, NavWord, SlipSaid, SlipWord},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::{
    attachment::AttachedTo,
    field_receipt::{Take, may_take},
    id::{CompanyId, CustomerId, FieldReceiptId, PromiseId},
    money::Currency,
    receipt::PaymentMethod,
    sync::Act,
};

use super::{
    fields::{AmountField, CompanyField, MethodField, NoteField, NumberField, PayerField},
    in_hand::{carried, carried_in, terms},
};
use crate::{
    attachment::{AttachField, Attaching},
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    replica::Replica,
    say::{label, say},
    shell::{Back, Page, replacing},
    visit::name_of,
};

/// What the form holds.
#[derive(Clone, Copy)]
pub struct Fields {
    pub currency: RwSignal<Currency>,
    pub amount: RwSignal<String>,
    pub method: RwSignal<PaymentMethod>,
    pub company: RwSignal<Option<CompanyId>>,
    pub payer: RwSignal<String>,
    pub note: RwSignal<String>,
    pub promise: RwSignal<Option<PromiseId>>,
    pub attached: Attaching,
}

impl Fields {
    fn of(draft: &SlipDraft) -> Fields {
        let draft = draft.clone();
        Fields {
            currency: RwSignal::new(draft.currency),
            amount: RwSignal::new(draft.amount),
            method: RwSignal::new(draft.method),
            company: RwSignal::new(draft.company),
            payer: RwSignal::new(draft.payer),
            note: RwSignal::new(draft.note),
            promise: RwSignal::new(draft.promise),
            attached: Attaching::of(draft.attached),
        }
    }

    pub fn set(self, draft: SlipDraft) {
        self.currency.set(draft.currency);
        self.amount.set(draft.amount);
        self.method.set(draft.method);
        self.company.set(draft.company);
        self.payer.set(draft.payer);
        self.note.set(draft.note);
        self.promise.set(draft.promise);
        self.attached.set(draft.attached);
    }

    pub fn draft(self) -> SlipDraft {
        SlipDraft {
            currency: self.currency.get(),
            amount: self.amount.get(),
            method: self.method.get(),
            company: self.company.get(),
            payer: self.payer.get(),
            note: self.note.get(),
            promise: self.promise.get(),
            attached: self.attached.picked().get(),
        }
    }
}

#[component]
pub fn TakeFieldReceipt() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    move || match about.get() {
        Some(customer) => view! { <Form customer shown/> }.into_any(),
        None => view! {
            <Page title=label(SlipWord::Heading) back=Back::to("/customers", NavWord::Customers)>
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

/// The form as it opens: empty, for the promise it was opened from, or filled to be sent again.
fn start(shown: Memo<Shown>) -> SlipDraft {
    if let Some(Act::TakeFieldReceipt(take)) = again().map(|it| it.act) {
        return SlipDraft::of(&take);
    }
    let promise = use_query_map().read_untracked().get("promise");
    let promise: Option<PromiseId> = promise.and_then(|it| it.parse().ok());
    let shown = shown.read_untracked();
    let owed =
        shown.open().and_then(|it| app::draft::promise::currencies(&it.view).first().copied());
    SlipDraft { promise, ..SlipDraft::new(owed.unwrap_or(Currency::CNY)) }
}

/// The company where there is one to choose from.
pub fn only_company() -> Memo<Option<CompanyId>> {
    let register = Replica::expect().register();
    Memo::new(move |_| {
        let register = register.get();
        let mut all = register.companies.keys().copied();
        all.next().filter(|_| all.next().is_none())
    })
}

#[component]
fn Form(customer: CustomerId, shown: Memo<Shown>) -> impl IntoView {
    let empty = start(shown);
    let fields = Fields::of(&empty);
    let current = Memo::new(move |_| fields.draft());
    let draft =
        Draft::of(name("receipt", customer), current, empty.clone(), move |it| fields.set(it));
    let (only, slip, all) = (only_company(), Replica::expect().next_slip(), carried());
    let take = move || {
        let draft_now = current.get();
        let in_hand = carried_in(&all.get(), draft_now.currency);
        let slip = slip.get();
        slip.map(|slip| {
            draft_now.take(FieldReceiptId(draft.row()), slip, only.get(), Some(in_hand))
        })
    };
    // No new cash above the cap, as long as the money has not changed hands.
    let terms = terms();
    let capped = Memo::new(move |_| {
        let draft = current.get();
        let in_hand = carried_in(&all.get(), draft.currency);
        may_take(draft.method, draft.money()?, in_hand, &terms.get()).err()
    });
    let attached = move || {
        let to = AttachedTo::FieldReceipt { field_receipt: FieldReceiptId(draft.row()) };
        adds(&current.get().attached, to)
    };
    let act = move || {
        let take = take()?.ok().filter(|_| capped.read().is_none());
        // A photo that is still being read would be left behind.
        let take = take.filter(|_| !fields.attached.is_working());
        take.map(Act::TakeFieldReceipt)
    };
    let submission = Submission::of(customer, act);
    let send = move || {
        let id = untrack(|| draft.row());
        if let Some(act) = untrack(act) {
            let navigate = use_navigate();
            submission.send_then(act, untrack(attached), customer, draft, move || {
                navigate(&format!("{}/slips/{id}", address(customer)), replacing());
            });
        }
    };
    let clear = move || {
        let was = untrack(|| fields.draft());
        fields.set(empty.clone());
        Callback::new(move |()| fields.set(was.clone()))
    };
    let button = button_name(fields, take);
    view! {
        <Page
            title=label(SlipWord::Heading)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <NumberField slip/>
                <AmountField fields shown submission capped/>
                <MethodField fields/>
                <CompanyField fields/>
                <PayerField fields shown submission/>
                <NoteField fields submission/>
                <AttachField attaching=fields.attached need=Need::Optional/>
            </form>
        </Page>
    }
}

/// 开凭条，收 ¥8,000.00; before all is filled in, what is missing.
fn button_name(
    fields: Fields,
    take: impl Fn() -> Option<Result<Take, SlipField>> + Send + Sync + 'static,
) -> Signal<String> {
    say(move |language| match take() {
        _ if fields.attached.is_working() => AttachWord::Working.text(language).to_owned(),
        Some(Ok(take)) => SlipSaid::Take { amount: take.amount }.text(language),
        Some(Err(SlipField::Amount)) => SlipWord::FillAmount.text(language).to_owned(),
        Some(Err(SlipField::Company)) => SlipWord::FillCompany.text(language).to_owned(),
        Some(Err(SlipField::Payer | SlipField::Note)) | None => {
            SlipWord::Save.text(language).to_owned()
        }
    })
}
