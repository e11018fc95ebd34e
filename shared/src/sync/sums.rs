//! Sums: what the rows of a scope add up to, kind by kind, so that a device and the server compare all
//! that both hold by a few words.
//!
//! A sum does not depend on the order in which rows come, so both sides add up piece by piece, each in
//! the order it has them. It finds accidents, of which one in 2²⁵⁶ goes unseen; it is no seal against
//! somebody who makes rows up, because what a device holds is nobody's proof of anything.
//!
//! Kind by kind, because an older build keeps aside what it does not know, and is asked for no more
//! than it can name. The body is part of it: after a restore that nobody announced, two rows may share
//! id and version and be different all the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::hexadecimal;

/// What rows of one kind add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    pub rows: u32,
    /// The sum of the SHA-256 of each row, modulo 2²⁵⁶, in hexadecimal.
    pub sum: Total,
}

/// A number below 2²⁵⁶, its highest part first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Total([u64; 4]);

impl Total {
    fn plus(self, other: Total) -> Total {
        let mut sum = [0; 4];
        let mut carry = false;
        for at in (0..4).rev() {
            let (half, over) = self.0[at].overflowing_add(other.0[at]);
            let (whole, more) = half.overflowing_add(u64::from(carry));
            sum[at] = whole;
            carry = over || more;
        }
        Total(sum)
    }

    fn of(line: impl AsRef<[u8]>) -> Total {
        let digest: [u8; 32] = Sha256::digest(line).into();
        let mut parts = [0; 4];
        for (part, bytes) in parts.iter_mut().zip(digest.chunks_exact(8)) {
            *part = bytes.iter().fold(0, |part: u64, byte| (part << 8) | u64::from(*byte));
        }
        Total(parts)
    }
}

impl From<Total> for String {
    fn from(Total(parts): Total) -> String {
        hexadecimal(&parts.map(u64::to_be_bytes).concat())
    }
}

/// The text is no such number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no sum of 64 hexadecimal digits")]
pub struct NotATotal(String);

impl TryFrom<String> for Total {
    type Error = NotATotal;
    fn try_from(text: String) -> Result<Total, NotATotal> {
        let is_hexadecimal = text.len() == 64 && text.bytes().all(|it| it.is_ascii_hexdigit());
        let mut parts = [0; 4];
        for (at, part) in parts.iter_mut().enumerate().filter(|_| is_hexadecimal) {
            let digits = &text[16 * at..16 * (at + 1)];
            *part = u64::from_str_radix(digits, 16).map_err(|_| NotATotal(text.clone()))?;
        }
        if is_hexadecimal { Ok(Total(parts)) } else { Err(NotATotal(text)) }
    }
}

/// What the rows of a scope add up to, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sums(BTreeMap<String, Sum>);

/// A kind of which two sides hold other rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherRows {
    pub kind: String,
    /// What the device holds.
    pub here: Sum,
    /// What the server holds.
    pub there: Sum,
}

impl Sums {
    /// Adds a row.
    ///
    /// # Errors
    /// The body is no JSON.
    pub fn add(
        &mut self,
        kind: &str,
        id: Uuid,
        version: i64,
        body: &str,
    ) -> serde_json::Result<()> {
        let body: Value = serde_json::from_str(body)?;
        let mut line = format!("{id} {kind} {version} ").into_bytes();
        write(&body, &mut line);
        let sum = match self.0.get_mut(kind) {
            Some(sum) => sum,
            None => self.0.entry(kind.to_owned()).or_default(),
        };
        sum.rows = sum.rows.saturating_add(1);
        sum.sum = sum.sum.plus(Total::of(&line));
        Ok(())
    }

    /// Adds what other rows add up to.
    pub fn add_all(&mut self, more: &Sums) {
        for (kind, more) in &more.0 {
            let sum = self.0.entry(kind.clone()).or_default();
            sum.rows = sum.rows.saturating_add(more.rows);
            sum.sum = sum.sum.plus(more.sum);
        }
    }

    /// What rows of a kind add up to.
    #[must_use]
    pub fn of(&self, kind: &str) -> Sum {
        self.0.get(kind).copied().unwrap_or_default()
    }

    /// Where these, of a device, are not those of the server, among the kinds that both can name.
    #[must_use]
    pub fn other_than(&self, there: &Sums, known: impl Fn(&str) -> bool) -> Vec<OtherRows> {
        let kinds: BTreeSet<&String> = self.0.keys().chain(there.0.keys()).collect();
        let compared = kinds.into_iter().filter(|kind| known(kind));
        let other = compared.filter(|kind| self.of(kind) != there.of(kind));
        other
            .map(|kind| OtherRows {
                kind: kind.clone(),
                here: self.of(kind),
                there: there.of(kind),
            })
            .collect()
    }
}

