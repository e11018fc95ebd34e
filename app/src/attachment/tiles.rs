//! Attachments where they belong: a small tile each, with the truth about where its content is.

use app::{
    kit::{Glyph, Icon, IconSize, Truth},
    view::attached::{Whereabouts, whereabouts},
    words::{AttachSaid, AttachWord, Label},
};
use leptos::prelude::*;
use shared::{
    attachment::{Attachment, AttachmentState},
    dossier::Register,
    words::Language,
};

use super::{
    picture::{Thumb, glyph},
    viewer::Viewing,
};
use crate::{replica::Replica, say::say};

/// An attachment with the truth about its row.
#[derive(Clone)]
pub struct Tile {
    pub it: Attachment,
    pub truth: Truth,
}

/// Tiles of what stands, lines of what was removed; nothing where there is nothing.
#[component]
pub fn Tiles(
    /// As they were attached.
    tiles: Vec<Tile>,
) -> impl IntoView {
    let (standing, removed): (Vec<Tile>, Vec<Tile>) =
        tiles.into_iter().partition(|tile| tile.it.stands());
    let tiles = (!standing.is_empty()).then(|| {
        let tiles = standing.into_iter().enumerate();
        let tiles = tiles.map(|(at, tile)| view! { <OneTile tile number=at + 1/> });
        view! { <ul class="tiles" role="list">{tiles.collect_view()}</ul> }
    });
    let removed = removed.into_iter().filter_map(|tile| gone(&tile.it)).collect_view();
    view! {
        {tiles}
        {removed}
    }
}

/// Where the content of an attachment is, now and as it moves.
pub fn place_of(it: &Attachment, truth: Truth) -> Memo<Whereabouts> {
    let replica = Replica::expect();
    let (locals, underway, reader) = (replica.locals(), replica.underway(), replica.user());
    let it = it.clone();
    Memo::new(move |_| {
        let (locals, underway) = (locals.read(), underway.read());
        let reader = reader.read().id;
        whereabouts(&it, reader, truth, locals.get(&it.content.blob), underway.as_ref())
    })
}

/// What is said of it in a few words.
pub fn said_of(place: Memo<Whereabouts>) -> Signal<String> {
    say(move |language| {
        let word = match place.get() {
            Whereabouts::OnlyHere => AttachWord::OnlyHere,
            Whereabouts::Waiting => AttachWord::Waiting,
            Whereabouts::Sending { percent } => {
                return AttachSaid::Sending { percent }.text(language);
            }
            Whereabouts::Stuck => AttachWord::Stuck,
            Whereabouts::There => AttachWord::There,
            Whereabouts::Elsewhere => AttachWord::Elsewhere,
            Whereabouts::NotHere => AttachWord::NotHere,
            Whereabouts::Removed { .. } => AttachWord::Gone,
        };
        word.text(language).to_owned()
    })
}

/// A sign beside the words, never colour alone.
fn sign_of(place: Whereabouts) -> (Glyph, &'static str) {
    match place {
        Whereabouts::OnlyHere => (Glyph::Local, "tile-state is-local"),
        Whereabouts::Waiting | Whereabouts::Elsewhere => (Glyph::Waiting, "tile-state is-waiting"),
        Whereabouts::Sending { .. } => (Glyph::Up, "tile-state is-waiting"),
        Whereabouts::Stuck | Whereabouts::NotHere => (Glyph::Warn, "tile-state is-bad"),
        Whereabouts::There => (Glyph::Confirmed, "tile-state is-there"),
        Whereabouts::Removed { .. } => (Glyph::Close, "tile-state"),
    }
}

/// What a picture shows, or which paper it is, by whom and of which day.
pub fn name_of(it: &Attachment, number: usize) -> Signal<String> {
    let (register, it) = (Replica::expect().register(), it.clone());
    say(move |language| named(&it, number, &register.read(), language))
}

pub fn named(it: &Attachment, number: usize, register: &Register, language: Language) -> String {
    AttachSaid::One {
        to: it.to,
        media: it.content.media,
        number,
        name: it.content.name.clone(),
        who: register.user_name(it.author),
        on: it.attached_on,
    }
    .text(language)
}

#[component]
fn OneTile(tile: Tile, number: usize) -> impl IntoView {
    let Tile { it, truth } = tile;
    let viewing = expect_context::<Viewing>();
    let (name, place) = (name_of(&it, number), place_of(&it, truth));
    let said = said_of(place);
    let label = Signal::derive(move || format!("{} · {}", name.get(), said.get()));
    let (id, media, blob) = (it.id, it.content.media, it.content.blob.clone());
    // What lies here is shown from here; what does not is loaded when somebody asks for it: on a
    // phone, data are paid for.
    let local = Memo::new(move |_| place.get().is_local());
    let picture = move || {
        if local.get() {
            let alt = Signal::stored(String::new());
            view! { <Thumb blob=blob.clone() media alt/> }.into_any()
        } else {
            let glyph = glyph(media);
            view! { <span class="tile-sign"><Icon glyph size=IconSize::Large/></span> }.into_any()
        }
    };
    let state = move || {
        let (glyph, class) = sign_of(place.get());
        view! { <span class=class><Icon glyph/><span>{said}</span></span> }
    };
    view! {
        <li class="tile">
            <button
                class="tile-open"
                type="button"
                aria-label=label
                aria-haspopup="dialog"
                on:click=move |_| viewing.open(id)
            >
                {picture}
                {state}
            </button>
        </li>
    }
}

/// That it was there stays said, with who removed it.
fn gone(it: &Attachment) -> Option<impl IntoView + use<>> {
    let AttachmentState::Removed { by, on } = it.state else { return None };
    let (register, media) = (Replica::expect().register(), it.content.media);
    let said = say(move |language| {
        let who = register.read().user_name(by);
        AttachSaid::Deleted { media, who, on }.text(language)
    });
    Some(view! { <p class="meta">{said}</p> })
}
