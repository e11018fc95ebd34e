//! Edits 资料更改: fields of a customer's file as people change them, per field against what the
//! author saw (class C), with the history of every change and of every one that lost.

mod editing;
mod field;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Instant},
    id::{ContactId, CustomerId, EditId, OpId, UserId, derived},
};

pub(crate) use editing::{Editing, Weighed};
pub use editing::{may_change, may_confirm};
pub(crate) use field::digits;
pub use field::{Field, Value, checked};

/// One command's entry in the history of a customer's file: what was taken, and what lost against
/// a change that the author had not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub id: EditId,
    pub customer: CustomerId,
    pub subject: Subject,
    /// What the subject was called: the contact's name; empty for the customer.
    pub name: String,
    pub kind: EditKind,
    pub author: UserId,
    /// The business day on which the person acted.
    pub edited_on: Day,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    /// Counts the edits of a customer, in the order in which they were decided.
    pub ordinal: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<FieldEdit>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Conflict>,
    /// What waits for a second person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<FieldEdit>,
    /// What had been proposed, and what stands instead goes on standing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<FieldEdit>,
}

/// A value that one person wants in a field which takes two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub to: String,
    pub by: UserId,
    pub on: Day,
}

/// What a history entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// Address, short name, tags.
    Customer,
    Contact(ContactId),
}

/// What was done, or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    Added,
    Changed,
    Removed,
}

/// A field that took another value. Nothing before: it was added; nothing after: removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldEdit {
    pub field: Field,
    pub from: Option<Value>,
    pub to: Option<Value>,
}

/// A field that kept the server's value, with both truths and what the author had seen. Nothing
/// stands for a contact that is removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub field: Field,
    pub seen: Option<Value>,
    pub wanted: Option<Value>,
    pub stays: Option<Value>,
    /// Who had changed it since; none where a file brought it.
    pub by: Option<Changed>,
}

/// Who changed a field, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub by: UserId,
    pub on: Day,
    /// By the clock of that device; for reading, never for order.
    pub at: Instant,
}

/// One field of a command: the value the author saw, and the one it is to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: Field,
    /// None: it was seen that the contact is removed, and it is to stand again.
    pub seen: Option<Value>,
    pub to: Value,
}

/// Why an edit is refused. A value that somebody has changed since is never a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum EditRefusal {
    NameEmpty,
    TagEmpty,
    TooLong {
        field: Field,
        length: usize,
        most: usize,
    },
    PhoneMalformed {
        phone: String,
    },
    /// Its last sign is not the one that the others call for (GB 32100-2015).
    SocialCreditCodeMalformed {
        code: String,
    },
    /// Latitude and longitude in decimal degrees, in this order.
    GeoPointMalformed {
        text: String,
    },
    /// The field has no such value, or the file no such field.
    NotOfField {
        field: Field,
    },
    TooManyContacts {
        most: usize,
    },
    TooManyTags {
        most: usize,
    },
    UnknownContact {
        contact: ContactId,
    },
    /// Another contact of the customer carries this id.
    IdTaken {
        contact: ContactId,
    },
}

impl EditId {
    /// The entry of a command about its so-manieth subject: one for all but rows of files.
    #[must_use]
    pub fn of(op: OpId, nth: usize) -> EditId {
        EditId(derived("edit", &[&op.to_string(), &nth.to_string()]))
    }
}

impl Edit {
    #[must_use]
    pub fn changed(&self) -> Changed {
        Changed { by: self.author, on: self.edited_on, at: self.captured_at }
    }

    /// The entry as far as it is of these fields.
    #[must_use]
    pub fn about(&self, fields: &BTreeSet<Field>) -> Edit {
        let of = |all: &[FieldEdit]| {
            all.iter().filter(|it| fields.contains(&it.field)).cloned().collect::<Vec<_>>()
        };
        Edit {
            taken: of(&self.taken),
            lost: vec![],
            proposed: of(&self.proposed),
            refused: of(&self.refused),
            ..self.clone()
        }
    }

    /// Whether a value of this field was taken by it.
    #[must_use]
    pub fn touched(&self, field: Field) -> bool {
        self.taken.iter().any(|it| it.field == field)
    }
}
