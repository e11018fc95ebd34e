//! Cover 代管: a user works a territory for a stretch with a first and a last day, as in holidays.

use serde::{Deserialize, Serialize};

use super::{Caller, Grant, UserRefusal, stretch::to_grant};
use crate::{
    calendar::Day,
    dossier::Dossier,
    effects::Effects,
    id::{GrantId, OpId, TerritoryId, UserId, derived},
    refusal::Refusal,
    row::Row,
};

/// The command that gives a user a territory for a stretch of days, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub user: UserId,
    pub territory: TerritoryId,
    pub from: Day,
    pub until: Day,
}

/// Gives a territory for a stretch of days.
///
/// # Errors
/// The caller is no administrator, the stretch runs backwards, user or territory is unknown or has
/// ended, or the user works the territory on one of these days already.
pub fn cover(it: &Cover, op: OpId, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    if it.until < it.from {
        return Err(UserRefusal::Backwards { from: it.from, until: it.until }.into());
    }
    let mut user = to_grant(it.user, it.territory, dossier)?.clone();
    let meets = |grant: &&Grant| {
        grant.territory == it.territory
            && grant.has_days()
            && grant.from <= it.until
            && grant.until.is_none_or(|until| it.from <= until)
    };
    if let Some(met) = user.grants.iter().find(meets) {
        let (territory, from, until) = (met.territory, met.from, met.until);
        return Err(UserRefusal::AlreadyWorks { territory, from, until }.into());
    }
    user.grants.push(Grant {
        id: GrantId(derived("grant", &[&op.to_string()])),
        territory: it.territory,
        from: it.from,
        until: Some(it.until),
    });
    Ok(Effects::write(Row::User(user)))
}
