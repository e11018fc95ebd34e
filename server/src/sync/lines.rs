//! Many rows in one, where that is the cheaper way: each a line of one text.
//!
//! On SQLite a row that comes alone costs the driver several times what it costs the database to find it: it
//! is copied value by value and handed to another thread. On PostgreSQL the database would spend more on the
//! text than the driver saves.
//!
//! A line is made of numbers, ids, names of kinds and, last in it, compact JSON: in none of them is the end of
//! a line, and only in JSON a blank.

use sqlx::Row as _;

use crate::{
    dialect::{Db, IN_LINES},
    error::{Error, Result},
};

type Row = <Db as sqlx::Database>::Row;

/// A statement that selects `version` and `body` of a list of ids, to be read by [`versioned`].
pub fn of_versioned(head: &str, tail: &str) -> (String, String) {
    if !IN_LINES {
        return (head.to_owned(), tail.to_owned());
    }
    let line = "string_agg(version || ' ' || body, '\n')";
    (format!("SELECT {line} FROM ({head}"), format!("{tail}) AS found"))
}

/// The version and the body of each row.
pub fn versioned(found: &[Row]) -> Result<Vec<(i64, &str)>> {
    if !IN_LINES {
        return Ok(found.iter().map(|it| (it.get(0), it.get(1))).collect());
    }
    found.iter().flat_map(lines).map(|it| version_and_body(it).ok_or_else(|| odd(it))).collect()
}

/// The lines of a row; of nothing found comes no text.
pub fn lines(row: &Row) -> impl Iterator<Item = &str> {
    row.get::<Option<&str>, _>(0).into_iter().flat_map(|it| it.split('\n'))
}

fn version_and_body(line: &str) -> Option<(i64, &str)> {
    let (version, body) = line.split_once(' ')?;
    Some((version.parse().ok()?, body))
}

pub fn odd(line: &str) -> Error {
    let beginning: String = line.chars().take(60).collect();
    Error::Unreadable(format!("a row as a line: {beginning:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_version_and_a_body() {
        assert_eq!(version_and_body("3 {\"note\":\"a b\"}"), Some((3, "{\"note\":\"a b\"}")));
        assert_eq!(version_and_body("three {}"), None);
        assert_eq!(version_and_body("3"), None);
    }
}
