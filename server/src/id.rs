//! The one place where the server draws ids; every other id is derived.

use shared::id::{DeviceId, Epoch, ImportId, OpId};
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "the one place that draws ids")]
fn drawn() -> Uuid {
    Uuid::now_v7()
}

pub fn op() -> OpId {
    OpId(drawn())
}

pub fn device() -> DeviceId {
    DeviceId(drawn())
}

pub fn epoch() -> Epoch {
    Epoch(drawn())
}

pub fn import() -> ImportId {
    ImportId(drawn())
}

/// A running server process.
pub fn process() -> Uuid {
    drawn()
}
