//! Assigning customers: what a row says from the click to the server's answer.

use shared::{
    id::{CustomerId, OpId, TerritoryId},
    inbox::InboxItem,
    refusal::Refusal,
    sync::{Act, Command, Verdict},
};

use super::inbox::open;

/// How far an assignment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// 发送中: nothing is foreseen at the desk.
    Sending(Option<TerritoryId>),
    Refused(Refusal),
}

/// The territory a command moves its customer to; none when it does something else.
#[must_use]
pub fn moves_to(command: &Command) -> Option<Option<TerritoryId>> {
    match &command.act {
        Act::AssignTerritory(it) => Some(it.territory),
        _ => None,
    }
}

/// What a customer's row says, from the newest command about it that is not answered and the
/// newest refusal that nobody has put away.
#[must_use]
pub fn progress<'a>(
    customer: CustomerId,
    unanswered: impl DoubleEndedIterator<Item = &'a Command>,
    inbox: &[InboxItem],
) -> Option<Progress> {
    let newest = unanswered.rev().find(|it| it.customer == Some(customer)).and_then(moves_to);
    if let Some(territory) = newest {
        return Some(Progress::Sending(territory));
    }
    open(inbox)
        .filter(|it| it.customer == Some(customer))
        .find_map(refused)
        .map(|(_, refusal)| Progress::Refused(refusal))
}

fn refused(item: &InboxItem) -> Option<(OpId, Refusal)> {
    match (&item.act, &item.verdict) {
        (Act::AssignTerritory(_), Verdict::Rejected { refusal }) => {
            Some((item.op_id, refusal.clone()))
        }
        _ => None,
    }
}
