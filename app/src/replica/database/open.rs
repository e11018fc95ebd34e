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
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

use super::{
    super::layout::{META, STEPS, Step},
    Database,
};
use crate::replica::StorageTrouble;

/// How long another tab may take to close an older layout.
const BLOCKED_MS: u32 = 5_000;

/// How often the browser is asked to open again what it has closed, and how far apart.
const REOPENS_MOST: usize = 5;
const UNANSWERED_MS: u32 = 600;

fn factory() -> Result<IdbFactory, StorageTrouble> {
    let window = web_sys::window().ok_or(StorageTrouble::Absent)?;
    window.indexed_db().ok().flatten().ok_or(StorageTrouble::Absent)
}

impl Database {
    /// Opens a database, making it or bringing its layout up to date.
    pub async fn open(name: &str) -> Result<Database, StorageTrouble> {
        Database::open_with(name, STEPS, HeldUp::GivesUp).await
    }

    /// The same, and goes on waiting where another tab holds an older layout: `tell` hears that it does.
    pub async fn open_waiting(name: &str, tell: &dyn Fn()) -> Result<Database, StorageTrouble> {
        Database::open_with(name, STEPS, HeldUp::Tells(tell)).await
    }

    pub(super) async fn open_with(
        name: &str,
        steps: &'static [Step],
        held_up: HeldUp<'_>,
    ) -> Result<Database, StorageTrouble> {
        let version = u32::try_from(steps.len()).unwrap_or(u32::MAX);
        let request =
            factory()?.open_with_u32(name, version).map_err(|error| StorageTrouble::of(&error))?;
        let from = Rc::new(Cell::new(version));
        let failed = Rc::new(RefCell::new(None));
        let upgrade = upgrade(&request, steps, &from, &failed);
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = finished(&request, held_up).await;
        request.set_onupgradeneeded(None);
        if let Some(trouble) = failed.take() {
            return Err(trouble);
        }
        let inner: IdbDatabase = opened?.unchecked_into();
        let end = Rc::new(End::default());
        listen(&inner, &end);
        Ok(Database { inner: Rc::new(RefCell::new(inner)), is_new: from.get() == 0, end })
    }

    /// Opens it again after the browser has closed it.
    pub async fn reopen(&self, name: &str) -> Result<(), StorageTrouble> {
        let again = open_again(name).await?;
        if again.is_new || again.keys(META).await?.is_empty() {
            // What was here is gone. The next start says so, if it finds nothing either.
            again.close();
            self.end.why.set(Some(Gone::Emptied));
            delete(name).await?;
            return Err(StorageTrouble::Emptied);
        }
        let inner = again.inner.borrow().clone();
        listen(&inner, &self.end);
        let former = self.inner.replace(inner);
        // What is still to come of it is not about the new one.
        former.set_onclose(None);
        former.set_onversionchange(None);
        self.end.why.set(None);
        Ok(())
    }
}

/// Opens a database that the browser has just closed. While it is still clearing, it refuses what is
/// asked for or never answers: it is asked again.
async fn open_again(name: &str) -> Result<Database, StorageTrouble> {
    let mut trouble = StorageTrouble::Closed;
    for _ in 0..REOPENS_MOST {
        let (tell, told) = oneshot::channel();
        let name = name.to_owned();
        spawn_local(async move {
            let opened = Database::open(&name).await;
            // Answered after all, when nobody waits any more: the next one must find what this one found.
            if let Err(Ok(late)) = tell.send(opened) {
                late.close();
                if late.is_new {
                    let _ = delete(&name).await;
                }
            }
        });
        let patience = Box::pin(TimeoutFuture::new(UNANSWERED_MS));
        match select(told, patience).await {
            Either::Left((Ok(Ok(opened)), _)) => return Ok(opened),
            Either::Left((Ok(Err(said)), rest)) => {
                trouble = said;
                rest.await;
            }
            Either::Left((Err(_), _)) | Either::Right(_) => {}
        }
    }
    Err(trouble)
}

/// Who ended a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// A newer build wants another layout.
    Superseded,
    /// Another tab deletes everything of this user.
    Deleted,
    /// The browser, without being asked: the storage was cleared, or failed.
    Closed,
    /// The browser, and nothing of what was here is left.
    Emptied,
}

impl Gone {
    pub fn trouble(self) -> StorageTrouble {
        match self {
            Gone::Superseded => StorageTrouble::Superseded,
            Gone::Deleted | Gone::Closed => StorageTrouble::Closed,
            Gone::Emptied => StorageTrouble::Emptied,
        }
    }
}

type Told = Box<dyn FnMut(Gone)>;

/// How a connection ended, and who wants to know.
#[derive(Default)]
pub struct End {
    pub why: Cell<Option<Gone>>,
    pub told: RefCell<Option<Told>>,
}

impl std::fmt::Debug for End {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_tuple("End").field(&self.why.get()).finish()
    }
}

impl End {
    pub(super) fn comes(&self, gone: Gone) {
        // It is found out where it is used, and told by the browser: once is enough.
        if self.why.replace(Some(gone)).is_some() {
            return;
        }
        if let Some(told) = self.told.borrow_mut().as_mut() {
            told(gone);
        }
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

/// Somebody else needs the database: this page lets go at once, and writes nothing more.
fn listen(database: &IdbDatabase, end: &Rc<End>) {
    let (of, told) = (database.clone(), end.clone());
    let leave = Closure::<dyn FnMut(_)>::new(move |event: IdbVersionChangeEvent| {
        of.close();
        told.comes(if event.new_version().is_some() { Gone::Superseded } else { Gone::Deleted });
    });
    database.set_onversionchange(Some(leave.as_ref().unchecked_ref()));
    let told = end.clone();
    let closed = Closure::<dyn FnMut(Event)>::new(move |_| told.comes(Gone::Closed));
    database.set_onclose(Some(closed.as_ref().unchecked_ref()));
    // As long as the database is open the browser may call them, which is as long as the page lives.
    leave.forget();
    closed.forget();
}

/// Deletes a database with all that is in it.
pub async fn delete(name: &str) -> Result<(), StorageTrouble> {
    let request = factory()?.delete_database(name).map_err(|error| StorageTrouble::of(&error))?;
    finished(&request, HeldUp::GivesUp).await.map(drop)
}

/// What becomes of a request that another tab holds up for long.
#[derive(Clone, Copy)]
pub(super) enum HeldUp<'a> {
    GivesUp,
    /// It is said, and waited for: the tab may be closed at any time.
    Tells(&'a dyn Fn()),
}

/// Waits for a request that other tabs can hold up.
async fn finished(
    request: &IdbOpenDbRequest,
    held_up: HeldUp<'_>,
) -> Result<JsValue, StorageTrouble> {
    let (blocked, is_blocked) = oneshot::channel::<()>();
    let blocked = RefCell::new(Some(blocked));
    let on_blocked = Closure::<dyn FnMut(Event)>::new(move |_| {
        if let Some(blocked) = blocked.borrow_mut().take() {
            let _ = blocked.send(());
        }
    });
    request.set_onblocked(Some(on_blocked.as_ref().unchecked_ref()));
    let answer = super::ask::answer(Ok(request.clone().unchecked_into()))?.wait();
    let patience = async {
        if is_blocked.await.is_ok() {
            TimeoutFuture::new(BLOCKED_MS).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let finished = match select(Box::pin(answer), Box::pin(patience)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), answer)) => match held_up {
            HeldUp::GivesUp => Err(StorageTrouble::Blocked),
            HeldUp::Tells(tell) => {
                tell();
                answer.await
            }
        },
    };
    request.set_onblocked(None);
    finished
}
