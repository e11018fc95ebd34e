//! What stands in the device's storage: rooms of records, each a JSON text with a format number.
//!
//! A replica is nothing but the fold of these records. What it does next is written first and taken
//! over afterwards, so that a crash between any two steps leaves the state before or after.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::raw_row::RawRow;
pub use super::shelf::{Need, Room, Shelf, Write};
use crate::{
    calendar::{Day, Instant},
    customer::Brief,
    id::{CustomerId, DeviceId, Epoch, GrantId, OpId},
    sync::{Change, Layer, Manifest, OtherRows, Scope, Verdict},
};

/// The form of the records. Every build reads every form of [`Room::Ops`] ever shipped.
pub const FORMAT: u8 = 1;

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
    pub const PROOF: &str = "proof/";
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
    /// Since when this device has let go of what it had received: it was revoked. A new sign-in makes
    /// it another device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Instant>,
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
    /// The last command that was here then, and its generation: what came later was said by a clock
    /// that no contact has put right yet.
    #[serde(default)]
    pub generation: u32,
    #[serde(default)]
    pub op_seq: u64,
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
    /// Its rows stand still since it was revoked: the last command of this device they carry.
    #[serde(default)]
    pub reflects: Option<u64>,
    /// The form in which its rows came.
    #[serde(default = "first_form")]
    pub schema: u32,
}

fn first_form() -> u32 {
    1
}

/// How a scope was last compared with the server's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ProofRecord {
    /// By the server's clock.
    pub at: Instant,
    /// The build that compared: a newer one may read more.
    pub build: String,
    pub epoch: Epoch,
    pub seq: i64,
    /// The kinds of which other rows were here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<OtherRows>,
    /// The server has heard of these.
    #[serde(default, skip_serializing_if = "is_false")]
    pub told: bool,
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

pub(super) fn proof_key(scope: Scope) -> String {
    format!("{}{scope}", at::PROOF)
}

pub(super) fn parked_key(scope: Scope, seq: i64) -> String {
    format!("{}{scope}/{seq:012}", at::PARKED)
}

/// Scope and id in a key behind its prefix.
pub(super) fn scope_and_id(rest: &str) -> Option<(Scope, Uuid)> {
    let (scope, id) = rest.rsplit_once('/')?;
    Some((scope.parse().ok()?, id.parse().ok()?))
}
