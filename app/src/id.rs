//! The one home of random ids: a person's device draws them for a command and its first row.

use shared::id::OpId;
use uuid::Uuid;

/// An id that sorts by the time it was drawn.
#[expect(clippy::disallowed_methods, reason = "this is where ids are drawn")]
pub fn draw() -> Uuid {
    Uuid::now_v7()
}

pub fn op() -> OpId {
    OpId(draw())
}

/// A uniform number for spreading retries over time; nothing else may depend on it.
pub fn roll() -> u32 {
    // The tail of a UUIDv7 is random; its head is the time.
    let [.., a, b, c, d] = draw().into_bytes();
    u32::from_be_bytes([a, b, c, d])
}
