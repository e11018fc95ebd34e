//! The rule of pairing: one pure function finds which movement and which money are one, wherever
//! either of them appears.

use super::{Counterpart, Ledger, PairingState, Subject};
use crate::{
    calendar::{Day, Days},
    field_receipt::is_handed_in,
    id::{CompanyId, FieldReceiptId, MovementId, PairingId, ReceiptId},
    money::{Money, MoneyError},
    movement::{Direction, Movement},
    policy::ReconciliationPolicy,
};

/// Money that may stand behind a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Behind {
    Booked(ReceiptId),
    Reported(FieldReceiptId),
}

struct Candidate {
    money: Behind,
    company: CompanyId,
    amount: Money,
    on: Day,
}

impl Ledger {
    /// Pairs whatever is certain: a seen transfer that has come, then equal amounts, the nearest
    /// days first, then the movements of one day whose sum is one payment. What is less certain is
    /// left to people.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub(crate) fn pair(&mut self, policy: &ReconciliationPolicy) -> Result<(), MoneyError> {
        let window = policy.pairing_days;
        loop {
            if let Some((pairing, receipt)) = self.transfer_that_came(window) {
                self.cover(pairing, receipt)?;
            } else if let Some((movement, money)) = self.equal(window) {
                self.make_of_rule(movement, money)?;
            } else if let Some((movements, money)) = self.sum_of_a_day(window)? {
                for movement in movements {
                    self.make_of_rule(movement, money)?;
                }
            } else {
                return Ok(());
            }
        }
    }

    /// A movement paired with a transfer that a rep saw, and the bank's own receipt of it.
    fn transfer_that_came(&self, window: Days) -> Option<(PairingId, ReceiptId)> {
        let mut best: Option<(u64, PairingId, ReceiptId)> = None;
        for pairing in self.rows.pairings.values().filter(|it| it.state == PairingState::Waiting) {
            let slip = pairing.field_receipt().and_then(|it| self.rows.field_receipts.get(&it));
            let Some(slip) = slip.filter(|it| !is_handed_in(it.method)) else { continue };
            let waiting = self.rows.pairings.values().filter(|it| {
                it.state == PairingState::Waiting && it.field_receipt() == Some(slip.id)
            });
            if 1 < waiting.count() {
                continue;
            }
            for receipt in self.rows.receipts.values() {
                let fits = receipt.company == slip.company && receipt.unapplied == pairing.amount;
                let apart = receipt.valued_on.days_since(slip.taken_on).unsigned_abs();
                if fits && apart <= u64::from(window.0) {
                    let found = (apart, pairing.id, receipt.id);
                    best = Some(best.map_or(found, |best| best.min(found)));
                }
            }
        }
        best.map(|(_, pairing, receipt)| (pairing, receipt))
    }

    /// The movement and the money of the same amount that are nearest in days; booked money before
    /// reported.
    fn equal(&self, window: Days) -> Option<(MovementId, Behind)> {
        let candidates = self.candidates();
        let mut best: Option<(u64, Behind, Day, MovementId)> = None;
        for movement in self.unpaired() {
            for it in &candidates {
                let apart = it.on.days_since(movement.effective_on).unsigned_abs();
                let fits = it.company == movement.company && it.amount == movement.unpaired;
                if !fits || u64::from(window.0) < apart || self.was_parted(movement.id, it.money) {
                    continue;
                }
                let found = (apart, it.money, movement.effective_on, movement.id);
                best = Some(best.map_or(found, |best| best.min(found)));
            }
        }
        best.map(|(_, money, _, movement)| (movement, money))
    }

    /// All movements of one day that have no counterpart, where one payment makes their sum.
    fn sum_of_a_day(&self, window: Days) -> Result<Option<(Vec<MovementId>, Behind)>, MoneyError> {
        let mut best: Option<(u64, Behind, Vec<MovementId>)> = None;
        for it in self.candidates() {
            let mut days: Vec<Day> = self.unpaired().map(|it| it.effective_on).collect();
            days.sort_unstable();
            days.dedup();
            for day in days {
                let apart = it.on.days_since(day).unsigned_abs();
                let of_day: Vec<&Movement> = self
                    .unpaired()
                    .filter(|has| has.effective_on == day && has.company == it.company)
                    .filter(|has| has.unpaired.currency() == it.amount.currency())
                    .collect();
                if u64::from(window.0) < apart || of_day.len() < 2 {
                    continue;
                }
                let mut sum = Money::nil(it.amount.currency());
                for movement in &of_day {
                    sum = sum.checked_add(movement.unpaired)?;
                }
                let parted = of_day.iter().any(|has| self.was_parted(has.id, it.money));
                let found = (apart, it.money, of_day.iter().map(|it| it.id).collect());
                if sum == it.amount && !parted && best.as_ref().is_none_or(|best| found < *best) {
                    best = Some(found);
                }
            }
        }
        Ok(best.map(|(_, money, movements)| (movements, money)))
    }

    fn unpaired(&self) -> impl Iterator<Item = &Movement> {
        let settled = |it: &&Movement| it.direction == Direction::SettledElsewhere;
        self.rows.movements.values().filter(settled).filter(|it| it.unpaired.is_positive())
    }

    /// Money of the customer that has no counterpart.
    fn candidates(&self) -> Vec<Candidate> {
        let named = |subject: Subject| {
            self.rows.pairings.values().any(|it| it.stands() && it.subject == subject)
        };
        let receipts = self.rows.receipts.values().filter(|it| {
            it.customer == Some(self.customer)
                && it.unapplied.is_positive()
                && !named(Subject::Receipt(it.id))
        });
        let slips = self.rows.field_receipts.values().filter(|slip| {
            let mut pairings = self.rows.pairings.values();
            slip.is_waiting()
                && !named(Subject::FieldReceipt(slip.id))
                && !pairings.any(|it| it.stands() && it.field_receipt() == Some(slip.id))
        });
        let booked = receipts.map(|it| Candidate {
            money: Behind::Booked(it.id),
            company: it.company,
            amount: it.unapplied,
            on: it.valued_on,
        });
        let reported = slips.map(|it| Candidate {
            money: Behind::Reported(it.id),
            company: it.company,
            amount: it.amount,
            on: it.taken_on,
        });
        booked.chain(reported).collect()
    }

    /// Whether a person has said that these two are not one.
    fn was_parted(&self, movement: MovementId, money: Behind) -> bool {
        self.rows.pairings.values().any(|it| {
            matches!(it.state, PairingState::Undone { by: Some(_), .. })
                && it.movement() == Some(movement)
                && match money {
                    Behind::Booked(receipt) => it.with == Counterpart::Receipt { receipt },
                    Behind::Reported(slip) => it.field_receipt() == Some(slip),
                }
        })
    }

    fn make_of_rule(&mut self, movement: MovementId, money: Behind) -> Result<(), MoneyError> {
        let Some(amount) = self.rows.movements.get(&movement).map(|it| it.unpaired) else {
            return Ok(());
        };
        match money {
            Behind::Booked(receipt) => {
                let pairing =
                    self.make(movement, Counterpart::Receipt { receipt }, amount, None)?;
                self.cover(pairing, receipt)
            }
            Behind::Reported(field_receipt) => {
                let with = Counterpart::FieldReceipt { field_receipt };
                self.make(movement, with, amount, None).map(drop)
            }
        }
    }
}
