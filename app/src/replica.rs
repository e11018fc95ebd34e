//! The replica in the browser: the only code that touches storage, and the app's way to read and write.

mod content;
mod database;
mod desk;
mod device;
mod draft;
mod engine;
mod forget;
pub mod http;
mod layout;
mod live;
mod made;
pub mod preference;
mod proof;
mod rows;
mod status;
mod storage;
mod submit;
mod tabs;
#[cfg(test)]
mod tests;
mod trouble;

use std::{collections::BTreeSet, rc::Rc, sync::Arc};

use leptos::{prelude::*, reactive::owner::LocalStorage};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    calendar::Day,
    dossier::Register,
    field_receipt::{Slip, slip},
    id::{CustomerId, UserId},
    inbox::InboxItem,
    saved_view::SavedViews,
    sync::replica::{Event, View},
    user::User,
};
use wasm_bindgen_futures::spawn_local;

pub use desk::DeskPage;
pub(crate) use forget::{forget_the_rest, forget_user};
pub use http::NotShown;
pub use rows::{BriefRow, OutboxLine};
pub use shared::sync::replica::{Found, NotAnOutbox, Progress, Proven, ScopeState, Trouble};
pub use status::{Lost, StorageFacts, SyncStatus};
pub use submit::{NotImported, NotSubmitted, put_away};
pub use trouble::StorageTrouble;

use crate::{clock, session::Remembered};
use engine::{Engine, Signals};
use submit::LAST_SLIP;
use tabs::Word;

/// The device's replica, from the context of every page behind the sign-in.
#[derive(Clone, Copy)]
pub struct Replica {
    engine: StoredValue<Rc<Engine>, LocalStorage>,
    signals: Signals,
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

/// The database of a user in this browser profile.
pub(crate) fn database_of(user: UserId) -> String {
    format!("chitbook-{user}-{}", layout::STORAGE_EPOCH)
}

impl Replica {
    /// Opens the user's database and starts to synchronise; then `provide_context` it. `held_up` hears
    /// that another tab holds an older layout; it opens once that one is closed.
    ///
    /// # Errors
    /// The browser's storage cannot be used.
    pub async fn open(
        remembered: Remembered,
        held_up: &dyn Fn(),
    ) -> Result<Replica, StorageTrouble> {
        let user = remembered.user;
        forget::not_any_more(user.id);
        let engine = Engine::open(database_of(user.id), user, held_up).await?;
        Ok(Replica::of(&engine))
    }

    fn of(engine: &Rc<Engine>) -> Replica {
        let stored = engine.owner().with(|| StoredValue::new_local(engine.clone()));
        Replica { engine: stored, signals: engine.signals }
    }

    /// The replica of the signed-in user.
    pub fn expect() -> Replica {
        expect_context::<Replica>()
    }

    fn engine(&self) -> Rc<Engine> {
        self.engine.get_value()
    }

    /// Makes what has to outlive the page, as the way back of something that went from it.
    pub fn lasting<T>(&self, make: impl FnOnce() -> T) -> T {
        self.engine().owner().with(make)
    }

    /// Who works here.
    pub fn user(&self) -> Signal<User> {
        self.signals.user.into()
    }

    /// The customers of this device, in the order of their names.
    pub fn briefs(&self) -> Signal<Arc<Vec<BriefRow>>> {
        self.signals.briefs.into()
    }

    pub fn status(&self) -> Signal<SyncStatus> {
        self.signals.status.into()
    }

    pub fn register(&self) -> Signal<Arc<Register>> {
        self.signals.register.into()
    }

    /// The business day at the seller's; it changes at midnight there.
    pub fn today(&self) -> Signal<Day> {
        self.signals.today.into()
    }

    /// What the user has to know or settle, newest first.
    pub fn inbox(&self) -> Signal<Arc<Vec<InboxItem>>> {
        self.signals.inbox.into()
    }

    /// The views of the user and those for all, as the server has them.
    pub fn saved_views(&self) -> Signal<Arc<Vec<SavedViews>>> {
        self.signals.saved_views.into()
    }

    /// What is only here or whose rows have not come back, oldest first.
    pub fn outbox(&self) -> Signal<Arc<Vec<OutboxLine>>> {
        self.signals.outbox.into()
    }

    /// One customer, confirmed rows with everything pending played on top. Follows the customer as
    /// long as the page that asked is there.
    pub fn dossier(&self, customer: CustomerId) -> Signal<Opened> {
        let engine = self.engine();
        let signal = engine.watch(customer);
        let stored = StoredValue::new_local(engine);
        on_cleanup(move || {
            if let Some(engine) = stored.try_get_value() {
                engine.unwatch(customer);
            }
        });
        signal.into()
    }

