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

/// # Errors
/// The caller is not an administrator.
pub fn add(it: &Add, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let territory = Territory {
        id: TerritoryId::of_code(&it.code),
        code: it.code.clone(),
        name: it.name.clone(),
    };
    if dossier.register.territories.get(&territory.id) == Some(&territory) {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::Territory(territory)))
}
