//! The inbox 待办: what came back, why, and what can be done about it.

use shared::{
    credit::{CreditRequest, Decision, RequestState},
    edit::Edit,
    effects::Why,
    id::{CreditRequestId, CustomerId, InboxId},
    inbox::InboxItem,
    row::Row,
    sync::{Act, Fault, Mark, Verdict},
};

/// What an item offers besides taking note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// The form, filled as it was, to be sent as a new command.
    AgainVisit(CustomerId),
    AgainPromise(CustomerId),
    AgainContact(CustomerId),
    AgainFile(CustomerId),
    /// The form of credit: a rep edits the request that is open or makes a new one, the desk grants.
    AgainCredit(CustomerId),
    AgainReceipt(CustomerId),
    AgainAccount(CustomerId),
    /// What was asked for stands, or nothing can be done here.
    None,
}

/// The way out of an item: what was recorded is not recorded twice.
#[must_use]
pub fn way_out(item: &InboxItem) -> WayOut {
    if let Some(customer) = asks_again(item) {
        return WayOut::AgainCredit(customer);
    }
    if stands(&item.verdict) {
        return WayOut::None;
    }
    match (&item.act, item.customer) {
        (Act::RecordVisit(_), Some(customer)) => WayOut::AgainVisit(customer),
        (Act::MakePromise(_), Some(customer)) => WayOut::AgainPromise(customer),
        (Act::AddContact(_) | Act::ChangeContact(_), Some(customer)) => {
            WayOut::AgainContact(customer)
        }
        (Act::ChangeCustomer(_), Some(customer)) => WayOut::AgainFile(customer),
        (
            Act::RequestCredit(_) | Act::ReviseCreditRequest(_) | Act::GrantCredit(_),
            Some(customer),
        ) => WayOut::AgainCredit(customer),
        (Act::TakeFieldReceipt(_), Some(customer)) => WayOut::AgainReceipt(customer),
        (Act::ProposeAccount(_), Some(customer)) => WayOut::AgainAccount(customer),
        _ => WayOut::None,
    }
}

/// Whose request for credit waits against another limit, or was returned for change: editing it
/// sends another form of the same request, so nothing is recorded twice.
fn asks_again(item: &InboxItem) -> Option<CustomerId> {
    let stale = matches!(item.verdict, Verdict::NeedsReview { why: Why::StaleLimit { .. } });
    let returned = matches!(&item.act, Act::DecideCreditRequest(it) if it.decision == Decision::Return)
        && item.about.is_some();
    item.customer.filter(|_| stale || returned)
}

/// What somebody else decided about the reader's request; none for a verdict.
#[must_use]
pub fn decided(item: &InboxItem) -> Option<&CreditRequest> {
    match item.about.as_deref() {
        Some(Row::CreditRequest(it)) => Some(it),
        _ => None,
    }
}

/// What a second person said about the reader's proposal; none for a verdict.
#[must_use]
pub fn settled(item: &InboxItem) -> Option<&Edit> {
    match item.about.as_deref() {
        Some(Row::Edit(it)) => Some(it),
        _ => None,
    }
}

/// The items that say that a decision about this request was refused.
#[must_use]
pub fn refused_decisions(items: &[InboxItem], request: CreditRequestId) -> Vec<InboxId> {
    let about = |it: &&InboxItem| {
        matches!(&it.act, Act::DecideCreditRequest(it) if it.request == request)
            && matches!(it.verdict, Verdict::Rejected { .. })
    };
    items.iter().filter(about).map(|it| it.id).collect()
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
    if settled(item).is_some_and(|it| !it.refused.is_empty()) {
        return Mark::Refused;
    }
    match decided(item).map(CreditRequest::state) {
        Some(RequestState::Returned { .. } | RequestState::Rejected { .. }) => Mark::Refused,
        _ => Mark::of_command(Some(&item.verdict)),
    }
}

/// What is still to be handled: all but what the user has put away on this device.
#[must_use]
pub fn open<'a>(items: &'a [InboxItem], understood: &[InboxId]) -> Vec<&'a InboxItem> {
    items.iter().filter(|it| !understood.contains(&it.id)).collect()
}
