//! Words of credit: standing, limit, requests and approvals.

use shared::{calendar::Day, credit::CreditStanding, money::Amounts, words::Language};

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
