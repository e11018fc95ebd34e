//! Applying a page of changes: checked by arithmetic, worked out in memory, written at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde_json::value::RawValue;
use uuid::Uuid;

use super::{
    chunk::{self, RowsById},
    held::Over,
    holding::Holding,
    raw_row::RawRow,
    record::{ChunkKey, OverRow, ParkedRecord, Room, Write, held_key, parked_key, row_key},
};
use crate::{
    customer::Brief,
    dossier::Dossier,
    id::{CustomerId, InboxId, OpId},
    row::RowKind,
    sync::{Change, Page, Scope},
};

/// What arrived cannot be the continuation of what is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contradiction {
    /// A number is missing, doubled or out of order.
    Gap,
    /// The server knows less than this device has already read: it was restored.
    Behind,
}

/// Checks a page against the cursor: numbers are dense, so a gap shows by arithmetic.
pub(super) fn check(page: &Page, cursor: i64) -> Result<(), Contradiction> {
    if page.head < cursor {
        return Err(Contradiction::Behind);
    }
    let mut at = cursor;
    for change in &page.changes {
        if change.seq != at + 1 {
            return Err(Contradiction::Gap);
        }
        at = change.seq;
    }
    if page.next != at || page.head < at { Err(Contradiction::Gap) } else { Ok(()) }
}

/// What a change asks for, as far as it has to be understood to be kept.
enum Ask {
    Put(RawRow, Option<CustomerId>),
    Delete,
    Leave,
    Enter(Vec<RawRow>),
    Park,
}

fn ask(change: &Change) -> Ask {
    match (change.kind.as_str(), &change.body) {
        ("delete", _) => Ask::Delete,
        ("leave", _) => Ask::Leave,
        ("enter", Some(body)) => serde_json::from_str(body.get()).map_or(Ask::Park, Ask::Enter),
        (kind, Some(body)) => row_of(change, kind, body),
        (_, None) => Ask::Park,
    }
}

fn row_of(change: &Change, kind: &str, body: &RawValue) -> Ask {
    let raw = RawRow::new(change.version, kind, body.to_owned());
    let customer = raw.ids().and_then(|(_, customer)| customer);
    Ask::Put(raw, customer)
}

/// Chunks that have to be read before these changes can be applied: those of the customers they
/// touch, because lists show sums over a whole dossier.
pub(super) fn needs(holding: &Holding, changes: &[(Scope, &[Change])]) -> BTreeSet<ChunkKey> {
    let mut keys = BTreeSet::new();
    for (scope, changes) in changes {
        let Some(held) = holding.scopes.get(scope) else { continue };
        for change in *changes {
            match ask(change) {
                Ask::Put(_, Some(customer)) => keys.extend(held.chunks_of(customer)),
                // Deleting names a row, not its customer: rare enough to look everywhere.
                Ask::Delete if !held.has_loose(change.id) => {
                    keys.extend(held.known().into_iter().flat_map(|it| held.chunks_of(it)));
                }
                _ => {}
            }
        }
    }
    keys
}

/// The texts of chunks that were read from storage; none for one that is not there.
pub(super) type Texts = BTreeMap<ChunkKey, Option<String>>;

/// A command of which a change has come, and the letter that this is, if it is one.
pub(super) type Come = (OpId, Option<InboxId>);

/// Changes being worked out.
pub(super) struct Work<'a> {
    holding: &'a Holding,
    chunks: HashMap<ChunkKey, Arc<Vec<RawRow>>>,
    customers: BTreeMap<(Scope, CustomerId), Option<Over>>,
    loose: BTreeMap<(Scope, Uuid), OverRow>,
    writes: Vec<Write>,
    pub ops: BTreeSet<Come>,
    /// Chunks that turned out to be missing or damaged.
    pub damaged: BTreeSet<ChunkKey>,
}

