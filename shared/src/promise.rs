//! Promises to pay 付款承诺: what a customer undertook to pay, by when, and whether it came.
//!
//! A promise is a fact and never changes. Its [`Standing`] is computed from the receipts, so that
//! phone and server cannot disagree about it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Days, Instant, When},
    dossier::Dossier,
    effects::{Effects, Warning, Why},
    id::{CustomerId, InvoiceId, PromiseId, UserId},
    money::{Money, MoneyError},
    policy::{Policy, PromisePolicy},
    receipt::PaymentMethod,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{self, Caller},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub id: PromiseId,
    pub customer: CustomerId,
    pub author: UserId,
    pub amount: Money,
    pub made_on: Day,
    pub due_on: Day,
    /// Who promised: 王建国 老板.
    pub promiser: String,
    pub method: PaymentMethod,
    pub basis: Basis,
    pub note: String,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
}

/// What a promise is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", content = "invoices", rename_all = "snake_case")]
pub enum Basis {
    /// The customer's receipts in the window, each consumed once, earliest promise first.
    Balance,
    /// What was allocated to these documents in the window.
    Documents(Vec<InvoiceId>),
}

/// The command given at the customer's counter, possibly offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Make {
    pub id: PromiseId,
    pub amount: Money,
    pub due_on: Day,
    pub promiser: String,
    pub method: PaymentMethod,
    pub basis: Basis,
    pub note: String,
}

/// Why a promise is malformed; what was said in the shop is never refused for another reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PromiseRefusal {
    AmountNotPositive {
        amount: Money,
    },
    DueBeforeMade {
        due_on: Day,
        made_on: Day,
    },
    DueTooFar {
        due_on: Day,
        latest: Day,
    },
    PromiserEmpty,
    NoDocuments,
    NoteTooLong {
        length: usize,
        most: usize,
    },
    /// Another promise already carries this id, here or with another customer.
    IdTaken {
        promise: PromiseId,
    },
}

/// Takes a promise. More than is known to be owed is taken with a warning; a lost permission or a
/// moved customer leaves it in review, and it counts at once all the same. The same again changes
/// nothing.
///
/// # Errors
/// The promise is malformed, or the customer is unknown.
pub fn make(
    it: &Make,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    malformed(it, policy, when)?;
    let promise = Promise {
        id: it.id,
        customer: customer.id,
        author: caller.user,
        amount: it.amount,
        made_on: when.acted_on,
        due_on: it.due_on,
        promiser: it.promiser.trim().to_owned(),
        method: it.method,
        basis: it.basis.clone(),
        note: it.note.trim().to_owned(),
        captured_at: command.captured_at,
    };
    match dossier.promises.get(&it.id) {
        // Asked for again, as when a device replays what has come back to it.
        Some(here) if *here == promise => return Ok(Effects::nothing()),
        None if !dossier.elsewhere.contains_key(&it.id.0) => {}
        _ => return Err(PromiseRefusal::IdTaken { promise: it.id }.into()),
    }
    let mut effects = Effects::write(Row::Promise(promise));
    let owed = dossier.owed(&it.basis, it.amount.currency())?;
    if owed.minor() < it.amount.minor() {
        effects.warnings.push(Warning::PromiseAboveOwed { promised: it.amount, owed });
    }
    if !user::may_visit(caller, customer.territory, when) {
        effects.review = Some(Why::NotYours);
    }
    Ok(effects)
}

fn malformed(it: &Make, policy: &Policy, when: When) -> Result<(), PromiseRefusal> {
    if !it.amount.is_positive() {
        return Err(PromiseRefusal::AmountNotPositive { amount: it.amount });
    }
    if it.due_on < when.acted_on {
        return Err(PromiseRefusal::DueBeforeMade { due_on: it.due_on, made_on: when.acted_on });
    }
    let latest = when.acted_on.plus(policy.promise.furthest);
    if latest < it.due_on {
        return Err(PromiseRefusal::DueTooFar { due_on: it.due_on, latest });
    }
    if it.promiser.trim().is_empty() {
        return Err(PromiseRefusal::PromiserEmpty);
    }
    if matches!(&it.basis, Basis::Documents(invoices) if invoices.is_empty()) {
        return Err(PromiseRefusal::NoDocuments);
    }
    let (length, most) = (it.note.chars().count(), crate::visit::NOTE_MAX);
    if most < length {
        return Err(PromiseRefusal::NoteTooLong { length, most });
    }
    Ok(())
}

/// What became of a promise, as far as the booked bank data reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Not yet due.
    Open {
        received: Money,
    },
    /// 待核实: due, but the bank data do not reach the last day that counts.
    AwaitingData {
        received: Money,
        last_day: Day,
        reaches: Option<Day>,
    },
    /// 已兑现; `days_late` counts from the due day.
    Kept {
        on: Day,
        days_late: u32,
    },
    PartlyKept {
        received: Money,
    },
    Broken,
}

/// Money that came, as a promise may count it.
struct Payment {
    valued_on: Day,
    method: PaymentMethod,
    left: Money,
    invoice: Option<InvoiceId>,
}

