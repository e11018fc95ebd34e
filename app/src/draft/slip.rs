//! A field receipt being written down, and a hand-in being counted.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    field_receipt::{FieldReceipt, FieldReceiptRefusal, Slip, Take},
    hand_in::{Book, CountedSlip, HandInRefusal},
    id::{CompanyId, FieldReceiptId, HandInId, PromiseId, UserId},
    money::{Currency, Money, MoneyError},
    receipt::PaymentMethod,
    refusal::Refusal,
};

use super::attached::Picked;
use crate::{format::typing, view::customer::CustomerView};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipDraft {
    pub currency: Currency,
    /// As typed.
    pub amount: String,
    pub method: PaymentMethod,
    /// None where there is only one to choose.
    pub company: Option<CompanyId>,
    pub payer: String,
    pub note: String,
    pub promise: Option<PromiseId>,
    /// A draft of an older build has none.
    #[serde(default)]
    pub attached: Vec<Picked>,
}

/// Where on the form something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipField {
    Amount,
    Company,
    Payer,
    Note,
}

/// An amount that is usual to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipChip {
    /// What is still missing of a promise.
    Promise(PromiseId),
    AllOverdue,
    AllOwed,
}

impl SlipDraft {
    #[must_use]
    pub fn new(currency: Currency) -> SlipDraft {
        SlipDraft {
            currency,
            amount: String::new(),
            method: PaymentMethod::Cash,
            company: None,
            payer: String::new(),
            note: String::new(),
            promise: None,
            attached: vec![],
        }
    }

    /// The draft that takes this money down again, on a slip of its own.
    #[must_use]
    pub fn of(take: &Take) -> SlipDraft {
        SlipDraft {
            currency: take.amount.currency(),
            amount: typing::regrouped(&take.amount.plain(), take.amount.currency()),
            method: take.method,
            company: Some(take.company),
            payer: take.payer.clone(),
            note: take.note.clone(),
            promise: take.promise,
            attached: vec![],
        }
    }

    /// What was typed, if it is an amount of the currency.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        typing::amount(&self.amount, self.currency).ok().flatten()
    }

    /// The form of the command, or the first field that is still empty or unreadable. `only` is the
    /// company where there is one to choose from.
    ///
    /// # Errors
    /// The field to fill in.
    pub fn take(
        &self,
        id: FieldReceiptId,
        slip: Slip,
        only: Option<CompanyId>,
        in_hand: Option<Money>,
    ) -> Result<Take, SlipField> {
        Ok(Take {
            id,
            company: self.company.or(only).ok_or(SlipField::Company)?,
            amount: self.money().ok_or(SlipField::Amount)?,
            method: self.method,
            slip,
            payer: self.payer.clone(),
            note: self.note.clone(),
            promise: self.promise,
            in_hand,
        })
    }
}

/// The amount chips of a form, positive ones only, without doubles: promises first, due first.
///
/// # Errors
/// A total leaves the exact range.
pub fn slip_chips(
    view: &CustomerView,
    currency: Currency,
) -> Result<Vec<(SlipChip, Money)>, MoneyError> {
    let mut chips = vec![];
    for it in view.pending().filter(|it| it.promise.amount.currency() == currency) {
        let nothing = Money::nil(currency);
        let came = it.received().unwrap_or(nothing).checked_add(it.reported.unwrap_or(nothing))?;
        chips.push((SlipChip::Promise(it.promise.id), it.promise.amount.checked_sub(came)?));
    }
    chips.push((SlipChip::AllOverdue, view.overdue.of(currency)));
    chips.push((SlipChip::AllOwed, view.balance.of(currency)));
    let mut seen = BTreeSet::new();
    chips.retain(|(_, money)| money.is_positive() && seen.insert(money.minor()));
    Ok(chips)
}

/// The field a refusal is about; none when it is about the whole form.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<SlipField> {
    let Refusal::FieldReceipt(refusal) = refusal else { return None };
    match refusal {
        FieldReceiptRefusal::AmountNotPositive { .. }
        | FieldReceiptRefusal::CashAboveCap { .. } => Some(SlipField::Amount),
        FieldReceiptRefusal::PayerTooLong { .. } => Some(SlipField::Payer),
        FieldReceiptRefusal::NoteTooLong { .. } => Some(SlipField::Note),
        FieldReceiptRefusal::SlipMalformed { .. }
        | FieldReceiptRefusal::IdTaken { .. }
        | FieldReceiptRefusal::Unknown { .. }
        | FieldReceiptRefusal::ReasonEmpty
        | FieldReceiptRefusal::ReasonTooLong { .. }
        | FieldReceiptRefusal::AlreadyHandedIn { .. }
        | FieldReceiptRefusal::AlreadyCancelled { .. } => None,
    }
}