impl<'a> Work<'a> {
    pub fn new(holding: &'a Holding, texts: &Texts) -> Work<'a> {
        let mut chunks = HashMap::new();
        let mut damaged = BTreeSet::new();
        for (key, text) in texts {
            match text.as_deref().and_then(|text| holding.sound_rows(key, text)) {
                Some(rows) => {
                    // Found once, before each customer of the page looks for its own among them.
                    for row in rows.iter() {
                        row.ids();
                    }
                    chunks.insert(key.clone(), rows);
                }
                None => drop(damaged.insert(key.clone())),
            }
        }
        Work {
            holding,
            chunks,
            customers: BTreeMap::new(),
            loose: BTreeMap::new(),
            writes: vec![],
            ops: BTreeSet::new(),
            damaged,
        }
    }

    pub fn apply(&mut self, scope: Scope, changes: &[Change]) {
        for change in changes {
            let letter = (change.kind == RowKind::Inbox.name()).then_some(InboxId(change.id));
            self.ops.extend(change.op_id.map(|op| (op, letter)));
            match ask(change) {
                Ask::Put(row, Some(customer)) => self.put(scope, customer, change.id, row),
                Ask::Put(row, None) => {
                    let over = OverRow { id: change.id, row: Some(row) };
                    self.loose.insert((scope, change.id), over);
                }
                Ask::Delete => self.delete(scope, change.id),
                Ask::Leave => self.leave(scope, CustomerId(change.id), change.version),
                Ask::Enter(rows) => self.enter(scope, change, rows),
                Ask::Park => {
                    let parked = ParkedRecord { scope, change: change.clone() };
                    let key = parked_key(scope, change.seq);
                    self.writes.push(Write::put(Room::Meta, key, &parked));
                }
            }
        }
    }

    fn put(&mut self, scope: Scope, customer: CustomerId, id: Uuid, row: RawRow) {
        let over = self.over(scope, customer);
        if row.is_a(RowKind::Customer) {
            over.version = row.version();
        }
        over.rows.insert(id, Some(row));
    }

    /// The customer's rows over the chunks, begun if there are none yet.
    fn over(&mut self, scope: Scope, customer: CustomerId) -> &mut Over {
        let held = self.holding.scopes.get(&scope);
        let at = self.customers.entry((scope, customer)).or_insert_with(|| {
            let begun = held.and_then(|it| it.customers.get(&customer)).cloned();
            begun.or_else(|| {
                let base = held?.base_version(customer)?;
                Some(Over { version: base, on_base: true, ..Over::default() })
            })
        });
        if at.as_ref().is_none_or(|it| it.gone) {
            *at = Some(Over::default());
        }
        at.get_or_insert_default()
    }

    fn leave(&mut self, scope: Scope, customer: CustomerId, version: i64) {
        let held = self.holding.scopes.get(&scope);
        let in_base = held.is_some_and(|it| it.base_version(customer).is_some());
        let gone = in_base.then(|| Over { version, on_base: true, gone: true, ..Over::default() });
        self.customers.insert((scope, customer), gone);
    }

    fn enter(&mut self, scope: Scope, change: &Change, rows: Vec<RawRow>) {
        let rows = chunk::by_id(rows).into_iter().map(|(id, row)| (id, Some(row))).collect();
        let over = Over { version: change.version, rows, ..Over::default() };
        self.customers.insert((scope, CustomerId(change.id)), Some(over));
    }

    fn delete(&mut self, scope: Scope, id: Uuid) {
        let Some(held) = self.holding.scopes.get(&scope) else { return };
        if self.loose.contains_key(&(scope, id)) || held.has_loose(id) {
            self.loose.insert((scope, id), OverRow { id, row: None });
            return;
        }
        if held.version_of(CustomerId(id)).is_some() {
            let version = held.version_of(CustomerId(id)).unwrap_or(0);
            self.leave(scope, CustomerId(id), version);
            return;
        }
        let begun = self.customers.iter().filter(|((of, _), _)| *of == scope);
        let begun = begun.filter_map(|((_, id), over)| Some((*id, over.as_ref()?)));
        let mut everywhere = begun.chain(held.customers.iter().map(|(id, over)| (*id, over)));
        let over = everywhere.find(|(_, it)| it.rows.contains_key(&id)).map(|(owner, _)| owner);
        let base = self.chunks.iter().filter(|(key, _)| key.scope == scope);
        let mut base = base.flat_map(|(_, rows)| rows.iter().filter_map(RawRow::ids));
        let owner = over.or_else(|| base.find(|(row, of)| *row == id && of.is_some())?.1);
        if let Some(customer) = owner {
            self.over(scope, customer).rows.insert(id, None);
        }
    }

    /// The brief of a customer after these changes.
    fn brief(&mut self, scope: Scope, customer: CustomerId, over: &Over) -> Option<Brief> {
        let mut rows = RowsById::default();
        let held = self.holding.scopes.get(&scope);
        if over.on_base {
            // Not `chunks_of`: what is being worked out is newer than what is held.
            for key in held.map(|it| it.base_chunks(customer)).unwrap_or_default() {
                let Some(chunk) = self.chunks.get(&key) else {
                    self.damaged.insert(key);
                    return held.and_then(|it| it.brief(customer)).as_deref().cloned();
                };
                chunk::merge(&mut rows, chunk::rows_of(customer, chunk));
            }
        }
        for (id, row) in &over.rows {
            match row {
                Some(row) => drop(rows.insert(*id, row.clone())),
                None => drop(rows.remove(id)),
            }
        }
        let mut dossier = Dossier::default();
        rows.values().filter_map(RawRow::typed).for_each(|row| dossier.put(row.clone()));
        Brief::of(&dossier).ok().flatten()
    }

    /// Everything to write.
    pub fn finish(mut self) -> (Vec<Write>, BTreeSet<Come>, BTreeSet<ChunkKey>) {
        for ((scope, customer), over) in std::mem::take(&mut self.customers) {
            let key = held_key(scope, customer);
            let Some(mut over) = over else {
                self.writes.push(Write::remove(Room::Rows, key));
                continue;
            };
            if !over.gone {
                over.brief = self.brief(scope, customer, &over).map(Arc::new);
            }
            self.writes.push(Write::put(Room::Rows, key, &over.record()));
        }
        for ((scope, id), over) in std::mem::take(&mut self.loose) {
            self.writes.push(self.loose_write(scope, id, &over));
        }
        (self.writes, self.ops, self.damaged)
    }

    fn loose_write(&self, scope: Scope, id: Uuid, over: &OverRow) -> Write {
        let room = if matches!(scope, Scope::Me(_)) { Room::Inbox } else { Room::Rows };
        let held = self.holding.scopes.get(&scope);
        let in_base = held.is_some_and(|it| it.is_in_loose_base(id));
        if over.row.is_none() && !in_base {
            return Write::remove(room, row_key(scope, id));
        }
        Write::put(room, row_key(scope, id), over)
    }
}
