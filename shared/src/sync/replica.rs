//! The replica: what a device holds and when it talks to the server, without IO and without a clock.
//!
//! Events go in, actions come out. Everything it knows is the fold of its [records](Write); what a
//! reply changes is first persisted and taken over when [`Event::Persisted`] says so. A crash
//! between any two events is therefore the same as [`Replica::open`] on what was committed.

mod chunk;
mod event;
mod holding;
mod outbox;
mod page;
mod pull;
mod push;
mod read;
mod record;
mod repack;
mod retry;
mod snapshot;
#[cfg(test)]
mod tests;
mod transaction;
mod view;

use std::collections::{BTreeMap, BTreeSet};

pub use super::Mark;
pub use event::{Action, Event, StorageFault, Ticket};
pub use holding::{Changed, Damaged};
pub use read::{NotAnOutbox, Opening, Progress};
pub use record::{ChunkKey, Need, RawRow, Room, Shelf, Unreadable, Write};
pub use retry::{Failure, Moment, Trouble};
pub use transaction::Transaction;
pub use view::{Doubt, Foreseen, Pending, Stage, View, policy_for, predict, replay};

use crate::{calendar::Instant, sync::Scope};
use holding::Holding;
use outbox::{Limit, Outbox, Waits};
use record::{ContactRecord, DeviceRecord, ParkedRecord, PlanRecord, ScopeRecord, at, read};
use retry::Retry;
use transaction::Offer;

/// Without a live stream the server is asked this often.
const POLL_MS: i64 = 60_000;
/// A request that has said nothing for so long is given up.
const PATIENCE_MS: i64 = 120_000;
const DAY_MS: i64 = 86_400_000;

/// A device's state. One per tab; only the tab that leads talks to the server.
#[derive(Debug)]
pub struct Replica {
    build: String,
    device: DeviceRecord,
    contact: Option<ContactRecord>,
    scopes: BTreeMap<Scope, ScopeRecord>,
    plans: BTreeMap<Scope, PlanRecord>,
    parked: BTreeMap<String, ParkedRecord>,
    outbox: Outbox,
    holding: Holding,
    unreadable: Vec<Unreadable>,
    errand: Errand,
}

/// What is going on just now; none of it is stored.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing to do by itself")]
struct Errand {
    leading: bool,
    tickets: u64,
    /// The one thing under way with the server or, for its sake, with the storage.
    lane: Option<Lane>,
    /// Commands being stored.
    appends: BTreeSet<Ticket>,
    /// List chunks being read.
    lists: BTreeMap<Ticket, Vec<ChunkKey>>,
    retry: Retry,
    trouble: Option<Trouble>,
    storage: Option<Trouble>,
    /// So many transactions in a row wrote nothing.
    not_stored: u32,
    limit: Option<Limit>,
    poll_at: Option<Instant>,
    pull_wanted: bool,
    /// The last push failed at the server: pull once before trying again, or a command that
    /// the server cannot take would keep everything else from arriving.
    pull_first: bool,
    restart: Option<Offer>,
    /// How often it had to start over since something arrived.
    restarts: u32,
    gaps: u32,
    bad_chunks: u32,
    /// Manifests that name chunks the server does not have any more.
    renew: BTreeSet<Scope>,
    manifest_after: BTreeMap<Scope, Instant>,
    reread: bool,
    pruned_at: Option<Instant>,
    seen_heads: BTreeMap<Scope, i64>,
    /// Chunks that turned out damaged, until their scope is fetched again.
    damaged: BTreeSet<Scope>,
    repack_wanted: bool,
}

#[derive(Debug)]
struct Lane {
    ticket: Ticket,
    since: Instant,
    doing: Doing,
}

#[derive(Debug)]
enum Doing {
    Registering,
    Pushing {
        first: u64,
        count: usize,
    },
    Pulling {
        answered: u64,
    },
    /// Reading the chunks that a reply needs.
    Applying(Box<pull::Arrived>),
    FetchingManifest(Scope),
    FetchingChunk(Scope, String),
    Repacking(ChunkKey),
    Rereading,
    Writing(Then),
}

