//! Words of exchange rates.

use shared::{
    money::{Currency, Money},
    words::Language,
};

use super::{en, labels, zh};

labels! {
    RateWord in rate::rate,
}

/// The pages of rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateWord {
    InUse,
    InUseTable,
    Currency,
    Latest,
    On,
    State,
    Holds,
    TooOld,
    Missing,
    Balance,
    Customers,
    NothingInUse,
    Enter,
    Source,
    UsualSource,
    OtherCurrency,
    Add,
    NotACurrency,
    Save,
    Saved,
    Sending,
    NotARate,
    StandBy,
    History,
    Table,
    Rate,
    By,
    EnteredOn,
    Withdrawn,
    Corrected,
    Empty,
    EmptyHint,
    Earlier,
    Correct,
    Withdraw,
    Reason,
    WithdrawHint,
    OnlyLooks,
    NotHere,
    Uncounted,
    EveryCurrency,
}

/// A sentence about rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RateSaid {
    /// The label of a rate's field: what for how many units.
    Costs {
        units: u32,
        currency: Currency,
        base: Currency,
    },
    /// What stands of the day already.
    Stands {
        quote: String,
        by: String,
    },
    /// What is not counted, because nobody said what it costs.
    NotCounted {
        balance: Money,
        customers: i64,
    },
    DaysOld {
        days: i64,
    },
}

impl RateSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::rate::said(self),
            Language::En => en::rate::said(self),
        }
    }
}
