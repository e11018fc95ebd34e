//! Pairings by hand: finance says which money it was, takes a pairing back, or says that no money
//! stands behind a matter.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Counterpart, Ledger, Otherwise, Pairing, PairingRefusal, PairingState, Subject, ledger::id_of,
};
use crate::{
    calendar::When,
    dossier::Dossier,
    effects::Effects,
    field_receipt::{FieldReceiptState, REASON_MAX},
    id::{CompanyId, FieldReceiptId, MovementId, PairingId, ReceiptId},
    money::Money,
    movement::{Direction, Movement},
    policy::Policy,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{Caller, Role},
};

/// The command that pairs a movement with money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Make {
    pub movement: MovementId,
    pub with: ByHand,
}

/// The money a person points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum ByHand {
    Receipt(ReceiptId),
    FieldReceipt(FieldReceiptId),
}

impl ByHand {
    /// The row it is.
    #[must_use]
    pub fn row(self) -> Uuid {
        match self {
            ByHand::Receipt(it) => it.0,
            ByHand::FieldReceipt(it) => it.0,
        }
    }
}

/// The command that takes a pairing back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub pairing: PairingId,
}

/// The command that says what a matter was, where no money stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleOtherwise {
    pub subject: Subject,
    pub how: Otherwise,
    pub reason: String,
}

/// Who matches money: finance and the credit controller.
#[must_use]
pub fn may_pair(caller: &Caller) -> bool {
    caller.has(Role::Finance) || caller.has(Role::Controller)
}

fn must_pair(caller: &Caller) -> Result<(), Refusal> {
    if may_pair(caller) { Ok(()) } else { Err(Refusal::NotPermitted { needs: Role::Finance }) }
}

/// Money with what is left of it.
struct Left {
    company: CompanyId,
    amount: Money,
    number: String,
    receipt: Option<ReceiptId>,
}

/// Pairs as much of the movement as there is money. The same pair again is refused, because nothing
/// of the movement is left.
///
/// # Errors
/// The caller does not match money; one side is unknown, used up, or of another company or currency.
pub fn make(
    it: &Make,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    must_pair(caller)?;
    let customer = dossier.known_customer(command.customer)?.id;
    let unknown = PairingRefusal::UnknownMovement { movement: it.movement };
    let movement = dossier.movements.get(&it.movement).ok_or(unknown)?;
    let number = movement.number.clone();
    if movement.direction != Direction::SettledElsewhere || !movement.unpaired.is_positive() {
        return Err(PairingRefusal::PairedAlready { number }.into());
    }
    let left = left_of(it.with, dossier)?;
    if left.company != movement.company {
        return Err(PairingRefusal::OtherCompany { number }.into());
    }
    if left.amount.currency() != movement.unpaired.currency() {
        let (movement, money) = (movement.unpaired, left.amount);
        return Err(PairingRefusal::OtherCurrency { number, movement, money }.into());
    }
    if !left.amount.is_positive() {
        return Err(PairingRefusal::MoneyUsedUp { number: left.number }.into());
    }
    let both = movement.unpaired.minor().min(left.amount.minor());
    let amount = Money::try_new(both, left.amount.currency())?;
    let with = match it.with {
        ByHand::Receipt(receipt) => Counterpart::Receipt { receipt },
        ByHand::FieldReceipt(field_receipt) => Counterpart::FieldReceipt { field_receipt },
    };
    let mut effects = Effects::nothing();
    let mut ledger = Ledger::over(dossier, customer, &effects, command.op_id, when.today);
    let pairing = ledger.make(movement.id, with, amount, Some(caller.user))?;
    if let Some(receipt) = left.receipt {
        ledger.cover(pairing, receipt)?;
    }
    ledger.into_effects(&mut effects);
    Ok(effects)
}

fn left_of(with: ByHand, dossier: &Dossier) -> Result<Left, Refusal> {
    let booked = |id: ReceiptId| {
        let receipt = dossier.receipts.get(&id).ok_or(PairingRefusal::UnknownCounterpart)?;
        Ok(Left {
            company: receipt.company,
            amount: receipt.unapplied,
            number: receipt.number.clone(),
            receipt: Some(id),
        })
    };
    let field_receipt = match with {
        ByHand::Receipt(receipt) => return booked(receipt),
        ByHand::FieldReceipt(it) => it,
    };
    let slip = dossier.field_receipts.get(&field_receipt);
    let slip = slip.ok_or(PairingRefusal::UnknownCounterpart)?;
    match slip.state {
        FieldReceiptState::HandedIn { receipt, .. } => return booked(receipt),
        FieldReceiptState::Cancelled { .. } => {
            return Err(PairingRefusal::SlipCancelled { slip: slip.slip.clone() }.into());
        }
        FieldReceiptState::Taken => {}
    }
    let mut amount = slip.amount;
    let paired = dossier.pairings.values().filter(|it| it.field_receipt() == Some(slip.id));
    for it in paired {
        amount = amount.checked_sub(it.held())?;
    }
    let (company, number) = (slip.company, slip.slip.to_string());
    Ok(Left { company, amount, number, receipt: None })
}

