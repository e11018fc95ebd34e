//! Letters: the inbox items that a verdict sends, with the whole form, so that no typed text is lost.

use super::{Answer, Apply};
use crate::{
    effects::Why,
    id::{InboxId, TerritoryId, UserId},
    inbox::InboxItem,
    row::Row,
    sync::{Command, Verdict},
    user::Role,
};

impl Apply {
    /// The author hears of everything but plain success; of a fact about a customer that is not,
    /// or no longer, the author's, those who work the customer now hear too.
    pub(super) fn write_letters(&mut self, command: &Command, answer: &Answer) {
        if !answer.verdict.concerns_author() {
            return;
        }
        let mut readers = vec![command.author];
        if answer.verdict == (Verdict::NeedsReview { why: Why::NotYours }) {
            readers.extend(self.reps_of_customer(command));
        }
        for user in readers {
            self.set.write(
                Row::Inbox(InboxItem {
                    id: InboxId::of(command.op_id, user),
                    user,
                    op_id: command.op_id,
                    author: command.author,
                    customer: command.customer,
                    acted_on: answer.acted_on,
                    act: command.act.clone(),
                    verdict: answer.verdict.clone(),
                }),
                command.op_id,
            );
        }
    }

    fn reps_of_customer(&self, command: &Command) -> Vec<UserId> {
        let customer = command.customer.and_then(|it| self.set.customer(it));
        let Some(territory) = customer.and_then(|it| it.territory) else { return vec![] };
        let works = |grants: &[crate::user::Grant], territory: TerritoryId| {
            grants.iter().any(|it| it.territory == territory && it.covers(self.today))
        };
        let users = self.set.register.users.values();
        users
            .filter(|it| it.id != command.author && it.roles.contains(&Role::Rep))
            .filter(|it| works(&it.grants, territory))
            .map(|it| it.id)
            .collect()
    }
}
