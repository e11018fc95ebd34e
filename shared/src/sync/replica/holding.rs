//! What the device holds of the server's rows: per scope, chunks of a snapshot and rows over them.
//!
//! Each scope is kept for itself and follows its own feed alone, so the order in which two feeds
//! are read cannot matter: a customer that is moving stands for a moment in both, and is shown from
//! the one that knows the newer version.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    chunk::{self, RowsById},
    record::{
        ChunkKey, HeadRecord, HeldRecord, OverRow, RawRow, Room, Unreadable, Write, at, read,
        scope_and_id,
    },
};
use crate::{
    customer::Brief,
    dossier::{Dossier, Register},
    id::CustomerId,
    inbox::InboxItem,
    row::Row,
    sync::{Layer, Scope, Versioned, digest},
};

/// Everything held of the server's rows.
#[derive(Debug, Default)]
pub(super) struct Holding {
    pub scopes: BTreeMap<Scope, Held>,
    register: Arc<Register>,
    inbox: Arc<Vec<InboxItem>>,
}

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
}

/// A chunk that is needed and not here, or not what its name says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("chunk {} is missing or damaged", .0.text_key())]
pub struct Damaged(pub ChunkKey);

impl Over {
    fn of(record: HeldRecord) -> Over {
        Over {
            version: record.version,
            on_base: record.on_base,
            gone: record.gone,
            rows: record.rows.into_iter().map(|it| (it.id, it.row)).collect(),
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

/// What a batch of records changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each names a part of the screen by itself")]
pub struct Changed {
    pub customers: BTreeSet<CustomerId>,
    /// Whole scopes came, went or were exchanged: every list is new.
    pub everything: bool,
    pub register: bool,
    pub inbox: bool,
    pub outbox: bool,
    /// Cursors, plans, times, marks.
    pub progress: bool,
}

impl Changed {
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Changed::default()
    }
}

impl Holding {
    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }

    pub fn inbox(&self) -> &Arc<Vec<InboxItem>> {
        &self.inbox
    }

    /// Takes a record of rows over.
    pub fn absorb(&mut self, it: &Write, changed: &mut Changed) -> Result<(), Unreadable> {
        if let Some(rest) = it.key.strip_prefix(at::HELD) {
            self.absorb_customer(it, rest, changed)
        } else if let Some(rest) = it.key.strip_prefix(at::ROW) {
            self.absorb_loose(it, rest, changed)
        } else if let Some(rest) = it.key.strip_prefix(at::HEAD) {
            self.absorb_head(it, rest, changed)
        } else {
            Ok(())
        }
    }

    fn absorb_customer(
        &mut self,
        it: &Write,
        rest: &str,
        changed: &mut Changed,
    ) -> Result<(), Unreadable> {
        let Some((scope, id)) = scope_and_id(rest) else { return Ok(()) };
        let customer = CustomerId(id);
        let over: Option<HeldRecord> =
            it.text.as_deref().map(|text| read(it.room, &it.key, text)).transpose()?;
        changed.customers.insert(customer);
        let held = self.scopes.entry(scope).or_default();
        match over {
            Some(over) => drop(held.customers.insert(customer, Over::of(over))),
            None => drop(held.customers.remove(&customer)),
        }
        Ok(())
    }

    fn absorb_loose(
        &mut self,
        it: &Write,
        rest: &str,
        changed: &mut Changed,
    ) -> Result<(), Unreadable> {
        let Some((scope, id)) = scope_and_id(rest) else { return Ok(()) };
        let over: Option<OverRow> =
            it.text.as_deref().map(|text| read(it.room, &it.key, text)).transpose()?;
        let held = self.scopes.entry(scope).or_default();
        match over {
            Some(over) => drop(held.loose.insert(id, over.row)),
            None => drop(held.loose.remove(&id)),
        }
        match it.room {
            Room::Inbox => changed.inbox = true,
            _ => changed.register = true,
        }
        Ok(())
    }

    fn absorb_head(
        &mut self,
        it: &Write,
        rest: &str,
        changed: &mut Changed,
    ) -> Result<(), Unreadable> {
        let Some(key) = ChunkKey::parse(rest) else { return Ok(()) };
        let record: Option<HeadRecord> =
            it.text.as_deref().map(|text| read(it.room, &it.key, text)).transpose()?;
        let held = self.scopes.entry(key.scope).or_default();
        match record {
            Some(record) => held.take_head(&key, record, changed),
            None => held.drop_head(&key, changed),
        }
        Ok(())
    }

    /// The rows of a scope rest on another set of chunks from now on, or on none.
    pub fn rest_on(&mut self, scope: Scope, set: Option<u32>, changed: &mut Changed) -> bool {
        let held = self.scopes.entry(scope).or_default();
        if held.set == set {
            return false;
        }
        held.set = set;
        held.index();
        changed.everything = true;
        changed.register = true;
        changed.inbox = true;
        true
    }

    /// List chunks whose text has to be read before lists are complete.
    pub fn unread(&self) -> Vec<ChunkKey> {
        self.scopes.values().flat_map(|it| it.unread.iter().cloned()).collect()
    }

    /// Takes the text of a list chunk over.
    pub fn take_list(
        &mut self,
        key: &ChunkKey,
        text: &str,
        changed: &mut Changed,
    ) -> Result<(), Damaged> {
        let Some(held) = self.scopes.get_mut(&key.scope) else { return Ok(()) };
        if !held.unread.contains(key) {
            return Ok(());
        }
        if !held.is_sound(key, text) {
            return Err(Damaged(key.clone()));
        }
        let list = chunk::read(text).map_err(|_| Damaged(key.clone()))?;
        held.unread.remove(key);
        match list {
            chunk::Read::Briefs(briefs) => {
                changed.everything = true;
                held.listed.extend(briefs.into_iter().map(|it| (it.customer.id, Arc::new(it))));
            }
            chunk::Read::Rows(rows) => {
                changed.register = true;
                changed.inbox = true;
                held.loose_base.extend(chunk::by_id(rows));
            }
        }
        Ok(())
    }

    /// Makes the register and the inbox anew after their rows changed.
    pub fn settle(&mut self, changed: &Changed) {
        if !changed.register && !changed.inbox {
            return;
        }
        let mut register = Register::default();
        let mut inbox = vec![];
        for raw in self.scopes.values().flat_map(Held::loose_rows) {
            match raw.typed() {
                Some(Row::Inbox(it)) => inbox.push((raw.version, it)),
                Some(row) => register.put(row),
                None => {}
            }
        }
        inbox.sort_by_key(|(version, it)| std::cmp::Reverse((*version, it.id)));
        self.register = Arc::new(register);
        self.inbox = Arc::new(inbox.into_iter().map(|(_, it)| it).collect());
    }

    /// The scope from which a customer is shown: the one that knows the newer version.
    pub fn scope_of(&self, customer: CustomerId) -> Option<Scope> {
        self.scopes
            .iter()
            .filter_map(|(scope, held)| Some((held.version_of(customer)?, *scope)))
            .max()
            .map(|(_, scope)| scope)
    }

    /// Every customer once, as lists show it.
    pub fn briefs(&self) -> Vec<Arc<Brief>> {
        let mut briefs = vec![];
        for (scope, held) in &self.scopes {
            let only = self.scopes.len() == 1;
            let here = held.known().into_iter();
            let shown = here.filter(|it| only || self.scope_of(*it) == Some(*scope));
            briefs.extend(shown.filter_map(|it| held.brief(it)));
        }
        briefs
    }

    pub fn brief(&self, customer: CustomerId) -> Option<Arc<Brief>> {
        self.scopes.get(&self.scope_of(customer)?)?.brief(customer)
    }

    /// The dossier of a customer as one scope has it.
    pub fn dossier(
        &self,
        scope: Scope,
        customer: CustomerId,
        texts: &dyn Fn(&ChunkKey) -> Option<String>,
    ) -> Result<Dossier, Damaged> {
        let mut dossier = Dossier::new(self.register.clone());
        let Some(held) = self.scopes.get(&scope) else { return Ok(dossier) };
        let mut rows = RowsById::default();
        for key in held.chunks_of(customer) {
            let text = texts(&key).filter(|text| held.is_sound(&key, text));
            let text = text.ok_or_else(|| Damaged(key.clone()))?;
            let here = chunk::rows_of(customer, &text).map_err(|_| Damaged(key.clone()))?;
            chunk::merge(&mut rows, here);
        }
        held.lay_over(customer, &mut rows);
        for (id, raw) in rows {
            if let Some(row) = raw.typed() {
                dossier.versions.insert(id, raw.version);
                dossier.put(row);
            }
        }
        Ok(dossier)
    }

    /// Rows that this build cannot read; they wait for one that can.
    pub fn unreadable(&self) -> usize {
        let over = self.scopes.values().flat_map(|it| it.customers.values());
        let over = over.flat_map(|it| it.rows.values()).flatten();
        let loose = self.scopes.values().flat_map(Held::loose_rows);
        over.chain(loose).filter(|raw| raw.typed().is_none()).count()
    }

    /// Every row held, with its scope: what a comparison with the server reads.
    pub fn rows(
        &self,
        texts: &dyn Fn(&ChunkKey) -> Option<String>,
    ) -> Result<Vec<(Scope, Versioned)>, Damaged> {
        let mut all = vec![];
        for (scope, held) in &self.scopes {
            let loose = held.loose_rows().filter_map(|raw| Some((raw.version, raw.typed()?)));
            all.extend(loose.map(|(version, row)| (*scope, Versioned { version, row })));
            for customer in held.known() {
                let dossier = self.dossier(*scope, customer, texts)?;
                for row in dossier.rows() {
                    let version = dossier.versions.get(&row.id()).copied().unwrap_or(0);
                    all.push((*scope, Versioned { version, row }));
                }
            }
        }
        Ok(all)
    }
}

impl Held {
    fn take_head(&mut self, key: &ChunkKey, head: HeadRecord, changed: &mut Changed) {
        let here = self.set == Some(key.set);
        if here {
            changed.customers.extend(head.customers.iter().map(|(customer, _)| *customer));
            changed.everything |= head.layer == Layer::List;
        }
        let known = self.heads.contains_key(key);
        if here && !known {
            self.index_head(key, &head);
        }
        self.heads.insert(key.clone(), head);
        if here && known {
            self.index();
        }
    }

    fn drop_head(&mut self, key: &ChunkKey, changed: &mut Changed) {
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
        self.heads.get(key).is_some_and(|head| head.digest == digest(text))
    }

    /// Whether the customer is listed while its rows are still on their way.
    pub fn on_its_way(&self, customer: CustomerId) -> bool {
        let over = self.customers.get(&customer);
        over.is_none_or(|it| it.on_base && !it.gone)
            && self.base.get(&customer).is_some_and(|it| it.chunks.is_empty())
    }

    fn lay_over(&self, customer: CustomerId, rows: &mut RowsById) {
        let Some(over) = self.customers.get(&customer) else { return };
        for (id, row) in &over.rows {
            match row {
                Some(row) => drop(rows.insert(*id, row.clone())),
                None => drop(rows.remove(id)),
            }
        }
    }

    /// Rows of no customer as they stand now.
    fn loose_rows(&self) -> impl Iterator<Item = &RawRow> {
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
