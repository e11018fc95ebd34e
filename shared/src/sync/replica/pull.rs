//! Receiving: a reply is checked as a whole, worked out in memory and committed with its cursors.

use std::collections::BTreeMap;

use super::{
    Action, ChunkKey, Doing, Failure, Moment, Replica, Then, Transaction, Trouble, Write,
    page::{self, Contradiction, Work},
    record::{
        AnswersRecord, ContactRecord, PlanRecord, Room, ScopeRecord, at, parked_key, plan_key,
        scope_key,
    },
    transaction::Offer,
};
use crate::{
    calendar::{Day, Instant},
    id::DeviceId,
    sync::{Change, Cursor, Difference, Granted, Page, PullReply, PullRequest, Scope, ScopeName},
};

/// Changes per scope in one reply.
const PULL_LIMIT: u32 = 1_000;
/// So many contradictions in a row, and the scope is fetched anew.
const GAPS_BEFORE_SNAPSHOT: u32 = 3;

/// Where this device stood when it asked: another tab that leads too may move it meanwhile.
#[derive(Debug)]
pub(super) struct Asked {
    device: Option<DeviceId>,
    scopes: Vec<Cursor>,
    answered: u64,
    differed: Vec<Difference>,
}

/// A reply that may be applied once the chunks it needs are read.
#[derive(Debug)]
pub(super) struct Arrived {
    server_time: Instant,
    asked_at: Instant,
    came_at: Instant,
    today: Day,
    reflected: u64,
    schema: u32,
    pages: Vec<Page>,
    added: Vec<Granted>,
    revoked: Vec<Scope>,
    snapshot_required: Vec<Granted>,
    /// What the server was told with the request.
    differed: Vec<Difference>,
}

impl Arrived {
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter()
    }
}

impl Replica {
    pub(super) fn pull(&mut self, now: Instant, actions: &mut Vec<Action>) {
        let (Some(device), Some(epoch)) = (self.device.device, self.device.epoch) else { return };
        let scopes = self.asks_for();
        let answered = self.outbox.answers.answered;
        self.errand.pull_wanted = false;
        // What was announced before is in the answer; after a restore it may never come.
        self.errand.seen_heads.clear();
        let (prove, differed) = (self.to_prove(now), self.differences());
        let asked = Asked {
            device: Some(device),
            scopes: scopes.clone(),
            answered,
            differed: differed.clone(),
        };
        let ticket = self.begin(Doing::Pulling(asked), now);
        let oldest_pending = self.outbox.oldest_pending();
        let pending = Some(u32::try_from(self.outbox.unanswered()).unwrap_or(u32::MAX));
        let request = PullRequest {
            epoch,
            device,
            schema: self.reads,
            scopes,
            strange: vec![],
            limit: PULL_LIMIT,
            oldest_pending,
            pending,
            prove,
            differed,
        };
        actions.push(Action::Pull { ticket, request });
    }

    fn asks_for(&self) -> Vec<Cursor> {
        let held = self.scopes.iter().filter(|(_, it)| !it.stale && !it.revoked);
        held.map(|(scope, it)| Cursor { scope: *scope, grant: it.grant, seq: it.seq }).collect()
    }

    pub(super) fn pulled(
        &mut self,
        asked: &Asked,
        asked_at: Instant,
        text: &str,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        self.errand.pull_first = false;
        let Ok(reply) = serde_json::from_str::<PullReply>(text) else {
            self.errand.pull_wanted = true;
            return self.refused(&Failure::Garbled, moment);
        };
        if asked.device != self.device.device || asked.scopes != self.asks_for() {
            // An answer to what is not asked any longer says nothing about the server.
            self.errand.pull_wanted = true;
            return;
        }
        let PullReply::Page {
            epoch,
            server_time,
            today,
            reflected,
            schema,
            pages,
            added,
            revoked,
            snapshot_required,
        } = reply
        else {
            return self.start_over(Offer::Journal, moment);
        };
        // A server that does not know what it has answered was restored without saying so.
        if Some(epoch) != self.device.epoch || reflected < asked.answered {
            return self.start_over(Offer::Journal, moment);
        }
        for page in &pages {
            let Some(cursor) = self.cursor(page.scope) else { continue };
            match page::check(page, cursor) {
                Ok(()) => {}
                Err(Contradiction::Behind) => return self.start_over(Offer::Journal, moment),
                Err(Contradiction::Gap) => return self.contradicted(page.scope, moment, actions),
            }
        }
        let arrived = Arrived {
            server_time,
            asked_at,
            came_at: moment.now,
            today,
            reflected,
            schema,
            pages,
            added,
            revoked: revoked.iter().filter_map(ScopeName::known).collect(),
            snapshot_required,
            differed: asked.differed.clone(),
        };
        let keys: Vec<_> =
            page::needs(&self.holding, &self.changes(&arrived)).into_iter().collect();
        if keys.is_empty() {
            return self.apply(&arrived, &BTreeMap::new(), moment, actions);
        }
        let ticket = self.begin(Doing::Applying(Box::new(arrived)), moment.now);
        actions.push(Action::Load { ticket, keys });
    }

