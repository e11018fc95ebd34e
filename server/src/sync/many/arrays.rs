//! Many rows as an array for each column: PostgreSQL. One text serves every number of rows, and thousands
//! of values are sent as a handful.

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Asked, Cell, ColumnKind};

/// Rows of one statement at most: as many as a group has commands.
const MOST: usize = 2_000;
/// The sizes in which tests have statements prepared: here one stands for all.
#[cfg(test)]
pub const SIZES: [usize; 1] = [1];

/// How a named id is found in the list of [`over_named_ids`].
pub const IS_NAMED: &str = "= ANY($1)";

/// Cuts a list into as few pieces as there can be.
pub fn fixed<T>(all: &[T]) -> Vec<&[T]> {
    all.chunks(MOST).collect()
}

/// Cuts what is to be looked for into as few lists as there can be.
pub fn lists<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    all.chunks(MOST).map(<[T]>::to_vec).collect()
}

/// `head` without its `VALUES`, a column of rows from each array, and then `tail`.
pub fn rows_text(head: &str, columns: &[ColumnKind], _rows: usize, tail: &str) -> String {
    let head = ending(head, "VALUES ");
    let array = |(number, of): (usize, &ColumnKind)| format!("${}::{}[]", number + 1, of.name());
    let arrays: Vec<String> = columns.iter().enumerate().map(array).collect();
    format!("{head}SELECT * FROM UNNEST({}){tail}", arrays.join(", "))
}

/// `head`, its `IN` as a look into one array, and then `tail`.
pub fn list_text(head: &str, _ids: usize, tail: &str) -> String {
    let head = ending(head, "IN ");
    format!("{head}= ANY($1){tail}")
}

/// What stands before such an end: SQLite needs it, and here something else takes its place.
fn ending<'a>(head: &'a str, end: &str) -> &'a str {
    head.strip_suffix(end).unwrap_or_else(|| unreachable!("{head:?} does not end with {end:?}"))
}

#[cfg(test)]
pub fn named_text(_ids: usize, tail: &str) -> String {
    tail.to_owned()
}

impl ColumnKind {
    fn name(self) -> &'static str {
        match self {
            ColumnKind::Id => "uuid",
            ColumnKind::Text => "text",
            ColumnKind::Whole => "bigint",
            ColumnKind::Bytes => "bytea",
        }
    }
}

/// The statement for one piece of rows, all of the same columns. `head` ends with `VALUES `.
pub fn over_rows(head: &str, piece: &[Vec<Cell<'_>>], tail: &str) -> Asked {
    let columns: Vec<ColumnKind> =
        piece.first().map_or(vec![], |row| row.iter().map(Cell::kind).collect());
    let query = sqlx::query(AssertSqlSafe(rows_text(head, &columns, piece.len(), tail)));
    let column = |query: Asked, (at, of): (usize, &ColumnKind)| {
        let cells = piece.iter().map(|row| &row[at]);
        match of {
            ColumnKind::Id => query.bind(cells.map(id).collect::<Vec<_>>()),
            ColumnKind::Text => query.bind(cells.map(text).collect::<Vec<_>>()),
            ColumnKind::Whole => query.bind(cells.map(whole).collect::<Vec<_>>()),
            ColumnKind::Bytes => query.bind(cells.map(bytes).collect::<Vec<_>>()),
        }
    };
    columns.iter().enumerate().fold(query, column)
}

fn id(cell: &Cell<'_>) -> Option<Uuid> {
    let Cell::Id(it) = cell else { other(cell) };
    *it
}

fn text<'a>(cell: &'a Cell<'_>) -> Option<&'a str> {
    let Cell::Text(it) = cell else { other(cell) };
    it.as_deref()
}

fn whole(cell: &Cell<'_>) -> i64 {
    let Cell::Whole(it) = cell else { other(cell) };
    *it
}

fn bytes<'a>(cell: &Cell<'a>) -> &'a [u8] {
    let Cell::Bytes(it) = cell else { other(cell) };
    it
}

fn other(cell: &Cell<'_>) -> ! {
    unreachable!("{cell:?} among cells of another kind")
}

/// The statement for one list of ids that is named once and looked into often: where `tail` has an id
/// that [`IS_NAMED`].
pub fn over_named_ids(piece: &[Uuid], tail: &str) -> Asked {
    sqlx::query(AssertSqlSafe(tail.to_owned())).bind(piece)
}

/// The statement for one list of names; one may stand in it twice. `head` ends with `IN `.
pub fn over_names(head: &str, piece: &[String], tail: &str) -> Asked {
    sqlx::query(AssertSqlSafe(list_text(head, piece.len(), tail))).bind(piece)
}

/// The statement for one list of ids; one may stand in it twice. `head` ends with `IN `.
pub fn over_ids(head: &str, piece: &[Uuid], tail: &str) -> Asked {
    sqlx::query(AssertSqlSafe(list_text(head, piece.len(), tail))).bind(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_is_an_array() {
        let text = rows_text(
            "INSERT INTO x (id, n) VALUES ",
            &[ColumnKind::Id, ColumnKind::Whole],
            7,
            " END",
        );
        assert_eq!(
            text,
            "INSERT INTO x (id, n) SELECT * FROM UNNEST($1::uuid[], $2::bigint[]) END"
        );
        assert_eq!(list_text("WHERE id IN ", 3, " END"), "WHERE id = ANY($1) END");
    }

    #[test]
    fn few_statements_are_sent() {
        let list: Vec<_> = (0..4_001).collect();
        assert_eq!(fixed(&list).iter().map(|it| it.len()).collect::<Vec<_>>(), [2_000, 2_000, 1]);
        assert_eq!(lists(&list).iter().map(Vec::len).collect::<Vec<_>>(), [2_000, 2_000, 1]);
        assert!(fixed::<u8>(&[]).is_empty() && lists::<u8>(&[]).is_empty());
    }
}
