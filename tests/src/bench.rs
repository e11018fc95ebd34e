//! Figures of server and sync on either database, each beside its raw floor: the same rows with the
//! same durability, in statements of the same sizes, without HTTP and without a rule.

mod floor;
mod load;

use std::{
    sync::{Arc, atomic::AtomicI64},
    time::Instant,
};

use anyhow::{Context as _, Result, ensure};
use serde::Serialize;
use shared::sync::{
    Cursor, Granted, PullReply, PullRequest, PushReply, PushRequest, SCHEMA, Scope, Verdict,
};

use crate::{
    cluster::{Cluster, Durability},
    world::books::{Books, Database},
};
use load::Device;

/// Commands pushed, and changes pulled.
const MANY: usize = 10_000;
/// Commands in one request.
const BATCH: usize = 200;
/// Devices that push at the same time.
const DEVICES: usize = 50;

/// One figure, as `cargo xtask bench` reads it.
#[derive(Debug, Serialize)]
struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<f64>,
}

fn told(what: &str, database: Database, value: f64, floor: Option<f64>, limit: Option<f64>) {
    let what = format!("{what} ({database:?})").to_lowercase();
    let figure = Figure { what, value, unit: "s", floor, limit };
    println!("{}", serde_json::to_string(&figure).unwrap_or_default());
}

/// Measures on SQLite, and on PostgreSQL where there is one.
pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    measure(Database::Sqlite, &|name| file(name)).await?;
    match Cluster::start(Durability::Full) {
        Ok(cluster) => measure(Database::Postgres, &|name| cluster.database(name)).await,
        Err(said) => {
            eprintln!("no figures of PostgreSQL: {said}");
            Ok(())
        }
    }
}

async fn measure(database: Database, url: &dyn Fn(&str) -> String) -> Result<()> {
    let clock = Arc::new(AtomicI64::new(1_795_147_200_000));
    let alone = Books::open(database, &url("alone"), &clock).await?;
    load::furnish(&alone).await?;
    let mut device = Device::register(&alone).await?;
    let requests = device.requests(MANY, BATCH);
    let begun = Instant::now();
    for request in &requests {
        push(&mut device, request).await?;
    }
    let value = begun.elapsed().as_secs_f64();
    let floor = floor::of(database, &url("alone"), &url("floor_alone"), &clock, BATCH).await?;
    told("push 10,000 from one device", database, value, Some(floor), Some(0.6));

    let crowd = Books::open(database, &url("crowd"), &clock).await?;
    load::furnish(&crowd).await?;
    let value = push_from_many(&crowd).await?;
    let floor = floor::of(database, &url("crowd"), &url("floor_crowd"), &clock, 2_000).await?;
    told("push 10,000 from 50 devices at once", database, value, Some(floor), Some(0.25));

    let mut fresh = Device::register(&alone).await?;
    let begun = Instant::now();
    let (mut cursors, pulled) = pull(&mut fresh, vec![]).await?;
    ensure!(MANY <= pulled, "{pulled} changes");
    told("pull 10,000", database, begun.elapsed().as_secs_f64(), None, Some(0.15));
    let few = device.requests(10, 10);
    push(&mut device, &few[0]).await?;
    let begun = Instant::now();
    (cursors, _) = pull(&mut fresh, cursors).await?;
    told("pull 10 among 10,000", database, begun.elapsed().as_secs_f64(), None, Some(0.01));
    drop(cursors);
    crowd.close().await;
    alone.close().await;
    Ok(())
}

async fn push_from_many(books: &Books) -> Result<f64> {
    let mut devices = vec![];
    for _ in 0..DEVICES {
        let mut device = Device::register(books).await?;
        let requests = device.requests(MANY / DEVICES, BATCH);
        devices.push((device, requests));
    }
    let begun = Instant::now();
    let pushing = devices.into_iter().map(|(mut device, requests)| {
        tokio::spawn(async move {
            for request in &requests {
                push(&mut device, request).await?;
            }
            anyhow::Ok(())
        })
    });
    for pushed in pushing.collect::<Vec<_>>() {
        pushed.await??;
    }
    Ok(begun.elapsed().as_secs_f64())
}

async fn push(device: &mut Device, request: &PushRequest) -> Result<()> {
    let reply: PushReply = device.client.post("/api/sync/push", request).await?.read()?;
    let PushReply::Answered { verdicts, .. } = reply else { anyhow::bail!("{reply:?}") };
    ensure!(verdicts.iter().all(|it| it.verdict == Verdict::Applied), "{:?}", verdicts[0]);
    Ok(())
}

/// Pulls to the end, first asking what there is to hold.
async fn pull(device: &mut Device, mut cursors: Vec<Cursor>) -> Result<(Vec<Cursor>, usize)> {
    let mut pulled = 0;
    loop {
        let request = PullRequest {
            epoch: device.epoch,
            device: device.device,
            schema: SCHEMA,
            scopes: cursors.clone(),
            limit: 2_000,
            oldest_pending: None,
        };
        let reply: PullReply = device.client.post("/api/sync/pull", &request).await?.read()?;
        let PullReply::Page { pages, added, .. } = reply else { anyhow::bail!("a new epoch") };
        let from_start = |Granted { scope, grant }| Cursor { scope, grant, seq: 0 };
        let mut more = !added.is_empty();
        cursors.extend(added.into_iter().map(from_start));
        for page in pages {
            let known = |it: &&mut Cursor| it.scope == page.scope;
            let cursor = cursors.iter_mut().find(known).context("a scope nobody asked for")?;
            cursor.seq = page.next;
            more |= page.next < page.head;
            if matches!(page.scope, Scope::Territory(_)) {
                pulled += page.changes.len();
            }
        }
        if !more {
            return Ok((cursors, pulled));
        }
    }
}
