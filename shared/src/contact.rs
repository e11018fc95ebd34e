//! Contacts 联系人: whom one talks to at the customer's, who picks up the phone and who signs.
//!
//! They stand in the customer's row, which every list has, and are told apart by ids of their own;
//! each field is changed on its own, and the history stands beside it.

mod keeping;

use serde::{Deserialize, Serialize};

use crate::{
    edit::{EditRefusal, Field, FieldChange, FieldEdit, Value, checked},
    id::{ContactId, derived},
};

pub use keeping::{add, change, remove};

/// Contacts of one customer at most.
pub const CONTACTS_MAX: usize = 50;

/// Somebody to talk to at the customer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Body", into = "Body")]
pub struct Contact {
    /// Unique among the contacts of one customer.
    pub id: ContactId,
    pub name: String,
    /// 老板, 财务 …; empty when unknown.
    pub role: String,
    /// As typed; empty when unknown.
    pub phone: String,
    /// May sign statements for the customer.
    pub signs: bool,
    pub note: String,
}

impl Contact {
    /// Name and role, as one is called where several stand: 王建国 老板.
    #[must_use]
    pub fn called(&self) -> String {
        format!("{} {}", self.name, self.role).trim().to_owned()
    }
}

/// A contact as it is stored. One without an id is as its file gave it, and its id follows from
/// that: so stood all contacts before people could change them.
#[derive(Serialize, Deserialize)]
struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<ContactId>,
    name: String,
    role: String,
    phone: String,
    #[serde(default, skip_serializing_if = "is_false")]
    signs: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form serde calls")]
fn is_false(it: &bool) -> bool {
    !it
}

impl From<Body> for Contact {
    fn from(it: Body) -> Contact {
        Contact {
            id: it.id.unwrap_or_else(|| ContactId::of_file(&it.name, &it.phone)),
            name: it.name,
            role: it.role,
            phone: it.phone,
            signs: it.signs,
            note: it.note,
        }
    }
}

impl From<Contact> for Body {
    fn from(it: Contact) -> Body {
        Body {
            id: Some(it.id).filter(|id| *id != ContactId::of_file(&it.name, &it.phone)),
            name: it.name,
            role: it.role,
            phone: it.phone,
            signs: it.signs,
            note: it.note,
        }
    }
}

/// A contact as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InFile {
    pub name: String,
    pub role: String,
    pub phone: String,
}

/// The command that adds a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Add {
    pub id: ContactId,
    pub name: String,
    pub role: String,
    pub phone: String,
    pub signs: bool,
    pub note: String,
}

/// The command that changes fields of a contact, each against the value that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub contact: ContactId,
    pub fields: Vec<FieldChange>,
}

/// The command that removes a contact as it was seen: one that was changed since stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub seen: Contact,
}

impl ContactId {
    /// The id of a contact that a file brought.
    #[must_use]
    pub fn of_file(name: &str, phone: &str) -> ContactId {
        ContactId(derived("contact", &[name.trim(), phone.trim()]))
    }
}

impl InFile {
    #[must_use]
    pub fn contact(&self) -> Contact {
        Contact {
            id: ContactId::of_file(&self.name, &self.phone),
            name: self.name.trim().to_owned(),
            role: self.role.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            signs: false,
            note: String::new(),
        }
    }
}

impl Contact {
    /// What stands in a field; nothing in one that contacts do not have.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<Value> {
        let text = match field {
            Field::Name => &self.name,
            Field::Role => &self.role,
            Field::Phone => &self.phone,
            Field::Signs => return Some(Value::Flag(self.signs)),
            Field::Note => &self.note,
            _ => return None,
        };
        Some(Value::Text(text.clone()))
    }

    /// The contact with another value in a field.
    #[must_use]
    pub fn with(mut self, field: Field, value: &Value) -> Contact {
        self.set(field, value);
        self
    }

    /// Whether every value can stand in its field.
    ///
    /// # Errors
    /// The first that cannot.
    pub fn check(&self) -> Result<(), EditRefusal> {
        for field in Field::OF_CONTACT {
            if let Some(value) = self.value(field) {
                checked(field, &value)?;
            }
        }
        Ok(())
    }

    pub(crate) fn set(&mut self, field: Field, value: &Value) {
        match (field, value) {
            (Field::Name, Value::Text(text)) => self.name.clone_from(text),
            (Field::Role, Value::Text(text)) => self.role.clone_from(text),
            (Field::Phone, Value::Text(text)) => self.phone.clone_from(text),
            (Field::Note, Value::Text(text)) => self.note.clone_from(text),
            (Field::Signs, Value::Flag(flag)) => self.signs = *flag,
            _ => {}
        }
    }

    fn take(&mut self, taken: &[FieldEdit]) {
        for it in taken {
            if let Some(value) = &it.to {
                self.set(it.field, value);
            }
        }
    }

    /// The changes that make this contact into another, field by field.
    #[must_use]
    pub fn changes_to(&self, to: &Contact) -> Vec<FieldChange> {
        let of_field = |field: Field| {
            let (seen, to) = (self.value(field), to.value(field)?);
            (seen.as_ref() != Some(&to)).then_some(FieldChange { field, seen, to })
        };
        Field::OF_CONTACT.into_iter().filter_map(of_field).collect()
    }
}

impl Add {
    fn contact(&self) -> Contact {
        Contact {
            id: self.id,
            name: self.name.trim().to_owned(),
            role: self.role.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            signs: self.signs,
            note: self.note.trim().to_owned(),
        }
    }
}
