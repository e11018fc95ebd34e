//! Words of credit: standing, limit, requests and approvals.

use shared::{
    calendar::Day,
    credit::CreditStanding,
    money::{Amounts, Money},
    rate::Quoted,
    words::{self, Language},
};

use super::{en, labels, zh};

labels! {
    CreditWord in credit::credit,
    ApprovalWord in credit::approvals,
}

/// Credit of one customer: what stands, and the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditWord {
    Heading,
    Limit,
    Used,
    Available,
    Over,
    OverBy,
    Lapsed,
    Any,
    OverLimit,
    Requests,
    Ask,
    AskAgain,
    Withdraw,
    Withdrawn,
    Change,
    Now,
    Saw,
    Asked,
    Moved,
    MovedSince,
    Terms,
    Limited,
    CashOnly,
    Unlimited,
    NotGranted,
    HowMuch,
    UsualAmounts,
    ValidUntil,
    Reason,
    ReasonPlaceholder,
    FillAmount,
    FillReason,
    WalkIn,
}

/// The desk's queue of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalWord {
    Table,
    State,
    Customer,
    By,
    SentOn,
    Decide,
    Look,
    Approve,
    Return,
    Reject,
    YourReason,
    YourReasonHint,
    Own,
    Sending,
    History,
    Empty,
    EmptyHint,
    Waiting,
    ToDecide,
    Returned,
    Approved,
    Rejected,
    Withdrawn,
    All,
}

/// A sentence about credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreditSaid {
    /// The name of the button that asks.
    Ask {
        asked: CreditStanding,
    },
    /// The name of the button that grants.
    Grant {
        terms: CreditStanding,
    },
    /// A request on the timeline.
    Wanted {
        asked: CreditStanding,
    },
    /// What was answered to it.
    Became {
        asked: CreditStanding,
        state: String,
    },
    Granted {
        terms: CreditStanding,
    },
    Until {
        day: Day,
    },
    /// What of it is in another currency, and by which rates it was counted.
    Converted {
        amount: Money,
        by: Vec<Quoted>,
    },
    /// Other currencies, which no rate converts.
    NoRate {
        sums: Amounts,
    },
    Decided {
        by: String,
        state: String,
        reason: String,
    },
    Revision {
        number: u32,
    },
    /// Requests that the reader decides.
    WaitForYou {
        count: usize,
    },
}

impl CreditSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::credit::said(self),
            Language::En => en::credit::said(self),
        }
    }
}

/// The rates by which something was counted, each with its day: `1 USD = 7.1188 (11-20)`.
pub(super) fn rates(by: &[Quoted], between: &str) -> String {
    let one = |it: &Quoted| {
        let quote = words::quote(it.currency, &it.quote);
        format!("{quote} ({:02}-{:02})", it.on.month(), it.on.day_of_month())
    };
    by.iter().map(one).collect::<Vec<_>>().join(between)
}
