//! Attachments in English: taking photos, where their content is, looking at them.

use shared::{
    attachment::{AttachedTo, Media},
    words::{Language, day, size},
};

use crate::{
    draft::attached::NotPicked,
    words::{AttachSaid, AttachWord},
};

const EN: Language = Language::En;

pub fn attached(it: AttachWord) -> &'static str {
    match it {
        AttachWord::Field => "Photos and papers",
        AttachWord::Take => "Take a photo",
        AttachWord::Choose => "Choose photos or PDF",
        AttachWord::Working => "Preparing the photo",
        AttachWord::Remove => "Remove",
        AttachWord::Removed => "One attachment removed; it can be undone.",
        AttachWord::Photo => "Photo",
        AttachWord::Paper => "PDF",
        AttachWord::Add => "Add attachment",
        AttachWord::AddHint => {
            "A contract, a signed statement, a licence: for the customer's file."
        }
        AttachWord::Fill => "Take a photo or choose a file",
        AttachWord::Heading => "Attachments",
        AttachWord::Empty => "No attachments yet.",
        AttachWord::OnlyHere => "Only here",
        AttachWord::Waiting => "To be uploaded",
        AttachWord::Stuck => "Cannot be uploaded",
        AttachWord::StuckHint => {
            "The server does not take this content; it may be damaged. Delete it and take or choose it anew."
        }
        AttachWord::There => "Uploaded",
        AttachWord::Elsewhere => "Awaited (on the phone that took it)",
        AttachWord::ElsewhereHint => {
            "The content is still on the phone that took it; that phone uploads it once it is online."
        }
        AttachWord::NotHere => "Not on this device",
        AttachWord::NotHereHint => {
            "Neither the server nor this device has its content. It may wait on another device of yours, or be lost."
        }
        AttachWord::WaitingHint => {
            "The content is on this device and is uploaded once online; then it is cleared from here."
        }
        AttachWord::View => "View",
        AttachWord::Previous => "Previous",
        AttachWord::Next => "Next",
        AttachWord::Loading => "Opening",
        AttachWord::Offline => "To be viewed online. The content is on the server and not lost.",
        AttachWord::NotArrived => "The content has not reached the server yet. Look again later.",
        AttachWord::Gone => "It was deleted, or the customer is not yours any more.",
        AttachWord::Failed => "It did not open. The content is not lost; try again.",
        AttachWord::OpenPaper => "Download the PDF",
        AttachWord::PaperHint => "It opens with whatever reads PDF on this device.",
        AttachWord::Delete => "Delete attachment",
        AttachWord::DeleteAsk => {
            "Its content is cleared and cannot be brought back; who deleted it and when stays on record."
        }
        AttachWord::DeleteNow => "Delete it",
        AttachWord::Keep => "Keep it",
        AttachWord::Deleted => "The attachment was deleted",
        AttachWord::ToSendHint => {
            "Uploaded by themselves once online, then cleared from this device."
        }
        AttachWord::NotInFile => {
            "Photos and PDFs are not in the exported file: only this device can upload them."
        }
    }
}

pub fn said(it: &AttachSaid) -> String {
    match it {
        AttachSaid::Hint { most } => format!(
            "Up to {most}. Photos are made smaller, and lose the place and device recorded in them."
        ),
        AttachSaid::Save { count: 1 } => "Save 1 attachment".to_owned(),
        AttachSaid::Save { count } => format!("Save {count} attachments"),
        AttachSaid::PickedOne { media, number, name } => one(*media, *number, name),
        AttachSaid::One { to, media, number, name, who, on } => {
            let of = match to {
                AttachedTo::Customer => "of the customer",
                AttachedTo::Visit { .. } => "of the visit",
                AttachedTo::FieldReceipt { .. } => "of the field receipt",
            };
            format!("{} {of}, {who}, {}", one(*media, *number, name), day(*on, EN))
        }
        AttachSaid::Sending { percent } => format!("Uploading {percent}%"),
        AttachSaid::Deleted { media, who, on } => {
            format!("{} deleted, {who}, {}", kind(*media), day(*on, EN))
        }
        AttachSaid::ToSend { count: 1, bytes } => {
            format!("1 photo or paper to be uploaded, {}", size(*bytes))
        }
        AttachSaid::ToSend { count, bytes } => {
            format!("{count} photos or papers to be uploaded, {}", size(*bytes))
        }
        AttachSaid::SentOf { sent, bytes } => {
            format!("Uploading: {} of {}", size(*sent), size(*bytes))
        }
        AttachSaid::Stuck { count: 1 } => "The server does not take 1 of them; it may be damaged. \
            Delete it in the customer's timeline and add it anew."
            .to_owned(),
        AttachSaid::Stuck { count } => format!(
            "The server does not take {count} of them; they may be damaged. \
            Delete them in the customer's timeline and add them anew."
        ),
        AttachSaid::LostPhotos { count: 1 } => {
            "1 photo or paper was not uploaded either; take it again.".to_owned()
        }
        AttachSaid::LostPhotos { count } => {
            format!("{count} photos or papers were not uploaded either; take them again.")
        }
        AttachSaid::NotPicked(it) => not_picked(it),
    }
}

fn kind(media: Media) -> &'static str {
    if media.is_picture() { "Photo" } else { "PDF" }
}

fn one(media: Media, number: usize, name: &str) -> String {
    let name = if name.is_empty() { String::new() } else { format!(" “{name}”") };
    format!("{} {number}{name}", kind(media))
}

fn not_picked(it: &NotPicked) -> String {
    match it {
        NotPicked::WrongType { name } => format!(
            "“{name}” is neither a photo nor a PDF and was not added. Take a photo of it, or save it as PDF."
        ),
        NotPicked::Undecodable { name } => format!(
            "This browser cannot open “{name}”. Use “{}”, or set the camera to JPEG (most compatible).",
            attached(AttachWord::Take)
        ),
        NotPicked::TooLarge { name, bytes, most } => format!(
            "“{name}” has {}, {} at most, and was not added. Make it smaller, or split it.",
            size(*bytes),
            size(*most)
        ),
        NotPicked::Empty { name } => {
            format!("“{name}” is empty and was not added. Choose another one.")
        }
        NotPicked::Twice { name } => format!("“{name}” is here already."),
        NotPicked::TooMany { most } => {
            format!("{most} at most; what is beyond was not added. Save first, then record the rest.")
        }
        NotPicked::Full => "The device is full and did not keep this one; what you filled in is \
            here. Upload first, or make room, then take it again."
            .to_owned(),
        NotPicked::NotKept => "The device did not keep this one; what you filled in is here. Try \
            again, or reopen the app."
            .to_owned(),
        NotPicked::Lost { count: 1 } => {
            "1 photo or paper added earlier is not on this device any more; take it again. All else is here."
                .to_owned()
        }
        NotPicked::Lost { count } => format!(
            "{count} photos or papers added earlier are not on this device any more; take them again. All else is here."
        ),
    }
}
