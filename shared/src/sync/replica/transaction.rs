//! One atomic step of the device's storage. What another tab may have changed is read inside it.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::record::{
    AnswersRecord, DeviceRecord, FORMAT, Need, NextRecord, OpIdOnly, OpRecord, PlanRecord, Room,
    ScopeRecord, Shelf, Unreadable, Write, at, generation_of, op_key, read,
};
use crate::{
    calendar::Instant,
    sync::{Registered, Verdict},
};

/// Reads what it needs and writes all or nothing, with strict durability unless
/// [it can be fetched again](Transaction::can_be_fetched_again).
///
/// Whoever carries it out opens one transaction over [`Transaction::rooms`], reads
/// [`Transaction::needs`], writes what [`Transaction::writes`] says, and answers with
/// [`Event::Persisted`](super::Event::Persisted) once it is committed, never before.
#[derive(Debug, Clone)]
pub struct Transaction(Job);

#[derive(Debug, Clone)]
enum Job {
    Write(Vec<Write>),
    /// The number is allotted here, because any tab may append.
    Append(Box<RawValue>),
    /// Commands get numbers of the newly registered device; ids stay.
    Renumber(Renumber),
    /// All that was received goes; what nobody has answered stays with its author.
    Wipe(Instant),
}

#[derive(Debug, Clone)]
struct Renumber {
    registered: Registered,
    offer: Offer,
    build: String,
    now: Instant,
}

const EVERY_ROOM: [Room; 5] = [Room::Meta, Room::Ops, Room::Chunks, Room::Rows, Room::Inbox];

/// What a newly registered device sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// Another device has taken this one's numbers.
    Unanswered,
    /// The server lives a new life and may have lost what it answered.
    Journal,
}

impl Transaction {
    pub(super) fn write(writes: Vec<Write>) -> Transaction {
        Transaction(Job::Write(writes))
    }

    /// Stores the text of a command under the next number.
    #[must_use]
    pub fn append(command: Box<RawValue>) -> Transaction {
        Transaction(Job::Append(command))
    }

    pub(super) fn renumber(
        registered: Registered,
        offer: Offer,
        build: String,
        now: Instant,
    ) -> Transaction {
        Transaction(Job::Renumber(Renumber { registered, offer, build, now }))
    }

    /// Lets go of every row and every answered command, because the device was revoked.
    pub(super) fn wipe(now: Instant) -> Transaction {
        Transaction(Job::Wipe(now))
    }

    /// Whether nothing is lost that the server does not have: a chunk and what is in it. One that is
    /// missing after a power cut is found by its digest, so there is no need to wait for the disk with each.
    #[must_use]
    pub fn can_be_fetched_again(&self) -> bool {
        let is_of_a_chunk = |it: &Write| it.room == Room::Chunks || it.key.starts_with(at::HEAD);
        matches!(&self.0, Job::Write(writes) if writes.iter().all(|it| it.text.is_some() && is_of_a_chunk(it)))
    }

    /// The rooms to open.
    #[must_use]
    pub fn rooms(&self) -> Vec<Room> {
        match &self.0 {
            Job::Write(writes) => {
                let rooms: BTreeSet<Room> = writes.iter().map(|it| it.room).collect();
                rooms.into_iter().collect()
            }
            Job::Append(_) | Job::Renumber(_) => vec![Room::Meta, Room::Ops],
            Job::Wipe(_) => EVERY_ROOM.to_vec(),
        }
    }

    /// What has to be read first, inside the transaction.
    #[must_use]
    pub fn needs(&self) -> Vec<Need> {
        match &self.0 {
            Job::Write(_) => vec![],
            Job::Append(_) => vec![Need::One(Room::Meta, at::NEXT.to_owned())],
            Job::Renumber(_) => vec![Need::All(Room::Meta), Need::All(Room::Ops)],
            Job::Wipe(_) => EVERY_ROOM.map(Need::All).to_vec(),
        }
    }

    /// What to write, given what was read.
    ///
    /// # Errors
    /// A record that decides about numbers cannot be read.
    pub fn writes(&self, found: &Shelf) -> Result<Vec<Write>, Unreadable> {
        match &self.0 {
            Job::Write(writes) => Ok(writes.clone()),
            Job::Append(command) => append(command, found),
            Job::Renumber(it) => it.writes(found),
            Job::Wipe(now) => wipe(*now, found),
        }
    }
}

fn meta<T: Default + serde::de::DeserializeOwned>(
    found: &Shelf,
    key: &str,
) -> Result<T, Unreadable> {
    found.get(Room::Meta, key).map_or_else(|| Ok(T::default()), |text| read(Room::Meta, key, text))
}

fn append(command: &RawValue, found: &Shelf) -> Result<Vec<Write>, Unreadable> {
    let next: NextRecord = meta(found, at::NEXT)?;
    Ok(vec![
        op(next.generation, next.op_seq, false, command.to_owned()),
        Write::put(Room::Meta, at::NEXT, &NextRecord { op_seq: next.op_seq + 1, ..next }),
    ])
}

