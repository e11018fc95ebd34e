//! Held: everything that stands in a real database in the end, against the simulated disk.

use std::{collections::BTreeMap, fmt::Display};

use anyhow::{Result, ensure};
use serde::Serialize;
use serde_json::{Value, json};
use shared::{
    doctor::{Check, Condition},
    id::{DeviceId, OpId},
    sync::{Change, Scope},
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::{answers::change_differs, fields::first_difference, like::Likeness, real::DESK};
use crate::{
    simulator::disk::Disk,
    world::{World, books::Books, books::Database, proof},
};

const TOLD: &str = "SELECT c.scope, c.seq, c.kind, c.row_id, c.version, c.op_id, c.body FROM change c \
    JOIN scope_head h ON h.scope = c.scope WHERE c.seq > h.horizon ORDER BY c.scope, c.seq";
const HEADS: &str = "SELECT scope, head, horizon FROM scope_head";
const COMMANDS: &str = "SELECT op_id, author, verdict, held FROM command";
const DEVICES: &str = "SELECT id, user_id, label, last_op_seq, last_pull_day FROM device \
    WHERE kind = 'browser'";
const CUT: &str = "UPDATE scope_head SET horizon = $1 WHERE scope = $2";
const CUT_AWAY: &str = "DELETE FROM change WHERE EXISTS (SELECT 1 FROM scope_head h \
    WHERE h.scope = change.scope AND change.seq <= h.horizon)";

type ToldRow = (String, i64, String, Uuid, i64, Uuid, Option<String>);
type DeviceRow = (Uuid, Uuid, String, i64, Option<String>);

/// What a database holds of the protocol, beside its rows.
struct Held {
    told: Vec<ToldRow>,
    heads: Vec<(String, i64, i64)>,
    commands: Vec<(Uuid, Uuid, String, i64)>,
    devices: Vec<DeviceRow>,
}

macro_rules! read {
    ($pool:expr) => {
        Held {
            told: sqlx::query_as(TOLD).fetch_all($pool).await?,
            heads: sqlx::query_as(HEADS).fetch_all($pool).await?,
            commands: sqlx::query_as(COMMANDS).fetch_all($pool).await?,
            devices: sqlx::query_as(DEVICES).fetch_all($pool).await?,
        }
    };
}

/// Says where a real database is not what stands on the simulated disk: rows, feeds, commands with
/// their verdicts, devices.
pub async fn differs(books: &Books, disk: &Disk, like: &Likeness) -> Result<Vec<String>> {
    let held = match books {
        Books::Sqlite(it) => read!(it.read()),
        Books::Postgres(it) => read!(it.read()),
    };
    let mut found = rows(books, disk).await?;
    found.extend(feeds(&held, disk)?);
    found.extend(commands(&held, disk)?);
    found.extend(devices(&held, disk, like));
    Ok(found)
}

async fn rows(books: &Books, disk: &Disk) -> Result<Vec<String>> {
    let real = proof::rows(books).await?.into_iter();
    let real = real.map(|it| (format!("{} {}", it.row.kind().name(), it.row.id()), it)).collect();
    let simulated = disk.rows.values();
    let simulated = simulated.map(|it| (format!("{} {}", it.row.kind().name(), it.row.id()), it));
    Ok(same("row", &simulated.collect(), &real))
}

fn feeds(held: &Held, disk: &Disk) -> Result<Vec<String>> {
    let simulated = disk.feeds.iter().map(|(scope, it)| (scope.to_string(), it));
    let heads = simulated.map(|(scope, it)| (scope, (it.head(), it.horizon))).collect();
    let real = held.heads.iter().map(|(scope, head, horizon)| (scope.clone(), (*head, *horizon)));
    let mut found = same("head and horizon of", &heads, &real.collect());
    let mut told: BTreeMap<Scope, Vec<Change>> = BTreeMap::new();
    for (scope, seq, kind, id, version, op, body) in &held.told {
        let body = body.clone().map(serde_json::value::RawValue::from_string).transpose()?;
        let op_id = Some(OpId(*op));
        let change =
            Change { seq: *seq, kind: kind.clone(), id: *id, version: *version, op_id, body };
        told.entry(scope.parse()?).or_default().push(change);
    }
    for (scope, feed) in &disk.feeds {
        let real = told.get(scope).map_or(&[][..], Vec::as_slice);
        let pairs = feed.changes.iter().zip(real);
        found.extend(pairs.filter_map(|(one, other)| change_differs(*scope, one, other)).take(3));
    }
    Ok(found)
}

fn commands(held: &Held, disk: &Disk) -> Result<Vec<String>> {
    let mut real = BTreeMap::new();
    for (op, author, verdict, held) in &held.commands {
        let verdict: Value = serde_json::from_str(verdict)?;
        real.insert(OpId(*op), json!([author, verdict, *held != 0]));
    }
    let simulated = disk.commands.iter();
    let simulated =
        simulated.map(|(op, it)| (*op, json!([it.author, it.verdict, it.held]))).collect();
    Ok(same("author, verdict and quarantine of command", &simulated, &real))
}

fn devices(held: &Held, disk: &Disk, like: &Likeness) -> Vec<String> {
    let phones = held.devices.iter().filter(|(_, _, label, _, _)| !label.starts_with(DESK));
    let phones = phones.map(|(id, user, _, op_seq, day)| (*id, json!([user, op_seq, day])));
    let named = |device: &DeviceId| like.devices.get(device).map_or(device.0, |it| it.0);
    let simulated = disk
        .devices
        .iter()
        .map(|(device, it)| (named(device), json!([it.user, it.last_op_seq, it.last_pull])));
    same("user, last number and day of device", &simulated.collect(), &phones.collect())
}

/// Everything that stands on one side alone, and the first field of what differs.
fn same<K: Ord + Display, A: Serialize, B: Serialize>(
    what: &str,
    simulated: &BTreeMap<K, A>,
    real: &BTreeMap<K, B>,
) -> Vec<String> {
    let mut found = vec![];
    for (name, one) in simulated {
        match real.get(name) {
            Some(other) => {
                found.extend(first_difference(one, other).map(|it| format!("{what} {name}{it}")));
            }
            None => found.push(format!("{what} {name} stands on the simulated server alone")),
        }
    }
    let more = real.keys().filter(|it| !simulated.contains_key(*it));
    found.extend(more.map(|it| format!("{what} {it} stands on the real server alone")));
    found
}

/// From now on the feeds tell nothing up to these numbers. What was told before is let go of in the end
/// only: from a `leave` the server knows where a customer has been, and it does not cut by itself yet.
pub async fn cut(world: &World, horizons: &BTreeMap<Scope, i64>) -> Result<()> {
    macro_rules! run {
        ($connection:ty) => {{
            let mut connection = <$connection>::connect(world.url()).await?;
            for (scope, horizon) in horizons {
                let cut = sqlx::query(CUT).bind(*horizon).bind(scope.to_string());
                cut.execute(&mut connection).await?;
            }
            connection.close().await?;
        }};
    }
    match world.database {
        Database::Sqlite => run!(SqliteConnection),
        Database::Postgres => run!(PgConnection),
    }
    Ok(())
}

/// The doctor finds nothing in the books, nor in what is derived from them.
pub async fn sound(world: &World) -> Result<()> {
    macro_rules! run {
        ($connection:ty) => {{
            let mut connection = <$connection>::connect(world.url()).await?;
            sqlx::query(CUT_AWAY).execute(&mut connection).await?;
            connection.close().await?;
        }};
    }
    match world.database {
        Database::Sqlite => run!(SqliteConnection),
        Database::Postgres => run!(PgConnection),
    }
    let findings = world.books.doctor().await?;
    // Photos are no part of a history: the simulated office says of some that they have come.
    let looked_at = findings.iter().filter(|it| it.check != Check::AttachmentsWhole);
    let faulty: Vec<_> = looked_at.filter(|it| it.condition == Condition::Faulty).collect();
    ensure!(faulty.is_empty(), "the doctor finds {faulty:?}");
    Ok(())
}
