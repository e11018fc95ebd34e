//! A promise to pay being taken down.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    calendar::Day,
    id::{InvoiceId, PromiseId},
    invoice::Invoice,
    money::{Currency, Money, MoneyError, Percent},
    promise::{Basis, Make, Promise, PromiseRefusal},
    receipt::PaymentMethod,
    refusal::Refusal,
};

use crate::{format::typing, view::customer::CustomerView};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseDraft {
    pub currency: Currency,
    /// As typed.
    pub amount: String,
    pub due_on: Option<Day>,
    pub promiser: String,
    pub method: PaymentMethod,
    pub basis: Basis,
    pub note: String,
    /// The promise whose place it takes.
    #[serde(default)]
    pub replaces: Option<PromiseId>,
}

/// Where on the form something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseField {
    Amount,
    DueOn,
    Promiser,
    Basis,
    Note,
}

/// An amount that is usual to promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmountChip {
    /// What the picked documents have open.
    Documents,
    AllOverdue,
    HalfOverdue,
    AllOwed,
    HalfOwed,
}

impl PromiseDraft {
    /// An empty form, on the documents given or else on the balance.
    #[must_use]
    pub fn new(currency: Currency, invoices: Vec<InvoiceId>) -> PromiseDraft {
        PromiseDraft {
            currency,
            amount: String::new(),
            due_on: None,
            promiser: String::new(),
            method: PaymentMethod::Transfer,
            basis: if invoices.is_empty() { Basis::Balance } else { Basis::Documents(invoices) },
            note: String::new(),
            replaces: None,
        }
    }

    /// A form that puts another day to what was promised.
    #[must_use]
    pub fn instead_of(promise: &Promise) -> PromiseDraft {
        PromiseDraft {
            currency: promise.amount.currency(),
            amount: typing::regrouped(&promise.amount.plain(), promise.amount.currency()),
            due_on: None,
            promiser: promise.promiser.clone(),
            method: promise.method,
            basis: promise.basis.clone(),
            note: String::new(),
            replaces: Some(promise.id),
        }
    }

    /// A form about one document, with what is open of it.
    #[must_use]
    pub fn for_invoice(invoice: &Invoice) -> PromiseDraft {
        let open = invoice.open;
        let empty = PromiseDraft::new(open.currency(), vec![invoice.id]);
        PromiseDraft { amount: typing::regrouped(&open.plain(), open.currency()), ..empty }
    }

    /// The draft that gives this promise again.
    #[must_use]
    pub fn of(make: &Make) -> PromiseDraft {
        PromiseDraft {
            currency: make.amount.currency(),
            amount: typing::regrouped(&make.amount.plain(), make.amount.currency()),
            due_on: Some(make.due_on),
            promiser: make.promiser.clone(),
            method: make.method,
            basis: make.basis.clone(),
            note: make.note.clone(),
            replaces: make.replaces,
        }
    }

    /// What was typed, if it is an amount of the currency.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        typing::amount(&self.amount, self.currency).ok().flatten()
    }

    /// The form of the command, or the first field that is still empty or unreadable.
    ///
    /// # Errors
    /// The field to fill in.
    pub fn make(&self, id: PromiseId) -> Result<Make, PromiseField> {
        let amount = self.money().ok_or(PromiseField::Amount)?;
        let due_on = self.due_on.ok_or(PromiseField::DueOn)?;
        if self.promiser.trim().is_empty() {
            return Err(PromiseField::Promiser);
        }
        Ok(Make {
            id,
            amount,
            due_on,
            promiser: self.promiser.clone(),
            method: self.method,
            basis: self.basis.clone(),
            note: self.note.clone(),
            replaces: self.replaces,
        })
    }

    /// The documents it stands on; none on the balance.
    #[must_use]
    pub fn documents(&self) -> &[InvoiceId] {
        match &self.basis {
            Basis::Balance => &[],
            Basis::Documents(these) => these,
        }
    }

    /// Takes a document in or out; the last one out leaves the balance.
    pub fn toggle(&mut self, invoice: InvoiceId) {
        let mut these = self.documents().to_vec();
        match these.iter().position(|it| *it == invoice) {
            Some(at) => drop(these.remove(at)),
            None => these.push(invoice),
        }
        self.basis = if these.is_empty() { Basis::Balance } else { Basis::Documents(these) };
    }
}

