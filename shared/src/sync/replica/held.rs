//! One scope on the device: the chunks of a snapshot, and the rows over them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    chunk::{self, RowsById},
    holding::{Changed, Damaged},
    raw_row::RawRow,
    record::{ChunkKey, HeadRecord, HeldRecord, OverRow},
};
use crate::{
    customer::Brief,
    id::CustomerId,
    sync::{Layer, digest},
};

/// What is held of one scope.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The set of chunks on which the rows rest.
    pub set: Option<u32>,
    /// What is in the chunks, of this set and of one being fetched.
    pub heads: BTreeMap<ChunkKey, HeadRecord>,
    /// Customers over their chunks.
    pub customers: BTreeMap<CustomerId, Over>,
    /// Rows of no customer, over those of the chunks; none for a deleted one.
    pub loose: BTreeMap<Uuid, Option<RawRow>>,
    base: HashMap<CustomerId, Base>,
    listed: HashMap<CustomerId, Arc<Brief>>,
    /// How re-packed chunks know customers better than the list does.
    repacked: HashMap<CustomerId, Arc<Brief>>,
    loose_base: RowsById,
    /// List chunks of the set that have not been read into memory.
    unread: BTreeSet<ChunkKey>,
}

/// Where the chunks have a customer.
#[derive(Debug, Default, Clone)]
pub(super) struct Base {
    pub version: i64,
    pub chunks: Vec<ChunkKey>,
}

/// A customer's rows over those of the chunks.
#[derive(Debug, Default, Clone)]
pub(super) struct Over {
    pub version: i64,
    pub on_base: bool,
    pub gone: bool,
    pub rows: BTreeMap<Uuid, Option<RawRow>>,
    pub brief: Option<Arc<Brief>>,
    /// Rows that this build cannot read.
    pub unreadable: BTreeSet<Uuid>,
}

impl Over {
    /// What a record says. Rows that were there `before` are those: each page writes a customer whole,
    /// and reading hundreds of rows again would hold the screen.
    pub fn of(record: HeldRecord, before: Option<Over>) -> Over {
        let before = before.unwrap_or_default();
        let known = |id: Uuid, row: &RawRow| {
            before.rows.get(&id)?.as_ref().filter(|known| known.is(row)).cloned()
        };
        let (mut rows, mut unreadable) = (BTreeMap::new(), BTreeSet::new());
        for OverRow { id, row } in record.rows {
            let row = row.map(|row| known(id, &row).unwrap_or(row));
            if row.as_ref().is_some_and(|it| !it.is_readable()) {
                unreadable.insert(id);
            }
            rows.insert(id, row);
        }
        Over {
            unreadable,
            version: record.version,
            on_base: record.on_base,
            gone: record.gone,
            rows,
            brief: record.brief.map(Arc::new),
        }
    }

    pub fn record(&self) -> HeldRecord {
        let over = |(id, row): (&Uuid, &Option<RawRow>)| OverRow { id: *id, row: row.clone() };
        HeldRecord {
            version: self.version,
            on_base: self.on_base,
            gone: self.gone,
            rows: self.rows.iter().map(over).collect(),
            brief: self.brief.as_deref().cloned(),
        }
    }
}

impl Held {
    /// The rows rest on another set of chunks from now on, or on none; false if it is the same.
    pub fn rest_on(&mut self, set: Option<u32>, changed: &mut Changed) -> bool {
        if self.set == set {
            return false;
        }
        self.set = set;
        self.index();
        changed.everything = true;
        changed.register = true;
        changed.inbox = true;
        true
    }

    /// List chunks of the set whose text has to be read.
    pub fn unread_lists(&self) -> impl Iterator<Item = &ChunkKey> {
        self.unread.iter()
    }

    /// Takes the text of a list chunk over; one that is not waited for changes nothing.
    pub fn take_list(
        &mut self,
        key: &ChunkKey,
        text: &str,
        changed: &mut Changed,
    ) -> Result<(), Damaged> {
        if !self.unread.contains(key) {
            return Ok(());
        }
        if !self.is_sound(key, text) {
            return Err(Damaged(key.clone()));
        }
        let list = chunk::read(text).map_err(|_| Damaged(key.clone()))?;
        self.unread.remove(key);
        match list {
            chunk::Read::Briefs(briefs) => {
                changed.everything = true;
                self.listed.extend(briefs.into_iter().map(|it| (it.customer.id, Arc::new(it))));
            }
            chunk::Read::Rows(rows) => {
                changed.register = true;
                changed.inbox = true;
                self.loose_base.extend(chunk::by_id(rows));
            }
        }
        Ok(())
    }

    pub fn take_head(&mut self, key: &ChunkKey, head: HeadRecord, changed: &mut Changed) {
        if self.heads.get(key) == Some(&head) {
            return;
        }
        let here = self.set == Some(key.set);
        if here {
            changed.customers.extend(head.customers.iter().map(|(customer, _)| *customer));
            changed.everything |= head.layer == Layer::List;
        }
        let known = self.heads.contains_key(key);
        changed.briefs |= here && (known || !head.briefs.is_empty());
        if here && !known {
            self.index_head(key, &head);
        }
        self.heads.insert(key.clone(), head);
        if here && known {
            self.index();
        }
    }

    pub fn drop_head(&mut self, key: &ChunkKey, changed: &mut Changed) {
        if self.heads.remove(key).is_some() && self.set == Some(key.set) {
            self.index();
            changed.everything = true;
        }
    }

