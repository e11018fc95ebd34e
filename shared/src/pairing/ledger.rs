//! The ledger of pairings: what a pairing writes on the side of the movement and on that of the money.

use crate::{
    allocation::{Allocation, AllocationReason},
    calendar::Day,
    dossier::Dossier,
    effects::Effects,
    id::{
        AllocationId, CustomerId, FieldReceiptId, MovementId, OpId, PairingId, ReceiptId, UserId,
        derived,
    },
    money::{Money, MoneyError},
    movement::{Direction, Movement},
    pairing::{Counterpart, Pairing, PairingState, Subject},
    row::Row,
};

/// The movements, pairings and money of one customer as they stand with what a command writes.
pub(crate) struct Ledger {
    pub(super) rows: Dossier,
    touched: Vec<Row>,
    pub(super) customer: CustomerId,
    op: OpId,
    today: Day,
}

impl Ledger {
    /// Of what is at hand, with what the command writes already.
    pub(crate) fn over(
        dossier: &Dossier,
        customer: CustomerId,
        effects: &Effects,
        op: OpId,
        today: Day,
    ) -> Ledger {
        let mut rows = Dossier {
            movements: dossier.movements.clone(),
            pairings: dossier.pairings.clone(),
            receipts: dossier.receipts.clone(),
            field_receipts: dossier.field_receipts.clone(),
            ..Dossier::default()
        };
        // One command may write under many customers.
        let own = effects.writes.iter().filter(|it| it.customer() == Some(customer));
        own.for_each(|row| rows.put(row.clone()));
        Ledger { rows, touched: vec![], customer, op, today }
    }

    /// Whether anything could be paired at all.
    pub(crate) fn concerns(dossier: &Dossier) -> bool {
        !dossier.movements.is_empty()
    }

    /// Writes what came of it, each row once, in its last form.
    pub(crate) fn into_effects(self, effects: &mut Effects) {
        for row in self.touched {
            match effects.writes.iter_mut().find(|it| it.id() == row.id()) {
                Some(before) => *before = row,
                None => effects.push(row),
            }
        }
    }

    fn write(&mut self, row: Row) {
        self.rows.put(row.clone());
        match self.touched.iter_mut().find(|it| it.id() == row.id()) {
            Some(before) => *before = row,
            None => self.touched.push(row),
        }
    }

