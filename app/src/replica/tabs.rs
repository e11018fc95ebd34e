//! Several tabs of one user: one of them talks to the server, each tells the others what it wrote.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use shared::{
    attachment::Blob,
    sync::{Head, replica::Write},
};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::upload::Underway;

/// What one tab tells the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// These are committed.
    Wrote(Vec<Write>),
    /// The live stream says that a scope moved.
    Hint(Head),
    /// The user asks for synchronisation in a tab that does not do it.
    Hurry,
    /// The user asks for everything anew in a tab that does not fetch it.
    Renew,
    /// The user asks for a comparison with the server in a tab that does not make it.
    Prove,
    /// A chunk under this key turned out damaged.
    Corrupt(String),
    /// Something became of this content.
    Content(Vec<Blob>),
    /// How far the content that is being sent has come.
    Underway(Option<Underway>),
    /// The user signed out, or somebody else signed in.
    SignedOut,
}

/// The line between the tabs of one database; none where the browser offers none.
pub struct Line {
    channel: BroadcastChannel,
    ear: Rc<RefCell<Ear>>,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

enum Ear {
    /// Nobody listens yet: what was said until now, in order.
    Keeps(Vec<Word>),
    Tells(Box<dyn FnMut(Word)>),
}

impl Line {
    /// What is said from now on is kept until somebody listens.
    pub fn open(name: &str) -> Option<Line> {
        let channel = BroadcastChannel::new(name).ok()?;
        let ear = Rc::new(RefCell::new(Ear::Keeps(vec![])));
        let of = ear.clone();
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            // A tab of another build may say what this one does not understand.
            let Ok(word) = serde_json::from_str(&text) else { return };
            match &mut *of.borrow_mut() {
                Ear::Keeps(words) => words.push(word),
                Ear::Tells(hear) => hear(word),
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Line { channel, ear, _listener: listener })
    }

    /// From now on `hear` is told; answers what was said before.
    #[must_use]
    pub fn listen(&self, hear: impl FnMut(Word) + 'static) -> Vec<Word> {
        match self.ear.replace(Ear::Tells(Box::new(hear))) {
            Ear::Keeps(words) => words,
            Ear::Tells(_) => vec![],
        }
    }

    pub fn tell(&self, word: &Word) {
        if let Ok(text) = serde_json::to_string(word) {
            let _ = self.channel.post_message(&text.into());
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// The lock that makes one tab the one that synchronises. It is held until this is dropped, and
/// waits for it if another tab has it: the browser passes it on when that one closes.
pub struct Lead {
    release: Rc<RefCell<State>>,
    granted: Option<Closure<dyn FnMut(JsValue) -> Promise>>,
}

enum State {
    Waiting,
    /// Resolves the promise for which the browser holds the lock.
    Held(Function),
    /// Nobody waits any more: a lock that comes now is given back at once.
    Over,
}

impl Lead {
    /// Calls `lead` once this tab holds the lock. Where the browser has no locks (a page without
    /// TLS on the local network) each tab leads for itself: slower, and still exactly once.
    pub fn ask(name: &str, lead: impl FnOnce() + 'static) -> Lead {
        let release = Rc::new(RefCell::new(State::Waiting));
        let state = release.clone();
        let mut lead = Some(lead);
        let Some(locks) = locks() else {
            if let Some(lead) = lead.take() {
                lead();
            }
            return Lead { release, granted: None };
        };
        let granted = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_| {
            if matches!(*state.borrow(), State::Over) {
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            let held = Promise::new(&mut |resolve, _| {
                state.replace(State::Held(resolve));
            });
            if let Some(lead) = lead.take() {
                lead();
            }
            held
        });
        let asked = request(&locks, name, granted.as_ref());
        Lead { release, granted: asked.ok().map(|()| granted) }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if let State::Held(release) = self.release.replace(State::Over) {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        // A request that still waits may call after this is gone.
        if let Some(granted) = self.granted.take() {
            granted.forget();
        }
    }
}

/// The typed binding is not stable yet, so the methods are called by their names.
fn locks() -> Option<Object> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok()?.dyn_into().ok()
}

fn request(locks: &Object, name: &str, granted: &JsValue) -> Result<(), JsValue> {
    let request: Function = Reflect::get(locks, &"request".into())?.dyn_into()?;
    let promise: Promise = request.call2(locks, &name.into(), granted)?.dyn_into()?;
    // A page that is being closed gives its lock up; there is nobody left to tell.
    wasm_bindgen_futures::spawn_local(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    });
    Ok(())
}
