//! What app and boot script say to each other on the window: see `public/boot.js`.

use gloo_events::EventListener;
use leptos::prelude::*;

pub const ACTIVATE: &str = "chitbook:activate";
pub const CHECK: &str = "chitbook:check";
pub const KEEP: &str = "chitbook:keep";
const KEPT: &str = "chitbook:kept";
const UPDATE: &str = "chitbook:update";

pub fn tell(name: &'static str) {
    if let Ok(event) = web_sys::Event::new(name) {
        // Nobody cancels it.
        _ = window().dispatch_event(&event);
    }
}

/// A newer build waits for consent, or took over while this page ran.
pub fn update_waits() -> Signal<bool> {
    follows("data-update", UPDATE)
}

/// This program is on the device and opens without a network.
pub fn is_kept() -> Signal<bool> {
    follows("data-kept", KEPT)
}

fn follows(attribute: &'static str, event: &'static str) -> Signal<bool> {
    let has = move || document().document_element().is_some_and(|it| it.has_attribute(attribute));
    let signal = RwSignal::new(has());
    // Listens as long as whoever asked is there.
    StoredValue::new_local(EventListener::new(&window(), event, move |_| signal.set(has())));
    signal.into()
}
