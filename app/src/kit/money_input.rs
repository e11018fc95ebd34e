//! An amount as it is typed: number pad, no text lost, grouped on leaving, its faults said below.

use leptos::prelude::*;
use shared::{money::Currency, words};

use super::{Text, field::Ties};
use crate::{format::typing, language::use_language};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MoneyInputSize {
    #[default]
    Plain,
    /// The one number its form is about.
    Hero,
}

impl MoneyInputSize {
    fn class(self) -> &'static str {
        match self {
            MoneyInputSize::Plain => "input input-money",
            MoneyInputSize::Hero => "input input-amount",
        }
    }
}

/// The text is the truth of the field; `format::typing::amount` reads it.
#[component]
pub fn MoneyInput(
    text: RwSignal<String>,
    #[prop(into)] currency: Signal<Currency>,
    #[prop(optional)] size: MoneyInputSize,
    #[prop(optional, into)] placeholder: Text,
    /// Its name where no field stands around it.
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView {
    let ties = Ties::around();
    let language = use_language();
    // A fault is said on leaving and taken back while typing, not the other way round.
    let left = RwSignal::new(false);
    Effect::new(move || {
        let fault = typing::amount(&text.get(), currency.get()).err().filter(|_| left.get());
        ties.own_error.set(fault.map(|it| words::money_error(&it, language.get())));
    });
    let leave = move |_| {
        left.set(true);
        let (typed, currency) = (text.get_untracked(), currency.get_untracked());
        let grouped = typing::regrouped(&typed, currency);
        if grouped != typed {
            text.set(grouped);
        }
    };
    view! {
        <span class=size.class()>
            <span class="money-cur" aria-hidden="true">{move || currency.get().sign().to_owned()}</span>
            <input
                id=ties.id.get_value()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                maxlength="24"
                placeholder=move || placeholder.get()
                prop:value=move || text.get()
                aria-label=label.map(|it| move || it.get())
                aria-describedby=ties.described_by()
                aria-invalid=ties.invalid()
                aria-required=ties.required()
                on:input:target=move |event| {
                    left.set(false);
                    text.set(event.target().value());
                }
                on:blur=leave
            />
        </span>
    }
}
