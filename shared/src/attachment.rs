//! Attachments 附件: photos and papers of a visit, a slip or a customer's file.
//!
//! The command names the content by its digest; the bytes travel beside the commands, before them or
//! after. Until they have come the attachment says that they are awaited: a photo that is missing is
//! seen to be missing.

mod blob;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::{Day, Instant, When},
    dossier::Dossier,
    effects::{Effects, Why},
    id::{AttachmentId, CustomerId, FieldReceiptId, UserId, VisitId},
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{self, Caller, Role},
};

pub use blob::{Blob, BlobState, Media, NotABlob, PIECE_MOST};

/// The longest name of a file, in characters.
pub const NAME_MAX: usize = 200;
/// The largest content, in bytes: 10 MiB. A photo is made smaller on the phone before it is kept.
pub const BYTES_MOST: u64 = 10 * 1024 * 1024;

/// What was attached to what, and whether its content is here. All but the state is a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub customer: CustomerId,
    pub author: UserId,
    pub to: AttachedTo,
    pub content: Content,
    pub attached_on: Day,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    pub state: AttachmentState,
}

/// What is attached, told without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// By what it is.
    pub blob: Blob,
    pub media: Media,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// The name of the file; empty for a photo that was taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Where it belongs, always at one customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum AttachedTo {
    /// The customer's file: a contract, a signed statement.
    Customer,
    Visit {
        visit: VisitId,
    },
    FieldReceipt {
        field_receipt: FieldReceiptId,
    },
}

impl AttachedTo {
    /// The row it belongs to beside the customer's.
    #[must_use]
    pub fn row(self) -> Option<Uuid> {
        match self {
            AttachedTo::Customer => None,
            AttachedTo::Visit { visit } => Some(visit.0),
            AttachedTo::FieldReceipt { field_receipt } => Some(field_receipt.0),
        }
    }
}

/// Where its content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AttachmentState {
    /// 待上传: on the device that took it, if anywhere.
    Awaited,
    /// 已上传.
    Here,
    /// 已删除: that it was there stays said, its content goes.
    Removed { by: UserId, on: Day },
}

impl Attachment {
    /// Whether somebody may still want to see it.
    #[must_use]
    pub fn stands(&self) -> bool {
        !matches!(self.state, AttachmentState::Removed { .. })
    }
}

/// The command given where the photo was taken, possibly offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Add {
    pub id: AttachmentId,
    pub to: AttachedTo,
    pub content: Content,
}

/// Said by the server itself when the content of an attachment has come whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrive {
    pub attachment: AttachmentId,
}

/// The command that removes an attachment: the wrong photo, or one that somebody wants forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub attachment: AttachmentId,
}

/// Why a command about an attachment was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum AttachmentRefusal {
    Empty,
    TooLarge {
        bytes: u64,
        most: u64,
    },
    NameTooLong {
        length: usize,
        most: usize,
    },
    /// What it is said to belong to is another customer's.
    OfAnother,
    /// Another row already carries this id, here or with another customer.
    IdTaken {
        attachment: AttachmentId,
    },
    Unknown {
        attachment: AttachmentId,
    },
    /// Only who attached it, or an administrator, removes it.
    NotYourOwn,
}

/// Attaches a photo or a paper. A lost permission or a moved customer leaves it in review; the same
/// again changes nothing. What it belongs to may be on its way, and is not asked for.
///
/// # Errors
/// It is malformed, or the customer is unknown.
pub fn add(
    it: &Add,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    malformed(&it.content)?;
    if it.to.row().is_some_and(|row| dossier.elsewhere.contains_key(&row)) {
        return Err(AttachmentRefusal::OfAnother.into());
    }
    let mut added = Attachment {
        id: it.id,
        customer: customer.id,
        author: caller.user,
        to: it.to,
        content: Content { name: it.content.name.trim().to_owned(), ..it.content.clone() },
        attached_on: when.acted_on,
        captured_at: command.captured_at,
        state: AttachmentState::Awaited,
    };
    if let Some(here) = dossier.attachments.get(&it.id) {
        // Asked for again, as when a device replays what has come back to it, arrived perhaps.
        added.state = here.state;
        if *here == added {
            return Ok(Effects::nothing());
        }
    }
    if dossier.attachments.contains_key(&it.id) || dossier.elsewhere.contains_key(&it.id.0) {
        return Err(AttachmentRefusal::IdTaken { attachment: it.id }.into());
    }
    let mut effects = Effects::write(Row::Attachment(added));
    if !user::may_visit(caller, customer.territory, when) {
        effects.review = Some(Why::NotYours);
    }
    Ok(effects)
}

/// What can be said of content without anything else.
///
/// # Errors
/// [`AttachmentRefusal::Empty`], [`AttachmentRefusal::TooLarge`] or
/// [`AttachmentRefusal::NameTooLong`].
pub fn malformed(it: &Content) -> Result<(), AttachmentRefusal> {
    if it.bytes == 0 {
        return Err(AttachmentRefusal::Empty);
    }
    if BYTES_MOST < it.bytes {
        return Err(AttachmentRefusal::TooLarge { bytes: it.bytes, most: BYTES_MOST });
    }
    let (length, most) = (it.name.trim().chars().count(), NAME_MAX);
    if most < length {
        return Err(AttachmentRefusal::NameTooLong { length, most });
    }
    Ok(())
}

/// Says that the content has come. Of what is here already, or was removed, nothing changes.
///
/// # Errors
/// Somebody else than the server says so, or there is no such attachment.
pub fn arrive(it: Arrive, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    if !caller.has(Role::System) {
        return Err(Refusal::NotPermitted { needs: Role::System });
    }
    let here = known(it.attachment, dossier)?;
    if here.state != AttachmentState::Awaited {
        return Ok(Effects::nothing());
    }
    let arrived = Attachment { state: AttachmentState::Here, ..here.clone() };
    Ok(Effects::write(Row::Attachment(arrived)))
}

/// Removes an attachment; again it changes nothing.
///
/// # Errors
/// There is no such attachment, or it is neither the caller's own nor the caller an administrator.
pub fn remove(
    it: Remove,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let here = known(it.attachment, dossier)?;
    if !may_remove(here, caller) {
        return Err(AttachmentRefusal::NotYourOwn.into());
    }
    if !here.stands() {
        return Ok(Effects::nothing());
    }
    let state = AttachmentState::Removed { by: caller.user, on: when.acted_on };
    Ok(Effects::write(Row::Attachment(Attachment { state, ..here.clone() })))
}

/// Whether a caller may remove it: who attached it, or an administrator.
#[must_use]
pub fn may_remove(it: &Attachment, caller: &Caller) -> bool {
    it.author == caller.user || caller.may_administer()
}

fn known(id: AttachmentId, dossier: &Dossier) -> Result<&Attachment, Refusal> {
    let unknown = AttachmentRefusal::Unknown { attachment: id };
    dossier.attachments.get(&id).ok_or_else(|| unknown.into())
}

/// What of a dossier is attached to something, as it was attached.
#[must_use]
pub fn of(dossier: &Dossier, to: AttachedTo) -> Vec<&Attachment> {
    let mut those: Vec<_> =
        dossier.attachments.values().filter(|it| it.to == to && it.stands()).collect();
    those.sort_by_key(|it| (it.captured_at, it.id));
    those
}
