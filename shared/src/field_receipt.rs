//! Field receipts 在途收款: money a rep took or saw, and finance has not booked.
//!
//! It stands beside the balance and never in it: the balance falls with the receipt that is booked
//! when the money is handed in (交款), not with the slip. A written slip is never deleted; what was
//! wrong is cancelled, and its number stays.

mod in_hand;
pub mod slip;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Instant, When},
    dossier::Dossier,
    effects::{Effects, Warning, Why},
    id::{CompanyId, CustomerId, FieldReceiptId, HandInId, PromiseId, ReceiptId, UserId},
    money::{Amounts, Money, MoneyError},
    pairing::Ledger,
    policy::Policy,
    promise::Basis,
    receipt::PaymentMethod,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{self, Caller, Role},
};

pub use in_hand::{CashInHand, Unbooked, cash_in_hand, may_take};
pub use slip::Slip;

/// The longest name of who paid, in characters.
pub const PAYER_MAX: usize = 200;
/// The longest reason for a cancelled slip or a difference, in characters.
pub const REASON_MAX: usize = 1_000;

/// What was taken or seen, from whom, on which slip. All but the state is a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReceipt {
    pub id: FieldReceiptId,
    pub customer: CustomerId,
    pub author: UserId,
    /// Whose money it is.
    pub company: CompanyId,
    /// More than nothing.
    pub amount: Money,
    pub method: PaymentMethod,
    pub slip: Slip,
    /// 付款户名; empty for the customer itself.
    pub payer: String,
    pub note: String,
    /// The business day on which it was taken.
    pub taken_on: Day,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    /// The promise it was said to keep.
    pub promise: Option<PromiseId>,
    pub state: FieldReceiptState,
}

/// What became of a field receipt. A transfer that was seen waits for the bank's own receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FieldReceiptState {
    /// 未入账.
    Taken,
    /// 已交款: counted by somebody else, and booked.
    HandedIn { hand_in: HandInId, receipt: ReceiptId, cashier: UserId, counted: Money, on: Day },
    /// 已作废: the slip does not count; it is kept with its number.
    Cancelled { by: UserId, reason: String, on: Day },
}

impl FieldReceipt {
    /// Not booked, and not cancelled.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.state == FieldReceiptState::Taken
    }
}

/// Whether money that came so lies in the rep's hand until it is handed in. The rest is on the
/// company's account, where the bank's own receipt books it.
#[must_use]
pub fn is_handed_in(method: PaymentMethod) -> bool {
    match method {
        PaymentMethod::Cash | PaymentMethod::BankAcceptance | PaymentMethod::OtherBill => true,
        PaymentMethod::Transfer | PaymentMethod::Mobile => false,
    }
}

/// The command given at the counter, possibly offline, when the money has changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    pub id: FieldReceiptId,
    pub company: CompanyId,
    pub amount: Money,
    pub method: PaymentMethod,
    pub slip: Slip,
    pub payer: String,
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseId>,
    /// The cash carried before it in the same currency, as far as the device knew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_hand: Option<Money>,
}

/// The command that cancels a slip 作废.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    pub field_receipt: FieldReceiptId,
    pub reason: String,
}

/// Why a command about a field receipt was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum FieldReceiptRefusal {
    AmountNotPositive {
        amount: Money,
    },
    SlipMalformed {
        slip: Slip,
    },
    PayerTooLong {
        length: usize,
        most: usize,
    },
    NoteTooLong {
        length: usize,
        most: usize,
    },
    /// Another row already carries this id, here or with another customer.
    IdTaken {
        field_receipt: FieldReceiptId,
    },
    /// Said by the form alone, before the money changes hands.
    CashAboveCap {
        amount: Money,
        in_hand: Money,
        cap: Money,
    },
    Unknown {
        field_receipt: FieldReceiptId,
    },
    ReasonEmpty,
    ReasonTooLong {
        length: usize,
        most: usize,
    },
    AlreadyHandedIn {
        slip: Slip,
        on: Day,
    },
    AlreadyCancelled {
        slip: Slip,
        on: Day,
    },
}

/// Takes a field receipt. Cash above the cap, a number that stands on another slip, an unknown
/// company, a lost permission or a moved customer leave it in review: the money has changed hands. The same again
/// changes nothing.
///
/// # Errors
/// The record is malformed, or the customer is unknown.
pub fn take(
    it: &Take,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    malformed(it)?;
    let mut taken = FieldReceipt {
        id: it.id,
        customer: customer.id,
        author: caller.user,
        company: it.company,
        amount: it.amount,
        method: it.method,
        slip: it.slip.clone(),
        payer: it.payer.trim().to_owned(),
        note: it.note.trim().to_owned(),
        taken_on: when.acted_on,
        captured_at: command.captured_at,
        promise: it.promise,
        state: FieldReceiptState::Taken,
    };
    if let Some(here) = dossier.field_receipts.get(&it.id) {
        // Asked for again, as when a device replays what has come back to it, booked perhaps.
        taken.state = here.state.clone();
        if *here == taken {
            return Ok(Effects::nothing());
        }
    }
    if dossier.field_receipts.contains_key(&it.id) || dossier.elsewhere.contains_key(&it.id.0) {
        return Err(FieldReceiptRefusal::IdTaken { field_receipt: it.id }.into());
    }
    let mut effects = Effects::nothing();
    let owed = dossier.owed(&Basis::Balance, it.amount.currency())?;
    if owed.minor() < it.amount.minor() {
        effects.warnings.push(Warning::FieldReceiptAboveOwed { taken: it.amount, owed });
    }
    effects.review = in_review(it, dossier, caller, policy);
    if !user::may_visit(caller, customer.territory, when) {
        effects.review = Some(Why::NotYours);
    }
    effects.push(Row::FieldReceipt(taken));
    if Ledger::concerns(dossier) {
        let mut ledger = Ledger::over(dossier, customer.id, &effects, command.op_id, when.today);
        ledger.pair(&policy.reconciliation)?;
        ledger.into_effects(&mut effects);
    }
    Ok(effects)
}

