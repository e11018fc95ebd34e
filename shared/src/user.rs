//! Users, their roles, and the territories they work, each for dated stretches.

mod cover;
mod staff;
mod stretch;

pub use cover::{Cover, cover};
pub use staff::{Change, End, Open, Reopen, change, end, open, reopen};
pub use stretch::{EndGrant, GrantTerritory, end_grant, grant};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, When},
    dossier::Dossier,
    effects::Effects,
    id::{GrantId, TerritoryId, UserId, derived},
    refusal::Refusal,
    row::Row,
};

/// A duty in the house; one person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 业务员: field sales, one or more territories, often offline.
    Rep,
    /// 区域经理: the desk of one or more territories.
    Manager,
    /// 内勤: checks credit while the order is typed.
    OrderDesk,
    /// 信控.
    Controller,
    /// 应收会计.
    Finance,
    /// 出纳.
    Cashier,
    /// 老板 / 总经理.
    Approver,
    Admin,
    /// 稽核: reads all, changes nothing.
    Auditor,
    /// The server's own devices: import, jobs, cli, erp.
    System,
}

impl Role {
    /// Every role a person can hold.
    pub const OF_PEOPLE: [Role; 9] = [
        Role::Rep,
        Role::Manager,
        Role::OrderDesk,
        Role::Controller,
        Role::Finance,
        Role::Cashier,
        Role::Approver,
        Role::Admin,
        Role::Auditor,
    ];

    /// Reads every customer, whatever the territory.
    fn reads_everything(self) -> bool {
        !matches!(self, Role::Rep | Role::Manager)
    }
}

/// A stretch of days in which a user works a territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub id: GrantId,
    pub territory: TerritoryId,
    pub from: Day,
    /// The last day, inclusive; open-ended if absent.
    pub until: Option<Day>,
}

impl Grant {
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// One that was taken back before it began leaves no day.
    #[must_use]
    pub fn has_days(&self) -> bool {
        self.until.is_none_or(|until| self.from <= until)
    }
}

/// Somebody who signs in. No secret stands here: the register is on every device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub grants: Vec<Grant>,
    /// Who has left neither signs in nor is chosen; the name stays beside what was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
}

impl User {
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.ended_on.is_some()
    }

    /// Whether the user is there and works the territory on this day.
    #[must_use]
    pub fn works_on(&self, territory: TerritoryId, day: Day) -> bool {
        let here = |it: &Grant| it.territory == territory && it.covers(day);
        !self.has_left() && self.grants.iter().any(here)
    }
}

impl UserId {
    /// A user is known by the login, however its letters are written: a phone begins with a capital.
    #[must_use]
    pub fn of_login(login: &str) -> UserId {
        UserId(derived("user", &[&login.to_lowercase()]))
    }
}

/// Who asks: the user with roles and dated territories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    pub user: UserId,
    pub roles: Vec<Role>,
    pub grants: Vec<Grant>,
}

/// Which customers a caller may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    Everything,
    Territories(Vec<TerritoryId>),
}

impl Reach {
    #[must_use]
    pub fn covers(&self, territory: Option<TerritoryId>) -> bool {
        match self {
            Reach::Everything => true,
            Reach::Territories(these) => territory.is_some_and(|it| these.contains(&it)),
        }
    }
}

impl Caller {
    /// Who has left holds no role any more; what happened on worked days did happen.
    #[must_use]
    pub fn of(user: &User) -> Caller {
        let roles = if user.has_left() { vec![] } else { user.roles.clone() };
        Caller { user: user.id, roles, grants: user.grants.clone() }
    }

    /// One of the server's own devices: `import`, `jobs`, `cli`, `erp`.
    #[must_use]
    pub fn system(device: &str) -> Caller {
        Caller {
            user: UserId(derived("system", &[device])),
            roles: vec![Role::System],
            grants: vec![],
        }
    }

    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the cash that reps carry of the caller's territories is theirs to watch.
    #[must_use]
    pub fn watches_cash(&self) -> bool {
        self.has(Role::Manager)
    }

