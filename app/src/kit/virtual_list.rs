//! The long list: thousands of rows, of which only those near the screen are drawn.

use std::{ops::Range, sync::Arc};

use gloo_events::{EventListener, EventListenerOptions};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Text, unique::unique};
use crate::format::window::{Place, Step};

/// Rows of one list have one height; longer texts are cut there and stand in full on their page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowHeight {
    One,
    #[default]
    Two,
    Three,
}

impl RowHeight {
    fn class(self) -> &'static str {
        match self {
            RowHeight::One => "reel reel-1",
            RowHeight::Two => "reel reel-2",
            RowHeight::Three => "reel reel-3",
        }
    }
}

/// A list that scrolls with whatever it stands in. Arrow keys, `j`/`k`, Home and End walk its rows;
/// each row says its number of how many. A row holds one link or button, which takes the focus.
#[component]
pub fn VirtualList<T, F, V>(
    #[prop(into)] rows: Signal<Arc<Vec<T>>>,
    row: F,
    #[prop(into)] label: Text,
    #[prop(optional)] height: RowHeight,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let reel = NodeRef::<html::Div>::new();
    let place = RwSignal::new(Place::default());
    let count = Memo::new(move |_| rows.with(|it| it.len()));
    let drawn = Memo::new(move |_| place.get().rows(count.get()));
    follow(reel, place, count);
    let space = move |rows: usize| pixels(place.get().row, rows);
    let name = unique("reel");
    view! {
        <div class=height.class() node_ref=reel id=name>
            <svg class="reel-space" aria-hidden="true" height=move || space(drawn.get().start)></svg>
            <ol
                role="list"
                aria-label=move || label.get()
                on:keydown=move |event| walk(&event, reel, place, count.get_untracked())
            >
                <For each=move || drawn.get() key=|at| *at let:at>
                    <One at rows count row=row.clone()/>
                </For>
            </ol>
            <svg
                class="reel-space"
                aria-hidden="true"
                height=move || space(count.get() - drawn.get().end.min(count.get()))
            ></svg>
        </div>
    }
}

#[component]
fn One<T, F, V>(at: usize, rows: Signal<Arc<Vec<T>>>, count: Memo<usize>, row: F) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let own = Memo::new(move |_| rows.with(|it| it.get(at).cloned()));
    view! {
        <li aria-setsize=move || count.get().to_string() aria-posinset=(at + 1).to_string()>
            {move || own.get().map(&row)}
        </li>
    }
}

/// Whole pixels: a fraction would be cut differently by each browser.
fn pixels(row: f64, rows: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "lists have fewer than 2^52 rows")]
    let high = row * rows as f64;
    format!("{high:.0}")
}

/// Keeps the place up to date: after drawing, on scrolling of anything around, on a new size.
fn follow(reel: NodeRef<html::Div>, place: RwSignal<Place>, count: Memo<usize>) {
    let look = move || {
        let before = place.get_untracked();
        let seen = reel.get_untracked().and_then(|it| measured(&it, before.row));
        if let Some(seen) = seen.filter(|it| *it != before) {
            place.set(seen);
        }
    };
    Effect::new(move || {
        count.track();
        reel.track();
        request_animation_frame(look);
    });
    // Scrolling of an inner box does not bubble; it is heard on its way down.
    let options = EventListenerOptions::run_in_capture_phase();
    let listeners = [
        EventListener::new_with_options(&window(), "scroll", options, move |_| look()),
        EventListener::new(&window(), "resize", move |_| look()),
    ];
    StoredValue::new_local(listeners);
}

/// A row's height is kept for the moment in which none is drawn: the list has become much shorter.
fn measured(reel: &Element, row: f64) -> Option<Place> {
    let drawn = reel.query_selector("ol > li").ok().flatten();
    Some(Place {
        above: -reel.get_bounding_client_rect().top(),
        screen: window().inner_height().ok()?.as_f64()?,
        row: drawn.map_or(row, |it| it.get_bounding_client_rect().height()),
    })
}

fn walk(
    event: &web_sys::KeyboardEvent,
    reel: NodeRef<html::Div>,
    place: RwSignal<Place>,
    count: usize,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(step) = Step::of_key(&event.key()) else { return };
    let Some(to) = step.from(standing_at(event), count) else { return };
    event.prevent_default();
    let at = place.get_untracked();
    let drawn: Range<usize> = at.rows(count);
    if !drawn.contains(&to) {
        #[expect(clippy::cast_precision_loss, reason = "lists have fewer than 2^52 rows")]
        let rows = to as f64;
        window().scroll_by_with_x_and_y(0.0, rows * at.row - at.above - at.screen / 2.0);
    }
    // What was scrolled to is drawn in the next frame.
    request_animation_frame(move || {
        request_animation_frame(move || _ = reel.get_untracked().and_then(|it| focus_row(&it, to)));
    });
    if drawn.contains(&to) {
        _ = reel.get_untracked().and_then(|it| focus_row(&it, to));
    }
}

fn standing_at(event: &web_sys::KeyboardEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest("li").ok().flatten()?;
    row.get_attribute("aria-posinset")?.parse::<usize>().ok()?.checked_sub(1)
}

fn focus_row(reel: &Element, at: usize) -> Option<()> {
    let found = format!("li[aria-posinset=\"{}\"] :is(a, button)", at + 1);
    let element = reel.query_selector(&found).ok().flatten()?.dyn_into::<HtmlElement>().ok()?;
    element.focus().ok()
}
