//! Bringing a file: chosen or dropped, and followed until the server has it.

use app::kit::{Button, Glyph, Icon, IconSize, Note, Notice, Progress, Tone};
use app::words::{ImportSaid, ImportWord};
use leptos::{html::Input, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::import::job::Job;
use web_sys::{DragEvent, File};

use super::{
    address,
    upload::{NotBrought, Upload, upload},
};
use crate::{
    replica::Replica,
    say::{say, t},
};

/// Where a file is laid down. The native control takes the keyboard; the whole area takes a drop.
#[component]
pub fn Bring() -> impl IntoView {
    let navigate = use_navigate();
    let (percent, failed) = (RwSignal::new(0_u64), RwSignal::new(None::<NotBrought>));
    let going = RwSignal::new_local(None::<Upload>);
    let bring = move |file: File| {
        if going.with_untracked(Option::is_some) {
            return;
        }
        failed.set(None);
        percent.set(0);
        match upload(&file, percent) {
            Ok((sent, arrived)) => {
                going.set(Some(sent));
                let navigate = navigate.clone();
                spawn_local(async move {
                    let brought: Result<Job, NotBrought> = arrived.await;
                    // The page may have been left meanwhile; the file is in the list then.
                    if going.try_set(None).is_some() {
                        return;
                    }
                    match brought {
                        Ok(job) => navigate(&address(job.id), NavigateOptions::default()),
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
