//! Live: from a rep's push to the data of the manager's page: push, hint, and the page that follows it.

use std::time::Instant;

use anyhow::{Context as _, Result};
use futures::StreamExt as _;
use shared::sync::PushRequest;

use super::{
    Figure, median,
    stage::{Grounds, Stage, seed},
};
use crate::{simulator::dice::Dice, world::books::Database};

const TIMES: u64 = 20;

pub async fn measure(grounds: &Grounds, database: Database, name: &str) -> Result<()> {
    let stage = Stage::set(grounds, database).await?;
    let rep = stage.client("lin").await?;
    let (device, epoch) = stage.device(&rep).await?;
    let manager = stage.client("chen").await?;
    let mut hints = manager.stream("/api/sync/live").await?.bytes_stream();
    // The stream begins by saying where everything stands.
    hints.next().await.context("the stream begins")??;
    let mut took = vec![];
    let mut dice = Dice::new(seed() << 20);
    for op_seq in 1..=TIMES {
        let commands = stage.commands(1, &mut dice);
        let raw = commands.iter().map(serde_json::value::to_raw_value);
        let commands = raw.collect::<serde_json::Result<_>>()?;
        let request = PushRequest { epoch, device, first_op_seq: op_seq, commands };
        let began = Instant::now();
        let pushed = rep.post("/api/sync/push", &request);
        let heard = async {
            loop {
                let piece = hints.next().await.context("the stream goes on")??;
                if String::from_utf8_lossy(&piece).contains("territory:") {
                    return manager.get("/api/promises").await;
                }
            }
        };
        let (pushed, heard) = tokio::join!(pushed, heard);
        pushed?;
        heard?;
        took.push(began.elapsed().as_secs_f64());
    }
    let what = format!("push to manager's page, {name}");
    Figure::milliseconds(what, median(took)).at_most(2_000.0).tell()
}
