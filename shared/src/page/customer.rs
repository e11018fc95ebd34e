//! `GET /api/customers`: the customers of the desk, each with what it owes and what its limit leaves.

use serde::{Deserialize, Serialize};

use super::{Listing, Order, is_usual};
use crate::{
    calendar::Day,
    credit::{CreditLine, CreditStanding, Exposure, available, exposure},
    customer::Brief,
    dossier::Register,
    money::{Money, MoneyError},
};

/// What the desk lists of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerLine {
    #[serde(flatten)]
    pub brief: Brief,
    /// What was granted; absent where nobody has decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<CreditLine>,
}

impl CustomerLine {
    /// What counts on a day: nothing before the first day of a grant and after its last.
    #[must_use]
    pub fn standing(&self, today: Day) -> CreditStanding {
        self.credit.as_ref().map_or_else(Default::default, |it| it.standing_on(today))
    }

    /// What is used of the limit of a day and what that leaves, as [`available`] counts it, at the
    /// rates of the day; none where no amount limits.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub fn left(&self, today: Day, register: &Register) -> Result<Option<Left>, MoneyError> {
        let Some(limit) = self.standing(today).limit() else { return Ok(None) };
        let open = self.brief.open.iter().map(|(_, money)| *money);
        let (unapplied, rates) = (self.brief.unapplied.iter(), register.rates_on(today));
        let exposure = exposure(limit.currency(), open, unapplied, &rates)?;
        let available = available(limit, &exposure)?;
        Ok(Some(Left { available, exposure }))
    }
}

/// What a limit leaves, and what uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Below nothing where the limit is exceeded.
    pub available: Money,
    pub exposure: Exposure,
}

pub type CustomerListing = Listing<CustomerLine>;

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerQuery {
    /// Part of name, code or pinyin initials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// A territory's id, or `none`; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub credit: CreditFilter,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub file: FileFilter,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub sort: CustomerSort,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub order: Order,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub offset: u32,
    /// 50 if absent, at most 500.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    #[default]
    Name,
    Code,
    /// By the territory's code; customers of none come last.
    Territory,
    Balance,
    Overdue,
    /// By the earliest open due day that has passed.
    DaysOverdue,
    /// By the latest due day of a promise that stands.
    Promised,
    LastVisit,
    /// By what the limit leaves, the least first; where no amount limits, last either way.
    Available,
}

/// By what waits in a customer's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFilter {
    #[default]
    All,
    /// A change that a second person is to confirm.
    Proposed,
}

/// By what may be sold to a customer on credit today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditFilter {
    #[default]
    All,
    /// 超额: more is used than the limit allows; up to the limit is not over.
    Over,
    Limited,
    /// Nobody has decided, or the grant is of other days.
    NotGranted,
    CashOnly,
    Unlimited,
}

impl CreditFilter {
    pub const EVERY: [CreditFilter; 6] = [
        CreditFilter::All,
        CreditFilter::Over,
        CreditFilter::Limited,
        CreditFilter::NotGranted,
        CreditFilter::CashOnly,
        CreditFilter::Unlimited,
    ];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        customer::Customer,
        id::{CustomerId, UserId},
        money::{Amounts, Currency},
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn cny(text: &str) -> Money {
        Money::parse(text, Currency::CNY).unwrap()
    }

    fn line(open: &str, unapplied: &str, terms: Option<CreditStanding>) -> CustomerLine {
        let customer = Customer {
            id: CustomerId::of_code("C1"),
            code: "C1".to_owned(),
            name: "宏盛食品".to_owned(),
            also_known_as: vec![],
            territory: None,
            contacts: vec![],
            short_name: String::new(),
            particulars: BTreeMap::new(),
            proposed: BTreeMap::new(),
            address: String::new(),
            tags: vec![],
            search_key: String::new(),
            sort_key: String::new(),
        };
        let mut sums = Amounts::new();
        sums.add(cny(unapplied)).unwrap();
        sums.add(Money::parse("70", Currency::USD).unwrap()).unwrap();
        let credit = terms.map(|standing| CreditLine {
            customer: customer.id,
            standing,
            valid_from: Some(day("2026-01-01")),
            valid_until: Some(day("2026-12-31")),
            granted_by: UserId::of_login("chen"),
            granted_on: day("2026-01-01"),
            reason: "年度授信".to_owned(),
            request: None,
        });
        let brief = Brief {
            customer,
            open: vec![(day("2026-03-01"), cny(open)), (day("2026-03-02"), cny("100"))],
            unapplied: sums,
            promised: vec![],
            last_visit: None,
            unbooked: vec![],
        };
        CustomerLine { brief, credit }
    }

    /// `available = limit − exposure`, in the limit's currency, on the days of the grant.
    #[test]
    fn what_a_limit_leaves() {
        let limited = |amount| Some(CreditStanding::Limited { amount: cny(amount) });
        for (open, unapplied, terms, on, left) in [
            ("900", "0", limited("1000"), "2026-03-01", Some("0")),
            ("900.01", "0", limited("1000"), "2026-03-01", Some("-0.01")),
            ("900", "400", limited("1000"), "2026-03-01", Some("400")),
            ("900", "0", limited("1000"), "2026-12-31", Some("0")),
            ("900", "0", limited("1000"), "2027-01-01", None),
            ("900", "0", limited("1000"), "2025-12-31", None),
            ("900", "0", Some(CreditStanding::CashOnly), "2026-03-01", None),
            ("900", "0", Some(CreditStanding::Unlimited), "2026-03-01", None),
            ("900", "0", None, "2026-03-01", None),
        ] {
            let line = line(open, unapplied, terms);
            let found = line.left(day(on), &Register::default()).unwrap();
            let found = found.map(|it| it.available);
            assert_eq!(found, left.map(cny), "{open} {unapplied} {on}");
        }
        let ended = line("900", "0", limited("1000"));
        assert_eq!(ended.standing(day("2027-01-01")), CreditStanding::NotGranted);
    }
}
