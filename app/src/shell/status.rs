//! How old the data are: always in sight, never a banner.

use app::kit::{Glyph, Pill};
use app::words::{Label, ShellSaid, SyncWord};
use leptos::prelude::*;

use crate::{
    replica::Replica,
    say::{moment, say},
};

/// The age of the data as words: 数据 07:42, 离线 · 数据 07:42.
fn data_age() -> Signal<String> {
    let status = Replica::expect().status();
    let at = moment(move || status.get().last_contact);
    say(move |language| match (at.get(), status.get().online) {
        (None, _) => SyncWord::Never.text(language).to_owned(),
        (Some(at), true) => ShellSaid::DataFrom { at }.text(language),
        (Some(at), false) => ShellSaid::OfflineSince { at }.text(language),
    })
}

/// In the head of a page, leading to the sync page.
#[component]
pub fn StatusPill() -> impl IntoView {
    let status = Replica::expect().status();
    let glyph = Memo::new(move |_| {
        let status = status.get();
        if status.first_sync.is_some() || status.online && status.busy {
            Glyph::Sync
        } else if status.online {
            Glyph::Confirmed
        } else {
            Glyph::Offline
        }
    });
    let age = data_age();
    move || view! { <Pill glyph=glyph.get() href="/sync">{age}</Pill> }
}
