//! Chunks on their way before they are asked for: while one is being stored, the network brings the next.

use std::{cell::RefCell, collections::BTreeMap};

use futures::channel::oneshot;
use shared::sync::replica::Failure;
use wasm_bindgen_futures::spawn_local;

use crate::replica::http;

type Answer = Result<String, Failure>;

/// What is on its way or has come, each under its digest.
#[derive(Default)]
pub(super) struct Ahead(RefCell<BTreeMap<String, oneshot::Receiver<Answer>>>);

impl Ahead {
    /// The text of a chunk: on its way already, or asked for now.
    pub fn take(&self, digest: String) -> impl Future<Output = Answer> + use<> {
        let early = self.0.borrow_mut().remove(&digest);
        let now = if early.is_none() { Some(begin(&digest)) } else { None };
        async move {
            if let Some(early) = early
                && let Ok(Ok(text)) = early.await
            {
                return Ok(text);
            }
            // What went wrong while nobody waited for it says nothing about now.
            let asked = now.unwrap_or_else(|| begin(&digest));
            asked.await.unwrap_or(Err(Failure::Unreachable))
        }
    }

    /// Begins to fetch these and lets go of what is not among them.
    pub fn fetch(&self, digests: &[String]) {
        let mut early = self.0.borrow_mut();
        early.retain(|it, _| digests.contains(it));
        for it in digests {
            early.entry(it.clone()).or_insert_with(|| begin(it));
        }
    }
}

/// Asked for at once, whoever waits for the answer and when.
fn begin(digest: &str) -> oneshot::Receiver<Answer> {
    let (tell, told) = oneshot::channel();
    let path = format!("/api/sync/chunk/{digest}");
    spawn_local(async move {
        // Nobody may want it any more.
        let _ = tell.send(http::get_patiently(&path).await);
    });
    told
}
