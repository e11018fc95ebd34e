//! Words of where a customer is on the map.

use shared::words::Language;

use super::{en, labels, zh};

labels! {
    PlaceWord in place::place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceWord {
    Here,
    Asking,
    Denied,
    Unknown,
    TimedOut,
    NoSensor,
    Hint,
    OpenMap,
}

/// How far off the place may be that was taken, in metres.
#[must_use]
pub fn taken_within(metres: u32, language: Language) -> String {
    match language {
        Language::Zh => zh::place::taken_within(metres),
        Language::En => en::place::taken_within(metres),
    }
}

/// Beyond this a place does not tell one shop from the next.
pub(super) const ROUGH_METRES: u32 = 100;
