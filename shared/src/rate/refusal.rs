//! Why a rate was not taken.

use serde::{Deserialize, Serialize};

use super::Quoted;
use crate::{
    calendar::Day,
    money::{Currency, Percent, Quote, Rate},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum RateRefusal {
    /// No company keeps its books in this currency.
    NotABase {
        given: Currency,
        bases: Vec<Currency>,
    },
    /// A currency costs one of itself.
    BaseItself {
        currency: Currency,
    },
    UnitsUnknown {
        given: u32,
        known: Vec<u32>,
    },
    NotPositive {
        given: Rate,
    },
    TooLarge {
        given: Rate,
        below: u32,
    },
    TooManyDigits {
        given: Rate,
        most: u32,
    },
    SourceEmpty,
    SourceTooLong {
        length: usize,
        most: usize,
    },
    ReasonEmpty,
    ReasonTooLong {
        length: usize,
        most: usize,
    },
    /// Nobody knows it yet.
    InFuture {
        on: Day,
        latest: Day,
    },
    /// Somebody else said something of this day first; `now` is what stands, none where it was
    /// withdrawn.
    Moved {
        currency: Currency,
        on: Day,
        now: Option<Quote>,
        seen: u32,
        revision: u32,
    },
    /// Far from the rate before: a slip of the finger, or somebody stands by it.
    Jump {
        currency: Currency,
        given: Quote,
        before: Quoted,
        most: Percent,
    },
    Unknown {
        currency: Currency,
        on: Day,
    },
    TooManyCorrections {
        most: usize,
    },
}
