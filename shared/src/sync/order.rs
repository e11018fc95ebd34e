//! Scopes: who sees a row. A row is in exactly one scope, and each scope counts its changes densely.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    id::{TerritoryId, UserId},
    row::Row,
    saved_view::Holder,
};

/// A feed of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Small things every device holds.
    All,
    /// One user's own inbox.
    Me(UserId),
    Territory(TerritoryId),
    /// Customers of no territory: desk only, no device holds it.
    Unassigned,
}

impl Scope {
    /// The scope of customers of a territory, or of none.
    #[must_use]
    pub fn of_territory(territory: Option<TerritoryId>) -> Scope {
        territory.map_or(Scope::Unassigned, Scope::Territory)
    }

    /// The scope of a row, given the territory of its customer.
    #[must_use]
    pub fn of(row: &Row, territory: Option<TerritoryId>) -> Scope {
        match row {
            Row::Company(_)
            | Row::Territory(_)
            | Row::User(_)
            | Row::Policy(_)
            | Row::BankHorizon(_)
            | Row::FileHorizon(_)
            | Row::ExchangeRate(_) => Scope::All,
            Row::Inbox(it) => Scope::Me(it.user),
            Row::SavedViews(it) => match it.of {
                Holder::Everybody => Scope::All,
                Holder::Person(user) => Scope::Me(user),
            },
            // Many customers stand in a hand-in: the desk alone sees it. A rep sees what became of each slip.
            // Bank accounts are of the office, wherever the customer stands.
            Row::HandIn(_) | Row::BankAccount(_) => Scope::Unassigned,
            Row::Customer(it) => Scope::of_territory(it.territory),
            Row::Invoice(_)
            | Row::Receipt(_)
            | Row::Allocation(_)
            | Row::Movement(_)
            | Row::Pairing(_)
            | Row::Promise(_)
            | Row::FieldReceipt(_)
            | Row::Visit(_)
            | Row::Attachment(_)
            | Row::Edit(_)
            | Row::CreditLine(_)
            | Row::CreditRequest(_) => Scope::of_territory(territory),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::All => f.write_str("all"),
            Scope::Me(user) => write!(f, "me:{user}"),
            Scope::Territory(territory) => write!(f, "territory:{territory}"),
            Scope::Unassigned => f.write_str("territory:none"),
        }
    }
}

/// A scope by its name, also one that this build does not know: whoever asks, or answers, may be newer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ScopeName {
    Known(Scope),
    Strange(String),
}

impl ScopeName {
    #[must_use]
    pub fn known(&self) -> Option<Scope> {
        match self {
            ScopeName::Known(scope) => Some(*scope),
            ScopeName::Strange(_) => None,
        }
    }
}

impl fmt::Display for ScopeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScopeName::Known(scope) => scope.fmt(f),
            ScopeName::Strange(name) => f.write_str(name),
        }
    }
}

impl From<Scope> for ScopeName {
    fn from(scope: Scope) -> ScopeName {
        ScopeName::Known(scope)
    }
}

impl PartialEq<Scope> for ScopeName {
    fn eq(&self, other: &Scope) -> bool {
        self.known() == Some(*other)
    }
}

/// The text names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no scope")]
pub struct NotAScope(pub String);

impl FromStr for Scope {
    type Err = NotAScope;
    fn from_str(text: &str) -> Result<Scope, NotAScope> {
        let unknown = || NotAScope(text.to_owned());
        match text.split_once(':') {
            None if text == "all" => Ok(Scope::All),
            Some(("territory", "none")) => Ok(Scope::Unassigned),
            Some(("territory", id)) => id.parse().map(Scope::Territory).map_err(|_| unknown()),
            Some(("me", id)) => id.parse().map(Scope::Me).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = NotAScope;
    fn try_from(text: String) -> Result<Scope, NotAScope> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> String {
        scope.to_string()
    }
}
