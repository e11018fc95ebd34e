//! What can happen to a replica, and what it asks for.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{Changed, ChunkKey, Failure, Transaction, Trouble, Write};
use crate::{
    calendar::Instant,
    sync::{Head, PullRequest, PushRequest, Registered, SnapshotRequest},
};

/// Names one asked-for thing; its answer carries the same. Answers to anything else are ignored,
/// so a late or doubled answer does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// This tab holds the lock and talks to the server from now on.
    Lead,
    /// It does so no longer.
    Follow,
    /// A person did something: the text of a command that was decided and is to be kept.
    Append(Box<RawValue>),
    /// A transaction is committed, with strict durability; `writes` is what it wrote.
    Persisted {
        ticket: Ticket,
        writes: Vec<Write>,
    },
    /// A transaction wrote nothing.
    NotPersisted {
        ticket: Ticket,
        fault: StorageFault,
    },
    /// Another tab committed these, or the rooms were read again.
    Told(Vec<Write>),
    Registered {
        ticket: Ticket,
        registered: Registered,
    },
    /// The text of an answer with status 200, whoever wrote it.
    Replied {
        ticket: Ticket,
        text: String,
    },
    Failed {
        ticket: Ticket,
        failure: Failure,
    },
    /// Texts of chunks from storage, none for one that is not there.
    Loaded {
        ticket: Ticket,
        texts: BTreeMap<ChunkKey, Option<String>>,
    },
    /// The timer rang.
    Due,
    /// The live stream says how far a scope has come.
    Hint(Head),
    /// The network is back, the app is looked at again, the user asks, or signed in again.
    Hurry,
    /// The user asks for everything anew; what is shown stays until the new is complete, and the
    /// outbox is not touched.
    Renew,
    /// The user asks whether what is here is what the server has.
    Prove,
    /// Nobody is waiting: a good moment to re-pack.
    Idle,
    /// A reader found a chunk missing or damaged.
    Corrupt(ChunkKey),
}

/// What is asked for.
#[derive(Debug)]
pub enum Action {
    /// One transaction; answered by `Persisted` or `NotPersisted`.
    Persist { ticket: Ticket, transaction: Transaction },
    /// Read texts from [`Room::Chunks`](super::Room::Chunks).
    Load { ticket: Ticket, keys: Vec<ChunkKey> },
    /// Read every record of [`Room::OPENED`](super::Room::OPENED) again and tell them.
    Reread,
    /// `POST /api/device`, once `GET /api/session` has named the user of this database; where it
    /// names another the answer is [`Failure::OtherUser`], and nothing is registered.
    Register { ticket: Ticket },
    /// `POST /api/sync/push`.
    Push { ticket: Ticket, request: PushRequest },
    /// `POST /api/sync/pull`.
    Pull { ticket: Ticket, request: PullRequest },
    /// `POST /api/sync/snapshot`.
    FetchManifest { ticket: Ticket, request: SnapshotRequest },
    /// `GET /api/sync/chunk/{digest}`. Those `ahead` are likely to be asked for next: who can may fetch
    /// them meanwhile, so that the network does not wait for the storage.
    FetchChunk { ticket: Ticket, digest: String, ahead: Vec<String> },
    /// Ring the timer then; there is only one, the last asked for counts.
    WaitUntil(Instant),
    /// Tell the other tabs what was committed.
    Announce(Vec<Write>),
    /// What is shown has changed: one notification per page.
    Changed(Changed),
}

/// Why a transaction was not committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageFault {
    Full,
    Failed(String),
}

impl StorageFault {
    pub(super) fn trouble(self) -> Trouble {
        match self {
            StorageFault::Full => Trouble::StorageFull,
            StorageFault::Failed(said) => Trouble::Storage { said },
        }
    }
}
