//! Credit 授信: what stands in a customer's file, the request at the counter, grant and approvals at the desk.

mod approvals;
mod deciding;
mod fields;
mod grant;
mod request;
mod section;
mod to_decide;

use app::kit::{Fact, Facts, Note, Notice};
use app::words::{CreditSaid, CreditWord};
use leptos::prelude::*;
use shared::{
    credit::{CreditFigures, CreditStanding},
    id::UserId,
    words,
};

use crate::{
    parts::money,
    replica::Replica,
    say::{say, t},
};
pub use approvals::Approvals;
pub use grant::GrantCredit;
pub use request::AskForCredit;
pub use section::CreditSection;
pub use to_decide::{ToDecideRow, may_wait, provide_to_decide, to_decide};

/// A standing with its amount, as a sentence has it.
fn standing(it: CreditStanding) -> Signal<String> {
    say(move |language| words::credit_standing(&it, language))
}

/// A standing in a column: of a limit the amount alone, to be compared at a glance.
pub fn terms(it: CreditStanding) -> AnyView {
    match it.limit() {
        Some(limit) => money(limit).into_any(),
        None => standing(it).into_any(),
    }
}

/// The name of somebody.
fn person(user: UserId) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let register = Replica::expect().register();
    move || register.get().user_name(user)
}

/// What counts today, what of it is used, and what is left: the same on every page.
#[component]
fn Figures(figures: CreditFigures) -> impl IntoView {
    let terms = match figures.standing {
        CreditStanding::NotGranted => CreditWord::NotGranted,
        CreditStanding::CashOnly => CreditWord::CashOnly,
        CreditStanding::Limited { .. } => CreditWord::Limited,
        CreditStanding::Unlimited => CreditWord::Unlimited,
    };
    let limit = figures.standing.limit().map(|it| {
        view! { <Fact label=t(CreditWord::Limit)>{money(it)}</Fact> }
    });
    let left = match (figures.available, figures.over()) {
        (_, Some(over)) => Some(
            view! { <Fact label=t(CreditWord::Over)><b class="bad">{money(over)}</b></Fact> }
                .into_any(),
        ),
        (Some(left), None) => Some(
            view! { <Fact label=t(CreditWord::Available)><b>{money(left)}</b></Fact> }.into_any(),
        ),
        (None, None) => None,
    };
    let used = figures.exposure.used;
    view! {
        <Facts>
            <Fact label=t(CreditWord::Terms)>{t(terms)}</Fact>
            {limit}
            <Fact label=t(CreditWord::Used)>{money(used)}</Fact>
            {left}
        </Facts>
        <Limits figures/>
    }
}

/// What the figures do not say: until when the limit runs, and what no rate converts.
#[component]
fn Limits(figures: CreditFigures) -> impl IntoView {
    let lapsed = figures.line.as_ref().is_some_and(|it| it.standing != figures.standing);
    let until = figures.line.as_ref().and_then(|it| it.valid_until).map(|day| {
        let said = say(move |language| CreditSaid::Until { day }.text(language));
        view! { <p class="meta">{said}</p> }
    });
    let no_rate = (!figures.exposure.no_rate.is_nil()).then(|| {
        let sums = figures.exposure.no_rate.clone();
        let said = say(move |language| CreditSaid::NoRate { sums: sums.clone() }.text(language));
        view! { <Note notice=Notice::Warn>{said}</Note> }
    });
    let converted = figures.exposure.converted.iter().map(|it| {
        let said = CreditSaid::Converted { amount: it.amount, by: it.by.clone() };
        let said = say(move |language| said.text(language));
        view! { <p class="meta">{said}</p> }
    });
    let converted = converted.collect_view();
    view! {
        {until}
        {converted}
        {lapsed.then(|| view! { <Note notice=Notice::Warn>{t(CreditWord::Lapsed)}</Note> })}
        {no_rate}
    }
}
