//! Commands as they are made here: with the day, the policy and the versions that the person saw.

use leptos::prelude::*;
use shared::{
    dossier::Dossier,
    effects::Effects,
    id::CustomerId,
    row::Row,
    sync::{Act, Command, Scope, Seen},
};

use super::engine::Engine;
use crate::{clock, id};

/// Commands about no customer are decided by the register, once it is here; those that name rows
/// as well are for the server to decide, which has them.
pub fn register_alone(engine: &Engine, act: &Act) -> Option<Dossier> {
    if matches!(act, Act::BookHandIn(_) | Act::EndTerritory(_)) {
        return None;
    }
    let core = engine.core.borrow();
    let here = core.cursors().iter().any(|it| it.scope == Scope::All) && core.lists_are_read();
    here.then(|| {
        let mut dossier = Dossier::new(core.register().clone());
        for it in core.saved_views().iter() {
            dossier.put(Row::SavedViews(it.clone()));
        }
        let named = act.letter();
        if let Some(it) = core.inbox().iter().find(|it| Some(it.id) == named) {
            dossier.put(Row::Inbox(it.clone()));
        }
        dossier
    })
}

pub fn command(engine: &Engine, act: Act, customer: Option<CustomerId>) -> Command {
    let today = engine.today();
    let policy = engine.core.borrow().register().policy_on(today).version;
    Command {
        op_id: id::op(),
        author: engine.signals.user.get_untracked().id,
        acted_on: today,
        captured_at: clock::now(),
        build: crate::BUILD.to_owned(),
        customer,
        base: vec![],
        policy,
        deps: vec![],
        act,
    }
}

/// The versions the person saw of what the command changes.
pub fn seen(effects: &Effects, facts: Option<&Dossier>) -> Vec<Seen> {
    let rows = effects.writes.iter().map(shared::row::Row::id);
    let version = |id| facts?.versions.get(&id).map(|version| Seen { id, version: *version });
    rows.filter_map(version).collect()
}
