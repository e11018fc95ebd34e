//! Verdicts: the server's one answer to a command, final for the outbox.

use serde::{Deserialize, Serialize};

use crate::{effects::Why, id::OpId, refusal::Refusal};

/// The server's answer. It never changes; what people decide later arrives as a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Applied,
    /// Some fields kept the server's value.
    Merged {
        fields: Vec<String>,
    },
    /// Only the command is kept.
    Rejected {
        refusal: Refusal,
    },
    /// Recorded, and somebody has to look at it.
    NeedsReview {
        why: Why,
    },
    /// A command it depends on was rejected.
    BlockedBy {
        op: OpId,
    },
    /// Payload kept, run again after a fix or an upgrade.
    Quarantined {
        fault: Fault,
    },
}

/// Why a command could not be run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// This server does not know the kind.
    UnknownKind { kind: String },
    /// A fact that no app of ours would have made.
    Malformed { refusal: Refusal },
    /// Cannot be read at all.
    Unreadable { said: String },
    /// Failed twice alone, for no fault of its own.
    Failing { said: String },
    /// Another body came before under the same id.
    Corrupt,
}

impl Fault {
    /// Whether the command waits to be run again: after an upgrade, or once the server is mended.
    #[must_use]
    pub fn waits(&self) -> bool {
        match self {
            Fault::UnknownKind { .. } | Fault::Failing { .. } => true,
            Fault::Malformed { .. } | Fault::Unreadable { .. } | Fault::Corrupt => false,
        }
    }
}

impl Verdict {
    /// Whether rows carry what was asked for, also where somebody has to look at it.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        matches!(self, Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. })
    }

    /// Whether the author has something to read or do.
    #[must_use]
    pub fn concerns_author(&self) -> bool {
        !matches!(self, Verdict::Applied)
    }
}
