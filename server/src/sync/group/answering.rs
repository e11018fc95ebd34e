//! Numbers, records and answers for what a group decided.

use std::collections::BTreeMap;

use shared::{
    calendar::Instant,
    id::{DeviceId, Epoch},
    sync::{
        Answered, Verdict,
        apply::{Answer, Signed},
    },
    user::Caller,
};

use super::{Batch, BatchAnswer, COLLISION, Planned, Submitted};
use crate::{
    dialect::Db,
    error::Result,
    sync::{
        built_in::json,
        device_row::DeviceRow,
        many::{Cell, over_rows},
        numbering::{self, Fresh, New, Numbering, Step},
        record::Decided,
    },
};

type Connection = <Db as sqlx::Database>::Connection;

/// The number under which each new command is kept; none for what is not kept.
///
/// The server's own devices learn a refusal at once and may ask again when its cause is gone: it
/// takes no number and leaves no verdict that would stand in the way.
pub fn allot(
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

pub fn to_record<'a>(
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

pub async fn write_collisions(
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
            over_rows(COLLISION.0, &[cells], COLLISION.1).execute(&mut *tx).await?;
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

pub fn tell(
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
