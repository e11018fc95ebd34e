//! The fields of a standing that is asked for or granted: which of the four, how much, why.

use app::kit::{Chips, Choice, Field, Group, MoneyInput, MoneyInputSize, TextArea};
use app::{
    draft::credit::{CreditDraft, CreditField, Terms, field_of},
    format::{money, typing},
    language::use_language,
    words::{CreditWord, Label},
};
use leptos::prelude::*;
use shared::{
    calendar::Day,
    credit::{CreditFigures, REASON_MAX, amount_chips},
    money::{Currency, Money},
};

use super::standing;
use crate::{form::Submission, say::t};

/// What the form holds.
#[derive(Clone, Copy)]
pub struct Fields {
    pub terms: RwSignal<Terms>,
    pub currency: RwSignal<Currency>,
    pub amount: RwSignal<String>,
    pub valid_until: RwSignal<Option<Day>>,
    pub reason: RwSignal<String>,
}

impl Fields {
    pub fn of(draft: &CreditDraft) -> Fields {
        let draft = draft.clone();
        Fields {
            terms: RwSignal::new(draft.terms),
            currency: RwSignal::new(draft.currency),
            amount: RwSignal::new(draft.amount),
            valid_until: RwSignal::new(draft.valid_until),
            reason: RwSignal::new(draft.reason),
        }
    }

    pub fn set(self, draft: CreditDraft) {
        self.terms.set(draft.terms);
        self.currency.set(draft.currency);
        self.amount.set(draft.amount);
        self.valid_until.set(draft.valid_until);
        self.reason.set(draft.reason);
    }

    pub fn draft(self) -> CreditDraft {
        CreditDraft {
            terms: self.terms.get(),
            currency: self.currency.get(),
            amount: self.amount.get(),
            valid_until: self.valid_until.get(),
            reason: self.reason.get(),
        }
    }
}

fn word(terms: Terms) -> CreditWord {
    match terms {
        Terms::Limited => CreditWord::Limited,
        Terms::CashOnly => CreditWord::CashOnly,
        Terms::Unlimited => CreditWord::Unlimited,
        Terms::NotGranted => CreditWord::NotGranted,
    }
}

/// What stands now, above what shall stand.
#[component]
pub fn StandsNow(figures: Memo<Option<CreditFigures>>) -> impl IntoView {
    move || {
        figures.get().map(|figures| {
            let now = standing(figures.against.standing);
            view! {
                <div class="stack" role="group" aria-label=t(CreditWord::Now)>
                    <p class="meta">{t(CreditWord::Now)}" "{now}</p>
                    <super::Figures figures/>
                </div>
            }
        })
    }
}

#[component]
pub fn TermsField(
    fields: Fields,
    submission: Submission,
    #[prop(into)] offered: Signal<Vec<Terms>>,
) -> impl IntoView {
    let error = submission.error_at(CreditField::Terms, field_of);
    let language = use_language();
    let choices = Signal::derive(move || {
        let language = language.get();
        let choice = |it: Terms| Choice::new(it, word(it).text(language));
        offered.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || Some(fields.terms.get()));
    view! {
        <Group legend=t(CreditWord::Terms) error>
            <Chips choices value on_choose=move |it| fields.terms.set(it)/>
        </Group>
    }
}

/// Only where an amount limits; usual limits a tap away.
#[component]
pub fn AmountField(
    fields: Fields,
    submission: Submission,
    figures: Memo<Option<CreditFigures>>,
) -> impl IntoView {
    let error = submission.error_at(CreditField::Amount, field_of);
    let is_limited = Memo::new(move |_| fields.terms.get() == Terms::Limited);
    let language = use_language();
    let chips = Memo::new(move |_| {
        let figures = figures.get();
        figures.map_or_else(Vec::new, |it| amount_chips(it.standing.limit(), &it.exposure))
    });
    let choices = Signal::derive(move || {
        let language = language.get();
        let choice = |sum: Money| Choice::new(sum, money::short(language, sum));
        chips.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || fields.draft().money());
    let choose = move |sum: Money| {
        fields.currency.set(sum.currency());
        fields.amount.set(typing::regrouped(&sum.plain(), sum.currency()));
    };
    view! {
        <Show when=move || is_limited.get()>
            <div class="stack-3">
                <Field label=t(CreditWord::HowMuch) error>
                    <MoneyInput
                        text=fields.amount
                        currency=fields.currency
                        size=MoneyInputSize::Hero
                    />
                </Field>
                <Show when=move || !chips.read().is_empty()>
                    <Group legend=t(CreditWord::UsualAmounts)>
                        <Chips choices value on_choose=choose/>
                    </Group>
                </Show>
            </div>
        </Show>
    }
}

#[component]
pub fn ReasonField(fields: Fields, submission: Submission) -> impl IntoView {
    let error = submission.error_at(CreditField::Reason, field_of);
    let most = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
    view! {
        <Field label=t(CreditWord::Reason) error>
            <TextArea value=fields.reason placeholder=t(CreditWord::ReasonPlaceholder) most/>
        </Field>
    }
}

/// What is missing, for the name of the button.
pub fn missing_word(field: CreditField) -> CreditWord {
    match field {
        CreditField::Amount | CreditField::Terms | CreditField::ValidUntil => {
            CreditWord::FillAmount
        }
        CreditField::Reason => CreditWord::FillReason,
    }
}
