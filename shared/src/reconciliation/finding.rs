//! What does not fit: the rules by which a promise, a slip, booked money or a movement asks for
//! somebody.

use std::collections::{BTreeMap, BTreeSet};

use super::{CANDIDATES_MOST, Candidate, Finding, Found, Judged, Used};
use crate::{
    calendar::{Day, Days},
    dossier::Dossier,
    field_receipt::{FieldReceipt, is_handed_in},
    id::{FieldReceiptId, PromiseId, ReceiptId},
    money::{Money, MoneyError},
    movement::{Direction, Movement},
    pairing::{ByHand, Pairing, Subject},
    policy::Policy,
    promise::{self, Promise, Standing},
    receipt::{OF_FIELD_RECEIPTS, Receipt},
};

/// Every line of a customer: the promises with what came for them, and the exceptions.
///
/// The dossier has to hold the customer's promises, slips, receipts, allocations, movements and
/// pairings, and the open receivables.
///
/// # Errors
/// A sum leaves the exact range.
pub fn of_dossier(
    dossier: &Dossier,
    policy: &Policy,
    today: Day,
) -> Result<Vec<Found>, MoneyError> {
    let desk = Desk::of(dossier, policy, today)?;
    let mut found = vec![];
    for promise in dossier.promises.values() {
        let line = desk.promised(promise)?;
        found.extend(desk.reported_only(promise, &line));
        found.push(line);
    }
    for slip in dossier.field_receipts.values().filter(|it| it.is_waiting()) {
        found.extend(desk.slip(slip, &found));
    }
    for movement in dossier.movements.values() {
        found.extend(desk.alone(movement)?);
    }
    for receipt in dossier.receipts.values() {
        found.extend(desk.unannounced(receipt));
    }
    Ok(found)
}

/// Booked money of nobody, unless somebody has said what it was.
#[must_use]
pub fn of_nobody(receipt: &Receipt, pairings: &[Pairing], today: Day) -> Option<Found> {
    let subject = Subject::Receipt(receipt.id);
    let settled = pairings.iter().any(|it| it.stands() && it.subject == subject);
    if receipt.customer.is_some() || settled {
        return None;
    }
    let mut found = line(Finding::OfNobody, subject, receipt.amount, receipt.valued_on, today);
    found.receipts.push(Used { receipt: receipt.clone(), amount: receipt.amount });
    Some(found)
}

fn line(finding: Finding, subject: Subject, amount: Money, on: Day, today: Day) -> Found {
    Found {
        finding,
        subject,
        amount,
        on,
        age: today.days_since(on).max(0),
        promise: None,
        slips: vec![],
        receipts: vec![],
        movements: vec![],
        pairings: vec![],
        candidates: vec![],
    }
}

/// One customer's papers, laid out.
struct Desk<'a> {
    dossier: &'a Dossier,
    policy: &'a Policy,
    today: Day,
    judged: BTreeMap<PromiseId, promise::Judged>,
    reported: BTreeMap<PromiseId, Money>,
    /// The bank's receipt of each transfer that a rep saw.
    came: BTreeMap<FieldReceiptId, ReceiptId>,
    settled: BTreeSet<Subject>,
}

