//! Notes and banners: what explains itself, and what changes what is allowed.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What kind of thing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notice {
    #[default]
    Info,
    Ok,
    Warn,
    Bad,
    /// About what is only on this device.
    Local,
}

impl Notice {
    fn glyph(self) -> Glyph {
        match self {
            Notice::Info => Glyph::Info,
            Notice::Ok => Glyph::Confirmed,
            Notice::Warn => Glyph::Warn,
            Notice::Bad => Glyph::Refused,
            Notice::Local => Glyph::Local,
        }
    }

    fn note_class(self) -> &'static str {
        match self {
            Notice::Info => "note note-info",
            Notice::Ok => "note note-ok",
            Notice::Warn => "note note-warn",
            Notice::Bad => "note note-bad",
            Notice::Local => "note note-local",
        }
    }

    fn banner_class(self) -> &'static str {
        match self {
            Notice::Info | Notice::Local => "banner banner-info",
            Notice::Ok => "banner banner-ok",
            Notice::Warn => "banner",
            Notice::Bad => "banner banner-bad",
        }
    }
}

/// One quiet line beside the thing it explains.
#[component]
pub fn Note(
    #[prop(optional)] notice: Notice,
    #[prop(optional)] icon: Option<Glyph>,
    children: Children,
) -> impl IntoView {
    let glyph = icon.unwrap_or(notice.glyph());
    view! {
        <p class=notice.note_class()>
            <Icon glyph/>
            <span>{children()}</span>
        </p>
    }
}

/// Only where something changes what is allowed, and never two at once. Read out when it appears.
#[component]
pub fn Banner(
    #[prop(optional)] notice: Notice,
    /// The way out, if there is one here.
    #[prop(optional, into)]
    act: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let role = if notice == Notice::Bad { "alert" } else { "status" };
    view! {
        <div class=notice.banner_class() role=role>
            <Icon glyph=notice.glyph()/>
            <div class="banner-text">{children()}</div>
            {act.map(|act| act.run())}
        </div>
    }
}