/// What a cashier has before her: the slips that are picked, what is there, and where it differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counting {
    pub picked: BTreeSet<FieldReceiptId>,
    /// As typed; as expected while empty.
    pub counted: String,
    /// The slip that is short, or has too much.
    pub differs: Option<FieldReceiptId>,
    pub reason: String,
}

/// What is still missing before a hand-in can be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountingField {
    Slips,
    Counted,
    /// Which slip differs.
    Differs,
    Reason,
}

impl Counting {
    /// As it was sent, as far as its slips still wait.
    #[must_use]
    pub fn of(book: &Book, slips: &[FieldReceipt]) -> Counting {
        let waiting = |id| slips.iter().find(|it| it.id == id);
        let here = book.slips.iter().filter_map(|it| Some((it, waiting(it.field_receipt)?)));
        let here: Vec<_> = here.collect();
        let sum = here.iter().try_fold(None, |sum: Option<Money>, (it, _)| match sum {
            None => Ok(Some(it.counted)),
            Some(sum) => sum.checked_add(it.counted).map(Some),
        });
        let counted = sum.ok().flatten();
        let differs = here.iter().find(|(it, slip)| it.counted != slip.amount);
        Counting {
            picked: here.iter().map(|(it, _)| it.field_receipt).collect(),
            counted: counted
                .map_or_else(String::new, |it| typing::regrouped(&it.plain(), it.currency())),
            differs: differs.map(|(it, _)| it.field_receipt),
            reason: book.reason.clone(),
        }
    }

    /// What the picked slips say; none where none is picked.
    ///
    /// # Errors
    /// The sum leaves the exact range, or mixes currencies.
    pub fn expected(&self, slips: &[FieldReceipt]) -> Result<Option<Money>, MoneyError> {
        let mut sum: Option<Money> = None;
        for it in slips.iter().filter(|it| self.picked.contains(&it.id)) {
            sum = Some(sum.map_or(Ok(it.amount), |sum| sum.checked_add(it.amount))?);
        }
        Ok(sum)
    }

    /// What was counted; as expected while nothing is typed.
    #[must_use]
    pub fn counted(&self, expected: Money) -> Option<Money> {
        if self.counted.trim().is_empty() {
            return Some(expected);
        }
        typing::amount(&self.counted, expected.currency()).ok().flatten()
    }

    /// The form of the command: the difference stands at the slip that was named.
    ///
    /// # Errors
    /// The first field to fill in.
    pub fn book(
        &self,
        id: HandInId,
        rep: UserId,
        slips: &[FieldReceipt],
    ) -> Result<Book, CountingField> {
        let expected = self.expected(slips).ok().flatten().ok_or(CountingField::Slips)?;
        let counted = self.counted(expected).ok_or(CountingField::Counted)?;
        let difference = counted.checked_sub(expected).map_err(|_| CountingField::Counted)?;
        let differs = self.differs.filter(|it| self.picked.contains(it));
        if !difference.is_nil() && differs.is_none() {
            return Err(CountingField::Differs);
        }
        let mut lines = vec![];
        for it in slips.iter().filter(|it| self.picked.contains(&it.id)) {
            let here = !difference.is_nil() && differs == Some(it.id);
            let counted = if here { it.amount.checked_add(difference) } else { Ok(it.amount) };
            let counted = counted.map_err(|_| CountingField::Counted)?;
            lines.push(CountedSlip { field_receipt: it.id, counted });
        }
        Ok(Book { id, rep, slips: lines, reason: self.reason.clone() })
    }
}

