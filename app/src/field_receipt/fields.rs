//! The fields of a field receipt: the slip's number, the amount with its chips, how, and from whom.

use app::kit::{
    Chips, Choice, Field, Glyph, Group, MoneyInput, MoneyInputSize, Need, Note, Notice, Select,
    TextArea, TextInput,
};
use app::{
    draft::slip::{SlipChip, SlipField, field_of, slip_chips},
    format::{money, typing},
    language::use_language,
    words::{FormSaid, Label, SlipWord, VisitWord},
};
use leptos::prelude::*;
use shared::{
    field_receipt::{FieldReceiptRefusal, PAYER_MAX, Slip},
    money::Money,
    receipt::PaymentMethod,
    refusal::Refusal,
    visit::NOTE_MAX,
    words,
};

use super::form::{Fields, only_company};
use crate::{
    customer::Shown,
    form::Submission,
    replica::Replica,
    say::{say, t},
};

/// The number to write on paper, before anything is saved.
#[component]
pub fn NumberField(slip: Signal<Option<Slip>>) -> impl IntoView {
    move || match slip.get() {
        Some(slip) => view! {
            <Note icon=Glyph::Note>
                {t(SlipWord::Number)} " " <b class="code">{slip.to_string()}</b> " "
                {t(SlipWord::NumberHint)}
            </Note>
        }
        .into_any(),
        None => view! { <Note notice=Notice::Warn>{t(SlipWord::NoNumber)}</Note> }.into_any(),
    }
}

/// The one number of the form, and the usual ones a tap away.
#[component]
pub fn AmountField(
    fields: Fields,
    shown: Memo<Shown>,
    submission: Submission,
    capped: Memo<Option<FieldReceiptRefusal>>,
) -> impl IntoView {
    let language = use_language();
    let said = submission.error_at(SlipField::Amount, field_of);
    let error = Signal::derive(move || {
        let capped = capped.get().map(Refusal::FieldReceipt);
        capped.map(|it| words::refusal(&it, language.get())).or_else(|| said.get())
    });
    let owed = say(move |language| {
        let shown = shown.read();
        let Some(open) = shown.open() else { return String::new() };
        FormSaid::OwedNow { owed: open.view.balance.clone() }.text(language)
    });
    view! {
        <div class="stack-3">
            <Field label=t(SlipWord::HowMuch) hint=owed error>
                <MoneyInput
                    text=fields.amount
                    currency=fields.currency
                    size=MoneyInputSize::Hero
                />
            </Field>
            <AmountChips fields shown/>
        </div>
    }
}

#[component]
fn AmountChips(fields: Fields, shown: Memo<Shown>) -> impl IntoView {
    let language = use_language();
    let chips = Memo::new(move |_| {
        let shown = shown.read();
        let Some(open) = shown.open() else { return vec![] };
        slip_chips(&open.view, fields.currency.get()).unwrap_or_default()
    });
    let choices = Signal::derive(move || {
        let language = language.get();
        let choice = |(chip, sum): (SlipChip, Money)| {
            let word = match chip {
                SlipChip::Promise(_) => SlipWord::OfPromise,
                SlipChip::AllOverdue => SlipWord::AllOverdue,
                SlipChip::AllOwed => SlipWord::AllOwed,
            };
            Choice::new(sum, word.text(language)).with_small(money::short(language, sum))
        };
        chips.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || fields.draft().money());
    let choose = move |sum: Money| {
        let of_promise = chips.get_untracked().into_iter().find_map(|(chip, money)| match chip {
            SlipChip::Promise(promise) if money == sum => Some(promise),
            _ => None,
        });
        if of_promise.is_some() {
            fields.promise.set(of_promise);
        }
        fields.amount.set(typing::regrouped(&sum.plain(), sum.currency()));
    };
    view! {
        <Show when=move || !chips.read().is_empty()>
            <Group legend=t(SlipWord::UsualAmounts)>
                <Chips choices value on_choose=choose/>
            </Group>
        </Show>
    }
}

#[component]
pub fn MethodField(fields: Fields) -> impl IntoView {
    let language = use_language();
    let choices = Signal::derive(move || {
        let choice = |it| Choice::new(it, words::method(it, language.get()));
        let mut all = PaymentMethod::ALL.map(choice).to_vec();
        // Cash is what a slip is mostly for.
        all.sort_by_key(|it| it.value != PaymentMethod::Cash);
        all
    });
    let value = Signal::derive(move || Some(fields.method.get()));
    view! {
        <Group legend=t(SlipWord::How)>
            <Chips choices value on_choose=move |it| fields.method.set(it)/>
        </Group>
    }
}

/// Only where the seller keeps the books of more than one company.
#[component]
pub fn CompanyField(fields: Fields) -> impl IntoView {
    let (register, only) = (Replica::expect().register(), only_company());
    let choices = Signal::derive(move || {
        let register = register.get();
        let all = register.companies.values();
        all.map(|it| Choice::new(it.id, it.name.clone())).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || only.get().is_none()>
            <Field label=t(SlipWord::Company)>
                <Select
                    choices
                    value=fields.company
                    on_choose=move |it| fields.company.set(it)
                    nothing=t(SlipWord::FillCompany)
                />
            </Field>
        </Show>
    }
}

/// Those on file a tap away; anybody else is typed, nobody is the customer itself.
#[component]
pub fn PayerField(fields: Fields, shown: Memo<Shown>, submission: Submission) -> impl IntoView {
    let error = submission.error_at(SlipField::Payer, field_of);
    let known = Memo::new(move |_| {
        let shown = shown.read();
        let contacts = shown.open().map(|it| it.view.customer.contacts.clone());
        let contacts = contacts.unwrap_or_default();
        contacts.iter().map(shared::contact::Contact::called).collect::<Vec<_>>()
    });
    let choices = Signal::derive(move || {
        let names = known.get().into_iter();
        names.map(|it| Choice::new(it.clone(), it)).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || Some(fields.payer.get()));
    let most = u32::try_from(PAYER_MAX).unwrap_or(u32::MAX);
    view! {
        <div class="stack-3">
            <Field
                label=t(SlipWord::Payer)
                need=Need::Optional
                hint=t(SlipWord::PayerHint)
                error
            >
                <TextInput value=fields.payer most/>
            </Field>
            <Show when=move || !known.read().is_empty()>
                <Chips choices value on_choose=move |it| fields.payer.set(it)/>
            </Show>
        </div>
    }
}

#[component]
pub fn NoteField(fields: Fields, submission: Submission) -> impl IntoView {
    let error = submission.error_at(SlipField::Note, field_of);
    let most = u32::try_from(NOTE_MAX).unwrap_or(u32::MAX);
    view! {
        <Field label=t(VisitWord::Note) need=Need::Optional error>
            <TextArea value=fields.note most/>
        </Field>
    }
}