/// What is known once a transaction has committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Proceed,
    Pulled { more: bool },
}

impl Errand {
    /// A clock that was set back must not keep anything waiting until it is where it was.
    fn clock_says(&mut self, now: Instant) {
        if let Some(lane) = &mut self.lane {
            lane.since = lane.since.min(now);
        }
        self.retry.clock_says(now);
        let soon = Instant(now.0 + POLL_MS);
        self.poll_at = self.poll_at.map(|it| it.min(soon));
        self.pruned_at = self.pruned_at.map(|it| it.min(now));
        self.manifest_after.values_mut().for_each(|it| *it = soon.min(*it));
    }
}

impl Replica {
    /// Opens a replica on what its storage has; every record of [`Room::OPENED`].
    ///
    /// Records that cannot be read are left where they are and reported by
    /// [`Replica::unreadable`]; they never keep the others from being used.
    #[must_use]
    pub fn open(records: &[Write], build: &str) -> Replica {
        let mut replica = Replica {
            build: build.to_owned(),
            device: DeviceRecord::default(),
            contact: None,
            scopes: BTreeMap::new(),
            plans: BTreeMap::new(),
            parked: BTreeMap::new(),
            outbox: Outbox::default(),
            holding: Holding::default(),
            unreadable: vec![],
            errand: Errand { pull_wanted: true, ..Errand::default() },
        };
        replica.absorb(records);
        replica
    }

    /// One step: an event in, actions out. At most one request is under way at a time.
    #[must_use]
    pub fn step(&mut self, event: Event, moment: Moment) -> Vec<Action> {
        let mut actions = vec![];
        self.errand.clock_says(moment.now);
        self.take(event, moment, &mut actions);
        self.read_lists(&mut actions);
        if self.errand.leading {
            if self.errand.lane.is_none() {
                self.proceed(moment, &mut actions);
            }
            actions.push(Action::WaitUntil(self.wake_at(moment.now)));
        }
        actions
    }

    fn take(&mut self, event: Event, moment: Moment, actions: &mut Vec<Action>) {
        match event {
            Event::Lead => self.errand.leading = true,
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
                self.errand.pull_wanted = true;
            }
            Event::Idle => self.errand.repack_wanted = true,
            Event::Corrupt(key) => drop(self.errand.damaged.insert(key.scope)),
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.errand.tickets += 1;
        Ticket(self.errand.tickets)
    }

    fn is_lane(&self, ticket: Ticket) -> bool {
        self.errand.lane.as_ref().is_some_and(|it| it.ticket == ticket)
    }

    fn begin(&mut self, doing: Doing, now: Instant) -> Ticket {
        let ticket = self.ticket();
        self.errand.lane = Some(Lane { ticket, since: now, doing });
        ticket
    }

    fn persist(
        &mut self,
        transaction: Transaction,
        then: Then,
        now: Instant,
        actions: &mut Vec<Action>,
    ) {
        let ticket = self.begin(Doing::Writing(then), now);
        actions.push(Action::Persist { ticket, transaction });
    }

    fn persisted(&mut self, ticket: Ticket, writes: Vec<Write>, actions: &mut Vec<Action>) {
        let mine = self.is_lane(ticket);
        if !mine && !self.errand.appends.remove(&ticket) {
            return;
        }
        self.errand.storage = None;
        self.errand.not_stored = 0;
        let changed = self.absorb(&writes);
        if mine
            && let Some(Lane { doing: Doing::Writing(Then::Pulled { more }), .. }) =
                self.errand.lane.take()
        {
            self.errand.pull_wanted |= more || self.is_behind();
        }
        actions.push(Action::Changed(changed));
        let told: Vec<_> = writes.into_iter().filter(|it| it.room != Room::Chunks).collect();
        actions.push(Action::Announce(told));
    }

    /// The live stream has announced more than is here.
    fn is_behind(&self) -> bool {
        let seen = |scope: &Scope| self.errand.seen_heads.get(scope).copied().unwrap_or(0);
        self.scopes.iter().any(|(scope, it)| !it.stale && !it.revoked && it.seq < seen(scope))
    }

