//! The two programs behind the door, each loaded for who works in it: a rep's phone never loads the desk.

#![expect(
    clippy::unnecessary_wraps,
    reason = "a part that cannot be fetched is an error of the generated call"
)]

use app::{kit::Button, words::ShellWord};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Place, boot, desk::Desk, phone::Phone, work::Work};
use crate::{say::t, session::Remembered, sign_in::NotLoaded};

/// What is behind the door in one place.
#[derive(Clone, Copy)]
pub struct Program {
    /// Opens the device's data of a user.
    pub open: fn(Remembered) -> AnyView,
    /// The shell with its pages; needs the replica in its context.
    pub shell: fn() -> AnyView,
}

#[wasm_split(phone, fallible)]
fn phone() -> Result<Program, SplitLoaderError> {
    Ok(Program { open, shell: || view! { <Phone/> }.into_any() })
}

#[wasm_split(desk, fallible)]
fn desk() -> Result<Program, SplitLoaderError> {
    Ok(Program { open, shell: || view! { <Desk/> }.into_any() })
}

fn open(remembered: Remembered) -> AnyView {
    view! { <Work remembered/> }.into_any()
}

async fn load(place: Place) -> Result<Program, SplitLoaderError> {
    match place {
        Place::Phone => phone().await,
        Place::Desk => desk().await,
    }
}

#[derive(Clone, Copy)]
enum Stage {
    Loading,
    Loaded(Program),
    NotLoaded,
}

/// Loads the program of a place and shows something of it.
#[component]
pub fn Load(
    place: Place,
    show: impl Fn(Program) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Loading);
    let start = move || {
        stage.set(Stage::Loading);
        spawn_local(async move {
            let loaded = load(place).await;
            // Nobody waits for it any more when the door was closed meanwhile.
            _ = stage.try_set(loaded.map_or(Stage::NotLoaded, Stage::Loaded));
        });
    };
    start();
    move || match stage.get() {
        Stage::Loading => view! { <Loading/> }.into_any(),
        Stage::Loaded(program) => show(program),
        Stage::NotLoaded => view! { <NotLoaded on_retry=start/> }.into_any(),
    }
}

/// After so long, somebody wants to do something about it.
const PATIENCE_MS: u32 = 8_000;

/// What stands here while the program comes; a blink when it is on the device.
#[component]
pub fn Loading() -> impl IntoView {
    let slow = RwSignal::new(false);
    spawn_local(async move {
        TimeoutFuture::new(PATIENCE_MS).await;
        // It has come meanwhile.
        _ = slow.try_set(true);
    });
    let reload = || _ = window().location().reload();
    view! {
        <div class="boot">
            <img class="boot-mark" src="/icon.svg" alt="" width="56" height="56"/>
            <div class="boot-lines" role="status">
                <span></span>
                <span></span>
                <span></span>
                <p>{t(ShellWord::Loading)}</p>
            </div>
            <Show when=move || slow.get()>
                <Button on_press=reload>{t(ShellWord::Reload)}</Button>
            </Show>
        </div>
    }
}

/// From now on this program is kept on the device.
pub fn keep(place: Place) {
    let name = match place {
        Place::Phone => "phone",
        Place::Desk => "desk",
    };
    if let Some(page) = document().document_element()
        && page.set_attribute("data-inside", name).is_ok()
    {
        boot::tell(boot::KEEP);
    }
}
