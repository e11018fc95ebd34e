//! Exchange rates 汇率: what a currency costs in a base currency, from which day on, and who said so.

mod keeping;
mod refusal;
mod stand;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Day,
    dossier::Register,
    id::{UserId, derived},
    money::{Currency, Quote},
    policy::RatePolicy,
    user::{Caller, Role},
};

pub use keeping::{Set, Withdraw, set, withdraw};
pub use refusal::RateRefusal;
pub use stand::{DayRates, Quoted, Rates};

/// How many units the market quotes at once.
pub const UNITS: [u32; 2] = [1, 100];
/// The most digits after the point of a rate that count.
pub const DIGITS_MAX: u32 = 8;
/// A rate is below this.
pub const RATE_BOUND: u32 = 1_000_000;
/// The longest name of a source, in characters.
pub const SOURCE_MAX: usize = 100;
/// The longest reason, in characters.
pub const REASON_MAX: usize = 1_000;
/// How often the rate of one day may be said anew: who is beyond that is not correcting any more.
pub const CORRECTIONS_MAX: usize = 20;

/// The rate of a currency from one day on, with all that was said of it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRate {
    pub currency: Currency,
    /// What it is quoted in: the currency of a company's books.
    pub base: Currency,
    /// The first day on which it holds: until the next one, or until it is too old.
    pub on: Day,
    pub current: Entry,
    /// What was said before, first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Entry>,
}

/// What somebody said of a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub state: RateState,
    pub by: UserId,
    pub entered_on: Day,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RateState {
    Quoted {
        quote: Quote,
        /// Who published it: 中国外汇交易中心中间价, the bank, the contract.
        source: String,
    },
    /// 作废: on this day the rate before holds on.
    Withdrawn { reason: String },
}

impl ExchangeRate {
    /// There is one row of a currency, a base and a day.
    #[must_use]
    pub fn id_of(currency: Currency, base: Currency, on: Day) -> Uuid {
        derived("exchange_rate", &[currency.code(), base.code(), &on.to_string()])
    }

    #[must_use]
    pub fn id(&self) -> Uuid {
        ExchangeRate::id_of(self.currency, self.base, self.on)
    }

    /// What holds; none of one that was withdrawn.
    #[must_use]
    pub fn quote(&self) -> Option<Quote> {
        match &self.current.state {
            RateState::Quoted { quote, .. } => Some(*quote),
            RateState::Withdrawn { .. } => None,
        }
    }

    /// How often it has been said; counts from 1.
    #[must_use]
    pub fn revision(&self) -> u32 {
        u32::try_from(self.earlier.len()).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// Whether a caller may say what currencies cost: who keeps the books, and who keeps the house.
#[must_use]
pub fn may_set(caller: &Caller) -> bool {
    caller.has(Role::Finance) || caller.may_administer()
}

/// The units in which a currency is usually quoted: small ones by the hundred.
#[must_use]
pub fn usual_units(currency: Currency) -> u32 {
    if currency.minor_digits() == 0 { 100 } else { 1 }
}

impl Register {
    /// The rates that hold on a day, as old as the policy of that day lets them be.
    #[must_use]
    pub fn rates_on(&self, day: Day) -> DayRates<'_> {
        let lasts = self.published_on(day).map(|it| it.rate.lasts);
        self.rates.on(day, lasts.unwrap_or_else(|| RatePolicy::default().lasts))
    }

    /// The currencies of the companies' books, by code: what rates are quoted in.
    #[must_use]
    pub fn bases(&self) -> Vec<Currency> {
        let mut bases: Vec<_> = self.companies.values().map(|it| it.base_currency).collect();
        bases.sort_unstable();
        bases.dedup();
        bases
    }
}
