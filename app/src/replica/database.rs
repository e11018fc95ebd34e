//! The one place where transactions are opened: all or nothing, on disk before it says so.
//!
//! Inside a transaction nothing is awaited but its own requests: awaiting anything else lets the
//! browser commit the first half.

mod ask;
mod content;
mod open;
#[cfg(test)]
mod tests;

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use js_sys::{Array, Object, Reflect};
use shared::sync::replica::{Need, Room, Shelf, Transaction, Write};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DomException, IdbDatabase, IdbObjectStore, IdbTransaction};

use super::StorageTrouble;
use ask::{Answer, Ended, answer};
pub use content::Beside;
use open::End;
pub use open::{Gone, delete};

/// What the browser says of a connection that is closed.
const CLOSED: &str = "InvalidStateError";

/// How sure a write has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: a person was told that it is saved.
    Strict,
    /// With the operating system: it can be made or fetched again.
    Relaxed,
}

/// The database of one user in this browser profile.
#[derive(Debug, Clone)]
pub struct Database {
    inner: Rc<RefCell<IdbDatabase>>,
    /// It was made just now: whatever was here before is gone.
    is_new: bool,
    end: Rc<End>,
}

/// A transaction that rolls back unless it is committed.
struct Open {
    transaction: IdbTransaction,
    ended: Ended,
    done: bool,
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.done {
            let _ = self.transaction.abort();
        }
    }
}

impl Open {
    fn store(&self, name: &str) -> Result<IdbObjectStore, StorageTrouble> {
        self.transaction.object_store(name).map_err(|error| StorageTrouble::of(&error))
    }

    fn put(&self, store: &str, key: &str, text: Option<&str>) -> Result<(), StorageTrouble> {
        let store = self.store(store)?;
        let request = match text {
            Some(text) => store.put_with_key(&text.into(), &key.into()),
            None => store.delete(&key.into()),
        };
        // Its failure is the transaction's failure: nobody waits for each single one.
        request.map(drop).map_err(|error| StorageTrouble::of(&error))
    }

    /// Waits until everything is where it has to be: the browser commits when the last request has
    /// been answered and no other has gone out.
    async fn commit(mut self) -> Result<(), StorageTrouble> {
        self.done = true;
        self.ended.wait().await
    }
}

impl Database {
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Why nothing can be read or written here any more.
    pub fn gone(&self) -> Option<Gone> {
        self.end.why.get()
    }

    /// Calls `told` when somebody else ends the connection.
    pub fn when_gone(&self, told: impl FnMut(Gone) + 'static) {
        self.end.told.replace(Some(Box::new(told)));
    }

    /// Carries one step of the replica out; answers what was written once it is committed.
    pub async fn commit(&self, step: &Transaction) -> Result<Vec<Write>, StorageTrouble> {
        let mut written = self.commit_all(&[step], &Beside::default()).await?;
        Ok(written.pop().unwrap_or_default())
    }

    /// Carries several steps out in one transaction, with what goes beside them: each finds what the
    /// one before wrote, and either all are there or none is.
    pub async fn commit_all(
        &self,
        steps: &[&Transaction],
        beside: &Beside,
    ) -> Result<Vec<Vec<Write>>, StorageTrouble> {
        let rooms: BTreeSet<Room> = steps.iter().flat_map(|it| it.rooms()).collect();
        if rooms.is_empty() {
            return Ok(vec![vec![]; steps.len()]);
        }
        let mut stores: Vec<&str> = rooms.iter().map(|it| it.name()).collect();
        let besides = beside.stores();
        let relaxed = besides.is_empty() && steps.iter().all(|it| it.can_be_fetched_again());
        let durability = if relaxed { Durability::Relaxed } else { Durability::Strict };
        stores.extend(besides);
        let open = self.open_for_writing(&stores, durability)?;
        let mut written = vec![];
        for step in steps {
            let mut found = Shelf::default();
            for need in step.needs() {
                read(&open, &need, &mut found).await?;
            }
            let writes = step
                .writes(&found)
                .map_err(|unreadable| StorageTrouble::Failed(unreadable.to_string()))?;
            for it in &writes {
                open.put(it.room.name(), &it.key, it.text.as_deref())?;
            }
            written.push(writes);
        }
        beside.write(&open).await?;
        open.commit().await?;
        Ok(written)
    }

