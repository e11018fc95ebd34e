//! Reach: which customers a view may speak of, as a condition of SQL.

use shared::{
    calendar::Day,
    id::TerritoryId,
    user::{Caller, Reach},
};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::{
    dialect::Db,
    error::{Error, Result},
};

/// The customers a caller may see, narrowed to those that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Within {
    All,
    /// Of no territory.
    Unassigned,
    /// Of these; of none of them if there are none.
    Territories(Vec<TerritoryId>),
}

impl Within {
    /// `territory` is a territory's id, `none`, or empty for all there are.
    pub(crate) fn of(caller: &Caller, today: Day, territory: &str) -> Result<Within> {
        let reach = caller.reach(today);
        match (territory, reach) {
            ("", reach) => Ok(Within::from(reach)),
            ("none", reach) if reach.covers(None) => Ok(Within::Unassigned),
            ("none", _) => Err(Error::Forbidden),
            (id, reach) => {
                let id: TerritoryId = id
                    .parse()
                    .map_err(|_| Error::Malformed(format!("{id:?} is not a territory's id")))?;
                if !reach.covers(Some(id)) {
                    return Err(Error::Forbidden);
                }
                Ok(Within::Territories(vec![id]))
            }
        }
    }

    /// Whether it holds for the customers of a territory, or of none.
    pub(crate) fn covers(&self, territory: Option<TerritoryId>) -> bool {
        match self {
            Within::All => true,
            Within::Unassigned => territory.is_none(),
            Within::Territories(these) => territory.is_some_and(|it| these.contains(&it)),
        }
    }

    /// Adds the condition on a column with a customer's territory.
    pub(crate) fn condition(&self, text: &mut QueryBuilder<Db>, column: &str) {
        match self {
            Within::All => drop(text.push("1 = 1")),
            Within::Unassigned => drop(text.push(column).push(" IS NULL")),
            Within::Territories(these) => {
                text.push(column).push(" IN (");
                let mut list = text.separated(", ");
                for territory in padded(these) {
                    list.push_bind(territory);
                }
                text.push(")");
            }
        }
    }
}

impl From<Reach> for Within {
    fn from(reach: Reach) -> Within {
        match reach {
            Reach::Everything => Within::All,
            Reach::Territories(these) => Within::Territories(these),
        }
    }
}

/// How many territories a list has room for.
const SIZES: [usize; 5] = [1, 5, 20, 100, 500];

/// The list in one of these sizes, so that few texts are prepared: the last stands repeated, and
/// an id that nothing has where there is none.
fn padded(these: &[TerritoryId]) -> Vec<Uuid> {
    let mut list: Vec<Uuid> = these.iter().map(|it| it.0).collect();
    let size = SIZES.into_iter().find(|size| list.len() <= *size).unwrap_or(list.len());
    let repeated = list.last().copied().unwrap_or(Uuid::nil());
    list.resize(size, repeated);
    list
}

#[cfg(test)]
mod tests {
    use shared::{
        id::{GrantId, UserId},
        user::{Grant, Role},
    };

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn caller(role: Role, territory: TerritoryId) -> Caller {
        let grant = Grant {
            id: GrantId(Uuid::nil()),
            territory,
            from: day("2026-01-01"),
            until: Some(day("2026-06-30")),
        };
        Caller { user: UserId::of_login("x"), roles: vec![role], grants: vec![grant] }
    }

    #[test]
    fn reps_see_their_own_on_the_days_they_work_it() {
        let (own, other) = (TerritoryId::of_code("A"), TerritoryId::of_code("B"));
        let rep = caller(Role::Rep, own);
        let of = |caller: &Caller, on: &str, territory: &str| {
            Within::of(caller, day(on), territory).map_err(|it| it.to_string())
        };
        let forbidden = Err("not permitted".to_owned());
        assert_eq!(of(&rep, "2026-03-01", ""), Ok(Within::Territories(vec![own])));
        assert_eq!(of(&rep, "2026-07-01", ""), Ok(Within::Territories(vec![])));
        assert_eq!(of(&rep, "2026-03-01", &own.to_string()), Ok(Within::Territories(vec![own])));
        assert_eq!(of(&rep, "2026-07-01", &own.to_string()), forbidden);
        assert_eq!(of(&rep, "2026-03-01", &other.to_string()), forbidden);
        assert_eq!(of(&rep, "2026-03-01", "none"), forbidden);
        let auditor = caller(Role::Auditor, own);
        assert_eq!(of(&auditor, "2026-03-01", ""), Ok(Within::All));
        assert_eq!(of(&auditor, "2026-03-01", "none"), Ok(Within::Unassigned));
        assert!(of(&auditor, "2026-03-01", "x").is_err());
    }

    #[test]
    fn lists_have_a_fixed_size() {
        let these =
            |n: u32| (0..n).map(|it| TerritoryId::of_code(&it.to_string())).collect::<Vec<_>>();
        for (n, size) in [(0, 1), (1, 1), (2, 5), (6, 20), (21, 100), (501, 501)] {
            assert_eq!(padded(&these(n)).len(), size);
        }
    }
}
