//! Numbering: which commands of a batch are new, which are known, and which cannot follow.

use std::collections::HashMap;

use shared::{
    id::{OpId, UserId},
    sync::{Fault, Verdict, apply::Signed},
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    device_row::DeviceRow,
    group::Batch,
    incoming::{Digest, Incoming},
    many::{lists, over_ids},
};
use crate::{dialect::Db, error::Result};

/// How the commands of a batch are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// By the device, densely from this number.
    From(i64),
    /// By the writer: the server's own devices keep no outbox.
    Allotted,
}

/// A command that was answered before.
#[derive(Debug, Clone)]
pub struct Known {
    pub author: UserId,
    pub digest: Digest,
    pub verdict: Verdict,
}

pub const KNOWN: &str = "SELECT op_id, author, digest, verdict FROM command WHERE op_id IN ";

pub async fn known(
    tx: &mut <Db as sqlx::Database>::Connection,
    ops: &[Uuid],
) -> Result<HashMap<OpId, Known>> {
    let mut known = HashMap::new();
    for piece in lists(ops) {
        for row in over_ids(KNOWN, &piece, "").fetch_all(&mut *tx).await? {
            let digest: Vec<u8> = row.get(2);
            let it = Known {
                author: UserId(row.get(1)),
                digest: digest.try_into().unwrap_or_default(),
                verdict: serde_json::from_str(row.get(3))?,
            };
            known.insert(OpId(row.get(0)), it);
        }
    }
    Ok(known)
}

/// What is to be done with one command of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To be decided; the number among all that are to be decided in the group.
    Fresh(usize),
    /// Decided in this very group, under that number.
    SameAs(usize),
    Answered(Verdict),
    /// Another body came before under this id.
    Collision,
}

/// What is to be done with a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    Steps(Vec<Step>),
    Expected(i64),
    Forked,
}

/// A command that is to be decided.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub incoming: &'a Incoming,
    /// Which batch of the group it came in.
    pub batch: usize,
    /// Its device's number; none while the writer has not allotted one.
    pub op_seq: Option<i64>,
}

/// The commands of a group that are to be decided, in order.
#[derive(Debug, Default)]
pub struct Fresh<'a> {
    pub list: Vec<New<'a>>,
    by_op: HashMap<OpId, usize>,
}

impl<'a> Fresh<'a> {
    fn step(&mut self, new: New<'a>, known: &HashMap<OpId, Known>, signed: &Signed) -> Step {
        let incoming = new.incoming;
        if let Some(known) = known.get(&incoming.op_id) {
            let anothers = matches!(signed, Signed::Person(user) if *user != known.author);
            return if anothers || known.digest != incoming.digest {
                Step::Collision
            } else {
                Step::Answered(known.verdict.clone())
            };
        }
        match self.by_op.get(&incoming.op_id) {
            Some(number) if self.list[*number].incoming.digest == incoming.digest => {
                Step::SameAs(*number)
            }
            Some(_) => Step::Collision,
            None => {
                let number = self.list.len();
                self.list.push(new);
                self.by_op.insert(incoming.op_id, number);
                Step::Fresh(number)
            }
        }
    }

    fn holds(&self, op: OpId) -> bool {
        self.by_op.contains_key(&op)
    }
}

/// Plans the batch of this place in the group, raising the device's last number over all that will
/// be answered.
pub fn plan<'a>(
    (place, batch): (usize, &Batch<'a>),
    device: &mut DeviceRow,
    known: &HashMap<OpId, Known>,
    fresh: &mut Fresh<'a>,
) -> Plan {
    let Numbering::From(first) = batch.numbering else {
        let all = batch.commands.iter().map(|incoming| {
            let new = New { incoming, batch: place, op_seq: None };
            fresh.step(new, known, batch.signed)
        });
        return Plan::Steps(all.collect());
    };
    let next = device.last_op_seq + 1;
    if next < first {
        return Plan::Expected(next);
    }
    let behind = usize::try_from(next - first).unwrap_or(usize::MAX);
    let is_known = |op| known.contains_key(&op) || fresh.holds(op);
    if !batch.commands.iter().take(behind).all(|it| is_known(it.op_id)) {
        return Plan::Forked;
    }
    let mut steps = Vec::with_capacity(batch.commands.len());
    for (incoming, op_seq) in batch.commands.iter().zip(first..) {
        let new = New { incoming, batch: place, op_seq: Some(op_seq) };
        steps.push(fresh.step(new, known, batch.signed));
        device.last_op_seq = device.last_op_seq.max(op_seq);
    }
    Plan::Steps(steps)
}

/// The answer to another body under a known id. The first keeps its verdict.
pub fn corrupt() -> Verdict {
    Verdict::Quarantined { fault: Fault::Corrupt }
}