impl<'a> Desk<'a> {
    fn of(dossier: &'a Dossier, policy: &'a Policy, today: Day) -> Result<Desk<'a>, MoneyError> {
        let judged = promise::judged(dossier, policy, today)?;
        let standings = judged.iter().map(|(promise, it)| (*promise, it.standing)).collect();
        let reported = promise::reported(dossier, &standings)?;
        let standing = dossier.pairings.values().filter(|it| it.stands());
        let settled = standing.map(|it| it.subject).collect();
        let came = came(dossier, policy.reconciliation.pairing_days);
        Ok(Desk { dossier, policy, today, judged, reported, came, settled })
    }

    fn pairings(&self, of: impl Fn(&Pairing) -> bool) -> Vec<Pairing> {
        let standing = self.dossier.pairings.values().filter(|it| it.stands());
        standing.filter(|it| of(it)).cloned().collect()
    }

    /// A promise, the slips that speak of it, the money that keeps it, and the movements that this
    /// money stands behind.
    fn promised(&self, promise: &Promise) -> Result<Found, MoneyError> {
        let nothing = Money::nil(promise.amount.currency());
        let (standing, kept_by) = match self.judged.get(&promise.id) {
            Some(it) => (it.standing, it.kept_by.clone()),
            None => (Standing::Open { received: nothing }, vec![]),
        };
        let received = match standing {
            Standing::Kept { .. } => promise.amount,
            Standing::Open { received }
            | Standing::AwaitingData { received, .. }
            | Standing::PartlyKept { received } => received,
            Standing::Broken | Standing::Withdrawn { .. } | Standing::Superseded { .. } => nothing,
        };
        let rest = promise.amount.checked_sub(received)?;
        let subject = Subject::Promise(promise.id);
        let mut found = line(Finding::Promised, subject, rest, promise.due_on, self.today);
        let reported = self.reported.get(&promise.id).copied();
        found.promise = Some(Judged { promise: promise.clone(), standing, received, reported });
        let slips = self.dossier.field_receipts.values();
        found.slips = slips.filter(|it| it.promise == Some(promise.id)).cloned().collect();
        for (id, amount) in kept_by {
            if let Some(receipt) = self.dossier.receipts.get(&id) {
                found.receipts.push(Used { receipt: receipt.clone(), amount });
            }
        }
        self.add_movements(&mut found);
        Ok(found)
    }

    fn add_movements(&self, found: &mut Found) {
        let slips: BTreeSet<_> = found.slips.iter().map(|it| it.id).collect();
        let receipts: BTreeSet<_> = found.receipts.iter().map(|it| it.receipt.id).collect();
        found.pairings = self.pairings(|it| {
            it.subject == found.subject
                || it.receipt().is_some_and(|it| receipts.contains(&it))
                || it.field_receipt().is_some_and(|it| slips.contains(&it))
        });
        let movements = found.pairings.iter().filter_map(Pairing::movement);
        let movements = movements.filter_map(|it| self.dossier.movements.get(&it));
        found.movements = movements.cloned().collect();
    }

    /// Past its day, a rep says it was paid, and the books do not.
    fn reported_only(&self, promise: &Promise, line: &Found) -> Option<Found> {
        let judged = line.promise.as_ref()?;
        let reported = judged.reported.filter(|it| it.is_positive())?;
        let over = self.today <= promise.due_on
            || promise.ended.is_some()
            || matches!(judged.standing, Standing::Kept { .. });
        if over || self.settled.contains(&line.subject) {
            return None;
        }
        let mut found = line.clone();
        (found.finding, found.amount) = (Finding::ReportedOnly, reported);
        Some(found)
    }

    /// Money that a rep took or saw longer ago than the policy allows, and that is not booked.
    fn slip(&self, slip: &FieldReceipt, found: &[Found]) -> Option<Found> {
        let subject = Subject::FieldReceipt(slip.id);
        let Days(most) = self.policy.field_receipt.cash_days;
        let age = self.today.days_since(slip.taken_on);
        if age <= i64::from(most) || self.settled.contains(&subject) {
            return None;
        }
        let finding =
            if is_handed_in(slip.method) { Finding::SlipKept } else { Finding::ReportedOnly };
        let told = |it: &Found| {
            it.finding == Finding::ReportedOnly && it.slips.iter().any(|has| has.id == slip.id)
        };
        if finding == Finding::ReportedOnly
            && (self.came.contains_key(&slip.id) || found.iter().any(told))
        {
            return None;
        }
        let mut line = line(finding, subject, slip.amount, slip.taken_on, self.today);
        line.slips.push(slip.clone());
        self.add_movements(&mut line);
        Some(line)
    }

    /// The file settled it, and no money stands behind it.
    fn alone(&self, movement: &Movement) -> Result<Option<Found>, MoneyError> {
        let settled = movement.direction == Direction::SettledElsewhere;
        if !settled || !movement.unpaired.is_positive() {
            return Ok(None);
        }
        let (subject, on) = (Subject::Movement(movement.id), movement.effective_on);
        let mut line = line(Finding::MovementAlone, subject, movement.unpaired, on, self.today);
        line.movements.push(movement.clone());
        line.pairings = self.pairings(|it| it.subject == subject);
        line.candidates = self.candidates(movement)?;
        Ok(Some(line))
    }

    fn candidates(&self, movement: &Movement) -> Result<Vec<Candidate>, MoneyError> {
        let mut all = vec![];
        let fits = |company, amount: Money| {
            company == movement.company
                && amount.currency() == movement.amount.currency()
                && amount.is_positive()
        };
        for it in self.dossier.receipts.values().filter(|it| fits(it.company, it.unapplied)) {
            all.push(Candidate {
                with: ByHand::Receipt(it.id),
                number: it.number.clone(),
                on: it.valued_on,
                amount: it.unapplied,
            });
        }
        for slip in self.dossier.field_receipts.values().filter(|it| it.is_waiting()) {
            let mut left = slip.amount;
            for it in self.pairings(|it| it.field_receipt() == Some(slip.id)) {
                left = left.checked_sub(it.held())?;
            }
            if fits(slip.company, left) {
                all.push(Candidate {
                    with: ByHand::FieldReceipt(slip.id),
                    number: slip.slip.to_string(),
                    on: slip.taken_on,
                    amount: left,
                });
            }
        }
        all.sort_by_key(|it| {
            let apart = it.on.days_since(movement.effective_on).unsigned_abs();
            (it.amount != movement.unpaired, apart, it.number.clone())
        });
        all.truncate(CANDIDATES_MOST);
        Ok(all)
    }

    /// Booked money that keeps no promise, that no rep reported and no movement explains.
    fn unannounced(&self, receipt: &Receipt) -> Option<Found> {
        let subject = Subject::Receipt(receipt.id);
        let announced = receipt.source == OF_FIELD_RECEIPTS
            || !receipt.unapplied.is_positive()
            || self.settled.contains(&subject)
            || self.came.values().any(|it| *it == receipt.id)
            || self.judged.values().any(|it| it.kept_by.iter().any(|it| it.0 == receipt.id));
        if announced {
            return None;
        }
        let on = receipt.valued_on;
        let mut line = line(Finding::Unannounced, subject, receipt.unapplied, on, self.today);
        line.receipts.push(Used { receipt: receipt.clone(), amount: receipt.unapplied });
        self.add_movements(&mut line);
        Some(line)
    }
}

/// Which receipt of the bank is the transfer that a rep saw: the same company and amount, the
/// nearest day within the window; one receipt is one transfer.
fn came(dossier: &Dossier, window: Days) -> BTreeMap<FieldReceiptId, ReceiptId> {
    let mut came: BTreeMap<FieldReceiptId, ReceiptId> = BTreeMap::new();
    let seen = dossier.field_receipts.values().filter(|it| !is_handed_in(it.method));
    let mut seen: Vec<&FieldReceipt> = seen.filter(|it| it.is_waiting()).collect();
    seen.sort_by_key(|it| (it.taken_on, it.id));
    for slip in seen {
        let fits = dossier.receipts.values().filter(|it| {
            it.company == slip.company
                && it.amount == slip.amount
                && it.source != OF_FIELD_RECEIPTS
                && !came.values().any(|has| *has == it.id)
        });
        let apart = |it: &Receipt| it.valued_on.days_since(slip.taken_on).unsigned_abs();
        let near = fits.filter(|it| apart(it) <= u64::from(window.0));
        if let Some(receipt) = near.min_by_key(|it| (apart(it), it.id)) {
            came.insert(slip.id, receipt.id);
        }
    }
    came
}
