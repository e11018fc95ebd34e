//! Reading a replica: what lists and pages show, and what can be said about its state.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{
    ChunkKey, Damaged, Pending, Replica, Trouble, Unreadable, View, raw_row::RawRow,
    record::OpIdOnly, replay,
};
use crate::{
    calendar::{Day, Instant, Zone},
    customer::Brief,
    dossier::{Dossier, Register},
    id::{CustomerId, DeviceId, Epoch, OpId, UserId},
    inbox::InboxItem,
    row::Row,
    saved_view::SavedViews,
    sync::{Act, Layer, Scope, Versioned},
    user::Caller,
};

/// How much of a first synchronisation is here, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: u32,
    pub total: u32,
    /// What is being fetched.
    pub layer: Layer,
}

/// What has to be read before a customer can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// These chunks; none if everything is in memory.
    Here(Vec<ChunkKey>),
    /// The list names it; its rows are being fetched.
    OnItsWay,
    NotHere,
}

/// The outbox as a file, the last resort when a phone cannot be brought online.
#[derive(Serialize, Deserialize)]
struct OutboxFile {
    chitbook_outbox: u32,
    user: UserId,
    device: Option<DeviceId>,
    made_at: Instant,
    commands: Vec<Box<RawValue>>,
}

/// Why a file was not taken into the outbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOutbox {
    #[error("this is no outbox file: {0}")]
    Unreadable(String),
    #[error("the file is of another user")]
    OfAnother(UserId),
}

impl Replica {
    /// The small rows every device holds.
    #[must_use]
    pub fn register(&self) -> &Arc<Register> {
        self.holding.register()
    }

    /// Whether the register's text is on its way from the storage. Whoever judges now may judge by a rule
    /// that is not in force. A damaged one is not waited for: it is fetched anew as soon as there is a
    /// network, and what lies beside it counts until then.
    #[must_use]
    pub fn reads_register(&self) -> bool {
        let unread = self.holding.unread().iter().any(|it| it.scope == Scope::All);
        unread && !self.errand.damaged.contains(&Scope::All)
    }

    /// The views of the user, and those for all.
    #[must_use]
    pub fn saved_views(&self) -> &Arc<Vec<SavedViews>> {
        self.holding.saved_views()
    }

    /// The letters to the user as the server has them, newest first.
    #[must_use]
    pub fn inbox(&self) -> &Arc<Vec<InboxItem>> {
        self.holding.inbox()
    }

    /// The same with what was put away and taken back here played on top.
    #[must_use]
    pub fn inbox_view(&self, caller: &Caller, today: Day) -> Arc<Vec<InboxItem>> {
        let (confirmed, pending) = (self.inbox(), self.outbox.of_letters());
        let named: BTreeSet<_> = pending.iter().filter_map(|it| it.command.act.letter()).collect();
        if named.is_empty() {
            return Arc::clone(confirmed);
        }
        let mut dossier = Dossier::new(Arc::clone(self.register()));
        for it in confirmed.iter().filter(|it| named.contains(&it.id)) {
            dossier.put(Row::Inbox(it.clone()));
        }
        let played = replay(dossier, &pending, caller, today).dossier.letters;
        let shown = |it: &InboxItem| played.get(&it.id).unwrap_or(it).clone();
        Arc::new(confirmed.iter().map(shown).collect())
    }

    /// Every customer here as lists show it, confirmed, in no particular order.
    #[must_use]
    pub fn briefs(&self) -> Vec<Arc<Brief>> {
        self.holding.briefs()
    }

    #[must_use]
    pub fn brief(&self, customer: CustomerId) -> Option<Arc<Brief>> {
        self.holding.brief(customer)
    }

    /// What has to be read before [`Replica::view`].
    #[must_use]
    pub fn opening(&self, customer: CustomerId) -> Opening {
        let Some(scope) = self.holding.scope_of(customer) else { return Opening::NotHere };
        match self.holding.scopes.get(&scope) {
            Some(held) if held.on_its_way(customer) => Opening::OnItsWay,
            Some(held) => Opening::Here(held.chunks_of(customer)),
            None => Opening::NotHere,
        }
    }

    /// Those of these chunks whose text is needed: the rows of the others were read lately.
    #[must_use]
    pub fn chunks_to_read(&self, keys: &[ChunkKey]) -> Vec<ChunkKey> {
        keys.iter().filter(|it| !self.holding.has_read(it)).cloned().collect()
    }

