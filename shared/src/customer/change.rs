//! Changing a customer's file: what holds one value per field, tags as a set.

use std::collections::BTreeSet;

use super::{Change, Customer, TAGS_MAX};
use crate::{
    calendar::When,
    dossier::Dossier,
    edit::{EditKind, EditRefusal, Editing, Field, FieldEdit, Subject, Value, Weighed, checked},
    effects::{Effects, Letter},
    id::UserId,
    refusal::Refusal,
    row::Row,
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
        if field.needs_second_person() {
            let asked = [change.seen.clone(), Some(wanted), Some(here)];
            by_two(&editing, field, asked, &mut changed, &mut weighed);
            continue;
        }
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
    let settled: Vec<UserId> = firsts(&editing, &changed);
    let mut effects = editing.effects(changed, (Subject::Customer, ""), EditKind::Changed, weighed);
    let entry = effects.writes.iter().find(|it| matches!(it, Row::Edit(_))).cloned();
    for (reader, about) in settled.into_iter().zip(entry.iter().cycle()) {
        effects.letters.push(Letter { reader, about: about.clone() });
    }
    Ok(effects)
}

/// A field that takes two people, as seen, wanted and here. What the one wants waits beside what
/// stands. The other says the same, and it stands; or that what stands is to stay, and the proposal
/// that was seen goes, as it does when its author says so. Where nothing stands yet, one is enough.
fn by_two(
    editing: &Editing,
    field: Field,
    [seen, wanted, here]: [Option<Value>; 3],
    changed: &mut Customer,
    weighed: &mut Weighed,
) {
    let first = editing.customer.proposed.get(&field);
    let waits = first.map(|it| Value::text(&it.to));
    let is_second = first.is_some_and(|it| editing.is_second(it));
    let is_first = first.is_some_and(|it| editing.is_own(it.by));
    if waits.is_some() && wanted == here {
        if seen == waits && (is_first || is_second) {
            changed.proposed.remove(&field);
            weighed.refused.push(FieldEdit { field, from: here, to: waits });
        }
        return;
    }
    if waits.is_some() && wanted == waits && !is_second {
        return;
    }
    let is_empty = here == Some(Value::text(""));
    let by = || editing.last_change(Subject::Customer, field);
    let mut one = Weighed::default();
    one.weigh(field, [seen, wanted.clone(), here], by);
    if !one.taken.is_empty() && (is_empty || wanted == waits) {
        changed.proposed.remove(&field);
        weighed.taken.append(&mut one.taken);
    }
    for it in one.taken {
        if let Some(Value::Text(to)) = &it.to {
            changed.proposed.insert(field, editing.proposed(to));
        }
        weighed.proposed.push(it);
    }
    weighed.lost.append(&mut one.lost);
}

/// Those whose proposals another person has settled: they hear of it.
fn firsts(editing: &Editing, changed: &Customer) -> Vec<UserId> {
    let before = editing.customer.proposed.iter();
    let settled = before.filter(|(field, first)| changed.proposed.get(field) != Some(first));
    let others = settled.map(|(_, first)| first.by).filter(|by| !editing.is_own(*by));
    let all: BTreeSet<UserId> = others.collect();
    all.into_iter().collect()
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
