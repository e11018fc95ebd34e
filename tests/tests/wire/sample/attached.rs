//! Samples of attachments.

use shared::{
    attachment::{
        Add, Arrive, AttachedTo, Attachment, AttachmentRefusal, AttachmentState, Blob, Content,
        Media, Remove,
    },
    calendar::Instant,
    id::{AttachmentId, VisitId},
    refusal::Refusal,
    row::Row,
    sync::Act,
};

use super::{customer_id, day, id, user_id};

fn attachment() -> AttachmentId {
    AttachmentId(id(21))
}

fn to() -> AttachedTo {
    AttachedTo::Visit { visit: VisitId(id(2)) }
}

fn content() -> Content {
    Content {
        blob: Blob::of(b"a photo"),
        media: Media::Jpeg,
        bytes: 312_480,
        name: "门头.jpg".to_owned(),
    }
}

pub fn acts() -> Vec<Act> {
    vec![
        Act::AddAttachment(Add { id: attachment(), to: to(), content: content() }),
        Act::ReportArrival(Arrive { attachment: attachment() }),
        Act::RemoveAttachment(Remove { attachment: attachment() }),
    ]
}

pub fn row() -> Row {
    Row::Attachment(Attachment {
        id: attachment(),
        customer: customer_id(),
        author: user_id(),
        to: to(),
        content: content(),
        attached_on: day("2026-11-18"),
        captured_at: Instant(1_795_000_000_000),
        state: AttachmentState::Removed { by: user_id(), on: day("2026-11-19") },
    })
}

pub fn refusals() -> Vec<Refusal> {
    let attachment = attachment();
    [
        AttachmentRefusal::Empty,
        AttachmentRefusal::TooLarge { bytes: 12_582_912, most: 10_485_760 },
        AttachmentRefusal::NameTooLong { length: 201, most: 200 },
        AttachmentRefusal::OfAnother,
        AttachmentRefusal::IdTaken { attachment },
        AttachmentRefusal::Unknown { attachment },
        AttachmentRefusal::NotYourOwn,
    ]
    .map(Refusal::from)
    .into()
}
