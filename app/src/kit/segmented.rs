//! Segments: a switch between a few ways to look at the same thing.

use leptos::prelude::*;

use super::{Choice, Text, unique::unique};

#[component]
pub fn Segmented<T>(
    #[prop(into)] label: Text,
    #[prop(into)] choices: Signal<Vec<Choice<T>>>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = StoredValue::new(unique("seg"));
    let choices = Memo::new(move |_| choices.get());
    let segment = move |choice: Choice<T>| {
        let (own, chosen) = (choice.value.clone(), choice.value);
        view! {
            <label>
                <input
                    type="radio"
                    name=name.get_value()
                    prop:checked=move || value.with(|it| *it == own)
                    on:change=move |_| on_choose.run(chosen.clone())
                />
                {choice.label}
            </label>
        }
    };
    view! {
        <div class="seg" role="radiogroup" aria-label=move || label.get()>
            {move || choices.get().into_iter().map(segment).collect_view()}
        </div>
    }
}