    /// Nothing was written, so nothing has changed; the step is tried again later.
    fn not_persisted(&mut self, ticket: Ticket, fault: StorageFault, moment: Moment) {
        self.errand.appends.remove(&ticket);
        self.errand.storage = Some(fault.trouble());
        if self.is_lane(ticket) {
            self.errand.lane = None;
            self.errand.pull_wanted = true;
            // Counted apart: the server answers well meanwhile, and must not be asked all the time.
            self.errand.retry.fail_as(self.errand.not_stored, moment);
            self.errand.not_stored = self.errand.not_stored.saturating_add(1);
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
            Doing::Pulling { answered } => self.pulled(answered, lane.since, text, moment, out),
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
        self.errand.trouble = Some(failure.trouble());
        let status = match failure {
            Failure::Status { code, .. } => Some(*code),
            Failure::UnknownDevice => return self.start_over(Offer::Journal, moment),
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
            (Doing::Pulling { .. }, _) => {
                self.errand.pull_first = false;
                self.errand.pull_wanted = true;
            }
            _ => {}
        }
        self.errand.retry.fail(moment, failure.retry_after());
    }

    fn due(&mut self, moment: Moment) {
        let Some(lane) = &self.errand.lane else { return };
        let of_network = matches!(
            lane.doing,
            Doing::Registering
                | Doing::Pushing { .. }
                | Doing::Pulling { .. }
                | Doing::FetchingManifest(_)
                | Doing::FetchingChunk(..)
        );
        if of_network && lane.since.0 + PATIENCE_MS <= moment.now.0 {
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
                Some(Doing::Repacking(key)) => self.repacked(&key, texts, moment, actions),
                _ => {}
            }
        }
    }

    /// Asks for the texts of lists that are not in memory.
    fn read_lists(&mut self, actions: &mut Vec<Action>) {
        let under_way: BTreeSet<_> = self.errand.lists.values().flatten().cloned().collect();
        let damaged = &self.errand.damaged;
        let wanted = self.holding.unread().into_iter();
        let keys: Vec<_> = wanted
            .filter(|key| !under_way.contains(key) && !damaged.contains(&key.scope))
            .collect();
        if !keys.is_empty() {
            let ticket = self.ticket();
            self.errand.lists.insert(ticket, keys.clone());
            actions.push(Action::Load { ticket, keys });
        }
    }

    /// Takes committed records over. The same path at the start, after an own transaction and
    /// after one of another tab, so that they cannot lead to different states.
    fn absorb(&mut self, writes: &[Write]) -> Changed {
        let mut changed = Changed::default();
        let (meta, others): (Vec<_>, Vec<_>) = writes.iter().partition(|it| it.room == Room::Meta);
        for it in meta.into_iter().chain(others) {
            let taken = match it.room {
                Room::Meta => self.absorb_meta(it, &mut changed),
                Room::Ops => self.outbox.absorb(it).map(|customer| {
                    changed.outbox = true;
                    changed.customers.extend(customer);
                }),
                Room::Rows | Room::Inbox => self.holding.absorb(it, &mut changed),
                Room::Chunks => Ok(()),
            };
            if let Err(unreadable) = taken {
                self.unreadable.push(unreadable);
            }
        }
        self.outbox.opened();
        let lists: BTreeMap<_, _> =
            self.holding.unread().into_iter().map(|key| (key.text_key(), key)).collect();
        for it in writes.iter().filter(|it| it.room == Room::Chunks) {
            if let (Some(key), Some(text)) = (lists.get(&it.key), &it.text) {
                // A damaged text stays unread and is reported when it is read from storage.
                let _ = self.holding.take_list(key, text, &mut changed);
            }
        }
        self.holding.settle(&changed);
        changed
    }

