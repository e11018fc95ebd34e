//! A visit being recorded.

use serde::{Deserialize, Serialize};
use shared::{
    calendar::{Day, Days},
    id::VisitId,
    refusal::Refusal,
    visit::{Record, VisitOutcome, VisitRefusal},
};

use super::attached::Picked;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitDraft {
    pub outcome: Option<VisitOutcome>,
    /// None: 先不定.
    pub next_on: Option<Day>,
    pub note: String,
    /// A draft of an older build has none.
    #[serde(default)]
    pub attached: Vec<Picked>,
}

/// Where on the form something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitField {
    Outcome,
    NextOn,
    Note,
}

impl VisitDraft {
    /// The draft that gives this record again.
    #[must_use]
    pub fn of(record: &Record) -> VisitDraft {
        VisitDraft {
            outcome: Some(record.outcome),
            next_on: record.next_on,
            note: record.note.clone(),
            attached: vec![],
        }
    }

    /// The form of the command; none until an outcome was tapped.
    #[must_use]
    pub fn record(&self, id: VisitId) -> Option<Record> {
        Some(Record { id, outcome: self.outcome?, note: self.note.clone(), next_on: self.next_on })
    }
}

/// The field a refusal is about; none when it is about the whole form.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<VisitField> {
    match refusal {
        Refusal::Visit(VisitRefusal::NoteTooLong { .. }) => Some(VisitField::Note),
        Refusal::Visit(VisitRefusal::NextBeforeVisit { .. }) => Some(VisitField::NextOn),
        _ => None,
    }
}

/// The day chips for the next visit: tomorrow, in a week, in two weeks, at the month's end; without
/// doubles, in order.
#[must_use]
pub fn next_chips(today: Day) -> Vec<Day> {
    let mut days =
        vec![today.plus(Days(1)), today.plus(Days(7)), today.plus(Days(14)), today.month_end()];
    days.retain(|day| today < *day);
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_taps_make_a_record() {
        let mut draft = VisitDraft::default();
        let id = VisitId(shared::id::derived("visit", &["1"]));
        assert_eq!(draft.record(id), None);
        draft.outcome = Some(VisitOutcome::Promised);
        draft.next_on = "2026-11-25".parse().ok();
        let record = draft.record(id).unwrap();
        assert_eq!(VisitDraft::of(&record), draft);
    }

    #[test]
    fn next_days_lie_ahead_without_doubles() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let days = next_chips(day("2026-11-30"));
        assert_eq!(days, [day("2026-12-01"), day("2026-12-07"), day("2026-12-14")]);
        let days = next_chips(day("2026-11-23"));
        assert_eq!(days, [day("2026-11-24"), day("2026-11-30"), day("2026-12-07")]);
    }
}
