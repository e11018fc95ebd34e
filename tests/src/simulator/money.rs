//! Money in a life: what is kept open of a document is what its allocations leave of it (I9).

use std::collections::BTreeMap;

use shared::{
    allocation::Allocation, dossier::Dossier, invoice::Invoice, movement::Movement,
    pairing::Pairing, receipt::Receipt, row::Row,
};

use super::witness::{Breach, Invariant, must};

/// Whether settled documents may still be on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partly {
    Yes,
    No,
}

/// The rows that speak of money, whoever's.
#[derive(Debug, Default)]
pub struct MoneyRows<'a> {
    invoices: Vec<&'a Invoice>,
    receipts: Vec<&'a Receipt>,
    allocations: Vec<&'a Allocation>,
    movements: Vec<&'a Movement>,
    pairings: Vec<&'a Pairing>,
}

impl<'a> MoneyRows<'a> {
    #[must_use]
    pub fn of_rows(rows: impl IntoIterator<Item = &'a Row>) -> MoneyRows<'a> {
        let mut all = MoneyRows::default();
        for row in rows {
            match row {
                Row::Invoice(it) => all.invoices.push(it),
                Row::Receipt(it) => all.receipts.push(it),
                Row::Allocation(it) => all.allocations.push(it),
                Row::Movement(it) => all.movements.push(it),
                Row::Pairing(it) => all.pairings.push(it),
                _ => {}
            }
        }
        all
    }

    /// Those of one customer.
    #[must_use]
    pub fn of(dossier: &'a Dossier) -> MoneyRows<'a> {
        MoneyRows {
            invoices: dossier.invoices.values().collect(),
            receipts: dossier.receipts.values().collect(),
            allocations: dossier.allocations.values().collect(),
            movements: dossier.movements.values().collect(),
            pairings: dossier.pairings.values().collect(),
        }
    }

    /// Allocations are at most the receipt and at most the invoice, and what is kept open is the fold
    /// of them: on the server, and on every device whenever somebody looks.
    ///
    /// # Errors
    /// A document's open amount is not what its allocations leave.
    pub fn add_up(&self, whose: &str, partly: Partly) -> Result<(), Breach> {
        let invoices = self.invoices.iter().map(|it| (it.id.0, it.amount.minor(), it.open));
        let receipts = self.receipts.iter().map(|it| (it.id.0, it.amount.minor(), it.unapplied));
        let documents: Vec<_> = invoices.chain(receipts).collect();
        let mut left: BTreeMap<_, _> =
            documents.iter().map(|(id, amount, _)| (*id, *amount)).collect();
        let moved = self.movements.iter().map(|it| (it.invoice, it.settled_minor()));
        let covered = self.pairings.iter().filter_map(|it| {
            let (amount, _) = it.covered()?;
            Some((it.invoice?, amount.negated().minor()))
        });
        for (invoice, minor) in moved.chain(covered) {
            if let Some(left) = left.get_mut(&invoice.0) {
                *left -= minor;
            }
        }
        for line in &self.allocations {
            for document in [line.invoice.0, line.receipt.0] {
                match left.get_mut(&document) {
                    Some(it) => *it -= line.amount.minor(),
                    None => must(Invariant::AtomicCommand, partly == Partly::Yes, || {
                        format!("{whose} holds an allocation without its document {document}")
                    })?,
                }
            }
        }
        let kept: BTreeMap<_, _> = documents.into_iter().map(|(id, _, kept)| (id, kept)).collect();
        for (document, kept) in kept {
            let folded = left.get(&document).copied();
            must(Invariant::Money, folded == Some(kept.minor()) && 0 <= kept.minor(), || {
                let kept = kept.plain();
                format!("{whose} keeps {kept} open on {document}, its allocations leave {folded:?}")
            })?;
        }
        Ok(())
    }
}
