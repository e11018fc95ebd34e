//! Pairings 对应: which money stands behind a movement of the file that leads the books, so that the
//! same money is deducted once, whichever of the two is heard of first.
//!
//! A pairing with booked money takes that money out of what is unapplied, and the document falls by
//! the allocation instead of the movement. A pairing with a slip waits for its hand-in.

mod by_hand;
mod ledger;
mod rule;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Day,
    field_receipt::Slip,
    id::{
        CustomerId, FieldReceiptId, InvoiceId, MovementId, PairingId, PromiseId, ReceiptId, UserId,
    },
    money::Money,
};

pub use by_hand::{ByHand, Make, SettleOtherwise, Undo, make, may_pair, settle_otherwise, undo};
pub(crate) use ledger::Ledger;

/// One pairing. All but the state is a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    pub id: PairingId,
    /// Absent for a receipt of nobody.
    pub customer: Option<CustomerId>,
    pub subject: Subject,
    pub with: Counterpart,
    /// The movement's document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceId>,
    pub amount: Money,
    /// Who paired by hand; absent where the rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    pub made_on: Day,
    pub state: PairingState,
}

/// What asked for a counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum Subject {
    Movement(MovementId),
    Receipt(ReceiptId),
    FieldReceipt(FieldReceiptId),
    Promise(PromiseId),
}

impl Subject {
    /// The row it is.
    #[must_use]
    pub fn row(self) -> Uuid {
        match self {
            Subject::Movement(it) => it.0,
            Subject::Receipt(it) => it.0,
            Subject::FieldReceipt(it) => it.0,
            Subject::Promise(it) => it.0,
        }
    }
}

/// What stands against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "with", rename_all = "snake_case")]
pub enum Counterpart {
    /// 在途收款: reported by a rep.
    FieldReceipt { field_receipt: FieldReceiptId },
    /// Booked money.
    Receipt { receipt: ReceiptId },
    /// 外部反核销: the same document was opened again.
    Reopening { movement: MovementId },
    /// No money: somebody says what it was.
    Otherwise { how: Otherwise, reason: String },
}

/// What settles a matter without money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// 销退.
    Return,
    /// 折让.
    Allowance,
    /// 返利.
    Rebate,
    /// 价差.
    PriceDifference,
    /// 对冲.
    Contra,
    /// 坏账核销.
    WriteOff,
    /// 与客户货款无关, or anything else the reason says.
    Other,
}

impl Otherwise {
    pub const ALL: [Otherwise; 7] = [
        Otherwise::Return,
        Otherwise::Allowance,
        Otherwise::Rebate,
        Otherwise::PriceDifference,
        Otherwise::Contra,
        Otherwise::WriteOff,
        Otherwise::Other,
    ];
}

/// How far a pairing has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PairingState {
    /// The slip is not booked yet: the movement alone lowers the balance.
    Waiting,
    /// The money is booked and allocated to the document: the movement lowers it no more from this
    /// day on.
    Covered { receipt: ReceiptId, amount: Money, effective_on: Day },
    /// No money stands behind it.
    Noted,
    /// By whom; by the rule where nobody is named.
    Undone {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        on: Day,
    },
}

impl Pairing {
    /// What of its subject it keeps from being paired again.
    #[must_use]
    pub fn held(&self) -> Money {
        match &self.state {
            PairingState::Waiting | PairingState::Noted => self.amount,
            PairingState::Covered { amount, .. } => *amount,
            PairingState::Undone { .. } => Money::nil(self.amount.currency()),
        }
    }

    /// Whether a person may take it back, whoever made it: what a file opened again is the file's.
    #[must_use]
    pub fn may_be_undone_by_hand(&self) -> bool {
        !matches!(self.with, Counterpart::Reopening { .. })
    }

    #[must_use]
    pub fn stands(&self) -> bool {
        !matches!(self.state, PairingState::Undone { .. })
    }

    /// By how much the document falls by money instead of by its movement, and since when.
    #[must_use]
    pub fn covered(&self) -> Option<(Money, Day)> {
        match &self.state {
            PairingState::Covered { amount, effective_on, .. } => Some((*amount, *effective_on)),
            _ => None,
        }
    }

    /// The booked money behind it.
    #[must_use]
    pub fn receipt(&self) -> Option<ReceiptId> {
        match (&self.state, &self.with) {
            (PairingState::Covered { receipt, .. }, _) | (_, Counterpart::Receipt { receipt }) => {
                Some(*receipt)
            }
            _ => None,
        }
    }

    /// The slip behind it.
    #[must_use]
    pub fn field_receipt(&self) -> Option<FieldReceiptId> {
        match self.with {
            Counterpart::FieldReceipt { field_receipt } => Some(field_receipt),
            _ => None,
        }
    }

    #[must_use]
    pub fn movement(&self) -> Option<MovementId> {
        match self.subject {
            Subject::Movement(it) => Some(it),
            _ => None,
        }
    }
}

/// Why a command about a pairing was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PairingRefusal {
    UnknownMovement {
        movement: MovementId,
    },
    /// The slip, the receipt or the promise is not this customer's, or not here.
    UnknownCounterpart,
    UnknownPairing {
        pairing: PairingId,
    },
    /// Nothing of the movement is left without a counterpart.
    PairedAlready {
        number: String,
    },
    /// Nothing of the money is left.
    MoneyUsedUp {
        number: String,
    },
    OtherCompany {
        number: String,
    },
    OtherCurrency {
        number: String,
        movement: Money,
        money: Money,
    },
    SlipCancelled {
        slip: Slip,
    },
    /// The pairing follows from the file's own reopening.
    NotByHand,
    /// It was taken back before.
    UndoneAlready {
        on: Day,
    },
    /// It has been settled in another way already.
    SettledAlready,
    ReasonEmpty,
    ReasonTooLong {
        length: usize,
        most: usize,
    },
}
