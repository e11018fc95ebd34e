//! Pages of the desk: asked of the server, asked again when something moved, kept for a lost network.

use std::{cell::Cell, rc::Rc, sync::Arc};

use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    calendar::Instant,
    sync::replica::{Failure, Trouble},
};
use wasm_bindgen_futures::spawn_local;

use super::{database::Durability, engine::Engine, http, layout};
use crate::clock;

/// Hints come in bursts; what they announce is asked for once.
const GATHER_MS: u32 = 150;

/// A page of the desk: what the server last answered, and how old that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskPage<T> {
    Loading,
    Here {
        value: Arc<T>,
        fetched_at: Instant,
        /// The last attempt to renew it failed: it is shown with its age.
        stale: bool,
    },
    Trouble(Trouble),
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    at: Instant,
    text: String,
}

/// Follows a path: asks when it changes, when the server says that something moved, and whenever
/// `again` changes, for what moves without a word.
pub fn follow<T>(
    engine: &Rc<Engine>,
    path: Signal<String>,
    again: Signal<u64>,
) -> Signal<DeskPage<T>>
where
    T: DeserializeOwned + PartialEq + Send + Sync + 'static,
{
    let page = RwSignal::new(DeskPage::Loading);
    let round = Rc::new(Cell::new(0_u64));
    let (engine, of) = (Rc::downgrade(engine), round.clone());
    let moved = engine.upgrade().map(|it| it.signals.moved);
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        again.track();
        if let Some(moved) = moved {
            moved.track();
        }
        let Some(engine) = engine.upgrade() else { return path };
        let again = before.as_ref() == Some(&path);
        let mine = of.get() + 1;
        of.set(mine);
        let (of, asked) = (of.clone(), path.clone());
        spawn_local(async move {
            if again {
                gloo_timers::future::TimeoutFuture::new(GATHER_MS).await;
            } else {
                page.try_set(DeskPage::Loading);
                show_kept(&engine, &asked, page).await;
            }
            // A newer question has been asked meanwhile, or nobody looks any more.
            if of.get() == mine && !page.is_disposed() {
                renew(&engine, &asked, page, &|| of.get() == mine).await;
            }
        });
        path
    });
    page.into()
}

async fn show_kept<T>(engine: &Engine, path: &str, page: RwSignal<DeskPage<T>>)
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let kept = engine.database.get(layout::PAGES, path).await.ok().flatten();
    let kept: Option<Kept> = kept.and_then(|text| serde_json::from_str(&text).ok());
    let Some(kept) = kept else { return };
    if let Ok(value) = serde_json::from_str(&kept.text) {
        let value = Arc::new(value);
        page.try_set(DeskPage::Here { value, fetched_at: kept.at, stale: false });
    }
}

async fn renew<T>(
    engine: &Engine,
    path: &str,
    page: RwSignal<DeskPage<T>>,
    still: &dyn Fn() -> bool,
) where
    T: DeserializeOwned + PartialEq + Send + Sync + 'static,
{
    let answer = http::get(path).await;
    if !still() {
        return;
    }
    let read = answer.and_then(|text| match serde_json::from_str::<T>(&text) {
        Ok(value) => Ok((value, text)),
        Err(_) => Err(Failure::Garbled),
    });
    match read {
        Ok((value, text)) => {
            let at = clock::now();
            let value = Arc::new(value);
            page.try_set(DeskPage::Here { value, fetched_at: at, stale: false });
            keep(engine, path, &Kept { at, text }).await;
        }
        Err(failure) => drop(page.try_update(|page| match page {
            DeskPage::Here { stale, .. } => *stale = true,
            _ => *page = DeskPage::Trouble(trouble(&failure)),
        })),
    }
}

async fn keep(engine: &Engine, path: &str, kept: &Kept) {
    let Ok(text) = serde_json::to_string(kept) else { return };
    // Losing a page that can be asked for again is no trouble worth a word.
    let write = engine.database.put(layout::PAGES, path, Some(&text), Durability::Relaxed);
    let _ = write.await;
}

fn trouble(failure: &Failure) -> Trouble {
    match failure {
        Failure::OtherUser | Failure::Status { code: 401, .. } => Trouble::SignInAgain,
        Failure::Status { code: 403, .. } => Trouble::Forbidden,
        Failure::Status { code, .. } => Trouble::ServerFault { status: *code },
        Failure::DeviceRevoked => Trouble::Revoked,
        Failure::OtherSchema => Trouble::UpdateNeeded,
        Failure::Unreachable | Failure::Garbled | Failure::UnknownDevice => Trouble::Unreachable,
    }
}
