//! Ageing 账龄: what is open on a day, by how long it is due or has existed.
//!
//! Two days are asked for, and they are two: the day whose balance it is, and the day up to which
//! days are counted. What is not due stands in a bucket of its own; a report proves itself.

mod edges;
mod of_dossier;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    money::{Currency, Money, MoneyError},
};

pub use edges::{Edges, EdgesError};
pub use of_dossier::of_dossier;

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

/// One bucket of a report. `from_days` is absent for "not due", `to_days` for the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    pub label: String,
    pub from_days: Option<u32>,
    pub to_days: Option<u32>,
    /// Documents with anything open.
    pub count: u64,
    /// In minor units, signed.
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
    /// In minor units; negative for money received.
    pub unapplied_minor: i64,
    /// In minor units; below nothing where the customer has paid more than is owed.
    pub balance_minor: i64,
}

/// What is open of documents with one base day, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOn {
    pub base_day: Day,
    pub count: u64,
    pub open: Money,
}

/// Makes the report of one currency from sums per base day: `days = age_as_of − base day`, and
/// none or fewer are not due.
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

/// Why a report is not made: a wrong one is worse than none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgeingError {
    #[error("buckets and unapplied receipts make {buckets}, but the balance is {balance}")]
    Unproven { buckets: Money, balance: Money },
    /// An earlier day cannot be told where settled documents are not at hand.
    #[error("the documents settled since {as_of} are not all here")]
    HistoryMissing { as_of: Day },
    #[error(transparent)]
    Money(#[from] MoneyError),
}
