//! Proving: once a day, and after every update of the app, what a scope comes to here is compared with
//! what the server says it comes to at the same number. Where they differ it is fetched anew, and the
//! server is told; nothing of the difference is taken over, and no command is touched.
//!
//! Chunks are read one after the other and a few rows at a time, so that nobody waits for it. Nothing is
//! pulled meanwhile; what is to be sent is sent first.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    Action, Changed, ChunkKey, Doing, Replica, Then, Transaction, Write, chunk,
    held::Held,
    page::Texts,
    pull::Arrived,
    raw_row::RawRow,
    record::{ProofRecord, Room, ScopeRecord, proof_key},
};
use crate::{
    calendar::Instant,
    row::RowKind,
    sync::{Difference, Layer, Page, Scope, Sums},
};

/// Added up in one go: a few milliseconds on a slow phone.
const ROWS_AT_ONCE: usize = 100;

/// A comparison under way.
#[derive(Debug)]
pub(super) struct Proving {
    scope: Scope,
    set: u32,
    seq: i64,
    there: Sums,
    here: Sums,
    /// Chunks that are still to be read; none before the page has been stored.
    chunks: Option<Vec<ChunkKey>>,
    /// Rows of the last chunk that are still to be added.
    rows: Vec<RawRow>,
    /// Rows over the chunks that are still to be added; none before every chunk has been.
    over: Option<Vec<(Uuid, RawRow)>>,
    /// Kinds of which this build cannot even read the id of a row: nothing is said about them.
    unread: BTreeSet<String>,
}

impl Proving {
    fn of(page: &Page, held: &ScopeRecord) -> Option<Proving> {
        let there = page.sums.clone().filter(|_| page.next == page.head)?;
        Some(Proving {
            scope: page.scope,
            set: held.set,
            seq: page.next,
            there,
            here: Sums::default(),
            chunks: None,
            rows: vec![],
            over: None,
            unread: BTreeSet::new(),
        })
    }

    fn add(&mut self, id: Uuid, row: &RawRow) {
        if self.here.add(row.kind(), id, row.version(), row.body()).is_err() {
            self.unread.insert(row.kind().to_owned());
        }
    }
}

impl Replica {
    /// The scope whose turn it is to be compared.
    pub(super) fn to_prove(&self, now: Instant) -> Option<Scope> {
        let mut all = self.scopes.keys().copied().filter(|it| self.is_provable(*it));
        all.find(|it| self.errand.prove_now.contains(it) || self.is_due(*it, now))
    }

    fn is_provable(&self, scope: Scope) -> bool {
        self.scopes.get(&scope).is_some_and(|it| !it.stale && !it.revoked)
            && !self.plans.contains_key(&scope)
            && !self.errand.damaged.contains(&scope)
            // What is kept aside is known to be missing.
            && self.parked.values().all(|it| it.scope != scope)
    }

    /// A day has gone by, whichever way the clock went; or the build or the server's life is another.
    fn is_due(&self, scope: Scope, now: Instant) -> bool {
        let Some(last) = self.proofs.get(&scope) else { return true };
        let ago = (self.server_time(now).0 - last.at.0).abs();
        super::DAY_MS <= ago || last.build != self.build || Some(last.epoch) != self.device.epoch
    }

    fn server_time(&self, now: Instant) -> Instant {
        Instant(now.0.saturating_add(self.clock_offset()))
    }

