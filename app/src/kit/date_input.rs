//! A day by the browser's own calendar.

use leptos::prelude::*;
use shared::calendar::Day;

use super::{
    Text,
    field::Ties,
    words::{Word, say},
};
use crate::{format::day, language::use_language};

#[component]
pub fn DateInput(
    #[prop(into)] value: Signal<Option<Day>>,
    #[prop(into)] on_change: Callback<Option<Day>>,
    #[prop(optional, into)] earliest: Signal<Option<Day>>,
    #[prop(optional, into)] latest: Signal<Option<Day>>,
    /// Its name where no field stands around it.
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView {
    let ties = Ties::around();
    let (language, pick) = (use_language(), say(Word::PickDay));
    let said = move || match value.get() {
        Some(it) => day::whole(language.get(), it),
        None => pick().to_owned(),
    };
    let text = move |day: Signal<Option<Day>>| move || day.get().map(|it| it.to_string());
    view! {
        <span class="input input-date">
            <input
                id=ties.id.get_value()
                type="date"
                prop:value=move || text(value)().unwrap_or_default()
                min=text(earliest)
                max=text(latest)
                aria-label=label.map(|it| move || it.get())
                aria-describedby=ties.described_by()
                aria-invalid=ties.invalid()
                aria-required=ties.required()
                on:change:target=move |event| on_change.run(event.target().value().parse().ok())
            />
            // The browser writes days its own way; at rest the day stands as everywhere else.
            <span class="date-said" class:is-empty=move || value.get().is_none() aria-hidden="true">
                {said}
            </span>
        </span>
    }
}
