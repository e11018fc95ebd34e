//! What the device holds of the server's rows: per scope, chunks of a snapshot and rows over them.
//!
//! Each scope is kept for itself and follows its own feed alone, so the order in which two feeds
//! are read cannot matter: a customer that is moving stands for a moment in both, and is shown from
//! the one that knows the newer version.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    chunk::{self, RowsById},
    held::{Held, Over},
    lately::ReadLately,
    letters::Letters,
    raw_row::RawRow,
    record::{
        ChunkKey, HeadRecord, HeldRecord, OverRow, Room, Unreadable, Write, at, read, scope_and_id,
    },
};
use crate::{
    customer::Brief,
    dossier::{Dossier, Register},
    id::CustomerId,
    inbox::InboxItem,
    row::Row,
    saved_view::SavedViews,
    sync::{Scope, Versioned},
};

/// Everything held of the server's rows.
#[derive(Debug, Default)]
pub(super) struct Holding {
    pub scopes: BTreeMap<Scope, Held>,
    register: Arc<Register>,
    inbox: Arc<Vec<InboxItem>>,
    saved_views: Arc<Vec<SavedViews>>,
    /// Rows of no customer that this build cannot read.
    loose_unreadable: usize,
    lately: ReadLately,
    letters: Letters,
}

/// A chunk that is needed and not here, or not what its name says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("chunk {} is missing or damaged", .0.text_key())]
pub struct Damaged(pub ChunkKey);

/// What a batch of records changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each names a part of the screen by itself")]
pub struct Changed {
    /// Their rows are others, or what is played on them.
    pub customers: BTreeSet<CustomerId>,
    /// Commands of theirs were answered, which are played as before: only their marks are others.
    pub marked: BTreeSet<CustomerId>,
    /// What lists show of customers may be another.
    pub briefs: bool,
    /// Whole scopes came, went or were exchanged: every list is new.
    pub everything: bool,
    pub register: bool,
    pub inbox: bool,
    pub outbox: bool,
    /// Cursors, plans, times, marks.
    pub progress: bool,
}

impl Changed {
    /// What either changed.
    pub fn add(&mut self, more: Changed) {
        self.customers.extend(more.customers);
        self.marked.extend(more.marked);
        self.briefs |= more.briefs;
        self.everything |= more.everything;
        self.register |= more.register;
        self.inbox |= more.inbox;
        self.outbox |= more.outbox;
        self.progress |= more.progress;
    }

    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Changed::default()
    }
}

