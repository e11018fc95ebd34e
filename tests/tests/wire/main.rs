//! The wire: every form that a device may hold or meet is pinned, and reads back as what it was.
//!
//! A phone may come back after months with commands in its outbox, so a form that ever left the
//! house is never changed: a new meaning is a new kind or a new version. Adding a variant does not
//! compile until it has a name here, does not pass until it has a sample, and does not pass until
//! its form is pinned: `CHITBOOK_PIN=1 cargo test -p tests --test wire` writes the missing files
//! under `tests/wire/`, and never touches one that is there.

mod applies;
mod feed;
mod named;
mod sample;
mod stage;
mod storage;

use std::{collections::BTreeSet, fmt::Debug, fs, path::PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{
    inbox::InboxItem,
    refusal::Refusal,
    row::Row,
    sync::{Sums, Verdict},
};

/// Pins samples, each under its name, and demands one for every name.
#[track_caller]
fn pinned<T>(folder: &str, names: &[&str], samples: Vec<(&str, T)>)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let has: BTreeSet<_> = samples.iter().map(|(name, _)| *name).collect();
    let missing: Vec<_> = names.iter().filter(|it| !has.contains(*it)).collect();
    assert!(missing.is_empty(), "no sample in tests/tests/wire/sample.rs for {missing:?}");
    for (name, sample) in samples {
        let now = serde_json::to_string_pretty(&sample).expect("a sample can be written") + "\n";
        let file = folder_of(folder).join(format!("{name}.json"));
        let pinned = pinned_text(&file, &now);
        assert_eq!(pinned, now, "the form of {folder}/{name} changed: make a new kind instead");
        let read: T = serde_json::from_str(&pinned).expect("the pinned form is read");
        assert_eq!(read, sample, "the pinned form of {folder}/{name} means something else now");
    }
}

fn folder_of(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wire").join(folder)
}

#[track_caller]
fn pinned_text(file: &PathBuf, now: &str) -> String {
    if let Ok(pinned) = fs::read_to_string(file) {
        return pinned;
    }
    assert!(
        std::env::var_os("CHITBOOK_PIN").is_some(),
        "{} is missing: pin it with CHITBOOK_PIN=1",
        file.display()
    );
    fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
    fs::write(file, now).expect("the form can be pinned");
    now.to_owned()
}

#[test]
fn commands() {
    let acts = sample::acts().into_iter().map(|it| (named::act(&it), it)).collect();
    pinned("act", named::ACTS, acts);
}

#[test]
fn a_whole_command() {
    pinned("command", &["whole", "least"], sample::commands());
}

#[test]
fn rows() {
    let rows = sample::rows().into_iter().map(|it| (it.kind().name(), it)).collect();
    pinned("row", &shared::row::RowKind::ALL.map(shared::row::RowKind::name), rows);
}

/// A row that an older build has written lacks what came later, and comes to the same all the same: who
/// adds a field that says something where it is missing raises the number of the form.
#[test]
fn what_may_be_missing_in_a_row_says_nothing_when_it_is_written_again() {
    let (mut left_out, mut faults) = (0, vec![]);
    for row in sample::rows() {
        let (kind, body) = (row.kind(), row.body().expect("a body"));
        let body: Value = serde_json::from_str(&body).expect("JSON");
        for path in members(&body) {
            let older = without(&body, &path).to_string();
            // What has to be there was always there.
            let Ok(read) = Row::read(kind, &older) else { continue };
            left_out += 1;
            let come_to = |body: &str| {
                let mut sums = Sums::default();
                sums.add(kind.name(), row.id(), 1, body).expect("JSON");
                sums
            };
            if come_to(&older) != come_to(&read.body().expect("a body")) {
                faults.push(format!("{} without {path:?}", kind.name()));
            }
        }
    }
    assert!(20 < left_out, "hardly anything may be missing: {left_out}");
    assert!(faults.is_empty(), "written again these are others: {faults:#?}");
}

/// The paths to every field of every object.
fn members(value: &Value) -> Vec<Vec<String>> {
    let of = |name: &String, it: &Value| {
        let inner = members(it).into_iter();
        inner.map(|path| [vec![name.clone()], path].concat()).collect::<Vec<_>>()
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, it)| [vec![vec![name.clone()]], of(name, it)].concat())
            .collect(),
        Value::Array(all) => {
            all.iter().enumerate().flat_map(|(at, it)| of(&at.to_string(), it)).collect()
        }
        _ => vec![],
    }
}

fn without(value: &Value, path: &[String]) -> Value {
    let mut value = value.clone();
    let (last, way) = path.split_last().expect("a path");
    let way = [&[String::new()], way].concat().join("/");
    let holder = value.pointer_mut(&way);
    holder.and_then(Value::as_object_mut).expect("an object").remove(last);
    value
}

#[test]
fn refusals() {
    let refusals: Vec<(_, Refusal)> =
        sample::refusals().into_iter().map(|it| (named::any_refusal(&it), it)).collect();
    pinned("refusal", &named::all_refusals(), refusals);
}

#[test]
fn verdicts() {
    let verdicts: Vec<(_, Verdict)> =
        sample::verdicts().into_iter().map(|it| (named::verdict(&it), it)).collect();
    pinned("verdict", named::VERDICTS, verdicts);
}

#[test]
fn reviews_and_warnings() {
    let whys = sample::whys().into_iter().map(|it| (named::why(&it), it)).collect();
    pinned("why", named::WHYS, whys);
    let warnings = sample::warnings().into_iter().map(|it| (named::warning(&it), it)).collect();
    pinned("warning", named::WARNINGS, warnings);
}

#[test]
fn credit() {
    let states = sample::credit::states().into_iter().map(|it| (it.name(), it)).collect();
    let names = ["waiting", "returned", "approved", "rejected", "withdrawn"];
    pinned("request_state", &names, states);
    let standings = sample::credit::standings().into_iter().map(|it| (it.name(), it)).collect();
    let names = ["not_granted", "cash_only", "limited", "unlimited"];
    pinned("credit_standing", &names, standings);
    let decision = sample::credit::letter();
    let put_away_on = Some("2026-11-20".parse().expect("a day"));
    let put_away = InboxItem { put_away_on, ..decision.clone() };
    let letters = vec![("decision", decision), ("put_away", put_away)];
    pinned("letter", &["decision", "put_away"], letters);
}

#[test]
fn pairings() {
    pinned("still_open", &["whole", "least"], sample::pairing::still_open());
    let names = ["field_receipt", "receipt", "reopening", "otherwise"];
    pinned("counterpart", &names, sample::pairing::counterparts());
    let names = ["waiting", "covered", "noted", "undone"];
    pinned("pairing_state", &names, sample::pairing::states());
}

#[test]
fn standings() {
    let standings = sample::standings().into_iter().map(|it| (named::standing(&it), it)).collect();
    pinned("standing", named::STANDINGS, standings);
}

#[test]
fn replies_to_a_push() {
    let replies = sample::push_replies().into_iter().map(|it| (named::push(&it), it)).collect();
    pinned("push", named::PUSHES, replies);
}

/// A newer server may say more than this build knows: unknown fields are passed over.
#[test]
fn unknown_fields_are_passed_over() {
    for act in sample::acts() {
        let mut json = serde_json::to_value(&act).expect("a command can be written");
        json["form"]["said_by_a_newer_build"] = serde_json::json!({"a": 1});
        let read = serde_json::from_value(json).expect("the rest is read");
        assert_eq!(act, read);
    }
}
