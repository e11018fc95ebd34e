//! Who works in the house: adding a user, changing name and roles, ending and reopening.

use serde::{Deserialize, Serialize};

use super::{Role, User, UserRefusal, checked, known_user};
use crate::{
    calendar::When, dossier::Dossier, effects::Effects, id::UserId, refusal::Refusal, row::Row,
    user::Caller,
};

/// The command that adds somebody who was not here before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
}

/// The command that changes a user's name and roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub user: UserId,
    pub name: String,
    pub roles: Vec<Role>,
}

/// The command by which a user has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub user: UserId,
}

/// The command by which a user who had left is back, with the roles and territories of before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    pub user: UserId,
}

/// Adds a user without territories; nobody who is here already is written over.
///
/// # Errors
/// The caller is no administrator, the login is taken, or the user could not sign in or act.
pub fn open(it: &Open, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let roles = checked(&it.login, &it.name, &it.roles)?;
    let (id, login) = (UserId::of_login(&it.login), it.login.to_lowercase());
    if let Some(known) = dossier.register.users.get(&id) {
        return Err(UserRefusal::LoginTaken { login, name: known.name.clone() }.into());
    }
    let name = it.name.trim().to_owned();
    let user = User { id, login, name, roles, grants: vec![], ended_on: None };
    Ok(Effects::write(Row::User(user)))
}

/// Changes name and roles; as they stand, nothing changes.
///
/// # Errors
/// The caller is no administrator, the user has left, or nobody would administer any more.
pub fn change(it: &Change, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let known = known_user(it.user, dossier)?;
    if known.has_left() {
        return Err(UserRefusal::Ended { user: it.user }.into());
    }
    let roles = checked(&known.login, &it.name, &it.roles)?;
    may_hold(known, &roles, dossier, caller)?;
    let user = User { name: it.name.trim().to_owned(), roles, ..known.clone() };
    if *known == user {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::User(user)))
}

/// Ends a user from today on. The territories stay written for one who comes back, and count for
/// nothing meanwhile.
///
/// # Errors
/// The caller is no administrator or ends oneself, or nobody would administer any more.
pub fn end(it: &End, dossier: &Dossier, caller: &Caller, when: When) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let known = known_user(it.user, dossier)?;
    if known.has_left() {
        return Ok(Effects::nothing());
    }
    if known.id == caller.user {
        return Err(UserRefusal::Oneself.into());
    }
    others_administer(known, dossier)?;
    Ok(Effects::write(Row::User(User { ended_on: Some(when.today), ..known.clone() })))
}

/// Takes an end back.
///
/// # Errors
/// The caller is no administrator, or the user is unknown.
pub fn reopen(it: &Reopen, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let known = known_user(it.user, dossier)?;
    if !known.has_left() {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::User(User { ended_on: None, ..known.clone() })))
}

/// Whether a user may hold these roles from now on: somebody has to keep the users, and nobody
/// locks oneself out by a slip of the hand.
pub(super) fn may_hold(
    known: &User,
    roles: &[Role],
    dossier: &Dossier,
    caller: &Caller,
) -> Result<(), Refusal> {
    if roles.contains(&Role::Admin) || !known.roles.contains(&Role::Admin) {
        return Ok(());
    }
    if known.id == caller.user {
        return Err(UserRefusal::OwnRole.into());
    }
    others_administer(known, dossier)
}

fn others_administer(known: &User, dossier: &Dossier) -> Result<(), Refusal> {
    let administers = |it: &User| it.roles.contains(&Role::Admin) && !it.has_left();
    let others = dossier.register.users.values().filter(|it| it.id != known.id);
    if administers(known) && !others.into_iter().any(administers) {
        return Err(UserRefusal::LastAdmin { user: known.id }.into());
    }
    Ok(())
}
