//! `GET /api/documents`: the receivables behind a figure of the ageing report.

use serde::{Deserialize, Serialize};

use super::{Listing, Order, descending, is_descending, is_usual};
use crate::{
    ageing::{Ask, BaseDay, Bucket},
    calendar::{Day, Days},
    id::TerritoryId,
    invoice::Invoice,
    money::{Currency, Money},
};

/// What to list: what the report is asked, and one of its buckets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentQuery {
    /// Part of the customer's name, code or pinyin initials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// A territory's id, or `none`; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    /// The seller's today if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The same as `as_of` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_as_of: Option<Day>,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub by: BaseDay,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// So many days old at least; with neither of the two, every open document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_days: Option<u32>,
    /// So many days old at most; none at all where nothing else is said is not due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_days: Option<u32>,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub sort: DocumentSort,
    /// The usual one is descending: the oldest first.
    #[serde(default = "descending", skip_serializing_if = "is_descending")]
    pub order: Order,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentSort {
    /// How old they are, counted from the base day.
    #[default]
    Days,
    /// By currency first: amounts of several are never compared.
    Open,
    Customer,
}

impl Default for DocumentQuery {
    fn default() -> DocumentQuery {
        DocumentQuery {
            search: String::new(),
            territory: String::new(),
            as_of: None,
            age_as_of: None,
            by: BaseDay::default(),
            currency: None,
            from_days: None,
            to_days: None,
            sort: DocumentSort::Days,
            order: Order::Descending,
            offset: 0,
            limit: None,
        }
    }
}

impl DocumentQuery {
    #[must_use]
    pub fn ask(&self, today: Day) -> Ask {
        let as_of = self.as_of.unwrap_or(today);
        Ask { as_of, age_as_of: self.age_as_of.unwrap_or(as_of), by: self.by }
    }

    /// The base days that are asked for, from the first to the last.
    #[must_use]
    pub fn base_days(&self, today: Day) -> [Option<Day>; 2] {
        let counted_to = self.ask(today).age_as_of;
        [self.to_days, self.from_days].map(|it| it.map(|days| counted_to.minus(Days(days))))
    }

    /// The same question about one bucket of the report.
    #[must_use]
    pub fn of_bucket(self, bucket: &Bucket) -> DocumentQuery {
        let not_due = bucket.from_days.is_none().then_some(0);
        let (from_days, to_days) = (bucket.from_days, bucket.to_days.or(not_due));
        DocumentQuery { from_days, to_days, offset: 0, ..self }
    }
}

/// A document with what was open of it on the day that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    pub invoice: Invoice,
    pub open: Money,
    /// Days since the base day; none or fewer are not due.
    pub days: i64,
    pub customer_code: String,
    pub customer_name: String,
    pub territory: Option<TerritoryId>,
}

pub type DocumentListing = Listing<DocumentLine>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ageing::Edges;

    #[test]
    fn buckets_meet_and_leave_no_day_out() {
        let today: Day = "2026-11-20".parse().unwrap();
        let of = |bucket| DocumentQuery::default().of_bucket(bucket).base_days(today);
        let buckets = Edges::default().buckets();
        assert_eq!(of(&buckets[0]), [Some(today), None], "not due");
        assert_eq!(of(buckets.last().unwrap())[0], None, "the oldest of all");
        for pair in buckets.windows(2) {
            let [[first, _], [_, last]] = [of(&pair[0]), of(&pair[1])];
            assert_eq!(first.unwrap().minus(Days(1)), last.unwrap(), "{pair:?}");
        }
    }
}
