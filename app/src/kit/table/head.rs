//! The headings: what sorts is a button and says which way it sorts.

use std::collections::BTreeSet;

use leptos::{html, prelude::*};
use shared::page::Order;

use super::{Align, Column, Sorted};
use crate::kit::{
    Glyph, Icon,
    words::{Word, say},
};

#[component]
pub fn Head<T, K, S>(
    columns: StoredValue<Vec<Column<T, S>>>,
    sorted: Option<Signal<Sorted<S>>>,
    on_sort: Option<Callback<Sorted<S>>>,
    picked: Option<RwSignal<BTreeSet<K>>>,
    order: Memo<Vec<K>>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    K: Clone + Ord + Send + Sync + 'static,
    S: Copy + PartialEq + Send + Sync + 'static,
{
    let heading = move |column: Column<T, S>| {
        let state = move || Some(sorted?.get()).filter(|it| Some(it.by) == column.by);
        let aria = move || {
            state().map(|it| match it.order {
                Order::Ascending => "ascending",
                Order::Descending => "descending",
            })
        };
        let title = column.title.clone();
        let inside = match (column.by, on_sort) {
            (Some(by), Some(on_sort)) => {
                let press = move |_| on_sort.run(Sorted { by, order: turned(state()) });
                view! {
                    <button class="sort" type="button" on:click=press>
                        {move || title.get()}
                        {move || {
                            let up = state().is_some_and(|it| it.order == Order::Ascending);
                            view! { <Icon glyph=if up { Glyph::Up } else { Glyph::Down }/> }
                        }}
                    </button>
                }
                .into_any()
            }
            _ => (move || title.get()).into_any(),
        };
        view! {
            <th
                scope="col"
                role="columnheader"
                class:n=column.align == Align::End
                class:sorted=move || state().is_some()
                aria-sort=aria
            >
                {inside}
            </th>
        }
    };
    view! {
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                {picked.map(|picked| view! { <PickAll picked order/> })}
                {columns.get_value().into_iter().map(heading).collect_view()}
            </tr>
        </thead>
    }
}

/// Another column begins ascending; the same turns round.
fn turned<S>(now: Option<Sorted<S>>) -> Order {
    match now.map(|it| it.order) {
        Some(Order::Ascending) => Order::Descending,
        Some(Order::Descending) | None => Order::Ascending,
    }
}

/// Picks or lets go of every row of this page; picks on other pages stay.
#[component]
fn PickAll<K>(picked: RwSignal<BTreeSet<K>>, order: Memo<Vec<K>>) -> impl IntoView
where
    K: Clone + Ord + Send + Sync + 'static,
{
    let box_ref = NodeRef::<html::Input>::new();
    let here = Memo::new(move |_| {
        let order = order.get();
        let count = picked.with(|picked| order.iter().filter(|it| picked.contains(*it)).count());
        (count, order.len())
    });
    let all = move || matches!(here.get(), (count, of) if 0 < of && count == of);
    Effect::new(move || {
        let (count, of) = here.get();
        if let Some(input) = box_ref.get() {
            input.set_indeterminate(0 < count && count < of);
        }
    });
    let change = move |on: bool| {
        let keys = order.get_untracked();
        picked.update(|it| {
            for key in keys {
                if on {
                    it.insert(key)
                } else {
                    it.remove(&key)
                };
            }
        });
    };
    view! {
        <th class="pick" scope="col" role="columnheader">
            <label>
                <input
                    node_ref=box_ref
                    class="box"
                    type="checkbox"
                    aria-label=say(Word::PickAllRows)
                    prop:checked=all
                    on:change:target=move |event| change(event.target().checked())
                />
            </label>
        </th>
    }
}
