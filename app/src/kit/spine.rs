//! The spine: a route or a timeline, where the order says something.

use leptos::prelude::*;

use super::{Glyph, Icon, Text};

/// What stands on the spine beside a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knot {
    Icon(Glyph),
    Number(u32),
    /// The one that is next.
    Next(u32),
    Done,
}

#[component]
pub fn Spine(children: Children) -> impl IntoView {
    view! { <ol class="spine" role="list">{children()}</ol> }
}

/// A stop: `RowTitle`, `RowEnd`, `Meta`, `RowEnd` in two lines; a link where it leads somewhere.
#[component]
pub fn Stop(
    knot: Knot,
    #[prop(optional, into)] href: Option<Text>,
    children: Children,
) -> impl IntoView {
    let (class, drawn) = match knot {
        Knot::Icon(glyph) => ("knot", view! { <Icon glyph/> }.into_any()),
        Knot::Number(number) => ("knot", number.into_any()),
        Knot::Next(number) => ("knot is-next", number.into_any()),
        Knot::Done => ("knot is-done", view! { <Icon glyph=Glyph::Confirmed/> }.into_any()),
    };
    let inside = match href {
        Some(href) => view! { <a class="stop" href=move || href.get()>{children()}</a> }.into_any(),
        None => view! { <div class="stop">{children()}</div> }.into_any(),
    };
    view! { <li><span class=class>{drawn}</span>{inside}</li> }
}
