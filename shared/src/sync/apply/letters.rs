//! Letters: the inbox items that a verdict or a decision sends, with the whole form, so that no
//! typed text is lost.

use super::{Answer, Apply, Origin, Signed, Unread};
use crate::{
    calendar::Day,
    effects::{Letter, Why},
    id::{InboxId, TerritoryId, UserId},
    inbox::InboxItem,
    row::Row,
    sync::{Command, Verdict},
    user::Role,
};

impl Apply {
    /// The author hears of it; of a fact about a customer that is not, or no longer, the author's,
    /// those who work the customer now hear too.
    pub(super) fn write_letters(&mut self, command: &Command, answer: &Answer, from: &Origin) {
        if from.signed != Signed::Person(command.author) {
            return;
        }
        let mut readers = vec![command.author];
        if answer.verdict == (Verdict::NeedsReview { why: Why::NotYours }) {
            readers.extend(self.reps_of_customer(command));
        }
        for user in readers {
            self.write_letter(InboxItem {
                id: InboxId::of(command.op_id, user),
                user,
                op_id: command.op_id,
                author: command.author,
                customer: command.customer,
                acted_on: answer.acted_on,
                act: command.act.clone(),
                verdict: answer.verdict.clone(),
                merged: answer.merged.first().cloned().map(Box::new),
                about: None,
                put_away_on: None,
            });
        }
    }

    /// The author of what could not be run hears of it, where this build can read what was asked.
    pub(super) fn write_letter_of_unread(
        &mut self,
        unread: &Unread,
        answer: &Answer,
        from: &Origin,
    ) {
        let (Some(author), Some(act)) = (unread.author, &unread.act) else { return };
        if from.signed != Signed::Person(author) {
            return;
        }
        self.write_letter(InboxItem {
            id: InboxId::of(unread.op_id, author),
            user: author,
            op_id: unread.op_id,
            author,
            customer: unread.customer,
            acted_on: answer.acted_on,
            act: act.clone(),
            verdict: answer.verdict.clone(),
            merged: None,
            about: None,
            put_away_on: None,
        });
    }

    /// Whom a rule names hears what was decided: the decision, its author, and the row it was about.
    pub(super) fn write_letter_of_decision(
        &mut self,
        letter: Letter,
        command: &Command,
        acted_on: Day,
    ) {
        self.write_letter(InboxItem {
            id: InboxId::of(command.op_id, letter.reader),
            user: letter.reader,
            op_id: command.op_id,
            author: command.author,
            customer: command.customer,
            acted_on,
            act: command.act.clone(),
            verdict: Verdict::Applied,
            merged: None,
            about: Some(Box::new(letter.about)),
            put_away_on: None,
        });
    }

    fn write_letter(&mut self, letter: InboxItem) {
        let op = letter.op_id;
        self.set.write(Row::Inbox(letter), op);
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
