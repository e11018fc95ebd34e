//! What the engine hears: the window, the live stream, other tabs, the clock going round.

use std::rc::Rc;

use gloo_events::EventListener;
use leptos::prelude::*;
use shared::sync::replica::Event;

use super::{Engine, on};
use crate::{
    clock,
    replica::{database::Gone, layout, live::Live, storage, tabs::Word},
    session,
};

impl Engine {
    /// What the window tells about network and attention.
    pub(super) fn listen(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let weak = Rc::downgrade(self);
        let mut listeners = self.listeners.borrow_mut();
        let mut add = |target: &web_sys::EventTarget, name: &'static str, act: fn(&Rc<Engine>)| {
            let mut act = on(&weak, move |engine, ()| act(engine));
            listeners.push(EventListener::new(target, name, move |_| act(())));
        };
        add(&window, "online", Engine::hurry);
        add(&window, "offline", Engine::show_status);
        // Another tab signed somebody else in, or this user out.
        add(&window, "storage", |engine| {
            if !session::works_here(engine.signals.user.get_untracked().id) {
                engine.leave();
            }
        });
        if let Some(document) = window.document() {
            add(&document, "visibilitychange", |engine| {
                if is_visible() {
                    engine.find_storage();
                    engine.show_today();
                    engine.hurry();
                }
            });
        }
    }

    pub(super) fn listen_live(self: &Rc<Self>) {
        if self.over.get() || !self.core.borrow().is_leading() {
            return;
        }
        let weak = Rc::downgrade(self);
        let hint = on(&weak, |engine, head| {
            engine.tell(&Word::Hint(head));
            engine.signals.moved.update(|it| *it += 1);
            engine.step(Event::Hint(head));
        });
        let again = move || {
            if let Some(engine) = weak.upgrade() {
                engine.listen_live();
            }
        };
        self.live.replace(Live::open(hint, again));
    }

    /// What another tab says.
    pub(super) fn hear(self: &Rc<Self>, word: Word) {
        match word {
            Word::Wrote(writes) => {
                self.step(Event::Told(writes));
                clock::correct_by(self.core.borrow().clock_offset());
            }
            Word::Hint(_) => self.signals.moved.update(|it| *it += 1),
            Word::Hurry => {
                self.sender.hurry();
                self.step(Event::Hurry);
            }
            Word::Content(blobs) => self.hear_of_content(blobs),
            Word::Underway(it) => self.signals.underway.set(it),
            Word::Renew if self.core.borrow().is_leading() => self.step(Event::Renew),
            Word::Prove if self.core.borrow().is_leading() => self.step(Event::Prove),
            Word::Renew | Word::Prove => {}
            Word::Corrupt(key) => {
                let known = self.core.borrow().chunks().into_iter();
                if let Some(key) = known.into_iter().find(|it| it.text_key() == key) {
                    self.step(Event::Corrupt(key));
                }
            }
            Word::SignedOut => self.leave(),
        }
    }

    /// Somebody else ended the connection to the database: the lock, the timers and the stream are
    /// for a tab that can write.
    pub(super) fn storage_gone(self: &Rc<Self>, gone: Gone) {
        match gone {
            Gone::Deleted => self.leave(),
            Gone::Closed if !self.reopened.replace(true) => {
                let engine = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    match engine.database.reopen(&engine.name).await {
                        Ok(()) => engine.step(Event::Hurry),
                        Err(_) => engine.give_up(),
                    }
                });
            }
            Gone::Closed | Gone::Emptied | Gone::Superseded => self.give_up(),
        }
    }

    /// Only a reload helps now.
    fn give_up(self: &Rc<Self>) {
        self.close();
        self.show_status();
    }

    /// Nothing of the user may stay on the screen of another tab.
    fn leave(&self) {
        self.close();
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }

    pub fn tell(&self, word: &Word) {
        if let Some(line) = self.line.borrow().as_ref() {
            line.tell(word);
        }
    }

    pub(super) fn go_round(self: &Rc<Self>) {
        self.show_today();
        if !is_visible() {
            self.step(Event::Idle);
        }
        self.look_at_storage();
        self.look_after_content();
        self.find_storage();
    }

    /// Reads a record: a connection that was closed without a word is found so.
    fn find_storage(self: &Rc<Self>) {
        let engine = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let _ = engine.database.keys(layout::META).await;
        });
    }

    pub(super) fn look_at_storage(self: &Rc<Self>) {
        let engine = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let known = engine.signals.status.get_untracked().storage;
            let facts = storage::facts(known.clone()).await;
            if facts != known && !engine.over.get() {
                engine.signals.status.update(|it| it.storage = facts);
            }
        });
    }
}

fn is_visible() -> bool {
    let document = web_sys::window().and_then(|it| it.document());
    document.is_none_or(|it| !it.hidden())
}
