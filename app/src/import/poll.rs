//! A page about something that runs: asked again every second while it does, never twice at a time.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::{
    desk_page::Fetched,
    replica::{DeskPage, Replica},
};

/// Seconds after which a question without an answer is asked again.
const PATIENCE: u32 = 10;

/// What a page shows of a path, and a way to ask for it at once.
pub struct Polled<T: Send + Sync + 'static> {
    pub read: Fetched<T>,
    again: RwSignal<u64>,
}

impl<T: Send + Sync + 'static> Clone for Polled<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Polled<T> {}

impl<T: Send + Sync + 'static> Polled<T> {
    pub fn ask(self) {
        self.again.update(|it| *it += 1);
    }
}

/// Follows a path, and asks again while `runs` says that it moves by itself.
pub fn polled<T>(path: Signal<String>, runs: fn(&T) -> bool) -> Polled<T>
where
    T: Clone + DeserializeOwned + PartialEq + Send + Sync + 'static,
{
    let again = RwSignal::new(0_u64);
    let page = Replica::expect().desk_again::<T>(path, again.into());
    let polled = Polled { read: Fetched::of(page), again };
    let (seen, waited) = (StoredValue::new(None), StoredValue::new(0_u32));
    let tick = move || {
        let Some(page) = page.try_get_untracked() else { return };
        let DeskPage::Here { value, fetched_at, .. } = page else { return };
        let value: Arc<T> = value;
        if !runs(&value) {
            return;
        }
        let answered = seen.get_value() != Some(fetched_at);
        if answered || PATIENCE < waited.get_value() {
            seen.set_value(Some(fetched_at));
            waited.set_value(0);
            polled.ask();
        } else {
            waited.update_value(|it| *it += 1);
        }
    };
    // Without a clock the page follows the server's hints alone.
    if let Ok(clock) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || clock.clear());
    }
    polled
}
