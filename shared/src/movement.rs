//! Movements 外部核销: what the file that leads the books says was settled of a document, or opened
//! again, without saying with which money.
//!
//! A movement is a fact with its day; what of it is matched to money stands in pairings.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, When},
    dossier::Dossier,
    effects::Effects,
    id::{CompanyId, CustomerId, InvoiceId, MovementId, OpId, derived},
    invoice::{Invoice, InvoiceRefusal},
    money::Money,
    pairing::Ledger,
    policy::Policy,
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// A fall or a rise of what is open on one document. All but `unpaired` is a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    pub id: MovementId,
    pub customer: CustomerId,
    pub company: CompanyId,
    pub invoice: InvoiceId,
    /// The document's.
    pub number: String,
    pub direction: Direction,
    /// More than nothing.
    pub amount: Money,
    /// 收款日期 of its row, or the day of the file; never before the document.
    pub effective_on: Day,
    /// The document's: from here on it can be paid.
    pub posted_on: Day,
    /// What has no counterpart yet: the amount less the fold of its pairings. Nothing for what needs
    /// none.
    pub unpaired: Money,
}

/// Which way what is open went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 外部核销: it fell, and some money has to stand against it.
    SettledElsewhere,
    /// 期初已核销: settled before the document came here, with money of that time.
    SettledBefore,
    /// 外部反核销: it rose again.
    ReopenedElsewhere,
}

impl Movement {
    /// By how much it lowers the document, in minor units: below nothing for a rise.
    #[must_use]
    pub fn settled_minor(&self) -> i64 {
        match self.direction {
            Direction::SettledElsewhere | Direction::SettledBefore => self.amount.minor(),
            Direction::ReopenedElsewhere => self.amount.negated().minor(),
        }
    }
}

/// What a file says is still open 未核销金额, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StillOpen {
    pub amount: Money,
    /// 收款日期, or else the day of the file 数据截止日; absent where neither is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    #[serde(default)]
    pub original: Original,
    #[serde(default)]
    pub reopening: Reopening,
}

/// Whether the file gives the amount with which a document began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Original {
    #[default]
    Given,
    /// The first open amount seen stands for it, and is not compared later.
    Unknown,
}

/// What to do where more is open than before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopening {
    /// A fault of the row: somebody has to look.
    #[default]
    Refused,
    /// Somebody has looked.
    Confirmed,
}

/// The command that settles a document which a full list does not name any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleAbsent {
    pub invoice: InvoiceId,
    /// The day of the list.
    pub as_of: Day,
}

/// What a movement is decided with.
pub(crate) struct Deciding<'a> {
    pub op: OpId,
    pub dossier: &'a Dossier,
    pub policy: &'a Policy,
    pub when: When,
}

/// A document as it comes here first: what of it was settled before is a movement that needs no
/// counterpart.
///
/// # Errors
/// More is open than was owed, less than nothing, or nobody says since when.
pub(crate) fn first_seen(
    still: &StillOpen,
    invoice: &mut Invoice,
    with: &Deciding<'_>,
) -> Result<Option<Movement>, InvoiceRefusal> {
    in_range(still, invoice)?;
    let settled = invoice.open.minor().saturating_sub(still.amount.minor());
    if settled == 0 {
        return Ok(None);
    }
    let on = day_of(still, invoice, with.when)?;
    let amount = difference(invoice.open, still.amount);
    invoice.open = still.amount;
    Ok(Some(of(invoice, Direction::SettledBefore, amount, on, with.op)))
}