/// A record that cannot be read is no reason to keep another's data: only of the outbox what cannot
/// be read stays.
fn wipe(now: Instant, found: &Shelf) -> Result<Vec<Write>, Unreadable> {
    let next: NextRecord = meta(found, at::NEXT)?;
    let answers: AnswersRecord = meta(found, at::ANSWERS)?;
    let device: DeviceRecord = meta(found, at::DEVICE)?;
    let received = [Room::Chunks, Room::Rows, Room::Inbox].into_iter();
    let rows = received.flat_map(|room| found.room(room).map(move |(key, _)| (room, key)));
    let of_scopes = |key: &str| {
        [at::SCOPE, at::PLAN, at::PARKED, at::PROOF].iter().any(|it| key.starts_with(it))
    };
    let meta = found.room(Room::Meta).map(|(key, _)| (Room::Meta, key));
    let answered = |(key, text): &(&str, &str)| {
        let Ok(record) = read::<OpRecord>(Room::Ops, key, text) else { return false };
        let current = generation_of(key) == Some(next.generation);
        !current || record.op_seq <= answers.answered || record.verdict.is_some()
    };
    let ops = found.room(Room::Ops).filter(answered).map(|(key, _)| (Room::Ops, key));
    let gone = rows.chain(meta.filter(|(_, key)| of_scopes(key))).chain(ops);
    let mut writes: Vec<Write> = gone.map(|(room, key)| Write::remove(room, key)).collect();
    let device = DeviceRecord { revoked: Some(now), ..device };
    writes.push(Write::put(Room::Meta, at::DEVICE, &device));
    Ok(writes)
}

fn op(generation: u32, op_seq: u64, again: bool, command: Box<RawValue>) -> Write {
    let record = OpRecord { format: FORMAT, op_seq, verdict: None, landed: false, again, command };
    Write::put(Room::Ops, op_key(generation, op_seq), &record)
}

impl Renumber {
    fn writes(&self, found: &Shelf) -> Result<Vec<Write>, Unreadable> {
        let next: NextRecord = meta(found, at::NEXT)?;
        let answers: AnswersRecord = meta(found, at::ANSWERS)?;
        let mut to = NextRecord { generation: next.generation + 1, op_seq: 1 };
        let mut writes = vec![];
        let mut seen = BTreeSet::new();
        for (key, text) in found.room(Room::Ops) {
            let current = generation_of(key) == Some(next.generation);
            // What cannot be read stays where it is.
            let Ok(record) = read::<OpRecord>(Room::Ops, key, text) else { continue };
            let Ok(OpIdOnly { op_id }) = read(Room::Ops, key, record.command.get()) else {
                continue;
            };
            let answered =
                !current || record.op_seq <= answers.answered || record.verdict.is_some();
            if answered && self.offer == Offer::Unanswered {
                continue;
            }
            writes.push(Write::remove(Room::Ops, key));
            if seen.insert(op_id) {
                // What the confirmed rows do not carry goes on being shown as pending: not yet, or
                // not at all because it was refused.
                let recorded = record.verdict.as_ref().is_none_or(Verdict::is_recorded);
                let in_rows = recorded && (!current || record.op_seq <= answers.reflected);
                let again = record.again || (answered && in_rows);
                writes.push(op(to.generation, to.op_seq, again, record.command));
                to.op_seq += 1;
            }
        }
        let mut ended = answers.ended;
        ended.push((next.generation, self.now));
        let answers = AnswersRecord { ended, ..AnswersRecord::default() };
        let device = DeviceRecord {
            format: FORMAT,
            device: Some(self.registered.device),
            epoch: Some(self.registered.epoch),
            build: self.build.clone(),
            revoked: None,
        };
        writes.push(Write::put(Room::Meta, at::NEXT, &to));
        writes.push(Write::put(Room::Meta, at::ANSWERS, &answers));
        writes.push(Write::put(Room::Meta, at::DEVICE, &device));
        match self.offer {
            Offer::Journal => snapshot_everything(found, &mut writes)?,
            Offer::Unanswered => reflect_nothing(found, &mut writes)?,
        }
        Ok(writes)
    }
}

/// Rows that stand still carry none of the commands that begin anew at one.
fn reflect_nothing(found: &Shelf, writes: &mut Vec<Write>) -> Result<(), Unreadable> {
    for (key, text) in found.room(Room::Meta).filter(|(key, _)| key.starts_with(at::SCOPE)) {
        let held: ScopeRecord = read(Room::Meta, key, text)?;
        if held.reflects.is_some() {
            let reflects = held.revoked.then_some(0);
            writes.push(Write::put(Room::Meta, key, &ScopeRecord { reflects, ..held }));
        }
    }
    Ok(())
}

/// No cursor of an earlier life is worth anything: every scope is fetched anew. What is shown
/// meanwhile stays.
fn snapshot_everything(found: &Shelf, writes: &mut Vec<Write>) -> Result<(), Unreadable> {
    for (key, text) in found.room(Room::Meta) {
        if let Some(scope) = key.strip_prefix(at::PLAN) {
            let plan: PlanRecord = read(Room::Meta, key, text)?;
            if found.get(Room::Meta, &format!("{}{scope}", at::SCOPE)).is_none() {
                let plan = PlanRecord { set: plan.set + 1, manifest: None, ..plan };
                writes.push(Write::put(Room::Meta, key, &plan));
            }
        } else if let Some(scope) = key.strip_prefix(at::SCOPE) {
            let held: ScopeRecord = read(Room::Meta, key, text)?;
            let plan_key = format!("{}{scope}", at::PLAN);
            let known: Option<PlanRecord> = found
                .get(Room::Meta, &plan_key)
                .map(|text| read(Room::Meta, &plan_key, text))
                .transpose()?;
            let set = known.map_or(held.set, |it| it.set.max(held.set)) + 1;
            let plan = PlanRecord { grant: held.grant, set, manifest: None, live: false };
            writes.push(Write::put(Room::Meta, plan_key, &plan));
            writes.push(Write::put(
                Room::Meta,
                key,
                &ScopeRecord { stale: true, seq: 0, head: 0, reflects: None, ..held },
            ));
        } else if key.starts_with(at::PARKED) {
            writes.push(Write::remove(Room::Meta, key));
        }
    }
    Ok(())
}
