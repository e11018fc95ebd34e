//! Each action of the replica, done: the answer goes back as an event.

use std::{collections::BTreeMap, rc::Rc};

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::{
    calendar::Instant,
    sync::{
        RegisterDevice, Registered, Session, Wiped,
        replica::{Action, ChunkKey, Event, Failure, Room, Ticket, Transaction, Write},
    },
};
use wasm_bindgen_futures::spawn_local;

use super::{Engine, on};
use crate::{
    clock,
    replica::{device, http, layout, tabs::Word},
    turn,
};

/// Bytes of what was written that are told in the same breath.
const TOLD_AT_ONCE: usize = 64 * 1024;

impl Engine {
    pub(super) fn carry_out(self: &Rc<Self>, action: Action) {
        match action {
            Action::Persist { ticket, transaction } => self.persist(ticket, transaction),
            Action::Load { ticket, keys } => self.load(ticket, keys),
            Action::Reread => self.reread(),
            Action::WaitUntil(at) => self.wait_until(at),
            Action::Announce(writes) => self.announce(writes),
            Action::Changed(changed) => self.show(changed),
            Action::Register { ticket } => self.register(ticket),
            Action::Push { ticket, request } => {
                self.ask(ticket, async move { http::post("/api/sync/push", &request).await });
            }
            Action::Pull { ticket, request } => {
                self.ask(ticket, async move { http::post("/api/sync/pull", &request).await });
            }
            Action::FetchManifest { ticket, request } => {
                self.ask(ticket, async move { http::post("/api/sync/snapshot", &request).await });
            }
            Action::FetchChunk { ticket, digest, ahead } => {
                self.ask(ticket, self.ahead.take(digest));
                self.ahead.fetch(&ahead);
            }
        }
    }

    fn persist(self: &Rc<Self>, ticket: Ticket, transaction: Transaction) {
        let engine = self.clone();
        spawn_local(async move {
            // A page of changes was just worked out: writing it is another turn's work.
            turn::next().await;
            engine.step(match engine.database.commit(&transaction).await {
                Ok(writes) => Event::Persisted { ticket, writes },
                Err(trouble) => Event::NotPersisted { ticket, fault: trouble.fault() },
            });
            clock::correct_by(engine.core.borrow().clock_offset());
        });
    }

    /// Tells the other tabs. What is long, as a page of changes, is put into words in a turn of its own;
    /// what is short, as a command that was just stored, at once, and never before what came earlier.
    fn announce(self: &Rc<Self>, writes: Vec<Write>) {
        let long = writes.iter().filter_map(|it| it.text.as_ref()).map(String::len).sum::<usize>();
        let first = self.untold.borrow().is_empty();
        if first && long < TOLD_AT_ONCE {
            return self.tell(&Word::Wrote(writes));
        }
        self.untold.borrow_mut().push_back(writes);
        if !first {
            return;
        }
        let engine = self.clone();
        spawn_local(async move {
            loop {
                turn::next().await;
                // It stays in line until it is told, so that nothing comes before it.
                let next = engine.untold.borrow_mut().front_mut().map(std::mem::take);
                let Some(next) = next else { return };
                engine.tell(&Word::Wrote(next));
                engine.untold.borrow_mut().pop_front();
            }
        });
    }

    fn load(self: &Rc<Self>, ticket: Ticket, keys: Vec<ChunkKey>) {
        let engine = self.clone();
        spawn_local(async move {
            let texts = match engine.texts(&keys).await {
                Ok(texts) => texts,
                // A storage that cannot be read holds nothing that could be used.
                Err(_) => keys.into_iter().map(|key| (key, None)).collect::<BTreeMap<_, _>>(),
            };
            engine.read_letters(&texts).await;
            turn::pause().await;
            engine.step(Event::Loaded { ticket, texts });
        });
    }

    /// Letters are of every form there is: the first of each kind takes longer than a turn should.
    async fn read_letters(&self, texts: &BTreeMap<ChunkKey, Option<String>>) {
        for (key, text) in texts {
            let Some(text) = text else { continue };
            let letters = self.core.borrow().letters_in(key, text);
            for it in letters {
                turn::pause().await;
                self.core.borrow().read_letter(&it);
            }
        }
    }

    fn reread(self: &Rc<Self>) {
        let engine = self.clone();
        spawn_local(async move {
            let records = engine.database.read_rooms(&Room::OPENED).await.unwrap_or_default();
            engine.step(Event::Told(records));
        });
    }

    fn wait_until(self: &Rc<Self>, at: Instant) {
        let pause = at.0.saturating_sub(clock::device_now().0).clamp(1, 3_600_000);
        let mut ring = on(&Rc::downgrade(self), |engine, ()| engine.step(Event::Due));
        let pause = u32::try_from(pause).unwrap_or(1);
        self.timer.replace(Some(Timeout::new(pause, move || ring(()))));
    }

    fn register(self: &Rc<Self>, ticket: Ticket) {
        let engine = self.clone();
        spawn_local(async move {
            engine.step(match engine.registered().await {
                Ok(registered) => Event::Registered { ticket, registered },
                Err(failure) => Event::Failed { ticket, failure },
            });
        });
    }

    /// A new device of the user of this database: a session of somebody else, which another tab may
    /// have begun under this one, neither gets a device nor is taken for an answer.
    async fn registered(&self) -> Result<Registered, Failure> {
        self.say_wiped().await;
        self.is_signed_in().await?;
        let request = RegisterDevice { label: device::label() };
        let text = http::post("/api/device", &request).await?;
        let registered = serde_json::from_str(&text).map_err(|_| Failure::Garbled)?;
        self.is_signed_in().await?;
        Ok(registered)
    }

    /// A revoked device says that it has let go. Not heard, it says so at the next try: until somebody
    /// signs in again it goes on asking to be registered.
    async fn say_wiped(&self) {
        let (device, pending) = {
            let core = self.core.borrow();
            (core.device().filter(|_| core.revoked().is_some()), core.unanswered())
        };
        let Some(device) = device else { return };
        let wiped = Wiped { pending: u32::try_from(pending).unwrap_or(u32::MAX) };
        let _ = http::post(&format!("/api/device/{device}/wiped"), &wiped).await;
    }

    /// What the replica does not keep itself goes too: forms that were begun, and pages of the desk.
    pub(super) fn let_go(self: &Rc<Self>) {
        let engine = self.clone();
        spawn_local(async move {
            engine.drafts.forget();
            for store in [layout::DRAFTS, layout::PAGES] {
                // What cannot be emptied now is emptied at the next start, which finds it revoked.
                let _ = engine.database.clear(store).await;
            }
            engine.let_content_go().await;
        });
    }

    async fn is_signed_in(&self) -> Result<(), Failure> {
        let text = http::get("/api/session").await?;
        let session: Session = serde_json::from_str(&text).map_err(|_| Failure::Garbled)?;
        let mine = self.signals.user.try_get_untracked().map(|it| it.id);
        if mine == Some(session.user.id) { Ok(()) } else { Err(Failure::OtherUser) }
    }

    /// Whatever text comes back is for the replica to judge.
    fn ask(
        self: &Rc<Self>,
        ticket: Ticket,
        request: impl Future<Output = Result<String, Failure>> + 'static,
    ) {
        let engine = self.clone();
        spawn_local(async move {
            engine.step(match request.await {
                Ok(text) => Event::Replied { ticket, text },
                Err(failure) => Event::Failed { ticket, failure },
            });
        });
    }
}
