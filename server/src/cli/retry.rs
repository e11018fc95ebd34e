//! `chitbook retry`: what is in quarantine is run again; `serve` does so when it starts.

use anyhow::Result;

use super::{
    database::{Database, on},
    say::{Say, count, errln, outln},
};

pub async fn retry(database: &Database, say: Say) -> Result<()> {
    let (waiting, decided) = run(database).await?;
    outln!("{}", sentence(waiting, decided, say));
    Ok(())
}

/// A quarantine that cannot be looked at is no reason not to serve.
pub async fn before_serving(database: &Database, say: Say) {
    match run(database).await {
        Ok((0, _)) => {}
        Ok((waiting, decided)) => errln!("{}", sentence(waiting, decided, say)),
        Err(error) => tracing::warn!(?error, "the quarantine was not run again"),
    }
}

async fn run(database: &Database) -> Result<(usize, usize)> {
    on!(database, server => {
        let retried = server.retry().await?;
        Ok((retried.waiting, retried.decided))
    })
}

fn sentence(waiting: usize, decided: usize, say: Say) -> String {
    let commands = count(waiting as u64, "command", "commands");
    say.of(
        &format!("{waiting} 条待处理的操作，现已处理 {decided} 条"),
        &format!("{commands} in quarantine, {decided} of them decided now"),
    )
}
