//! What stands in the device's storage: rooms of records, each a JSON text with a format number.
//!
//! A replica is nothing but the fold of these records. What it does next is written first and taken
//! over afterwards, so that a crash between any two steps leaves the state before or after.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{
    calendar::{Day, Instant},
    customer::Brief,
    id::{CustomerId, DeviceId, Epoch, GrantId, OpId},
    sync::{Change, Layer, Manifest, Scope, Verdict},
};

/// The form of the records. Every build reads every form of [`Room::Ops`] ever shipped.
pub const FORMAT: u8 = 1;

/// A place in the device's storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Room {
    /// Device, numbers, cursors.
    Meta,
    /// The outbox, and below the mark of answered commands the journal.
    Ops,
    /// Texts of snapshot chunks as they came: read one at a time, never all.
    Chunks,
    /// Rows newer than the chunks.
    Rows,
    /// The same for the user's inbox.
    Inbox,
}

impl Room {
    /// Every room that is read completely when a replica is opened.
    pub const OPENED: [Room; 4] = [Room::Meta, Room::Ops, Room::Rows, Room::Inbox];

    /// The name of the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Room::Meta => "meta",
            Room::Ops => "ops",
            Room::Chunks => "base_chunks",
            Room::Rows => "rows",
            Room::Inbox => "inbox",
        }
    }
}

/// One record written, or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    pub room: Room,
    pub key: String,
    pub text: Option<String>,
}

impl Serialize for Room {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Room {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Room, D::Error> {
        let name = String::deserialize(deserializer)?;
        [Room::Meta, Room::Ops, Room::Chunks, Room::Rows, Room::Inbox]
            .into_iter()
            .find(|it| it.name() == name)
            .ok_or_else(|| serde::de::Error::custom(format!("{name:?} names no room")))
    }
}

impl Write {
    pub(super) fn put(room: Room, key: impl Into<String>, record: &impl Serialize) -> Write {
        Write { room, key: key.into(), text: Some(text_of(record)) }
    }

    pub(super) fn remove(room: Room, key: impl Into<String>) -> Write {
        Write { room, key: key.into(), text: None }
    }
}

/// Records by room and key: what a transaction has read, or a whole storage in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf(BTreeMap<(Room, String), String>);

/// What a transaction has to read before it knows what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    One(Room, String),
    All(Room),
}

impl Shelf {
    #[must_use]
    pub fn get(&self, room: Room, key: &str) -> Option<&str> {
        self.0.get(&(room, key.to_owned())).map(String::as_str)
    }

    pub fn put(&mut self, room: Room, key: impl Into<String>, text: String) {
        self.0.insert((room, key.into()), text);
    }

    /// Takes writes over, all of them.
    pub fn apply(&mut self, writes: &[Write]) {
        for it in writes {
            let at = (it.room, it.key.clone());
            match &it.text {
                Some(text) => drop(self.0.insert(at, text.clone())),
                None => drop(self.0.remove(&at)),
            }
        }
    }

    /// What a transaction asked for.
    #[must_use]
    pub fn find(&self, needs: &[Need]) -> Shelf {
        let mut found = Shelf::default();
        for need in needs {
            match need {
                Need::One(room, key) => {
                    if let Some(text) = self.get(*room, key) {
                        found.put(*room, key.clone(), text.to_owned());
                    }
                }
                Need::All(room) => {
                    self.room(*room).for_each(|(key, text)| found.put(*room, key, text.to_owned()));
                }
            }
        }
        found
    }

    /// The records of a room in the order of their keys.
    pub fn room(&self, room: Room) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .range((room, String::new())..)
            .take_while(move |((of, _), _)| *of == room)
            .map(|((_, key), text)| (key.as_str(), text.as_str()))
    }

    /// Everything as writes, to open a replica with.
    #[must_use]
    pub fn opened(&self) -> Vec<Write> {
        let opened = self.0.iter().filter(|((room, _), _)| Room::OPENED.contains(room));
        opened
            .map(|((room, key), text)| Write {
                room: *room,
                key: key.clone(),
                text: Some(text.clone()),
            })
            .collect()
    }
}

/// A record of the device's storage cannot be read; it is left where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("record {key:?} in {room} cannot be read: {said}", room = room.name())]
pub struct Unreadable {
    pub room: Room,
    pub key: String,
    pub said: String,
}

pub(super) fn text_of(record: &impl Serialize) -> String {
    // Records are structs of plain fields: writing one cannot fail.
    serde_json::to_string(record).unwrap_or_else(|error| unreachable!("{error}"))
}

pub(super) fn read<T: DeserializeOwned>(
    room: Room,
    key: &str,
    text: &str,
) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|error| Unreadable {
        room,
        key: key.to_owned(),
        said: error.to_string(),
    })
}

/// Keys of [`Room::Meta`].
pub(super) mod at {
    pub const DEVICE: &str = "device";
    pub const NEXT: &str = "next";
    pub const ANSWERS: &str = "answers";
    pub const CONTACT: &str = "contact";
    pub const SCOPE: &str = "scope/";
    pub const PLAN: &str = "plan/";
    pub const PARKED: &str = "parked/";
    /// In [`super::Room::Rows`] and [`super::Room::Inbox`].
    pub const HELD: &str = "held/";
    pub const ROW: &str = "row/";
    pub const HEAD: &str = "head/";
}

/// Who this database is on the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DeviceRecord {
    pub format: u8,
    pub device: Option<DeviceId>,
    pub epoch: Option<Epoch>,
    /// The build that last led the synchronisation: a newer one may understand more.
    pub build: String,
}

