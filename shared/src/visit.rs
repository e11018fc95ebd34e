//! Visits 拜访: that a rep was at the customer's, what came of it, and when to come again.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Instant, When},
    dossier::Dossier,
    effects::{Effects, Why},
    id::{CustomerId, UserId, VisitId},
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{self, Caller},
};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 4_000;

/// That somebody was there, on which day, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub id: VisitId,
    pub customer: CustomerId,
    pub author: UserId,
    pub visited_on: Day,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    pub outcome: VisitOutcome,
    pub note: String,
    pub next_on: Option<Day>,
}

/// What came of a visit, in one tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// 谈妥.
    Agreed,
    /// 答应付款.
    Promised,
    /// 已付款.
    Paid,
    /// 有异议.
    Disputed,
    /// 没见到人.
    NobodyThere,
    /// 其他.
    Other,
}

impl VisitOutcome {
    pub const ALL: [VisitOutcome; 6] = [
        VisitOutcome::Agreed,
        VisitOutcome::Promised,
        VisitOutcome::Paid,
        VisitOutcome::Disputed,
        VisitOutcome::NobodyThere,
        VisitOutcome::Other,
    ];
}

/// The command given at the counter: two taps are enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub id: VisitId,
    pub outcome: VisitOutcome,
    pub note: String,
    pub next_on: Option<Day>,
}

/// Why a visit is malformed; what happened in the shop is never refused for another reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum VisitRefusal {
    NoteTooLong {
        length: usize,
        most: usize,
    },
    NextBeforeVisit {
        next_on: Day,
        visited_on: Day,
    },
    /// Another visit already carries this id, here or with another customer.
    IdTaken {
        visit: VisitId,
    },
}

/// Records a visit. A lost permission or a moved customer leaves it in review, not refused. The
/// same record again changes nothing.
///
/// # Errors
/// The record is malformed, or the customer is unknown.
pub fn record(
    it: &Record,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    let length = it.note.chars().count();
    if NOTE_MAX < length {
        return Err(VisitRefusal::NoteTooLong { length, most: NOTE_MAX }.into());
    }
    if let Some(next_on) = it.next_on
        && next_on < when.acted_on
    {
        return Err(VisitRefusal::NextBeforeVisit { next_on, visited_on: when.acted_on }.into());
    }
    let visit = Visit {
        id: it.id,
        customer: customer.id,
        author: caller.user,
        visited_on: when.acted_on,
        captured_at: command.captured_at,
        outcome: it.outcome,
        note: it.note.trim().to_owned(),
        next_on: it.next_on,
    };
    match dossier.visits.get(&it.id) {
        // Asked for again, as when a device replays what has come back to it.
        Some(here) if *here == visit => return Ok(Effects::nothing()),
        None if !dossier.elsewhere.contains_key(&it.id.0) => {}
        _ => return Err(VisitRefusal::IdTaken { visit: it.id }.into()),
    }
    let mut effects = Effects::write(Row::Visit(visit));
    if !user::may_visit(caller, customer.territory, when) {
        effects.review = Some(Why::NotYours);
    }
    Ok(effects)
}
