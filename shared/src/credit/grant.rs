//! The grant at the desk: who may says on what terms a customer buys.

use serde::{Deserialize, Serialize};

use super::{
    Against, CreditLine, CreditRefusal, CreditStanding, given, may_grant, may_grant_unlimited,
};
use crate::{
    calendar::{Day, When},
    customer::Customer,
    dossier::Dossier,
    effects::Effects,
    id::CustomerId,
    refusal::Refusal,
    row::Row,
    user::{Caller, Role},
};

/// The command that sets a customer's standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What is granted.
    pub terms: CreditStanding,
    pub valid_from: Option<Day>,
    pub valid_until: Option<Day>,
    pub reason: String,
    /// What the caller saw.
    pub against: Against,
}

/// Sets the standing. What may still be granted is judged by `today`, the server's on the server.
///
/// Class B, and a stale base is refused with both versions: whoever sits at the desk sees in the
/// next second what stands, and a grant in review would leave two limits of which neither counts.
/// The same again changes nothing.
///
/// # Errors
/// The caller may not, the form is malformed, it is credit for the walk-in account, or another standing has
/// come in between.
pub fn grant(
    it: &Grant,
    customer: Option<CustomerId>,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    if !may_grant(caller) {
        return Err(Refusal::NotPermitted { needs: Role::Controller });
    }
    may_set(caller, it.terms)?;
    let customer = dossier.known_customer(customer)?;
    not_to_walk_in(customer, it.terms)?;
    // Cash only holds for ever there: on other days nothing would stand.
    if customer.is_walk_in() && (it.valid_from.is_some() || it.valid_until.is_some()) {
        return Err(CreditRefusal::WalkIn.into());
    }
    it.terms.well_formed()?;
    given(&it.reason)?;
    if let (Some(valid_from), Some(valid_until)) = (it.valid_from, it.valid_until)
        && valid_until < valid_from
    {
        return Err(CreditRefusal::EndsBeforeBegins { valid_from, valid_until }.into());
    }
    if let Some(valid_until) = it.valid_until
        && valid_until < when.today
    {
        return Err(CreditRefusal::EndsInThePast { valid_until, today: when.today }.into());
    }
    let line = CreditLine {
        customer: customer.id,
        standing: it.terms,
        valid_from: it.valid_from,
        valid_until: it.valid_until,
        granted_by: caller.user,
        granted_on: when.today,
        reason: it.reason.trim().to_owned(),
        request: None,
    };
    if dossier.credit_line.as_ref() == Some(&line) {
        return Ok(Effects::nothing());
    }
    still_stands(it.against, dossier)?;
    Ok(Effects::write(Row::CreditLine(line)))
}

/// # Errors
/// Credit without a limit, by somebody who is not the highest approval.
pub(super) fn may_set(caller: &Caller, terms: CreditStanding) -> Result<(), Refusal> {
    if terms == CreditStanding::Unlimited && !may_grant_unlimited(caller) {
        return Err(Refusal::NotPermitted { needs: Role::Approver });
    }
    Ok(())
}

/// # Errors
/// [`CreditRefusal::WalkIn`] for anything but cash at the account of whoever comes.
pub(super) fn not_to_walk_in(
    customer: &Customer,
    terms: CreditStanding,
) -> Result<(), CreditRefusal> {
    if customer.is_walk_in() && terms != CreditStanding::CashOnly {
        return Err(CreditRefusal::WalkIn);
    }
    Ok(())
}

/// # Errors
/// [`CreditRefusal::LimitMoved`] when something else stands than was seen.
pub(super) fn still_stands(seen: Against, dossier: &Dossier) -> Result<(), CreditRefusal> {
    let now = Against::standing_in(dossier);
    if seen.is_stale(now) {
        return Err(CreditRefusal::LimitMoved { seen, now });
    }
    Ok(())
}
