//! Ageing 账龄: what is open on a day, by how long it is due or has existed.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    money::{Currency, Money, MoneyError},
};

/// From which day a document ages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseDay {
    /// 逾期账龄: the due day.
    #[default]
    Due,
    /// 账龄: the day the receivable arose.
    Invoice,
}

/// The upper edges, in days and inclusive, of the buckets after "not due"; the last is open-ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edges(Vec<u32>);

impl Default for Edges {
    /// Not due · 1–30 · 31–60 · 61–90 · 91–180 · 181–365 · 366+.
    fn default() -> Edges {
        Edges(vec![30, 60, 90, 180, 365])
    }
}

/// One bucket of a report. `from_days` is absent for "not due", `to_days` for the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    pub label: String,
    pub from_days: Option<u32>,
    pub to_days: Option<u32>,
    pub count: u64,
    pub amount_minor: i64,
}

/// The ageing of one currency. Σ buckets + unapplied = balance, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub currency: Currency,
    /// The day whose balance it is.
    pub as_of: Day,
    /// The day up to which days are counted.
    pub age_as_of: Day,
    pub by: BaseDay,
    pub buckets: Vec<Bucket>,
    /// Negative for money received.
    pub unapplied_minor: i64,
    pub balance_minor: i64,
}

/// What is open of documents with one base day, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOn {
    pub base_day: Day,
    pub count: u64,
    pub open: Money,
}

/// Makes the report of one currency from sums per base day.
///
/// `unapplied` is what was received and not allocated, not negative; `balance` is counted on its
/// own path, so that the report proves itself.
///
/// # Errors
/// [`AgeingError::Unproven`] when Σ buckets + unapplied is not the balance.
pub fn report(
    ask: &Ask,
    edges: &Edges,
    open: &[OpenOn],
    unapplied: Money,
    balance: Money,
) -> Result<Report, AgeingError> {
    let currency = balance.currency();
    let mut buckets = edges.buckets();
    let mut sums = vec![Money::nil(currency); buckets.len()];
    for it in open {
        let at = edges.bucket_of(ask.age_as_of.days_since(it.base_day));
        sums[at] = sums[at].checked_add(it.open)?;
        buckets[at].count += it.count;
    }
    let mut proof = unapplied.negated();
    for (bucket, sum) in buckets.iter_mut().zip(&sums) {
        bucket.amount_minor = sum.minor();
        proof = proof.checked_add(*sum)?;
    }
    if proof != balance {
        return Err(AgeingError::Unproven { buckets: proof, balance });
    }
    Ok(Report {
        currency,
        as_of: ask.as_of,
        age_as_of: ask.age_as_of,
        by: ask.by,
        buckets,
        unapplied_minor: unapplied.negated().minor(),
        balance_minor: balance.minor(),
    })
}

/// What a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub as_of: Day,
    pub age_as_of: Day,
    pub by: BaseDay,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgeingError {
    #[error("buckets and unapplied receipts make {buckets}, but the balance is {balance}")]
    Unproven { buckets: Money, balance: Money },
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Edges {
    /// Empty buckets in order, "not due" first.
    #[must_use]
    pub fn buckets(&self) -> Vec<Bucket> {
        let empty = |label: String, from_days, to_days| Bucket {
            label,
            from_days,
            to_days,
            count: 0,
            amount_minor: 0,
        };
        let mut buckets = vec![empty("not_due".to_owned(), None, Some(0))];
        let mut from = 1;
        for to in &self.0 {
            buckets.push(empty(format!("{from}-{to}"), Some(from), Some(*to)));
            from = to + 1;
        }
        buckets.push(empty(format!("{from}+"), Some(from), None));
        buckets
    }

    /// The place of the bucket for so many days; none and fewer are not due.
    #[must_use]
    pub fn bucket_of(&self, days: i64) -> usize {
        if days <= 0 {
            return 0;
        }
        1 + self.0.partition_point(|to| i64::from(*to) < days)
    }
}
