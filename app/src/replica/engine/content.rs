//! Content of photos and papers at work: kept for a draft, sent by the tab that leads once it was saved,
//! let go of when the server has it.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use leptos::prelude::*;
use shared::{
    attachment::{Blob, BlobState, Media},
    id::AttachmentId,
    sync::{
        Act,
        replica::{Failure, Moment, Retry, Trouble},
    },
};
use wasm_bindgen_futures::spawn_local;

use super::{Engine, on};
use crate::{
    clock, id,
    replica::{
        StorageTrouble,
        http::{self, NotTaken},
        proof,
        tabs::Word,
    },
    upload::{Local, Next, Stage, Underway, next},
};

/// What the server finds damaged so often is damaged here.
const DAMAGED_MOST: u32 = 3;

/// How often a piece may bring it no further.
const STANDS_MOST: u32 = 4;

/// When content is sent.
#[derive(Default)]
pub(super) struct Sender {
    busy: Cell<bool>,
    /// What was stuck when this tab began to lead has been offered again.
    looked: Cell<bool>,
    retry: RefCell<Retry>,
    timer: RefCell<Option<Timeout>>,
}

impl Sender {
    /// Something changed outside: the next try need not wait.
    pub fn hurry(&self) {
        self.retry.borrow_mut().hurry();
    }

    pub fn stop(&self) {
        self.timer.replace(None);
    }
}

/// What became of content on its way up.
enum Sent {
    Whole,
    /// Not needed any more, or for another tab to send.
    LetGo,
    /// The server does not take it.
    Never,
}

/// Why it did not get there this time.
struct NotSent(Failure);

impl Engine {
    /// Keeps content for a draft; answers under which name.
    pub async fn keep_content(
        self: &Rc<Self>,
        content: &Uint8Array,
        media: Media,
    ) -> Result<Blob, StorageTrouble> {
        let blob = proof::blob_of(content).await;
        let local = Local::new(media, u64::from(content.length()), clock::device_now());
        self.database.keep_content(&blob, &local, content).await?;
        self.content_changed(vec![blob.clone()]).await;
        Ok(blob)
    }

    pub(super) async fn read_locals(&self) {
        // A storage that cannot be read says so wherever it matters more.
        if let Ok(locals) = self.database.locals().await {
            self.signals.locals.set(locals.into());
        }
    }

    /// Shows what became of content, here and in the other tabs.
    pub(super) async fn content_changed(self: &Rc<Self>, blobs: Vec<Blob>) {
        if !blobs.is_empty() {
            self.look_at(&blobs).await;
            self.tell(&Word::Content(blobs));
        }
    }

    /// Another tab says that something became of it.
    pub(super) fn hear_of_content(self: &Rc<Self>, blobs: Vec<Blob>) {
        let engine = self.clone();
        spawn_local(async move {
            engine.look_at(&blobs).await;
            engine.send_content();
        });
    }

    async fn look_at(&self, blobs: &[Blob]) {
        for blob in blobs {
            let Ok(local) = self.database.local(blob).await else { continue };
            if self.over.get() {
                return;
            }
            self.signals.locals.update(|all| {
                let all = std::sync::Arc::make_mut(all);
                match local {
                    Some(local) => drop(all.insert(blob.clone(), local)),
                    None => drop(all.remove(blob)),
                }
            });
        }
    }

    /// Lets go of what nobody needs, and offers once more what the server did not take.
    pub(super) fn look_after_content(self: &Rc<Self>) {
        if self.over.get() || !self.core.borrow().is_leading() {
            return;
        }
        let (now, first) = (clock::device_now(), !self.sender.looked.replace(true));
        let locals = self.signals.locals.get_untracked();
        if locals.is_empty() || !first && !locals.values().any(|it| it.is_stale(now)) {
            return;
        }
        let engine = self.clone();
        spawn_local(async move {
            if first {
                let _ = engine.database.unstick().await;
            }
            // What cannot be removed now is removed at the next round.
            let _ = engine.database.drop_stale_content(now).await;
            engine.content_changed(locals.keys().cloned().collect()).await;
            engine.send_content();
        });
    }

    /// A revoked device keeps what belongs to commands that nobody has answered, and nothing else.
    pub(super) async fn let_content_go(self: &Rc<Self>) {
        let those: BTreeSet<AttachmentId> = {
            let core = self.core.borrow();
            let attached = core.only_here().filter_map(|it| match &it.command.act {
                Act::AddAttachment(it) => Some(it.id),
                _ => None,
            });
            attached.collect()
        };
        let _ = self.database.drop_content_but(&those).await;
        if !self.over.get() {
            self.read_locals().await;
        }
    }

    /// Sends what waits, one piece at a time, if this is the moment for it. Called at every step, and a
    /// timer is always armed after a try that failed: nothing that waits is forgotten.
    pub(super) fn send_content(self: &Rc<Self>) {
        if self.sender.busy.get() || !self.may_send() || self.next_to_send().is_none() {
            return;
        }
        let now = clock::device_now();
        let until = {
            let mut retry = self.sender.retry.borrow_mut();
            retry.clock_says(now);
            retry.until
        };
        if let Some(until) = until.filter(|it| now < *it) {
            let mut ring = on(&Rc::downgrade(self), |engine, ()| engine.send_content());
            let pause = u32::try_from(until.0.saturating_sub(now.0)).unwrap_or(u32::MAX);
            self.sender.timer.replace(Some(Timeout::new(pause, move || ring(()))));
            return;
        }
        self.sender.busy.set(true);
        let engine = self.clone();
        spawn_local(async move {
            engine.send_each().await;
            engine.sender.busy.set(false);
            engine.show_underway(None);
            engine.send_content();
        });
    }

