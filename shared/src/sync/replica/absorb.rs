//! Taking committed records over: the one way in which a replica's state changes.

use std::collections::BTreeMap;

use super::{
    Changed, Replica, Room, Unreadable, Write,
    record::{at, read},
};
use crate::sync::Scope;

impl Replica {
    /// Takes committed records over. The same path at the start, after an own transaction and
    /// after one of another tab, so that they cannot lead to different states.
    pub(super) fn absorb(&mut self, writes: &[Write]) -> Changed {
        let mut changed = Changed::default();
        let (meta, others): (Vec<_>, Vec<_>) = writes.iter().partition(|it| it.room == Room::Meta);
        // The number of the generation first: marks and commands are those of one.
        let (next, meta): (Vec<_>, Vec<_>) = meta.into_iter().partition(|it| it.key == at::NEXT);
        for it in next.into_iter().chain(meta).chain(others) {
            let taken = match it.room {
                Room::Meta => self.absorb_meta(it, &mut changed),
                Room::Ops => self.outbox.absorb(it).map(|customer| {
                    changed.outbox = true;
                    changed.customers.extend(customer);
                }),
                Room::Rows | Room::Inbox => self.holding.absorb(it, &mut changed),
                Room::Chunks => Ok(()),
            };
            if let Err(unreadable) = taken
                && !self.unreadable.contains(&unreadable)
            {
                self.unreadable.push(unreadable);
            }
        }
        self.outbox.opened();
        let lists: BTreeMap<_, _> =
            self.holding.unread().into_iter().map(|key| (key.text_key(), key)).collect();
        for it in writes.iter().filter(|it| it.room == Room::Chunks) {
            if let (Some(key), Some(text)) = (lists.get(&it.key), &it.text) {
                // A damaged text stays unread and is reported when it is read from storage.
                let _ = self.holding.take_list(key, text, &mut changed);
            }
        }
        self.holding.settle(&changed);
        changed
    }

    fn absorb_meta(&mut self, it: &Write, changed: &mut Changed) -> Result<(), Unreadable> {
        changed.progress = true;
        let text = it.text.as_deref();
        if let Some(scope) = it.key.strip_prefix(at::SCOPE).and_then(|it| it.parse().ok()) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            replace(&mut self.scopes, scope, record);
            self.rest(scope, changed);
        } else if let Some(scope) = it.key.strip_prefix(at::PLAN).and_then(|it| it.parse().ok()) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            replace(&mut self.plans, scope, record);
            self.rest(scope, changed);
        } else if let Some(scope) = it.key.strip_prefix(at::PROOF).and_then(|it| it.parse().ok()) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            self.absorb_proof(scope, record, changed);
        } else if it.key.starts_with(at::PARKED) {
            let record = text.map(|text| read(it.room, &it.key, text)).transpose()?;
            replace(&mut self.parked, it.key.clone(), record);
        } else if let Some(text) = text {
            match it.key.as_str() {
                at::DEVICE => self.device = read(it.room, &it.key, text)?,
                at::CONTACT => self.contact = Some(read(it.room, &it.key, text)?),
                at::ANSWERS => {
                    changed.outbox = true;
                    self.outbox.take_answers(read(it.room, &it.key, text)?, changed);
                }
                at::NEXT => self.outbox.number_from(read(it.room, &it.key, text)?)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A scope is shown from the set it rests on, or while it is fetched for the first time from
    /// the one that is growing.
    fn rest(&mut self, scope: Scope, changed: &mut Changed) {
        let held = self.scopes.get(&scope).map(|it| it.set);
        let set = held.or_else(|| self.plans.get(&scope).map(|it| it.set));
        if self.holding.rest_on(scope, set, changed) {
            self.errand.damaged.remove(&scope);
        }
    }
}

fn replace<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => drop(map.insert(key, value)),
        None => drop(map.remove(&key)),
    }
}
