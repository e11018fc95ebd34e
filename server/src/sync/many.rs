//! Statements over many rows and long lists, each in the way in which its database is quick.

#[cfg_attr(feature = "sqlite", path = "many/values.rs")]
#[cfg_attr(feature = "postgres", path = "many/arrays.rs")]
mod form;

use sqlx::query::Query;
use uuid::Uuid;

pub use form::{IS_NAMED, fixed, lists};
#[cfg(test)]
pub use form::{SIZES, list_text, named_text, rows_text};

use crate::dialect::Db;

type Asked = Query<'static, Db, <Db as sqlx::Database>::Arguments>;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    Id(Option<Uuid>),
    Text(Option<std::borrow::Cow<'a, str>>),
    Whole(i64),
    Bytes(&'a [u8]),
}

/// Of what a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Id,
    Text,
    Whole,
    Bytes,
}

impl<'a> Cell<'a> {
    pub fn id(id: Uuid) -> Cell<'a> {
        Cell::Id(Some(id))
    }

    pub fn text(text: &'a str) -> Cell<'a> {
        Cell::Text(Some(text.into()))
    }

    /// Something that is written as text, a day for one.
    pub fn written(it: impl std::fmt::Display) -> Cell<'a> {
        Cell::Text(Some(it.to_string().into()))
    }

    fn of(&self) -> Of {
        match self {
            Cell::Id(_) => Of::Id,
            Cell::Text(_) => Of::Text,
            Cell::Whole(_) => Of::Whole,
            Cell::Bytes(_) => Of::Bytes,
        }
    }
}

/// The statement for one piece of rows, all of the same columns. `head` ends with `VALUES `.
pub fn over_rows(head: &str, piece: &[Vec<Cell<'_>>], tail: &str) -> Asked {
    form::over_rows(head, piece, tail)
}

/// The statement for one list of ids that is named once and looked into often: where `tail` has an id
/// that [`IS_NAMED`].
pub fn over_named_ids(piece: &[Uuid], tail: &str) -> Asked {
    form::over_named_ids(piece, tail)
}

/// The statement for one list of names; one may stand in it twice. `head` ends with `IN `.
pub fn over_names(head: &str, piece: &[String], tail: &str) -> Asked {
    form::over_names(head, piece, tail)
}

/// The statement for one list of ids; one may stand in it twice. `head` ends with `IN `.
pub fn over_ids(head: &str, piece: &[Uuid], tail: &str) -> Asked {
    form::over_ids(head, piece, tail)
}
