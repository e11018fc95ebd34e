//! The requests that wait for who works here: counted once for the phone, and shown by one row that
//! leads to them, on 今日 and in 待办.

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

/// What waits for the user; from the context of the phone. The desk has its rail and its dashboard.
#[derive(Clone, Copy)]
struct ToDecide(Signal<Option<usize>>);

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
    provide_context(ToDecide(count));
}

/// How many requests wait for who works here; none while nobody knows, and for who decides none.
pub fn to_decide() -> Signal<Option<usize>> {
    use_context::<ToDecide>().map_or_else(|| Signal::stored(None), |it| it.0)
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
