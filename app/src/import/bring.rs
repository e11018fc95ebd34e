//! Bringing a file: chosen or dropped, and followed until the server has it.

use app::kit::{Button, Glyph, Icon, IconSize, Note, Notice, Progress, Tone};
use app::view::query::query_string;
use app::words::{ImportSaid, ImportWord};
use leptos::{html::Input, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::import::job::{Job, ProfileLine, Profiles};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File};

use super::{
    address,
    upload::{NotBrought, Upload, upload},
};
use crate::{
    desk_page::Fetched,
    replica::Replica,
    say::{say, t},
};

/// Where a file is laid down. The native control takes the keyboard; the whole area takes a drop.
#[component]
pub fn Bring() -> impl IntoView {
    let navigate = use_navigate();
    let (percent, failed) = (RwSignal::new(0_u64), RwSignal::new(None::<NotBrought>));
    let going = RwSignal::new_local(None::<Upload>);
    let path = Signal::derive(|| "/api/import_profiles".to_owned());
    let profiles = Fetched::of(Replica::expect().desk::<Profiles>(path)).value;
    let bring = move |file: File| {
        if going.with_untracked(Option::is_some) {
            return;
        }
        failed.set(None);
        percent.set(0);
        match upload(&file, percent) {
            Ok((sent, arrived)) => {
                let file = file.clone();
                going.set(Some(sent));
                let navigate = navigate.clone();
                spawn_local(async move {
                    let brought: Result<Job, NotBrought> = arrived.await;
                    // The page may have been left meanwhile; the file is in the list then.
                    if going.try_set(None).is_some() {
                        return;
                    }
                    match brought {
                        Ok(job) => {
                            let beginning = beginning(&file).await.unwrap_or_default();
                            let guessed = profiles.try_get_untracked().flatten();
                            let guessed = guessed.as_ref().and_then(|it| it.guess(&beginning));
                            navigate(&brought_to(&job, guessed), NavigateOptions::default());
                        }
                        Err(NotBrought::Cancelled) => {}
                        Err(why) => failed.set(Some(why)),
                    }
                });
            }
            Err(why) => failed.set(Some(why)),
        }
    };
    let status = Replica::expect().status();
    let offline = Memo::new(move |_| !status.read().online);
    view! {
        <Show when=move || offline.get()>
            <Note icon=Glyph::Offline notice=Notice::Warn>{t(ImportWord::NoNetwork)}</Note>
        </Show>
        <Show
            when=move || going.with(Option::is_some)
            fallback=move || view! { <Drop bring=bring.clone()/> }
        >
            <Going percent going/>
        </Show>
        <div role="alert">{move || failed.get().map(not_brought)}</div>
    }
}

/// Bytes of a file that hold its heading.
const HEAD: f64 = 16_384.0;

/// How a file begins; nothing where the browser cannot read it, which the upload tells of.
async fn beginning(file: &File) -> Option<String> {
    let head = file.slice_with_f64_and_f64(0.0, HEAD).ok()?;
    JsFuture::from(head.text()).await.ok()?.as_string()
}

/// The page of a file that was brought, with the profile its heading speaks of.
fn brought_to(job: &Job, guessed: Option<&ProfileLine>) -> String {
    let query = guessed.map(|it| query_string(&[("profile", &it.name)]));
    address(job.id) + &query.unwrap_or_default()
}

#[component]
fn Drop(bring: impl Fn(File) + Clone + 'static) -> impl IntoView {
    let (picker, over) = (NodeRef::<Input>::new(), RwSignal::new(false));
    let dropped = bring.clone();
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|it| it.files());
        if let Some(file) = files.and_then(|it| it.get(0)) {
            dropped(file);
        }
    };
    let picked = move |_| {
        let Some(input) = picker.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|it| it.get(0)) {
            bring(file);
        }
        // The same file can be picked again.
        input.set_value("");
    };
    view! {
        <label
            class="drop"
            class:is-over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <Icon glyph=Glyph::Import size=IconSize::Large/>
            <span class="strong">{t(ImportWord::Drop)}</span>
            <span class="meta">{t(ImportWord::DropHint)}</span>
            <input
                node_ref=picker
                class="vh"
                type="file"
                accept=".csv,.txt,text/csv,text/plain"
                on:change=picked
            />
        </label>
    }
}

#[component]
fn Going(percent: RwSignal<u64>, going: RwSignal<Option<Upload>, LocalStorage>) -> impl IntoView {
    let text = say(move |language| ImportSaid::Uploading { percent: percent.get() }.text(language));
    let cancel = move || {
        if let Some(upload) = going.get_untracked() {
            upload.cancel();
        }
    };
    view! {
        <div class="drop">
            <Progress done=percent total=Signal::stored(Some(100)) text=move || text.get()>
                <Button tone=Tone::Quiet on_press=cancel>{t(ImportWord::CancelUpload)}</Button>
            </Progress>
        </div>
    }
}

fn not_brought(why: NotBrought) -> impl IntoView {
    let word = match why {
        NotBrought::Unreachable => ImportWord::NoNetwork,
        NotBrought::TooLarge => ImportWord::TooLarge,
        NotBrought::Refused | NotBrought::Cancelled => ImportWord::NotTaken,
    };
    view! { <Note notice=Notice::Bad>{t(word)}</Note> }
}
