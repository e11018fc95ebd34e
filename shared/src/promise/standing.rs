//! Whether a promise to pay was kept: judged by booked money alone, and never beyond the bank data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Basis, Ended, Promise};
use crate::{
    calendar::Day,
    dossier::Dossier,
    id::{CompanyId, InvoiceId, PromiseId, ReceiptId},
    money::{Currency, Money, MoneyError},
    policy::{Policy, PromisePolicy},
    receipt::PaymentMethod,
};

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
    /// 已兑现; `days_late` counts calendar days from the due day, none when it came before.
    Kept {
        on: Day,
        days_late: u32,
    },
    PartlyKept {
        received: Money,
    },
    Broken,
    /// 已撤回, before enough had come.
    Withdrawn {
        on: Day,
    },
    /// 已改期: another promise took its place before enough had come.
    Superseded {
        on: Day,
        by: PromiseId,
    },
}

impl Standing {
    /// Nothing more is expected for it: it was kept, or it no longer stands.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Standing::Kept { .. } | Standing::Withdrawn { .. } | Standing::Superseded { .. } => {
                true
            }
            Standing::Open { .. }
            | Standing::AwaitingData { .. }
            | Standing::PartlyKept { .. }
            | Standing::Broken => false,
        }
    }

    /// The name on the wire, by which lists are filtered.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Standing::Open { .. } => "open",
            Standing::AwaitingData { .. } => "awaiting_data",
            Standing::Kept { .. } => "kept",
            Standing::PartlyKept { .. } => "partly_kept",
            Standing::Broken => "broken",
            Standing::Withdrawn { .. } => "withdrawn",
            Standing::Superseded { .. } => "superseded",
        }
    }
}

/// Money that came, as far as no promise has used it up.
#[derive(Clone)]
struct Payment {
    receipt: ReceiptId,
    /// What it was allocated to; absent where the whole receipt is looked at.
    invoice: Option<InvoiceId>,
    valued_on: Day,
    method: PaymentMethod,
    amount: Money,
    left: Money,
}

/// The standing of every promise of a customer: a pure function of promises, receipts by value
/// date, allocations, policy and bank horizon. `today` tells open from awaiting, and keeps a
/// horizon reported ahead of time from condemning what is not due.
///
/// The same money keeps one promise only, the earliest due first; what was allocated to documents
/// keeps a promise on those documents before one on the balance. Each promise is judged by the
/// terms in force on the day it was made (where none was published, by those of `policy`) and by
/// the business days of `policy`, the newest holiday table.
///
/// A promise that was ended is kept if enough had come by that day. Otherwise it uses up nothing:
/// what came is there for the promise in its place.
///
/// The dossier has to hold every promise of the customer, the receipts valued since the first was made
/// with their allocations, what was ever paid on a document that a promise names, and the open
/// receivables; settled ones may be missing.
///
/// # Errors
/// A sum leaves the exact range.
pub fn standings(
    dossier: &Dossier,
    policy: &Policy,
    today: Day,
) -> Result<BTreeMap<PromiseId, Standing>, MoneyError> {
    let judged = judged(dossier, policy, today)?;
    Ok(judged.into_iter().map(|(promise, it)| (promise, it.standing)).collect())
}

/// What became of a promise, and which money kept it, as far as it was used up for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub standing: Standing,
    pub kept_by: Vec<(ReceiptId, Money)>,
}

/// As [`standings`], with the money that stands behind each.
///
/// # Errors
/// A sum leaves the exact range.
pub fn judged(
    dossier: &Dossier,
    policy: &Policy,
    today: Day,
) -> Result<BTreeMap<PromiseId, Judged>, MoneyError> {
    let mut by_due: Vec<&Promise> = dossier.promises.values().collect();
    by_due.sort_by_key(|it| (it.due_on, it.made_on, it.id));
    let mut all = BTreeMap::new();
    let mut lines = allocated(dossier)?;
    for promise in &by_due {
        if let Basis::Documents(these) = &promise.basis {
            let on_these = |it: &Payment| it.invoice.is_some_and(|it| these.contains(&it));
            let case = Case::of(promise, dossier, policy, today);
            let before = lines.clone();
            let standing = case.settle(&mut lines, on_these)?;
            all.insert(promise.id, Judged { standing, kept_by: used(&before, &lines)? });
        }
    }
    let mut receipts = not_used_up(dossier, &lines)?;
    for promise in by_due.iter().filter(|it| it.basis == Basis::Balance) {
        let case = Case::of(promise, dossier, policy, today);
        let before = receipts.clone();
        let standing = case.settle(&mut receipts, |_| true)?;
        all.insert(promise.id, Judged { standing, kept_by: used(&before, &receipts)? });
    }
    Ok(all)
}

