//! What each event means: answers to what was asked, and news from outside.

use std::collections::BTreeMap;

use super::{
    Action, Changed, ChunkKey, Doing, Event, Failure, Lane, Moment, PATIENCE_MS, Replica, Room,
    StorageFault, Storing, Then, Ticket, Transaction, Trouble, Write, transaction::Offer,
};
use crate::sync::Scope;

impl Replica {
    pub(super) fn take(&mut self, event: Event, moment: Moment, actions: &mut Vec<Action>) {
        match event {
            Event::Lead => {
                self.errand.leading = true;
                self.errand.taking_over = true;
            }
            Event::Follow => {
                self.errand.leading = false;
                // What is being committed will be committed; it has to be taken over then.
                let lane = self.errand.lane.take();
                self.errand.lane = lane.filter(|it| matches!(it.doing, Doing::Writing(_)));
            }
            Event::Append(command) => {
                let ticket = self.ticket();
                self.errand.appends.insert(ticket);
                let transaction = Transaction::append(command);
                actions.push(Action::Persist { ticket, transaction });
            }
            Event::Persisted { ticket, writes } => self.persisted(ticket, writes, actions),
            Event::NotPersisted { ticket, fault } => self.not_persisted(ticket, fault, moment),
            Event::Told(writes) => self.told(&writes, actions),
            Event::Registered { ticket, registered } => {
                if self.is_lane(ticket) {
                    self.registered(registered, moment, actions);
                }
            }
            Event::Replied { ticket, text } => self.replied(ticket, &text, moment, actions),
            Event::Failed { ticket, failure } => {
                if self.is_lane(ticket) {
                    self.failed(&failure, moment);
                }
            }
            Event::Loaded { ticket, texts } => self.loaded(ticket, &texts, moment, actions),
            Event::Due => self.due(moment),
            Event::Hint(head) => {
                let seen = self.errand.seen_heads.entry(head.scope).or_insert(0);
                *seen = head.head.max(*seen);
                self.errand.pull_wanted |= self.is_behind();
            }
            Event::Hurry => {
                self.errand.retry.hurry();
                self.errand.storing.retry.hurry();
                self.errand.pull_wanted = true;
            }
            Event::Renew => {
                let held = self.scopes.iter().filter(|(_, it)| !it.revoked);
                self.errand.damaged.extend(held.map(|(scope, _)| *scope));
            }
            Event::Prove => self.prove_everything(),
            Event::Idle => self.errand.repack_wanted = true,
            Event::Corrupt(key) => drop(self.errand.damaged.insert(key.scope)),
        }
    }

    fn persisted(&mut self, ticket: Ticket, writes: Vec<Write>, actions: &mut Vec<Action>) {
        let mine = self.is_lane(ticket);
        if !mine && !self.errand.appends.remove(&ticket) {
            return;
        }
        let changed = self.absorb(&writes);
        if mine && let Some(Lane { doing: Doing::Writing(then), .. }) = self.errand.lane.take() {
            self.kept(then);
        }
        if self.errand.storing.failed.is_none() {
            self.errand.storage = None;
        }
        actions.push(Action::Changed(changed));
        let told: Vec<_> = writes.into_iter().filter(|it| it.room != Room::Chunks).collect();
        actions.push(Action::Announce(told));
    }

    /// Only what is kept has gone well: a full storage must not make the server answer for ever.
    fn kept(&mut self, then: Then) {
        if self.errand.storing.failed == Some(std::mem::discriminant(&then)) {
            self.errand.storing = Storing::default();
        }
        if then != Then::Proceed {
            self.errand.retry.succeed();
            self.errand.trouble = None;
        }
        if let Then::Pulled { more } = then {
            self.errand.gaps = 0;
            self.errand.restarts = 0;
            self.errand.pull_wanted |= more || self.is_behind();
        }
    }

    /// The live stream has announced more than is here.
    pub(super) fn is_behind(&self) -> bool {
        let seen = |scope: &Scope| self.errand.seen_heads.get(scope).copied().unwrap_or(0);
        self.scopes.iter().any(|(scope, it)| !it.stale && !it.revoked && it.seq < seen(scope))
    }

    /// Nothing was written, so nothing has changed; the step is tried again later.
    fn not_persisted(&mut self, ticket: Ticket, fault: StorageFault, moment: Moment) {
        self.errand.appends.remove(&ticket);
        self.errand.storage = Some(fault.trouble());
        if self.is_lane(ticket)
            && let Some(Lane { doing: Doing::Writing(then), .. }) = self.errand.lane.take()
        {
            self.errand.pull_wanted |= matches!(then, Then::Pulled { .. });
            self.errand.storing.failed = Some(std::mem::discriminant(&then));
            self.errand.storing.retry.fail(moment, None);
        }
    }

