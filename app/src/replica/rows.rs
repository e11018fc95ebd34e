//! What lists show: a customer, a line of the outbox.

use std::sync::Arc;

use shared::{
    customer::Brief,
    refusal::Refusal,
    sync::{Command, replica::Stage},
};

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefRow {
    /// With what is pending played on top.
    pub brief: Arc<Brief>,
    /// Commands about this customer that are only on this device.
    pub only_here: usize,
}

impl AsRef<Brief> for BriefRow {
    fn as_ref(&self) -> &Brief {
        &self.brief
    }
}

/// A command of this device that is not answered, or not yet seen in the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxLine {
    pub op_seq: u64,
    pub command: Arc<Command>,
    pub stage: Stage,
    /// Name of its customer, if that is on this device.
    pub customer: Option<Arc<str>>,
    /// Why it will probably be refused.
    pub doubt: Option<Refusal>,
}
