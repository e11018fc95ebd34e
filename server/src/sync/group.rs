//! A group: the waiting batches of all devices in one transaction of five steps.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use shared::{
    calendar::{Instant, Zone},
    dossier::Register,
    id::{DeviceId, Epoch, OpId},
    sync::{
        Answered, Class, Fault, Scope, Verdict,
        apply::{Answer, Apply, Depth, Origin, Outcome, Signed, Unread, Wants},
    },
    user::Caller,
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    built_in::json,
    device_row::{self, DeviceRow},
    incoming::Incoming,
    load,
    many::{Cell, over_rows},
    numbering::{self, Fresh, Known, New, Numbering, Plan, Step},
    record::{self, Decided},
    register::{RegisterCache, Registered},
};
use crate::{clock::Clock, dialect::Db, error::Result};

type Connection = <Db as sqlx::Database>::Connection;

/// What one device sent, or a part of it.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    pub device: DeviceId,
    pub signed: &'a Signed,
    /// The life of the server that the device knows; the server's own devices know the present one.
    pub epoch: Option<Epoch>,
    pub numbering: Numbering,
    pub commands: &'a [Incoming],
}

/// The answer to one command of the server's own devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    pub answered: Answered,
    /// Rows written: none where all stood so already.
    pub writes: usize,
}

/// The answer to a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchAnswer {
    Answered {
        epoch: Epoch,
        answers: Vec<Submitted>,
    },
    Expected {
        epoch: Epoch,
        op_seq: i64,
    },
    Forked {
        epoch: Epoch,
    },
    NewEpoch {
        epoch: Epoch,
    },
    Revoked,
    /// The device is not the signed-in user's.
    Unknown,
}

/// What a group stands on beside its transaction.
#[derive(Debug)]
pub struct Ground {
    pub clock: Clock,
    pub register: RegisterCache,
}

/// The steps of a batch, or the answer to one that is not taken at all.
type Planned = std::result::Result<Vec<Step>, BatchAnswer>;

/// What to tell once the transaction is committed.
#[derive(Debug)]
pub struct Written {
    pub answers: Vec<BatchAnswer>,
    pub heads: BTreeMap<Scope, i64>,
    pub register: Option<Registered>,
}

pub const BEGIN: &str =
    "UPDATE meta SET recorded_seq = recorded_seq + $1 RETURNING recorded_seq, epoch";
pub const COLLISION: (&str, &str) = (
    "INSERT INTO collision (op_id, digest, device_id, op_seq, payload, received_at) VALUES ",
    " ON CONFLICT (op_id, digest) DO NOTHING",
);
#[cfg(test)]
pub const COLLISION_COLUMNS: usize = 6;

