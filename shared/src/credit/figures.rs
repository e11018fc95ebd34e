//! Exposure 占用 and what is available 可用额度, in one place for phone, desk and rules.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Against, CreditLine, CreditStanding};
use crate::{
    calendar::Day,
    dossier::Dossier,
    money::{Amounts, Currency, Money, MoneyError},
    rate::{DayRates, Quoted},
};

/// What a customer uses of a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// In the currency of the limit; negative where more has been paid than is owed.
    pub used: Money,
    /// What of that stands in other currencies, and by which rates it was counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub converted: Vec<Converted>,
    /// What stands in other currencies and is not counted, because there is no rate.
    pub no_rate: Amounts,
}

/// What stands in another currency than the limit's, and what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converted {
    pub amount: Money,
    pub counted: Money,
    /// One rate, or two through the base.
    pub by: Vec<Quoted>,
}

/// Exposure, first form (`rules.md` §2): open receivables (tax-inclusive residual, the disputed
/// part included) less booked receipts that are not applied, in the currency of the limit.
///
/// Other currencies count at the day's rate, rounded once per component and currency; without a rate
/// they are named and not counted: `no_rate`, never zero.
/// Deliveries, orders and bills join once Chitbook keeps them. Never deducted: deposits, and money
/// that finance has not booked.
///
/// # Errors
/// A sum leaves the exact range.
pub fn exposure(
    currency: Currency,
    open: impl IntoIterator<Item = Money>,
    unapplied: impl IntoIterator<Item = Money>,
    rates: &DayRates<'_>,
) -> Result<Exposure, MoneyError> {
    let (open, unapplied) = (sum(open)?, sum(unapplied)?);
    let mut used = open.of(currency).checked_sub(unapplied.of(currency))?;
    let (mut converted, mut no_rate) = (vec![], Amounts::new());
    let all = open.iter().chain(unapplied.iter()).map(Money::currency);
    let others: BTreeSet<Currency> = all.filter(|it| *it != currency).collect();
    for other in others {
        let (owed, paid) = (open.of(other), unapplied.of(other));
        let amount = owed.checked_sub(paid)?;
        if amount.is_nil() {
            continue;
        }
        let Some((factor, by)) = rates.way(other, currency)? else {
            no_rate.add(amount)?;
            continue;
        };
        let paid = paid.converted(currency, factor)?;
        let counted = owed.converted(currency, factor)?.checked_sub(paid)?;
        used = used.checked_add(counted)?;
        converted.push(Converted { amount, counted, by });
    }
    Ok(Exposure { used, converted, no_rate })
}

fn sum(all: impl IntoIterator<Item = Money>) -> Result<Amounts, MoneyError> {
    let mut sums = Amounts::new();
    for money in all {
        sums.add(money)?;
    }
    Ok(sums)
}

/// `limit − exposure` (`rules.md` §2). Negative means 超额 by so much; nothing left means that
/// the limit is used and not exceeded: equality passes.
///
/// # Errors
/// The two are in different currencies, or the difference leaves the exact range.
pub fn available(limit: Money, exposure: &Exposure) -> Result<Money, MoneyError> {
    limit.checked_sub(exposure.used)
}

/// A customer's credit on one day, as every page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditFigures {
    /// What counts on that day: nothing before the first day of a grant and after its last.
    pub standing: CreditStanding,
    /// What was granted, at its version.
    pub against: Against,
    /// The grant itself; none where nobody has decided yet.
    pub line: Option<CreditLine>,
    pub exposure: Exposure,
    /// Only where an amount limits.
    pub available: Option<Money>,
}

impl CreditFigures {
    /// The figures of a dossier with its open receivables and unapplied receipts, at the rates of
    /// that day.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub fn of(dossier: &Dossier, today: Day) -> Result<CreditFigures, MoneyError> {
        let line = dossier.credit_line.clone();
        let standing = line.as_ref().map_or_else(Default::default, |it| it.standing_on(today));
        let against = Against::standing_in(dossier);
        let open = || dossier.invoices.values().map(|it| it.open);
        let currency = match against.standing.limit() {
            Some(limit) => limit.currency(),
            None => currency_without_limit(dossier),
        };
        let unapplied = dossier.receipts.values().map(|it| it.unapplied);
        let exposure = exposure(currency, open(), unapplied, &dossier.register.rates_on(today))?;
        let available = match standing.limit() {
            Some(limit) => Some(available(limit, &exposure)?),
            None => None,
        };
        Ok(CreditFigures { standing, against, line, exposure, available })
    }

    /// The currency in which the customer's credit is counted.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.exposure.used.currency()
    }

    /// By how much the limit is exceeded; none up to and at the limit.
    #[must_use]
    pub fn over(&self) -> Option<Money> {
        self.available.map(Money::negated).filter(|it| it.is_positive())
    }
}

/// The currency a first limit would be in: of the first company, else of what is owed.
fn currency_without_limit(dossier: &Dossier) -> Currency {
    let company = dossier.register.companies.values().map(|it| it.base_currency).next();
    let owed = || dossier.invoices.values().map(|it| it.amount.currency()).next();
    company.or_else(owed).unwrap_or(Currency::CNY)
}

/// The smallest step of an amount chip, in whole units of the currency.
const LEAST_STEP: i64 = 10_000;

/// Amounts to offer for a new limit, ascending, each more than what stands: up to the next round
/// step, then by about a fifth, a half, and twice. A first limit starts at what is used.
#[must_use]
pub fn amount_chips(stands: Option<Money>, exposure: &Exposure) -> Vec<Money> {
    let currency = exposure.used.currency();
    let unit = 10_i64.pow(currency.minor_digits());
    let base = stands.unwrap_or(exposure.used).minor().max(0) / unit;
    let need = (exposure.used.minor() / unit).max(base);
    let step = step_for(base);
    let mut amounts: Vec<i64> = [base + step, base + base / 5, base + base / 2, base * 2, need]
        .into_iter()
        .map(|it| (it + step - 1) / step * step)
        .filter(|it| base < *it)
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    amounts.truncate(4);
    amounts.into_iter().filter_map(|it| Money::try_new(it * unit, currency).ok()).collect()
}

/// A tenth of the power of ten at hand, at least [`LEAST_STEP`]: 50,000 goes by tens of thousands,
/// 800,000 too, 3,000,000 by hundreds of thousands.
fn step_for(base: i64) -> i64 {
    let mut step = LEAST_STEP;
    while step * 100 <= base {
        step *= 10;
    }
    step
}
