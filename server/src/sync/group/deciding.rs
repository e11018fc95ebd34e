//! Deciding what is new of a group, on a working set in memory.

use std::{collections::BTreeMap, sync::Arc};

use shared::{
    calendar::Instant,
    id::DeviceId,
    sync::{
        Class, Fault,
        apply::{Answer, Apply, Depth, Origin, Outcome, Signed, Unread, Wants},
    },
};
use uuid::Uuid;

use super::{Batch, zone};
use crate::{
    dialect::Db,
    error::Result,
    sync::{
        device_row::DeviceRow, incoming::Incoming, load, numbering::Fresh, register::Registered,
    },
};

type Connection = <Db as sqlx::Database>::Connection;

/// Decides what is new, one command after the other, on a working set in memory.
pub async fn decide(
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

pub fn unread(incoming: &Incoming, fault: &Fault) -> Unread {
    Unread {
        op_id: incoming.op_id,
        author: incoming.author,
        customer: incoming.customer,
        acted_on: incoming.acted_on,
        act: incoming.act.as_deref().cloned(),
        fault: fault.clone(),
    }
}
