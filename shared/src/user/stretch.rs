//! Stretches: a user works a territory from a day on, until one with which it is taken back.

use serde::{Deserialize, Serialize};

use super::{Caller, Grant, User, UserRefusal, known_user};
use crate::{
    calendar::{Day, Days},
    dossier::Dossier,
    effects::Effects,
    id::{GrantId, OpId, TerritoryId, UserId, derived},
    refusal::Refusal,
    row::Row,
    territory::TerritoryRefusal,
};

/// The command that gives a user a territory from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantTerritory {
    pub user: UserId,
    pub territory: TerritoryId,
    pub from: Day,
}

/// The command that ends a user's work in a territory with a last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndGrant {
    pub user: UserId,
    pub territory: TerritoryId,
    pub last: Day,
}

/// The user and the territory of a grant: both are there, and neither has ended.
pub(super) fn to_grant(
    user: UserId,
    territory: TerritoryId,
    dossier: &Dossier,
) -> Result<&User, Refusal> {
    let known = known_user(user, dossier)?;
    if known.has_left() {
        return Err(UserRefusal::Ended { user }.into());
    }
    match dossier.register.territories.get(&territory) {
        None => Err(UserRefusal::UnknownTerritory { territory }.into()),
        Some(it) if it.has_ended() => Err(TerritoryRefusal::Ended { territory }.into()),
        Some(_) => Ok(known),
    }
}

/// Gives a territory from a day on, open-ended. A running grant that begins later begins earlier
/// instead; one that covers the day already stays as it is.
///
/// # Errors
/// The caller is no administrator, or the user or territory is unknown.
pub fn grant(
    it: &GrantTerritory,
    op: OpId,
    dossier: &Dossier,
    caller: &Caller,
) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let mut user = to_grant(it.user, it.territory, dossier)?.clone();
    let runs = |grant: &&mut Grant| grant.territory == it.territory && grant.until.is_none();
    let running = user.grants.iter_mut().find(runs);
    match running {
        Some(grant) if grant.from <= it.from => return Ok(Effects::nothing()),
        Some(grant) => {
            grant.from = it.from;
            return Ok(Effects::write(Row::User(user)));
        }
        None => {}
    }
    user.grants.push(Grant {
        id: GrantId(derived("grant", &[&op.to_string()])),
        territory: it.territory,
        from: it.from,
        until: None,
    });
    Ok(Effects::write(Row::User(user)))
}

/// Ends the grant that would run beyond the last day. One that ends on it already stays; a last
/// day just before the first leaves no day of it.
///
/// # Errors
/// The caller is no administrator, or the user does not work the territory on that day.
pub fn end_grant(it: &EndGrant, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let mut user = known_user(it.user, dossier)?.clone();
    let touches = |grant: &Grant| {
        grant.territory == it.territory
            && grant.from <= it.last.plus(Days(1))
            && grant.until.is_none_or(|until| it.last <= until)
    };
    let mut found = false;
    let mut changed = false;
    for grant in user.grants.iter_mut().filter(|grant| touches(grant)) {
        found = true;
        changed |= grant.until != Some(it.last);
        grant.until = Some(it.last);
    }
    if !found {
        return Err(UserRefusal::NotWorkedThen { territory: it.territory, last: it.last }.into());
    }
    if !changed {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::User(user)))
}