impl Holding {
    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }

    pub fn saved_views(&self) -> &Arc<Vec<SavedViews>> {
        &self.saved_views
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
        changed.briefs = true;
        let held = self.scopes.entry(scope).or_default();
        let before = held.customers.remove(&customer);
        if let Some(over) = over {
            held.customers.insert(customer, Over::of(over, before));
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
        if let Some(record) = &record {
            changed.briefs |= self.stands_elsewhere(&key, record);
        }
        let held = self.scopes.entry(key.scope).or_default();
        match record {
            Some(record) => held.take_head(&key, record, changed),
            None => held.drop_head(&key, changed),
        }
        Ok(())
    }

    /// Whether a customer of this chunk is moving: from which scope it is shown may be another by it.
    fn stands_elsewhere(&self, key: &ChunkKey, head: &HeadRecord) -> bool {
        let others = self.scopes.iter().filter(|(scope, _)| **scope != key.scope);
        let mut others = others.map(|(_, held)| held);
        others.any(|it| head.customers.iter().any(|(who, _)| it.version_of(*who).is_some()))
    }

    /// The rows of a scope rest on another set of chunks from now on, or on none.
    pub fn rest_on(&mut self, scope: Scope, set: Option<u32>, changed: &mut Changed) -> bool {
        self.scopes.entry(scope).or_default().rest_on(set, changed)
    }

    /// List chunks whose text has to be read before lists are complete.
    pub fn unread(&self) -> Vec<ChunkKey> {
        self.scopes.values().flat_map(|it| it.unread_lists().cloned()).collect()
    }

    /// Takes the text of a list chunk over.
    pub fn take_list(
        &mut self,
        key: &ChunkKey,
        text: &str,
        changed: &mut Changed,
    ) -> Result<(), Damaged> {
        match self.scopes.get_mut(&key.scope) {
            Some(held) => held.take_list(key, text, changed),
            None => Ok(()),
        }
    }

    /// Makes the register, the inbox and the views anew after their rows changed.
    pub fn settle(&mut self, changed: &Changed) {
        if !changed.register && !changed.inbox {
            return;
        }
        let mut register = Register::default();
        let (mut inbox, mut saved_views) = (vec![], vec![]);
        self.loose_unreadable = 0;
        for raw in self.scopes.values().flat_map(Held::loose_rows) {
            if let Some(it) = self.letters.read(raw) {
                inbox.push(it);
                continue;
            }
            match raw.typed() {
                Some(Row::SavedViews(it)) => saved_views.push(it.clone()),
                Some(row) => register.put(row.clone()),
                None => self.loose_unreadable += 1,
            }
        }
        // An id begins with the moment in which it was drawn.
        inbox.sort_by_key(|it| std::cmp::Reverse((it.acted_on, it.op_id)));
        self.register = Arc::new(register);
        self.saved_views = Arc::new(saved_views);
        self.inbox = Arc::new(inbox);
    }

    /// The letters in the text of a list, unread.
    pub fn letters_in(&self, key: &ChunkKey, text: &str) -> Vec<RawRow> {
        let sound = self.scopes.get(&key.scope).is_some_and(|it| it.is_sound(key, text));
        let rows = if sound { chunk::rows(text).unwrap_or_default() } else { vec![] };
        rows.into_iter().filter(Letters::is_one).collect()
    }

    pub fn read_letter(&self, raw: &RawRow) {
        self.letters.read(raw);
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
            let chunk = self.chunk(held, &key, texts).ok_or_else(|| Damaged(key.clone()))?;
            chunk::merge(&mut rows, chunk::rows_of(customer, &chunk));
        }
        held.lay_over(customer, &mut rows);
        for (id, raw) in rows {
            if let Some(row) = raw.typed() {
                dossier.versions.insert(id, raw.version());
                dossier.put(row.clone());
            }
        }
        Ok(dossier)
    }

    /// The rows of a chunk; none of a missing or damaged one.
    fn chunk(
        &self,
        held: &Held,
        key: &ChunkKey,
        texts: &dyn Fn(&ChunkKey) -> Option<String>,
    ) -> Option<Arc<Vec<RawRow>>> {
        let digest = held.digest_of(key)?;
        if let Some(rows) = self.lately.find(key, digest) {
            return Some(rows);
        }
        let text = texts(key).filter(|it| held.is_sound(key, it))?;
        self.read_rows(key, &text, digest)
    }

    fn read_rows(&self, key: &ChunkKey, text: &str, digest: &str) -> Option<Arc<Vec<RawRow>>> {
        let rows = Arc::new(chunk::rows(text).ok()?);
        self.lately.keep(key, digest, &rows);
        Some(rows)
    }

    /// The rows of a chunk whose text was read from storage; none where it is not what was put there.
    pub fn sound_rows(&self, key: &ChunkKey, text: &str) -> Option<Arc<Vec<RawRow>>> {
        let held = self.scopes.get(&key.scope)?;
        let digest = held.digest_of(key).filter(|_| held.is_sound(key, text))?;
        let known = self.lately.look(key, digest);
        known.or_else(|| chunk::rows(text).ok().map(Arc::new))
    }

    /// Whether the rows of a chunk are in memory.
    pub fn has_read(&self, key: &ChunkKey) -> bool {
        let digest = self.scopes.get(&key.scope).and_then(|it| it.digest_of(key));
        digest.is_some_and(|it| self.lately.find(key, it).is_some())
    }

    /// Reads a chunk whose text has this digest, if it is the right one.
    pub fn keep(&self, key: &ChunkKey, text: &str, digest: &str) {
        let right = self.scopes.get(&key.scope).and_then(|it| it.digest_of(key));
        if right == Some(digest) {
            self.read_rows(key, text, digest);
        }
    }

    /// Rows that this build cannot read; they wait for one that can.
    pub fn unreadable(&self) -> usize {
        let over = self.scopes.values().flat_map(|it| it.customers.values());
        self.loose_unreadable + over.map(|it| it.unreadable.len()).sum::<usize>()
    }

    /// Every row held, with its scope: what a comparison with the server reads.
    pub fn rows(
        &self,
        texts: &dyn Fn(&ChunkKey) -> Option<String>,
    ) -> Result<Vec<(Scope, Versioned)>, Damaged> {
        let mut all = vec![];
        for (scope, held) in &self.scopes {
            let loose =
                held.loose_rows().filter_map(|raw| Some((raw.version(), raw.typed()?.clone())));
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
