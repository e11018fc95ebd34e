//! Effects: what a decision writes, in the very rows that are stored, carried and kept.

use serde::{Deserialize, Serialize};

use crate::{
    credit::Against,
    edit::Edit,
    field_receipt::Slip,
    id::{CompanyId, UserId},
    money::Money,
    row::Row,
};

/// The one outcome of [`decide`](crate::decide): rows to write, and what to say about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    pub writes: Vec<Row>,
    /// Taken all the same; shown in the form.
    pub warnings: Vec<Warning>,
    /// Recorded, but somebody has to look at it.
    pub review: Option<Why>,
    /// The entries of the history in which fields kept the server's value.
    pub merged: Vec<Edit>,
    /// Who hears of it beside its author.
    pub letters: Vec<Letter>,
}

/// News for somebody about whose matter another person decided: the server puts it into the
/// reader's inbox, together with the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub reader: UserId,
    /// The row as it stands after the decision: the reader may not hold its scope any more.
    pub about: Row,
}

impl Effects {
    /// Accepted without changing anything: it stands so already.
    #[must_use]
    pub fn nothing() -> Effects {
        Effects::default()
    }

    /// Accepted by writing one row.
    #[must_use]
    pub fn write(row: Row) -> Effects {
        Effects { writes: vec![row], ..Effects::default() }
    }

    pub fn push(&mut self, row: Row) {
        self.writes.push(row);
    }

    pub fn extend(&mut self, rows: impl IntoIterator<Item = Row>) {
        self.writes.extend(rows);
    }
}

/// Something the person should know, which does not stand in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    PromiseAboveOwed { promised: Money, owed: Money },
    FieldReceiptAboveOwed { taken: Money, owed: Money },
}

/// Why a recorded command waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The author's permission ended, or the customer moved, before the day it happened.
    NotYours,
    /// An earlier command of this customer is quarantined.
    BehindQuarantine,
    /// The limit is another than the author saw: the request waits with both.
    StaleLimit { seen: Against, now: Against },
    /// More cash in hand than the policy allows; the money has changed hands all the same.
    CashAboveCap { amount: Money, in_hand: Money, cap: Money },
    /// The number stands on another slip of this customer.
    SlipTwice { slip: Slip },
    /// Money for a company that is not there: nobody can book it.
    UnknownCompany { company: CompanyId },
    /// The version of the policy that its author had allowed it; the one in force on that day does not.
    PolicyChanged { seen: u32, now: u32 },
}
