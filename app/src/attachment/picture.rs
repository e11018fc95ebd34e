//! A picture from bytes: shown as long as somebody looks, and let go of with the part that shows it.

use app::kit::{Glyph, Icon, IconSize};
use js_sys::{Array, Uint8Array};
use leptos::{prelude::*, task::spawn_local, web_sys};
use shared::attachment::{Blob, Media};
use web_sys::{BlobPropertyBag, Url};

use crate::replica::Replica;

/// An address under which the browser shows bytes; none where it cannot.
pub fn address_of(bytes: &Uint8Array, media: Media) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media.name());
    let parts = Array::of1(bytes);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Keeps an address until the part that asks goes, and lets go of the one before.
pub fn kept_address() -> (Signal<Option<String>>, Callback<String>) {
    let address = RwSignal::new(None::<String>);
    let held = StoredValue::new(None::<String>);
    let let_go = move || {
        if let Some(Some(old)) = held.try_update_value(Option::take) {
            // An address that the browser does not know any more needs no letting go.
            _ = Url::revoke_object_url(&old);
        }
    };
    on_cleanup(let_go);
    let keep = Callback::new(move |new: String| {
        let_go();
        if held.is_disposed() {
            // Nobody looks any more.
            _ = Url::revoke_object_url(&new);
            return;
        }
        held.set_value(Some(new.clone()));
        address.set(Some(new));
    });
    (address.into(), keep)
}

/// A small picture of what lies on this device; a sign in its place for a paper, and while it is read.
#[component]
pub fn Thumb(blob: Blob, media: Media, #[prop(into)] alt: Signal<String>) -> impl IntoView {
    let replica = Replica::expect();
    let (address, keep) = kept_address();
    if media.is_picture() {
        spawn_local(async move {
            let bytes = replica.content(&blob).await;
            if let Some(address) = bytes.and_then(|it| address_of(&it, media)) {
                keep.run(address);
            }
        });
    }
    let glyph = glyph(media);
    // Where a name stands beside it, it says nothing of its own.
    let said = move || Some(alt.get()).filter(|it| !it.is_empty());
    move || match address.get() {
        Some(address) => view! { <img class="tile-picture" src=address alt=alt/> }.into_any(),
        None => view! {
            <span class="tile-sign" role=move || said().map(|_| "img") aria-label=said>
                <Icon glyph size=IconSize::Large/>
            </span>
        }
        .into_any(),
    }
}

pub fn glyph(media: Media) -> Glyph {
    if media.is_picture() { Glyph::Camera } else { Glyph::File }
}