/// The number the next command gets: read and raised in the transaction that stores the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NextRecord {
    /// Numbering begins anew with every registration.
    pub generation: u32,
    pub op_seq: u64,
}

impl Default for NextRecord {
    fn default() -> NextRecord {
        NextRecord { generation: 1, op_seq: 1 }
    }
}

/// How far the server has answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AnswersRecord {
    /// Everything up to here has a verdict this build understands.
    pub answered: u64,
    /// Everything up to here has some verdict; not offered again by this build.
    pub heard: u64,
    /// Everything up to here is in the confirmed rows.
    pub reflected: u64,
    /// When the mark stood where, one entry a day: for pruning the journal.
    #[serde(default)]
    pub log: Vec<(u64, Instant)>,
    /// Earlier generations, and when they ended.
    #[serde(default)]
    pub ended: Vec<(u32, Instant)>,
}

/// What the last contact said about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ContactRecord {
    /// Server time less device time, in milliseconds.
    pub offset: i64,
    /// The server's.
    pub at: Instant,
    /// The seller's day on the server at the last pull.
    pub today: Day,
}

/// A scope this device holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ScopeRecord {
    pub grant: GrantId,
    /// The cursor.
    pub seq: i64,
    pub head: i64,
    /// Which set of chunks its rows rest on.
    pub set: u32,
    /// The cursor is worth nothing any more: a snapshot is on its way.
    #[serde(default)]
    pub stale: bool,
    /// Purged when its commands have verdicts.
    #[serde(default)]
    pub revoked: bool,
}

/// A snapshot being fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PlanRecord {
    pub grant: GrantId,
    pub set: u32,
    pub manifest: Option<Manifest>,
    /// The scope already rests on it; only its history is missing.
    #[serde(default)]
    pub live: bool,
}

/// A command with what is known about it. The text is sent byte for byte as it was stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OpRecord {
    pub format: u8,
    pub op_seq: u64,
    /// Kept where it says more than the mark of answered commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Its rows came back before its answer.
    #[serde(default, skip_serializing_if = "is_false")]
    pub landed: bool,
    /// Answered in an earlier life of the server and offered again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub again: bool,
    pub command: Box<RawValue>,
}

/// The id in a command that this build may not be able to read otherwise.
#[derive(Deserialize)]
pub(super) struct OpIdOnly {
    pub op_id: OpId,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(it: &bool) -> bool {
    !*it
}

/// The key of a command: generations and numbers sort as they were made.
pub(super) fn op_key(generation: u32, op_seq: u64) -> String {
    format!("{generation:06}-{op_seq:012}")
}

/// The generation in such a key.
pub(super) fn generation_of(key: &str) -> Option<u32> {
    key.split_once('-').and_then(|(generation, _)| generation.parse().ok())
}

/// A row unread: kinds this build does not know wait here for one that does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawRow {
    pub version: i64,
    pub kind: String,
    pub body: Box<RawValue>,
}

/// A row over those of the chunks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OverRow {
    pub id: Uuid,
    /// Absent: the row was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<RawRow>,
}

/// What has become of one customer of a scope since its chunk.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct HeldRecord {
    /// The version of the customer's own row.
    pub version: i64,
    /// The rows of the chunks count below these.
    pub on_base: bool,
    /// It has left the scope.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gone: bool,
    #[serde(default)]
    pub rows: Vec<OverRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief: Option<Brief>,
}

/// What is in a chunk, so that it is read only when it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeadRecord {
    pub layer: Layer,
    pub rows: u32,
    /// Of the text as it is stored here: a re-packed chunk is no longer the server's.
    pub digest: String,
    /// The customers in it, with the versions of their own rows where they are in it.
    pub customers: Vec<(CustomerId, i64)>,
    /// How lists show them, where a re-packed chunk knows better than the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub briefs: Vec<Brief>,
}

/// A change that this build cannot read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ParkedRecord {
    pub scope: Scope,
    pub change: Change,
}

/// Names a chunk on this device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkKey {
    pub scope: Scope,
    pub(super) set: u32,
    pub(super) name: String,
}

impl ChunkKey {
    /// Its key in [`Room::Chunks`].
    #[must_use]
    pub fn text_key(&self) -> String {
        format!("{}/{:06}/{}", self.scope, self.set, self.name)
    }

    pub(super) fn head_key(&self) -> String {
        format!("{}{}", at::HEAD, self.text_key())
    }

    pub(super) fn parse(text_key: &str) -> Option<ChunkKey> {
        let mut parts = text_key.splitn(3, '/');
        let scope = parts.next()?.parse().ok()?;
        let set = parts.next()?.parse().ok()?;
        Some(ChunkKey { scope, set, name: parts.next()?.to_owned() })
    }
}

pub(super) fn scope_key(scope: Scope) -> String {
    format!("{}{scope}", at::SCOPE)
}

pub(super) fn plan_key(scope: Scope) -> String {
    format!("{}{scope}", at::PLAN)
}

pub(super) fn held_key(scope: Scope, customer: CustomerId) -> String {
    format!("{}{scope}/{customer}", at::HELD)
}

pub(super) fn row_key(scope: Scope, id: Uuid) -> String {
    format!("{}{scope}/{id}", at::ROW)
}

pub(super) fn parked_key(scope: Scope, seq: i64) -> String {
    format!("{}{scope}/{seq:012}", at::PARKED)
}

/// Scope and id in a key behind its prefix.
pub(super) fn scope_and_id(rest: &str) -> Option<(Scope, Uuid)> {
    let (scope, id) = rest.rsplit_once('/')?;
    Some((scope.parse().ok()?, id.parse().ok()?))
}
