//! The witness: sees everything that anybody was told, and says which invariant it breaks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::{
    id::{DeviceId, Epoch, GrantId, OpId},
    row::Row,
    sync::{
        Act, Command, Cursor, PullRequest, PushReply, PushRequest, Scope, Verdict, Versioned,
        replica::{Room, Write},
    },
};

use super::{disk::Disk, office};

/// An invariant of `docs/sync-protocol.md` and what breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    pub of: Invariant,
    pub said: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invariant {
    /// I1.
    NoLostCommand,
    /// I2.
    ExactlyOnce,
    /// I3.
    NoSilentOverwrite,
    /// I4.
    Convergence,
    /// I5.
    Liveness,
    /// I6.
    NoHole,
    /// I7.
    ReadYourWrites,
    /// I8.
    AtomicCommand,
    /// I9.
    Money,
    /// I11.
    Authority,
    /// I12.
    SameRules,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.of, self.said)
    }
}

/// Fails with a breach.
///
/// # Errors
/// Unless `holds`.
pub fn must(of: Invariant, holds: bool, said: impl FnOnce() -> String) -> Result<(), Breach> {
    if holds { Ok(()) } else { Err(Breach { of, said: said() }) }
}

/// What was saved and what was said, in the order in which it happened.
#[derive(Debug, Default)]
pub struct Witness {
    /// Commands whose local transaction completed.
    saved: BTreeMap<OpId, Saved>,
    verdicts: BTreeMap<(Epoch, OpId), String>,
    cursors: BTreeMap<(usize, DeviceId, Epoch, Scope, GrantId), i64>,
}

/// A command as it was saved.
#[derive(Debug)]
struct Saved {
    command: Command,
    /// As it stood there first.
    text: Box<RawValue>,
    /// Where it is or was, unless that was destroyed.
    storages: BTreeSet<usize>,
}

#[derive(Deserialize)]
struct OpIdOnly {
    op_id: OpId,
}

impl Witness {
    /// A device has committed these: commands among them are saved on this phone.
    pub fn stored(&mut self, writes: &[Write], storage: usize) {
        #[derive(Deserialize)]
        struct Op<'a> {
            #[serde(borrow)]
            command: &'a RawValue,
        }
        for it in writes.iter().filter(|it| it.room == Room::Ops) {
            let Some(text) = &it.text else { continue };
            let Ok(Op { command: text }) = serde_json::from_str(text) else { continue };
            if let Some(saved) = self.saved_as(text) {
                saved.storages.insert(storage);
                continue;
            }
            let Ok(command) = serde_json::from_str::<Command>(text.get()) else { continue };
            let saved = self.saved.entry(command.op_id).or_insert_with(|| Saved {
                command,
                text: text.to_owned(),
                storages: BTreeSet::new(),
            });
            saved.storages.insert(storage);
        }
    }

    /// What was saved in these very words.
    fn saved_as(&mut self, text: &RawValue) -> Option<&mut Saved> {
        let OpIdOnly { op_id } = serde_json::from_str(text.get()).ok()?;
        self.saved.get_mut(&op_id).filter(|it| it.text.get() == text.get())
    }

    /// A device's storage is gone, with everything that stood there alone.
    pub fn destroyed(&mut self, storage: usize) {
        for it in self.saved.values_mut() {
            it.storages.remove(&storage);
        }
    }

    #[must_use]
    pub fn commands(&self) -> usize {
        self.saved.len()
    }

    /// A push reaches the server.
    ///
    /// # Errors
    /// A command in it was not saved before it was sent, under this id and in these words.
    pub fn sent(&mut self, request: &str) -> Result<(), Breach> {
        let Ok(request) = serde_json::from_str::<PushRequest>(request) else { return Ok(()) };
        for raw in &request.commands {
            if self.saved_as(raw).is_some() {
                continue;
            }
            let Ok(command) = serde_json::from_str::<Command>(raw.get()) else { continue };
            let saved = self.saved.get(&command.op_id).map(|it| &it.command);
            must(Invariant::ExactlyOnce, saved == Some(&command), || {
                format!("{} was sent, and saved was {saved:?}", command.op_id)
            })?;
        }
        Ok(())
    }

    /// A push was answered.
    ///
    /// # Errors
    /// A command was told another verdict before, in the same life of the server, or its verdict is
    /// not kept.
    pub fn answered(&mut self, reply: &str, disk: &Disk) -> Result<(), Breach> {
        let Ok(PushReply::Answered { epoch, verdicts }) = serde_json::from_str(reply) else {
            return Ok(());
        };
        for it in verdicts {
            let said = serde_json::to_string(&it.verdict).unwrap_or_default();
            let before = self.verdicts.entry((epoch, it.op_id)).or_insert_with(|| said.clone());
            must(Invariant::ExactlyOnce, *before == said, || {
                format!("{} was told {before}, and now {said}", it.op_id)
            })?;
            // What is told may be forgotten by whoever asked.
            must(Invariant::NoLostCommand, disk.commands.contains_key(&it.op_id), || {
                format!("{} was told {said}, and the server has not kept it", it.op_id)
            })?;
        }
        Ok(())
    }

    /// A device says how far it has read.
    ///
    /// # Errors
    /// It had read further before, in the same life of the server and with the same grant.
    pub fn pulls(&mut self, request: &str, storage: usize) -> Result<(), Breach> {
        let Ok(request) = serde_json::from_str::<PullRequest>(request) else { return Ok(()) };
        for Cursor { scope, grant, seq } in request.scopes {
            let at = (storage, request.device, request.epoch, scope, grant);
            let before = self.cursors.insert(at, seq).unwrap_or(seq);
            must(Invariant::ReadYourWrites, before <= seq, || {
                format!("the cursor of {scope} went back from {before} to {seq}")
            })?;
        }
        Ok(())
    }

    /// Every command that was saved has a verdict, or still stands in a storage that is there.
    ///
    /// # Errors
    /// One is lost.
    pub fn nothing_is_lost(&self, disk: &Disk) -> Result<(), Breach> {
        for (op, Saved { command, storages, .. }) in &self.saved {
            let lost = !disk.commands.contains_key(op) && !storages.is_empty();
            must(Invariant::NoLostCommand, !lost, || {
                format!("{op} ({:?}) was saved on a phone and has no verdict", command.act)
            })?;
        }
        Ok(())
    }

    /// Every fact that was taken stands exactly once, as it was said.
    ///
    /// # Errors
    /// One stands twice, changed, or not at all although its verdict says so.
    pub fn facts_stand_once(&self, disk: &Disk) -> Result<(), Breach> {
        let mut expected = BTreeMap::new();
        for recorded in disk.commands.values() {
            let Some(command) = &recorded.command else { continue };
            let taken = matches!(recorded.verdict, Verdict::Applied | Verdict::NeedsReview { .. });
            if let (Some(id), true) = (fact_of(&command.act), taken) {
                let twice = expected.insert(id, command.op_id);
                must(Invariant::ExactlyOnce, twice.is_none(), || {
                    format!("the fact {id} was taken by two commands")
                })?;
            }
        }
        let standing = disk.rows.values().filter(|it| office::is_fact(&it.row));
        let standing: BTreeMap<_, _> = standing.map(|it| (it.row.id(), it)).collect();
        for (id, it) in &standing {
            let as_said = it.version == 1 + i64::from(has_ended(&it.row));
            must(Invariant::ExactlyOnce, expected.contains_key(id) && as_said, || {
                format!("the fact {id} is {it:?}, taken: {:?}", expected.get(id))
            })?;
        }
        must(Invariant::ExactlyOnce, standing.len() == expected.len(), || {
            format!("{} facts were taken, {} stand", expected.len(), standing.len())
        })
    }
}

