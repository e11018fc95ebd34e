//! Devices in a list: whose each is, when it was last seen, and what became of it.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Instant,
    id::{DeviceId, UserId},
};

/// A line of `GET /api/devices`: one's own, an administrator's everybody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLine {
    pub device: DeviceId,
    pub user: UserId,
    pub label: String,
    pub registered_at: Instant,
    pub last_seen_at: Option<Instant>,
    /// What it had to send when it was last seen.
    pub pending: Option<i64>,
    pub revoked_at: Option<Instant>,
    /// When it said that it had let go of what it had received.
    pub wiped_at: Option<Instant>,
    /// When it last said that it had held other rows than the server.
    pub differed_at: Option<Instant>,
    /// How many of its commands were of a day that the server had to put right.
    pub clock_suspect: i64,
    /// How many came with another body under an id that was known already.
    pub corrupt: i64,
    /// Whether the request came from it.
    pub here: bool,
}

impl DeviceLine {
    #[must_use]
    pub fn standing(&self) -> DeviceStanding {
        match (self.revoked_at, self.wiped_at) {
            (None, _) => DeviceStanding::InUse,
            (Some(at), None) => DeviceStanding::Revoked { at },
            (Some(_), Some(at)) => DeviceStanding::Wiped { at },
        }
    }
}

/// What became of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceStanding {
    InUse,
    /// It lets go of everything when it next reaches the server.
    Revoked {
        at: Instant,
    },
    Wiped {
        at: Instant,
    },
}
