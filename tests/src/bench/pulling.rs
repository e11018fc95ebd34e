//! Pulling: 10,000 changes to a fresh client, as a feed and as a snapshot; 10 changes among 100,000.

use std::time::Instant;

use anyhow::{Result, ensure};
use shared::{
    id::{DeviceId, Epoch, TerritoryId},
    sync::{Chunk, Cursor, Manifest, PullReply, PullRequest, SCHEMA, Scope, SnapshotRequest},
};

use super::{
    Figure, RUNS, floor, median,
    stage::{CUSTOMERS, Caller, Grounds, Stage, bill, customer},
};
use crate::world::books::Database;

const FRESH: usize = 10_000;
const MANY: usize = 100_000;
const FEW: i64 = 10;
/// Changes in one reply at most.
const PAGE: u32 = 2_000;

/// A device that asks.
struct Asking {
    caller: Caller,
    device: DeviceId,
    epoch: Epoch,
    manifest: Manifest,
}

pub async fn measure(grounds: &Grounds, database: Database, name: &str) -> Result<()> {
    let stage = Stage::set(grounds, database).await?;
    fill(&stage, 0, FRESH).await?;
    let scope = Scope::Territory(TerritoryId::of_code("east"));
    let (mut feed, mut bare, mut snapshot) = (vec![], vec![], vec![]);
    for _ in 0..RUNS {
        let asking = asking(&stage, scope).await?;
        let before = asking.manifest.seq - i64::try_from(FRESH)?;
        let (took, changes) = pull(&asking, before).await?;
        ensure!(changes == FRESH, "{changes} changes came");
        feed.push(took);
        bare.push(floor::read_changes(&stage.books, &scope.to_string(), before).await?);
        snapshot.push(take_snapshot(&asking, scope).await?);
    }
    let bare = median(bare);
    let what = format!("pull 10,000 changes, {name}");
    Figure::seconds(what, median(feed)).over(bare).tell()?;
    let what = format!("snapshot of 10,000 rows, {name}");
    Figure::seconds(what, median(snapshot)).over(bare).tell()?;

    fill(&stage, FRESH, MANY - FRESH).await?;
    let (mut few, mut bare) = (vec![], vec![]);
    let asking = asking(&stage, scope).await?;
    for _ in 0..4 * RUNS {
        let before = asking.manifest.seq - FEW;
        let (took, changes) = pull(&asking, before).await?;
        ensure!(i64::try_from(changes)? == FEW, "{changes} changes came");
        few.push(took);
        bare.push(floor::read_changes(&stage.books, &scope.to_string(), before).await?);
    }
    let what = format!("pull 10 changes among 100,000, {name}");
    Figure::milliseconds(what, median(few)).over(median(bare)).tell()
}

/// More receivables of the customers: one change each.
async fn fill(stage: &Stage, from: usize, count: usize) -> Result<()> {
    let numbers = CUSTOMERS + from..CUSTOMERS + from + count;
    let acts = numbers.map(|it| (Some(customer(it % CUSTOMERS)), bill(it % CUSTOMERS, it)));
    stage.books.submit(acts.collect()).await
}

async fn asking(stage: &Stage, scope: Scope) -> Result<Asking> {
    let caller = stage.client("lin").await?;
    let (device, epoch) = stage.device(&caller).await?;
    let asked = SnapshotRequest { epoch, scope, schema: SCHEMA };
    let manifest = caller.ask("/api/sync/snapshot", &asked).await?;
    Ok(Asking { caller, device, epoch, manifest })
}

/// Seconds and changes from a number to the head, read as a device reads them.
async fn pull(asking: &Asking, from: i64) -> Result<(f64, usize)> {
    let (mut seq, mut changes) = (from, 0);
    let began = Instant::now();
    loop {
        let Asking { device, epoch, manifest, .. } = asking;
        let scopes = vec![Cursor { scope: manifest.scope, grant: manifest.grant, seq }];
        let request = PullRequest {
            epoch: *epoch,
            device: *device,
            schema: SCHEMA,
            scopes,
            strange: vec![],
            limit: PAGE,
            oldest_pending: None,
            pending: None,
            prove: None,
            differed: vec![],
        };
        let reply: PullReply = asking.caller.ask("/api/sync/pull", &request).await?;
        let PullReply::Page { pages, .. } = reply else { anyhow::bail!("no page came") };
        let Some(page) = pages.first() else { anyhow::bail!("no page came") };
        changes += page.changes.len();
        seq = page.next;
        if page.head <= seq {
            return Ok((began.elapsed().as_secs_f64(), changes));
        }
    }
}

/// Seconds for the manifest and all chunks, read.
async fn take_snapshot(asking: &Asking, scope: Scope) -> Result<f64> {
    let began = Instant::now();
    let request = SnapshotRequest { epoch: asking.epoch, scope, schema: SCHEMA };
    let manifest: Manifest = asking.caller.ask("/api/sync/snapshot", &request).await?;
    let mut rows = 0;
    for it in &manifest.chunks {
        let text = asking.caller.get(&format!("/api/sync/chunk/{}", it.digest)).await?;
        rows += match serde_json::from_str(&text)? {
            Chunk::Briefs(_) => 0,
            Chunk::Rows(rows) => rows.len(),
        };
    }
    let took = began.elapsed().as_secs_f64();
    ensure!(FRESH <= rows, "{rows} rows came");
    Ok(took)
}
