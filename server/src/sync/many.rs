//! Statements over many rows and long lists, each in the way in which its database is quick.

#[cfg_attr(feature = "sqlite", path = "many/values.rs")]
#[cfg_attr(feature = "postgres", path = "many/arrays.rs")]
mod form;

use sqlx::query::Query;
use uuid::Uuid;

pub use form::{IS_NAMED, fixed, lists, over_ids, over_named_ids, over_names, over_rows};
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

/// What a column is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
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

    fn kind(&self) -> ColumnKind {
        match self {
            Cell::Id(_) => ColumnKind::Id,
            Cell::Text(_) => ColumnKind::Text,
            Cell::Whole(_) => ColumnKind::Whole,
            Cell::Bytes(_) => ColumnKind::Bytes,
        }
    }
}