/// Runs a group inside a transaction that the caller commits or rolls back.
pub async fn run(tx: &mut Connection, ground: &Ground, batches: &[Batch<'_>]) -> Result<Written> {
    let most = batches.iter().map(|it| it.commands.len()).sum::<usize>();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    // The first statement makes writers of several processes go one after the other: what is read
    // from here on is what stands when this group commits.
    let row = sqlx::query(BEGIN).bind(most).fetch_one(&mut *tx).await?;
    let (recorded_from, epoch) = (row.get::<i64, _>(0) - most, Epoch(row.get(1)));

    let mut devices = read_devices(tx, batches).await?;
    let known = numbering::known(tx, &ops(batches)).await?;
    let mut fresh = Fresh::default();
    let plans = plan_all(batches, epoch, &mut devices, &known, &mut fresh);
    let registered = ground.register.read(tx).await?;
    let now = ground.clock.now();
    let (answers, outcome) = decide(tx, batches, &devices, &fresh, &registered, now).await?;
    let numbers = allot(batches, &mut devices, &fresh, &answers);

    let decided = to_record(batches, &fresh, &answers, &numbers, recorded_from, now);
    let recorded = decided.iter().map(|it| (it.incoming.op_id, it.recorded_seq)).collect();
    record::commands(tx, &decided).await?;
    write_collisions(tx, batches, &plans, now).await?;
    record::rows(tx, &outcome, &recorded).await?;
    device_row::write(tx, &devices.values().collect::<Vec<_>>()).await?;
    let heads = record::changes(tx, &outcome, &recorded).await?;

    let answers = tell(batches, plans, &answers, &numbers, epoch);
    let register = heads.get(&Scope::All).map(|head| Registered {
        head: *head,
        register: Arc::clone(&outcome.register),
        versions: Arc::clone(&outcome.versions),
    });
    Ok(Written { answers, heads, register })
}

async fn read_devices(
    tx: &mut Connection,
    batches: &[Batch<'_>],
) -> Result<BTreeMap<DeviceId, DeviceRow>> {
    let mut ids: Vec<DeviceId> = batches.iter().map(|it| it.device).collect();
    ids.sort_unstable();
    ids.dedup();
    device_row::read(tx, &ids).await
}

fn ops(batches: &[Batch<'_>]) -> Vec<Uuid> {
    let mut ops: Vec<_> = batches.iter().flat_map(|it| it.commands).map(|it| it.op_id.0).collect();
    ops.sort_unstable();
    ops.dedup();
    ops
}

fn plan_all<'a>(
    batches: &[Batch<'a>],
    epoch: Epoch,
    devices: &mut BTreeMap<DeviceId, DeviceRow>,
    known: &HashMap<OpId, Known>,
    fresh: &mut Fresh<'a>,
) -> Vec<Planned> {
    let plan = |(place, batch): (usize, &Batch<'a>)| {
        let Some(device) = devices.get_mut(&batch.device) else {
            return Err(BatchAnswer::Unknown);
        };
        if matches!(batch.signed, Signed::Person(user) if *user != device.user) {
            return Err(BatchAnswer::Unknown);
        }
        if device.revoked_at.is_some() {
            return Err(BatchAnswer::Revoked);
        }
        if batch.epoch.is_some_and(|it| it != epoch) {
            return Err(BatchAnswer::NewEpoch { epoch });
        }
        match numbering::plan((place, batch), device, known, fresh) {
            Plan::Steps(steps) => Ok(steps),
            Plan::Expected(op_seq) => Err(BatchAnswer::Expected { epoch, op_seq }),
            Plan::Forked => Err(BatchAnswer::Forked { epoch }),
        }
    };
    batches.iter().enumerate().map(plan).collect()
}

/// Decides what is new, one command after the other, on a working set in memory.
async fn decide(
    tx: &mut Connection,
    batches: &[Batch<'_>],
    devices: &BTreeMap<DeviceId, DeviceRow>,
    fresh: &Fresh<'_>,
    registered: &Registered,
    now: Instant,
) -> Result<(Vec<Answer>, Outcome)> {
    let today = zone(&registered.register).day_of(now);
    let register = Arc::clone(&registered.register);
    let mut apply = Apply::new(register, Arc::clone(&registered.versions), today);
    let mut wants = Wants::default();
    for new in &fresh.list {
        match &new.incoming.read {
            Ok(command) => wants.add(command),
            Err(_) => new.incoming.customer.into_iter().for_each(|it| {
                wants.add_customer(it, Depth::Row);
            }),
        }
    }
    load::load(tx, &wants, &mut apply).await?;
    load::past(tx, &visited_by_people(batches, fresh), &mut apply).await?;
    let mut answers = Vec::with_capacity(fresh.list.len());
    for new in &fresh.list {
        let batch = &batches[new.batch];
        let last_pull = devices.get(&batch.device).and_then(|it| it.last_pull);
        let origin = Origin { signed: batch.signed.clone(), last_pull };
        answers.push(match &new.incoming.read {
            Ok(command) => apply.apply(command, &origin),
            Err(fault) => apply.hold(&unread(new.incoming, fault), &origin),
        });
    }
    Ok((answers, apply.finish()))
}

/// The customers of what people say happened: where these have been before decides who may speak of them.
fn visited_by_people(batches: &[Batch<'_>], fresh: &Fresh<'_>) -> Vec<Uuid> {
    let by_people = fresh
        .list
        .iter()
        .filter(|new| matches!(batches[new.batch].signed, Signed::Person(_)))
        .map(|new| new.incoming)
        .filter(|it| it.read.as_ref().map_or(true, |it| it.act.class() == Class::Fact));
    let mut customers: Vec<Uuid> = by_people.filter_map(|it| it.customer).map(|it| it.0).collect();
    customers.sort_unstable();
    customers.dedup();
    customers
}

fn unread(incoming: &Incoming, fault: &Fault) -> Unread {
    Unread {
        op_id: incoming.op_id,
        author: incoming.author,
        customer: incoming.customer,
        acted_on: incoming.acted_on,
        fault: fault.clone(),
    }
}

/// The number under which each new command is kept; none for what is not kept.
///
/// The server's own devices learn a refusal at once and may ask again when its cause is gone: it
/// takes no number and leaves no verdict that would stand in the way.
fn allot(
    batches: &[Batch<'_>],
    devices: &mut BTreeMap<DeviceId, DeviceRow>,
    fresh: &Fresh<'_>,
    answers: &[Answer],
) -> Vec<Option<i64>> {
    let number = |(new, answer): (&New<'_>, &Answer)| {
        if new.op_seq.is_some() {
            return new.op_seq;
        }
        let recorded = matches!(
            answer.verdict,
            Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. }
        );
        let device = devices.get_mut(&batches[new.batch].device).filter(|_| recorded)?;
        device.last_op_seq += 1;
        Some(device.last_op_seq)
    };
    fresh.list.iter().zip(answers).map(number).collect()
}

fn to_record<'a>(
    batches: &[Batch<'_>],
    fresh: &Fresh<'a>,
    answers: &[Answer],
    numbers: &[Option<i64>],
    mut recorded_seq: i64,
    now: Instant,
) -> Vec<Decided<'a>> {
    let mut decided = vec![];
    for ((new, answer), op_seq) in fresh.list.iter().zip(answers).zip(numbers) {
        let Some(op_seq) = *op_seq else { continue };
        recorded_seq += 1;
        let batch = &batches[new.batch];
        decided.push(Decided {
            incoming: new.incoming,
            device: batch.device.0,
            op_seq,
            author: match batch.signed {
                Signed::Person(user) => user.0,
                Signed::System(device) => Caller::system(device).user.0,
            },
            acted_on: answer.acted_on.to_string(),
            verdict: json(&answer.verdict),
            clock_suspect: answer.clock_suspect,
            held: answer.held,
            recorded_seq,
            received_at: now.0,
        });
    }
    decided
}

async fn write_collisions(
    tx: &mut Connection,
    batches: &[Batch<'_>],
    plans: &[Planned],
    now: Instant,
) -> Result<()> {
    for (batch, plan) in batches.iter().zip(plans) {
        let Ok(steps) = plan else { continue };
        for (at, _) in steps.iter().enumerate().filter(|(_, it)| **it == Step::Collision) {
            let incoming = &batch.commands[at];
            tracing::warn!(op = %incoming.op_id, device = %batch.device,
                "another body came under the id of a known command");
            let cells = vec![
                Cell::id(incoming.op_id.0),
                Cell::Bytes(&incoming.digest),
                Cell::id(batch.device.0),
                Cell::Whole(op_seq_of(batch, at)),
                Cell::text(&incoming.payload),
                Cell::Whole(now.0),
            ];
            over_rows(COLLISION.0, vec![cells], COLLISION.1).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

fn op_seq_of(batch: &Batch<'_>, at: usize) -> i64 {
    match batch.numbering {
        Numbering::From(first) => first + i64::try_from(at).unwrap_or(0),
        Numbering::Allotted => 0,
    }
}

fn tell(
    batches: &[Batch<'_>],
    plans: Vec<Planned>,
    answers: &[Answer],
    numbers: &[Option<i64>],
    epoch: Epoch,
) -> Vec<BatchAnswer> {
    let one = |batch: &Batch<'_>, at: usize, step: Step| {
        let mut op_seq = op_seq_of(batch, at);
        let (verdict, writes) = match step {
            Step::Fresh(number) => {
                op_seq = numbers[number].unwrap_or(0);
                (answers[number].verdict.clone(), answers[number].writes)
            }
            Step::SameAs(number) => (answers[number].verdict.clone(), 0),
            Step::Answered(verdict) => (verdict, 0),
            Step::Collision => (numbering::corrupt(), 0),
        };
        let op_id = batch.commands[at].op_id;
        let op_seq = u64::try_from(op_seq).unwrap_or(0);
        Submitted { answered: Answered { op_seq, op_id, verdict }, writes }
    };
    let batch_answer = |(batch, plan): (&Batch<'_>, Planned)| match plan {
        Err(answer) => answer,
        Ok(steps) => {
            let answers = steps.into_iter().enumerate().map(|(at, step)| one(batch, at, step));
            BatchAnswer::Answered { epoch, answers: answers.collect() }
        }
    };
    batches.iter().zip(plans).map(batch_answer).collect()
}

/// The seller's zone: the first company's, and Shanghai's before there is one.
pub fn zone(register: &Register) -> Zone {
    register.companies.values().next().map_or_else(Zone::shanghai, |it| it.zone.clone())
}