/// A document that is here: a fall is one movement, a rise another, which somebody has confirmed.
///
/// # Errors
/// As [`first_seen`], or the rise is not confirmed.
pub(crate) fn follow(
    still: &StillOpen,
    here: &Invoice,
    effects: &mut Effects,
    with: &Deciding<'_>,
) -> Result<(), Refusal> {
    in_range(still, here)?;
    if still.amount == here.open {
        return Ok(());
    }
    if still.amount.minor() < here.open.minor() {
        let on = day_of(still, here, with.when)?;
        return settle(here, difference(here.open, still.amount), on, effects, with);
    }
    if still.reopening == Reopening::Refused {
        let (number, here, given) = (here.number.clone(), here.open, still.amount);
        return Err(InvoiceRefusal::Reopened { number, here, given }.into());
    }
    let on = day_of(still, here, with.when)?;
    let amount = difference(still.amount, here.open);
    let movement = of(here, Direction::ReopenedElsewhere, amount, on, with.op);
    effects.push(Row::Invoice(Invoice { open: still.amount, ..here.clone() }));
    effects.push(Row::Movement(movement.clone()));
    let mut ledger = Ledger::over(with.dossier, here.customer, effects, with.op, with.when.today);
    ledger.reopen(&movement)?;
    ledger.pair(&with.policy.reconciliation)?;
    ledger.into_effects(effects);
    Ok(())
}

/// Settles what a full list does not name. What is not open here any more stays as it is.
///
/// # Errors
/// The caller is not the server, or the document is not here.
pub fn settle_absent(
    it: &SettleAbsent,
    op: OpId,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    let unknown = InvoiceRefusal::Unknown { invoice: it.invoice };
    let here = dossier.invoices.get(&it.invoice).ok_or(unknown)?;
    let mut effects = Effects::nothing();
    if when.today < it.as_of {
        return Err(InvoiceRefusal::SettledAhead { on: it.as_of, today: when.today }.into());
    }
    if here.open.is_positive() {
        let with = Deciding { op, dossier, policy, when };
        settle(here, here.open, it.as_of, &mut effects, &with)?;
    }
    Ok(effects)
}

fn settle(
    here: &Invoice,
    amount: Money,
    on: Day,
    effects: &mut Effects,
    with: &Deciding<'_>,
) -> Result<(), Refusal> {
    let open = here.open.checked_sub(amount)?;
    effects.push(Row::Invoice(Invoice { open, ..here.clone() }));
    effects.push(Row::Movement(of(here, Direction::SettledElsewhere, amount, on, with.op)));
    let mut ledger = Ledger::over(with.dossier, here.customer, effects, with.op, with.when.today);
    ledger.pair(&with.policy.reconciliation)?;
    ledger.into_effects(effects);
    Ok(())
}

fn of(it: &Invoice, direction: Direction, amount: Money, on: Day, op: OpId) -> Movement {
    let needs_money = direction == Direction::SettledElsewhere;
    Movement {
        id: MovementId(derived("movement", &[&op.to_string(), &it.id.to_string()])),
        customer: it.customer,
        company: it.company,
        invoice: it.id,
        number: it.number.clone(),
        direction,
        amount,
        // A report of an earlier day knows neither the document nor what settled it.
        effective_on: on.max(it.posted_on),
        posted_on: it.posted_on,
        unpaired: if needs_money { amount } else { Money::nil(amount.currency()) },
    }
}

fn in_range(still: &StillOpen, here: &Invoice) -> Result<(), InvoiceRefusal> {
    let (number, given) = (here.number.clone(), still.amount);
    if given.minor() < 0 {
        return Err(InvoiceRefusal::OpenNegative { number, given });
    }
    if given.currency() != here.amount.currency() || here.amount.minor() < given.minor() {
        return Err(InvoiceRefusal::OpenAboveAmount { number, amount: here.amount, given });
    }
    Ok(())
}

fn day_of(still: &StillOpen, here: &Invoice, when: When) -> Result<Day, InvoiceRefusal> {
    let (number, given) = (here.number.clone(), still.amount);
    let on = still.on.ok_or(InvoiceRefusal::DayNeeded { number, here: here.open, given })?;
    if when.today < on {
        return Err(InvoiceRefusal::SettledAhead { on, today: when.today });
    }
    Ok(on)
}

/// Of two amounts that [`in_range`] has compared.
fn difference(more: Money, less: Money) -> Money {
    more.checked_sub(less)
        .unwrap_or_else(|_| unreachable!("both are between nothing and the whole"))
}