/// What was said never changes, but a slip is booked or cancelled once, and a promise ended.
fn has_ended(row: &Row) -> bool {
    match row {
        Row::FieldReceipt(it) => !it.is_waiting(),
        Row::Promise(it) => it.ended.is_some(),
        _ => false,
    }
}

fn fact_of(act: &Act) -> Option<uuid::Uuid> {
    match act {
        Act::RecordVisit(it) => Some(it.id.0),
        Act::MakePromise(it) => Some(it.id.0),
        Act::TakeFieldReceipt(it) => Some(it.id.0),
        _ => None,
    }
}

/// The feeds of the server are dense, and tell each command's rows once.
///
/// # Errors
/// A number is missing, or a fact is told twice.
pub fn feeds_are_dense(disk: &Disk) -> Result<(), Breach> {
    let mut told = BTreeSet::new();
    for (scope, feed) in &disk.feeds {
        for (change, expected) in feed.changes.iter().zip(feed.horizon + 1..) {
            must(Invariant::NoHole, change.seq == expected, || {
                format!("{scope} tells {} where {expected} should be", change.seq)
            })?;
            let fresh = told.insert((change.id, change.version, change.kind.clone()));
            must(Invariant::ExactlyOnce, fresh, || {
                format!("{scope} tells version {} of {} again", change.version, change.id)
            })?;
        }
    }
    Ok(())
}

/// Every row's newest version was told, and nothing newer than what stands, unless the beginning
/// of a feed was cut away.
///
/// # Errors
/// A version is missing in the feeds.
pub fn feeds_tell_all(disk: &Disk) -> Result<(), Breach> {
    if disk.feeds.values().any(|it| 0 < it.horizon) {
        return Ok(());
    }
    let mut newest: BTreeMap<_, i64> = BTreeMap::new();
    for change in disk.feeds.values().flat_map(|it| &it.changes) {
        let at = newest.entry(change.id).or_default();
        *at = change.version.max(*at);
    }
    for row in disk.rows.values() {
        let id = row.row.id();
        let told = newest.get(&id).copied();
        must(Invariant::NoHole, told == Some(row.version), || {
            format!("{:?} {id} stands at {}, the feeds told {told:?}", row.row.kind(), row.version)
        })?;
    }
    Ok(())
}

/// Two sets of rows are the same, by id, version and content.
///
/// # Errors
/// The first difference.
pub fn same_rows<'a>(
    whose: &str,
    here: impl IntoIterator<Item = &'a Versioned>,
    there: impl IntoIterator<Item = &'a Versioned>,
) -> Result<(), Breach> {
    let here: BTreeMap<_, _> = here.into_iter().map(|it| (it.row.id(), it)).collect();
    let there: BTreeMap<_, _> = there.into_iter().map(|it| (it.row.id(), it)).collect();
    for (id, row) in &there {
        let has = here.get(id);
        must(Invariant::Convergence, has == Some(row), || {
            format!("{whose} has {has:?}\n      where the server has {row:?}")
        })?;
    }
    let more = here.iter().find(|(id, _)| !there.contains_key(*id));
    must(Invariant::Authority, more.is_none(), || {
        format!("{whose} holds a row that is none of its own: {more:?}")
    })
}