    /// Tries to reach the server at once.
    pub fn sync_now(&self) {
        self.engine().hurry();
    }

    /// Fetches everything anew; what is shown stays until the new is whole, and the outbox is not
    /// touched.
    pub fn renew_everything(&self) {
        self.engine().in_the_lead(Event::Renew, &Word::Renew);
    }

    /// Compares what is here with what the server has; what differs is fetched anew.
    pub fn prove_everything(&self) {
        self.engine().in_the_lead(Event::Prove, &Word::Prove);
    }

    /// Asks for the open pages of the desk again: something moved that no scope tells of.
    pub fn ask_pages_again(&self) {
        self.signals.moved.update(|it| *it += 1);
    }

    /// Everything that is only here, as the text of a file.
    pub fn export_outbox(&self) -> String {
        let engine = self.engine();
        let user = engine.signals.user.get_untracked().id;
        engine.core.borrow().export(user, clock::now())
    }

    /// The next slip of this device: after the last it wrote, as far as it knows. None before the
    /// server has named the device.
    pub fn next_slip(&self) -> Signal<Option<Slip>> {
        let (replica, last) = (*self, RwSignal::new(None::<Option<Slip>>));
        spawn_local(async move {
            // Written beside the outbox, and longer: a number is never written twice.
            let kept = replica.draft::<Slip>(LAST_SLIP).await;
            _ = last.try_set(Some(kept));
        });
        Signal::derive(move || {
            replica.signals.outbox.track();
            let engine = replica.engine();
            let core = engine.core.borrow();
            let login = replica.signals.user.get().login;
            let series = slip::series(&login, core.device()?);
            let kept = last.get()?.filter(|it| it.series == series).map(|it| it.number);
            let number = core.last_slip(&series).max(kept);
            Some(Slip::after(series, number))
        })
    }

    /// What was last typed into a form.
    pub async fn draft<T: DeserializeOwned>(&self, form: &str) -> Option<T> {
        let engine = self.engine();
        let text = engine.drafts.read(&engine.database, form).await?;
        // A draft of an older build that this one cannot read is dropped by the next one.
        serde_json::from_str(&text).ok()
    }

    /// Keeps what is being typed; called on every change.
    pub fn keep_draft<T: Serialize>(&self, form: &str, value: &T) {
        self.keep_draft_told(form, value, |_| ());
    }

    /// The same; `told` hears whether it is on the disk, unless something newer was typed meanwhile.
    pub fn keep_draft_told<T: Serialize>(
        &self,
        form: &str,
        value: &T,
        told: impl Fn(bool) + 'static,
    ) {
        let engine = self.engine();
        if let Ok(text) = serde_json::to_string(value) {
            engine.drafts.write(&engine.database, form, Some(text), Some(Rc::new(told)));
        }
    }

    /// The form was submitted or thrown away.
    pub fn drop_draft(&self, form: &str) {
        let engine = self.engine();
        engine.drafts.write(&engine.database, form, None, None);
    }

    /// How many forms were begun and not sent. Their names say whom they are about; what a page
    /// keeps for itself has no such name.
    pub async fn drafts(&self) -> usize {
        self.draft_names().await.iter().filter(|it| it.contains(':')).count()
    }

    /// What is kept of forms and pages, by name.
    pub async fn draft_names(&self) -> BTreeSet<String> {
        let engine = self.engine();
        engine.drafts.names(&engine.database).await
    }

    /// A page of the desk: `GET path`, asked again when the server says that something moved.
    pub fn desk<T>(&self, path: Signal<String>) -> Signal<DeskPage<T>>
    where
        T: DeserializeOwned + PartialEq + Send + Sync + 'static,
    {
        self.desk_again(path, Signal::stored(0))
    }

    /// The same, asked again whenever `again` changes too.
    pub fn desk_again<T>(&self, path: Signal<String>, again: Signal<u64>) -> Signal<DeskPage<T>>
    where
        T: DeserializeOwned + PartialEq + Send + Sync + 'static,
    {
        desk::follow(&self.engine(), path, again)
    }

    /// Asks the browser never to throw the database away; best after the user did something.
    pub async fn ask_to_last(&self) -> bool {
        let lasts = storage::ask_to_last().await;
        // The user may have signed out meanwhile.
        let _ = self.signals.status.try_update(|it| {
            it.storage.persisted = lasts.or(it.storage.persisted);
        });
        lasts == Some(true)
    }

    /// Ends the work of this tab; the database stays.
    pub(crate) fn close(&self) {
        self.engine().close();
    }

    /// Tells the other tabs that this user does not work here any longer.
    pub(crate) fn tell_signed_out(&self) {
        self.engine().tell(&Word::SignedOut);
    }
}
