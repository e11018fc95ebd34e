//! Deciding requests: what a row says from the click to the server's answer.

use shared::{
    credit::{CreditRequest, Decision, RequestState},
    id::{CreditRequestId, UserId},
    inbox::InboxItem,
    refusal::Refusal,
    sync::{Act, Command, Verdict},
};

use super::inbox::open;

/// How far a decision has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// 发送中: nothing is foreseen at the desk.
    Sending(Decision),
    Refused(Refusal),
}

/// What a request's row says, from the newest decision about it that is not answered and the newest
/// refusal that nobody has put away.
#[must_use]
pub fn progress<'a>(
    request: CreditRequestId,
    unanswered: impl DoubleEndedIterator<Item = &'a Command>,
    inbox: &[InboxItem],
) -> Option<Progress> {
    let decides = |command: &Command| match &command.act {
        Act::DecideCreditRequest(it) if it.request == request => Some(it.decision),
        _ => None,
    };
    if let Some(decision) = unanswered.rev().find_map(decides) {
        return Some(Progress::Sending(decision));
    }
    let refused = |item: &InboxItem| match (&item.act, &item.verdict) {
        (Act::DecideCreditRequest(it), Verdict::Rejected { refusal }) if it.request == request => {
            Some(Progress::Refused(refusal.clone()))
        }
        _ => None,
    };
    open(inbox).find_map(refused)
}

/// Who settled or returned a request, and in which words; none while it waits or was withdrawn.
#[must_use]
pub fn answer(state: &RequestState) -> Option<(UserId, &str)> {
    match state {
        RequestState::Returned { by, reason, .. }
        | RequestState::Approved { by, reason, .. }
        | RequestState::Rejected { by, reason, .. } => Some((*by, reason)),
        RequestState::Waiting | RequestState::Withdrawn { .. } => None,
    }
}

/// The request of a customer that its author may edit and send again, or withdraw.
#[must_use]
pub fn open_of(requests: &[CreditRequest], author: UserId) -> Option<&CreditRequest> {
    requests.iter().find(|it| it.author == author && it.state().is_open())
}
