//! Applies (I13): every kind of command that ever left the house goes on meaning what it meant. For
//! each there is a stored story: the rows that stood, who asked what, and what became of it.
//!
//! A story under `tests/wire/applies/` is read as it stands and decided anew by the server's core;
//! verdict, rows and changes have to be those that are stored, field for field. Where one is not, a
//! kind has changed its meaning: phones still hold commands of it, so make a new kind or a new version
//! instead. Stories are pinned like every other form and never written again; the builders in
//! [`super::stage`] only make those that are missing. The rows of a story are stored with it, so old
//! rows have to be read and reckoned with as well.

use std::{collections::BTreeSet, fs, sync::OnceLock};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::{
    calendar::Day,
    id::Epoch,
    sync::{
        Command, Versioned,
        apply::{Origin, Signed},
    },
};
use tests::{differential::fields::difference, simulator::disk::Disk};
use uuid::Uuid;

use super::{folder_of, named, pinned_text, stage};

const FOLDER: &str = "applies";
const STORED: [&str; 2] = ["stored", "now"];

/// What one command came to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Story {
    pub today: Day,
    /// The server's own device that asked; none where the command's author did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The rows that stood.
    pub given: Vec<Value>,
    /// As it was sent.
    pub command: Value,
    /// Verdict, rows as they stood afterwards, and what each feed told.
    #[serde(default)]
    pub became: Value,
}

impl Story {
    /// Decides the command once more, with everything read from its JSON.
    ///
    /// # Panics
    /// A row or the command cannot be read.
    pub fn told(&self) -> Value {
        let command: Command =
            serde_json::from_value(self.command.clone()).expect("the command is read");
        let mut disk = Disk::new(Epoch(Uuid::nil()));
        for row in &self.given {
            let row: Versioned = serde_json::from_value(row.clone()).expect("the row is read");
            disk.rows.put(row);
        }
        let mut apply = disk.begin(std::slice::from_ref(&command), self.today);
        let signed = match &self.system {
            Some(device) => Signed::System(device.clone()),
            None => Signed::Person(command.author),
        };
        let answer = apply.apply(&command, &Origin { signed, last_pull: None });
        let outcome = apply.finish();
        let rows = outcome.rows.into_iter();
        let rows: Vec<_> = rows.map(|it| Versioned { version: it.version, row: it.row }).collect();
        json!({
            "verdict": answer.verdict,
            "acted_on": answer.acted_on,
            "rows": rows,
            "changes": outcome.changes,
        })
    }

    fn is_recorded(&self) -> bool {
        let verdict = self.became["verdict"]["verdict"].as_str();
        matches!(verdict, Some("applied" | "merged" | "needs_review"))
    }

    fn kind(&self) -> &str {
        self.command["act"]["kind"].as_str().unwrap_or_default()
    }
}

/// Every story there is, by the name of its file.
fn stories() -> &'static [(String, Story)] {
    static ALL: OnceLock<Vec<(String, Story)>> = OnceLock::new();
    ALL.get_or_init(|| {
        pin_what_is_missing();
        read_all()
    })
}

fn read_all() -> Vec<(String, Story)> {
    let mut all = vec![];
    for entry in fs::read_dir(folder_of(FOLDER)).expect("there are stories") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a story can be read");
        let story = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        all.push((name, story));
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}

/// Stories that nobody has told yet are pinned.
fn pin_what_is_missing() {
    for (name, mut story) in stage::stories() {
        story.became = story.told();
        let text = serde_json::to_string_pretty(&story).expect("a story can be written") + "\n";
        pinned_text(&folder_of(FOLDER).join(format!("{name}.json")), &text);
    }
}

#[test]
fn every_command_ever_shipped_goes_on_meaning_what_it_meant() {
    let mut found = vec![];
    for (name, story) in stories() {
        let differs = difference(STORED, &story.became, &story.told());
        found.extend(differs.map(|it| format!("{name}{it}")));
    }
    assert!(
        found.is_empty(),
        "a kind of command means something else than it did: make a new kind instead\n{}",
        found.join("\n")
    );
}

/// Each kind has a story in which what was asked for was recorded, and no story is of an unknown kind.
#[test]
fn no_kind_is_without_a_story() {
    let stories = stories();
    let told: BTreeSet<_> =
        stories.iter().filter(|(_, it)| it.is_recorded()).map(|(_, it)| it.kind()).collect();
    let all: BTreeSet<_> = named::ACTS.iter().copied().collect();
    let missing: Vec<_> = all.difference(&told).collect();
    assert!(missing.is_empty(), "tests/tests/wire/stage.rs tells no story of {missing:?}");
    let strange: Vec<_> = told.difference(&all).collect();
    assert!(strange.is_empty(), "shipped once, and not known any more: {strange:?}");
    for (name, story) in stories {
        assert!(name.starts_with(story.kind()), "{name} is a story of {}", story.kind());
    }
}

/// A rule that answers otherwise is seen, and the report says in which story and in which field.
#[test]
fn another_outcome_is_named() {
    let stories = stories();
    let (_, story) = stories.iter().find(|(name, _)| name == "visit.record.1").expect("a story");
    let mut other = story.told();
    other["rows"][0]["body"]["visited_on"] = json!("2026-11-19");
    let said = difference(STORED, &story.became, &other).expect("a difference");
    assert_eq!(said, r#".rows[0].body.visited_on: stored "2026-11-18", now "2026-11-19""#);
}
