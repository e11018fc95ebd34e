//! The requests that wait for who works here: counted once, and shown by one row that leads to them,
//! on 今日 and in 待办.

use app::{
    kit::{Glyph, Meta, Row, RowMain},
    view::listed::{self, Listed as _},
    words::{CreditSaid, NavWord},
};
use leptos::prelude::*;
use shared::{
    credit,
    page::{CreditRequestListing, CreditRequestQuery, StateFilter},
    user::Caller,
};

use crate::{
    desk_page::Fetched,
    replica::Replica,
    say::{say, t},
};

/// What waits for the user, and whether the user decides at all.
#[derive(Clone, Copy)]
struct ToDecide {
    decides: Memo<bool>,
    count: Signal<Option<usize>>,
}

fn address(path: &str) -> String {
    let query =
        CreditRequestQuery { state: StateFilter::ToDecide, ..CreditRequestQuery::default() };
    format!("{path}{}", listed::address(&query, None))
}

/// Counts what waits, for who decides somewhere; nobody else asks.
pub fn provide_to_decide() {
    let replica = Replica::expect();
    let user = replica.user();
    let decides = Memo::new(move |_| credit::may_decide_somewhere(&Caller::of(&user.get())));
    // The very page that the row leads to, so that it is known without a network as well.
    let path = Signal::stored(address(CreditRequestQuery::VIEW));
    let page = Memo::new(move |_| {
        decides.get().then(|| Fetched::of(replica.desk::<CreditRequestListing>(path)).value)
    });
    let count = Signal::derive(move || {
        let listing = page.get()?.get()?;
        usize::try_from(listing.total).ok()
    });
    provide_context(ToDecide { decides, count });
}

/// How many requests wait for who works here; none while nobody knows, and for who decides none.
pub fn to_decide() -> Signal<Option<usize>> {
    use_context::<ToDecide>().map_or_else(|| Signal::stored(None), |it| it.count)
}

/// Whether requests wait for who works here, or may: of a number that nobody knows it is not said that
/// it is none.
pub fn may_wait() -> Signal<bool> {
    let Some(ToDecide { decides, count }) = use_context() else { return Signal::stored(false) };
    Signal::derive(move || decides.get() && count.get() != Some(0))
}

/// The way to them. Nothing is said of a number that nobody knows yet.
#[component]
pub fn ToDecideRow() -> impl IntoView {
    let count = to_decide();
    let said = say(move |language| match count.get() {
        None | Some(0) => String::new(),
        Some(count) => CreditSaid::WaitForYou { count }.text(language),
    });
    view! {
        <Row href=address(CreditRequestQuery::PATH) lead=Glyph::Approve>
            <RowMain>
                <span>{t(NavWord::Approvals)}</span>
                <Meta>{said}</Meta>
            </RowMain>
        </Row>
    }
}