fn in_review(it: &Take, dossier: &Dossier, caller: &Caller, policy: &Policy) -> Option<Why> {
    let mut others = dossier.field_receipts.values().filter(|has| has.author == caller.user);
    if others.any(|has| has.slip == it.slip) {
        return Some(Why::SlipTwice { slip: it.slip.clone() });
    }
    // A device whose register is on its way knows no company either: nothing is refused for it.
    if !dossier.register.companies.contains_key(&it.company) {
        return Some(Why::UnknownCompany { company: it.company });
    }
    match may_take(it.method, it.amount, it.in_hand?, &policy.field_receipt) {
        Err(FieldReceiptRefusal::CashAboveCap { amount, in_hand, cap }) => {
            Some(Why::CashAboveCap { amount, in_hand, cap })
        }
        _ => None,
    }
}

fn malformed(it: &Take) -> Result<(), FieldReceiptRefusal> {
    if !it.amount.is_positive() {
        return Err(FieldReceiptRefusal::AmountNotPositive { amount: it.amount });
    }
    if !it.slip.is_well_formed() {
        return Err(FieldReceiptRefusal::SlipMalformed { slip: it.slip.clone() });
    }
    let (length, most) = (it.payer.chars().count(), PAYER_MAX);
    if most < length {
        return Err(FieldReceiptRefusal::PayerTooLong { length, most });
    }
    let (length, most) = (it.note.chars().count(), crate::visit::NOTE_MAX);
    if most < length {
        return Err(FieldReceiptRefusal::NoteTooLong { length, most });
    }
    Ok(())
}

/// Cancels a slip: by who wrote it, or by finance. The same again changes nothing.
///
/// # Errors
/// The slip is unknown, somebody else's, booked already, or no reason is given.
pub fn cancel(
    it: &Cancel,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?.id;
    let unknown = FieldReceiptRefusal::Unknown { field_receipt: it.field_receipt };
    let here = dossier.field_receipts.get(&it.field_receipt).ok_or(unknown)?;
    if here.author != caller.user && !caller.has(Role::Finance) {
        return Err(Refusal::NotPermitted { needs: Role::Finance });
    }
    let reason = it.reason.trim();
    if reason.is_empty() {
        return Err(FieldReceiptRefusal::ReasonEmpty.into());
    }
    let (length, most) = (reason.chars().count(), REASON_MAX);
    if most < length {
        return Err(FieldReceiptRefusal::ReasonTooLong { length, most }.into());
    }
    match &here.state {
        FieldReceiptState::Taken => {}
        FieldReceiptState::HandedIn { on, .. } => {
            let (slip, on) = (here.slip.clone(), *on);
            return Err(FieldReceiptRefusal::AlreadyHandedIn { slip, on }.into());
        }
        FieldReceiptState::Cancelled { by, reason: said, .. }
            if *by == caller.user && said == reason =>
        {
            return Ok(Effects::nothing());
        }
        FieldReceiptState::Cancelled { on, .. } => {
            let (slip, on) = (here.slip.clone(), *on);
            return Err(FieldReceiptRefusal::AlreadyCancelled { slip, on }.into());
        }
    }
    let (by, reason, on) = (caller.user, reason.to_owned(), when.acted_on);
    let state = FieldReceiptState::Cancelled { by, reason, on };
    let mut effects = Effects::write(Row::FieldReceipt(FieldReceipt { state, ..here.clone() }));
    if Ledger::concerns(dossier) {
        let mut ledger = Ledger::over(dossier, customer, &effects, command.op_id, when.today);
        ledger.slip_cancelled(here.id)?;
        ledger.pair(&policy.reconciliation)?;
        ledger.into_effects(&mut effects);
    }
    Ok(effects)
}

/// What a customer has paid into reps' hands and finance has not booked, by currency. It lowers no
/// balance and frees no credit.
///
/// # Errors
/// A sum leaves the exact range.
pub fn unbooked(dossier: &Dossier) -> Result<Amounts, MoneyError> {
    let mut sum = Amounts::new();
    for it in dossier.field_receipts.values().filter(|it| it.is_waiting()) {
        sum.add(it.amount)?;
    }
    Ok(sum)
}

/// What a list shows of a field receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReceiptLine {
    pub field_receipt: FieldReceipt,
    pub customer_code: String,
    pub customer_name: String,
    pub author_name: String,
}
