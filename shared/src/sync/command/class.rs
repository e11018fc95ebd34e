//! What follows from the kind of a command: who wins when the world has moved on, and what is read for it.

use uuid::Uuid;

use crate::{
    calendar::{Day, When},
    id::InboxId,
};

/// Who wins when the world has moved on (`sync.md` §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A: what happened in the shop happened; never `rejected`.
    Fact,
    /// B: the server decides.
    Authority,
    /// C: per field against the version seen.
    Fields,
    /// D: a state machine on the server.
    Request,
}

/// Which rows a command has to have in its dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reads {
    /// The customer's row and the rows of these ids, wherever they stand.
    Named(Vec<Uuid>),
    /// The whole dossier, and the rows of these ids where they stand under another customer: an id
    /// drawn by a device must not take another customer's row over.
    Dossier(Vec<Uuid>),
    /// What the customer owes, and the rows of these ids, wherever they stand.
    Owed(Vec<Uuid>),
    /// The customer's row and the history of its file.
    History,
    /// The customer's row and its bank accounts, the rows of these ids wherever they stand, and the same
    /// numbers at other customers.
    Accounts(Vec<Uuid>),
    /// The views of the author and those for all.
    SavedViews,
    /// One letter.
    Letter(InboxId),
}

impl Class {
    /// The day whose policy version judges: the day a thing happened for what happened, today for
    /// what is still to be granted (`sync.md` §2.10).
    #[must_use]
    pub fn judged_on(self, when: When) -> Day {
        match self {
            Class::Fact | Class::Fields => when.acted_on,
            Class::Authority | Class::Request => when.today,
        }
    }
}
