//! 业务员报已付: what reps say was paid on a promise and finance has not booked. Beside the verdict,
//! never in it.

use std::collections::BTreeMap;

use super::{Promise, Standing};
use crate::{
    dossier::Dossier,
    field_receipt::FieldReceipt,
    id::PromiseId,
    money::{Money, MoneyError},
};

/// What unbooked field receipts say of each promise. A slip that names a promise speaks of that one
/// alone; one that names none speaks of the promises made by then and not kept, earliest due first.
/// The same money is told of one promise only, and never more than was promised.
///
/// # Errors
/// A sum leaves the exact range.
pub fn reported(
    dossier: &Dossier,
    standings: &BTreeMap<PromiseId, Standing>,
) -> Result<BTreeMap<PromiseId, Money>, MoneyError> {
    let mut told: BTreeMap<PromiseId, Money> = BTreeMap::new();
    let waiting = dossier.field_receipts.values().filter(|it| it.is_waiting());
    let mut waiting: Vec<&FieldReceipt> = waiting.collect();
    waiting.sort_by_key(|it| (it.promise.is_none(), it.taken_on, it.id));
    let is_kept = |it: &Promise| matches!(standings.get(&it.id), Some(Standing::Kept { .. }));
    let open = dossier.promises.values().filter(|it| !is_kept(it));
    let mut by_due: Vec<&Promise> = open.collect();
    by_due.sort_by_key(|it| (it.due_on, it.made_on, it.id));
    for slip in waiting {
        let mut left = slip.amount;
        let about = by_due.iter().filter(|it| speaks_of(slip, it));
        for promise in about {
            let nothing = Money::nil(left.currency());
            let before = told.get(&promise.id).copied().unwrap_or(nothing);
            let missing = promise.amount.checked_sub(before)?;
            let part = if left.minor() < missing.minor() { left } else { missing };
            if part.is_positive() {
                told.insert(promise.id, before.checked_add(part)?);
                left = left.checked_sub(part)?;
            }
        }
    }
    Ok(told)
}

fn speaks_of(slip: &FieldReceipt, promise: &Promise) -> bool {
    let named = slip.promise.is_none_or(|it| it == promise.id);
    named && slip.amount.currency() == promise.amount.currency() && promise.made_on <= slip.taken_on
}
