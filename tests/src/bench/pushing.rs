//! Pushing 10,000 commands: from one phone in batches of 200, from ten phones at once, and all of it once
//! more because no answer came.

use std::time::Instant;

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use shared::{
    id::{DeviceId, Epoch},
    sync::{Command, PushReply, PushRequest, Verdict},
};

use super::{
    Figure, RUNS, floor, median,
    stage::{Caller, Grounds, Stage, seed},
};
use crate::{simulator::dice::Dice, world::books::Database};

const COMMANDS: usize = 10_000;
const BATCH: usize = 200;
const PHONES: usize = 10;
/// How many times the bare rows a push with rules may take.
const MOST_OF_FLOOR: f64 = 2.0;

pub async fn measure(grounds: &Grounds, database: Database, name: &str) -> Result<()> {
    let (mut alone, mut again, mut together, mut bare) = (vec![], vec![], vec![], vec![]);
    for _ in 0..RUNS {
        let stage = Stage::set(grounds, database).await?;
        let Pushed { first, replayed } = push(&stage, 1).await?;
        alone.push(first);
        again.push(replayed);
        bare.push(floor::same_rows(grounds, database, &stage, COMMANDS / BATCH).await?);
        let stage = Stage::set(grounds, database).await?;
        together.push(push(&stage, PHONES).await?.first);
    }
    let (bare, alone) = (median(bare), median(alone));
    let what = format!("push 10,000 from one phone, {name}");
    Figure::seconds(what, alone).over(bare).at_most(MOST_OF_FLOOR * bare).tell()?;
    let what = format!("push 10,000 from ten phones, {name}");
    Figure::seconds(what, median(together)).over(bare).at_most(MOST_OF_FLOOR * bare).tell()?;
    let what = format!("push the same 10,000 again, {name}");
    Figure::seconds(what, median(again)).over(bare).at_most(alone).tell()
}

/// Seconds from the first request to the last answer, of commands that are new and of the same again.
struct Pushed {
    first: f64,
    replayed: f64,
}

/// What is sent is ready beforehand.
async fn push(stage: &Stage, phones: usize) -> Result<Pushed> {
    let mut ready = vec![];
    for _ in 0..phones {
        let caller = stage.client("lin").await?;
        let (device, epoch) = stage.device(&caller).await?;
        let commands = stage.commands(COMMANDS / phones, &mut Dice::new(seed() << 20));
        ready.push((caller, requests(&commands, device, epoch)?));
    }
    Ok(Pushed { first: all_sent(&ready).await?, replayed: all_sent(&ready).await? })
}

async fn all_sent(ready: &[(Caller, Vec<String>)]) -> Result<f64> {
    let began = Instant::now();
    let answered = try_join_all(ready.iter().map(|(caller, requests)| send(caller, requests)));
    let answered: usize = answered.await?.into_iter().sum();
    let took = began.elapsed().as_secs_f64();
    ensure!(answered == COMMANDS, "{answered} of {COMMANDS} were applied");
    Ok(took)
}

fn requests(commands: &[Command], device: DeviceId, epoch: Epoch) -> Result<Vec<String>> {
    let mut requests = vec![];
    for (at, batch) in commands.chunks(BATCH).enumerate() {
        let raw = batch.iter().map(serde_json::value::to_raw_value);
        let request = PushRequest {
            epoch,
            device,
            first_op_seq: u64::try_from(at * BATCH + 1)?,
            commands: raw.collect::<serde_json::Result<_>>()?,
        };
        requests.push(serde_json::to_string(&request)?);
    }
    Ok(requests)
}

/// How many were applied.
async fn send(caller: &Caller, requests: &[String]) -> Result<usize> {
    let mut applied = 0;
    for request in requests {
        let reply = caller.post_text("/api/sync/push", request.clone()).await?;
        let PushReply::Answered { verdicts, .. } = serde_json::from_str(&reply)? else {
            anyhow::bail!("{reply}");
        };
        applied += verdicts.iter().filter(|it| it.verdict == Verdict::Applied).count();
    }
    Ok(applied)
}
