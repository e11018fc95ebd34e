//! Layers: who may depend on whom, and what stands in one room only.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    breaches, none,
    source::{Source, has_word, sources},
};

/// All that the domain may build on: numbers, days, ids and the form of the wire.
const SHARED_MAY_USE: [&str; 7] =
    ["chrono", "rust_decimal", "serde", "serde_json", "sha2", "thiserror", "uuid"];

/// Nothing of the domain may wait, listen, store or draw.
const NEVER_UNDER_SHARED: [&str; 9] =
    ["tokio", "futures", "async-trait", "axum", "hyper", "reqwest", "sqlx", "web-sys", "leptos"];

/// What each crate of ours may use of ours.
const OURS: [(&str, &[&str]); 7] = [
    ("shared", &[]),
    ("app", &["shared"]),
    ("server/sqlite", &["shared"]),
    ("server/postgres", &["shared"]),
    ("server", &["shared", "server-sqlite", "server-postgres"]),
    ("tests", &["shared", "server-sqlite", "server-postgres"]),
    ("xtask", &[]),
];

/// The names in the tables of dependencies of a Cargo.toml.
fn dependencies(cargo_toml: &str, tables: &[&str]) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in cargo_toml.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            inside = tables.iter().any(|it| table == *it || table.ends_with(&format!(".{it}")));
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or(line);
            names.insert(name.trim_matches('"').to_owned());
        }
    }
    names
}

fn cargo_toml(of: &str) -> &'static str {
    let path = format!("{of}/Cargo.toml");
    let found = sources().iter().find(|it| it.path == path);
    found.map_or_else(|| panic!("{path} is missing"), |it| it.text.as_str())
}

#[test]
fn crates_depend_inwards() {
    let all = ["shared", "app", "server", "server-sqlite", "server-postgres", "tests", "xtask"];
    let mut found = vec![];
    for (of, may) in OURS {
        let uses = dependencies(cargo_toml(of), &["dependencies", "build-dependencies"]);
        for name in uses.iter().filter(|it| all.contains(&it.as_str())) {
            if !may.contains(&name.as_str()) {
                found.push(format!("{of} depends on {name}"));
            }
        }
    }
    none("the domain knows nobody, app and server know the domain only", &found);
}

#[test]
fn the_domain_builds_on_numbers_days_and_ids_only() {
    let uses = dependencies(cargo_toml("shared"), &["dependencies", "build-dependencies"]);
    let mut found: Vec<_> = uses
        .iter()
        .filter(|it| !SHARED_MAY_USE.contains(&it.as_str()))
        .map(|it| format!("shared depends on {it}"))
        .collect();
    let locked = sources().iter().find(|it| it.path == "Cargo.lock").expect("Cargo.lock");
    for name in reachable(&locked.text, "shared") {
        if NEVER_UNDER_SHARED.contains(&name.as_str()) {
            found.push(format!("shared reaches {name}"));
        }
    }
    none("the domain does no IO, waits for nothing and draws no lots", &found);
}

/// Everything a package reaches in Cargo.lock but what only developing needs. For `shared` both
/// are the same but for its test crates, which a lock file does not tell apart: they are left out.
fn reachable(lock: &str, from: &str) -> BTreeSet<String> {
    let mut edges: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let field = |name: &str| {
            let line = package.lines().find_map(|it| it.strip_prefix(&format!("{name} = ")));
            line.map(|it| it.trim_matches('"').to_owned())
        };
        let Some(name) = field("name") else { continue };
        let after = package.split_once("dependencies = [").map_or("", |(_, after)| after);
        let list = after.split_once(']').map_or("", |(list, _)| list);
        let names = list.lines().map(|it| it.trim().trim_matches([',', '"']));
        let names = names.filter_map(|it| it.split(' ').next()).filter(|it| !it.is_empty());
        edges.entry(name).or_default().extend(names.map(str::to_owned));
    }
    let for_tests = dependencies(cargo_toml(from), &["dev-dependencies"]);
    let mut reached = BTreeSet::new();
    let mut next: Vec<String> = edges.get(from).cloned().unwrap_or_default();
    next.retain(|it| !for_tests.contains(it));
    while let Some(name) = next.pop() {
        if reached.insert(name.clone()) {
            next.extend(edges.get(&name).cloned().unwrap_or_default());
        }
    }
    reached
}