/// The standing of every promise of a customer: a pure function of promises, receipts by value
/// date, allocations, policy and bank horizon. `today` only tells open from awaiting.
///
/// # Errors
/// A sum leaves the exact range.
pub fn standings(
    dossier: &Dossier,
    policy: &Policy,
    today: Day,
) -> Result<BTreeMap<PromiseId, Standing>, MoneyError> {
    let mut by_due: Vec<&Promise> = dossier.promises.values().collect();
    by_due.sort_by_key(|it| (it.due_on, it.made_on, it.id));
    let mut on_balance = balance_payments(dossier);
    let reaches = dossier.register.bank_reaches();
    let mut standings = BTreeMap::new();
    for promise in by_due {
        let mut on_documents;
        let payments = match &promise.basis {
            Basis::Balance => &mut on_balance,
            Basis::Documents(invoices) => {
                on_documents = document_payments(dossier, invoices);
                &mut on_documents
            }
        };
        standings.insert(promise.id, judge(promise, payments, policy, reaches, today)?);
    }
    Ok(standings)
}

fn balance_payments(dossier: &Dossier) -> Vec<Payment> {
    let mut payments: Vec<_> = dossier.receipts.values().collect();
    payments.sort_by_key(|it| (it.valued_on, it.id));
    payments
        .into_iter()
        .map(|it| Payment {
            valued_on: it.valued_on,
            method: it.method,
            left: it.amount,
            invoice: None,
        })
        .collect()
}

fn document_payments(dossier: &Dossier, invoices: &[InvoiceId]) -> Vec<Payment> {
    let wanted: BTreeSet<_> = invoices.iter().collect();
    let mut lines: Vec<_> =
        dossier.allocations.values().filter(|it| wanted.contains(&it.invoice)).collect();
    lines.sort_by_key(|it| (it.effective_on, it.id));
    lines
        .into_iter()
        .filter_map(|line| {
            let receipt = dossier.receipts.get(&line.receipt)?;
            Some(Payment {
                valued_on: receipt.valued_on,
                method: receipt.method,
                left: line.amount,
                invoice: Some(line.invoice),
            })
        })
        .collect()
}

fn judge(
    promise: &Promise,
    payments: &mut [Payment],
    policy: &Policy,
    reaches: Option<Day>,
    today: Day,
) -> Result<Standing, MoneyError> {
    let PromisePolicy { tolerance, threshold, .. } = policy.promise;
    let last_day = policy.calendar.plus_business_days(promise.due_on, tolerance);
    let enough = promise.amount.share(threshold)?;
    let mut received = Money::nil(promise.amount.currency());
    let mut kept_on = None;
    let in_window = |it: &&mut Payment| {
        it.left.currency() == promise.amount.currency()
            && promise.made_on <= it.valued_on
            && it.valued_on <= last_day
            && it.left.is_positive()
    };
    for payment in payments.iter_mut().filter(in_window) {
        let counts = counted(payment, promise.method, &policy.promise)?;
        let missing = promise.amount.checked_sub(received)?;
        if !missing.is_positive() {
            break;
        }
        if counts.minor() <= missing.minor() {
            received = received.checked_add(counts)?;
            // A bill that counts for nothing is not consumed either.
            if counts.is_positive() {
                payment.left = Money::nil(counts.currency());
            }
        } else {
            received = promise.amount;
            payment.left = payment.left.checked_sub(missing)?;
        }
        if kept_on.is_none() && enough.minor() <= received.minor() {
            kept_on = Some(payment.valued_on);
        }
        debug_assert!(payment.invoice.is_none() || matches!(promise.basis, Basis::Documents(_)));
    }
    if let Some(on) = kept_on {
        let days_late = u32::try_from(on.days_since(promise.due_on)).unwrap_or(0);
        return Ok(Standing::Kept { on, days_late });
    }
    if reaches.is_none_or(|reaches| reaches < last_day) {
        return Ok(if today <= promise.due_on {
            Standing::Open { received }
        } else {
            Standing::AwaitingData { received, last_day, reaches }
        });
    }
    if received.is_nil() { Ok(Standing::Broken) } else { Ok(Standing::PartlyKept { received }) }
}

/// What a payment counts towards a promise of `method`.
fn counted(
    payment: &Payment,
    method: PaymentMethod,
    policy: &PromisePolicy,
) -> Result<Money, MoneyError> {
    match payment.method {
        it if it == method => Ok(payment.left),
        PaymentMethod::BankAcceptance => payment.left.share(policy.bank_acceptance_share),
        PaymentMethod::OtherBill => payment.left.share(policy.other_bill_share),
        PaymentMethod::Transfer | PaymentMethod::Cash | PaymentMethod::Mobile => Ok(payment.left),
    }
}

/// What a list shows of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    pub promise: Promise,
    pub standing: Standing,
    pub customer_code: String,
    pub customer_name: String,
    pub author_name: String,
}

/// The day chips of the form: today, tomorrow, Friday, month end; without doubles, in order.
#[must_use]
pub fn day_chips(today: Day) -> Vec<Day> {
    let mut days = vec![today, today.plus(Days(1)), today.friday(), today.month_end()];
    days.sort_unstable();
    days.dedup();
    days
}
