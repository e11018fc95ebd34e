//! Inbox 消息: what its user has to know or settle, with the whole form so that nothing typed is lost.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    edit::Edit,
    id::{CustomerId, InboxId, OpId, UserId, derived},
    row::Row,
    sync::{Act, Verdict},
};

/// What became of a command, for one reader: its author, who works the customer now, or somebody
/// about whose matter the author decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxItem {
    pub id: InboxId,
    pub user: UserId,
    pub op_id: OpId,
    pub author: UserId,
    pub customer: Option<CustomerId>,
    pub acted_on: Day,
    /// What was asked for, for "edit and send again".
    pub act: Act,
    pub verdict: Verdict,
    /// Where fields kept the server's value: both truths, with what the author had seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Box<Edit>>,
    /// What another person decided about, as it stood then; absent where the item tells the author
    /// of a verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Box<Row>>,
}

impl InboxId {
    /// One item per command and reader.
    #[must_use]
    pub fn of(op: OpId, user: UserId) -> InboxId {
        InboxId(derived("inbox", &[&op.to_string(), &user.to_string()]))
    }
}
