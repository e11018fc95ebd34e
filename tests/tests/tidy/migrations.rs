//! Migrations: the same numbers for both databases, and never edited once committed.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{
    none,
    source::{root, sources},
};

const SUMS: &str = "tests/migrations.sum";

/// Each migration with the digest of its text.
fn migrations() -> BTreeMap<&'static str, String> {
    let all = sources().iter().filter(|it| it.under("server/migrations/") && it.is("sql"));
    all.map(|it| (it.path.as_str(), hex(&Sha256::digest(it.text.as_bytes())))).collect()
}

fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").expect("a string takes everything");
        out
    })
}

#[test]
fn both_databases_have_every_migration() {
    let names = |of: &str| -> Vec<String> {
        let folder = format!("server/migrations/{of}/");
        let all = migrations();
        all.keys().filter_map(|it| it.strip_prefix(&folder)).map(str::to_owned).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "server/migrations/sqlite holds no migration");
    assert_eq!(sqlite, postgres, "the two databases have different migrations");
}

/// A database out there ran the text as it was. To add a migration, add the line that this test
/// prints; to change one that is pinned, write a new one instead.
#[test]
fn committed_migrations_are_never_edited() {
    let pinned = std::fs::read_to_string(root().join(SUMS)).unwrap_or_default();
    let pinned: BTreeMap<&str, &str> = pinned
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, path)| (path, sum))
        .collect();
    let now = migrations();
    let mut found = vec![];
    for (path, sum) in &now {
        match pinned.get(path) {
            None => found.push(format!("new: add to {SUMS} this line: {sum}  {path}")),
            Some(was) if was != sum => {
                found.push(format!("edited: {path}; take the edit back and write a new migration"));
            }
            Some(_) => {}
        }
    }
    let gone = pinned.keys().filter(|path| !now.contains_key(*path));
    found.extend(gone.map(|path| format!("gone: {path}; databases out there have run it")));
    none("migrations are pinned", &found);
}
