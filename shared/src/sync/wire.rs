//! The messages between device and server, all under `/api/`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Scope, Verdict, Versioned};
use crate::{
    calendar::{Day, Instant},
    customer::Brief,
    id::{DeviceId, Epoch, GrantId, OpId},
    user::User,
};

/// `POST /api/session`: sign in. The answer sets an `HttpOnly` cookie.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    pub login: String,
    pub password: String,
}

/// `GET /api/session` and the answer to signing in: who is signed in, and the seller's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub user: User,
    pub epoch: Epoch,
    pub server_time: Instant,
    pub today: Day,
    /// The version of the server, for whoever asks why two things do not fit.
    #[serde(default)]
    pub version: String,
    /// The password is one that somebody else drew: nothing is open before it is changed.
    #[serde(default)]
    pub must_change: bool,
}

/// `PUT /api/session/password`: ends every session of the user but this one.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    pub current: String,
    pub new: String,
}

/// The answer to `POST /api/user/{id}/password`: shown once, good for one sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimePassword {
    pub password: String,
}

/// `POST /api/device/{id}/wiped`: a revoked device has let go of all it had received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wiped {
    /// Commands nobody has answered, which stay with their author.
    pub pending: u32,
}

/// `POST /api/device`: a new database asks for its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterDevice {
    /// What the user would recognise it by: platform and browser.
    pub label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub device: DeviceId,
    pub epoch: Epoch,
}

/// `POST /api/sync/push`: at most 200 commands or 256 KB, numbered densely from `first_op_seq`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushRequest {
    pub epoch: Epoch,
    pub device: DeviceId,
    pub first_op_seq: u64,
    /// Each the text of a [`Command`](super::Command), unread until the server reads it: a kind it
    /// does not know is kept.
    pub commands: Vec<Box<RawValue>>,
}

/// The server's answer to a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum PushReply {
    Answered {
        epoch: Epoch,
        verdicts: Vec<Answered>,
    },
    /// A gap: send from this number on.
    Expected {
        epoch: Epoch,
        op_seq: u64,
    },
    /// A number is taken by another command: register anew and offer what is unanswered.
    Forked {
        epoch: Epoch,
    },
    /// The server lives a new life: offer the journal again.
    NewEpoch {
        epoch: Epoch,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub op_seq: u64,
    pub op_id: OpId,
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// `POST /api/sync/snapshot`: what to fetch to hold a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotRequest {
    pub epoch: Epoch,
    pub scope: Scope,
    /// The version of the rows' form that the device reads.
    #[serde(default = "first_form")]
    pub schema: u32,
}

/// Who names no form knows of the first one only.
pub(super) fn first_form() -> u32 {
    1
}

/// The chunks of a scope at one (epoch, seq); fetched by digest, resumable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub epoch: Epoch,
    pub scope: Scope,
    pub grant: GrantId,
    pub seq: i64,
    /// The version of the form in which the rows are.
    #[serde(default = "first_form")]
    pub schema: u32,
    /// In the order in which to fetch them.
    pub chunks: Vec<ChunkRef>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkRef {
    /// `GET /api/sync/chunk/{digest}`, brotli.
    pub digest: String,
    pub layer: Layer,
    pub rows: u32,
    pub bytes: u32,
}

/// What a chunk is for: a rep can work before all are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The register's or the inbox's rows, or the customers as a list shows them.
    List,
    /// Whole dossiers, about fifty customers a chunk.
    Dossiers,
    /// Settled documents.
    History,
}

/// The content of a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "chunk", content = "of", rename_all = "snake_case")]
pub enum Chunk {
    Briefs(Vec<Brief>),
    Rows(Vec<Versioned>),
}

/// An event of `GET /api/sync/live`: a hint only, data always come by pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub scope: Scope,
    pub head: i64,
}