    /// Pairs a part of a movement; what is booked has to be covered next.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(super) fn make(
        &mut self,
        movement: MovementId,
        with: Counterpart,
        amount: Money,
        by: Option<UserId>,
    ) -> Result<PairingId, MoneyError> {
        let subject = Subject::Movement(movement);
        let invoice = self.rows.movements.get(&movement).map(|it| it.invoice);
        let state = match with {
            Counterpart::FieldReceipt { .. } | Counterpart::Receipt { .. } => PairingState::Waiting,
            Counterpart::Reopening { .. } | Counterpart::Otherwise { .. } => PairingState::Noted,
        };
        let customer = Some(self.customer);
        let id = id_of(self.op, subject, self.touched.len());
        let made_on = self.today;
        self.write(Row::Pairing(Pairing {
            id,
            customer,
            subject,
            with,
            invoice,
            amount,
            by,
            made_on,
            state,
        }));
        self.give_back(movement, amount.negated())?;
        Ok(id)
    }

    /// Lets booked money stand for the movement: as much of it as there is. What the money does not
    /// cover has no counterpart again.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(crate) fn cover(
        &mut self,
        pairing: PairingId,
        receipt: ReceiptId,
    ) -> Result<(), MoneyError> {
        let Some(mut pairing) = self.rows.pairings.get(&pairing).cloned() else { return Ok(()) };
        let movement = pairing.movement().and_then(|it| self.rows.movements.get(&it)).cloned();
        let receipt = self.rows.receipts.get(&receipt).cloned();
        let (Some(movement), Some(mut receipt)) = (movement, receipt) else { return Ok(()) };
        let both = pairing.amount.minor().min(receipt.unapplied.minor());
        let amount = Money::try_new(both, pairing.amount.currency())?;
        if !amount.is_positive() {
            return self.part(pairing.id, None);
        }
        receipt.unapplied = receipt.unapplied.checked_sub(amount)?;
        let allocated_on = receipt.valued_on.max(movement.posted_on);
        let rest = pairing.amount.checked_sub(amount)?;
        pairing.state = PairingState::Covered {
            receipt: receipt.id,
            amount,
            effective_on: allocated_on.max(movement.effective_on),
        };
        self.write(Row::Allocation(Allocation {
            id: self.line_id(pairing.id, "covered"),
            customer: self.customer,
            receipt: receipt.id,
            invoice: movement.invoice,
            amount,
            effective_on: allocated_on,
            reason: AllocationReason::SettledElsewhere,
        }));
        self.write(Row::Receipt(receipt));
        self.write(Row::Pairing(pairing));
        self.give_back(movement.id, rest)
    }

    /// Takes a pairing back: the money is unapplied again, the movement without counterpart.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(crate) fn part(&mut self, id: PairingId, by: Option<UserId>) -> Result<(), MoneyError> {
        let Some(mut pairing) = self.rows.pairings.get(&id).cloned() else { return Ok(()) };
        let held = pairing.held();
        if let PairingState::Covered { receipt, amount, .. } = pairing.state {
            let receipt = self.rows.receipts.get(&receipt).cloned();
            if let (Some(mut receipt), Some(movement)) =
                (receipt, pairing.movement().and_then(|it| self.rows.movements.get(&it)).cloned())
            {
                receipt.unapplied = receipt.unapplied.checked_add(amount)?;
                self.write(Row::Allocation(Allocation {
                    id: self.line_id(id, "parted"),
                    customer: self.customer,
                    receipt: receipt.id,
                    invoice: movement.invoice,
                    amount: amount.negated(),
                    effective_on: receipt.valued_on.max(movement.posted_on),
                    reason: AllocationReason::SettledElsewhere,
                }));
                self.write(Row::Receipt(receipt));
            }
        }
        pairing.state = PairingState::Undone { by, on: self.today };
        let movement = pairing.movement();
        self.write(Row::Pairing(pairing));
        movement.map_or(Ok(()), |movement| self.give_back(movement, held))
    }

    /// Opens a document again: the newest movements first give back what stood against them, and
    /// the reopening stands there instead. Their money is unapplied again.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(crate) fn reopen(&mut self, reopening: &Movement) -> Result<(), MoneyError> {
        let mut left = reopening.amount;
        let of_document = self.rows.movements.values().filter(|it| {
            it.invoice == reopening.invoice && it.direction == Direction::SettledElsewhere
        });
        let mut newest: Vec<(Day, MovementId)> =
            of_document.map(|it| (it.effective_on, it.id)).collect();
        newest.sort_unstable();
        for (_, movement) in newest.into_iter().rev() {
            let mut pairings = self.parted_first(movement);
            while let Some(it) = self.rows.movements.get(&movement)
                && it.unpaired.minor() < left.minor()
                && let Some(pairing) = pairings.pop()
            {
                self.part(pairing, None)?;
            }
            let Some(unpaired) = self.rows.movements.get(&movement).map(|it| it.unpaired) else {
                continue;
            };
            let both = Money::try_new(unpaired.minor().min(left.minor()), left.currency())?;
            if both.is_positive() {
                let with = Counterpart::Reopening { movement: reopening.id };
                self.make(movement, with, both, None)?;
                left = left.checked_sub(both)?;
            }
        }
        Ok(())
    }

    /// The pairings of a movement that a reopening may take back, the newest last.
    fn parted_first(&self, movement: MovementId) -> Vec<PairingId> {
        let mut all: Vec<(Day, PairingId)> = self
            .rows
            .pairings
            .values()
            .filter(|it| it.stands() && it.movement() == Some(movement))
            .filter(|it| !matches!(it.with, Counterpart::Reopening { .. }))
            .map(|it| (it.made_on, it.id))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, id)| id).collect()
    }

    /// The slip is booked: its pairings are covered by what was counted, in their order.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(crate) fn slip_booked(
        &mut self,
        slip: FieldReceiptId,
        receipt: ReceiptId,
    ) -> Result<(), MoneyError> {
        for pairing in self.waiting_for(slip) {
            self.cover(pairing, receipt)?;
        }
        Ok(())
    }

    /// The slip does not count any more: what was paired with it has no counterpart again.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(crate) fn slip_cancelled(&mut self, slip: FieldReceiptId) -> Result<(), MoneyError> {
        for pairing in self.waiting_for(slip) {
            self.part(pairing, None)?;
        }
        Ok(())
    }

    fn waiting_for(&self, slip: FieldReceiptId) -> Vec<PairingId> {
        let waiting = self
            .rows
            .pairings
            .values()
            .filter(|it| it.state == PairingState::Waiting && it.field_receipt() == Some(slip));
        let mut all: Vec<(Day, PairingId)> = waiting.map(|it| (it.made_on, it.id)).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, id)| id).collect()
    }

    fn give_back(&mut self, movement: MovementId, amount: Money) -> Result<(), MoneyError> {
        if amount.is_nil() {
            return Ok(());
        }
        let Some(mut movement) = self.rows.movements.get(&movement).cloned() else {
            return Ok(());
        };
        movement.unpaired = movement.unpaired.checked_add(amount)?;
        self.write(Row::Movement(movement));
        Ok(())
    }

    fn line_id(&self, pairing: PairingId, what: &str) -> AllocationId {
        let parts = [self.op.to_string(), pairing.to_string()];
        AllocationId(derived("allocation", &[&parts[0], &parts[1], what]))
    }
}

/// The `n`th row of a command about a subject.
pub(super) fn id_of(op: OpId, subject: Subject, n: usize) -> PairingId {
    let parts = [op.to_string(), subject.row().to_string(), n.to_string()];
    PairingId(derived("pairing", &[&parts[0], &parts[1], &parts[2]]))
}
