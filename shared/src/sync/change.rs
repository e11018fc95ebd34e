//! Changes: what became of rows, in the dense order of their scope.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{
    id::{CustomerId, OpId},
    row::{Row, RowKind},
};

/// One step of a scope's feed, as stored and sent. The body is carried unread.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// Dense in its scope, from 1.
    pub seq: i64,
    /// A row kind, or `delete`, `leave`, `enter`.
    pub kind: String,
    /// The row, or for `leave` and `enter` the customer.
    pub id: Uuid,
    pub version: i64,
    /// The command that caused it: changes of one command are never torn apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op_id: Option<OpId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
}

/// A row with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versioned {
    pub version: i64,
    #[serde(flatten)]
    pub row: Row,
}

/// What a change says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "read, taken apart and dropped at once, never kept")]
pub enum What {
    Upsert(Row),
    Delete,
    /// The customer left this scope with all rows.
    Leave(CustomerId),
    /// The customer came into this scope with these rows.
    Enter(CustomerId, Vec<Versioned>),
}

/// A change that this build cannot read: kept aside until an upgrade can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a change of kind {kind:?} cannot be read by this build: {said}")]
pub struct Parked {
    pub kind: String,
    pub said: String,
}

impl Change {
    /// # Errors
    /// [`Parked`] for a kind or a body this build does not know.
    pub fn read(&self) -> Result<What, Parked> {
        let body = self.body.as_ref().map_or("null", |it| it.get());
        let parked = |said: String| Parked { kind: self.kind.clone(), said };
        match self.kind.as_str() {
            "delete" => Ok(What::Delete),
            "leave" => Ok(What::Leave(CustomerId(self.id))),
            "enter" => serde_json::from_str(body)
                .map(|rows| What::Enter(CustomerId(self.id), rows))
                .map_err(|error| parked(error.to_string())),
            name => {
                let kind =
                    RowKind::of_name(name).ok_or_else(|| parked("unknown kind".to_owned()))?;
                Row::read(kind, body).map(What::Upsert).map_err(|error| parked(error.to_string()))
            }
        }
    }
}
