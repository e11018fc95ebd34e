//! `GET /api/rates`: what was said of currencies, the newest first, and which of those in use have none.

use serde::{Deserialize, Serialize};

use super::{Listing, is_usual};
use crate::{
    calendar::Day,
    dossier::Register,
    money::{Currency, Money},
    rate::{ExchangeRate, Quoted},
};

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateQuery {
    /// Of one currency, by its code; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub offset: u32,
    /// 50 if absent, at most 500.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of rates, and beside it the currencies that are in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateListing {
    #[serde(flatten)]
    pub list: Listing<ExchangeRate>,
    pub in_use: Vec<CurrencyInUse>,
}

/// A currency in which customers owe or have paid, or in which a limit is, against a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyInUse {
    /// All that is open less what is unapplied, of the customers that the reader sees.
    pub balance: Money,
    pub customers: i64,
    pub base: Currency,
    /// The last that was said of it, however old.
    pub latest: Option<Quoted>,
    /// Whether that still holds.
    pub holds: bool,
}

impl CurrencyInUse {
    /// The currency against each base that is another; none where the books are kept in it.
    #[must_use]
    pub fn of(
        balance: Money,
        customers: i64,
        register: &Register,
        today: Day,
    ) -> Vec<CurrencyInUse> {
        let (currency, bases) = (balance.currency(), register.bases());
        let rates = register.rates_on(today);
        let against = |base| CurrencyInUse {
            balance,
            customers,
            base,
            latest: register.rates.latest(currency, base, today),
            holds: rates.quoted(currency, base).is_some(),
        };
        bases.into_iter().filter(|it| *it != currency).map(against).collect()
    }

    #[must_use]
    pub fn currency(&self) -> Currency {
        self.balance.currency()
    }
}