    /// Writes or removes one record.
    pub async fn put(
        &self,
        store: &str,
        key: &str,
        text: Option<&str>,
        durability: Durability,
    ) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[store], durability)?;
        open.put(store, key, text)?;
        open.commit().await
    }

    /// Removes every record of a store.
    pub async fn clear(&self, store: &str) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[store], Durability::Strict)?;
        open.store(store)?.clear().map_err(|error| StorageTrouble::of(&error))?;
        open.commit().await
    }

    pub async fn get(&self, store: &str, key: &str) -> Result<Option<String>, StorageTrouble> {
        let mut texts = self.get_all_of(store, std::slice::from_ref(&key)).await?;
        Ok(texts.pop().flatten())
    }

    /// The texts under these keys, in one transaction, in the same order.
    pub async fn get_all_of<K: AsRef<str>>(
        &self,
        store: &str,
        keys: &[K],
    ) -> Result<Vec<Option<String>>, StorageTrouble> {
        let open = self.open_for_reading(&[store])?;
        let from = open.store(store)?;
        // Requests go out when they are built: all first, then their answers.
        let asked: Result<Vec<_>, _> =
            keys.iter().map(|key| answer(from.get(&key.as_ref().into()))).collect();
        let mut texts = vec![];
        for asked in asked? {
            texts.push(asked.await?.as_string());
        }
        Ok(texts)
    }

    /// Every record of these rooms, as it stands at one moment.
    pub async fn read_rooms(&self, rooms: &[Room]) -> Result<Vec<Write>, StorageTrouble> {
        let stores: Vec<&str> = rooms.iter().map(|it| it.name()).collect();
        let open = self.open_for_reading(&stores)?;
        // Everything is asked for before anything is waited for: who waits may come late to its answer.
        let asked: Result<Vec<_>, _> = rooms.iter().map(|it| ask_all(&open, *it)).collect();
        let mut found = Shelf::default();
        for (room, asked) in rooms.iter().zip(asked?) {
            take_all(*room, asked, &mut found).await?;
        }
        Ok(found.opened())
    }

    /// Many records in one transaction.
    #[cfg(test)]
    pub async fn put_all(&self, writes: &[Write]) -> Result<(), StorageTrouble> {
        let stores = [Room::Meta, Room::Ops].map(Room::name);
        let open = self.open_for_writing(&stores, Durability::Relaxed)?;
        for it in writes {
            open.put(it.room.name(), &it.key, it.text.as_deref())?;
        }
        open.commit().await
    }

    pub async fn keys(&self, store: &str) -> Result<Vec<String>, StorageTrouble> {
        let open = self.open_for_reading(&[store])?;
        let keys = answer(open.store(store)?.get_all_keys())?.await?;
        Ok(texts(&keys))
    }

    /// Ends the connection as somebody else would.
    #[cfg(test)]
    pub fn end(&self, gone: Gone) {
        self.close();
        self.end.comes(gone);
    }

    pub fn close(&self) {
        self.inner.borrow().close();
    }

    fn open_for_reading(&self, stores: &[&str]) -> Result<Open, StorageTrouble> {
        self.begin(stores, "readonly", Durability::Relaxed)
    }

    fn open_for_writing(
        &self,
        stores: &[&str],
        durability: Durability,
    ) -> Result<Open, StorageTrouble> {
        self.begin(stores, "readwrite", durability)
    }

    /// Not every browser says when it closes a connection: whoever uses it next finds it closed.
    fn trouble_of(&self, error: &JsValue) -> StorageTrouble {
        let closed = error.dyn_ref::<DomException>().is_some_and(|it| it.name() == CLOSED);
        if closed {
            self.end.comes(Gone::Closed);
            return StorageTrouble::Closed;
        }
        StorageTrouble::of(error)
    }

    /// The typed binding for the options is not stable yet, so the method is called by its name.
    fn begin(
        &self,
        stores: &[&str],
        mode: &str,
        durability: Durability,
    ) -> Result<Open, StorageTrouble> {
        if let Some(gone) = self.gone() {
            return Err(gone.trouble());
        }
        let inner = self.inner.borrow();
        let begin = || -> Result<IdbTransaction, JsValue> {
            let durability = match durability {
                Durability::Strict => "strict",
                Durability::Relaxed => "relaxed",
            };
            let options = Object::new();
            Reflect::set(&options, &"durability".into(), &durability.into())?;
            let stores: Array = stores.iter().map(|it| JsValue::from_str(it)).collect();
            let method: js_sys::Function =
                Reflect::get(&inner, &"transaction".into())?.dyn_into()?;
            method.call3(&inner, &stores, &mode.into(), &options)?.dyn_into()
        };
        let transaction = begin().map_err(|error| self.trouble_of(&error))?;
        let ended = Ended::of(&transaction);
        Ok(Open { transaction, ended, done: false })
    }
}

async fn read(open: &Open, need: &Need, found: &mut Shelf) -> Result<(), StorageTrouble> {
    match need {
        Need::One(room, key) => {
            let text = answer(open.store(room.name())?.get(&key.as_str().into()))?.await?;
            if let Some(text) = text.as_string() {
                found.put(*room, key.clone(), text);
            }
        }
        Need::All(room) => take_all(*room, ask_all(open, *room)?, found).await?,
    }
    Ok(())
}

/// The keys and the texts of a room.
fn ask_all(open: &Open, room: Room) -> Result<[Answer; 2], StorageTrouble> {
    let store = open.store(room.name())?;
    Ok([answer(store.get_all_keys())?, answer(store.get_all())?])
}

async fn take_all(
    room: Room,
    [keys, values]: [Answer; 2],
    found: &mut Shelf,
) -> Result<(), StorageTrouble> {
    let keys = texts(&keys.await?);
    for (key, text) in keys.into_iter().zip(texts(&values.await?)) {
        found.put(room, key, text);
    }
    Ok(())
}

/// The texts of an array; what is no text cannot have been written here.
fn texts(array: &JsValue) -> Vec<String> {
    let array: &Array = array.unchecked_ref();
    array.iter().map(|it| it.as_string().unwrap_or_default()).collect()
}
