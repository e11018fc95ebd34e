//! Why a grant, a request or a decision about credit was refused.

use serde::{Deserialize, Serialize};

use super::{Against, CreditStanding};
use crate::{calendar::Day, id::CreditRequestId, money::Money};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CreditRefusal {
    ReasonEmpty,
    ReasonTooLong {
        length: usize,
        most: usize,
    },
    AmountNotPositive {
        amount: Money,
    },
    /// What is asked for is what the author saw standing.
    NothingAsked {
        stands: CreditStanding,
    },
    /// The author's own request about this customer is not settled yet.
    OpenAlready {
        request: CreditRequestId,
    },
    /// Another request already carries this id, here or with another customer.
    IdTaken {
        request: CreditRequestId,
    },
    UnknownRequest {
        request: CreditRequestId,
    },
    NotAuthor {
        request: CreditRequestId,
    },
    /// The requester never approves.
    OwnRequest {
        request: CreditRequestId,
    },
    /// It was settled before; `state` names how.
    Closed {
        state: String,
        on: Day,
    },
    /// It was returned to its author, who has it now.
    WithAuthor {
        on: Day,
    },
    /// The author sent another form after this one was read.
    Revised {
        seen: u32,
        now: u32,
    },
    /// Somebody changed the limit after this decision was made.
    LimitMoved {
        seen: Against,
        now: Against,
    },
    TooManyRevisions {
        most: usize,
    },
    EndsBeforeBegins {
        valid_from: Day,
        valid_until: Day,
    },
    EndsInThePast {
        valid_until: Day,
        today: Day,
    },
    /// 散客 buys against cash: credit is given to somebody.
    WalkIn,
}