    /// Keeps the rows of a chunk for the next customers. The digest is that of the text, for whoever has
    /// a quicker way to it; a text that is not what its name says is not taken.
    pub fn keep_chunk(&self, key: &ChunkKey, text: &str, digest: &str) {
        self.holding.keep(key, text, digest);
    }

    /// The letters in the text of a list that is about to be told, for whoever wants them read one by one
    /// before everything in it is.
    #[must_use]
    pub fn letters_in(&self, key: &ChunkKey, text: &str) -> Vec<RawRow> {
        match key.scope {
            Scope::Me(_) => self.holding.letters_in(key, text),
            _ => vec![],
        }
    }

    pub fn read_letter(&self, letter: &RawRow) {
        self.holding.read_letter(letter);
    }

    /// The confirmed rows of a customer.
    ///
    /// # Errors
    /// A chunk is missing or damaged: answer with [`Event::Corrupt`](super::Event::Corrupt).
    pub fn dossier(
        &self,
        customer: CustomerId,
        texts: &BTreeMap<ChunkKey, Option<String>>,
    ) -> Result<Dossier, Damaged> {
        let Some(scope) = self.holding.scope_of(customer) else {
            return Ok(Dossier::new(self.register().clone()));
        };
        self.holding.dossier(scope, customer, &|key| texts.get(key).cloned().flatten())
    }

    /// A customer with everything pending played on top.
    ///
    /// # Errors
    /// As [`Replica::dossier`].
    pub fn view(
        &self,
        customer: CustomerId,
        texts: &BTreeMap<ChunkKey, Option<String>>,
        caller: &Caller,
        today: Day,
    ) -> Result<View, Damaged> {
        let confirmed = self.dossier(customer, texts)?;
        Ok(replay(confirmed, &self.pending(customer), caller, today))
    }

    /// What is to be played on a customer's rows.
    #[must_use]
    pub fn pending(&self, customer: CustomerId) -> Vec<Pending> {
        let held = self.holding.scope_of(customer).and_then(|it| self.scopes.get(&it));
        self.outbox.of_customer(customer, held.and_then(|it| it.reflects))
    }

    /// Commands nobody has answered, oldest first.
    pub fn only_here(&self) -> impl Iterator<Item = Pending> {
        self.outbox.only_here()
    }

    /// Customers with commands that are only here, and how many.
    #[must_use]
    pub fn only_here_by_customer(&self) -> HashMap<CustomerId, usize> {
        self.outbox.customers()
    }

    /// Customers with commands whose rows have not come back.
    #[must_use]
    pub fn waiting_customers(&self) -> BTreeSet<CustomerId> {
        self.outbox.waiting_customers()
    }

