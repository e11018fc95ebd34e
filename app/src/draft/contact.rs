//! A contact being added or changed.

use serde::{Deserialize, Serialize};
use shared::{
    contact::{Add, Change, Contact},
    edit::{EditRefusal, Field},
    id::ContactId,
    refusal::Refusal,
    sync::Act,
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDraft {
    /// The contact as it was seen when the form was begun; none for a new one.
    pub seen: Option<Contact>,
    pub name: String,
    pub role: String,
    pub phone: String,
    pub signs: bool,
    pub note: String,
}

/// What is missing before the form is a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Name,
    /// Nothing differs from what was seen.
    Change,
}

impl ContactDraft {
    /// The draft that changes this contact.
    #[must_use]
    pub fn of(contact: &Contact) -> ContactDraft {
        let it = contact.clone();
        ContactDraft {
            seen: Some(contact.clone()),
            name: it.name,
            role: it.role,
            phone: it.phone,
            signs: it.signs,
            note: it.note,
        }
    }

    /// The draft that asks for the same again, on the contact as it stands now.
    #[must_use]
    pub fn again(act: &Act, stands: impl Fn(ContactId) -> Option<Contact>) -> Option<ContactDraft> {
        match act {
            Act::AddContact(it) => Some(ContactDraft {
                seen: None,
                name: it.name.clone(),
                role: it.role.clone(),
                phone: it.phone.clone(),
                signs: it.signs,
                note: it.note.clone(),
            }),
            Act::ChangeContact(it) => {
                let stands = stands(it.contact)?;
                let mut wanted = stands.clone();
                for change in &it.fields {
                    wanted = wanted.with(change.field, &change.to);
                }
                Some(ContactDraft { seen: Some(stands), ..ContactDraft::of(&wanted) })
            }
            _ => None,
        }
    }

    /// The contact as the form has it; `id` is that of a new one.
    #[must_use]
    pub fn contact(&self, id: ContactId) -> Contact {
        Contact {
            id: self.seen.as_ref().map_or(id, |it| it.id),
            name: self.name.trim().to_owned(),
            role: self.role.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            signs: self.signs,
            note: self.note.trim().to_owned(),
        }
    }

    /// What is still missing.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        if self.name.trim().is_empty() {
            return Some(Missing::Name);
        }
        let seen = self.seen.as_ref()?;
        seen.changes_to(&self.contact(seen.id)).is_empty().then_some(Missing::Change)
    }

    /// The command; none while something is missing.
    #[must_use]
    pub fn act(&self, id: ContactId) -> Option<Act> {
        if self.missing().is_some() {
            return None;
        }
        let contact = self.contact(id);
        Some(match &self.seen {
            Some(seen) => {
                let fields = seen.changes_to(&contact);
                Act::ChangeContact(Change { contact: seen.id, fields })
            }
            None => Act::AddContact(Add {
                id,
                name: contact.name,
                role: contact.role,
                phone: contact.phone,
                signs: contact.signs,
                note: contact.note,
            }),
        })
    }

    /// What the rule says of the values alone: at the desk nothing more is foreseen.
    #[must_use]
    pub fn malformed(&self, id: ContactId) -> Option<Refusal> {
        self.missing()
            .is_none()
            .then(|| self.contact(id).check().err())
            .flatten()
            .map(Refusal::Edit)
    }
}

/// The field a refusal is about; none when it is about the whole form.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<Field> {
    match refusal {
        Refusal::Edit(EditRefusal::NameEmpty) => Some(Field::Name),
        Refusal::Edit(EditRefusal::PhoneMalformed { .. }) => Some(Field::Phone),
        Refusal::Edit(EditRefusal::SocialCreditCodeMalformed { .. }) => {
            Some(Field::SocialCreditCode)
        }
        Refusal::Edit(EditRefusal::GeoPointMalformed { .. }) => Some(Field::GeoPoint),
        Refusal::Edit(EditRefusal::TagEmpty | EditRefusal::TooManyTags { .. }) => Some(Field::Tag),
        Refusal::Edit(EditRefusal::TooLong { field, .. } | EditRefusal::NotOfField { field }) => {
            Some(*field)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> ContactId {
        ContactId(shared::id::derived("contact", &["1"]))
    }

    #[test]
    fn a_new_contact_needs_a_name_and_a_known_one_a_change() {
        let mut draft = ContactDraft::default();
        assert_eq!((draft.missing(), draft.act(id())), (Some(Missing::Name), None));
        draft.name = " 王建国 ".to_owned();
        let Some(Act::AddContact(add)) = draft.act(id()) else { panic!("{draft:?}") };
        assert_eq!((add.id, add.name.as_str()), (id(), "王建国"));
        let known = draft.contact(id());
        let mut draft = ContactDraft::of(&known);
        assert_eq!(draft.missing(), Some(Missing::Change));
        draft.phone = "138".to_owned();
        let Some(Act::ChangeContact(change)) = draft.act(id()) else { panic!("{draft:?}") };
        assert_eq!(change.fields.len(), 1, "only what differs is sent");
        draft.phone = "n/a".to_owned();
        assert_eq!(field_of(&draft.malformed(id()).unwrap()), Some(Field::Phone));
    }

    #[test]
    fn what_came_back_is_filled_in_on_what_stands_now() {
        let known = ContactDraft { name: "王".to_owned(), ..ContactDraft::default() }.contact(id());
        let mut draft = ContactDraft::of(&known);
        draft.phone = "139".to_owned();
        let act = draft.act(id()).unwrap();
        let stands = Contact { role: "财务".to_owned(), ..known };
        let again = ContactDraft::again(&act, |_| Some(stands.clone())).unwrap();
        assert_eq!((again.phone.as_str(), again.role.as_str()), ("139", "财务"));
        assert_eq!(again.act(id()), Some(act));
        assert_eq!(ContactDraft::again(&draft.act(id()).unwrap(), |_| None), None);
    }
}