    /// The commands go first, and another user's session is not for this user's photos.
    fn may_send(&self) -> bool {
        let core = self.core.borrow();
        self.may_go_on() && !core.is_busy() && core.trouble() != Some(Trouble::SignInAgain)
    }

    fn may_go_on(&self) -> bool {
        let core = self.core.borrow();
        let registered = core.device().is_some() && core.revoked().is_none();
        // What the browser says of the network counts for less than an answer of the server's.
        let network = web_sys::window().is_none_or(|it| it.navigator().on_line());
        let network = network || core.trouble().is_none();
        !self.over.get() && core.is_leading() && registered && network
    }

    /// What was saved first goes first.
    fn next_to_send(&self) -> Option<(Blob, Local)> {
        let locals = self.signals.locals.try_read_untracked()?;
        let waiting = locals.iter().filter(|(_, it)| it.waits() && it.stage == Stage::Kept);
        let first = waiting.min_by_key(|(_, it)| it.kept_at);
        first.map(|(blob, local)| (blob.clone(), local.clone()))
    }

    async fn send_each(self: &Rc<Self>) {
        while self.may_go_on()
            && let Some((blob, local)) = self.next_to_send()
        {
            let stage = match self.send_one(&blob, local.bytes).await {
                Ok(Sent::Whole) => Stage::Sent,
                Ok(Sent::Never) => Stage::Stuck,
                Ok(Sent::LetGo) => return self.content_changed(vec![blob]).await,
                Err(NotSent(failure)) => return self.try_later(&failure),
            };
            let now = clock::device_now();
            if self.database.restage(&blob, stage, now).await.is_err() {
                return self.try_later(&Failure::Unreachable);
            }
            self.sender.retry.borrow_mut().succeed();
            self.content_changed(vec![blob]).await;
        }
    }

    fn try_later(&self, failure: &Failure) {
        let moment = Moment { now: clock::device_now(), roll: id::roll() };
        self.sender.retry.borrow_mut().fail(moment, failure.retry_after());
    }

    async fn send_one(self: &Rc<Self>, blob: &Blob, bytes: u64) -> Result<Sent, NotSent> {
        let path = format!("/api/blob/{blob}");
        let mut state = self.asked_about(&path).await?;
        let (mut content, mut damaged, mut stood) = (None, 0, 0);
        loop {
            self.show_underway(Some(Underway { blob: blob.clone(), sent: state.here }));
            let piece = match next(state, bytes) {
                Next::Done => return Ok(Sent::Whole),
                Next::Nonsense => return Err(NotSent(Failure::Garbled)),
                Next::Piece(piece) => piece,
            };
            if content.is_none() {
                content = self.database.content(blob).await.map_err(unread)?;
            }
            let Some(content) = &content else { return self.without_content(blob).await };
            if !self.may_go_on() || !self.is_wanted(blob) {
                return Ok(Sent::LetGo);
            }
            let at = format!("{path}?at={}&of={bytes}", piece.start);
            let part = content.slice(short(piece.start), short(piece.end));
            let before = state.here;
            state = match http::put_piece(&at, part).await {
                Ok(text) => read(&text)?,
                Err(NotTaken::Never) => return Ok(Sent::Never),
                Err(NotTaken::Damaged) if DAMAGED_MOST <= damaged + 1 => return Ok(Sent::Never),
                Err(NotTaken::Damaged) => {
                    damaged += 1;
                    self.asked_about(&path).await?
                }
                Err(NotTaken::Failed(failure)) => return Err(NotSent(failure)),
            };
            // Somebody else may bring the same; who gets no further for long comes back later.
            stood = if before < state.here { 0 } else { stood + 1 };
            if STANDS_MOST < stood {
                return Err(NotSent(Failure::Garbled));
            }
        }
    }

    async fn asked_about(&self, path: &str) -> Result<BlobState, NotSent> {
        read(&http::get(path).await.map_err(NotSent)?)
    }

    /// Its bytes are not here: gone with its attachment, or lost.
    async fn without_content(&self, blob: &Blob) -> Result<Sent, NotSent> {
        let known = self.database.local(blob).await.map_err(unread)?;
        Ok(known.map_or(Sent::LetGo, |_| Sent::Never))
    }

    fn is_wanted(&self, blob: &Blob) -> bool {
        let locals = self.signals.locals.try_read_untracked();
        locals.is_some_and(|all| all.get(blob).is_some_and(Local::waits))
    }

    fn show_underway(&self, it: Option<Underway>) {
        if !self.over.get() {
            self.tell(&Word::Underway(it.clone()));
            self.signals.underway.set(it);
        }
    }
}

/// A storage that cannot be read now may be read later.
fn unread(_: StorageTrouble) -> NotSent {
    NotSent(Failure::Unreachable)
}

fn read(text: &str) -> Result<BlobState, NotSent> {
    serde_json::from_str(text).map_err(|_| NotSent(Failure::Garbled))
}

/// Content is ten megabytes at most.
fn short(at: u64) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