    /// Commands without a verdict, also those this build cannot read.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.outbox.unanswered()
    }

    /// Every command kept here, answered or not, newest first.
    pub fn journal(&self) -> impl Iterator<Item = Pending> {
        self.outbox.journal()
    }

    /// The highest number of a series of slips that this device knows of: on what is unbooked, and
    /// on what it said itself.
    #[must_use]
    pub fn last_slip(&self, series: &str) -> Option<u32> {
        let briefs = self.briefs();
        let unbooked = briefs.iter().flat_map(|it| &it.unbooked).map(|it| &it.slip);
        let unbooked = unbooked.filter(|it| it.series == series).map(|it| it.number).max();
        let said = self.journal().filter_map(|it| match &it.command.act {
            Act::TakeFieldReceipt(it) if it.slip.series == series => Some(it.slip.number),
            _ => None,
        });
        said.max().max(unbooked)
    }

    /// The zone in which a business day is counted.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.in_zone(Zone::clone)
    }

    fn in_zone<T>(&self, read: impl FnOnce(&Zone) -> T) -> T {
        match self.register().companies.values().next() {
            Some(company) => read(&company.zone),
            None => read(&Zone::shanghai()),
        }
    }

    /// Server time less device time at the last contact, in milliseconds.
    #[must_use]
    pub fn clock_offset(&self) -> i64 {
        self.contact.map_or(0, |it| it.offset)
    }

    /// The business day at the seller's, for a reading of the device's clock: never before the
    /// day of the last pull or of a command made since, so that a clock set back changes nothing;
    /// and what a clock said that was ahead counts only until the next contact.
    #[must_use]
    pub fn day(&self, device_now: Instant) -> Day {
        let now = Instant(device_now.0.saturating_add(self.clock_offset()));
        let mut day = self.in_zone(|it| it.day_of(now));
        day = day.max(self.contact.map_or(day, |it| it.today));
        let last = self.contact.map(|it| (it.generation, it.op_seq));
        day.max(self.outbox.acted_on_since(last).unwrap_or(day))
    }

    /// When the server was last heard, by its own clock.
    #[must_use]
    pub fn last_contact(&self) -> Option<Instant> {
        self.contact.map(|it| it.at)
    }

    /// What stands in the way, if anything.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let stored = self.errand.storage.clone().or_else(|| self.errand.trouble.clone());
        let old = || self.outbox.misunderstood() || 0 < self.holding.unreadable();
        stored.or_else(|| old().then_some(Trouble::UpdateNeeded))
    }

    /// When the next attempt is made after a failed one.
    #[must_use]
    pub fn next_try(&self) -> Option<Instant> {
        self.errand.until()
    }

    #[must_use]
    pub fn is_leading(&self) -> bool {
        self.errand.leading
    }

    /// A request is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.errand.lane.is_some()
    }

    /// Lists are complete: every list chunk here has been read.
    #[must_use]
    pub fn lists_are_read(&self) -> bool {
        self.holding.unread().is_empty()
    }

    /// Everything is sent, everything the server has announced is here.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.outbox.unanswered() == 0
            && self.plans.is_empty()
            && !self.errand.pull_wanted
            && self.errand.lane.is_none()
            && self.errand.damaged.is_empty()
            && self.scopes.values().all(|it| !it.stale && !it.revoked && it.seq == it.head)
    }

    #[must_use]
    pub fn device(&self) -> Option<DeviceId> {
        self.device.device
    }

    /// Since when this device has let go of everything, because it was revoked.
    #[must_use]
    pub fn revoked(&self) -> Option<Instant> {
        self.device.revoked
    }

    #[must_use]
    pub fn epoch(&self) -> Option<Epoch> {
        self.device.epoch
    }

    /// The chunks on which the rows rest: to read everything with [`Replica::rows`].
    #[must_use]
    pub fn chunks(&self) -> Vec<ChunkKey> {
        let held = self.holding.scopes.values();
        held.flat_map(|it| it.heads.keys().filter(|key| Some(key.set) == it.set).cloned()).collect()
    }

    /// Every row held with its scope, to compare with the server's.
    ///
    /// # Errors
    /// A chunk is missing or damaged.
    pub fn rows(
        &self,
        texts: &BTreeMap<ChunkKey, Option<String>>,
    ) -> Result<Vec<(Scope, Versioned)>, Damaged> {
        self.holding.rows(&|key| texts.get(key).cloned().flatten())
    }

    /// Records of the storage that could not be read.
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Everything nobody has answered, as the text of a file.
    #[must_use]
    pub fn export(&self, user: UserId, made_at: Instant) -> String {
        let commands = self.outbox.texts();
        let device = self.device.device;
        let file = OutboxFile { chitbook_outbox: 1, user, device, made_at, commands };
        super::record::text_of(&file)
    }

    /// The commands of such a file that are not here yet: append each. Ids stay, numbers are new.
    ///
    /// # Errors
    /// The text is no such file, or one of another user.
    pub fn import(&self, text: &str, user: UserId) -> Result<Vec<Box<RawValue>>, NotAnOutbox> {
        let file: OutboxFile = serde_json::from_str(text)
            .map_err(|error| NotAnOutbox::Unreadable(error.to_string()))?;
        if file.user != user {
            return Err(NotAnOutbox::OfAnother(file.user));
        }
        let op =
            |text: &RawValue| serde_json::from_str::<OpIdOnly>(text.get()).ok().map(|it| it.op_id);
        let strange = |it: &RawValue| op(it).is_some_and(|op| !self.has_command(op));
        Ok(file.commands.into_iter().filter(|it| strange(it)).collect())
    }

    /// Whether a command of this id is here.
    #[must_use]
    pub fn has_command(&self, op: OpId) -> bool {
        self.outbox.has(op)
    }
}
