//! A phone: one user's storage and the tabs open on it, carrying out what the replica's core asks
//! for as a browser would, but with a storage in memory that can fail at every point.

use std::collections::BTreeMap;

use shared::{
    calendar::Instant,
    id::UserId,
    sync::{
        Registered,
        replica::{
            Action, Changed, ChunkKey, Event, Failure, Moment, Need, Replica, Room, Shelf,
            StorageFault, Ticket, Transaction, Write,
        },
    },
};

/// Keys of customers' rows over the chunks, as `shared::sync::replica` writes them.
const HELD: &str = "held/";

/// What a device asks the server for.
#[derive(Debug, Clone)]
pub enum Ask {
    Register,
    Push(String),
    Pull(String),
    Snapshot(String),
    Chunk(String),
}

/// What comes back over the network.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: String,
}

impl Reply {
    /// The word by which machines tell failures apart.
    #[must_use]
    pub fn word(&self) -> Option<String> {
        let told: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        told.get("error")?.as_str().map(str::to_owned)
    }

    fn failure(&self) -> Failure {
        match self.word().as_deref() {
            Some("device_unknown") => Failure::UnknownDevice,
            Some("not_author") => Failure::OtherUser,
            Some("schema") => Failure::OtherSchema,
            _ => Failure::Status { code: self.status, retry_after: None },
        }
    }
}

impl Ask {
    /// What a tab is told of an answer, or of none.
    #[must_use]
    pub fn answered(&self, ticket: Ticket, reply: Option<&Reply>) -> Event {
        let Some(reply) = reply else {
            return Event::Failed { ticket, failure: Failure::Unreachable };
        };
        if reply.status != 200 {
            return Event::Failed { ticket, failure: reply.failure() };
        }
        if !matches!(self, Ask::Register) {
            return Event::Replied { ticket, text: reply.body.clone() };
        }
        match serde_json::from_str::<Registered>(&reply.body) {
            Ok(registered) => Event::Registered { ticket, registered },
            Err(_) => Event::Failed { ticket, failure: Failure::Garbled },
        }
    }
}

/// The database of one browser profile.
#[derive(Debug, Clone, Default)]
pub struct Storage {
    shelf: Shelf,
    /// Nothing more fits in.
    pub full: bool,
}

impl Storage {
    /// A storage with these records.
    #[must_use]
    pub fn holding(records: &[Write]) -> Storage {
        let mut shelf = Shelf::default();
        shelf.apply(records);
        Storage { shelf, full: false }
    }

    /// Carries out a transaction: all of it is there afterwards, or nothing.
    ///
    /// # Errors
    /// Nothing was written.
    ///
    /// # Panics
    /// The transaction writes to a room that it did not ask to open.
    pub fn commit(&mut self, transaction: &Transaction) -> Result<Vec<Write>, StorageFault> {
        self.commit_as(transaction, |writes| writes)
    }

    /// The same for a storage that makes something else of what is to be written.
    ///
    /// # Errors
    /// Nothing was written.
    ///
    /// # Panics
    /// It would write to a room that was not asked for.
    pub fn commit_as(
        &mut self,
        transaction: &Transaction,
        really: impl FnOnce(Vec<Write>) -> Vec<Write>,
    ) -> Result<Vec<Write>, StorageFault> {
        if self.full {
            return Err(StorageFault::Full);
        }
        let found = self.shelf.find(&transaction.needs());
        let writes = transaction.writes(&found);
        let writes = really(writes.map_err(|error| StorageFault::Failed(error.to_string()))?);
        let rooms = transaction.rooms();
        assert!(writes.iter().all(|it| rooms.contains(&it.room)), "a room that was not opened");
        self.shelf.apply(&writes);
        Ok(writes)
    }

    /// Every record that a replica is opened with.
    #[must_use]
    pub fn opened(&self) -> Vec<Write> {
        self.shelf.opened()
    }

    /// Texts of chunks, none for one that is not there.
    #[must_use]
    pub fn load(&self, keys: &[ChunkKey]) -> BTreeMap<ChunkKey, Option<String>> {
        let text =
            |key: &ChunkKey| self.shelf.get(Room::Chunks, &key.text_key()).map(str::to_owned);
        keys.iter().map(|key| (key.clone(), text(key))).collect()
    }

    /// A bit on the disk has turned: the text of a chunk, if there is one.
    pub fn damage(&mut self) {
        let chunks = self.shelf.find(&[Need::All(Room::Chunks)]);
        let first =
            chunks.room(Room::Chunks).next().map(|(key, text)| (key.to_owned(), text.len()));
        if let Some((key, length)) = first {
            self.shelf.put(Room::Chunks, key, "x".repeat(length));
        }
    }

    /// Another bit has turned, where only a comparison with the server can find it: a word in a row over
    /// the chunks is another one. Whether there is such a row.
    pub fn damage_row(&mut self, said: &str, now: &str) -> bool {
        let rows = self.shelf.find(&[Need::All(Room::Rows)]);
        let has =
            rows.room(Room::Rows).find(|(key, text)| key.starts_with(HELD) && text.contains(said));
        let Some((key, text)) =
            has.map(|(key, text)| (key.to_owned(), text.replacen(said, now, 1)))
        else {
            return false;
        };
        self.shelf.put(Room::Rows, key, text);
        true
    }

