//! Promises to pay 付款承诺: what a customer undertook to pay, by when, and whether it came.
//!
//! What was said is a fact and never changes; that it was taken back, or said anew, is another fact.
//! The [`Standing`] is computed from the receipts, so that phone and server cannot disagree about it.

mod end;
mod reported;
mod standing;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Days, Instant, When},
    dossier::Dossier,
    effects::{Effects, Warning, Why},
    id::{CustomerId, InvoiceId, PromiseId, TerritoryId, UserId},
    money::Money,
    policy::Policy,
    receipt::PaymentMethod,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{self, Caller},
};

pub use end::{End, Ended, REASON_MAX, Withdraw, withdraw};
pub use reported::reported;
pub use standing::{Judged, Standing, judged, standings};

/// The longest name of who promised, in characters.
pub const PROMISER_MAX: usize = 200;
/// The most documents of one promise.
pub const DOCUMENTS_MAX: usize = 1_000;

/// What was said, by whom, on which day. A fact: it restarts the limitation period (诉讼时效规定
/// art. 14), whatever becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub id: PromiseId,
    pub customer: CustomerId,
    pub author: UserId,
    /// Tax-inclusive, more than nothing.
    pub amount: Money,
    /// The business day on which it was said: its window opens here.
    pub made_on: Day,
    /// By which day; the window closes some business days later, by policy.
    pub due_on: Day,
    /// Who promised: 王建国 老板.
    pub promiser: String,
    pub method: PaymentMethod,
    pub basis: Basis,
    pub note: String,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    /// Absent while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<End>,
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
    /// The promise whose place it takes 改期. One that has ended meanwhile, or never arrived, is no
    /// reason not to take this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<PromiseId>,
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
    PromiserTooLong {
        length: usize,
        most: usize,
    },
    NoDocuments,
    TooManyDocuments {
        count: usize,
        most: usize,
    },
    NoteTooLong {
        length: usize,
        most: usize,
    },
    /// Another promise already carries this id, here or with another customer.
    IdTaken {
        promise: PromiseId,
    },
    /// Taking back what is not here.
    Unknown {
        promise: PromiseId,
    },
    ReasonEmpty,
    ReasonTooLong {
        length: usize,
        most: usize,
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
        ended: None,
    };
    match dossier.promises.get(&it.id) {
        // Asked for again, as when a device replays what has come back to it.
        Some(here) if (Promise { ended: None, ..here.clone() }) == promise => {
            return Ok(Effects::nothing());
        }
        None if !dossier.elsewhere.contains_key(&it.id.0) => {}
        _ => return Err(PromiseRefusal::IdTaken { promise: it.id }.into()),
    }
    let mut effects = Effects::write(Row::Promise(promise));
    let replaced = it.replaces.and_then(|it| dossier.promises.get(&it));
    let how = Ended::Superseded { by: it.id };
    effects.extend(replaced.and_then(|it| it.ended_by(how, caller, when)).map(Row::Promise));
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
    let (length, most) = (it.promiser.chars().count(), PROMISER_MAX);
    if most < length {
        return Err(PromiseRefusal::PromiserTooLong { length, most });
    }
    if let Basis::Documents(invoices) = &it.basis {
        let (count, most) = (invoices.len(), DOCUMENTS_MAX);
        if count == 0 {
            return Err(PromiseRefusal::NoDocuments);
        }
        if most < count {
            return Err(PromiseRefusal::TooManyDocuments { count, most });
        }
    }
    let (length, most) = (it.note.chars().count(), crate::visit::NOTE_MAX);
    if most < length {
        return Err(PromiseRefusal::NoteTooLong { length, most });
    }
    Ok(())
}

/// What a list shows of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    pub promise: Promise,
    pub standing: Standing,
    /// 业务员报已付: taken by a rep and not booked; beside the verdict, never in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Money>,
    pub customer_code: String,
    pub customer_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryId>,
    pub author_name: String,
}

impl PromiseLine {
    /// What came so far; all of it once it is kept, none for what counts no more.
    #[must_use]
    pub fn received(&self) -> Option<Money> {
        match self.standing {
            Standing::Open { received }
            | Standing::AwaitingData { received, .. }
            | Standing::PartlyKept { received } => Some(received),
            Standing::Kept { .. } => Some(self.promise.amount),
            Standing::Broken | Standing::Withdrawn { .. } | Standing::Superseded { .. } => None,
        }
    }
}

/// The day chips of the form: today, tomorrow, Friday, month end; without doubles, in order.
#[must_use]
pub fn day_chips(today: Day) -> Vec<Day> {
    let mut days = vec![today, today.plus(Days(1)), today.friday(), today.month_end()];
    days.sort_unstable();
    days.dedup();
    days
}
