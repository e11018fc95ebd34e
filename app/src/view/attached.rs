//! Attachments 附件 of a customer: to what each belongs, and where its content is.

use shared::{
    attachment::{AttachedTo, Attachment, AttachmentState},
    calendar::Day,
    dossier::Dossier,
    id::UserId,
    sync::Mark,
};

use crate::upload::{Local, Stage, Underway, percent};

/// Where the content of an attachment is, as this device can truthfully say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// 仅在本机: nobody has answered the command either.
    OnlyHere,
    /// 待上传.
    Waiting,
    /// 正在上传.
    Sending { percent: u32 },
    /// The server does not take it.
    Stuck,
    /// 已上传.
    There,
    /// On the device of somebody else.
    Elsewhere,
    /// The reader's own, and not here: on another device, or lost.
    NotHere,
    /// 已删除.
    Removed { by: UserId, on: Day },
}

impl Whereabouts {
    /// Whether this device has the bytes.
    #[must_use]
    pub fn is_local(self) -> bool {
        match self {
            Whereabouts::OnlyHere
            | Whereabouts::Waiting
            | Whereabouts::Sending { .. }
            | Whereabouts::Stuck => true,
            Whereabouts::There
            | Whereabouts::Elsewhere
            | Whereabouts::NotHere
            | Whereabouts::Removed { .. } => false,
        }
    }
}

/// Where it is: `local` is what this device knows of its content, `mark` how far its row has come.
#[must_use]
pub fn whereabouts(
    it: &Attachment,
    reader: UserId,
    mark: Mark,
    local: Option<&Local>,
    underway: Option<&Underway>,
) -> Whereabouts {
    match it.state {
        AttachmentState::Removed { by, on } => return Whereabouts::Removed { by, on },
        AttachmentState::Here => return Whereabouts::There,
        AttachmentState::Awaited => {}
    }
    let underway = underway.filter(|under| under.blob == it.content.blob);
    match (local.map(|it| it.stage), underway) {
        (Some(Stage::Kept), Some(under)) => {
            Whereabouts::Sending { percent: percent(under.sent, it.content.bytes) }
        }
        (Some(Stage::Kept), None) if mark == Mark::OnlyHere => Whereabouts::OnlyHere,
        (Some(Stage::Kept), None) => Whereabouts::Waiting,
        (Some(Stage::Stuck), _) => Whereabouts::Stuck,
        // The server has it; that its row says so too is on its way.
        (Some(Stage::Sent), _) => Whereabouts::There,
        (None, _) if it.author == reader => Whereabouts::NotHere,
        (None, _) => Whereabouts::Elsewhere,
    }
}

/// Every attachment of a customer, as they were attached; removed ones too, for that is said.
#[must_use]
pub fn attached(dossier: &Dossier) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = dossier.attachments.values().cloned().collect();
    all.sort_by_key(|it| (it.captured_at, it.id));
    all
}

/// What belongs to a visit or a slip.
#[must_use]
pub fn of(all: &[Attachment], to: AttachedTo) -> Vec<Attachment> {
    all.iter().filter(|it| it.to == to).cloned().collect()
}

/// What stands in the customer's file: its own, and what belongs to something that is not here.
#[must_use]
pub fn of_file(all: &[Attachment], dossier: &Dossier) -> Vec<Attachment> {
    let is_here = |it: &&Attachment| match it.to {
        AttachedTo::Customer => true,
        AttachedTo::Visit { visit } => !dossier.visits.contains_key(&visit),
        AttachedTo::FieldReceipt { field_receipt } => {
            !dossier.field_receipts.contains_key(&field_receipt)
        }
    };
    all.iter().filter(is_here).cloned().collect()
}

/// The one before or after, round and round; none where it stands alone.
#[must_use]
pub fn beside(among: &[Attachment], it: &Attachment, step: Step) -> Option<Attachment> {
    let at = among.iter().position(|one| one.id == it.id)?;
    let count = among.len();
    let to = match step {
        Step::Back => (at + count - 1) % count,
        Step::On => (at + 1) % count,
    };
    (1 < count).then(|| among[to].clone())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Back,
    On,
}