    fn cursor(&self, scope: Scope) -> Option<i64> {
        self.scopes.get(&scope).filter(|it| !it.stale && !it.revoked).map(|it| it.seq)
    }

    /// Pages of scopes that were asked for.
    fn changes<'a>(&self, arrived: &'a Arrived) -> Vec<(Scope, &'a [Change])> {
        let known = arrived.pages.iter().filter(|it| self.cursor(it.scope).is_some());
        known.map(|page| (page.scope, page.changes.as_slice())).collect()
    }

    /// A gap: nothing of the reply is used; if it stays, the scope is fetched anew.
    fn contradicted(&mut self, scope: Scope, moment: Moment, actions: &mut Vec<Action>) {
        self.errand.gaps += 1;
        self.errand.pull_wanted = true;
        self.errand.trouble = Some(Trouble::Inconsistent);
        self.errand.retry.fail(moment, None);
        if self.errand.gaps < GAPS_BEFORE_SNAPSHOT {
            return;
        }
        self.errand.gaps = 0;
        let writes = self.snapshot_of(scope, None);
        self.persist(Transaction::write(writes), Then::Proceed, moment.now, actions);
    }

    pub(super) fn apply(
        &mut self,
        arrived: &Arrived,
        texts: &BTreeMap<ChunkKey, Option<String>>,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let mut work = Work::new(&self.holding, texts);
        for (scope, changes) in self.changes(arrived) {
            work.apply(scope, changes);
        }
        let (mut writes, ops, damaged) = work.finish();
        writes.extend(self.outbox.landed(&ops));
        writes.extend(self.moved(arrived));
        writes.extend(self.scopes_come_and_go(arrived));
        writes.extend(self.reflect(arrived));
        writes.extend(self.told_of(&arrived.differed));
        writes.push(contact(arrived, self.outbox.last()));
        self.errand.damaged.extend(damaged.iter().map(|it| it.scope));
        self.errand.poll_at = Some(Instant(moment.now.0 + super::POLL_MS));
        let more = arrived.pages.iter().any(|it| it.next < it.head);
        self.errand.proving = self.to_compare(arrived);
        self.persist(Transaction::write(writes), Then::Pulled { more }, moment.now, actions);
    }

    fn moved(&self, arrived: &Arrived) -> Vec<Write> {
        let moved = arrived.pages.iter().filter_map(|page| {
            self.cursor(page.scope)?;
            let held = self.scopes.get(&page.scope)?;
            let to = ScopeRecord { seq: page.next, head: page.head, ..held.clone() };
            (to != *held).then(|| Write::put(Room::Meta, scope_key(page.scope), &to))
        });
        moved.collect()
    }

    fn scopes_come_and_go(&self, arrived: &Arrived) -> Vec<Write> {
        let mut writes = vec![];
        let comes = |scope: Scope| arrived.added.iter().any(|it| it.scope == scope);
        for scope in arrived.revoked.iter().copied().filter(|it| !comes(*it)) {
            if let Some(held) = self.scopes.get(&scope) {
                writes.push(self.revoke(scope, held));
            }
            writes.extend(self.drop_plan(scope));
        }
        for granted in &arrived.added {
            let held = self.scopes.get(&granted.scope);
            let same = held.is_some_and(|it| it.grant == granted.grant && !it.revoked);
            let planned = self.plans.get(&granted.scope);
            let planned = planned.is_some_and(|it| it.grant == granted.grant && !it.live);
            if !same && !planned {
                writes.extend(self.snapshot_of(granted.scope, Some(*granted)));
            }
        }
        for granted in &arrived.snapshot_required {
            let planned = self.plans.get(&granted.scope).is_some_and(|it| !it.live);
            if !planned {
                writes.extend(self.snapshot_of(granted.scope, Some(*granted)));
            }
        }
        writes.extend(self.not_granted_any_more(arrived));
        writes.extend(self.filled_back(arrived));
        writes
    }

    /// What is here came in another form than the server gives it now: after an update the rows lack
    /// what the older form had no room for. They are fetched anew; what is shown stays until then.
    fn filled_back(&self, arrived: &Arrived) -> Vec<Write> {
        let listed = |scope: &Scope| {
            let lists = arrived.added.iter().chain(&arrived.snapshot_required);
            arrived.revoked.contains(scope) || lists.map(|it| it.scope).any(|it| it == *scope)
        };
        let of_another_form = self.scopes.iter().filter(|(scope, held)| {
            let fetched = self.plans.get(scope).is_some_and(|it| !it.live);
            held.schema != arrived.schema && !held.revoked && !fetched && !listed(scope)
        });
        of_another_form.flat_map(|(scope, _)| self.snapshot_of(*scope, None)).collect()
    }

    /// No further page comes for it; until it is purged it shows what was said here.
    fn revoke(&self, scope: Scope, held: &ScopeRecord) -> Write {
        let reflects = held.reflects.or(Some(self.outbox.answers.reflected));
        let to = ScopeRecord { revoked: true, reflects, ..held.clone() };
        Write::put(Room::Meta, scope_key(scope), &to)
    }

    /// What is being fetched was not named in the request, so the server has listed it, unless
    /// this user may not hold it any longer.
    fn not_granted_any_more(&self, arrived: &Arrived) -> Vec<Write> {
        let listed = |scope: &Scope| {
            let mut all = arrived.added.iter().chain(&arrived.snapshot_required);
            all.any(|it| it.scope == *scope)
        };
        let fetched = self.plans.iter().filter(|(scope, plan)| !plan.live && !listed(scope));
        let mut writes = vec![];
        for (scope, _) in fetched {
            writes.extend(self.drop_plan(*scope));
            if let Some(held) = self.scopes.get(scope) {
                writes.push(self.revoke(*scope, held));
            }
        }
        writes
    }

    /// Plans a snapshot of a scope; what it shows meanwhile stays until the new one is complete.
    pub(super) fn snapshot_of(&self, scope: Scope, granted: Option<Granted>) -> Vec<Write> {
        let held = self.scopes.get(&scope);
        let planned = self.plans.get(&scope);
        let grant = granted.map(|it| it.grant).or(held.map(|it| it.grant));
        let Some(grant) = grant.or(planned.map(|it| it.grant)) else { return vec![] };
        let set = held.map_or(0, |it| it.set).max(planned.map_or(0, |it| it.set)) + 1;
        let plan = PlanRecord { grant, set, manifest: None, live: false };
        let mut writes = vec![Write::put(Room::Meta, plan_key(scope), &plan)];
        if let Some(held) = held {
            // The server says itself that the cursor is worth nothing; otherwise a snapshot from
            // before it would be a step back.
            let mut to = ScopeRecord { stale: true, revoked: false, ..held.clone() };
            if granted.is_some() {
                (to.seq, to.head) = (0, 0);
            }
            writes.push(Write::put(Room::Meta, scope_key(scope), &to));
        }
        writes
    }

    /// Once every scope has been read to its head, what the server had committed of this device
    /// stands in the confirmed rows and need not be played any longer.
    fn reflect(&self, arrived: &Arrived) -> Option<Write> {
        let at_head =
            |scope: &Scope| arrived.pages.iter().any(|it| it.scope == *scope && it.next == it.head);
        let mut held = self.scopes.iter().filter(|(_, it)| !it.revoked);
        let complete = held.all(|(scope, it)| !it.stale && at_head(scope))
            && self.plans.values().all(|it| it.live)
            && arrived.added.iter().all(|it| self.scopes.contains_key(&it.scope))
            && arrived.snapshot_required.is_empty();
        let answers = &self.outbox.answers;
        if !complete || arrived.reflected <= answers.reflected {
            return None;
        }
        let to = AnswersRecord { reflected: arrived.reflected, ..answers.clone() };
        Some(Write::put(Room::Meta, at::ANSWERS, &to))
    }

    /// Changes put aside that this build understands.
    pub(super) fn unpark(&self) -> Vec<Write> {
        let mut work = Work::new(&self.holding, &BTreeMap::new());
        let mut writes = vec![];
        for it in self.parked.values() {
            if it.change.read().is_ok() {
                work.apply(it.scope, std::slice::from_ref(&it.change));
                writes.push(Write::remove(Room::Meta, parked_key(it.scope, it.change.seq)));
            }
        }
        writes.extend(work.finish().0);
        writes
    }
}

/// Half of the round trip is the best guess at when the server looked at its clock; unless this
/// device's own was set meanwhile.
fn contact(arrived: &Arrived, (generation, op_seq): (u32, u64)) -> Write {
    let (asked, came) = (arrived.asked_at.0, arrived.came_at.0);
    let middle = if came - asked <= super::PATIENCE_MS { i64::midpoint(asked, came) } else { came };
    let record = ContactRecord {
        offset: arrived.server_time.0 - middle,
        at: arrived.server_time,
        today: arrived.today,
        generation,
        op_seq,
    };
    Write::put(Room::Meta, at::CONTACT, &record)
}
