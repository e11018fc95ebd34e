//! Chronicles: the commands and faults of a life, counted by kind, and told in order to whoever asks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    calendar::{Instant, Zone},
    effects::Why,
    sync::{Act, Command, Verdict},
};

use super::{
    history::{Step, What},
    office,
};

/// Something that went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fault {
    /// A phone has no line.
    Offline,
    RequestLost,
    RequestTwice,
    ReplyLost,
    /// A portal's page, or half of a reply.
    ReplyGarbled,
    /// 401: the session has ended.
    SignedOut,
    /// 413: something on the way takes less than we send.
    TooLarge,
    /// 429 or 5xx.
    Busy,
    HintLost,
    ServerDiesBeforeCommit,
    ServerDiesAfterCommit,
    ServerRestarts,
    ServerRestored,
    FeedsCut,
    StorageFull,
    ChunkDamaged,
    /// A row over the chunks is another than what was stored.
    RowDamaged,
    StorageDestroyed,
    AppKilled,
    AppKilledWhileStoring,
    ClockWrong,
}

/// What has happened in a life.
#[derive(Debug, Default)]
pub struct Chronicle {
    /// By kind, from the opening of the books on: those that were not refused.
    pub commands: BTreeMap<String, usize>,
    pub faults: BTreeMap<Fault, usize>,
    /// Commands that people at the desk have given.
    pub desk: usize,
    /// How often a phone has said that it held other rows than the server.
    pub differences: usize,
    lines: Option<Vec<String>>,
    steps: Option<Vec<Step>>,
}

impl Chronicle {
    /// One that can be read afterwards.
    #[must_use]
    pub fn to_read() -> Chronicle {
        Chronicle { lines: Some(vec![]), ..Chronicle::default() }
    }

    /// One that keeps what reaches the server, to be asked of another.
    #[must_use]
    pub fn of_steps() -> Chronicle {
        Chronicle { steps: Some(vec![]), ..Chronicle::default() }
    }

    /// Something happened to the server.
    pub fn step(&mut self, at: Instant, what: impl FnOnce() -> What) {
        if let Some(steps) = &mut self.steps {
            steps.push(Step { at, what: what() });
        }
    }

    /// What was kept, step by step.
    #[must_use]
    pub fn into_steps(self) -> Vec<Step> {
        self.steps.unwrap_or_default()
    }

    /// A command was decided.
    pub fn decided(&mut self, at: Instant, command: &Command, verdict: &Verdict) {
        let kind = kind_of(&command.act);
        self.note(at, || {
            let author = office::name_of(command.author);
            let said = serde_json::to_string(verdict).unwrap_or_default();
            format!("server  {author}'s {kind} {} is {said}", command.op_id)
        });
        let taken = matches!(
            verdict,
            Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. }
        );
        if taken {
            *self.commands.entry(kind).or_default() += 1;
        }
    }

    pub fn fault(&mut self, at: Instant, fault: Fault, whose: &str) {
        *self.faults.entry(fault).or_default() += 1;
        self.note(at, || format!("FAULT   {fault:?} {whose}"));
    }

    pub fn note(&mut self, at: Instant, what: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{} {:.900}", shown(at), what()));
        }
    }

    /// What was written down, line by line.
    #[must_use]
    pub fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}

/// Day and time of the seller's zone.
#[must_use]
pub fn shown(at: Instant) -> String {
    const EAST: i64 = 8 * 3_600_000;
    let of_day = (at.0 + EAST).rem_euclid(86_400_000);
    let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let day = Zone::shanghai().day_of(at);
    format!("{day} {hours:02}:{minutes:02}:{seconds:02}.{millis:03}")
}

/// The kind of a command as it is called on the wire.
#[must_use]
pub fn kind_of(act: &Act) -> String {
    #[derive(Deserialize)]
    struct Kind {
        kind: String,
    }
    let kind = serde_json::to_string(act).and_then(|text| serde_json::from_str::<Kind>(&text));
    kind.map_or(String::new(), |it| it.kind)
}

/// How a reason is called on the wire.
///
/// # Panics
/// It cannot be written.
#[must_use]
pub fn name_of(why: &Why) -> String {
    let written = serde_json::to_value(why).expect("a reason can be written");
    written["why"].as_str().unwrap_or_default().to_owned()
}

/// Every kind of command there is.
#[must_use]
pub fn every_kind() -> Vec<String> {
    variants::<Act>(r#"{"kind":"none","form":{}}"#)
}

/// Every kind of fault there is, as it is called.
#[must_use]
pub fn every_fault() -> Vec<String> {
    variants::<Fault>(r#""none""#)
}

/// The names that serde would have taken: no list of ours that one could forget to write on.
fn variants<T: DeserializeOwned>(text: &str) -> Vec<String> {
    let Err(error) = serde_json::from_str::<T>(text) else { return vec![] };
    let said = error.to_string();
    let names = said.split_once("expected one of").map_or("", |(_, names)| names);
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
