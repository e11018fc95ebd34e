//! The rates that are known, which of them holds on a day, and the way from one currency to another.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ExchangeRate;
use crate::{
    calendar::{Day, Days},
    money::{Currency, Factor, MoneyError, Quote},
};

/// Every rate that was ever said, by currency and base, and by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<(Currency, Currency), BTreeMap<Day, ExchangeRate>>);

/// A quote of a day, as figures name what they were made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quoted {
    pub currency: Currency,
    pub base: Currency,
    pub on: Day,
    #[serde(flatten)]
    pub quote: Quote,
}

impl Rates {
    pub fn put(&mut self, it: ExchangeRate) {
        self.0.entry((it.currency, it.base)).or_default().insert(it.on, it);
    }

    /// What was said of one day.
    #[must_use]
    pub fn of(&self, currency: Currency, base: Currency, on: Day) -> Option<&ExchangeRate> {
        self.0.get(&(currency, base))?.get(&on)
    }

    /// The latest that holds on a day, however old.
    #[must_use]
    pub fn latest(&self, currency: Currency, base: Currency, day: Day) -> Option<Quoted> {
        let mut all = self.0.get(&(currency, base))?.range(..=day).rev();
        all.find_map(|(on, it)| Some(Quoted { currency, base, on: *on, quote: it.quote()? }))
    }

    /// The last that holds before a day.
    #[must_use]
    pub fn before(&self, currency: Currency, base: Currency, day: Day) -> Option<Quoted> {
        let mut all = self.0.get(&(currency, base))?.range(..day).rev();
        all.find_map(|(on, it)| Some(Quoted { currency, base, on: *on, quote: it.quote()? }))
    }

    /// All rows, by currency, base and day.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &ExchangeRate> {
        self.0.values().flat_map(BTreeMap::values)
    }

    /// The rates of a day, each as old as it may be.
    #[must_use]
    pub fn on(&self, day: Day, lasts: Days) -> DayRates<'_> {
        DayRates { rates: self, day, lasts }
    }
}

/// The rates that hold on one day.
#[derive(Debug, Clone, Copy)]
pub struct DayRates<'a> {
    rates: &'a Rates,
    day: Day,
    lasts: Days,
}

impl DayRates<'_> {
    /// What holds on the day; none where the latest is too old.
    #[must_use]
    pub fn quoted(&self, currency: Currency, base: Currency) -> Option<Quoted> {
        let latest = self.rates.latest(currency, base, self.day)?;
        (self.day <= latest.on.plus(self.lasts)).then_some(latest)
    }

    /// The way from one currency into another, with the rates it goes by: straight where one is
    /// quoted in the other, else through a base in which both are.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the rates are beyond what can be counted exactly.
    pub fn way(
        &self,
        from: Currency,
        into: Currency,
    ) -> Result<Option<(Factor, Vec<Quoted>)>, MoneyError> {
        if let Some(it) = self.quoted(from, into) {
            return Ok(Some((Factor::ONE.times(it.quote)?, vec![it])));
        }
        if let Some(it) = self.quoted(into, from) {
            return Ok(Some((Factor::ONE.divided_by(it.quote)?, vec![it])));
        }
        let bases: BTreeSet<Currency> = self.rates.0.keys().map(|(_, base)| *base).collect();
        for base in bases {
            if let (Some(here), Some(there)) = (self.quoted(from, base), self.quoted(into, base)) {
                let factor = Factor::ONE.times(here.quote)?.divided_by(there.quote)?;
                return Ok(Some((factor, vec![here, there])));
            }
        }
        Ok(None)
    }
}
