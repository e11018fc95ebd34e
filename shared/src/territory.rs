//! Territories 片区: who works which customers.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, When},
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
    /// One that has ended is chosen nowhere; the name stays beside what was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
}

impl Territory {
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended_on.is_some()
    }
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

/// The command that adds a territory which was not here before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub code: String,
    pub name: String,
}

/// The command that ends a territory in which no customer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub territory: TerritoryId,
}

/// The command that takes such an end back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    pub territory: TerritoryId,
}

/// Why a command about a territory was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum TerritoryRefusal {
    CodeEmpty,
    NameEmpty,
    /// Another territory has this code.
    CodeTaken {
        code: String,
        name: String,
    },
    Unknown {
        territory: TerritoryId,
    },
    Ended {
        territory: TerritoryId,
    },
    /// Customers stand in it: they are moved first.
    CustomersStand {
        territory: TerritoryId,
        customers: i64,
    },
}

/// Adds a territory or renames it; as it stands, nothing changes.
///
/// # Errors
/// The caller is not an administrator, or code or name is missing.
pub fn add(it: &Add, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    checked(&it.code, &it.name)?;
    let id = TerritoryId::of_code(&it.code);
    let known = dossier.register.territories.get(&id);
    let territory = Territory {
        id,
        code: it.code.clone(),
        name: it.name.trim().to_owned(),
        ended_on: known.and_then(|it| it.ended_on),
    };
    if known == Some(&territory) {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::Territory(territory)))
}

fn checked(code: &str, name: &str) -> Result<(), Refusal> {
    if code.trim().is_empty() {
        return Err(TerritoryRefusal::CodeEmpty.into());
    }
    if name.trim().is_empty() {
        return Err(TerritoryRefusal::NameEmpty.into());
    }
    Ok(())
}

/// Adds a territory; none that is here already is written over.
///
/// # Errors
/// The caller is not an administrator, code or name is missing, or the code is taken.
pub fn open(it: &Open, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    checked(&it.code, &it.name)?;
    let (code, name) = (it.code.trim().to_owned(), it.name.trim().to_owned());
    let id = TerritoryId::of_code(&code);
    if let Some(known) = dossier.register.territories.get(&id) {
        return Err(TerritoryRefusal::CodeTaken { code, name: known.name.clone() }.into());
    }
    Ok(Effects::write(Row::Territory(Territory { id, code, name, ended_on: None })))
}

/// Ends a territory from today on.
///
/// # Errors
/// The caller is not an administrator, the territory is unknown, or customers stand in it.
pub fn end(it: &End, dossier: &Dossier, caller: &Caller, when: When) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let territory = it.territory;
    let known = dossier.register.territories.get(&territory);
    let known = known.ok_or(TerritoryRefusal::Unknown { territory })?;
    if known.has_ended() {
        return Ok(Effects::nothing());
    }
    let customers = dossier.standing.get(&territory).copied().unwrap_or(0);
    if 0 < customers {
        return Err(TerritoryRefusal::CustomersStand { territory, customers }.into());
    }
    let ended = Territory { ended_on: Some(when.today), ..known.clone() };
    Ok(Effects::write(Row::Territory(ended)))
}

/// Takes an end back.
///
/// # Errors
/// The caller is not an administrator, or the territory is unknown.
pub fn reopen(it: &Reopen, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let territory = it.territory;
    let known = dossier.register.territories.get(&territory);
    let known = known.ok_or(TerritoryRefusal::Unknown { territory })?;
    if !known.has_ended() {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::Territory(Territory { ended_on: None, ..known.clone() })))
}
