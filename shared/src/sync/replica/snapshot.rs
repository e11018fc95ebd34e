//! Fetching scopes: manifest, then chunk by chunk, each kept as it comes; installed as a whole.

use std::collections::BTreeSet;

use super::{
    Action, ChunkKey, Doing, Failure, Moment, Progress, Replica, Then, Transaction, Write, chunk,
    record::{PlanRecord, Room, ScopeRecord, held_key, plan_key, proof_key, row_key, scope_key},
};
use crate::{
    calendar::Instant,
    sync::{ChunkRef, Layer, Manifest, Scope, SnapshotRequest, digest},
};

/// So many damaged chunks in a row, and the manifest is asked for again.
const DAMAGED_BEFORE_MANIFEST: u32 = 3;
/// Chunks that may be on their way while one is being stored.
const AHEAD: usize = 3;
/// A manifest older than what is here already is asked for again after this.
const OLD_MANIFEST_MS: i64 = 60_000;

impl Replica {
    /// Fetches or installs the next part of a snapshot, if one is planned.
    pub(super) fn fetch(&mut self, now: Instant, actions: &mut Vec<Action>) -> bool {
        if let Some(scope) = self.wants_manifest(now) {
            let Some(epoch) = self.device.epoch else { return false };
            let ticket = self.begin(Doing::FetchingManifest(scope), now);
            let request = SnapshotRequest { epoch, scope, schema: self.reads };
            actions.push(Action::FetchManifest { ticket, request });
            return true;
        }
        let ready = self.plans.iter().find(|(scope, plan)| self.is_ready(**scope, plan));
        if let Some((scope, plan)) = ready.map(|(scope, plan)| (*scope, plan.clone())) {
            let writes = self.install(scope, &plan);
            self.errand.pull_wanted |= !plan.live;
            self.persist(Transaction::write(writes), Then::Proceed, now, actions);
            return true;
        }
        let mut wanted = self.wants_chunks().into_iter();
        let Some((scope, digest)) = wanted.next() else { return false };
        let ahead = wanted.map(|(_, digest)| digest).collect();
        let ticket = self.begin(Doing::FetchingChunk(scope, digest.clone()), now);
        actions.push(Action::FetchChunk { ticket, digest, ahead });
        true
    }

    fn wants_manifest(&self, now: Instant) -> Option<Scope> {
        let mut wanted = self.plans.iter().filter(|(scope, plan)| {
            let renew = plan.manifest.is_none() || self.errand.renew.contains(scope);
            renew && self.errand.manifest_after.get(scope).is_none_or(|it| *it <= now)
        });
        wanted.next().map(|(scope, _)| *scope)
    }

    /// The next chunks: lists of all scopes first, history last.
    fn wants_chunks(&self) -> Vec<(Scope, String)> {
        let missing = self.plans.iter().flat_map(|(scope, plan)| {
            self.missing(*scope, plan).into_iter().map(move |it| (it.layer, *scope, it))
        });
        let mut missing: Vec<_> = missing.collect();
        // Those of a layer stay in the order of their manifests.
        missing.sort_by_key(|(layer, ..)| *layer);
        let next = missing.into_iter().take(1 + AHEAD);
        next.map(|(_, scope, it)| (scope, it.digest.clone())).collect()
    }

