//! Differential: what reached the simulated server in a life is asked of a real one, on SQLite and on
//! PostgreSQL; all it answers, and all it holds in the end, has to be the same.
//!
//! A history is a list of requests, not a seam behind which a life would drive a real server: a life
//! looks at the server's disk all the time, without waiting for it, and stays as quick as it is; both
//! databases hear the very same requests; and where they part, the request has a number. What the
//! network does is in the list: a request that was lost is not there, one that came twice is there
//! twice, and whether anybody heard the answer is no matter of the server's. A process that died before
//! it committed has heard nothing; one that died afterwards is started again.
//!
//! Backups are taken and put back on both databases. What is not asked of the real server: chunks one
//! by one, because each server cuts its own (with a manifest all of them are fetched, and their rows
//! compared), and hints, which promise nothing.

pub mod answers;
pub mod fields;
pub mod held;
pub mod like;
pub mod real;

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use futures::{StreamExt as _, stream};

use crate::{
    simulator::{
        defect::Defect,
        history::History,
        life::{self, Span},
    },
    world::{books::Database, dump},
};
use real::Real;

/// What a life came to on the real servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// How often each kind of thing happened.
    pub kinds: BTreeMap<String, usize>,
    /// On how many databases: one where there is no PostgreSQL.
    pub databases: usize,
}

/// Lives through a seed, plays what reached the server against real ones, and compares the databases
/// with the simulated disk and with each other, whole.
///
/// # Errors
/// Where they part, or the invariant that broke.
pub async fn against(seed: u64, span: Span, databases: &'static [Database]) -> Result<Played> {
    let history = life::history(seed, Defect::None, span);
    if let Some(breach) = &history.breach {
        anyhow::bail!("the life itself breaks an invariant: {breach}");
    }
    let mut dumps = vec![];
    for database in databases {
        dumps.extend(play(&history, *database).await?);
    }
    if let [one, other] = dumps.as_slice() {
        let found = dump::differences(one, other);
        ensure!(found.is_empty(), "the databases differ:\n  {}", found.join("\n  "));
    }
    Ok(Played { kinds: history.kinds(), databases: dumps.len() })
}

/// Plays a history against a real server and says all that it holds in the end; nothing where the
/// database cannot be had.
///
/// # Errors
/// Where the real server and the simulated one part.
pub async fn play(history: &History, database: Database) -> Result<Option<dump::Dump>> {
    let Some(mut real) = Real::begin(history, database).await? else { return Ok(None) };
    let all = history.steps.len();
    for (number, step) in history.steps.iter().enumerate() {
        let found = real.take(number, step).await;
        let told = || real::told(step);
        let found =
            found.with_context(|| format!("request {} of {all}: {}", number + 1, told()))?;
        ensure!(
            found.is_empty(),
            "{database:?}, request {} of {all}, {}:\n  {}",
            number + 1,
            told(),
            found.join("\n  ")
        );
    }
    let found = real.holds(&history.disk).await?;
    ensure!(found.is_empty(), "{database:?}, after all {all} requests:\n  {}", found.join("\n  "));
    real.end().await.map(Some)
}

/// Plays seeds, as many at once as there are cores, and answers in their order.
///
/// # Panics
/// One of them does.
pub async fn many<T, F>(
    seeds: impl IntoIterator<Item = u64>,
    one: impl Fn(u64) -> F,
) -> Vec<(u64, T)>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // Tasks of their own: a life is lived without waiting for anything, and would keep the others.
    let tasks = seeds.into_iter().map(|seed| {
        let task = one(seed);
        async move { (seed, tokio::spawn(task).await.expect("a life that does not panic")) }
    });
    stream::iter(tasks).buffered(cores).collect().await
}
