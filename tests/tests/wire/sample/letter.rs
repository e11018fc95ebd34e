//! One sample of everything about letters that are put away.

use shared::{
    effects::Why,
    id::InboxId,
    inbox::{PutAway, TakeBack},
    sync::{Act, Verdict},
};

use super::id;

/// The letter of the stories: it says that a visit has to be looked at.
fn letter() -> InboxId {
    InboxId(id(0x17))
}

pub fn acts() -> Vec<Act> {
    let verdict = Verdict::NeedsReview { why: Why::NotYours };
    vec![
        Act::PutLetterAway(PutAway { letter: letter(), verdict }),
        Act::TakeLetterBack(TakeBack { letter: letter() }),
    ]
}
