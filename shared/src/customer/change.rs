//! Changing a customer's file: what holds one value per field, tags as a set.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Customer, SecondWord, TAGS_MAX, Word};
use crate::{
    calendar::When,
    dossier::Dossier,
    edit::{
        Conflict, EditKind, EditRefusal, Editing, Field, FieldEdit, Subject, Value, Weighed,
        checked,
    },
    effects::{Effects, Letter},
    id::UserId,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{Caller, Role},
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
    for second in &it.settled {
        settle(second, &editing, &mut changed, &mut weighed)?;
    }
    for taken in &weighed.taken {
        if let Some(Value::Text(text)) = &taken.to {
            changed.set(taken.field, text);
        }
    }
    tag(it, &mut changed, &mut weighed)?;
    let firsts = firsts(&editing, &changed);
    let mut effects = editing.effects(changed, (Subject::Customer, ""), EditKind::Changed, weighed);
    let entry = effects.writes.iter().find_map(|it| match it {
        Row::Edit(it) => Some(it.clone()),
        _ => None,
    });
    for (reader, fields) in firsts {
        let about = entry.iter().map(|it| Row::Edit(it.about(&fields)));
        effects.letters.extend(about.map(|about| Letter { reader, about }));
    }
    Ok(effects)
}

/// A field that takes two people, as seen, wanted and here. What the one wants waits beside what
/// stands; the same from a second person of the office makes it stand. Only they replace what another
/// has proposed, and that is told. Where nothing stands yet, one is enough.
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
    let is_same = waits.is_some() && wanted == waits;
    if is_same && !is_second {
        return;
    }
    let is_empty = here == Some(Value::text(""));
    let by = || editing.last_change(Subject::Customer, field);
    let mut one = Weighed::default();
    one.weigh(field, [seen.clone(), wanted.clone(), here.clone()], by);
    weighed.lost.append(&mut one.lost);
    if one.taken.is_empty() {
        return;
    }
    if is_empty || is_same {
        changed.proposed.remove(&field);
        weighed.taken.append(&mut one.taken);
        return;
    }
    if waits.is_some() && !is_first && !is_second {
        weighed.lost.push(Conflict { field, seen, wanted, stays: waits, by: None });
        return;
    }
    if waits.is_some() && !is_first {
        weighed.refused.push(FieldEdit { field, from: here, to: waits });
    }
    if let Some(Value::Text(to)) = &wanted {
        changed.proposed.insert(field, editing.proposed(to));
    }
    weighed.proposed.append(&mut one.taken);
}

/// The second word, and the first one's own "no". About a proposal that waits no more it changes
/// nothing; where that leaves something else than was wanted, its author is told.
fn settle(
    it: &SecondWord,
    editing: &Editing,
    changed: &mut Customer,
    weighed: &mut Weighed,
) -> Result<(), Refusal> {
    let field = it.field;
    let Some(here) = editing.customer.value(field).filter(|_| field.needs_second_person()) else {
        return Err(EditRefusal::NotOfField { field }.into());
    };
    let (to, waits) = (Value::text(&it.proposed.to), editing.customer.proposed.get(&field));
    if waits != Some(&it.proposed) {
        let (done, wanted) = match it.word {
            Word::Yes => (here == to, to.clone()),
            Word::No => (waits.is_none() && here != to, here.clone()),
        };
        if !done {
            let stays = waits.map_or(here, |it| Value::text(&it.to));
            let by = editing.last_change(Subject::Customer, field);
            let (seen, wanted, stays) = (Some(to), Some(wanted), Some(stays));
            weighed.lost.push(Conflict { field, seen, wanted, stays, by });
        }
        return Ok(());
    }
    let is_second = editing.is_second(&it.proposed);
    if !is_second && (it.word == Word::Yes || !editing.is_own(it.proposed.by)) {
        return Err(Refusal::NotPermitted { needs: Role::Controller });
    }
    changed.proposed.remove(&field);
    let told = FieldEdit { field, from: Some(here), to: Some(to) };
    match it.word {
        Word::Yes => weighed.taken.push(told),
        Word::No => weighed.refused.push(told),
    }
    Ok(())
}

/// Those whose proposals another person has settled, with the fields: they hear of those.
fn firsts(editing: &Editing, changed: &Customer) -> BTreeMap<UserId, BTreeSet<Field>> {
    let before = editing.customer.proposed.iter();
    let settled = before.filter(|(field, first)| changed.proposed.get(field) != Some(first));
    let mut all: BTreeMap<UserId, BTreeSet<Field>> = BTreeMap::new();
    for (field, first) in settled.filter(|(_, first)| !editing.is_own(first.by)) {
        all.entry(first.by).or_default().insert(*field);
    }
    all
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
