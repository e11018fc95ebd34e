//! The edges of ageing buckets: where one ends and the next begins.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Bucket;

/// The upper edges, in days and inclusive, of the buckets after "not due"; the last is open-ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u32>", into = "Vec<u32>")]
pub struct Edges(Vec<u32>);

/// Why these are no edges.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdgesError {
    #[error("no edge is given; name days with commas, such as 30,60,90")]
    Empty,
    #[error("{0:?} is not a number of days; name whole days with commas, such as 30,60,90")]
    NotDays(String),
    #[error("an edge of {edge} days leaves a bucket without a day; the first is at least 1")]
    TooSmall { edge: u32 },
    #[error("an edge of {edge} days after {before}; each is later than the one before")]
    NotRising { before: u32, edge: u32 },
    #[error("an edge of {edge} days is beyond {most}")]
    TooFar { edge: u32, most: u32 },
    #[error("{count} edges are given; at most {most} are told apart")]
    TooMany { count: usize, most: usize },
}

/// More buckets than this nobody reads.
const MOST: usize = 24;
/// Two hundred years of days.
const FURTHEST: u32 = 73_000;

impl Default for Edges {
    /// Not due · 1–30 · 31–60 · 61–90 · 91–180 · 181–365 · 366+.
    fn default() -> Edges {
        Edges(vec![30, 60, 90, 180, 365])
    }
}

impl Edges {
    /// The preset of 账龄 for provision and audit: up to 1 year, 1–2, 2–3, 3–4, 4–5, above, in
    /// years of 365 days.
    #[must_use]
    pub fn years() -> Edges {
        Edges(vec![365, 730, 1_095, 1_460, 1_825])
    }

    /// # Errors
    /// [`EdgesError`] unless the edges rise from at least one day.
    pub fn try_new(edges: Vec<u32>) -> Result<Edges, EdgesError> {
        if edges.is_empty() {
            return Err(EdgesError::Empty);
        }
        if MOST < edges.len() {
            return Err(EdgesError::TooMany { count: edges.len(), most: MOST });
        }
        let mut before = 0;
        for edge in edges.iter().copied() {
            if edge == 0 {
                return Err(EdgesError::TooSmall { edge });
            }
            if edge <= before {
                return Err(EdgesError::NotRising { before, edge });
            }
            if FURTHEST < edge {
                return Err(EdgesError::TooFar { edge, most: FURTHEST });
            }
            before = edge;
        }
        Ok(Edges(edges))
    }

    /// Reads `30,60,90`, with blanks where people put them.
    ///
    /// # Errors
    /// [`EdgesError`] for anything but rising whole days.
    pub fn parse(text: &str) -> Result<Edges, EdgesError> {
        if text.trim().is_empty() {
            return Err(EdgesError::Empty);
        }
        let days = |part: &str| {
            let part = part.trim();
            let plain = !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
            let days = if plain { part.parse().ok() } else { None };
            days.ok_or_else(|| EdgesError::NotDays(part.to_owned()))
        };
        Edges::try_new(text.split(',').map(days).collect::<Result<_, _>>()?)
    }

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

impl FromStr for Edges {
    type Err = EdgesError;
    fn from_str(text: &str) -> Result<Edges, EdgesError> {
        Edges::parse(text)
    }
}

impl TryFrom<Vec<u32>> for Edges {
    type Error = EdgesError;
    fn try_from(edges: Vec<u32>) -> Result<Edges, EdgesError> {
        Edges::try_new(edges)
    }
}

impl From<Edges> for Vec<u32> {
    fn from(edges: Edges) -> Vec<u32> {
        edges.0
    }
}
