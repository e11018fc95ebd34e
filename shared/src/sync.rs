//! The sync protocol: commands up, verdicts back, changes down. See `docs/sync-protocol.md`.

pub mod apply;
mod change;
mod command;
mod digest;
mod down;
mod mark;
mod order;
pub mod replica;
mod schema;
mod sums;
mod verdict;
mod wire;

pub use change::{Change, Parked, Versioned, What};
pub use command::{Act, Class, Command, Reads, Seen};
pub use digest::{digest, digest_of_bytes, hexadecimal};
pub use down::{Cursor, Difference, Granted, Page, PullReply, PullRequest};
pub use mark::Mark;
pub use order::{Scope, ScopeName};
pub use schema::{BRIEF, Form, Forms, SCHEMA, Step};
pub use sums::{NotATotal, OtherRows, Sum, Sums, Total};
pub use verdict::{Fault, Verdict};
pub use wire::{
    Answered, ChangePassword, Chunk, ChunkRef, Head, Layer, Manifest, OneTimePassword, PushReply,
    PushRequest, RegisterDevice, Registered, Session, SignIn, SnapshotRequest, Wiped,
};
