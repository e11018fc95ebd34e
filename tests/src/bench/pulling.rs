//! Pulling: 10,000 changes to a fresh client, as a feed and as a snapshot; 10 changes among 10,000 and among
//! a million, as long as the server takes for it.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use shared::{
    id::{DeviceId, Epoch, GrantId, TerritoryId},
    sync::{
        Chunk, Cursor, Manifest, PullReply, PullRequest, RegisterDevice, Registered, SCHEMA, Scope,
        SnapshotRequest,
    },
};

use super::{
    Figure, RUNS,
    floor::{self, lay_more},
    median, ninety_nine_of_a_hundred,
    stage::{CUSTOMERS, Caller, Grounds, Stage, bill, customer},
};
use crate::world::{PASSWORD, books::Database, client::Client};

const FRESH: usize = 10_000;
const MANY: usize = 1_000_000;
const FEW: i64 = 10;
/// How often ten changes are asked for.
const TIMES: usize = 1_000;
/// How many times the bare rows a pull may take.
const MOST_OF_FLOOR: f64 = 2.0;
/// Milliseconds of the server for ten changes, whatever lies before them.
const FEW_MOST_MS: f64 = 1.0;
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
    Figure::seconds(what, median(feed)).over(bare).at_most(MOST_OF_FLOOR * bare).tell()?;
    let what = format!("snapshot of 10,000 rows, {name}");
    Figure::seconds(what, median(snapshot)).over(bare).tell()?;

    few(&stage, scope, "10,000", name).await?;
    lay_more(&stage.books, &stage.url, &scope.to_string(), MANY - FRESH).await?;
    few(&stage, scope, "1,000,000", name).await
}

/// Ten changes at the end of a feed, asked of the server without a network between.
async fn few(stage: &Stage, scope: Scope, among: &str, name: &str) -> Result<()> {
    let mut client = Client::new(stage.books.router());
    client.sign_in("lin", PASSWORD).await?;
    let label = RegisterDevice { label: "bench".to_owned() };
    let Registered { device, epoch } = client.post("/api/device", &label).await?.read()?;
    let head = floor::reaches(&stage.books, &scope.to_string()).await?;
    let grant = asking_grant(&mut client, device, epoch, scope).await?;
    let scopes = vec![Cursor { scope, grant, seq: head - FEW }];
    let request = PullRequest {
        epoch,
        device,
        schema: SCHEMA,
        scopes,
        strange: vec![],
        limit: PAGE,
        oldest_pending: None,
        pending: None,
        prove: None,
        differed: vec![],
    };
    let (mut took, mut bare) = (vec![], vec![]);
    for _ in 0..TIMES {
        let began = Instant::now();
        let answer = client.post("/api/sync/pull", &request).await?;
        took.push(began.elapsed().as_secs_f64());
        let PullReply::Page { pages, .. } = answer.read()? else { anyhow::bail!("no page came") };
        let changes = pages.first().map_or(0, |it| it.changes.len());
        ensure!(i64::try_from(changes)? == FEW, "{changes} changes came");
        bare.push(floor::read_changes(&stage.books, &scope.to_string(), head - FEW).await?);
    }
    let bare = median(bare);
    let what = format!("pull 10 changes among {among}, the middle, {name}");
    Figure::milliseconds(what, median(took.clone())).over(bare).tell()?;
    let what = format!("pull 10 changes among {among}, 99 of 100, {name}");
    let took = ninety_nine_of_a_hundred(took);
    Figure::milliseconds(what, took).over(bare).at_most(FEW_MOST_MS).tell()
}

/// Under which grant a device may read a scope.
async fn asking_grant(
    client: &mut Client,
    device: DeviceId,
    epoch: Epoch,
    scope: Scope,
) -> Result<GrantId> {
    let request = PullRequest {
        epoch,
        device,
        schema: SCHEMA,
        scopes: vec![],
        strange: vec![],
        limit: 1,
        oldest_pending: None,
        pending: None,
        prove: None,
        differed: vec![],
    };
    let reply: PullReply = client.post("/api/sync/pull", &request).await?.read()?;
    let PullReply::Page { added, .. } = reply else { anyhow::bail!("no page came") };
    let granted = added.into_iter().find(|it| it.scope == scope);
    Ok(granted.context("the scope is granted")?.grant)
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

/// Seconds and changes from a number to the head. While the clock runs all of a reply is received, and
/// of it no more is read than where to go on, as of the bare rows no more is read than their length:
/// what a device makes of them is measured in the browser. Afterwards every reply is read and counted.
async fn pull(asking: &Asking, from: i64) -> Result<(f64, usize)> {
    let (mut seq, mut replies) = (from, vec![]);
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
        let reply = asking.caller.post_bytes("/api/sync/pull", &request).await?;
        let head = last_number(&reply, "head")?;
        seq = last_number(&reply, "next")?;
        replies.push(reply);
        if head <= seq {
            break;
        }
    }
    let took = began.elapsed().as_secs_f64();
    let mut changes = 0;
    for reply in replies {
        let PullReply::Page { pages, .. } = serde_json::from_slice(&reply)? else {
            anyhow::bail!("no page came");
        };
        let page = pages.first().context("a page")?;
        changes += page.changes.len();
        ensure!(page.changes.last().is_some_and(|it| it.seq == page.next), "a page ends elsewhere");
    }
    Ok((took, changes))
}

/// The number in the last field of this name: behind the changes of the only page.
fn last_number(reply: &[u8], name: &str) -> Result<i64> {
    let field = format!("\"{name}\":");
    let at = reply.windows(field.len()).rposition(|it| it == field.as_bytes());
    let digits = &reply[at.context("no such field")? + field.len()..];
    let end = digits.iter().position(|it| !it.is_ascii_digit()).unwrap_or(digits.len());
    Ok(std::str::from_utf8(&digits[..end])?.parse()?)
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
