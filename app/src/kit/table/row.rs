//! One row: it follows its data without losing its place, its pick or the focus.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Align, Column, Shared, pick};
use crate::kit::words::{Word, say};

#[component]
pub fn Line<T, K, S>(
    key: K,
    columns: StoredValue<Vec<Column<T, S>>>,
    shared: Shared<T, K>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Ord + Send + Sync + 'static,
    S: Clone + Send + Sync + 'static,
{
    let own = StoredValue::new(key);
    let placed = Memo::new(move |_| own.with_value(|key| shared.rows.get().get(key).cloned()));
    let place = Memo::new(move |_| placed.get().map_or(0, |(at, _)| at));
    let data = Memo::new(move |_| placed.get().map(|(_, row)| row));
    let here =
        Memo::new(move |_| own.with_value(|key| shared.cursor.with(|it| it.as_ref() == Some(key))));
    let first = Memo::new(move |_| shared.cursor.with(Option::is_none) && place.get() == 0);
    let chosen = Memo::new(move |_| {
        let picked = shared.picked?;
        Some(own.with_value(|key| picked.with(|it| it.contains(key))))
    });
    let open = move |event: ev::MouseEvent| {
        if let Some(on_open) = shared.on_open.filter(|_| !on_control(&event)) {
            on_open.run(own.get_value());
        }
    };
    view! {
        <tr
            role="row"
            aria-rowindex=move || (shared.offset.get() + place.get() + 2).to_string()
            tabindex=move || if here.get() || first.get() { "0" } else { "-1" }
            class:is-cursor=move || here.get()
            class:is-picked=move || chosen.get() == Some(true)
            class:openable=shared.on_open.is_some()
            on:focusin=move |_| shared.cursor.set(Some(own.get_value()))
            on:click=open
        >
            {shared.picked.is_some().then(|| view! { <Pick own shared chosen/> })}
            {move || data.get().map(|row| cells(&row, columns))}
        </tr>
    }
}

fn cells<T, S>(row: &T, columns: StoredValue<Vec<Column<T, S>>>) -> impl IntoView + use<T, S>
where
    T: Send + Sync + 'static,
    S: Clone + Send + Sync + 'static,
{
    let one = |column: &Column<T, S>| {
        let (inside, title) = ((column.cell)(row), column.title.clone());
        match column.align {
            Align::RowName => view! { <th scope="row" role="rowheader">{inside}</th> }.into_any(),
            align => view! {
                <td role="cell" class:n=align == Align::End data-label=move || title.get()>
                    {inside}
                </td>
            }
            .into_any(),
        }
    };
    columns.with_value(|columns| columns.iter().map(one).collect_view())
}

#[component]
fn Pick<T, K>(
    own: StoredValue<K>,
    shared: Shared<T, K>,
    chosen: Memo<Option<bool>>,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    K: Clone + Ord + Send + Sync + 'static,
{
    view! {
        <td class="pick" role="cell">
            <label>
                <input
                    class="box"
                    type="checkbox"
                    tabindex="-1"
                    aria-label=say(Word::PickRow)
                    prop:checked=move || chosen.get() == Some(true)
                    on:change=move |_| _ = own.with_value(|key| pick(shared, key))
                />
            </label>
        </td>
    }
}

/// A click on a link, button or check box is meant for that.
fn on_control(event: &ev::MouseEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.closest("a, button, input, label, summary").ok().flatten().is_some())
}
