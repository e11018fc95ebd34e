//! Names and phrases: what no file may be called, and what no file may say.

use super::{
    breaches, none,
    source::{Source, sources},
};

/// Rooms in which everything ends up and nothing is found again.
const NO_ROOMS: [&str; 12] = [
    "utils", "util", "helpers", "helper", "common", "misc", "models", "model", "services",
    "service", "managers", "mod",
];

#[test]
fn files_and_folders_are_called_by_what_they_hold() {
    let named_so = |it: &Source| -> Vec<String> {
        let parts = it.path.split('/');
        parts
            .filter(|part| NO_ROOMS.contains(&part.split('.').next().unwrap_or(part)))
            .map(|part| format!("{}: {part:?} says nothing; name the noun of the field", it.path))
            .collect()
    };
    none("a file or folder has an empty name", &breaches(sources(), |_| true, named_so));
}

#[test]
fn every_rust_file_opens_with_what_it_is_for() {
    let opening = |it: &Source| -> Vec<String> {
        let said = it.text.lines().next().and_then(|line| line.strip_prefix("//! "));
        let sentence = said.is_some_and(|said| 20 <= said.chars().count());
        let placeholder = said.is_some_and(|said| said.to_lowercase().starts_with("placeholder"));
        if sentence && !placeholder {
            return vec![];
        }
        vec![format!("{}: begin with `//! ` and one sentence in words of the domain", it.path)]
    };
    none("a file does not say what it is for", &breaches(sources(), Source::is_rust, opening));
}

#[test]
fn nothing_is_left_for_later() {
    const NEVER: [&str; 8] = [
        "todo!",
        "unimplemented!",
        "dbg!",
        "#[ignore",
        "#[allow(",
        "#![allow(",
        "std::thread::sleep",
        "tokio::time::sleep(Duration::ZERO",
    ];
    let mut found = breaches(sources(), Source::is_rust, |it| {
        let whole = Source { tests_from: usize::MAX, ..copy(it) };
        whole.says(&NEVER)
    });
    found.extend(breaches(
        sources(),
        |it| it.is("mjs") || it.is("js"),
        |it| it.says(&[".skip(", ".only(", "test.todo", "debugger;", "waitForTimeout("]),
    ));
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["X", "XX"].concat()];
    let marks: Vec<_> = marks.iter().map(String::as_str).collect();
    for it in sources().iter().filter(|it| !it.path.ends_with("package-lock.json")) {
        for (at, line) in it.text.lines().enumerate() {
            for mark in marks.iter().filter(|mark| super::source::has_word(line, mark)) {
                found.push(format!("{}:{}: {mark}", it.path, at + 1));
            }
        }
    }
    none("something is unfinished, switched off, or waits for time to pass", &found);
}

fn copy(it: &Source) -> Source {
    Source {
        path: it.path.clone(),
        text: it.text.clone(),
        code: it.code.clone(),
        strings: it.strings.clone(),
        tests_from: it.tests_from,
        is_test: it.is_test,
    }
}

#[test]
fn nothing_unwraps_outside_tests() {
    let found = breaches(
        sources(),
        |it| it.is_rust() && !it.is_test,
        |it| it.says(&[".unwrap()", ".unwrap_err()"]),
    );
    none(
        "an unwrap tells nobody what went wrong: return an error, or say why it cannot be",
        &found,
    );
}

/// The repository is the same on every machine, and names none.
#[test]
fn no_machine_and_no_registry_is_named() {
    let homes: Vec<String> =
        ["home", "root", "work", "Users", "private"].iter().map(|it| format!("/{it}/")).collect();
    let registries: Vec<String> = [
        ["registry", "npmjs", "org"],
        ["registry", "yarnpkg", "com"],
        ["index", "crates", "io"],
        ["static", "crates", "io"],
        ["deb", "debian", "org"],
        ["proxy", "golang", "org"],
    ]
    .iter()
    .map(|it| it.join("."))
    .collect();
    let found = breaches(
        sources(),
        |_| true,
        |it| {
            let mut found = vec![];
            for (at, line) in it.text.lines().enumerate() {
                let home = homes.iter().filter(|home| stands_alone(line, home));
                let registry = registries.iter().filter(|registry| line.contains(*registry));
                for word in home.chain(registry) {
                    found.push(format!("{}:{}: {word}", it.path, at + 1));
                }
            }
            found
        },
    );
    none("a path of one machine or the host of a registry is named", &found);
}

/// Whether an absolute path begins here, not a part of a relative one.
fn stands_alone(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '}' | ')' | '*')
        })
    })
}