/// How much of which receipt was used up in between; both lists are in the same order.
fn used(before: &[Payment], after: &[Payment]) -> Result<Vec<(ReceiptId, Money)>, MoneyError> {
    let mut used = vec![];
    for (before, after) in before.iter().zip(after) {
        let amount = before.left.checked_sub(after.left)?;
        if amount.is_positive() {
            used.push((before.receipt, amount));
        }
    }
    Ok(used)
}

/// What each receipt pays on each document, reversals netted, by value date.
fn allocated(dossier: &Dossier) -> Result<Vec<Payment>, MoneyError> {
    let mut net: BTreeMap<(ReceiptId, InvoiceId), Money> = BTreeMap::new();
    for line in dossier.allocations.values() {
        let key = (line.receipt, line.invoice);
        let sum = match net.get(&key) {
            Some(sum) => sum.checked_add(line.amount)?,
            None => line.amount,
        };
        net.insert(key, sum);
    }
    let mut payments: Vec<Payment> = net
        .into_iter()
        .filter_map(|((receipt, invoice), amount)| {
            let receipt = dossier.receipts.get(&receipt)?;
            Some(Payment {
                receipt: receipt.id,
                invoice: Some(invoice),
                valued_on: receipt.valued_on,
                method: receipt.method,
                amount,
                left: amount,
            })
        })
        .collect();
    payments.sort_by_key(|it| (it.valued_on, it.receipt, it.invoice));
    Ok(payments)
}

/// The receipts by value date, less what promises on documents have used of them.
fn not_used_up(dossier: &Dossier, lines: &[Payment]) -> Result<Vec<Payment>, MoneyError> {
    let mut payments = vec![];
    for receipt in dossier.receipts.values() {
        let mut left = receipt.amount;
        for line in lines.iter().filter(|it| it.receipt == receipt.id) {
            left = left.checked_sub(line.amount.checked_sub(line.left)?)?;
        }
        payments.push(Payment {
            receipt: receipt.id,
            invoice: None,
            valued_on: receipt.valued_on,
            method: receipt.method,
            amount: receipt.amount,
            left,
        });
    }
    payments.sort_by_key(|it| (it.valued_on, it.receipt));
    Ok(payments)
}

/// One promise with all that it is judged by, but for the money.
struct Case<'a> {
    promise: &'a Promise,
    terms: &'a PromisePolicy,
    /// The last day on which money still counts: due and tolerance, or the day it was ended.
    last_day: Day,
    reaches: Option<Day>,
    today: Day,
}

impl<'a> Case<'a> {
    fn of(promise: &'a Promise, dossier: &'a Dossier, policy: &'a Policy, today: Day) -> Case<'a> {
        let published = dossier.register.published_on(promise.made_on);
        let terms = published.map_or(&policy.promise, |it| &it.promise);
        let last_day = policy.calendar.plus_business_days(promise.due_on, terms.tolerance);
        let last_day = promise.ended.as_ref().map_or(last_day, |end| last_day.min(end.on));
        let reaches = bank_reaches(promise, last_day, dossier);
        Case { promise, terms, last_day, reaches, today }
    }

    /// Judges the promise and uses up what keeps it.
    fn settle(
        &self,
        payments: &mut Vec<Payment>,
        counts: impl Fn(&Payment) -> bool,
    ) -> Result<Standing, MoneyError> {
        let Some(end) = &self.promise.ended else {
            return self.judge(payments.iter_mut().filter(|it| counts(it)));
        };
        let mut used = payments.clone();
        let judged = self.judge(used.iter_mut().filter(|it| counts(it)))?;
        if matches!(judged, Standing::Kept { .. }) {
            *payments = used;
            return Ok(judged);
        }
        Ok(match end.how {
            Ended::Withdrawn { .. } => Standing::Withdrawn { on: end.on },
            Ended::Superseded { by } => Standing::Superseded { on: end.on, by },
        })
    }

    fn judge<'p>(
        &self,
        payments: impl Iterator<Item = &'p mut Payment>,
    ) -> Result<Standing, MoneyError> {
        let enough = self.promise.amount.share(self.terms.threshold)?;
        let mut received = Money::nil(self.promise.amount.currency());
        let mut kept_on = None;
        for payment in payments.filter(|it| self.counts_in_time(it)) {
            received = received.checked_add(self.take(payment, received)?)?;
            if kept_on.is_none() && enough.minor() <= received.minor() {
                kept_on = Some(payment.valued_on);
            }
        }
        Ok(self.standing(received, kept_on))
    }