/// The JSON of what a body says: names in order, no spaces, and no field that says nothing. So a field
/// that a newer build writes where an older one wrote none makes no difference until it says something.
fn write(value: &Value, to: &mut Vec<u8>) {
    match value {
        Value::Object(fields) => {
            let mut said: Vec<_> = fields.iter().filter(|(_, it)| !says_nothing(it)).collect();
            said.sort_by_key(|(name, _)| *name);
            to.push(b'{');
            for (at, (name, it)) in said.into_iter().enumerate() {
                if 0 < at {
                    to.push(b',');
                }
                write_plain(name, to);
                to.push(b':');
                write(it, to);
            }
            to.push(b'}');
        }
        Value::Array(all) => {
            to.push(b'[');
            for (at, it) in all.iter().enumerate() {
                if 0 < at {
                    to.push(b',');
                }
                write(it, to);
            }
            to.push(b']');
        }
        plain => write_plain(plain, to),
    }
}

fn write_plain(value: &(impl Serialize + ?Sized), to: &mut Vec<u8>) {
    // Into memory, and nothing but texts, numbers and yes or no: writing cannot fail.
    serde_json::to_writer(to, value).unwrap_or_else(|error| unreachable!("{error}"));
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(it) => !it,
        Value::Number(it) => it.as_i64() == Some(0),
        Value::String(it) => it.is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(rows: &[(&str, u128, i64, &str)]) -> Sums {
        let mut sums = Sums::default();
        for (kind, id, version, body) in rows {
            sums.add(kind, Uuid::from_u128(*id), *version, body).unwrap();
        }
        sums
    }

    fn everything(_: &str) -> bool {
        true
    }

    #[test]
    fn a_sum_is_pinned_for_whoever_writes_a_client_from_the_page() {
        let sums = sums(&[("visit", 1, 2, r#"{"note":"赊账","id":1}"#), ("visit", 2, 1, "{}")]);
        let text = serde_json::to_string(&sums).unwrap();
        assert_eq!(serde_json::from_str::<Sums>(&text).unwrap(), sums);
        let first =
            Total::of(r#"00000000-0000-0000-0000-000000000001 visit 2 {"id":1,"note":"赊账"}"#);
        let second = Total::of("00000000-0000-0000-0000-000000000002 visit 1 {}");
        assert_eq!(sums.of("visit"), Sum { rows: 2, sum: second.plus(first) });
        assert_eq!(String::from(Total::of("")), crate::sync::digest(""));
    }

    #[test]
    fn a_sum_goes_round_at_its_end_and_is_read_as_it_is_written() {
        let most = Total([u64::MAX; 4]);
        assert_eq!(most.plus(Total([0, 0, 0, 1])), Total::default());
        assert_eq!(Total([0, 0, 1, u64::MAX]).plus(Total([0, 0, 0, 2])), Total([0, 0, 2, 1]));
        for total in [most, Total::default(), Total::of("x")] {
            assert_eq!(Total::try_from(String::from(total)), Ok(total));
        }
        for wrong in ["", "ff", &"x".repeat(64), &"é".repeat(32)] {
            assert!(Total::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_order_of_rows_and_names_and_what_says_nothing_make_no_difference() {
        let one = sums(&[
            ("visit", 1, 1, r#"{"a":[1,null],"b":{"c":"x"}}"#),
            ("customer", 2, 4, r#"{"name":"x"}"#),
        ]);
        let other = sums(&[
            (
                "customer",
                2,
                4,
                r#"{ "name" : "x", "tags": [], "gone": false, "n": 0, "s": {"t": ""} }"#,
            ),
            ("visit", 1, 1, r#"{"b":{"c":"x","d":null},"a":[1,null]}"#),
        ]);
        assert_eq!(one, other);
    }

    #[test]
    fn each_part_of_a_row_makes_a_difference() {
        let row = ("visit", 1, 1, r#"{"note":"x"}"#);
        let there = sums(&[row]);
        let others = [
            vec![],
            vec![row, row],
            vec![("visit", 2, 1, row.3)],
            vec![("visit", 1, 2, row.3)],
            vec![("visit", 1, 1, r#"{"note":"y"}"#)],
            vec![("visit", 1, 1, r#"{"note":"x","more":[0]}"#)],
        ];
        for rows in others {
            let other = sums(&rows).other_than(&there, everything);
            assert_eq!(other.len(), 1, "{rows:?}");
            assert_eq!((other[0].kind.as_str(), other[0].there.rows), ("visit", 1));
        }
        assert_eq!(there.other_than(&there, everything), []);
        let moved = sums(&[("promise", 1, 1, row.3)]).other_than(&there, everything);
        assert_eq!(
            moved.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(),
            ["promise", "visit"]
        );
    }

    #[test]
    fn a_kind_that_this_build_cannot_name_is_not_compared() {
        let there = sums(&[("lease", 1, 1, "{}")]);
        let known = |kind: &str| kind != "lease";
        assert_eq!(Sums::default().other_than(&there, known), []);
        assert_eq!(Sums::default().other_than(&there, everything).len(), 1);
    }
}
