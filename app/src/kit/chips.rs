//! Chips: one of a few answers, a tap each. Native radios and check boxes under the skin.

use leptos::prelude::*;

use super::{Glyph, Icon, Text, unique::unique};

/// One answer to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    pub value: T,
    pub label: String,
    /// A second line: what the answer comes to.
    pub small: Option<String>,
    pub icon: Option<Glyph>,
}

impl<T> Choice<T> {
    pub fn new(value: T, label: impl Into<String>) -> Choice<T> {
        Choice { value, label: label.into(), small: None, icon: None }
    }

    #[must_use]
    pub fn with_small(self, small: impl Into<String>) -> Choice<T> {
        Choice { small: Some(small.into()), ..self }
    }

    #[must_use]
    pub fn with_icon(self, icon: Glyph) -> Choice<T> {
        Choice { icon: Some(icon), ..self }
    }
}

/// A row of answers of which one holds; put it into a `Group`, which asks the question.
#[component]
pub fn Chips<T>(
    #[prop(into)] choices: Signal<Vec<Choice<T>>>,
    #[prop(into)] value: Signal<Option<T>>,
    #[prop(into)] on_choose: Callback<T>,
    /// More that belongs in the row, such as a chip that opens a calendar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = StoredValue::new(unique("chips"));
    let choices = Memo::new(move |_| choices.get());
    let chips = move || {
        let one = |choice| view! { <RadioChip choice name value on_choose/> };
        choices.get().into_iter().map(one).collect_view()
    };
    view! { <div class="chips">{chips}{children.map(|children| children())}</div> }
}

#[component]
fn RadioChip<T>(
    choice: Choice<T>,
    name: StoredValue<String>,
    value: Signal<Option<T>>,
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let Choice { value: own, label, small, icon } = choice;
    let chosen = own.clone();
    let checked = Memo::new(move |_| value.with(|it| it.as_ref() == Some(&own)));
    let class = if small.is_some() { "chip is-stack" } else { "chip" };
    view! {
        <label class=class>
            <input
                type="radio"
                name=name.get_value()
                prop:checked=move || checked.get()
                on:change=move |_| on_choose.run(chosen.clone())
            />
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
            {small.map(|small| view! { <small>{small}</small> })}
        </label>
    }
}

/// A chip of its own that is on or off.
#[component]
pub fn ToggleChip(
    #[prop(into)] label: Text,
    #[prop(into)] on: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional)] icon: Option<Glyph>,
) -> impl IntoView {
    view! {
        <label class="chip">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <span>{move || label.get()}</span>
        </label>
    }
}
