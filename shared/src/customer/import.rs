//! Rows of customer files: names, spellings and contacts, beside what people keep by hand.

use super::{Customer, CustomerRefusal, Import, SPELLINGS_MAX, WALK_IN, with_words};
use crate::{
    calendar::When,
    contact::{CONTACTS_MAX, Contact, InFile},
    dossier::Dossier,
    edit::{Conflict, Editing, Field, Subject, Value, Weighed},
    effects::Effects,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::Caller,
};

/// Adds a customer, or brings name and contacts up to date. A name it had before stays a spelling
/// under which it is found; a contact that a file does not name any more stays.
///
/// A field that a person has changed keeps the person's value against the file's, and a contact
/// that a person has removed stays away: the command is merged, and the history says so.
///
/// # Errors
/// The caller is not the server, code or name is missing, or it would make somebody of the walk-in
/// account.
pub fn import(
    it: &Import,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    if it.named.code.trim().is_empty() {
        return Err(CustomerRefusal::CodeEmpty.into());
    }
    if it.named.name.trim().is_empty() {
        return Err(CustomerRefusal::NameEmpty.into());
    }
    dossier.holds_no_other(it.named.id())?;
    let mut customer = dossier.customer.clone().unwrap_or_else(|| it.named.new_customer());
    let name = it.named.name.trim();
    if customer.is_walk_in() && name != WALK_IN {
        return Err(CustomerRefusal::WalkInName { name: name.to_owned() }.into());
    }
    if customer.name != name {
        let former = std::mem::replace(&mut customer.name, name.to_owned());
        customer.also_known_as.retain(|it| it != name);
        customer.also_known_as.push(former);
        // The oldest makes room: files write a name as it is now.
        let over = customer.also_known_as.len().saturating_sub(SPELLINGS_MAX);
        customer.also_known_as.drain(..over);
    }
    customer.search_key = with_words(&it.named.search_key, &customer.search_key);
    customer.sort_key.clone_from(&it.named.sort_key);
    let before = customer.clone();
    let mut effects = Effects::nothing();
    let editing = Editing::of_file(&before, command, dossier, caller, when);
    for (nth, contact) in it.contacts.iter().enumerate() {
        take(contact, &mut customer, &editing, nth, &mut effects);
    }
    if dossier.customer.as_ref() != Some(&customer) {
        effects.writes.insert(0, Row::Customer(customer));
    }
    Ok(effects)
}

/// Brings one contact of the file up to date. It is the one with the same id, else of the same
/// name: a number alone may be the shop's, and its people would take each other's names.
fn take(
    it: &InFile,
    customer: &mut Customer,
    editing: &Editing<'_>,
    nth: usize,
    effects: &mut Effects,
) {
    let given = it.contact();
    let same_name = |known: &&mut Contact| !given.name.is_empty() && known.name == given.name;
    let by_id = customer.contacts.iter().position(|known| known.id == given.id);
    let known = match by_id {
        Some(place) => customer.contacts.get_mut(place),
        None => customer.contacts.iter_mut().find(same_name),
    };
    let mut weighed = Weighed::default();
    let Some(known) = known else {
        if let Some(removal) = editing.removal_of(given.id, &given.name) {
            let (stays, by) = (None, Some(removal.changed()));
            let wanted = given.value(Field::Name);
            weighed.lost.push(Conflict { field: Field::Name, seen: None, wanted, stays, by });
            editing.note(removal.subject, &given.name, weighed, nth, effects);
        } else if customer.contacts.len() < CONTACTS_MAX {
            customer.contacts.push(given);
        }
        return;
    };
    let subject = Subject::Contact(known.id);
    for field in [Field::Name, Field::Role, Field::Phone] {
        let (wanted, here) = (given.value(field), known.value(field));
        // A file that leaves a cell empty says nothing.
        if wanted == Some(Value::text("")) {
            continue;
        }
        let by = editing.last_change(subject, field);
        // What a person has changed, no file has seen.
        let by_a_person = by.is_some_and(|it| !editing.is_own(it.by));
        let seen = if by_a_person { None } else { here.clone() };
        weighed.weigh(field, [seen, wanted, here], || by);
    }
    for taken in &weighed.taken {
        if let Some(value) = &taken.to {
            known.set(taken.field, value);
        }
    }
    let name = known.name.clone();
    editing.note(subject, &name, weighed, nth, effects);
}
