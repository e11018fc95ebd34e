//! The timeline 往来 of a customer: visits, promises, slips, receipts and changes of the file, latest first.

use shared::{
    calendar::{Day, Instant},
    dossier::Dossier,
    edit::Edit,
    field_receipt::FieldReceipt,
    promise::Promise,
    receipt::Receipt,
    visit::Visit,
};
use uuid::Uuid;

/// Something that happened with a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Visit(Visit),
    Promise(Promise),
    FieldReceipt(FieldReceipt),
    Receipt(Receipt),
    Edit(Edit),
}

impl Event {
    /// The row it was made of.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Event::Visit(it) => it.id.0,
            Event::Promise(it) => it.id.0,
            Event::FieldReceipt(it) => it.id.0,
            Event::Receipt(it) => it.id.0,
            Event::Edit(it) => it.id.0,
        }
    }

    /// The day on which it happened.
    #[must_use]
    pub fn day(&self) -> Day {
        match self {
            Event::Visit(it) => it.visited_on,
            Event::Promise(it) => it.made_on,
            Event::FieldReceipt(it) => it.taken_on,
            Event::Receipt(it) => it.valued_on,
            Event::Edit(it) => it.edited_on,
        }
    }

    /// When on that day, where it is known: banks give days only.
    #[must_use]
    pub fn captured_at(&self) -> Option<Instant> {
        match self {
            Event::Visit(it) => Some(it.captured_at),
            Event::Promise(it) => Some(it.captured_at),
            Event::Edit(it) => Some(it.captured_at),
            Event::FieldReceipt(it) => Some(it.captured_at),
            Event::Receipt(_) => None,
        }
    }
}

/// All that happened, latest first; within a day receipts come last, then by the clock.
#[must_use]
pub fn events(dossier: &Dossier) -> Vec<Event> {
    let mut events: Vec<Event> = dossier.visits.values().cloned().map(Event::Visit).collect();
    events.extend(dossier.promises.values().cloned().map(Event::Promise));
    events.extend(dossier.edits.values().cloned().map(Event::Edit));
    events.extend(dossier.field_receipts.values().cloned().map(Event::FieldReceipt));
    events.extend(dossier.receipts.values().cloned().map(Event::Receipt));
    events.sort_by_key(|it| std::cmp::Reverse((it.day(), it.captured_at(), it.id())));
    events
}
