//! Sending the outbox: batches from the first unanswered number, verdicts one by one.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    Action, Doing, Failure, Moment, Replica, Then, Transaction,
    outbox::Heard,
    record::{DeviceRecord, FORMAT, Room, Write, at},
    transaction::Offer,
};
use crate::{
    calendar::Instant,
    id::{Epoch, OpId},
    sync::{PushRequest, Registered, Verdict},
};

/// A reply to a push as it is read: verdict by verdict, so that one this build does not know
/// leaves its own command in the outbox and no other.
#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "reply")]
    what: String,
    epoch: Epoch,
    #[serde(default)]
    verdicts: Vec<Box<RawValue>>,
    op_seq: Option<u64>,
}

#[derive(Deserialize)]
struct Which {
    op_seq: u64,
    op_id: OpId,
}

fn heard(text: &RawValue) -> Option<Heard> {
    let Which { op_seq, op_id } = serde_json::from_str(text.get()).ok()?;
    Some(Heard { op_seq, op_id, verdict: serde_json::from_str::<Verdict>(text.get()).ok() })
}

impl Replica {
    pub(super) fn push(&mut self, first: u64, now: Instant, actions: &mut Vec<Action>) {
        let (Some(device), Some(epoch)) = (self.device.device, self.device.epoch) else { return };
        let commands = self.outbox.batch(first, self.limit());
        let count = commands.len();
        let ticket = self.begin(Doing::Pushing { first, count }, now);
        let request = PushRequest { epoch, device, first_op_seq: first, commands };
        actions.push(Action::Push { ticket, request });
    }

    pub(super) fn pushed(
        &mut self,
        first: u64,
        count: usize,
        text: &str,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let Ok(reply) = serde_json::from_str::<Reply>(text) else {
            return self.refused(&Failure::Garbled, moment);
        };
        match (reply.what.as_str(), reply.op_seq) {
            ("answered", _) if Some(reply.epoch) == self.device.epoch => {
                let heard: Vec<_> = reply.verdicts.iter().filter_map(|it| heard(it)).collect();
                self.answered(count, &heard, moment, actions);
            }
            ("expected", Some(op_seq)) => self.expected(first, op_seq, moment, actions),
            ("forked", _) => self.start_over(Offer::Unanswered, moment),
            ("answered" | "new_epoch", _) => self.start_over(Offer::Journal, moment),
            _ => self.refused(&Failure::Garbled, moment),
        }
    }

    fn answered(
        &mut self,
        count: usize,
        heard: &[Heard],
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let Some(writes) = self.outbox.answer(heard, moment.now) else {
            return self.refused(&Failure::Garbled, moment);
        };
        self.errand.limit = (count < super::outbox::Limit::MOST.commands)
            .then(|| self.limit().doubled())
            .or(self.errand.limit);
        self.errand.reread = false;
        self.errand.pull_wanted = true;
        self.persist(Transaction::write(writes), Then::Answered, moment.now, actions);
    }

    /// The server knows this device only up to another number.
    fn expected(&mut self, first: u64, op_seq: u64, moment: Moment, actions: &mut Vec<Action>) {
        let answers = &self.outbox.answers;
        if op_seq <= answers.answered {
            // It answered this once and does not know it any more: it was restored.
            return self.start_over(Offer::Journal, moment);
        }
        if first <= op_seq {
            // It wants a number this device has not reached.
            return self.start_over(Offer::Unanswered, moment);
        }
        let mut answers = answers.clone();
        answers.heard = op_seq - 1;
        let writes = vec![Write::put(Room::Meta, at::ANSWERS, &answers)];
        self.persist(Transaction::write(writes), Then::Proceed, moment.now, actions);
    }

    /// Something answered, but nothing that helps.
    pub(super) fn refused(&mut self, failure: &Failure, moment: Moment) {
        self.errand.lane = None;
        self.errand.trouble = Some(failure.trouble());
        self.errand.retry.fail(moment, failure.retry_after());
    }

    /// This device's numbers or the server's life are over: register anew, offer again.
    pub(super) fn start_over(&mut self, offer: Offer, moment: Moment) {
        self.errand.lane = None;
        let journal = offer == Offer::Journal || self.errand.restart == Some(Offer::Journal);
        self.errand.restart = Some(if journal { Offer::Journal } else { offer });
        self.errand.pull_wanted = true;
        self.errand.retry.fail_as(self.errand.restarts, moment);
        self.errand.restarts += 1;
    }

    pub(super) fn registered(
        &mut self,
        registered: Registered,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let other_life = self.device.epoch.is_some_and(|it| it != registered.epoch);
        let transaction = match self.errand.restart.take() {
            None if self.device.device.is_none() => {
                let record = DeviceRecord {
                    format: FORMAT,
                    device: Some(registered.device),
                    epoch: Some(registered.epoch),
                    build: self.build.clone(),
                    revoked: None,
                };
                Transaction::write(vec![Write::put(Room::Meta, at::DEVICE, &record)])
            }
            offer => {
                let offer = if other_life { Some(Offer::Journal) } else { offer };
                let offer = offer.unwrap_or(Offer::Unanswered);
                Transaction::renumber(registered, offer, self.build.clone(), moment.now)
            }
        };
        self.errand.reread = false;
        self.errand.pull_wanted = true;
        self.persist(transaction, Then::Registered, moment.now, actions);
    }

    /// A newer build may understand answers and changes that an older one put aside.
    pub(super) fn notice_build(&mut self, now: Instant, actions: &mut Vec<Action>) -> bool {
        if self.device.device.is_none() || self.device.build == self.build {
            return false;
        }
        let device = DeviceRecord { build: self.build.clone(), ..self.device.clone() };
        let mut answers = self.outbox.answers.clone();
        answers.heard = answers.answered;
        let mut writes = vec![
            Write::put(Room::Meta, at::DEVICE, &device),
            Write::put(Room::Meta, at::ANSWERS, &answers),
        ];
        writes.extend(self.unpark());
        self.persist(Transaction::write(writes), Then::Proceed, now, actions);
        true
    }
}
