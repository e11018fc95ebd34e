//! The field of photos and papers in a form: the camera and the folder a tap away, what was picked below.

use app::{
    draft::attached::{MOST, Picked},
    kit::{Button, Glyph, Group, IconButton, Need, Note, Notice, Toast, use_toasts},
    words::{AttachSaid, AttachWord, Label},
};
use leptos::{html::Input, prelude::*};

use super::{Attaching, picture::Thumb};
use crate::say::{label, say, t};

/// What a folder offers first. The rule looks at what a file begins as, whatever it is called.
const KINDS: &str = "image/jpeg,image/png,image/webp,application/pdf";

#[component]
pub fn AttachField(attaching: Attaching, #[prop(optional)] need: Need) -> impl IntoView {
    let hint = say(|language| AttachSaid::Hint { most: MOST }.text(language));
    view! {
        <Group legend=t(AttachWord::Field) need hint=move || hint.get()>
            <div class="line">
                <Ways attaching/>
            </div>
            <div role="status">
                <Show when=move || attaching.is_working()>
                    <p class="meta">{t(AttachWord::Working)}"…"</p>
                </Show>
            </div>
            <div role="alert" class="stack">{move || troubles(attaching)}</div>
            <Show when=move || !attaching.picked().read().is_empty()>
                <ul class="tiles" role="list">
                    <For
                        each=move || numbered(attaching.picked().get())
                        key=|(number, it)| (*number, it.id)
                        children=move |(number, it)| view! { <One attaching number it/> }
                    />
                </ul>
            </Show>
        </Group>
    }
}

fn numbered(picked: Vec<Picked>) -> Vec<(usize, Picked)> {
    picked.into_iter().enumerate().map(|(at, it)| (at + 1, it)).collect()
}

fn troubles(attaching: Attaching) -> impl IntoView {
    let one = |it| {
        let said = AttachSaid::NotPicked(it);
        let said = say(move |language| said.text(language));
        view! { <Note notice=Notice::Warn>{said}</Note> }
    };
    attaching.troubles().into_iter().map(one).collect_view()
}

/// Two native controls behind two buttons: the browser asks for the camera itself.
#[component]
fn Ways(attaching: Attaching) -> impl IntoView {
    let (camera, folder) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let open = |of: NodeRef<Input>| {
        move || {
            if let Some(input) = of.get_untracked() {
                input.click();
            }
        }
    };
    let picked = move |of: NodeRef<Input>| {
        move |_| {
            let Some(input) = of.get_untracked() else { return };
            if let Some(files) = input.files() {
                attaching.take(&files);
            }
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <input
            node_ref=camera
            type="file"
            accept="image/*"
            capture="environment"
            hidden
            on:change=picked(camera)
        />
        <input
            node_ref=folder
            type="file"
            accept=KINDS
            multiple
            hidden
            on:change=picked(folder)
        />
        <Button icon=Glyph::Camera on_press=open(camera)>{t(AttachWord::Take)}</Button>
        <Button icon=Glyph::File on_press=open(folder)>{t(AttachWord::Choose)}</Button>
    }
}

#[component]
fn One(attaching: Attaching, number: usize, it: Picked) -> impl IntoView {
    let (id, toasts) = (it.id, use_toasts());
    let said =
        AttachSaid::PickedOne { media: it.content.media, number, name: it.content.name.clone() };
    let alt = say(move |language| said.text(language));
    let removed = label(AttachWord::Removed);
    let owner = StoredValue::new(Owner::current().and_then(|it| it.parent()).unwrap_or_default());
    let remove = move || {
        // The tile goes with what it shows, the way back stays as long as the form.
        let back = owner.with_value(|it| it.with(|| attaching.remove(id)));
        toasts.show(Toast::new(removed.get_untracked()).with_undo(back));
    };
    let name = say(move |language| format!("{} {}", AttachWord::Remove.text(language), alt.get()));
    view! {
        <li class="tile">
            <Thumb blob=it.content.blob.clone() media=it.content.media alt/>
            <span class="tile-take">
                <IconButton glyph=Glyph::Close label=move || name.get() on_press=remove/>
            </span>
            <span class="tile-name cut">{it.content.name.clone()}</span>
        </li>
    }
}