/// Where on the page a refusal of a hand-in belongs; none when it is about the whole.
#[must_use]
pub fn counting_field_of(refusal: &Refusal) -> Option<CountingField> {
    let Refusal::HandIn(refusal) = refusal else { return None };
    match refusal {
        HandInRefusal::NoSlips | HandInRefusal::TooManySlips { .. } => Some(CountingField::Slips),
        HandInRefusal::NothingCounted { .. } => Some(CountingField::Counted),
        HandInRefusal::ReasonMissing { .. } | HandInRefusal::ReasonTooLong { .. } => {
            Some(CountingField::Reason)
        }
        HandInRefusal::SlipTwice { .. }
        | HandInRefusal::OwnCash
        | HandInRefusal::UnknownSlip { .. }
        | HandInRefusal::OtherRep { .. }
        | HandInRefusal::OtherCompany { .. }
        | HandInRefusal::OtherCurrency { .. }
        | HandInRefusal::AlreadyHandedIn { .. }
        | HandInRefusal::Cancelled { .. }
        | HandInRefusal::NotInHand { .. }
        | HandInRefusal::IdTaken { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::{
        calendar::Instant,
        field_receipt::FieldReceiptState,
        id::{CustomerId, derived},
    };

    use super::*;

    fn slip(number: u32, yuan: i64) -> FieldReceipt {
        FieldReceipt {
            id: FieldReceiptId(derived("field_receipt", &[&number.to_string()])),
            customer: CustomerId::of_code("K"),
            author: UserId::of_login("lin"),
            company: CompanyId::of_code("U001"),
            amount: Money::try_new(yuan * 100, Currency::CNY).unwrap(),
            method: PaymentMethod::Cash,
            slip: Slip { series: "LIN-K7Q".to_owned(), number },
            payer: String::new(),
            note: String::new(),
            taken_on: "2026-11-20".parse().unwrap(),
            captured_at: Instant(0),
            promise: None,
            state: FieldReceiptState::Taken,
        }
    }

    #[test]
    fn a_form_names_the_first_field_that_is_missing() {
        let id = FieldReceiptId(derived("field_receipt", &["1"]));
        let slip = Slip { series: "LIN-K7Q".to_owned(), number: 1 };
        let company = Some(CompanyId::of_code("U001"));
        let mut draft = SlipDraft::new(Currency::CNY);
        assert_eq!(draft.take(id, slip.clone(), None, None), Err(SlipField::Company));
        assert_eq!(draft.take(id, slip.clone(), company, None), Err(SlipField::Amount));
        draft.amount = "8,000".to_owned();
        let take = draft.take(id, slip.clone(), company, None).unwrap();
        assert_eq!(SlipDraft::of(&take).take(id, slip, None, None), Ok(take));
    }

    #[test]
    fn a_difference_stands_at_the_slip_that_is_named() {
        let (id, rep) = (HandInId(derived("hand_in", &["1"])), UserId::of_login("lin"));
        let slips = [slip(1, 400), slip(2, 70)];
        let mut counting = Counting::default();
        assert_eq!(counting.book(id, rep, &slips), Err(CountingField::Slips));
        counting.picked = slips.iter().map(|it| it.id).collect();
        let amounts = |book: &Book| -> Vec<i64> {
            book.slips.iter().map(|it| it.counted.minor() / 100).collect()
        };
        assert_eq!(amounts(&counting.book(id, rep, &slips).unwrap()), [400, 70]);
        counting.counted = "469".to_owned();
        assert_eq!(counting.book(id, rep, &slips), Err(CountingField::Differs));
        counting.differs = Some(slips[1].id);
        assert_eq!(amounts(&counting.book(id, rep, &slips).unwrap()), [400, 69]);
        counting.counted = "x".to_owned();
        assert_eq!(counting.book(id, rep, &slips), Err(CountingField::Counted));
    }

    #[test]
    fn a_hand_in_that_was_refused_is_counted_again_as_it_was() {
        let slips = [slip(1, 100), slip(2, 50), slip(3, 20)];
        let draft = Counting {
            picked: slips.iter().take(2).map(|it| it.id).collect(),
            counted: "140".to_owned(),
            differs: Some(slips[1].id),
            reason: "少一张十元".to_owned(),
        };
        let id = HandInId(derived("hand_in", &["1"]));
        let book = draft.book(id, UserId::of_login("lin"), &slips).unwrap();
        let again = Counting::of(&book, &slips);
        assert_eq!(Counting { counted: "140".to_owned(), ..again.clone() }, draft);
        assert_eq!(again.book(id, book.rep, &slips), Ok(book.clone()));
        // One of them has been handed in meanwhile.
        let left = Counting::of(&book, &slips[..1]);
        assert_eq!((left.picked.len(), left.differs), (1, None));
    }
}
