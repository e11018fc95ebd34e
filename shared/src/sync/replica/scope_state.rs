//! Scopes as this device has them: how far each has come, and how it was last compared.

use std::collections::BTreeSet;

use super::{Progress, Replica};
use crate::{
    calendar::Instant,
    sync::{Cursor, Scope},
};

/// A scope on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeState {
    pub scope: Scope,
    /// Its rows are here, be they old or new.
    pub rests: bool,
    /// Everything the server had at the last contact is here.
    pub whole: bool,
    /// It is granted no longer, and goes once what was recorded in it has its answers.
    pub leaves: bool,
    /// A snapshot of it is on its way.
    pub fetched: Option<Progress>,
    /// How it was last compared with the server's rows.
    pub proven: Option<Proven>,
}

/// How what is here of a scope was last compared with what the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    /// By the server's clock.
    pub at: Instant,
    pub found: Found,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Same,
    /// Other rows were here; the scope was fetched anew.
    Other,
}

impl Replica {
    /// Each scope here or on its way, and how far it has come.
    #[must_use]
    pub fn scope_states(&self) -> Vec<ScopeState> {
        let scopes: BTreeSet<Scope> =
            self.scopes.keys().chain(self.plans.keys()).copied().collect();
        let state = |scope: Scope| {
            let held = self.scopes.get(&scope);
            ScopeState {
                scope,
                rests: held.is_some(),
                whole: held.is_some_and(|it| !it.stale && !it.revoked && it.seq == it.head),
                leaves: held.is_some_and(|it| it.revoked),
                fetched: self.progress_of(scope),
                proven: self.proofs.get(&scope).map(|it| Proven {
                    at: it.at,
                    found: if it.other.is_empty() { Found::Same } else { Found::Other },
                }),
            }
        };
        scopes.into_iter().map(state).collect()
    }

    /// The scopes held, and how far each has been read.
    #[must_use]
    pub fn cursors(&self) -> Vec<Cursor> {
        let held = self.scopes.iter();
        held.map(|(scope, it)| Cursor { scope: *scope, grant: it.grant, seq: it.seq }).collect()
    }

    /// The scopes being fetched.
    #[must_use]
    pub fn fetching(&self) -> Vec<Scope> {
        self.plans.iter().filter(|(_, it)| !it.live).map(|(scope, _)| *scope).collect()
    }
}