/// Statements, as they begin in strings. Words of a sentence are no statement.
fn is_sql(text: &str) -> bool {
    const BEGINS: [&str; 12] = [
        "SELECT ",
        "INSERT INTO ",
        "INSERT OR ",
        "UPDATE ",
        "DELETE FROM ",
        "WITH ",
        "CREATE TABLE ",
        "DROP TABLE ",
        "PRAGMA ",
        "BEGIN IMMEDIATE",
        "ALTER TABLE ",
        "CREATE INDEX ",
    ];
    let text = text.trim_start_matches(['\\', '\n', ' ']);
    BEGINS.iter().any(|it| text.starts_with(it))
        || text.contains(" FROM ") && text.contains(" WHERE ")
}

#[test]
fn sql_stands_on_the_server_only() {
    let elsewhere =
        |it: &Source| it.is_rust() && ["shared/", "app/", "xtask/"].iter().any(|of| it.under(of));
    let found = breaches(sources(), elsewhere, |it| {
        let sql = it.strings.iter().filter(|(_, text)| is_sql(text));
        sql.map(|(line, text)| format!("{}:{line}: {text:.60?}", it.path)).collect()
    });
    none("SQL stands in a slice's foot of the server, in sync/ or in the dialects", &found);
}

/// On the server a slice names its statements at its foot, `statements! { … }`, and the parts of
/// those that are put together while it runs, `parts! { … }`; the group writer and the dialects are
/// made of them. Tests look into a database, and harm it, where they stand.
#[test]
fn sql_stands_at_the_foot_of_a_slice() {
    let slice = |it: &Source| {
        it.is_rust()
            && it.under("server/src/")
            && !it.under("server/src/sync/")
            && !it.under("server/src/dialect_")
            && !it.is_test
    };
    let found = breaches(sources(), slice, |it| {
        let foot = foot(&it.code);
        let astray = |line: usize| !foot.contains(&line) && line < it.tests_from;
        let sql = it.strings.iter().filter(|(line, text)| astray(*line) && is_sql(text));
        sql.map(|(line, text)| format!("{}:{line}: {text:.60?}", it.path)).collect()
    });
    none(
        "name the statement in `statements! { … }` at the foot of the slice, or what it is put \
         together from in `parts! { … }`",
        &found,
    );
}

/// The numbers of the lines in which a slice names its SQL.
fn foot(code: &str) -> BTreeSet<usize> {
    let mut inside = false;
    let mut lines = BTreeSet::new();
    for (at, line) in code.lines().enumerate() {
        inside |= line.starts_with("statements! {") || line.starts_with("parts! {");
        inside &= line != "}";
        if inside {
            lines.insert(at + 1);
        }
    }
    lines
}

/// The doors that are open to whoever is not signed in.
/// A revoked device has no session left in which to say that it has let go.
const OPEN_DOORS: [&str; 3] = ["sign_in", "sign_out", "wiped"];

/// Who asks, who asks with a password that has to be changed first, and who may have to be told that
/// the device was revoked.
const ASKED: [&str; 3] = [": Signed", ": Entering", ": Result<Signed>"];

#[test]
fn every_handler_knows_who_asks() {
    let found = breaches(
        sources(),
        |it| it.is_rust() && it.under("server/src/"),
        |it| {
            let handlers = it.code.split("pub async fn ").skip(1).filter_map(|after| {
                let (signature, _) = after.split_once('{')?;
                let (name, _) = signature.split_once('(')?;
                let answers = signature.contains("State(") || signature.contains("State<Server>");
                let asked = ASKED.iter().any(|it| signature.contains(it));
                (answers && !asked && !OPEN_DOORS.contains(&name)).then_some(name)
            });
            handlers.map(|name| format!("{}: {name}", it.path)).collect()
        },
    );
    none("every read and every write takes a caller: `signed: Signed`", &found);
}

#[test]
fn only_tokens_name_colours() {
    let mut found = breaches(
        sources(),
        |it| it.is("css") && it.path != "style/tokens.css",
        |it| {
            let code = without_css_comments(&it.text);
            let coloured = code.lines().enumerate().filter(|(_, line)| names_colour(line));
            coloured.map(|(at, line)| format!("{}:{}: {}", it.path, at + 1, line.trim())).collect()
        },
    );
    found.extend(breaches(
        sources(),
        |it| it.is_rust() && it.under("app/"),
        |it| {
            let coloured = it.strings.iter().filter(|(_, text)| names_colour(text));
            coloured.map(|(line, text)| format!("{}:{line}: {text:?}", it.path)).collect()
        },
    ));
    none("only style/tokens.css names a colour; elsewhere use its variables", &found);
}