    /// The outbox is deleted; these records are gone.
    pub fn forget_outbox(&mut self) -> Vec<Write> {
        let ops = self.shelf.opened().into_iter().filter(|it| it.room == Room::Ops);
        let gone: Vec<_> = ops.map(|it| Write { text: None, ..it }).collect();
        self.shelf.apply(&gone);
        gone
    }

    /// The texts of all commands that stand here, answered or not.
    #[must_use]
    pub fn commands(&self) -> Vec<String> {
        let found = self.shelf.find(&[Need::All(Room::Ops)]);
        found.room(Room::Ops).map(|(_, text)| text.to_owned()).collect()
    }
}

/// What a tab wants done.
#[derive(Debug)]
pub enum Errand {
    Ask {
        ticket: Ticket,
        ask: Ask,
    },
    Store {
        ticket: Ticket,
        transaction: Transaction,
    },
    Load {
        ticket: Ticket,
        keys: Vec<ChunkKey>,
    },
    Reread,
    /// Tell the other tabs.
    Tell(Vec<Write>),
    /// Ring then; only the last one counts.
    Wake(Instant),
}

/// A tab: the core, and nothing else that would survive it.
#[derive(Debug)]
pub struct Tab {
    /// Tells this tab from one that stood here before it.
    pub life: u64,
    pub replica: Replica,
    pub leads: bool,
    pub wakes_at: Option<Instant>,
    /// What has become another since somebody looked.
    pub changed: Changed,
}

impl Tab {
    #[must_use]
    pub fn open(storage: &Storage, life: u64, build: &str) -> Tab {
        let replica = Replica::open(&storage.opened(), build);
        let changed = Changed { everything: true, ..Changed::default() };
        Tab { life, replica, leads: false, wakes_at: None, changed }
    }

    /// Tells the core what happened and passes on what it asks for.
    pub fn step(&mut self, event: Event, moment: Moment) -> Vec<Errand> {
        match &event {
            Event::Lead => self.leads = true,
            Event::Follow => self.leads = false,
            _ => {}
        }
        let actions = self.replica.step(event, moment);
        actions.into_iter().filter_map(|it| self.errand(it)).collect()
    }

    /// What somebody else has to do about it.
    fn errand(&mut self, action: Action) -> Option<Errand> {
        let text = |it: serde_json::Result<String>| it.expect("a request can be written");
        Some(match action {
            Action::Persist { ticket, transaction } => Errand::Store { ticket, transaction },
            Action::Load { ticket, keys } => Errand::Load { ticket, keys },
            Action::Reread => Errand::Reread,
            Action::Register { ticket } => Errand::Ask { ticket, ask: Ask::Register },
            Action::Push { ticket, request } => {
                Errand::Ask { ticket, ask: Ask::Push(text(serde_json::to_string(&request))) }
            }
            Action::Pull { ticket, request } => {
                Errand::Ask { ticket, ask: Ask::Pull(text(serde_json::to_string(&request))) }
            }
            Action::FetchManifest { ticket, request } => {
                Errand::Ask { ticket, ask: Ask::Snapshot(text(serde_json::to_string(&request))) }
            }
            Action::FetchChunk { ticket, digest, .. } => {
                Errand::Ask { ticket, ask: Ask::Chunk(digest) }
            }
            Action::WaitUntil(at) => Errand::Wake(at),
            Action::Announce(writes) => Errand::Tell(writes),
            Action::Changed(changed) => {
                self.changed.add(changed);
                return None;
            }
        })
    }
}

/// One user's browser profile.
#[derive(Debug)]
pub struct Phone {
    pub user: UserId,
    /// Which of all the storages there ever were.
    pub number: usize,
    pub storage: Storage,
    pub tabs: Vec<Tab>,
    lives: u64,
}

impl Phone {
    #[must_use]
    pub fn new(user: UserId, number: usize) -> Phone {
        Phone { user, number, storage: Storage::default(), tabs: vec![], lives: 0 }
    }

    /// Opens another tab; the first one that is open leads.
    pub fn open_tab(&mut self, build: &str) -> u64 {
        self.lives += 1;
        self.tabs.push(Tab::open(&self.storage, self.lives, build));
        self.lives
    }

    /// The tab of this life, if it is still open.
    pub fn tab(&mut self, life: u64) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|it| it.life == life)
    }

    /// The lock goes to the oldest tab; nothing if it has it, or if none is open.
    pub fn to_lead(&self) -> Option<u64> {
        let leads = self.tabs.iter().any(|it| it.leads);
        self.tabs.first().filter(|_| !leads).map(|it| it.life)
    }

    /// The app is killed; what was committed stays.
    pub fn kill(&mut self) {
        self.tabs.clear();
    }

    /// Storage and tabs are gone, as if the browser had been reset.
    pub fn destroy(&mut self, number: usize) {
        self.kill();
        self.storage = Storage::default();
        self.number = number;
    }
}
