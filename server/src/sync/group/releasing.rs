//! Releasing: a command that was in quarantine is run again, in a transaction of its own.

use std::{collections::HashMap, sync::Arc};

use serde_json::value::RawValue;
use shared::{
    calendar::Day,
    id::{InboxId, OpId, UserId},
    row::{Row, RowKind},
    sync::{
        Fault, Scope, Versioned,
        apply::{Apply, Origin, Signed, Wants},
    },
};
use sqlx::Row as _;

use super::{BEGIN, Connection, Ground, Written, deciding, zone};
use crate::{
    error::{Error, Result},
    sync::{
        built_in::json, incoming::Incoming, leaving, load, many::over_ids, record,
        register::Registered,
    },
};

/// Decides a command that is in quarantine, if this build can by now; what to tell once the caller
/// has committed, or nothing where it goes on waiting.
///
/// It is recorded anew: its changes come behind all that readers have got already.
pub async fn release(tx: &mut Connection, ground: &Ground, op: OpId) -> Result<Option<Written>> {
    let recorded_seq: i64 = sqlx::query(BEGIN).bind(1_i64).fetch_one(&mut *tx).await?.get(0);
    let Some(held) = sqlx::query(HELD).bind(op.0).fetch_optional(&mut *tx).await? else {
        return Ok(None);
    };
    let author = UserId(held.get(0));
    let acted_on: Day = held
        .get::<&str, _>(1)
        .parse()
        .map_err(|_| Error::Unreadable("the day of a command".to_owned()))?;
    let mut incoming = Incoming::of_device(&RawValue::from_string(held.get(2))?);
    match &mut incoming.read {
        Err(Fault::UnknownKind { .. }) => return Ok(None),
        Err(_) => {}
        // The day it counts for was settled when it came.
        Ok(command) => command.acted_on = acted_on,
    }
    sqlx::query(LET_GO).bind(op.0).execute(&mut *tx).await?;

    let registered = ground.register.read(tx).await?;
    let today = zone(&registered.register).day_of(ground.clock.now());
    let versions = Arc::clone(&registered.versions);
    let mut apply = Apply::new(Arc::clone(&registered.register), versions, today);
    load_for(tx, &incoming, author, &mut apply).await?;
    let origin = Origin { signed: Signed::Person(author), last_pull: None };
    let answer = match &incoming.read {
        Ok(command) => apply.release(command, &origin),
        Err(fault) => apply.hold(&deciding::unread(&incoming, fault), &origin),
    };
    let outcome = apply.finish();

    let recorded = HashMap::from([(op, recorded_seq)]);
    sqlx::query(DECIDED)
        .bind(json(&answer.verdict))
        .bind(recorded_seq)
        .bind(op.0)
        .execute(&mut *tx)
        .await?;
    record::rows(tx, &outcome, &recorded).await?;
    leaving::users(tx, &outcome, ground.clock.now()).await?;
    let heads = record::changes(tx, &outcome, &recorded).await?;
    let register = heads.get(&Scope::All).map(|head| Registered {
        head: *head,
        register: Arc::clone(&outcome.register),
        versions: Arc::clone(&outcome.versions),
    });
    Ok(Some(Written { answers: vec![], heads, register }))
}

/// All that the command reads, and the letter in which its author heard that it waits.
async fn load_for(
    tx: &mut Connection,
    incoming: &Incoming,
    author: UserId,
    apply: &mut Apply,
) -> Result<()> {
    let mut wants = Wants::default();
    if let Ok(command) = &incoming.read {
        wants.add(command);
    }
    load::load(tx, &wants, apply).await?;
    let customers: Vec<_> = incoming.customer.into_iter().map(|it| it.0).collect();
    load::past(tx, &customers, apply).await?;
    let letter = InboxId::of(incoming.op_id, author).0;
    let letters = load::by_id(RowKind::Inbox);
    for stored in over_ids(&letters, &[letter], "").fetch_all(&mut *tx).await? {
        let row = Row::read(RowKind::Inbox, stored.get(1))?;
        apply.load([Versioned { version: stored.get(0), row }]);
    }
    Ok(())
}

statements! {
    HELD = "SELECT author, acted_on, payload FROM command WHERE op_id = $1 AND held = 1";
    LET_GO = "UPDATE command SET held = 0 WHERE op_id = $1";
    DECIDED = "UPDATE command SET verdict = $1, recorded_seq = $2 WHERE op_id = $3";
}
