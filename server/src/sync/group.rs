//! A group: the waiting batches of all devices in one transaction of five steps.

mod answering;
mod deciding;
mod releasing;

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use shared::{
    calendar::Zone,
    dossier::Register,
    id::{DeviceId, Epoch, OpId},
    sync::{Answered, Scope, apply::Signed},
};
use sqlx::Row as _;
use uuid::Uuid;

pub use self::releasing::release;
use self::{
    answering::{allot, tell, to_record, write_collisions},
    deciding::decide,
};
use super::{
    device_row::{self, DeviceRow},
    incoming::Incoming,
    leaving,
    numbering::{self, Fresh, Known, Numbering, Plan, Step},
    record,
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

impl<'a> Batch<'a> {
    /// Some of its commands, under their own numbers.
    pub fn part(&self, part: Range<usize>) -> Batch<'a> {
        let numbering = match self.numbering {
            Numbering::From(first) => {
                Numbering::From(first + i64::try_from(part.start).unwrap_or(i64::MAX))
            }
            Numbering::Allotted => Numbering::Allotted,
        };
        Batch { numbering, commands: &self.commands[part], ..*self }
    }
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
/// What whoever writes beside the commands begins with: until this is committed, nobody else writes.
pub const AFTER_THE_OTHERS: &str = "UPDATE meta SET recorded_seq = recorded_seq";
pub const COLLISION: (&str, &str) = (
    "INSERT INTO collision (op_id, digest, device_id, op_seq, payload, received_at) VALUES ",
    " ON CONFLICT (op_id, digest) DO NOTHING",
);

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
    leaving::users(tx, &outcome, now).await?;
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

/// The seller's zone: the first company's, and Shanghai's before there is one.
pub fn zone(register: &Register) -> Zone {
    register.companies.values().next().map_or_else(Zone::shanghai, |it| it.zone.clone())
}
