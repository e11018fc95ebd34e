//! Statements over many rows, in a few fixed sizes, so that each text is prepared once and kept.

use sqlx::{AssertSqlSafe, query::Query};
use uuid::Uuid;

use crate::dialect::{self, Db};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    Id(Option<Uuid>),
    Text(Option<std::borrow::Cow<'a, str>>),
    Whole(i64),
    Bytes(&'a [u8]),
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
}

/// Larger and variable sizes were slower: each new length is prepared anew (2–3×). A phone sends two
/// hundred commands at once.
pub const SIZES: [usize; 6] = [500, 200, 100, 20, 5, 1];

/// Cuts a list into pieces of the fixed sizes.
pub fn fixed<T>(mut rest: &[T]) -> Vec<&[T]> {
    let mut pieces = vec![];
    for size in SIZES {
        while size <= rest.len() {
            let (piece, after) = rest.split_at(size);
            pieces.push(piece);
            rest = after;
        }
    }
    pieces
}

/// Cuts what is to be looked for into as few lists of the fixed sizes as there can be: a list is filled up
/// with its last id, which finds nothing more, and one statement is sent where there would be seven.
pub fn lists<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    let list = |piece: &[T]| {
        let fits = SIZES.into_iter().filter(|it| piece.len() <= *it).min();
        let mut list = piece.to_vec();
        if let Some(last) = piece.last() {
            list.resize(fits.unwrap_or(piece.len()), last.clone());
        }
        list
    };
    all.chunks(SIZES[0]).map(list).collect()
}

/// `head` and then `($1,$2),($3,$4)` for so many rows and columns, in the database's own way to
/// write them, and then `tail`.
pub fn rows_text(head: &str, columns: usize, rows: usize, tail: &str) -> String {
    let mut text = String::with_capacity(head.len() + tail.len() + rows * columns * 7);
    text.push_str(head);
    let mut number = 0;
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            number += 1;
            if 0 < column {
                text.push(',');
            }
            dialect::push_placeholder(&mut text, number);
        }
        text.push(')');
    }
    text.push_str(tail);
    text
}

/// `head` and then `($1,$2,$3)` and then `tail`: for `IN`.
pub fn list_text(head: &str, ids: usize, tail: &str) -> String {
    rows_text(head, ids, 1, tail)
}

/// So many ids as `named (id)`, and then `tail`.
pub fn named_text(ids: usize, tail: &str) -> String {
    let mut text = String::from("WITH named (id) AS (VALUES ");
    for number in 1..=ids {
        text.push_str(if number == 1 { "(" } else { ",(" });
        dialect::push_id(&mut text, number);
        text.push(')');
    }
    text.push_str(") ");
    text.push_str(tail);
    text
}

type Asked = Query<'static, Db, <Db as sqlx::Database>::Arguments>;

fn bind(query: Asked, cell: Cell<'_>) -> Asked {
    match cell {
        Cell::Id(it) => query.bind(it),
        Cell::Text(it) => query.bind(it.map(std::borrow::Cow::into_owned)),
        Cell::Whole(it) => query.bind(it),
        Cell::Bytes(it) => query.bind(it.to_vec()),
    }
}

/// The statement for one piece of rows.
pub fn over_rows(head: &str, piece: Vec<Vec<Cell<'_>>>, tail: &str) -> Asked {
    let columns = piece.first().map_or(0, Vec::len);
    let text = rows_text(head, columns, piece.len(), tail);
    let query = sqlx::query(AssertSqlSafe(text));
    piece.into_iter().flatten().fold(query, bind)
}

/// The statement for one list of ids that is named once and looked into often.
pub fn over_named_ids(piece: &[Uuid], tail: &str) -> Asked {
    let query = sqlx::query(AssertSqlSafe(named_text(piece.len(), tail)));
    piece.iter().fold(query, |query, id| query.bind(*id))
}

/// The statement for one list of names; one may stand in it twice.
pub fn over_names(head: &str, piece: &[String], tail: &str) -> Asked {
    let query = sqlx::query(AssertSqlSafe(list_text(head, piece.len(), tail)));
    piece.iter().fold(query, |query, name| query.bind(name.clone()))
}

/// The statement for one list of ids; one may stand in it twice.
pub fn over_ids(head: &str, piece: &[Uuid], tail: &str) -> Asked {
    let query = sqlx::query(AssertSqlSafe(list_text(head, piece.len(), tail)));
    piece.iter().fold(query, |query, id| query.bind(*id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn lists_are_cut_into_the_fixed_sizes() {
        let list: Vec<_> = (0..1_127).collect();
        let sizes: Vec<_> = fixed(&list).iter().map(|it| it.len()).collect();
        assert_eq!(sizes, [500, 500, 100, 20, 5, 1, 1]);
        assert!(fixed::<u8>(&[]).is_empty());
    }

    #[test]
    fn ids_are_looked_for_in_few_lists_of_the_fixed_sizes() {
        let ids: Vec<_> = (1..=637).map(Uuid::from_u128).collect();
        let cut = lists(&ids);
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [500, 200]);
        let looked_for: BTreeSet<_> = cut.into_iter().flatten().collect();
        assert_eq!(looked_for, ids.into_iter().collect());
        assert!(lists::<Uuid>(&[]).is_empty());
    }

    #[test]
    fn placeholders_are_numbered_through() {
        let text = rows_text("INSERT ", 2, 2, " X");
        assert!(["INSERT ($1,$2),($3,$4) X", "INSERT (?,?),(?,?) X"].contains(&text.as_str()));
        let text = list_text("IN ", 3, "");
        assert!(["IN ($1,$2,$3)", "IN (?,?,?)"].contains(&text.as_str()));
    }
}
