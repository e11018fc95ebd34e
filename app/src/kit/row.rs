//! Rows: the phone's list. What it is about at the start, the figure and its truth at the end.

use leptos::prelude::*;

use super::{Glyph, Icon, Text};

/// A list of `Row`s; ordered where the order says something is for `Spine`.
#[component]
pub fn Rows(children: Children) -> impl IntoView {
    view! { <ul class="rows" role="list">{children()}</ul> }
}

/// One row, a link where it leads somewhere.
#[component]
pub fn Row(
    #[prop(optional, into)] href: Option<Text>,
    #[prop(optional)] lead: Option<Glyph>,
    children: Children,
) -> impl IntoView {
    let lead = lead.map(|glyph| view! { <span class="row-lead"><Icon glyph/></span> });
    let inside = match href {
        Some(href) => {
            view! { <a class="row" href=move || href.get()>{lead}{children()}</a> }.into_any()
        }
        None => view! { <div class="row">{lead}{children()}</div> }.into_any(),
    };
    view! { <li>{inside}</li> }
}

/// The start of a row: title above, meta below.
#[component]
pub fn RowMain(children: Children) -> impl IntoView {
    view! { <span class="row-main">{children()}</span> }
}

#[component]
pub fn RowTitle(children: Children) -> impl IntoView {
    view! { <span class="row-title">{children()}</span> }
}

/// The end of a row: figure above, mark or day below.
#[component]
pub fn RowEnd(children: Children) -> impl IntoView {
    view! { <span class="row-end">{children()}</span> }
}

/// Small secondary text.
#[component]
pub fn Meta(children: Children) -> impl IntoView {
    view! { <span class="meta">{children()}</span> }
}
