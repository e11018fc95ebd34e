//! Many rows as a placeholder for each value, in a few fixed sizes, so that each text is prepared once and
//! kept: SQLite.

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Asked, Cell, ColumnKind};

/// Larger and variable sizes were slower: each new length is prepared anew (2–3×). A phone sends two
/// hundred commands at once.
pub const SIZES: [usize; 6] = [500, 200, 100, 20, 5, 1];

/// How a named id is found in what [`over_named_ids`] puts before its statement.
pub const IS_NAMED: &str = "IN (SELECT id FROM named)";

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

/// `head` and then `(?,?),(?,?)` for so many rows of such columns, and then `tail`.
pub fn rows_text(head: &str, columns: &[ColumnKind], rows: usize, tail: &str) -> String {
    let mut text = String::with_capacity(head.len() + tail.len() + rows * (2 * columns.len() + 2));
    text.push_str(head);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        push_placeholders(&mut text, columns.len());
        text.push(')');
    }
    text.push_str(tail);
    text
}

/// `head` and then `(?,?,?)` and then `tail`: for `IN`.
pub fn list_text(head: &str, ids: usize, tail: &str) -> String {
    let mut text = String::with_capacity(head.len() + tail.len() + 2 * ids + 1);
    text.push_str(head);
    text.push('(');
    push_placeholders(&mut text, ids);
    text.push(')');
    text.push_str(tail);
    text
}

/// So many ids as `named (id)`, and then `tail`.
pub fn named_text(ids: usize, tail: &str) -> String {
    let rows = rows_text("WITH named (id) AS (VALUES ", &[ColumnKind::Id], ids, ") ");
    format!("{rows}{tail}")
}

/// By position: SQLite looks a numbered one up among all others, which makes binding thousands of them
/// quadratic.
fn push_placeholders(text: &mut String, count: usize) {
    for number in 0..count {
        text.push_str(if number == 0 { "?" } else { ",?" });
    }
}

/// The statement for one piece of rows, all of the same columns. `head` ends with `VALUES `.
pub fn over_rows(head: &str, piece: &[Vec<Cell<'_>>], tail: &str) -> Asked {
    let columns: Vec<ColumnKind> =
        piece.first().map_or(vec![], |row| row.iter().map(Cell::kind).collect());
    let query = sqlx::query(AssertSqlSafe(rows_text(head, &columns, piece.len(), tail)));
    piece.iter().flatten().fold(query, bind)
}

fn bind(query: Asked, cell: &Cell<'_>) -> Asked {
    match cell {
        Cell::Id(it) => query.bind(*it),
        Cell::Text(it) => query.bind(it.as_deref().map(str::to_owned)),
        Cell::Whole(it) => query.bind(*it),
        Cell::Bytes(it) => query.bind(it.to_vec()),
    }
}

/// The statement for one list of ids that is named once and looked into often: where `tail` has an id
/// that [`IS_NAMED`].
pub fn over_named_ids(piece: &[Uuid], tail: &str) -> Asked {
    let query = sqlx::query(AssertSqlSafe(named_text(piece.len(), tail)));
    piece.iter().fold(query, |query, id| query.bind(*id))
}

/// The statement for one list of names; one may stand in it twice. `head` ends with `IN `.
pub fn over_names(head: &str, piece: &[String], tail: &str) -> Asked {
    let query = sqlx::query(AssertSqlSafe(list_text(head, piece.len(), tail)));
    piece.iter().fold(query, |query, name| query.bind(name.clone()))
}

/// The statement for one list of ids; one may stand in it twice. `head` ends with `IN `.
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
    fn each_value_has_a_placeholder() {
        let rows = rows_text("INSERT ", &[ColumnKind::Id, ColumnKind::Text], 2, " X");
        assert_eq!(rows, "INSERT (?,?),(?,?) X");
        assert_eq!(list_text("IN ", 3, ""), "IN (?,?,?)");
        assert_eq!(named_text(2, "SELECT"), "WITH named (id) AS (VALUES (?),(?)) SELECT");
    }
}
