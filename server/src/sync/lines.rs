//! Many rows in one: each a line of one text, because a row that comes alone costs the driver several times
//! what it costs the database to find it.
//!
//! A line is made of numbers, ids, names of kinds and, last in it, compact JSON: in none of them is the end of
//! a line, and only in JSON a blank.

use crate::error::{Error, Result};

/// What is put around a statement that selects `version` and `body`: each row becomes a line of both.
pub const VERSIONED: (&str, &str) =
    ("SELECT string_agg(CAST(version AS TEXT) || ' ' || body, '\n') FROM (", ") AS found");

/// The version and the body of each line; of no row at all comes no text.
pub fn versioned(text: Option<&str>) -> impl Iterator<Item = Result<(i64, &str)>> {
    lines(text).map(|line| {
        let (version, body) = line.split_once(' ').ok_or_else(|| unreadable(line))?;
        Ok((version.parse().map_err(|_| unreadable(line))?, body))
    })
}

pub fn lines(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.into_iter().flat_map(|it| it.split('\n'))
}

pub fn unreadable(line: &str) -> Error {
    let beginning: String = line.chars().take(60).collect();
    Error::Unreadable(format!("a row as a line: {beginning:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_version_and_a_body() {
        let read = |text| versioned(text).collect::<Result<Vec<_>>>();
        assert_eq!(read(None).unwrap(), []);
        let two = "3 {\"note\":\"a b\"}\n12 {}";
        assert_eq!(read(Some(two)).unwrap(), [(3, "{\"note\":\"a b\"}"), (12, "{}")]);
        assert!(read(Some("three {}")).is_err());
        assert!(read(Some("3")).is_err());
    }
}
