//! Keeping contacts: added, changed field by field, removed as they were seen.

use super::{Add, CONTACTS_MAX, Change, Contact, Remove};
use crate::{
    calendar::When,
    customer::Customer,
    dossier::Dossier,
    edit::{Edit, EditKind, EditRefusal, Editing, Field, FieldEdit, Subject, Weighed, checked},
    effects::Effects,
    id::ContactId,
    refusal::Refusal,
    sync::Command,
    user::Caller,
};

fn at(customer: &Customer, contact: ContactId) -> Option<usize> {
    customer.contacts.iter().position(|it| it.id == contact)
}

/// Adds a contact. The same again changes nothing.
///
/// # Errors
/// The caller may not change this customer, or the contact is malformed.
pub fn add(
    it: &Add,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let Some(editing) = Editing::begin(command, dossier, caller, when)? else {
        return Ok(Effects::nothing());
    };
    let contact = it.contact();
    let mut weighed = Weighed::default();
    for field in Field::OF_CONTACT {
        let Some(value) = contact.value(field) else { continue };
        let value = checked(field, &value)?;
        weighed.taken.push(FieldEdit { field, from: None, to: Some(value) });
    }
    let subject = Subject::Contact(it.id);
    let here = editing.customer.contacts.iter().find(|known| known.id == it.id);
    if here == Some(&contact) {
        return Ok(Effects::nothing());
    }
    if here.is_some() || dossier.edits.values().any(|known| known.subject == subject) {
        return Err(EditRefusal::IdTaken { contact: it.id }.into());
    }
    if CONTACTS_MAX <= editing.customer.contacts.len() {
        return Err(EditRefusal::TooManyContacts { most: CONTACTS_MAX }.into());
    }
    let mut changed = editing.customer.clone();
    let name = contact.name.clone();
    changed.contacts.push(contact);
    Ok(editing.effects(changed, (subject, &name), EditKind::Added, weighed))
}

/// Changes fields of a contact. One that was removed since stays so, and the author's values stand
/// in the history; who has seen that it was removed brings it back with them.
///
/// # Errors
/// The caller may not change this customer, the contact never was, or a value cannot stand in its
/// field.
pub fn change(
    it: &Change,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let Some(editing) = Editing::begin(command, dossier, caller, when)? else {
        return Ok(Effects::nothing());
    };
    let subject = Subject::Contact(it.contact);
    let place = at(editing.customer, it.contact);
    let here = place.map(|place| &editing.customer.contacts[place]);
    let Some(mut contact) = here.cloned().or_else(|| removed(it.contact, dossier)) else {
        return Err(EditRefusal::UnknownContact { contact: it.contact }.into());
    };
    let mut weighed = Weighed::default();
    for change in &it.fields {
        let field = change.field;
        if !Field::OF_CONTACT.contains(&field) {
            return Err(EditRefusal::NotOfField { field }.into());
        }
        let wanted = checked(field, &change.to)?;
        let stands = here.and_then(|it| it.value(field));
        weighed.weigh(field, [change.seen.clone(), Some(wanted), stands], || {
            editing.last_change(subject, field)
        });
    }
    let name = contact.name.clone();
    contact.take(&weighed.taken);
    let mut changed = editing.customer.clone();
    match place {
        Some(place) => changed.contacts[place] = contact,
        None if weighed.taken.is_empty() => {}
        None if CONTACTS_MAX <= changed.contacts.len() => {
            return Err(EditRefusal::TooManyContacts { most: CONTACTS_MAX }.into());
        }
        None => {
            bring_back(&contact, &mut weighed);
            changed.contacts.push(contact);
        }
    }
    Ok(editing.effects(changed, (subject, &name), EditKind::Changed, weighed))
}

/// Every field of a contact that stands again is a field that took a value.
fn bring_back(contact: &Contact, weighed: &mut Weighed) {
    weighed.taken = Field::OF_CONTACT
        .into_iter()
        .map(|field| FieldEdit { field, from: None, to: contact.value(field) })
        .collect();
}

/// A contact as it was when it was removed.
fn removed(contact: ContactId, dossier: &Dossier) -> Option<Contact> {
    let of_it = |it: &&Edit| it.subject == Subject::Contact(contact) && !it.taken.is_empty();
    let last = dossier.edits.values().filter(of_it).max_by_key(|it| it.ordinal)?;
    if last.kind != EditKind::Removed {
        return None;
    }
    let mut contact = Contact {
        id: contact,
        name: String::new(),
        role: String::new(),
        phone: String::new(),
        signs: false,
        note: String::new(),
    };
    for it in &last.taken {
        if let Some(value) = &it.from {
            contact.set(it.field, value);
        }
    }
    Some(contact)
}

/// Removes a contact that stands as it was seen. One that was changed since stays, with what was
/// changed in the author's inbox; one that is gone already is nothing to be done.
///
/// # Errors
/// The caller may not change this customer, or the contact never was.
pub fn remove(
    it: &Remove,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let Some(editing) = Editing::begin(command, dossier, caller, when)? else {
        return Ok(Effects::nothing());
    };
    let contact = it.seen.id;
    let Some(place) = at(editing.customer, contact) else {
        if removed(contact, dossier).is_some() {
            return Ok(Effects::nothing());
        }
        return Err(EditRefusal::UnknownContact { contact }.into());
    };
    let subject = Subject::Contact(contact);
    let here = &editing.customer.contacts[place];
    let mut weighed = Weighed::default();
    for field in Field::OF_CONTACT {
        weighed.weigh(field, [it.seen.value(field), None, here.value(field)], || {
            editing.last_change(subject, field)
        });
    }
    let mut changed = editing.customer.clone();
    if weighed.lost.is_empty() {
        changed.contacts.remove(place);
    } else {
        // Half a contact is none: all of it stays.
        weighed.taken.clear();
    }
    Ok(editing.effects(changed, (subject, &here.name), EditKind::Removed, weighed))
}
