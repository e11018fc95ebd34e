//! The sync protocol: commands up, verdicts back, changes down. See `docs/sync-protocol.md`.

pub mod apply;
mod change;
mod command;
mod digest;
mod mark;
mod order;
pub mod replica;
mod verdict;
mod wire;

pub use change::{Change, Parked, Versioned, What};
pub use command::{Act, Class, Command, Reads, Seen};
pub use digest::{digest, digest_of_bytes, hexadecimal};
pub use mark::Mark;
pub use order::Scope;
pub use verdict::{Fault, Verdict};
pub use wire::{
    Answered, ChangePassword, Chunk, ChunkRef, Cursor, Granted, Head, Layer, Manifest,
    OneTimePassword, Page, PullReply, PullRequest, PushReply, PushRequest, RegisterDevice,
    Registered, SCHEMA, Session, SignIn, SnapshotRequest, Wiped,
};
