//! Cash in hand: what a rep carries of the company's money, since when, and how much is too much.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FieldReceipt, FieldReceiptRefusal, Slip};
use crate::{
    calendar::{Day, Days},
    id::{FieldReceiptId, UserId},
    money::{Currency, Money, MoneyError},
    policy::FieldReceiptPolicy,
    receipt::PaymentMethod,
};

/// What a list shows of a field receipt that is not booked yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbooked {
    pub id: FieldReceiptId,
    pub author: UserId,
    pub slip: Slip,
    pub amount: Money,
    pub method: PaymentMethod,
    pub taken_on: Day,
}

impl Unbooked {
    /// None for what is booked or cancelled.
    #[must_use]
    pub fn of(it: &FieldReceipt) -> Option<Unbooked> {
        it.is_waiting().then(|| Unbooked {
            id: it.id,
            author: it.author,
            slip: it.slip.clone(),
            amount: it.amount,
            method: it.method,
            taken_on: it.taken_on,
        })
    }
}

/// The cash somebody carries in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashInHand {
    pub amount: Money,
    pub slips: u32,
    /// The day on which the oldest of it was taken.
    pub oldest: Day,
}

impl CashInHand {
    /// How many days the oldest of it has been carried.
    #[must_use]
    pub fn age(&self, today: Day) -> i64 {
        today.days_since(self.oldest).max(0)
    }

    /// Carried longer than the policy allows: it has to be handed in.
    #[must_use]
    pub fn is_overdue(&self, today: Day, policy: &FieldReceiptPolicy) -> bool {
        let Days(most) = policy.cash_days;
        i64::from(most) < self.age(today)
    }

    /// No more cash may be taken before this is handed in.
    #[must_use]
    pub fn is_full(&self, policy: &FieldReceiptPolicy) -> bool {
        policy.cap(self.amount.currency()).is_some_and(|cap| cap.minor() <= self.amount.minor())
    }
}

/// The cash a rep carries, by currency; bills and what went to the company's account are not cash.
///
/// # Errors
/// A sum leaves the exact range.
pub fn cash_in_hand<'a>(
    rep: UserId,
    unbooked: impl IntoIterator<Item = &'a Unbooked>,
) -> Result<Vec<CashInHand>, MoneyError> {
    let mut all: BTreeMap<Currency, CashInHand> = BTreeMap::new();
    for it in unbooked {
        if it.author != rep || it.method != PaymentMethod::Cash {
            continue;
        }
        let currency = it.amount.currency();
        let nothing = CashInHand { amount: Money::nil(currency), slips: 0, oldest: it.taken_on };
        let sum = all.entry(currency).or_insert(nothing);
        sum.amount = sum.amount.checked_add(it.amount)?;
        sum.slips = sum.slips.saturating_add(1);
        sum.oldest = sum.oldest.min(it.taken_on);
    }
    Ok(all.into_values().collect())
}

/// No new cash above the cap: asked by the form, before the money changes hands. `in_hand` is what
/// is carried already in the same currency.
///
/// # Errors
/// [`FieldReceiptRefusal::CashAboveCap`], or a sum that leaves the exact range.
pub fn may_take(
    method: PaymentMethod,
    amount: Money,
    in_hand: Money,
    policy: &FieldReceiptPolicy,
) -> Result<(), FieldReceiptRefusal> {
    if method != PaymentMethod::Cash {
        return Ok(());
    }
    let Some(cap) = policy.cap(amount.currency()) else { return Ok(()) };
    let fits = in_hand.checked_add(amount).is_ok_and(|sum| sum.minor() <= cap.minor());
    if fits { Ok(()) } else { Err(FieldReceiptRefusal::CashAboveCap { amount, in_hand, cap }) }
}