    /// Another tab has committed these.
    fn told(&mut self, writes: &[Write], actions: &mut Vec<Action>) {
        if matches!(self.errand.lane, Some(Lane { doing: Doing::Rereading, .. })) {
            self.errand.lane = None;
        }
        let changed = self.absorb(writes);
        if !changed.is_nothing() {
            actions.push(Action::Changed(changed));
        }
    }

    fn replied(&mut self, ticket: Ticket, text: &str, moment: Moment, out: &mut Vec<Action>) {
        if !self.is_lane(ticket) {
            return;
        }
        let Some(lane) = self.errand.lane.take() else { return };
        match lane.doing {
            Doing::Pushing { first, count } => self.pushed(first, count, text, moment, out),
            Doing::Pulling(asked) => self.pulled(&asked, lane.since, text, moment, out),
            Doing::FetchingManifest(scope) => self.manifest_came(scope, text, moment, out),
            Doing::FetchingChunk(scope, digest) => {
                self.chunk_came(scope, &digest, text, moment, out);
            }
            // A reply to what asked for none.
            doing => self.errand.lane = Some(Lane { doing, ..lane }),
        }
    }

    fn failed(&mut self, failure: &Failure, moment: Moment) {
        let Some(lane) = self.errand.lane.take() else { return };
        // Registering finds out whether somebody else is signed in: until then that stays said.
        if *failure != Failure::UnknownDevice || self.errand.trouble != Some(Trouble::SignInAgain) {
            self.errand.trouble = Some(failure.trouble());
        }
        let status = match failure {
            Failure::Status { code, .. } => Some(*code),
            Failure::UnknownDevice => return self.start_over(Offer::Journal, moment),
            Failure::DeviceRevoked => {
                if self.device.revoked.is_some() {
                    return self.errand.retry.fail(moment, None);
                }
                // The server was reached: it hears at once that the device has let go.
                self.errand.wipe_wanted = true;
                return self.errand.retry.succeed();
            }
            // No word about this device was the server's: what was concluded from it is forgotten.
            Failure::OtherUser => {
                self.errand.restart = None;
                None
            }
            Failure::Unreachable | Failure::Garbled | Failure::OtherSchema => None,
        };
        match (&lane.doing, status) {
            (Doing::Pushing { count, .. }, Some(413)) if 1 < *count => {
                self.errand.limit = Some(self.limit().halved_below(*count));
                self.errand.trouble = None;
                return;
            }
            (Doing::Pushing { .. }, Some(code)) => self.errand.pull_first = code != 401,
            (Doing::FetchingChunk(scope, _), Some(404 | 410)) => self.forget_manifest(*scope),
            // The scope may have been revoked, or the server lives a new life: a pull tells.
            (Doing::FetchingManifest(_), Some(_)) => self.errand.pull_wanted = true,
            (Doing::Pulling(_), _) => {
                self.errand.pull_first = false;
                self.errand.pull_wanted = true;
            }
            _ => {}
        }
        self.errand.retry.fail(moment, failure.retry_after());
    }

    fn due(&mut self, moment: Moment) {
        let Some(lane) = &self.errand.lane else { return };
        let overdue = lane.since.0 + PATIENCE_MS <= moment.now.0;
        if overdue && matches!(lane.doing, Doing::Rereading) {
            self.errand.lane = None;
            return;
        }
        let of_network = matches!(
            lane.doing,
            Doing::Registering
                | Doing::Pushing { .. }
                | Doing::Pulling(_)
                | Doing::FetchingManifest(_)
                | Doing::FetchingChunk(..)
        );
        if of_network && overdue {
            self.failed(&Failure::Unreachable, moment);
        }
    }

    fn loaded(
        &mut self,
        ticket: Ticket,
        texts: &BTreeMap<ChunkKey, Option<String>>,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        if let Some(keys) = self.errand.lists.remove(&ticket) {
            let mut changed = Changed::default();
            for key in keys {
                let text = texts.get(&key).and_then(Option::as_deref);
                let read = text.map(|text| self.holding.take_list(&key, text, &mut changed));
                if !matches!(read, Some(Ok(()))) {
                    self.errand.damaged.insert(key.scope);
                }
            }
            self.holding.settle(&changed);
            actions.push(Action::Changed(changed));
        } else if self.is_lane(ticket) {
            match self.errand.lane.take().map(|it| it.doing) {
                Some(Doing::Applying(arrived)) => self.apply(&arrived, texts, moment, actions),
                Some(Doing::Proving(proving)) => self.go_on_proving(*proving, texts),
                Some(Doing::Repacking(key)) => self.repacked(&key, texts, moment, actions),
                _ => {}
            }
        }
    }
}
