//! Customers 客户: the rep's list and file, the desk's table and file.

mod desk;
mod invoices;
mod list;
mod open;
mod page;
mod parts;
mod promises;
mod table;
mod timeline;
mod unfolded;

use app::kit::{Meta, RowEnd, RowMain, RowTitle};
use app::view::customer_list::CustomerRow;
use app::words::{ListWord, Said};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::id::CustomerId;

use crate::{
    parts::amounts,
    say::{said, t},
};
pub use desk::{CustomerFile, dossier_of};
pub use list::CustomerList;
pub use open::{Open, Shown, opened};
pub use page::{Customer, instead};
pub use table::{CustomerTable, TerritorySelect, settle};
pub use unfolded::{List, Whole};

/// The customer named in the address; none when it is no id.
pub fn of_address() -> Memo<Option<CustomerId>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("id").and_then(|it| it.parse().ok()))
}

/// The address of a customer.
pub fn address(customer: CustomerId) -> String {
    format!("/customers/{customer}")
}

/// A customer in a list: name and code, what is owed, what of it is overdue and since when.
pub fn row_of_list(row: &CustomerRow) -> impl IntoView + use<> {
    let overdue = row.days_overdue.map(|days| {
        let since = said(move || Said::DaysOverdue { days });
        let sum = amounts(&row.overdue);
        view! { <span class="meta bad">{since}" "{sum}</span> }
    });
    let settled = row.balance.is_nil().then(|| view! { <Meta>{t(ListWord::Settled)}</Meta> });
    let (name, code, balance) = (row.name.clone(), row.code.clone(), amounts(&row.balance));
    view! {
        <a class="row" href=address(row.customer)>
            <RowMain>
                <RowTitle><span class="cut">{name}</span></RowTitle>
                <Meta>{code}</Meta>
            </RowMain>
            <RowEnd>
                {balance}
                {overdue}
                {settled}
            </RowEnd>
        </a>
    }
}
