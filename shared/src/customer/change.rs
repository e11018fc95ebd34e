//! Changing a customer's file: what holds one value per field, tags as a set.

use super::{Change, Customer, TAGS_MAX};
use crate::{
    calendar::When,
    dossier::Dossier,
    edit::{EditKind, EditRefusal, Editing, Field, FieldEdit, Subject, Value, Weighed, checked},
    effects::Effects,
    refusal::Refusal,
    sync::Command,
    user::Caller,
};

impl Customer {
    /// What stands in a field that is changed on its own; nothing in one that customers do not
    /// have, and in their tags.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<Value> {
        if !Field::OF_CUSTOMER.contains(&field) {
            return None;
        }
        let text = match field {
            Field::ShortName => Some(&self.short_name),
            Field::Address => Some(&self.address),
            _ => self.particulars.get(&field),
        };
        Some(Value::Text(text.cloned().unwrap_or_default()))
    }

    fn set(&mut self, field: Field, text: &str) {
        match field {
            Field::ShortName => text.clone_into(&mut self.short_name),
            Field::Address => text.clone_into(&mut self.address),
            _ if text.is_empty() => drop(self.particulars.remove(&field)),
            _ => drop(self.particulars.insert(field, text.to_owned())),
        }
    }
}

/// Changes what holds one value, each field against the value that was seen. Tags never conflict: one
/// that stands already, or is gone already, is nothing to be done.
///
/// # Errors
/// The caller may not change this customer, or a value cannot stand in its field.
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
    let mut changed = editing.customer.clone();
    let mut weighed = Weighed::default();
    for change in &it.fields {
        let field = change.field;
        let Some(here) = editing.customer.value(field) else {
            return Err(EditRefusal::NotOfField { field }.into());
        };
        let wanted = checked(field, &change.to)?;
        weighed.weigh(field, [change.seen.clone(), Some(wanted), Some(here)], || {
            editing.last_change(Subject::Customer, field)
        });
    }
    for taken in &weighed.taken {
        if let Some(Value::Text(text)) = &taken.to {
            changed.set(taken.field, text);
        }
    }
    tag(it, &mut changed, &mut weighed)?;
    Ok(editing.effects(changed, (Subject::Customer, ""), EditKind::Changed, weighed))
}

fn tag(it: &Change, changed: &mut Customer, weighed: &mut Weighed) -> Result<(), EditRefusal> {
    let field = Field::Tag;
    for tag in &it.tags_removed {
        let tag = tag.trim();
        let Some(place) = changed.tags.iter().position(|it| it == tag) else { continue };
        changed.tags.remove(place);
        weighed.taken.push(FieldEdit { field, from: Some(Value::text(tag)), to: None });
    }
    for tag in &it.tags_added {
        let value = checked(field, &Value::text(tag))?;
        let tag = tag.trim().to_owned();
        if changed.tags.contains(&tag) {
            continue;
        }
        if TAGS_MAX <= changed.tags.len() {
            return Err(EditRefusal::TooManyTags { most: TAGS_MAX });
        }
        changed.tags.push(tag);
        weighed.taken.push(FieldEdit { field, from: None, to: Some(value) });
    }
    Ok(())
}
