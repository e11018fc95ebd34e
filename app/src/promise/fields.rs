//! The fields of a promise: amount with its chips, day, who promised, how it will be paid.

use app::kit::{
    Chips, Choice, DayChips, Field, Group, MoneyInput, MoneyInputSize, Need, Segmented, TextArea,
    TextInput,
};
use app::{
    draft::promise::{AmountChip, PromiseField, amount_chips, currencies, field_of},
    format::{money, typing},
    language::use_language,
    words::{FormSaid, Label, PromiseWord, VisitWord},
};
use leptos::prelude::*;
use shared::{
    money::{Currency, Money},
    promise::day_chips,
    receipt::PaymentMethod,
    visit::NOTE_MAX,
    words,
};

use super::form::Fields;
use crate::{
    customer::Shown,
    form::Submission,
    replica::Replica,
    say::{say, t},
};

/// Only where the customer owes in more than one currency.
#[component]
pub fn CurrencyField(fields: Fields, shown: Memo<Shown>) -> impl IntoView {
    let owed =
        Memo::new(move |_| shown.read().open().map(|it| currencies(&it.view)).unwrap_or_default());
    let choices = Signal::derive(move || {
        owed.get().into_iter().map(|it| Choice::new(it, it.code())).collect::<Vec<_>>()
    });
    let choose = move |currency: Currency| {
        fields.currency.set(currency);
        fields.amount.set(String::new());
    };
    view! {
        <Show when=move || 1 < owed.read().len()>
            <Segmented
                label=t(PromiseWord::Currency)
                choices
                value=fields.currency
                on_choose=choose
            />
        </Show>
    }
}

/// The one number of the form, and the usual ones a tap away.
#[component]
pub fn AmountField(fields: Fields, shown: Memo<Shown>, submission: Submission) -> impl IntoView {
    let error = submission.error_at(PromiseField::Amount, field_of);
    let owed = say(move |language| {
        let shown = shown.read();
        let Some(open) = shown.open() else { return String::new() };
        FormSaid::OwedNow { owed: open.view.balance.clone() }.text(language)
    });
    view! {
        <div class="stack-3">
            <Field label=t(PromiseWord::HowMuch) hint=owed error>
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
        amount_chips(&open.view, &fields.draft()).unwrap_or_default()
    });
    let choices = Signal::derive(move || {
        let language = language.get();
        let choice = |(chip, sum): (AmountChip, Money)| {
            Choice::new(sum, chip_word(chip).text(language)).with_small(money::short(language, sum))
        };
        chips.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || fields.draft().money());
    let choose = move |sum: Money| {
        fields.amount.set(typing::regrouped(&sum.plain(), sum.currency()));
    };
    view! {
        <Show when=move || !chips.read().is_empty()>
            <Group legend=t(PromiseWord::UsualAmounts)>
                <Chips choices value on_choose=choose/>
            </Group>
        </Show>
    }
}

fn chip_word(chip: AmountChip) -> PromiseWord {
    match chip {
        AmountChip::Documents => PromiseWord::Picked,
        AmountChip::AllOverdue => PromiseWord::AllOverdue,
        AmountChip::HalfOverdue => PromiseWord::HalfOverdue,
        AmountChip::AllOwed => PromiseWord::AllOwed,
        AmountChip::HalfOwed => PromiseWord::HalfOwed,
    }
}

#[component]
pub fn DayField(fields: Fields, submission: Submission) -> impl IntoView {
    let replica = Replica::expect();
    let today = replica.today();
    let error = submission.error_at(PromiseField::DueOn, field_of);
    let latest = Signal::derive(move || {
        let today = today.get();
        Some(today.plus(replica.register().get().policy_on(today).promise.furthest))
    });
    view! {
        <Group legend=t(PromiseWord::When) error>
            <DayChips
                days=Signal::derive(move || day_chips(today.get()))
                today
                value=fields.due_on
                on_choose=move |it| fields.due_on.set(it)
                earliest=Signal::derive(move || Some(today.get()))
                latest
            />
        </Group>
    }
}

/// Those on file a tap away; anybody else is typed.
#[component]
pub fn WhoField(fields: Fields, shown: Memo<Shown>, submission: Submission) -> impl IntoView {
    let error = submission.error_at(PromiseField::Promiser, field_of);
    let language = use_language();
    let known = Memo::new(move |_| {
        let file = shown.read();
        let contacts = file.open().map(|it| it.view.customer.contacts.clone());
        let contacts = contacts.unwrap_or_default();
        contacts.iter().map(shared::contact::Contact::called).collect::<Vec<_>>()
    });
    let is_known = move |name: &String| known.read().contains(name);
    let other = RwSignal::new(false);
    let typing = Memo::new(move |_| {
        let name = fields.promiser.get();
        known.read().is_empty() || other.get() || !name.is_empty() && !is_known(&name)
    });
    let choices = Signal::derive(move || {
        let names = known.get().into_iter().map(|it| Choice::new(Some(it.clone()), it));
        let else_ = Choice::new(None, PromiseWord::SomeoneElse.text(language.get()));
        names.chain([else_]).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        let name = fields.promiser.get();
        if typing.get() { Some(None) } else { is_known(&name).then_some(Some(name)) }
    });
    let choose = move |name: Option<String>| {
        other.set(name.is_none());
        fields.promiser.set(name.unwrap_or_default());
    };
    view! {
        <Group legend=t(PromiseWord::Who) error>
            <Show when=move || !known.read().is_empty()>
                <Chips choices value on_choose=choose/>
            </Show>
            <Show when=move || typing.get()>
                <TextInput
                    value=fields.promiser
                    placeholder=t(PromiseWord::WhoPlaceholder)
                    label=t(PromiseWord::Who)
                    most=80
                />
            </Show>
        </Group>
    }
}

#[component]
pub fn MethodField(fields: Fields) -> impl IntoView {
    let language = use_language();
    let choices = Signal::derive(move || {
        let choice = |it| Choice::new(it, words::method(it, language.get()));
        PaymentMethod::ALL.map(choice).to_vec()
    });
    let value = Signal::derive(move || Some(fields.method.get()));
    view! {
        <Group legend=t(PromiseWord::How)>
            <Chips choices value on_choose=move |it| fields.method.set(it)/>
        </Group>
    }
}

#[component]
pub fn NoteField(fields: Fields, submission: Submission) -> impl IntoView {
    let error = submission.error_at(PromiseField::Note, field_of);
    let most = u32::try_from(NOTE_MAX).unwrap_or(u32::MAX);
    view! {
        <Field label=t(VisitWord::Note) need=Need::Optional error>
            <TextArea value=fields.note most/>
        </Field>
    }
}
