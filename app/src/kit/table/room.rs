//! Whether all columns of a table fit beside each other.
//!
//! While they do, the page scrolls and the heading stays in sight; else the table scrolls sideways in a
//! box of its own. No width of the window says which: columns are chosen, and names are long or short.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

/// Follows the table and the box around it through all their sizes; disconnects when its owner ends.
pub fn has_room(table: NodeRef<html::Table>) -> RwSignal<bool> {
    let fits = RwSignal::new(false);
    Effect::new(move || {
        let Some(table) = table.get() else { return };
        let Some(around) = table.parent_element() else { return };
        let (inner, outer) = (table.clone(), around.clone());
        let look = Closure::<dyn FnMut()>::new(move || {
            let fit = inner.unchecked_ref::<HtmlElement>().offset_width() <= outer.client_width();
            if fits.get_untracked() != fit {
                fits.set(fit);
            }
        });
        // Without an observer the table scrolls in its box at every width.
        let Ok(observer) = ResizeObserver::new(look.as_ref().unchecked_ref()) else { return };
        observer.observe(&table);
        observer.observe(&around);
        let kept = StoredValue::new_local((observer, look));
        on_cleanup(move || _ = kept.try_with_value(|(observer, _)| observer.disconnect()));
    });
    fits
}
