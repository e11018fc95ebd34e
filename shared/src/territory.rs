//! Territories 片区: who works which customers.

use serde::{Deserialize, Serialize};

use crate::{
    dossier::Dossier,
    effects::Effects,
    id::{TerritoryId, derived},
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// Customers worked by the same reps. A customer is in one of them, or in none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Territory {
    pub id: TerritoryId,
    pub code: String,
    pub name: String,
}

impl TerritoryId {
    /// A territory is known by its code.
    #[must_use]
    pub fn of_code(code: &str) -> TerritoryId {
        TerritoryId(derived("territory", &[code]))
    }
}

/// The command that adds a territory or renames it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Add {
    pub code: String,
    pub name: String,
}

/// Why a territory was not added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum TerritoryRefusal {
    CodeEmpty,
    NameEmpty,
}

/// Adds a territory or renames it; as it stands, nothing changes.
///
/// # Errors
/// The caller is not an administrator, or code or name is missing.
pub fn add(it: &Add, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    if it.code.trim().is_empty() {
        return Err(TerritoryRefusal::CodeEmpty.into());
    }
    if it.name.trim().is_empty() {
        return Err(TerritoryRefusal::NameEmpty.into());
    }
    let territory = Territory {
        id: TerritoryId::of_code(&it.code),
        code: it.code.clone(),
        name: it.name.trim().to_owned(),
    };
    if dossier.register.territories.get(&territory.id) == Some(&territory) {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::Territory(territory)))
}
