//! The walk-in account 散客: whoever pays at the counter and has no file. One for each installation, and
//! cash only, whatever anybody asks.

use serde::{Deserialize, Serialize};

use super::{Customer, CustomerRefusal, Named, with_words};
use crate::{
    calendar::When,
    credit::{CreditLine, CreditStanding},
    dossier::Dossier,
    effects::Effects,
    id::CustomerId,
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// Its code. A file that names it means this account; no ERP numbers its customers so by chance.
pub const WALK_IN: &str = "散客";

impl CustomerId {
    /// The walk-in account: known by its code as every customer is, so that there is never a second.
    #[must_use]
    pub fn walk_in() -> CustomerId {
        CustomerId::of_code(WALK_IN)
    }
}

impl Customer {
    #[must_use]
    pub fn is_walk_in(&self) -> bool {
        self.id == CustomerId::walk_in()
    }
}

/// The command by which the server opens the account once there are books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWalkIn {
    pub named: Named,
    /// Why it buys against cash, as it stands with the credit.
    pub reason: String,
}

/// Opens the walk-in account, at cash only. A customer that stood under its code before becomes it, with
/// territory, documents and its name beside 散客, and without what was granted to it. Again it changes nothing.
///
/// # Errors
/// The caller is not the server, or another customer is named.
pub fn open_walk_in(
    it: &OpenWalkIn,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    let customer = it.named.id();
    if customer != CustomerId::walk_in() {
        return Err(CustomerRefusal::Unknown { customer }.into());
    }
    dossier.holds_no_other(customer)?;
    let mut effects = Effects::nothing();
    let stands = dossier.customer.clone();
    let mut wanted = stands.clone().unwrap_or_else(|| it.named.new_customer());
    if wanted.name != WALK_IN {
        let former = std::mem::replace(&mut wanted.name, WALK_IN.to_owned());
        wanted.also_known_as.push(former);
    }
    wanted.search_key = with_words(&it.named.search_key, &wanted.search_key);
    wanted.sort_key.clone_from(&it.named.sort_key);
    if stands.as_ref() != Some(&wanted) {
        effects.push(Row::Customer(wanted));
    }
    let line = dossier.credit_line.as_ref();
    if line.is_none_or(|it| it.standing != CreditStanding::CashOnly) {
        effects.push(Row::CreditLine(CreditLine {
            customer,
            standing: CreditStanding::CashOnly,
            valid_from: None,
            valid_until: None,
            granted_by: caller.user,
            granted_on: when.today,
            reason: it.reason.trim().to_owned(),
            request: None,
        }));
    }
    Ok(effects)
}