    /// Finds out anew which customers the chunks of the set have; lists are read again.
    fn index(&mut self) {
        self.base.clear();
        self.listed.clear();
        self.repacked.clear();
        self.loose_base.clear();
        self.unread.clear();
        let heads: Vec<_> =
            self.heads.iter().filter(|(key, _)| Some(key.set) == self.set).collect();
        let heads: Vec<_> = heads.into_iter().map(|(key, it)| (key.clone(), it.clone())).collect();
        for (key, head) in heads {
            self.index_head(&key, &head);
        }
    }

    fn index_head(&mut self, key: &ChunkKey, head: &HeadRecord) {
        if head.layer == Layer::List {
            self.unread.insert(key.clone());
        }
        for (customer, version) in &head.customers {
            let base = self.base.entry(*customer).or_default();
            base.version = base.version.max(*version);
            if head.layer != Layer::List {
                base.chunks.push(key.clone());
            }
        }
        for brief in &head.briefs {
            self.repacked.insert(brief.customer.id, Arc::new(brief.clone()));
        }
    }

    /// The version under which the scope shows a customer; none when it does not.
    pub fn version_of(&self, customer: CustomerId) -> Option<i64> {
        match self.customers.get(&customer) {
            Some(over) if over.gone => None,
            Some(over) => Some(over.version),
            None => self.base.get(&customer).map(|it| it.version),
        }
    }

    pub fn base_version(&self, customer: CustomerId) -> Option<i64> {
        self.base.get(&customer).map(|it| it.version)
    }

    /// Every customer the scope shows.
    pub fn known(&self) -> Vec<CustomerId> {
        let over = self.customers.iter().filter(|(_, it)| !it.gone).map(|(id, _)| *id);
        let base = self.base.keys().filter(|it| !self.customers.contains_key(*it)).copied();
        over.chain(base).collect()
    }

    pub fn brief(&self, customer: CustomerId) -> Option<Arc<Brief>> {
        match self.customers.get(&customer) {
            Some(over) if over.gone => None,
            Some(Over { brief: Some(brief), .. }) => Some(brief.clone()),
            Some(over) if !over.on_base => None,
            _ => self.repacked.get(&customer).or_else(|| self.listed.get(&customer)).cloned(),
        }
    }

    /// The chunks in which rows of a customer count.
    pub fn chunks_of(&self, customer: CustomerId) -> Vec<ChunkKey> {
        if self.customers.get(&customer).is_some_and(|it| it.gone || !it.on_base) {
            return vec![];
        }
        self.base_chunks(customer)
    }

    /// The chunks of the set that have rows of a customer, whether they still count or not.
    pub fn base_chunks(&self, customer: CustomerId) -> Vec<ChunkKey> {
        self.base.get(&customer).map(|it| it.chunks.clone()).unwrap_or_default()
    }

    /// Whether a text read from storage is what was put there.
    pub fn is_sound(&self, key: &ChunkKey, text: &str) -> bool {
        self.digest_of(key).is_some_and(|it| it == digest(text))
    }

    /// What the text of a chunk has to add up to.
    pub fn digest_of(&self, key: &ChunkKey) -> Option<&str> {
        self.heads.get(key).map(|it| it.digest.as_str())
    }

    /// Whether the customer is listed while its rows are still on their way.
    pub fn on_its_way(&self, customer: CustomerId) -> bool {
        let over = self.customers.get(&customer);
        over.is_none_or(|it| it.on_base && !it.gone)
            && self.base.get(&customer).is_some_and(|it| it.chunks.is_empty())
    }

    /// Whether a row of a chunk counts: nothing newer stands over it.
    pub fn stands(&self, id: Uuid, customer: Option<CustomerId>) -> bool {
        match customer.map(|it| self.customers.get(&it)) {
            None => !self.loose.contains_key(&id),
            Some(None) => true,
            Some(Some(over)) => over.on_base && !over.gone && !over.rows.contains_key(&id),
        }
    }

    /// The rows that stand over the chunks.
    pub fn rows_over(&self) -> impl Iterator<Item = (Uuid, &RawRow)> {
        let here = self.customers.values().filter(|it| !it.gone);
        let all = here.flat_map(|it| &it.rows).chain(&self.loose);
        all.filter_map(|(id, row)| Some((*id, row.as_ref()?)))
    }

    pub fn lay_over(&self, customer: CustomerId, rows: &mut RowsById) {
        let Some(over) = self.customers.get(&customer) else { return };
        for (id, row) in &over.rows {
            match row {
                Some(row) => drop(rows.insert(*id, row.clone())),
                None => drop(rows.remove(id)),
            }
        }
    }

    /// Rows of no customer as they stand now.
    pub fn loose_rows(&self) -> impl Iterator<Item = &RawRow> {
        let base = self.loose_base.iter().filter(|(id, _)| !self.loose.contains_key(*id));
        base.map(|(_, row)| row).chain(self.loose.values().flatten())
    }

    pub fn has_loose(&self, id: Uuid) -> bool {
        match self.loose.get(&id) {
            Some(row) => row.is_some(),
            None => self.loose_base.contains_key(&id),
        }
    }

    pub fn is_in_loose_base(&self, id: Uuid) -> bool {
        self.loose_base.contains_key(&id)
    }
}
