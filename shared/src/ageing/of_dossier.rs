//! The ageing of one customer, from the rows at hand.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{AgeingError, Ask, BaseDay, Edges, OpenOn, Report, report};
use crate::{
    allocation::Allocation,
    calendar::Day,
    dossier::Dossier,
    id::InvoiceId,
    invoice::Invoice,
    money::{Amounts, Currency, Money, MoneyError},
    movement::Direction,
    receipt::Receipt,
};

/// A report per currency in which anything is open or unapplied on the day, by currency code.
///
/// What was open is what is open now and what was allocated since. The balance takes another way:
/// documents less money, as far as they are not settled by lines that are not at hand. A phone has
/// open documents first and settled ones later: it tells today at once, an earlier day when all is
/// here.
///
/// # Errors
/// [`AgeingError::HistoryMissing`] for a day before something that is not here any more, and
/// [`AgeingError::Unproven`] when the rows contradict one another.
pub fn of_dossier(dossier: &Dossier, ask: &Ask, edges: &Edges) -> Result<Vec<Report>, AgeingError> {
    let lines = Lines::of(dossier, ask.as_of)?;
    lines.history_is_here(dossier, ask.as_of)?;
    let mut open: BTreeMap<Currency, Vec<OpenOn>> = BTreeMap::new();
    for invoice in dossier.invoices.values().filter(|it| it.posted_on <= ask.as_of) {
        let left = Lines::plus(invoice.open, lines.later.get(&invoice.id.0))?;
        if !left.is_nil() {
            let base_day = match ask.by {
                BaseDay::Due => invoice.due_on,
                BaseDay::Invoice => invoice.issued_on,
            };
            let of = open.entry(left.currency()).or_default();
            of.push(OpenOn { base_day, count: 1, open: left });
        }
    }
    let mut unapplied = Amounts::new();
    for receipt in dossier.receipts.values().filter(|it| it.valued_on <= ask.as_of) {
        unapplied.add(Lines::plus(receipt.unapplied, lines.later.get(&receipt.id.0))?)?;
    }
    let balance = lines.balance(dossier, ask.as_of)?;
    let mut currencies: Vec<Currency> = open.keys().copied().collect();
    currencies.extend(unapplied.iter().chain(balance.iter()).map(Money::currency));
    currencies.sort_unstable();
    currencies.dedup();
    let reports = currencies.into_iter().map(|currency| {
        let open = open.get(&currency).map_or(&[][..], Vec::as_slice);
        report(ask, edges, open, unapplied.of(currency), balance.of(currency))
    });
    reports.collect()
}

/// The lines of a customer's allocations, summed by the documents on both their sides.
struct Lines<'a> {
    all: BTreeMap<Uuid, Money>,
    later: BTreeMap<Uuid, Money>,
    until: Vec<&'a Allocation>,
    /// What was settled elsewhere until the day, and is not covered by money here, by document.
    elsewhere: BTreeMap<InvoiceId, Money>,
}