    /// The territories worked on this day, in id order.
    #[must_use]
    pub fn territories_on(&self, day: Day) -> Vec<TerritoryId> {
        let mut all: Vec<_> =
            self.grants.iter().filter(|it| it.covers(day)).map(|it| it.territory).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The customers this caller may read on this day.
    #[must_use]
    pub fn reach(&self, day: Day) -> Reach {
        if self.roles.iter().any(|role| role.reads_everything()) {
            Reach::Everything
        } else {
            Reach::Territories(self.territories_on(day))
        }
    }

    /// Whether the caller's device holds territory feeds: reps work offline, the desk reads views.
    #[must_use]
    pub fn works_offline(&self) -> bool {
        self.has(Role::Rep)
    }

    /// Whether users, territories and devices of others are this caller's to keep: what pages ask
    /// before they show a button, and what the rule asks.
    #[must_use]
    pub fn may_administer(&self) -> bool {
        self.has(Role::Admin) || self.has(Role::System)
    }

    /// # Errors
    /// [`Refusal::NotPermitted`] unless an administrator or the server itself asks.
    pub fn must_administer(&self) -> Result<(), Refusal> {
        if self.may_administer() {
            Ok(())
        } else {
            Err(Refusal::NotPermitted { needs: Role::Admin })
        }
    }

    /// Books come from imports and interfaces only.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] unless the server itself asks.
    pub fn must_be_system(&self) -> Result<(), Refusal> {
        if self.has(Role::System) {
            Ok(())
        } else {
            Err(Refusal::NotPermitted { needs: Role::System })
        }
    }
}

/// The command that adds a user or changes name and roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Add {
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
}

/// Why a command about users was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum UserRefusal {
    LoginMalformed {
        login: String,
    },
    NameEmpty,
    NoRole,
    /// The server's own role is not given to people.
    SystemRole,
    UnknownUser {
        user: UserId,
    },
    UnknownTerritory {
        territory: TerritoryId,
    },
    NotWorkedThen {
        territory: TerritoryId,
        last: Day,
    },
    /// Somebody signs in with this already, or did.
    LoginTaken {
        login: String,
        name: String,
    },
    /// The user has left.
    Ended {
        user: UserId,
    },
    /// Nobody could keep users any more.
    LastAdmin {
        user: UserId,
    },
    /// Nobody takes the administrator's role from oneself.
    OwnRole,
    /// Nobody ends oneself.
    Oneself,
    /// The last day lies before the first.
    Backwards {
        from: Day,
        until: Day,
    },
    /// The user works the territory in this stretch already.
    AlreadyWorks {
        territory: TerritoryId,
        from: Day,
        until: Option<Day>,
    },
}

/// Adds a user, or changes name and roles; the territories stay.
///
/// # Errors
/// The caller is no administrator, or the user could not sign in or act.
pub fn add(it: &Add, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let roles = checked(&it.login, &it.name, &it.roles)?;
    let id = UserId::of_login(&it.login);
    let known = dossier.register.users.get(&id);
    if let Some(known) = known {
        staff::may_hold(known, &roles, dossier, caller)?;
    }
    let user = User {
        id,
        login: it.login.to_lowercase(),
        name: it.name.trim().to_owned(),
        roles,
        grants: known.map(|it| it.grants.clone()).unwrap_or_default(),
        ended_on: known.and_then(|it| it.ended_on),
    };
    if known == Some(&user) {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::User(user)))
}

/// The roles in order, if somebody of this name could sign in and act.
fn checked(login: &str, name: &str, roles: &[Role]) -> Result<Vec<Role>, Refusal> {
    let well_formed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if login.is_empty() || 64 < login.len() || !login.chars().all(well_formed) {
        return Err(UserRefusal::LoginMalformed { login: login.to_owned() }.into());
    }
    if name.trim().is_empty() {
        return Err(UserRefusal::NameEmpty.into());
    }
    if roles.is_empty() {
        return Err(UserRefusal::NoRole.into());
    }
    if roles.contains(&Role::System) {
        return Err(UserRefusal::SystemRole.into());
    }
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    Ok(roles)
}

fn known_user(user: UserId, dossier: &Dossier) -> Result<&User, Refusal> {
    dossier.register.users.get(&user).ok_or_else(|| UserRefusal::UnknownUser { user }.into())
}

/// Whether a fact about a customer of this territory may be taken: judged by the day it happened.
#[must_use]
pub fn may_visit(caller: &Caller, territory: Option<TerritoryId>, when: When) -> bool {
    !caller.has(Role::Auditor) && caller.reach(when.acted_on).covers(territory)
}
