//! One of many, by the browser's own list.

use leptos::prelude::*;

use super::{Choice, Glyph, Icon, Text, field::Ties};

/// The chosen value, or nothing while the first line (`nothing`) stands.
#[component]
pub fn Select<T>(
    #[prop(into)] choices: Signal<Vec<Choice<T>>>,
    #[prop(into)] value: Signal<Option<T>>,
    #[prop(into)] on_choose: Callback<Option<T>>,
    /// A first line that chooses nothing.
    #[prop(optional, into)]
    nothing: Option<Text>,
    /// Its name where no field stands around it.
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let ties = Ties::around();
    let choices = Memo::new(move |_| choices.get());
    let offered = move |at: usize, choice: Choice<T>| {
        let own = choice.value;
        let selected = move || value.with(|it| it.as_ref() == Some(&own));
        view! { <option value=at.to_string() prop:selected=selected>{choice.label}</option> }
    };
    let choose = move |event: web_sys::HtmlSelectElement| {
        let at = event.value().parse::<usize>().ok();
        on_choose.run(
            at.and_then(|at| choices.with_untracked(|it| it.get(at).map(|it| it.value.clone()))),
        );
    };
    view! {
        <span class="input">
            <select
                id=ties.id.get_value()
                aria-label=label.map(|it| move || it.get())
                aria-describedby=ties.described_by()
                aria-invalid=ties.invalid()
                aria-required=ties.required()
                on:change:target=move |event| choose(event.target())
            >
                {nothing
                    .map(|text| {
                        view! {
                            <option value="" prop:selected=move || value.with(Option::is_none)>
                                {move || text.get()}
                            </option>
                        }
                    })}
                {move || {
                    choices.get().into_iter().enumerate().map(|(at, it)| offered(at, it)).collect_view()
                }}
            </select>
            <Icon glyph=Glyph::Down/>
        </span>
    }
}