    fn missing<'a>(&self, scope: Scope, plan: &'a PlanRecord) -> Vec<&'a ChunkRef> {
        if self.errand.renew.contains(&scope) {
            return vec![];
        }
        let Some(manifest) = &plan.manifest else { return vec![] };
        let here = self.holding.scopes.get(&scope);
        let is_here = |it: &&ChunkRef| {
            let key = ChunkKey { scope, set: plan.set, name: it.digest.clone() };
            here.is_some_and(|held| held.heads.contains_key(&key))
        };
        manifest.chunks.iter().filter(|it| !is_here(it)).collect()
    }

    /// Everything but history is here; for a live plan, everything.
    fn is_ready(&self, scope: Scope, plan: &PlanRecord) -> bool {
        let known = plan.manifest.is_some() && !self.errand.renew.contains(&scope);
        let missing = self.missing(scope, plan);
        known && missing.iter().all(|it| !plan.live && it.layer == Layer::History)
    }

    pub(super) fn manifest_came(
        &mut self,
        scope: Scope,
        text: &str,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let manifest = serde_json::from_str::<Manifest>(text).ok();
        let manifest = manifest.filter(|it| it.scope == scope);
        let Some(manifest) = manifest else { return self.refused(&Failure::Garbled, moment) };
        if Some(manifest.epoch) != self.device.epoch {
            return self.start_over(super::Offer::Journal, moment);
        }
        let Some(plan) = self.plans.get(&scope).cloned() else { return };
        let held = self.scopes.get(&scope);
        if held.is_some_and(|it| manifest.seq < it.seq) {
            // Made before what is here: taking it would move the cursor back. If it does not
            // become newer, the server was restored.
            if self.errand.manifest_after.remove(&scope).is_some() {
                return self.start_over(super::Offer::Journal, moment);
            }
            let after = Instant(moment.now.0 + OLD_MANIFEST_MS);
            self.errand.manifest_after.insert(scope, after);
            return;
        }
        let set = if plan.live { plan.set + 1 } else { plan.set };
        let wanted: BTreeSet<&str> = manifest.chunks.iter().map(|it| it.digest.as_str()).collect();
        let mut writes =
            self.remove_chunks(scope, |key| key.set == set && !wanted.contains(key.name.as_str()));
        if let Some(held) = held.filter(|it| !it.stale) {
            let held = ScopeRecord { stale: true, ..held.clone() };
            writes.push(Write::put(Room::Meta, scope_key(scope), &held));
        }
        let grant = manifest.grant;
        let to = PlanRecord { grant, set, live: false, manifest: Some(manifest) };
        writes.push(Write::put(Room::Meta, plan_key(scope), &to));
        self.errand.renew.remove(&scope);
        self.errand.manifest_after.remove(&scope);
        self.persist(Transaction::write(writes), Then::Listed, moment.now, actions);
    }

    pub(super) fn chunk_came(
        &mut self,
        scope: Scope,
        name: &str,
        text: &str,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let Some(plan) = self.plans.get(&scope) else { return };
        let chunks = plan.manifest.iter().flat_map(|it| &it.chunks);
        let layer = chunks.filter(|it| it.digest == name).map(|it| it.layer).next();
        let head = layer.filter(|_| digest(text) == name);
        let head = head.and_then(|layer| chunk::head(layer, text, name.to_owned()).ok());
        let Some(head) = head else {
            self.errand.bad_chunks += 1;
            if DAMAGED_BEFORE_MANIFEST <= self.errand.bad_chunks {
                self.forget_manifest(scope);
            }
            return self.refused(&Failure::Garbled, moment);
        };
        let key = ChunkKey { scope, set: plan.set, name: name.to_owned() };
        let writes = vec![
            Write { room: Room::Chunks, key: key.text_key(), text: Some(text.to_owned()) },
            Write::put(Room::Rows, key.head_key(), &head),
        ];
        self.errand.bad_chunks = 0;
        self.persist(Transaction::write(writes), Then::Fetched, moment.now, actions);
    }

    pub(super) fn forget_manifest(&mut self, scope: Scope) {
        self.errand.bad_chunks = 0;
        self.errand.renew.insert(scope);
    }

    /// The scope rests on the new chunks from now on; or, if it does already, the plan is done.
    fn install(&self, scope: Scope, plan: &PlanRecord) -> Vec<Write> {
        let Some(manifest) = &plan.manifest else { return vec![] };
        if plan.live {
            return vec![Write::remove(Room::Meta, plan_key(scope))];
        }
        let head = self.scopes.get(&scope).map_or(0, |it| it.head).max(manifest.seq);
        let to = ScopeRecord {
            grant: manifest.grant,
            seq: manifest.seq,
            head,
            set: plan.set,
            stale: false,
            revoked: false,
            reflects: None,
            schema: manifest.schema,
        };
        let mut writes = vec![Write::put(Room::Meta, scope_key(scope), &to)];
        writes.extend(self.remove_overlay(scope));
        writes.extend(self.remove_chunks(scope, |key| key.set != plan.set));
        if self.missing(scope, plan).is_empty() {
            writes.push(Write::remove(Room::Meta, plan_key(scope)));
        } else {
            let live = PlanRecord { live: true, ..plan.clone() };
            writes.push(Write::put(Room::Meta, plan_key(scope), &live));
        }
        writes
    }

    fn remove_overlay(&self, scope: Scope) -> Vec<Write> {
        let Some(held) = self.holding.scopes.get(&scope) else { return vec![] };
        let customers = held.customers.keys();
        let room = if matches!(scope, Scope::Me(_)) { Room::Inbox } else { Room::Rows };
        customers
            .map(|it| Write::remove(Room::Rows, held_key(scope, *it)))
            .chain(held.loose.keys().map(|it| Write::remove(room, row_key(scope, *it))))
            .collect()
    }

    fn remove_chunks(&self, scope: Scope, which: impl Fn(&ChunkKey) -> bool) -> Vec<Write> {
        let Some(held) = self.holding.scopes.get(&scope) else { return vec![] };
        let gone = held.heads.keys().filter(|it| which(it));
        gone.flat_map(|key| {
            [Write::remove(Room::Rows, key.head_key()), Write::remove(Room::Chunks, key.text_key())]
        })
        .collect()
    }

    /// Gives up a snapshot that is not needed any longer.
    pub(super) fn drop_plan(&self, scope: Scope) -> Vec<Write> {
        let Some(plan) = self.plans.get(&scope) else { return vec![] };
        let mut writes = vec![Write::remove(Room::Meta, plan_key(scope))];
        if !plan.live {
            writes.extend(self.remove_chunks(scope, |key| key.set == plan.set));
        }
        writes
    }

    /// Removes a revoked scope, once none of its customers has a command without a verdict.
    pub(super) fn purge(&mut self, now: Instant, actions: &mut Vec<Action>) -> bool {
        let waiting = self.outbox.unanswered_customers();
        let mut revoked = self.scopes.iter().filter(|(_, it)| it.revoked);
        let gone = revoked.find(|(scope, _)| {
            let held = self.holding.scopes.get(scope);
            held.is_none_or(|it| waiting.iter().all(|who| it.version_of(*who).is_none()))
        });
        let Some(scope) = gone.map(|(scope, _)| *scope) else { return false };
        let mut writes = vec![
            Write::remove(Room::Meta, scope_key(scope)),
            Write::remove(Room::Meta, proof_key(scope)),
        ];
        writes.extend(self.drop_plan(scope));
        writes.extend(self.remove_overlay(scope));
        writes.extend(self.remove_chunks(scope, |_| true));
        self.persist(Transaction::write(writes), Then::Proceed, now, actions);
        true
    }

    /// Fetches a scope anew whose chunks turned out missing or damaged.
    pub(super) fn refetch_damaged(&mut self, now: Instant, actions: &mut Vec<Action>) -> bool {
        let planned = |scope: &Scope| {
            let on_its_way = self.plans.get(scope).is_some_and(|it| {
                !it.live && self.scopes.get(scope).is_some_and(|held| held.set < it.set)
            });
            let gone = !self.plans.contains_key(scope) && !self.scopes.contains_key(scope);
            on_its_way || gone
        };
        let wanted = self.errand.damaged.iter().find(|scope| !planned(scope)).copied();
        let Some(scope) = wanted else { return false };
        let writes = self.snapshot_of(scope, None);
        self.persist(Transaction::write(writes), Then::Proceed, now, actions);
        true
    }

    /// How far the first synchronisation has come; none when nothing is being fetched.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        self.progress_in(|_| true)
    }

    /// How far one scope has come; none when it is not being fetched.
    pub(super) fn progress_of(&self, scope: Scope) -> Option<Progress> {
        self.progress_in(|it| it == scope)
    }

    fn progress_in(&self, counts: impl Fn(Scope) -> bool) -> Option<Progress> {
        let plans = || self.plans.iter().filter(|(scope, it)| !it.live && counts(**scope));
        plans().next()?;
        let (mut done, mut total) = (0, 0);
        let mut layer = Layer::Dossiers;
        for (scope, plan) in plans() {
            let chunks = || plan.manifest.iter().flat_map(|it| &it.chunks);
            let needed = |it: &&ChunkRef| it.layer != Layer::History;
            let all: u32 = chunks().filter(needed).map(|it| it.rows).sum();
            let missing = self.missing(*scope, plan);
            let left: u32 = missing.iter().copied().filter(needed).map(|it| it.rows).sum();
            let listed = plan.manifest.is_some();
            if !listed || missing.iter().any(|it| it.layer == Layer::List) {
                layer = Layer::List;
            }
            total += all;
            done += all - left.min(all);
        }
        Some(Progress { done, total, layer })
    }
}
