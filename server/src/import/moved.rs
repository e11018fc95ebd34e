//! What a row of open items moved: how much was open of its document before, and how much is now.

use shared::{import::Moved, money::Money, movement::Direction, sync::Act};

use super::entry::{Entry, Want};

/// Of an entry whose document had `open` minor units open; nothing where it still has.
pub(super) fn of(entry: &Entry, open: i64) -> Option<Moved> {
    let Some(Want { act: Act::ImportInvoice(it), .. }) = entry.wants.first() else { return None };
    let still = it.still_open.as_ref()?;
    let before = Money::try_new(open, still.amount.currency()).ok()?;
    let direction = if still.amount.minor() < before.minor() {
        Direction::SettledElsewhere
    } else {
        Direction::ReopenedElsewhere
    };
    (before != still.amount).then(|| Moved {
        line: entry.line,
        number: entry.number.clone(),
        customer: it.customer.code.clone(),
        direction,
        before,
        after: still.amount,
        on: still.on,
    })
}