    fn absorb_meta(&mut self, it: &Write, changed: &mut Changed) -> Result<(), Unreadable> {
        changed.progress = true;
        let text = it.text.as_deref();
        if let Some(scope) = it.key.strip_prefix(at::SCOPE).and_then(|it| it.parse().ok()) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            replace(&mut self.scopes, scope, record);
            self.rest(scope, changed);
        } else if let Some(scope) = it.key.strip_prefix(at::PLAN).and_then(|it| it.parse().ok()) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            replace(&mut self.plans, scope, record);
            self.rest(scope, changed);
        } else if it.key.starts_with(at::PARKED) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            replace(&mut self.parked, it.key.clone(), record);
        } else if let Some(text) = text {
            match it.key.as_str() {
                at::DEVICE => self.device = read(it.room, &it.key, text)?,
                at::CONTACT => self.contact = Some(read(it.room, &it.key, text)?),
                at::ANSWERS => {
                    changed.outbox = true;
                    self.outbox.take_answers(read(it.room, &it.key, text)?, changed);
                }
                at::NEXT => self.outbox.number_from(read(it.room, &it.key, text)?)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A scope is shown from the set it rests on, or while it is fetched for the first time from
    /// the one that is growing.
    fn rest(&mut self, scope: Scope, changed: &mut Changed) {
        let held = self.scopes.get(&scope).map(|it| it.set);
        let set = held.or_else(|| self.plans.get(&scope).map(|it| it.set));
        if self.holding.rest_on(scope, set, changed) {
            self.errand.damaged.remove(&scope);
        }
    }

    /// When a timer has to ring. One is always armed, whatever else is going on.
    fn wake_at(&self, now: Instant) -> Instant {
        let poll = self.errand.poll_at.unwrap_or(Instant(now.0 + POLL_MS));
        let wake = match (&self.errand.lane, self.errand.retry.until) {
            (Some(lane), _) => Instant(lane.since.0 + PATIENCE_MS),
            (None, Some(until)) if now < until => until,
            (None, _) => poll,
        };
        wake.max(Instant(now.0 + 1))
    }

    fn limit(&self) -> Limit {
        self.errand.limit.unwrap_or(Limit::MOST)
    }

    /// Chooses the next thing to do: push before pull, lists before dossiers, history last.
    fn proceed(&mut self, at: Moment, actions: &mut Vec<Action>) {
        if self.errand.retry.waits(at.now) || self.notice_build(at.now, actions) {
            return;
        }
        if self.errand.restart.is_some() || self.device.device.is_none() {
            let ticket = self.begin(Doing::Registering, at.now);
            actions.push(Action::Register { ticket });
            return;
        }
        let pull_due = self.errand.poll_at.is_none_or(|it| it <= at.now);
        match self.outbox.waits() {
            Waits::From(first) if !self.errand.pull_first => self.push(first, at.now, actions),
            Waits::BehindGap if !self.errand.reread => {
                self.errand.reread = true;
                self.begin(Doing::Rereading, at.now);
                actions.push(Action::Reread);
            }
            Waits::BehindGap if !self.errand.pull_first => {
                self.errand.restart = Some(Offer::Unanswered);
                self.proceed(at, actions);
            }
            _ if self.errand.pull_first || self.errand.pull_wanted || pull_due => {
                self.pull(at.now, actions);
            }
            _ => self.tidy(at, actions),
        }
    }

    /// What can wait until everything has been sent and received.
    fn tidy(&mut self, at: Moment, actions: &mut Vec<Action>) {
        if self.refetch_damaged(at.now, actions)
            || self.purge(at.now, actions)
            || self.fetch(at.now, actions)
            || self.prune(at.now, actions)
        {
            return;
        }
        if std::mem::take(&mut self.errand.repack_wanted) {
            self.repack(at.now, actions);
        }
    }

    fn prune(&mut self, now: Instant, actions: &mut Vec<Action>) -> bool {
        if self.errand.pruned_at.is_some_and(|it| now.0 < it.0 + DAY_MS) {
            return false;
        }
        self.errand.pruned_at = Some(now);
        let writes = self.outbox.prune(now);
        if writes.is_empty() {
            return false;
        }
        self.persist(Transaction::write(writes), Then::Proceed, now, actions);
        true
    }
}

fn replace<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => drop(map.insert(key, value)),
        None => drop(map.remove(&key)),
    }
}
