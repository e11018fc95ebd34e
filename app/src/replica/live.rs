//! The live stream: hints that a scope moved, while one tab listens for all.

use gloo_timers::callback::Timeout;
use shared::sync::Head;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use crate::id;

const PATH: &str = "/api/sync/live";
/// The browser reconnects by itself when the line breaks, but not after a refusal.
const AGAIN_LEAST_MS: u32 = 5_000;
const AGAIN_SPREAD_MS: u32 = 25_000;

/// An open stream; dropped, it is closed.
pub struct Live {
    source: EventSource,
    _hint: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Live {
    /// `hint` hears of every scope that moved; `again` is called when the stream has to be opened
    /// anew, after a pause that differs from device to device.
    pub fn open(
        mut hint: impl FnMut(Head) + 'static,
        again: impl Fn() + Clone + 'static,
    ) -> Option<Live> {
        let source = EventSource::new(PATH).ok()?;
        let on_hint = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(head) = serde_json::from_str(&text) {
                hint(head);
            }
        });
        let of = source.clone();
        let on_failed = Closure::<dyn FnMut(Event)>::new(move |_| {
            if of.ready_state() == EventSource::CLOSED {
                let again = again.clone();
                let pause = AGAIN_LEAST_MS + id::roll() % AGAIN_SPREAD_MS;
                Timeout::new(pause, again).forget();
            }
        });
        source.set_onmessage(Some(on_hint.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_failed.as_ref().unchecked_ref()));
        Some(Live { source, _hint: on_hint, _failed: on_failed })
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
