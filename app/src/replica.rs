//! The replica in the browser: the only code that touches storage, and the app's way to read and write.

mod rows;
mod status;

use std::sync::Arc;

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    calendar::{Day, Instant},
    dossier::Register,
    id::{CustomerId, OpId},
    inbox::InboxItem,
    refusal::Refusal,
    sync::{
        Act,
        replica::{Foreseen, View},
    },
    user::User,
};

pub use rows::{BriefRow, OutboxLine};
pub use status::{Lost, Progress, StorageFacts, SyncStatus, Trouble};

/// The device's replica, from the context of every page behind the sign-in.
#[derive(Clone, Copy)]
pub struct Replica {
    briefs: RwSignal<Arc<Vec<BriefRow>>>,
    status: RwSignal<SyncStatus>,
    register: RwSignal<Arc<Register>>,
    today: RwSignal<Day>,
    inbox: RwSignal<Arc<Vec<InboxItem>>>,
    outbox: RwSignal<Arc<Vec<OutboxLine>>>,
    user: RwSignal<User>,
}

/// Why a command was not taken over. Nothing was stored; the form keeps what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSubmitted {
    /// The rule says no: shown at its field.
    Refused(Refusal),
    /// The device could not keep it.
    Storage(StorageTrouble),
}

/// The browser's storage did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageTrouble {
    #[error("the device's storage is full")]
    Full,
    #[error("another tab holds an older version of the database open")]
    Blocked,
    #[error("a newer version of the app has taken over the database")]
    Superseded,
    #[error("the browser offers no database here")]
    Absent,
    #[error("the device's storage failed: {0}")]
    Failed(String),
}

/// A customer being opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// Being read from storage.
    Opening,
    Here(Arc<View>),
    /// Its rows have not arrived yet: the first synchronisation is under way.
    OnItsWay,
    /// Not on this device.
    NotHere,
    Trouble(StorageTrouble),
}

/// A page of the desk: what the server last answered, and how old that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskPage<T> {
    Loading,
    Here {
        value: Arc<T>,
        fetched_at: Instant,
        /// The last attempt to renew it failed: it is shown with its age.
        stale: bool,
    },
    Trouble(Trouble),
}

impl Replica {
    /// Opens the user's database and starts to synchronise; then `provide_context` it.
    ///
    /// # Errors
    /// The browser's storage cannot be used.
    pub async fn open(remembered: crate::session::Remembered) -> Result<Replica, StorageTrouble> {
        let _ = remembered;
        Err(StorageTrouble::Absent)
    }

    /// The replica of the signed-in user.
    pub fn expect() -> Replica {
        expect_context::<Replica>()
    }

    /// Who works here.
    pub fn user(&self) -> Signal<User> {
        self.user.into()
    }

    /// The customers of this device, in the order of their names.
    pub fn briefs(&self) -> Signal<Arc<Vec<BriefRow>>> {
        self.briefs.into()
    }

    pub fn status(&self) -> Signal<SyncStatus> {
        self.status.into()
    }

    pub fn register(&self) -> Signal<Arc<Register>> {
        self.register.into()
    }

    /// The business day at the seller's; it changes at midnight there.
    pub fn today(&self) -> Signal<Day> {
        self.today.into()
    }

    /// What the user has to know or settle, newest first.
    pub fn inbox(&self) -> Signal<Arc<Vec<InboxItem>>> {
        self.inbox.into()
    }

    /// What is only here, oldest first.
    pub fn outbox(&self) -> Signal<Arc<Vec<OutboxLine>>> {
        self.outbox.into()
    }

    /// One customer, confirmed rows with everything pending played on top.
    pub fn dossier(&self, customer: CustomerId) -> Signal<Opened> {
        let _ = customer;
        Signal::stored(Opened::Opening)
    }

    /// Decides as the server will, with what is here; for forms, while the user types.
    ///
    /// # Errors
    /// The refusal to show at its field.
    pub fn predict(&self, act: &Act, customer: Option<CustomerId>) -> Result<Foreseen, Refusal> {
        let _ = (act, customer);
        Ok(Foreseen::Unsure)
    }

    /// Takes a command over: decided, stored, and only then answered. Sending happens by itself.
    ///
    /// # Errors
    /// The rule refuses it, or the device cannot keep it.
    pub async fn submit(
        &self,
        act: Act,
        customer: Option<CustomerId>,
    ) -> Result<OpId, NotSubmitted> {
        let _ = (act, customer);
        Err(NotSubmitted::Storage(StorageTrouble::Absent))
    }

    /// Tries to reach the server at once.
    pub fn sync_now(&self) {}

    /// Everything that is only here, as the text of a file.
    pub fn export_outbox(&self) -> String {
        String::new()
    }

    /// What was last typed into a form.
    pub async fn draft<T: DeserializeOwned>(&self, form: &str) -> Option<T> {
        let _ = form;
        None
    }

    /// Keeps what is being typed; called on every change.
    pub fn keep_draft<T: Serialize>(&self, form: &str, value: &T) {
        let _ = (form, value);
    }

    /// The form was submitted or thrown away.
    pub fn drop_draft(&self, form: &str) {
        let _ = form;
    }

    /// A page of the desk: `GET path`, asked again when the server says that something moved.
    pub fn desk<T>(&self, path: Signal<String>) -> Signal<DeskPage<T>>
    where
        T: DeserializeOwned + PartialEq + Send + Sync + 'static,
    {
        let _ = path;
        Signal::stored(DeskPage::Loading)
    }
}
