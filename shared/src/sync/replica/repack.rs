//! Re-packing: rows that have gathered over a chunk go into it, when nobody is waiting.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Action, ChunkKey, Doing, Moment, Replica, Then, Transaction, Write, chunk,
    held::{Held, Over},
    raw_row::RawRow,
    record::{HeadRecord, Room, held_key},
};
use crate::{
    calendar::Instant,
    customer::Brief,
    id::CustomerId,
    sync::{Layer, digest},
};

/// Below this many customers over their chunks a scope is left as it is.
const WORTH_IT: usize = 64;
/// Customers in a chunk, at most.
const PER_CHUNK: usize = 50;

impl Replica {
    /// Chooses a chunk with most rows over it and asks for its text.
    pub(super) fn repack(&mut self, now: Instant, actions: &mut Vec<Action>) {
        let Some(key) = self.fullest() else { return };
        let ticket = self.begin(Doing::Repacking(key.clone()), now);
        actions.push(Action::Load { ticket, keys: vec![key] });
    }

    fn fullest(&self) -> Option<ChunkKey> {
        let mut best: Option<(usize, ChunkKey)> = None;
        for (scope, held) in &self.holding.scopes {
            if held.customers.len() < WORTH_IT || self.plans.contains_key(scope) {
                continue;
            }
            let homeless = homeless(held).count();
            for (key, head) in held.heads.iter().filter(|(key, _)| Some(key.set) == held.set) {
                let count = own(held, head).count() + homeless.min(room(head));
                let fuller = best.as_ref().is_none_or(|(most, _)| *most < count);
                if head.layer == Layer::Dossiers && 0 < count && fuller {
                    best = Some((count, key.clone()));
                }
            }
        }
        best.map(|(_, key)| key)
    }

    pub(super) fn repacked(
        &mut self,
        key: &ChunkKey,
        texts: &BTreeMap<ChunkKey, Option<String>>,
        moment: Moment,
        actions: &mut Vec<Action>,
    ) {
        let text = texts.get(key).and_then(Option::as_deref);
        let rows = text.and_then(|text| chunk::by_customer(text).ok());
        let held = self.holding.scopes.get(&key.scope);
        let known = held.and_then(|it| Some((it, it.heads.get(key)?)));
        let (Some(mut rows), Some((held, before))) = (rows, known) else {
            self.errand.damaged.insert(key.scope);
            return;
        };
        let packed = packed(held, before);
        let mut briefs: BTreeMap<CustomerId, Brief> =
            before.briefs.iter().map(|it| (it.customer.id, it.clone())).collect();
        let mut writes = vec![];
        for customer in packed {
            let Some(over) = held.customers.get(&customer) else { continue };
            lay_over(&mut rows, customer, over);
            match over.brief.as_deref().filter(|_| !over.gone) {
                Some(brief) => drop(briefs.insert(customer, brief.clone())),
                None => drop(briefs.remove(&customer)),
            }
            writes.push(Write::remove(Room::Rows, held_key(key.scope, customer)));
        }
        let all: Vec<&RawRow> = rows.values().flat_map(|it| it.values()).collect();
        let text = chunk::pack(&all);
        let Ok(mut to) = chunk::head(Layer::Dossiers, &text, digest(&text)) else { return };
        to.briefs = briefs.into_values().collect();
        writes.push(Write::put(Room::Rows, key.head_key(), &to));
        writes.push(Write { room: Room::Chunks, key: key.text_key(), text: Some(text) });
        self.persist(Transaction::write(writes), Then::Proceed, moment.now, actions);
    }
}

/// The customers that go into a chunk: its own, and as many of no chunk as there is room for.
fn packed(held: &Held, chunk: &HeadRecord) -> BTreeSet<CustomerId> {
    own(held, chunk).chain(homeless(held).take(room(chunk))).collect()
}

/// The chunk's own customers with rows over it.
///
/// Customers that left stay as they are while other chunks or the list still name them; so do
/// those whose history stands in a chunk of its own, because rows over it must stay over it.
fn own(held: &Held, chunk: &HeadRecord) -> impl Iterator<Item = CustomerId> {
    let goes_in = |id: &CustomerId| {
        let over = held.customers.get(id);
        over.is_some_and(|it| !it.gone) && held.base_chunks(*id).len() <= 1
    };
    chunk.customers.iter().map(|(id, _)| *id).filter(goes_in)
}

/// Customers that no chunk has.
fn homeless(held: &Held) -> impl Iterator<Item = CustomerId> {
    let all = held.customers.iter().filter(|(_, over)| !over.gone && !over.on_base);
    all.map(|(id, _)| *id).filter(|id| held.base_version(*id).is_none())
}

fn room(chunk: &HeadRecord) -> usize {
    PER_CHUNK.saturating_sub(chunk.customers.len())
}

fn lay_over(rows: &mut BTreeMap<CustomerId, chunk::RowsById>, customer: CustomerId, over: &Over) {
    let here = rows.entry(customer).or_default();
    if !over.on_base {
        here.clear();
    }
    for (id, row) in &over.rows {
        match row {
            Some(row) => drop(here.insert(*id, row.clone())),
            None => drop(here.remove(id)),
        }
    }
}