    fn standing(&self, received: Money, kept_on: Option<Day>) -> Standing {
        if let Some(on) = kept_on {
            let days_late = u32::try_from(on.days_since(self.promise.due_on)).unwrap_or(0);
            return Standing::Kept { on, days_late };
        }
        // Nobody's bank data reach beyond today, whatever was reported.
        let all_in = self.reaches.is_some_and(|it| self.last_day <= it.min(self.today));
        match all_in {
            false if self.today <= self.promise.due_on => Standing::Open { received },
            false => {
                Standing::AwaitingData { received, last_day: self.last_day, reaches: self.reaches }
            }
            true if received.is_positive() => Standing::PartlyKept { received },
            true => Standing::Broken,
        }
    }

    fn counts_in_time(&self, payment: &Payment) -> bool {
        payment.left.currency() == self.promise.amount.currency()
            && payment.left.is_positive()
            && self.promise.made_on <= payment.valued_on
            && payment.valued_on <= self.last_day
    }

    /// Uses up as much of a payment as is still missing, and says what it counts.
    fn take(&self, payment: &mut Payment, received: Money) -> Result<Money, MoneyError> {
        let missing = self.promise.amount.checked_sub(received)?;
        let counts = self.worth(payment)?;
        if !missing.is_positive() || !counts.is_positive() {
            return Ok(Money::nil(missing.currency()));
        }
        if counts.minor() <= missing.minor() {
            payment.left = Money::nil(counts.currency());
            return Ok(counts);
        }
        // A bill that counts for half is used up by twice what was missing.
        let used = payment.left.in_proportion(missing, counts)?;
        payment.left = payment.left.checked_sub(used)?;
        Ok(missing)
    }

    /// What all that is left of a payment counts, when it came another way than promised.
    fn worth(&self, payment: &Payment) -> Result<Money, MoneyError> {
        match payment.method {
            it if it == self.promise.method => Ok(payment.left),
            PaymentMethod::BankAcceptance => payment.left.share(self.terms.bank_acceptance_share),
            PaymentMethod::OtherBill => payment.left.share(self.terms.other_bill_share),
            PaymentMethod::Transfer | PaymentMethod::Cash | PaymentMethod::Mobile => {
                Ok(payment.left)
            }
        }
    }
}

/// Up to which day the bank data of every company are in that the promised money may have come to;
/// none while one of them has no data. Another company's lag keeps nobody waiting.
///
/// Asked of rows that every holder of a customer has, settled documents not among them, so that
/// phone and server cannot disagree.
fn bank_reaches(promise: &Promise, last_day: Day, dossier: &Dossier) -> Option<Day> {
    let mut companies = match &promise.basis {
        Basis::Documents(these) => companies_of(these, dossier),
        Basis::Balance => companies_owed(promise, last_day, dossier, |currency| {
            currency == promise.amount.currency()
        }),
    };
    if companies.is_empty() {
        companies = companies_owed(promise, last_day, dossier, |_| true);
    }
    if companies.is_empty() {
        companies.extend(dossier.register.companies.keys());
    }
    let reaches = companies.iter().map(|it| dossier.register.horizons.get(it).map(|it| it.reaches));
    reaches.min().flatten()
}

/// The companies of documents: of a settled one that is not here, those of the money that paid it.
fn companies_of(documents: &[InvoiceId], dossier: &Dossier) -> BTreeSet<CompanyId> {
    let here = documents.iter().filter_map(|it| dossier.invoices.get(it)).map(|it| it.company);
    let lines = dossier.allocations.values().filter(|it| documents.contains(&it.invoice));
    let paid = lines.filter_map(|it| dossier.receipts.get(&it.receipt)).map(|it| it.company);
    here.chain(paid).collect()
}

/// The companies to which the customer owes what was in the books by the last day, and those paid
/// since the promise was made.
fn companies_owed(
    promise: &Promise,
    last_day: Day,
    dossier: &Dossier,
    counts: impl Fn(Currency) -> bool,
) -> BTreeSet<CompanyId> {
    let owed = dossier
        .invoices
        .values()
        .filter(|it| counts(it.open.currency()) && !it.open.is_nil() && it.posted_on <= last_day);
    let paid = dossier
        .receipts
        .values()
        .filter(|it| counts(it.amount.currency()) && promise.made_on <= it.valued_on);
    owed.map(|it| it.company).chain(paid.map(|it| it.company)).collect()
}