/// The currencies in which the customer owes anything; the first owes most.
#[must_use]
pub fn currencies(view: &CustomerView) -> Vec<Currency> {
    let mut owed: Vec<Money> = view.balance.iter().collect();
    owed.sort_by_key(|it| std::cmp::Reverse(it.minor()));
    owed.into_iter().map(Money::currency).collect()
}

/// The amount chips of a form, positive ones only, without doubles.
///
/// # Errors
/// A total leaves the exact range.
pub fn amount_chips(
    view: &CustomerView,
    draft: &PromiseDraft,
) -> Result<Vec<(AmountChip, Money)>, MoneyError> {
    let half = Percent::whole(50);
    let overdue = view.overdue.of(draft.currency);
    let owed = view.balance.of(draft.currency);
    let picked = open_of(&view.invoices, draft.documents(), draft.currency)?;
    let mut chips = vec![(AmountChip::Documents, picked)];
    if overdue.is_positive() {
        chips.push((AmountChip::AllOverdue, overdue));
        chips.push((AmountChip::HalfOverdue, overdue.share(half)?));
    } else {
        chips.push((AmountChip::AllOwed, owed));
        chips.push((AmountChip::HalfOwed, owed.share(half)?));
    }
    let mut seen = BTreeSet::new();
    chips.retain(|(_, money)| money.is_positive() && seen.insert(money.minor()));
    Ok(chips)
}

/// What the picked documents have open in a currency.
///
/// # Errors
/// The sum leaves the exact range.
pub fn open_of(
    invoices: &[Invoice],
    picked: &[InvoiceId],
    currency: Currency,
) -> Result<Money, MoneyError> {
    invoices
        .iter()
        .filter(|it| picked.contains(&it.id) && it.open.currency() == currency)
        .try_fold(Money::nil(currency), |sum, it| sum.checked_add(it.open))
}

/// The field a refusal is about; none when it is about the whole form.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<PromiseField> {
    let Refusal::Promise(refusal) = refusal else { return None };
    match refusal {
        PromiseRefusal::AmountNotPositive { .. } => Some(PromiseField::Amount),
        PromiseRefusal::DueBeforeMade { .. } | PromiseRefusal::DueTooFar { .. } => {
            Some(PromiseField::DueOn)
        }
        PromiseRefusal::PromiserEmpty | PromiseRefusal::PromiserTooLong { .. } => {
            Some(PromiseField::Promiser)
        }
        PromiseRefusal::NoDocuments | PromiseRefusal::TooManyDocuments { .. } => {
            Some(PromiseField::Basis)
        }
        PromiseRefusal::NoteTooLong { .. } => Some(PromiseField::Note),
        PromiseRefusal::IdTaken { .. }
        | PromiseRefusal::Unknown { .. }
        | PromiseRefusal::ReasonEmpty
        | PromiseRefusal::ReasonTooLong { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> PromiseId {
        PromiseId(shared::id::derived("promise", &["1"]))
    }

    fn filled() -> PromiseDraft {
        PromiseDraft {
            amount: "8,000".to_owned(),
            due_on: "2026-11-20".parse().ok(),
            promiser: "王建国 老板".to_owned(),
            ..PromiseDraft::new(Currency::CNY, vec![])
        }
    }

    #[test]
    fn a_form_names_the_first_field_that_is_missing() {
        let mut draft = PromiseDraft::new(Currency::CNY, vec![]);
        assert_eq!(draft.make(id()), Err(PromiseField::Amount));
        draft.amount = "8000".to_owned();
        assert_eq!(draft.make(id()), Err(PromiseField::DueOn));
        draft.due_on = "2026-11-20".parse().ok();
        assert_eq!(draft.make(id()), Err(PromiseField::Promiser));
        draft.promiser = "刘敏".to_owned();
        assert!(draft.make(id()).is_ok());
    }

    #[test]
    fn what_comes_back_opens_the_form_as_it_was_filled() {
        let make = filled().make(id()).unwrap();
        assert_eq!(PromiseDraft::of(&make).make(id()), Ok(make));
        assert_eq!(PromiseDraft::of(&filled().make(id()).unwrap()).amount, "8,000.00");
    }

    #[test]
    fn the_last_document_out_leaves_the_balance() {
        let invoice = InvoiceId(shared::id::derived("invoice", &["1"]));
        let mut draft = filled();
        draft.toggle(invoice);
        assert_eq!(draft.basis, Basis::Documents(vec![invoice]));
        draft.toggle(invoice);
        assert_eq!(draft.basis, Basis::Balance);
    }
}
