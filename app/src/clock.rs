//! The one clock of the app: the device's, corrected by what the server last said, and the seller's day.

use std::cell::Cell;

use shared::calendar::{Day, Instant, Zone};

thread_local! {
    /// Server time less device time, as of the last contact.
    static OFFSET: Cell<i64> = const { Cell::new(0) };
}

/// The device's own clock: for durations and timers.
#[expect(clippy::disallowed_methods, reason = "this is the clock's one home")]
pub fn device_now() -> Instant {
    Instant(chrono::Utc::now().timestamp_millis())
}

/// The device's clock corrected by the offset of the last contact.
pub fn now() -> Instant {
    Instant(device_now().0.saturating_add(OFFSET.get()))
}

/// Takes over how far the device's clock is off; kept by the replica across restarts.
pub fn correct_by(offset_ms: i64) {
    OFFSET.set(offset_ms);
}

/// The business day it is now at the seller's.
pub fn day_in(zone: &Zone) -> Day {
    zone.day_of(now())
}