#[cfg(test)]
mod tests {
    use shared::{
        attachment::{Blob, Content, Media},
        calendar::Instant,
        id::{AttachmentId, CustomerId, VisitId, derived},
        row::Row,
    };

    use super::*;

    fn lin() -> UserId {
        UserId::of_login("lin")
    }

    fn photo(number: u32, to: AttachedTo, state: AttachmentState) -> Attachment {
        Attachment {
            id: AttachmentId(derived("attachment", &[&number.to_string()])),
            customer: CustomerId::of_code("K"),
            author: lin(),
            to,
            content: Content {
                blob: Blob::of(&number.to_be_bytes()),
                media: Media::Jpeg,
                bytes: 1_000,
                name: String::new(),
            },
            attached_on: "2026-11-20".parse().unwrap(),
            captured_at: Instant(i64::from(number)),
            state,
        }
    }

    #[test]
    fn the_truth_about_content_is_what_this_device_can_know() {
        let awaited = photo(1, AttachedTo::Customer, AttachmentState::Awaited);
        let kept = Local::new(Media::Jpeg, 1_000, Instant(0));
        let (sent, stuck) = (
            Local { stage: Stage::Sent, ..kept.clone() },
            Local { stage: Stage::Stuck, ..kept.clone() },
        );
        let under = |blob: &Blob| Underway { blob: blob.clone(), sent: 400 };
        let (mine, other) = (under(&awaited.content.blob), under(&Blob::of(b"other")));
        let (only, there) = (Mark::OnlyHere, Mark::Confirmed);
        let zhao = UserId::of_login("zhao");
        let rows = [
            (lin(), only, Some(&kept), None, Whereabouts::OnlyHere),
            (lin(), there, Some(&kept), None, Whereabouts::Waiting),
            (lin(), there, Some(&kept), Some(&other), Whereabouts::Waiting),
            (lin(), only, Some(&kept), Some(&mine), Whereabouts::Sending { percent: 40 }),
            (lin(), there, Some(&stuck), None, Whereabouts::Stuck),
            (lin(), there, Some(&sent), None, Whereabouts::There),
            (lin(), there, None, None, Whereabouts::NotHere),
            (zhao, there, None, None, Whereabouts::Elsewhere),
        ];
        for (reader, mark, local, under, answer) in rows {
            let said = whereabouts(&awaited, reader, mark, local, under);
            assert_eq!(said, answer);
            assert_eq!(said.is_local(), local.is_some_and(|it| it.stage != Stage::Sent));
        }
        let here = photo(1, AttachedTo::Customer, AttachmentState::Here);
        assert_eq!(whereabouts(&here, zhao, there, None, None), Whereabouts::There);
        let (by, on) = (lin(), "2026-11-21".parse().unwrap());
        let gone = photo(1, AttachedTo::Customer, AttachmentState::Removed { by, on });
        let said = whereabouts(&gone, zhao, there, Some(&kept), None);
        assert_eq!(said, Whereabouts::Removed { by, on });
    }

    #[test]
    fn what_belongs_to_nothing_here_stands_in_the_file() {
        let visit = VisitId(derived("visit", &["1"]));
        let mut dossier = Dossier::new(std::sync::Arc::default());
        let of_visit = photo(2, AttachedTo::Visit { visit }, AttachmentState::Here);
        let of_customer = photo(1, AttachedTo::Customer, AttachmentState::Here);
        dossier.put(Row::Attachment(of_visit.clone()));
        dossier.put(Row::Attachment(of_customer.clone()));
        let all = attached(&dossier);
        assert_eq!(all, [of_customer.clone(), of_visit.clone()], "as they were attached");
        assert_eq!(of(&all, of_visit.to), all[1..]);
        assert_eq!(of_file(&all, &dossier), all, "the visit has not come yet");
        assert_eq!(beside(&all, &of_customer, Step::Back), Some(of_visit.clone()));
        assert_eq!(beside(&all, &of_visit, Step::On), Some(of_customer.clone()));
        assert_eq!(beside(&all[..1], &of_customer, Step::On), None);
    }
}
