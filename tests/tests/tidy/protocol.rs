//! The protocol: every command, verdict and row that ever left a device keeps a pinned form.

use super::{
    none,
    source::{root, sources},
};

/// The wire names in the source of an enum, as its `#[serde(rename = "…")]` lines give them.
fn command_kinds() -> Vec<String> {
    let command = sources().iter().find(|it| it.path == "shared/src/sync/command.rs");
    let command = command.expect("shared/src/sync/command.rs");
    let kinds = command.text.lines().filter_map(|line| line.trim().strip_prefix("#[serde(rename"));
    let kinds = kinds.filter_map(|line| line.split('"').nth(1)).map(str::to_owned);
    kinds.filter(|it| it.contains('.')).collect()
}

#[test]
fn every_kind_of_command_has_a_pinned_form() {
    let kinds = command_kinds();
    assert!(12 < kinds.len(), "the kinds of commands are not found where they were: {kinds:?}");
    let missing =
        kinds.iter().filter(|it| !root().join(format!("tests/wire/act/{it}.json")).is_file());
    let missing: Vec<_> =
        missing.map(|it| format!("tests/wire/act/{it}.json is missing")).collect();
    none("a command has no pinned form: see tests/tests/wire/main.rs", &missing);
}

#[test]
fn a_kind_carries_its_version() {
    let unversioned =
        |it: &&String| it.rsplit('.').next().is_none_or(|it| it.parse::<u32>().is_err());
    let kinds = command_kinds();
    let found: Vec<_> = kinds.iter().filter(unversioned).cloned().collect();
    none("a kind of command ends in its version, and never changes meaning", &found);
}
