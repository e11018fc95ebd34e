//! A standing being asked for, or granted.

use serde::{Deserialize, Serialize};
use shared::{
    calendar::Day,
    credit::{CreditRefusal, CreditStanding},
    money::{Currency, Money},
    refusal::Refusal,
    user::Role,
};

use crate::format::typing;

/// Which of the four standings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Terms {
    Limited,
    CashOnly,
    Unlimited,
    NotGranted,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditDraft {
    pub terms: Terms,
    pub currency: Currency,
    /// As typed.
    pub amount: String,
    /// Only where it is granted.
    pub valid_until: Option<Day>,
    pub reason: String,
}

/// Where on the form something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditField {
    Terms,
    Amount,
    ValidUntil,
    Reason,
}

impl CreditDraft {
    /// An empty form.
    #[must_use]
    pub fn new(currency: Currency) -> CreditDraft {
        CreditDraft {
            terms: Terms::Limited,
            currency,
            amount: String::new(),
            valid_until: None,
            reason: String::new(),
        }
    }

    /// The form that gives this again.
    #[must_use]
    pub fn of(standing: CreditStanding, reason: &str, currency: Currency) -> CreditDraft {
        let empty = CreditDraft { reason: reason.to_owned(), ..CreditDraft::new(currency) };
        match standing {
            CreditStanding::NotGranted => CreditDraft { terms: Terms::NotGranted, ..empty },
            CreditStanding::CashOnly => CreditDraft { terms: Terms::CashOnly, ..empty },
            CreditStanding::Unlimited => CreditDraft { terms: Terms::Unlimited, ..empty },
            CreditStanding::Limited { amount } => CreditDraft {
                currency: amount.currency(),
                amount: typing::regrouped(&amount.plain(), amount.currency()),
                ..empty
            },
        }
    }

    /// What was typed, if it is an amount of the currency.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        typing::amount(&self.amount, self.currency).ok().flatten()
    }

    /// The standing of the form, or the field that is still empty or unreadable.
    ///
    /// # Errors
    /// The field to fill in.
    pub fn standing(&self) -> Result<CreditStanding, CreditField> {
        Ok(match self.terms {
            Terms::Limited => {
                CreditStanding::Limited { amount: self.money().ok_or(CreditField::Amount)? }
            }
            Terms::CashOnly => CreditStanding::CashOnly,
            Terms::Unlimited => CreditStanding::Unlimited,
            Terms::NotGranted => CreditStanding::NotGranted,
        })
    }

    /// The standing with its reason, or the first field that is still empty or unreadable.
    ///
    /// # Errors
    /// The field to fill in.
    pub fn whole(&self) -> Result<(CreditStanding, String), CreditField> {
        let standing = self.standing()?;
        if self.reason.trim().is_empty() {
            return Err(CreditField::Reason);
        }
        Ok((standing, self.reason.clone()))
    }
}

/// The field a refusal is about; none when it is about the whole form.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<CreditField> {
    let refusal = match refusal {
        Refusal::NotPermitted { needs: Role::Approver } => return Some(CreditField::Terms),
        Refusal::Credit(refusal) => refusal,
        _ => return None,
    };
    match refusal {
        CreditRefusal::AmountNotPositive { .. } | CreditRefusal::NothingAsked { .. } => {
            Some(CreditField::Amount)
        }
        CreditRefusal::ReasonEmpty | CreditRefusal::ReasonTooLong { .. } => {
            Some(CreditField::Reason)
        }
        CreditRefusal::EndsBeforeBegins { .. } | CreditRefusal::EndsInThePast { .. } => {
            Some(CreditField::ValidUntil)
        }
        CreditRefusal::OpenAlready { .. }
        | CreditRefusal::IdTaken { .. }
        | CreditRefusal::UnknownRequest { .. }
        | CreditRefusal::NotAuthor { .. }
        | CreditRefusal::OwnRequest { .. }
        | CreditRefusal::Closed { .. }
        | CreditRefusal::WithAuthor { .. }
        | CreditRefusal::Revised { .. }
        | CreditRefusal::LimitMoved { .. }
        | CreditRefusal::TooManyRevisions { .. }
        | CreditRefusal::WalkIn => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_the_first_field_that_is_missing() {
        let mut draft = CreditDraft::new(Currency::CNY);
        assert_eq!(draft.whole(), Err(CreditField::Amount));
        draft.amount = "80,000".to_owned();
        assert_eq!(draft.whole(), Err(CreditField::Reason));
        draft.reason = "旺季备货".to_owned();
        let amount = Money::try_new(8_000_000, Currency::CNY).unwrap();
        let standing = CreditStanding::Limited { amount };
        assert_eq!(draft.whole(), Ok((standing, "旺季备货".to_owned())));
        draft.terms = Terms::CashOnly;
        draft.amount.clear();
        assert_eq!(draft.standing(), Ok(CreditStanding::CashOnly), "no amount is asked for");
    }

    #[test]
    fn what_comes_back_opens_the_form_as_it_was_filled() {
        let amount = Money::try_new(5_000, Currency::USD).unwrap();
        for standing in [
            CreditStanding::Limited { amount },
            CreditStanding::CashOnly,
            CreditStanding::Unlimited,
            CreditStanding::NotGranted,
        ] {
            let draft = CreditDraft::of(standing, "x", Currency::CNY);
            assert_eq!(draft.whole(), Ok((standing, "x".to_owned())));
        }
    }
}
