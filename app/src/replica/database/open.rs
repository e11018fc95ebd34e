//! Opening a database, bringing its layout up to date, and giving way to a newer build.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

use super::{
    super::layout::{STEPS, Step},
    Database,
};
use crate::replica::StorageTrouble;

/// How long another tab may take to close an older layout.
const BLOCKED_MS: u32 = 5_000;

fn factory() -> Result<IdbFactory, StorageTrouble> {
    let window = web_sys::window().ok_or(StorageTrouble::Absent)?;
    window.indexed_db().ok().flatten().ok_or(StorageTrouble::Absent)
}

impl Database {
    /// Opens a database, making it or bringing its layout up to date.
    pub async fn open(name: &str) -> Result<Database, StorageTrouble> {
        Database::open_with(name, STEPS).await
    }

    pub(super) async fn open_with(
        name: &str,
        steps: &'static [Step],
    ) -> Result<Database, StorageTrouble> {
        let version = u32::try_from(steps.len()).unwrap_or(u32::MAX);
        let request =
            factory()?.open_with_u32(name, version).map_err(|error| StorageTrouble::of(&error))?;
        let from = Rc::new(Cell::new(version));
        let failed = Rc::new(RefCell::new(None));
        let upgrade = upgrade(&request, steps, &from, &failed);
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = finished(&request).await;
        request.set_onupgradeneeded(None);
        if let Some(trouble) = failed.take() {
            return Err(trouble);
        }
        let inner: IdbDatabase = opened?.unchecked_into();
        let superseded = Rc::new(Cell::new(false));
        give_way(&inner, &superseded);
        Ok(Database { inner, is_new: from.get() == 0, superseded })
    }
}

/// Every step from the layout that is there; a step that fails leaves the layout as it was.
fn upgrade(
    request: &IdbOpenDbRequest,
    steps: &'static [Step],
    from: &Rc<Cell<u32>>,
    failed: &Rc<RefCell<Option<StorageTrouble>>>,
) -> Closure<dyn FnMut(IdbVersionChangeEvent)> {
    let (request, from, failed) = (request.clone(), from.clone(), failed.clone());
    Closure::new(move |event: IdbVersionChangeEvent| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a version is a small whole number"
        )]
        let old = event.old_version() as u32;
        from.set(old);
        let (Ok(database), Some(transaction)) = (request.result(), request.transaction()) else {
            return;
        };
        let database: IdbDatabase = database.unchecked_into();
        let ahead = steps.iter().skip(usize::try_from(old).unwrap_or(usize::MAX));
        for step in ahead {
            if let Err(error) = step(&database, &transaction) {
                failed.replace(Some(StorageTrouble::of(&error)));
                let _ = transaction.abort();
                return;
            }
        }
    })
}

/// A newer build wants another layout: this page lets go at once, and writes nothing more.
fn give_way(database: &IdbDatabase, superseded: &Rc<Cell<bool>>) {
    let (of, superseded) = (database.clone(), superseded.clone());
    let leave = Closure::<dyn FnMut(Event)>::new(move |_| {
        superseded.set(true);
        of.close();
    });
    database.set_onversionchange(Some(leave.as_ref().unchecked_ref()));
    // As long as the database is open the browser may call it, which is as long as the page lives.
    leave.forget();
}

/// Deletes a database with all that is in it.
pub async fn delete(name: &str) -> Result<(), StorageTrouble> {
    let request = factory()?.delete_database(name).map_err(|error| StorageTrouble::of(&error))?;
    finished(&request).await.map(drop)
}

/// Waits for a request that other tabs can hold up.
async fn finished(request: &IdbOpenDbRequest) -> Result<JsValue, StorageTrouble> {
    let (blocked, held_up) = oneshot::channel::<()>();
    let blocked = RefCell::new(Some(blocked));
    let on_blocked = Closure::<dyn FnMut(Event)>::new(move |_| {
        if let Some(blocked) = blocked.borrow_mut().take() {
            let _ = blocked.send(());
        }
    });
    request.set_onblocked(Some(on_blocked.as_ref().unchecked_ref()));
    let answer = super::ask::answer(Ok(request.clone().unchecked_into()))?.wait();
    let patience = async {
        if held_up.await.is_ok() {
            TimeoutFuture::new(BLOCKED_MS).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let finished = match select(Box::pin(answer), Box::pin(patience)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(StorageTrouble::Blocked),
    };
    request.set_onblocked(None);
    finished
}