    /// What the server has not heard of yet.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let untold = self.proofs.iter().filter(|(_, it)| !it.told && !it.other.is_empty());
        let difference = |(scope, it): (&Scope, &ProofRecord)| Difference {
            scope: (*scope).into(),
            epoch: it.epoch,
            seq: it.seq,
            kinds: it.other.clone(),
        };
        untold.map(difference).collect()
    }

    /// The server has heard of these.
    pub(super) fn told_of(&self, differences: &[Difference]) -> Vec<Write> {
        let told = self.proofs.iter().filter(|(scope, it)| {
            let is_it = |of: &&Difference| of.scope == **scope && of.seq == it.seq;
            differences.iter().find(is_it).is_some_and(|of| of.epoch == it.epoch)
        });
        told.map(|(scope, it)| {
            let to = ProofRecord { told: true, ..it.clone() };
            Write::put(Room::Meta, proof_key(*scope), &to)
        })
        .collect()
    }

    /// What a reply asks to be compared, once it is stored.
    pub(super) fn to_compare(&self, arrived: &Arrived) -> Option<Proving> {
        arrived.pages().find_map(|page| Proving::of(page, self.scopes.get(&page.scope)?))
    }

    /// The next part of a comparison; false where there is none, or where what is compared has moved.
    pub(super) fn prove(&mut self, now: Instant, actions: &mut Vec<Action>) -> bool {
        let Some(mut proving) = self.errand.proving.take() else { return false };
        let held = self.scopes.get(&proving.scope);
        let still = |it: &ScopeRecord| {
            (it.set, it.seq) == (proving.set, proving.seq) && !it.stale && !it.revoked
        };
        if held.is_none_or(|it| !still(it)) || self.errand.damaged.contains(&proving.scope) {
            return false;
        }
        let scope = proving.scope;
        let chunks = proving.chunks.get_or_insert_with(|| self.chunks_of_rows(scope));
        let next = if proving.rows.is_empty() { chunks.pop() } else { None };
        if next.is_none() && proving.rows.is_empty() {
            let over = proving.over.get_or_insert_with(|| self.over_chunks(scope));
            if over.is_empty() {
                self.proven(proving, now, actions);
                return true;
            }
        }
        // Without a chunk it is no more than a breath for whatever else is going on.
        let keys = next.into_iter().collect();
        let ticket = self.begin(Doing::Proving(Box::new(proving)), now);
        actions.push(Action::Load { ticket, keys });
        true
    }

    fn chunks_of_rows(&self, scope: Scope) -> Vec<ChunkKey> {
        let Some(held) = self.holding.scopes.get(&scope) else { return vec![] };
        let here = held.heads.iter().filter(|(key, _)| Some(key.set) == held.set);
        // The list of a territory has no rows.
        let has_rows = |layer| layer != Layer::List || !matches!(scope, Scope::Territory(_));
        here.filter(|(_, head)| has_rows(head.layer)).map(|(key, _)| key.clone()).collect()
    }

    /// What stands over the chunks: thousands of rows where a long outbox has just been sent.
    fn over_chunks(&self, scope: Scope) -> Vec<(Uuid, RawRow)> {
        let held = self.holding.scopes.get(&scope);
        let over = held.into_iter().flat_map(Held::rows_over);
        over.map(|(id, row)| (id, row.clone())).collect()
    }

    /// Takes a chunk that was read, or a few more rows of the one before.
    pub(super) fn go_on_proving(&mut self, mut proving: Proving, texts: &Texts) {
        let Some(held) = self.holding.scopes.get(&proving.scope) else { return };
        if let Some((key, text)) = texts.first_key_value() {
            let sound = text.as_deref().filter(|it| held.is_sound(key, it));
            let Some(Ok(rows)) = sound.map(chunk::rows) else {
                self.errand.damaged.insert(proving.scope);
                return;
            };
            proving.rows = rows;
        }
        let rest = proving.rows.len().saturating_sub(ROWS_AT_ONCE);
        for row in proving.rows.split_off(rest) {
            match row.ids() {
                Some((id, customer)) if held.stands(id, customer) => proving.add(id, &row),
                Some(_) => {}
                None => drop(proving.unread.insert(row.kind().to_owned())),
            }
        }
        if let Some(mut over) = proving.over.take() {
            for (id, row) in over.split_off(over.len().saturating_sub(ROWS_AT_ONCE)) {
                proving.add(id, &row);
            }
            proving.over = Some(over);
        }
        self.errand.proving = Some(proving);
    }

    fn proven(&mut self, proving: Proving, now: Instant, actions: &mut Vec<Action>) {
        let Some(epoch) = self.device.epoch else { return };
        let Proving { scope, seq, here, there, unread, .. } = proving;
        let known = |kind: &str| RowKind::of_name(kind).is_some() && !unread.contains(kind);
        let other = here.other_than(&there, known);
        let mut writes = vec![];
        if !other.is_empty() {
            writes.extend(self.snapshot_of(scope, None));
            self.errand.pull_wanted = true;
        }
        let (at, build) = (self.server_time(now), self.build.clone());
        let record = ProofRecord { at, build, epoch, seq, other, told: false };
        writes.push(Write::put(Room::Meta, proof_key(scope), &record));
        self.errand.prove_now.remove(&scope);
        // Who wished for it does not wait a minute for each scope.
        self.errand.pull_wanted |= self.errand.prove_now.iter().any(|it| self.is_provable(*it));
        self.persist(Transaction::write(writes), Then::Proceed, now, actions);
    }

    /// The user wants every scope compared now.
    pub(super) fn prove_everything(&mut self) {
        self.errand.prove_now.extend(self.scopes.keys());
        self.errand.pull_wanted = true;
    }

    pub(super) fn absorb_proof(
        &mut self,
        scope: Scope,
        record: Option<ProofRecord>,
        changed: &mut Changed,
    ) {
        changed.progress = true;
        match record {
            Some(record) => drop(self.proofs.insert(scope, record)),
            None => drop(self.proofs.remove(&scope)),
        }
    }
}