impl Lines<'_> {
    fn of(dossier: &Dossier, as_of: Day) -> Result<Lines<'_>, MoneyError> {
        let mut lines = Lines {
            all: BTreeMap::new(),
            later: BTreeMap::new(),
            until: vec![],
            elsewhere: BTreeMap::new(),
        };
        for line in dossier.allocations.values() {
            let is_later = as_of < line.effective_on;
            for document in [line.invoice.0, line.receipt.0] {
                Lines::note(&mut lines.all, document, line.amount)?;
                if is_later {
                    Lines::note(&mut lines.later, document, line.amount)?;
                }
            }
            if !is_later {
                lines.until.push(line);
            }
        }
        for movement in dossier.movements.values() {
            let settled = match movement.direction {
                Direction::SettledElsewhere | Direction::SettledBefore => movement.amount,
                Direction::ReopenedElsewhere => movement.amount.negated(),
            };
            lines.note_elsewhere(movement.invoice, settled, movement.effective_on, as_of)?;
        }
        for pairing in dossier.pairings.values() {
            if let (Some(invoice), Some((covered, on))) = (pairing.invoice, pairing.covered()) {
                lines.note_elsewhere(invoice, covered.negated(), on, as_of)?;
            }
        }
        Ok(lines)
    }

    fn note_elsewhere(
        &mut self,
        invoice: InvoiceId,
        settled: Money,
        on: Day,
        as_of: Day,
    ) -> Result<(), MoneyError> {
        Lines::note(&mut self.all, invoice.0, settled)?;
        if as_of < on {
            return Lines::note(&mut self.later, invoice.0, settled);
        }
        let sum = Lines::plus(settled, self.elsewhere.get(&invoice))?;
        self.elsewhere.insert(invoice, sum);
        Ok(())
    }

    fn note(
        sums: &mut BTreeMap<Uuid, Money>,
        document: Uuid,
        amount: Money,
    ) -> Result<(), MoneyError> {
        let sum = Lines::plus(amount, sums.get(&document))?;
        sums.insert(document, sum);
        Ok(())
    }

    fn plus(amount: Money, more: Option<&Money>) -> Result<Money, MoneyError> {
        more.map_or(Ok(amount), |more| amount.checked_add(*more))
    }

    /// What was settled of a document by lines that are not here: never less than nothing.
    fn settled_unseen(&self, id: Uuid, amount: Money, left: Money) -> Result<Money, AgeingError> {
        let told = Lines::plus(left, self.all.get(&id))?;
        let unseen = amount.checked_sub(told)?;
        if unseen.minor() < 0 {
            return Err(AgeingError::Unproven { buckets: told, balance: amount });
        }
        Ok(unseen)
    }

    fn unseen_of_invoice(&self, it: &Invoice) -> Result<Money, AgeingError> {
        self.settled_unseen(it.id.0, it.amount, it.open)
    }

    fn unseen_of_receipt(&self, it: &Receipt) -> Result<Money, AgeingError> {
        self.settled_unseen(it.id.0, it.amount, it.unapplied)
    }

    /// Nothing is missing that an earlier day would need: where a line since then is here, so must
    /// be the documents on both its sides, and no document is settled by a line that is not.
    fn history_is_here(&self, dossier: &Dossier, as_of: Day) -> Result<(), AgeingError> {
        let is_past = !self.later.is_empty()
            || dossier.invoices.values().any(|it| as_of < it.posted_on)
            || dossier.receipts.values().any(|it| as_of < it.valued_on);
        if !is_past {
            return Ok(());
        }
        let missing = AgeingError::HistoryMissing { as_of };
        for line in dossier.allocations.values() {
            let both = dossier.invoices.contains_key(&line.invoice)
                && dossier.receipts.contains_key(&line.receipt);
            if !both {
                return Err(missing);
            }
        }
        for invoice in dossier.invoices.values() {
            if self.unseen_of_invoice(invoice)?.is_positive() {
                return Err(missing);
            }
        }
        for receipt in dossier.receipts.values() {
            if self.unseen_of_receipt(receipt)?.is_positive() {
                return Err(missing);
            }
        }
        Ok(())
    }

    /// Documents less money. Of a pair of which one side is not here, the other is left out.
    fn balance(&self, dossier: &Dossier, as_of: Day) -> Result<Amounts, AgeingError> {
        let mut balance = Amounts::new();
        for invoice in dossier.invoices.values().filter(|it| it.posted_on <= as_of) {
            balance.add(invoice.amount)?;
            balance.add(self.unseen_of_invoice(invoice)?.negated())?;
            if let Some(settled) = self.elsewhere.get(&invoice.id) {
                balance.add(settled.negated())?;
            }
        }
        for receipt in dossier.receipts.values().filter(|it| it.valued_on <= as_of) {
            balance.add(receipt.amount.negated())?;
            balance.add(self.unseen_of_receipt(receipt)?)?;
        }
        for line in &self.until {
            if !dossier.invoices.contains_key(&line.invoice) {
                balance.add(line.amount)?;
            }
            if !dossier.receipts.contains_key(&line.receipt) {
                balance.add(line.amount.negated())?;
            }
        }
        Ok(balance)
    }
}
