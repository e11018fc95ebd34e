//! Refusals about attachments in English.

use crate::{attachment::AttachmentRefusal, words::size};

pub fn refusal(it: &AttachmentRefusal) -> String {
    match it {
        AttachmentRefusal::Empty => "This file is empty. Choose another one.".to_owned(),
        AttachmentRefusal::TooLarge { bytes, most } => format!(
            "The file has {}, {} at most. Make it smaller, or split it.",
            size(*bytes),
            size(*most)
        ),
        AttachmentRefusal::NameTooLong { length, most } => {
            format!("The file's name has {length} characters, {most} at most. Shorten it.")
        }
        AttachmentRefusal::OfAnother => "The attachment points to another customer's record. \
            Attach it at that customer."
            .to_owned(),
        AttachmentRefusal::IdTaken { .. } => "Another attachment already carries this id and was \
            not touched. Attach this one anew."
            .to_owned(),
        AttachmentRefusal::Unknown { .. } => {
            "This attachment is not here; it may be on its way. Synchronise first.".to_owned()
        }
        AttachmentRefusal::NotYourOwn => {
            "Only who attached it, or an administrator, removes it. Ask one of them.".to_owned()
        }
    }
}
