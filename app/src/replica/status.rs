//! What the app can say at any moment about synchronisation and storage.

use shared::{
    calendar::Instant,
    sync::replica::{Progress, ScopeState, Trouble},
};

use super::StorageTrouble;

/// The state of synchronisation, for the header and the sync page. Instants are the server's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// The browser says there is a network, and the last request reached the server.
    pub online: bool,
    pub last_contact: Option<Instant>,
    /// Commands without an answer: they are only on this device.
    pub pending: usize,
    /// When the oldest of them was made.
    pub oldest: Option<Instant>,
    /// While a scope is fetched.
    pub first_sync: Option<Progress>,
    pub trouble: Option<Trouble>,
    /// Since when this device has let go of what it had received: it was revoked.
    pub revoked: Option<Instant>,
    /// Each scope here or on its way.
    pub scopes: Vec<ScopeState>,
    /// Server time less device time, in milliseconds.
    pub clock_offset: i64,
    pub storage: StorageFacts,
    /// This page has lost the device's storage: it can only be reloaded.
    pub gone: Option<StorageTrouble>,
    /// Whether this tab does the synchronisation for all tabs.
    pub leading: bool,
    /// Something is under way.
    pub busy: bool,
    /// When the next attempt is made by itself after a failed one.
    pub next_try: Option<Instant>,
}

/// What is known about the browser's storage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageFacts {
    /// Whether the browser promised not to evict it; unknown until asked.
    pub persisted: Option<bool>,
    pub used: Option<u64>,
    pub quota: Option<u64>,
    /// What this device may have lost since it was last used.
    pub lost: Option<Lost>,
}

impl StorageFacts {
    /// Eighty per cent of the quota are used.
    #[must_use]
    pub fn nearly_full(&self) -> bool {
        match (self.used, self.quota) {
            (Some(used), Some(quota)) => quota.saturating_mul(4) < used.saturating_mul(5),
            _ => false,
        }
    }
}

/// The browser threw the database away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// How many commands were only here when the app was last seen working.
    pub pending: usize,
    /// How many photos and papers were not uploaded.
    pub photos: usize,
    pub seen_at: Instant,
}
