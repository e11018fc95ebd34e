//! The replica: what a device holds and when it talks to the server, without IO and without a clock.
//!
//! Events go in, actions come out. Everything it knows is the fold of its [records](Write); what a
//! reply changes is first persisted and taken over when [`Event::Persisted`] says so. A crash
//! between any two events is therefore the same as [`Replica::open`] on what was committed.

mod absorb;
mod answer;
mod chunk;
mod event;
mod held;
mod holding;
mod lately;
mod letters;
mod outbox;
mod page;
mod proof;
mod pull;
mod push;
mod raw_row;
mod read;
mod record;
mod repack;
mod retry;
mod scope_state;
mod shelf;
mod snapshot;
#[cfg(test)]
mod tests;
mod transaction;
mod view;

use std::{
    collections::{BTreeMap, BTreeSet},
    mem::Discriminant,
};

pub use super::Mark;
pub use event::{Action, Event, StorageFault, Ticket};
pub use holding::{Changed, Damaged};
pub use raw_row::RawRow;
pub use read::{NotAnOutbox, Opening, Progress};
pub use record::{ChunkKey, Need, Room, Shelf, Unreadable, Write};
pub use retry::{Failure, Moment, Retry, Trouble};
pub use scope_state::{Found, Proven, ScopeState};
pub use transaction::Transaction;
pub use view::{Doubt, Foreseen, Pending, Stage, View, predict, replay};

use crate::{
    calendar::Instant,
    sync::{SCHEMA, Scope},
};
use holding::Holding;
use outbox::{Limit, Outbox, Waits};
use proof::Proving;
use record::{ContactRecord, DeviceRecord, ParkedRecord, PlanRecord, ProofRecord, ScopeRecord};
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
    proofs: BTreeMap<Scope, ProofRecord>,
    outbox: Outbox,
    holding: Holding,
    unreadable: Vec<Unreadable>,
    /// The form of rows that this build reads.
    reads: u32,
    errand: Errand,
}

/// What is going on just now; none of it is stored.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "wishes that come and go independently")]
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
    /// The storage is spared by itself: a server that answers well makes no room on the device.
    storing: Storing,
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
    /// The server has revoked this device.
    wipe_wanted: bool,
    /// This tab has just begun to lead: what the one before wrote last may not have been heard.
    taking_over: bool,
    pruned_at: Option<Instant>,
    seen_heads: BTreeMap<Scope, i64>,
    /// Chunks that turned out damaged, until their scope is fetched again.
    damaged: BTreeSet<Scope>,
    repack_wanted: bool,
    /// A comparison with the server under way.
    proving: Option<Proving>,
    /// Scopes that are compared although it is not their time.
    prove_now: BTreeSet<Scope>,
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
    Pulling(pull::Asked),
    /// Reading the chunks that a reply needs.
    Applying(Box<pull::Arrived>),
    FetchingManifest(Scope),
    FetchingChunk(Scope, String),
    Repacking(ChunkKey),
    Proving(Box<Proving>),
    Rereading,
    Writing(Then),
}

/// What is known once a transaction has committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Nothing the server said.
    Proceed,
    Registered,
    Answered,
    Pulled {
        more: bool,
    },
    Listed,
    Fetched,
}

/// What the storage could not take, and when it is tried again.
#[derive(Debug, Default)]
struct Storing {
    failed: Option<Discriminant<Then>>,
    retry: Retry,
}

impl Errand {
    /// When the next attempt is made after a failed one.
    fn until(&self) -> Option<Instant> {
        self.retry.until.max(self.storing.retry.until)
    }

    /// A clock that was set back must not keep anything waiting until it is where it was.
    fn clock_says(&mut self, now: Instant) {
        if let Some(lane) = &mut self.lane {
            lane.since = lane.since.min(now);
        }
        self.retry.clock_says(now);
        self.storing.retry.clock_says(now);
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
            proofs: BTreeMap::new(),
            outbox: Outbox::default(),
            holding: Holding::default(),
            unreadable: vec![],
            reads: SCHEMA,
            errand: Errand { pull_wanted: true, ..Errand::default() },
        };
        replica.absorb(records);
        replica
    }

    /// The same for a build that reads another form of rows: what an update of the app brings can be
    /// tried before there is one.
    #[must_use]
    pub fn reading(self, schema: u32) -> Replica {
        Replica { reads: schema, ..self }
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

    /// Asks for the texts of lists that are not in memory.
    fn read_lists(&mut self, actions: &mut Vec<Action>) {
        let under_way: BTreeSet<_> = self.errand.lists.values().flatten().cloned().collect();
        let damaged = &self.errand.damaged;
        let wanted = self.holding.unread().into_iter();
        let keys: Vec<_> = wanted
            .filter(|key| !under_way.contains(key) && !damaged.contains(&key.scope))
            .collect();
        // Each for itself: a device may do something else between two of them.
        for key in keys {
            let ticket = self.ticket();
            self.errand.lists.insert(ticket, vec![key.clone()]);
            actions.push(Action::Load { ticket, keys: vec![key] });
        }
    }

    /// When a timer has to ring. One is always armed, whatever else is going on.
    fn wake_at(&self, now: Instant) -> Instant {
        let poll = self.errand.poll_at.unwrap_or(Instant(now.0 + POLL_MS));
        let wake = match (&self.errand.lane, self.errand.until()) {
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
        if std::mem::take(&mut self.errand.taking_over) {
            self.begin(Doing::Rereading, at.now);
            actions.push(Action::Reread);
            return;
        }
        if std::mem::take(&mut self.errand.wipe_wanted) {
            return self.persist(Transaction::wipe(at.now), Then::Proceed, at.now, actions);
        }
        let waits = self.errand.until().is_some_and(|until| at.now < until);
        if waits || self.notice_build(at.now, actions) {
            return;
        }
        let nobody = self.device.device.is_none() || self.device.revoked.is_some();
        if self.errand.restart.is_some() || nobody {
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
            // Before the next pull, which would move what is compared.
            _ if self.prove(at.now, actions) => {}
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
        if self.errand.lane.is_none() && self.errand.storing.failed.is_some() {
            // What the storage could not take is not wanted any longer.
            self.errand.storing = Storing::default();
            self.errand.storage = None;
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
