//! Requests and ends of transactions as futures.

use std::{cell::RefCell, rc::Rc};

use futures::channel::oneshot;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{DomException, Event, IdbRequest, IdbTransaction};

use super::StorageTrouble;

type Told = Result<JsValue, StorageTrouble>;
type Teller<T> = Rc<RefCell<Option<oneshot::Sender<T>>>>;

/// The answer to a request that has gone out.
pub struct Answer {
    told: oneshot::Receiver<Told>,
    /// Alive until the request has answered.
    _listeners: [Closure<dyn FnMut(Event)>; 2],
}

impl Answer {
    pub async fn wait(self) -> Told {
        self.told.await.unwrap_or_else(|_| Err(StorageTrouble::Failed("no answer".to_owned())))
    }
}

impl std::future::IntoFuture for Answer {
    type Output = Told;
    type IntoFuture = std::pin::Pin<Box<dyn std::future::Future<Output = Told>>>;
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

fn tell<T>(teller: &Teller<T>, told: T) {
    if let Some(teller) = teller.borrow_mut().take() {
        let _ = teller.send(told);
    }
}

/// Listens to a request.
pub fn answer(request: Result<IdbRequest, JsValue>) -> Result<Answer, StorageTrouble> {
    let request = request.map_err(|error| StorageTrouble::of(&error))?;
    let (teller, told) = oneshot::channel();
    let teller: Teller<Told> = Rc::new(RefCell::new(Some(teller)));
    let (good, bad) = (teller.clone(), teller);
    let of = request.clone();
    let success = Closure::new(move |_| {
        tell(&good, of.result().map_err(|error| StorageTrouble::of(&error)));
    });
    let of = request.clone();
    let failure = Closure::new(move |_| {
        let error = of.error().ok().flatten();
        tell(&bad, Err(StorageTrouble::of_exception(error.as_ref())));
    });
    request.set_onsuccess(Some(success.as_ref().unchecked_ref()));
    request.set_onerror(Some(failure.as_ref().unchecked_ref()));
    Ok(Answer { told, _listeners: [success, failure] })
}

/// How a transaction ends.
pub struct Ended {
    told: oneshot::Receiver<Result<(), StorageTrouble>>,
    transaction: IdbTransaction,
    _listeners: [Closure<dyn FnMut(Event)>; 2],
}

impl Ended {
    pub fn of(transaction: &IdbTransaction) -> Ended {
        let (teller, told) = oneshot::channel();
        let teller: Teller<Result<(), StorageTrouble>> = Rc::new(RefCell::new(Some(teller)));
        let (good, bad) = (teller.clone(), teller);
        let complete = Closure::new(move |_| tell(&good, Ok(())));
        let of = transaction.clone();
        // A full disk often shows only here, after every request has succeeded.
        let abort = Closure::new(move |_| {
            let error: Option<DomException> = of.error();
            tell(&bad, Err(StorageTrouble::of_exception(error.as_ref())));
        });
        transaction.set_oncomplete(Some(complete.as_ref().unchecked_ref()));
        transaction.set_onabort(Some(abort.as_ref().unchecked_ref()));
        Ended { told, transaction: transaction.clone(), _listeners: [complete, abort] }
    }

    pub async fn wait(&mut self) -> Result<(), StorageTrouble> {
        let closed = || Err(StorageTrouble::Failed("the transaction vanished".to_owned()));
        (&mut self.told).await.unwrap_or_else(|_| closed())
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        self.transaction.set_oncomplete(None);
        self.transaction.set_onabort(None);
    }
}