fn without_css_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        let (comment, left) = after.split_once("*/").unwrap_or((after, ""));
        out.extend(comment.chars().filter(|c| *c == '\n'));
        rest = left;
    }
    out + rest
}

fn names_colour(text: &str) -> bool {
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "oklch(", "oklab(", "lab(", "lch("];
    let hex = |(at, _)| {
        let digits: String = text[at + 1..].chars().take_while(char::is_ascii_hexdigit).collect();
        let end = text[at + 1 + digits.len()..].chars().next();
        matches!(digits.len(), 3 | 4 | 6 | 8)
            && end.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-')
    };
    functions.iter().any(|it| has_word(text, it))
        || text.match_indices('#').any(hex)
        || [" white", " black", " red"]
            .iter()
            .any(|it| text.contains(':') && has_word(text, it.trim()) && text.contains(it))
}

#[test]
fn only_the_replica_touches_what_the_browser_stores() {
    const DOORS: [&str; 9] = [
        "indexed_db_futures",
        "IdbDatabase",
        "IdbFactory",
        "IdbTransaction",
        "IdbObjectStore",
        "indexed_db",
        "local_storage",
        "session_storage",
        "postcard",
    ];
    let outside =
        |it: &Source| it.is_rust() && it.under("app/src/") && !it.under("app/src/replica");
    let found = breaches(sources(), outside, |it| it.says(&DOORS));
    none("only app/src/replica stores anything in the browser", &found);
}

#[test]
fn the_domain_decides_without_floats() {
    let decides =
        |it: &Source| it.is_rust() && it.under("shared/src/") && !it.path.contains("prediction");
    let found = breaches(sources(), decides, |it| {
        it.says(&["f32", "f64", "from_f64", "to_f64", "from_f32", "to_f32"])
    });
    none("no float in a decision: Money, Percent, Days", &found);
}

#[test]
fn the_domain_does_no_io() {
    const DOORS: [&str; 8] = [
        "std::fs",
        "std::io",
        "std::net",
        "std::env",
        "std::process",
        "async fn",
        ".await",
        "println!",
    ];
    let found =
        breaches(sources(), |it| it.is_rust() && it.under("shared/src/"), |it| it.says(&DOORS));
    none("the domain does no IO and waits for nothing", &found);
}

#[test]
fn time_and_chance_have_one_home() {
    const CLOCKS: [&str; 6] = [
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Date::now",
        "Date::new_0",
        "performance.now",
    ];
    const LOTS: [&str; 4] = ["now_v7", "new_v4", "rand::rng", "rand::random"];
    let home = |it: &Source, of: &str| {
        ["server", "app"].iter().any(|part| it.path == format!("{part}/src/{of}.rs"))
    };
    // The tests' words for the forbidden stand in this file.
    let rust = |it: &Source| it.is_rust() && it.path != "tests/tests/tidy/layers.rs";
    let mut found = breaches(sources(), |it| rust(it) && !home(it, "clock"), |it| it.says(&CLOCKS));
    found.extend(breaches(sources(), |it| rust(it) && !home(it, "id"), |it| it.says(&LOTS)));
    none("time comes from clock.rs and random ids from id.rs, of server and app", &found);
}

#[test]
fn dependencies_are_read_from_their_tables() {
    let text = "[package]\nname = \"x\"\n[dependencies]\nserde.workspace = true\n# no\nuuid = { version = \"1\" }\n[dev-dependencies]\nrand = \"1\"\n[target.'cfg(unix)'.dependencies]\nnix = \"1\"\n";
    let found: Vec<_> = dependencies(text, &["dependencies"]).into_iter().collect();
    assert_eq!(found, ["nix", "serde", "uuid"]);
}

#[test]
fn colours_and_statements_are_recognised() {
    assert!(names_colour("color: #fff;") && names_colour("background: oklch(50% 0 0)"));
    assert!(!names_colour("a[href=\"#customers-list\"]") && !names_colour("var(--ink)"));
    assert!(
        is_sql("SELECT id FROM t")
            && is_sql("\\\n  WITH a AS (SELECT 1)")
            && !is_sql("Select a customer")
    );
    let code = "fn a() {\n}\nparts! {\n    A = x;\n}\nfn b() {\n}\nstatements! {\n    B = x;\n}\n";
    assert_eq!(Vec::from_iter(foot(code)), [3, 4, 8, 9]);
}
