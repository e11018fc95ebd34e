//! Money as typography: tabular, the minor unit lighter, a real minus, – for nothing.

use leptos::prelude::*;
use shared::money::Money;

use crate::{format::money, language::use_language};

/// Whether the currency's sign stands before the figure: once per block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Currencies {
    #[default]
    Unsaid,
    Said,
}

/// What becomes of the minor unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cents {
    #[default]
    Lighter,
    /// 17.16万: for legends and the phone; the full figure is the title and what is read out.
    Folded,
}

/// An amount. Overdrawn or overdue ones are marked bad by whoever knows.
#[component]
pub fn Amount(
    #[prop(into)] money: Signal<Money>,
    #[prop(optional)] currency: Currencies,
    #[prop(optional)] cents: Cents,
    #[prop(optional, into)] bad: Signal<bool>,
) -> impl IntoView {
    let language = use_language();
    let figure = move || {
        let amount = money.get();
        let sign = (currency == Currencies::Said).then(
            || view! { <span class="money-cur">{amount.currency().sign().to_owned()}</span> },
        );
        match cents {
            Cents::Folded => {
                let full = money::full(amount);
                view! {
                    <span aria-hidden="true" title=full.clone()>{sign}{money::short(language.get(), amount)}</span>
                    <span class="vh">{full}</span>
                }
                .into_any()
            }
            Cents::Lighter if amount.is_nil() && currency == Currencies::Unsaid => "–".into_any(),
            Cents::Lighter => {
                let (whole, minor) = amount.grouped();
                let (minus, whole) = match whole.strip_prefix('−') {
                    Some(size) => ("−", size.to_owned()),
                    None => ("", whole),
                };
                view! { {minus}{sign}{whole}<span class="money-min">{minor}</span> }.into_any()
            }
        }
    };
    view! {
        <span class="money" class:is-bad=move || bad.get() class:is-nil=move || money.get().is_nil()>
            {figure}
        </span>
    }
}

/// A short amount that opens into the full figure at a tap, and folds again. Not inside a link.
#[component]
pub fn FoldedAmount(
    #[prop(into)] money: Signal<Money>,
    #[prop(optional)] currency: Currencies,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let shown = move || {
        let cents = if open.get() { Cents::Lighter } else { Cents::Folded };
        view! { <Amount money currency cents/> }
    };
    view! {
        <button
            class="money-fold tap"
            type="button"
            aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|it| *it = !*it)
        >
            {shown}
        </button>
    }
}

/// The one number a page is about.
#[component]
pub fn Figure(children: Children) -> impl IntoView {
    view! { <p class="figure">{children()}</p> }
}
