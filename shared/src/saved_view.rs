//! Saved views 常用视图: a filter, an order and columns of a table under a name, for oneself or for all.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    dossier::Dossier,
    effects::Effects,
    id::{SavedViewId, UserId, derived},
    refusal::Refusal,
    row::Row,
    table::TableName,
    user::{Caller, Role},
};

/// The longest name, in characters.
pub const NAME_MAX: usize = 40;
/// The longest query, in characters.
pub const QUERY_MAX: usize = 2_000;
/// The most views of one person, and the most for all.
pub const VIEWS_MAX: usize = 60;

/// Whom a view is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Own,
    Everybody,
}

/// Who holds a set of views: somebody, on each of the devices, or everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "held_by", content = "user", rename_all = "snake_case")]
pub enum Holder {
    Everybody,
    Person(UserId),
}

/// One view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: SavedViewId,
    /// Who saved it.
    pub owner: UserId,
    pub table: TableName,
    pub name: String,
    /// The address behind the table's path, without a place in it: `?search=…&sort=…`.
    pub query: String,
}

/// With which view somebody wants a table to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    pub table: TableName,
    pub view: SavedViewId,
}

/// All views of one holder: one row, so that limits and names are judged on all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedViews {
    pub of: Holder,
    pub views: Vec<SavedView>,
    /// A person's own; a start whose view is gone counts for nothing until that comes back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<Start>,
}

/// The command that saves a view, gives it another name or another content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    pub id: SavedViewId,
    pub table: TableName,
    pub name: String,
    pub query: String,
    pub audience: Audience,
}

/// The command that removes a view; saving it again brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub id: SavedViewId,
    pub audience: Audience,
}

/// The command that has a table open with a view, or with none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetStart {
    pub table: TableName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<SavedViewId>,
}

/// Why a view was not saved or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum SavedViewRefusal {
    NameEmpty,
    NameTooLong {
        length: usize,
        most: usize,
    },
    /// Another view of the same table and audience is called so.
    NameTaken {
        name: String,
    },
    QueryTooLong {
        length: usize,
        most: usize,
    },
    /// Remove one before saving another.
    TooMany {
        most: usize,
    },
    Unknown {
        view: SavedViewId,
    },
    /// Another person shared it: that person or an administrator changes it.
    NotOwner {
        view: SavedViewId,
    },
}

impl Holder {
    #[must_use]
    pub fn of(audience: Audience, user: UserId) -> Holder {
        match audience {
            Audience::Own => Holder::Person(user),
            Audience::Everybody => Holder::Everybody,
        }
    }
}

impl SavedViews {
    #[must_use]
    pub fn new(of: Holder) -> SavedViews {
        SavedViews { of, views: vec![], starts: vec![] }
    }

    /// Each holder has one row.
    #[must_use]
    pub fn id_of(of: Holder) -> Uuid {
        match of {
            Holder::Everybody => derived("saved_views", &[]),
            Holder::Person(user) => derived("saved_views", &[&user.to_string()]),
        }
    }

    /// The rows that a command of this user reads.
    #[must_use]
    pub fn read_by(user: UserId) -> [Uuid; 2] {
        [Holder::Person(user), Holder::Everybody].map(SavedViews::id_of)
    }

    fn here(of: Holder, dossier: &Dossier) -> SavedViews {
        let kept = dossier.saved_views.get(&SavedViews::id_of(of));
        kept.cloned().unwrap_or_else(|| SavedViews::new(of))
    }

    #[must_use]
    pub fn view(&self, id: SavedViewId) -> Option<&SavedView> {
        self.views.iter().find(|it| it.id == id)
    }
}

/// Whether the caller may save views for all.
#[must_use]
pub fn may_share(caller: &Caller) -> bool {
    [Role::Admin, Role::Controller, Role::Manager].into_iter().any(|role| caller.has(role))
}

/// Saves a view. As it stands, nothing changes.
///
/// # Errors
/// [`SavedViewRefusal`], or the caller may not share it.
pub fn save(it: &Save, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    may_write(it.audience, caller)?;
    let name = it.name.trim();
    malformed(name, &it.query)?;
    let mut all = SavedViews::here(Holder::of(it.audience, caller.user), dossier);
    let twin =
        |other: &SavedView| other.id != it.id && other.table == it.table && other.name == name;
    if all.views.iter().any(twin) {
        return Err(SavedViewRefusal::NameTaken { name: name.to_owned() }.into());
    }
    let count = all.views.len();
    let view = |owner| SavedView {
        id: it.id,
        owner,
        table: it.table,
        name: name.to_owned(),
        query: it.query.clone(),
    };
    match all.views.iter_mut().find(|known| known.id == it.id) {
        Some(known) => {
            may_change(known, caller)?;
            let next = view(known.owner);
            if *known == next {
                return Ok(Effects::nothing());
            }
            *known = next;
        }
        None if VIEWS_MAX <= count => {
            return Err(SavedViewRefusal::TooMany { most: VIEWS_MAX }.into());
        }
        None => all.views.push(view(caller.user)),
    }
    Ok(Effects::write(Row::SavedViews(all)))
}

/// Removes a view.
///
/// # Errors
/// It is not here, or is not the caller's to remove.
pub fn remove(it: &Remove, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    may_write(it.audience, caller)?;
    let mut all = SavedViews::here(Holder::of(it.audience, caller.user), dossier);
    let Some(known) = all.view(it.id) else {
        return Err(SavedViewRefusal::Unknown { view: it.id }.into());
    };
    may_change(known, caller)?;
    all.views.retain(|known| known.id != it.id);
    Ok(Effects::write(Row::SavedViews(all)))
}

/// Has a table open with a view, one's own or one for all, from now on.
///
/// # Errors
/// [`SavedViewRefusal::Unknown`] for a view that is not of this table.
pub fn set_start(it: &SetStart, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    let mut own = SavedViews::here(Holder::Person(caller.user), dossier);
    let before = own.starts.clone();
    own.starts.retain(|start| start.table != it.table);
    if let Some(view) = it.view {
        let shared = SavedViews::here(Holder::Everybody, dossier);
        let found = own.view(view).or_else(|| shared.view(view));
        if found.is_none_or(|found| found.table != it.table) {
            return Err(SavedViewRefusal::Unknown { view }.into());
        }
        own.starts.push(Start { table: it.table, view });
        own.starts.sort_by_key(|start| start.table);
    }
    if own.starts == before {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::SavedViews(own)))
}

fn malformed(name: &str, query: &str) -> Result<(), SavedViewRefusal> {
    if name.is_empty() {
        return Err(SavedViewRefusal::NameEmpty);
    }
    let length = name.chars().count();
    if NAME_MAX < length {
        return Err(SavedViewRefusal::NameTooLong { length, most: NAME_MAX });
    }
    let length = query.chars().count();
    if QUERY_MAX < length {
        return Err(SavedViewRefusal::QueryTooLong { length, most: QUERY_MAX });
    }
    Ok(())
}

fn may_write(audience: Audience, caller: &Caller) -> Result<(), Refusal> {
    if audience == Audience::Everybody && !may_share(caller) {
        return Err(Refusal::NotPermitted { needs: Role::Manager });
    }
    Ok(())
}

fn may_change(known: &SavedView, caller: &Caller) -> Result<(), SavedViewRefusal> {
    if known.owner == caller.user || caller.has(Role::Admin) {
        return Ok(());
    }
    Err(SavedViewRefusal::NotOwner { view: known.id })
}
