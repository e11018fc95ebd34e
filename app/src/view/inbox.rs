//! The inbox 待办: what came back, why, and what can be done about it.

use shared::{
    id::{CustomerId, InboxId},
    inbox::InboxItem,
    sync::{Act, Fault, Mark, Verdict},
};

/// What an item offers besides taking note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// The form, filled as it was, to be sent as a new command.
    AgainVisit(CustomerId),
    AgainPromise(CustomerId),
    AgainReceipt(CustomerId),
    /// What was asked for stands, or nothing can be done here.
    None,
}

/// The way out of an item: what was recorded is not recorded twice.
#[must_use]
pub fn way_out(item: &InboxItem) -> WayOut {
    if stands(&item.verdict) {
        return WayOut::None;
    }
    match (&item.act, item.customer) {
        (Act::RecordVisit(_), Some(customer)) => WayOut::AgainVisit(customer),
        (Act::MakePromise(_), Some(customer)) => WayOut::AgainPromise(customer),
        (Act::TakeFieldReceipt(_), Some(customer)) => WayOut::AgainReceipt(customer),
        _ => WayOut::None,
    }
}

/// The command stands on the server, or will be run again there by itself.
fn stands(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. } => true,
        Verdict::Rejected { .. } | Verdict::BlockedBy { .. } => false,
        Verdict::Quarantined { fault } => match fault {
            Fault::UnknownKind { .. } | Fault::Failing { .. } => true,
            Fault::Malformed { .. } | Fault::Unreadable { .. } | Fault::Corrupt => false,
        },
    }
}

/// The mark of an item.
#[must_use]
pub fn mark(item: &InboxItem) -> Mark {
    Mark::of_command(Some(&item.verdict))
}

/// What is still to be handled: all but what the user has put away on this device.
#[must_use]
pub fn open<'a>(items: &'a [InboxItem], understood: &[InboxId]) -> Vec<&'a InboxItem> {
    items.iter().filter(|it| !understood.contains(&it.id)).collect()
}