/// Takes a pairing back; the rule does not pair the same two again. Taken back before, it is
/// refused with the day.
///
/// # Errors
/// The caller does not match money, or the pairing is unknown, undone, or the file's own.
pub fn undo(
    it: &Undo,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    must_pair(caller)?;
    let unknown = PairingRefusal::UnknownPairing { pairing: it.pairing };
    let pairing = dossier.pairings.get(&it.pairing).ok_or(unknown)?;
    if let PairingState::Undone { on, .. } = pairing.state {
        return Err(PairingRefusal::UndoneAlready { on }.into());
    }
    if !pairing.may_be_undone_by_hand() {
        return Err(PairingRefusal::NotByHand.into());
    }
    let Some(customer) = command.customer else {
        let state = PairingState::Undone { by: Some(caller.user), on: when.today };
        return Ok(Effects::write(Row::Pairing(Pairing { state, ..pairing.clone() })));
    };
    let mut effects = Effects::nothing();
    let mut ledger = Ledger::over(dossier, customer, &effects, command.op_id, when.today);
    ledger.part(it.pairing, Some(caller.user))?;
    ledger.pair(&policy.reconciliation)?;
    ledger.into_effects(&mut effects);
    Ok(effects)
}

/// Says what a matter was: a return, an allowance, money that is nobody's. It leaves the list; a
/// movement's amount stays settled.
///
/// # Errors
/// The caller does not match money, no reason is given, or the matter is unknown or settled.
pub fn settle_otherwise(
    it: &SettleOtherwise,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    must_pair(caller)?;
    let reason = it.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(PairingRefusal::ReasonEmpty.into());
    }
    let (length, most) = (reason.chars().count(), REASON_MAX);
    if most < length {
        return Err(PairingRefusal::ReasonTooLong { length, most }.into());
    }
    let matter = matter(it.subject, dossier)?;
    let with = Counterpart::Otherwise { how: it.how, reason };
    if let Some(movement) = matter.movement {
        let customer = dossier.known_customer(command.customer)?.id;
        let mut effects = Effects::nothing();
        let mut ledger = Ledger::over(dossier, customer, &effects, command.op_id, when.today);
        ledger.make(movement.id, with, matter.amount, Some(caller.user))?;
        ledger.into_effects(&mut effects);
        return Ok(effects);
    }
    let settled = |has: &Pairing| has.stands() && has.subject == it.subject;
    if dossier.pairings.values().any(settled) {
        return Err(PairingRefusal::SettledAlready.into());
    }
    Ok(Effects::write(Row::Pairing(Pairing {
        id: id_of(command.op_id, it.subject, 0),
        customer: command.customer,
        subject: it.subject,
        with,
        invoice: None,
        amount: matter.amount,
        by: Some(caller.user),
        made_on: when.today,
        state: PairingState::Noted,
    })))
}

struct Matter<'a> {
    amount: Money,
    movement: Option<&'a Movement>,
}

fn matter(subject: Subject, dossier: &Dossier) -> Result<Matter<'_>, PairingRefusal> {
    let unknown = PairingRefusal::UnknownCounterpart;
    let amount = match subject {
        Subject::Movement(movement) => {
            let unknown = PairingRefusal::UnknownMovement { movement };
            let movement = dossier.movements.get(&movement).ok_or(unknown)?;
            if !movement.unpaired.is_positive() {
                let number = movement.number.clone();
                return Err(PairingRefusal::PairedAlready { number });
            }
            return Ok(Matter { amount: movement.unpaired, movement: Some(movement) });
        }
        Subject::Receipt(id) => dossier.receipts.get(&id).ok_or(unknown)?.amount,
        Subject::FieldReceipt(id) => dossier.field_receipts.get(&id).ok_or(unknown)?.amount,
        Subject::Promise(id) => dossier.promises.get(&id).ok_or(unknown)?.amount,
    };
    Ok(Matter { amount, movement: None })
}
