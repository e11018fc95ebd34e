//! Small things that many pages show: amounts of several currencies, a truth, what stands in a list's place.

use app::kit::{Amount, Currencies, Empty, Figure, Glyph, Mark, Truth};
use app::words::{Label, ListWord};
use leptos::prelude::*;
use shared::{
    id::TerritoryId,
    money::{Amounts, Currency, Money},
};

use crate::{
    replica::Replica,
    say::{say, t},
};

/// The home currency has no sign in lists: it is said once, at the page's figure.
fn sign(of: Currency) -> Currencies {
    if of == Currency::CNY { Currencies::Unsaid } else { Currencies::Said }
}

/// A figure in a list or a table.
pub fn money(it: Money) -> impl IntoView {
    view! { <Amount money=it currency=sign(it.currency())/> }
}

/// The name of a territory, once the register is here to tell it.
pub fn territory(of: Option<TerritoryId>) -> Signal<String> {
    let register = Replica::expect().register();
    say(move |language| match of {
        None => ListWord::NoTerritory.text(language).to_owned(),
        Some(id) => {
            let register = register.get();
            register.territories.get(&id).map_or_else(|| "…".to_owned(), |it| it.name.clone())
        }
    })
}

/// Each currency on its own line; a dash for nothing.
pub fn amounts(it: &Amounts) -> impl IntoView + use<> {
    let each: Vec<Money> = it.iter().collect();
    if each.is_empty() {
        return view! { <span class="money is-nil">"–"</span> }.into_any();
    }
    let each = each.into_iter().map(|it| view! { <span class="amounts-line">{money(it)}</span> });
    view! { <span class="amounts">{each.collect_view()}</span> }.into_any()
}

/// The figures a page is about, one per currency, with its sign.
pub fn figures(it: &Amounts) -> impl IntoView + use<> {
    let mut each: Vec<Money> = it.iter().collect();
    if each.is_empty() {
        each.push(Money::nil(Currency::CNY));
    }
    let figure =
        |money: Money| view! { <Figure><Amount money currency=Currencies::Said/></Figure> };
    each.into_iter().map(figure).collect_view()
}

/// Truth has an icon and a word.
pub fn mark(it: impl Into<Truth>) -> impl IntoView {
    let truth: Truth = it.into();
    view! { <Mark truth/> }
}

/// What belongs here, and the next step.
pub fn empty<L, M>(glyph: Glyph, title: L, hint: M) -> impl IntoView
where
    L: Label + Send + Sync + 'static,
    M: Label + Send + Sync + 'static,
{
    view! { <Empty glyph title=t(title) hint=t(hint)/> }
}
