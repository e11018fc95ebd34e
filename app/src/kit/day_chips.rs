//! Days a tap away: 今天, 明天, 周五 20日, 月底, and a calendar for any other.

use leptos::prelude::*;
use shared::calendar::Day;
use wasm_bindgen::JsCast;

use super::{
    Chips, Choice, Glyph, Icon, Text,
    words::{Word, say},
};
use crate::{format::day, language::use_language};

/// Chips for the days offered, and one that opens the calendar; put it into a `Group`.
#[component]
pub fn DayChips(
    #[prop(into)] days: Signal<Vec<Day>>,
    #[prop(into)] today: Signal<Day>,
    #[prop(into)] value: Signal<Option<Day>>,
    #[prop(into)] on_choose: Callback<Option<Day>>,
    #[prop(optional, into)] earliest: Signal<Option<Day>>,
    #[prop(optional, into)] latest: Signal<Option<Day>>,
    /// A chip for "no day", such as 不约下次.
    #[prop(optional, into)]
    none: Option<Text>,
) -> impl IntoView {
    let language = use_language();
    let choices = Signal::derive(move || {
        let name = |it: Day| Choice::new(Some(it), day::chip(language.get(), it, today.get()));
        let none = none.iter().map(|text| Choice::new(None, text.get().to_string()));
        days.get().into_iter().map(name).chain(none).collect::<Vec<_>>()
    });
    view! {
        <Chips
            choices
            value=Signal::derive(move || Some(value.get()))
            on_choose=move |day| on_choose.run(day)
        >
            <CalendarChip days today value on_choose earliest latest/>
        </Chips>
    }
}

/// A chip over a native date input: a tap opens the browser's calendar. It shows a day of its own.
#[component]
fn CalendarChip(
    days: Signal<Vec<Day>>,
    today: Signal<Day>,
    value: Signal<Option<Day>>,
    on_choose: Callback<Option<Day>>,
    earliest: Signal<Option<Day>>,
    latest: Signal<Option<Day>>,
) -> impl IntoView {
    let language = use_language();
    let label = say(Word::PickDay);
    let other = Memo::new(move |_| value.get().filter(|it| !days.with(|days| days.contains(it))));
    let text = move |day: Option<Day>| day.map(|it| it.to_string());
    let open = move |event: leptos::ev::MouseEvent| {
        let input = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
        // Where a browser offers no calendar by script, the input takes the day as text.
        let _ = input.map(|it| it.show_picker());
    };
    view! {
        <label class="chip" class:is-chosen=move || other.get().is_some()>
            <input
                type="date"
                aria-label=label
                prop:value=move || text(other.get()).unwrap_or_default()
                min=move || text(earliest.get())
                max=move || text(latest.get())
                on:click=open
                on:change:target=move |event| {
                    if let Ok(day) = event.target().value().parse() {
                        on_choose.run(Some(day));
                    }
                }
            />
            <Icon glyph=Glyph::Calendar/>
            {move || other.get().map(|it| view! { <span>{day::long(language.get(), it, today.get())}</span> })}
        </label>
    }
}
