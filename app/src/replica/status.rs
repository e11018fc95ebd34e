//! What the app can say at any moment about synchronisation and storage.

use shared::{
    calendar::Instant,
    sync::{Layer, replica::Doubt},
};

/// The state of synchronisation, for the header and the sync page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// The browser says there is a network, and the last request reached the server.
    pub online: bool,
    pub last_contact: Option<Instant>,
    /// Commands that are only on this device.
    pub pending: usize,
    /// When the oldest of them was made.
    pub oldest: Option<Instant>,
    /// While a scope is fetched for the first time.
    pub first_sync: Option<Progress>,
    pub trouble: Option<Trouble>,
    pub storage: StorageFacts,
    /// A new build of the app is here and waits for consent.
    pub update_ready: bool,
    /// Whether this tab does the synchronisation for all tabs.
    pub leading: bool,
    /// A request is under way.
    pub busy: bool,
    /// When the next attempt is made by itself.
    pub next_try: Option<Instant>,
    /// Pending commands that would be refused as things stand.
    pub doubts: Vec<Doubt>,
}

/// How much of a first synchronisation is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows that have arrived.
    pub done: u32,
    pub total: u32,
    /// What is being fetched.
    pub layer: Layer,
}

/// What stands in the way, in the user's terms. The words are the pages'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The session ended: sign in again; nothing is lost meanwhile.
    SignInAgain,
    /// The server refuses this user or device for now.
    Forbidden,
    /// No answer, or an answer that is not the server's (a captive portal).
    Unreachable,
    /// The server answered that it cannot work now.
    ServerFault { status: u16 },
    /// A command is larger than the network lets through.
    TooLarge,
    /// The device's storage is full: what was not saved is named by the form.
    StorageFull,
    /// The device's storage failed.
    Storage { said: String },
    /// The server answered with something this build does not know: the app needs an update.
    UpdateNeeded,
    /// What arrived contradicts itself; it is being fetched again.
    Inconsistent,
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
    pub seen_at: Instant,
}
