//! The pill: the age of the data and whether one is offline, beside the title, always in sight.

use leptos::prelude::*;

use super::{Glyph, Icon, Notice, Text};

fn class(notice: Option<Notice>) -> &'static str {
    match notice {
        None | Some(Notice::Info) => "pill",
        Some(Notice::Ok) => "pill pill-ok",
        Some(Notice::Warn) => "pill pill-warn",
        Some(Notice::Bad) => "pill pill-bad",
        Some(Notice::Local) => "pill pill-local",
    }
}

/// A link where there is more to see.
#[component]
pub fn Pill(
    glyph: Glyph,
    #[prop(optional)] notice: Option<Notice>,
    #[prop(optional, into)] href: Option<Text>,
    children: Children,
) -> impl IntoView {
    let class = class(notice);
    match href {
        Some(href) => {
            view! { <a class=class href=move || href.get()><Icon glyph/><span>{children()}</span></a> }
                .into_any()
        }
        None => view! { <span class=class><Icon glyph/><span>{children()}</span></span> }.into_any(),
    }
}
