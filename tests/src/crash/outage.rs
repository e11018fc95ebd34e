//! An outage: PostgreSQL is killed while the server lives and everybody works. Its postmaster is started
//! again after a while; where only a backend is killed it comes back by itself.

use std::{
    cell::Cell,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use futures::future::try_join_all;
use sqlx::{Connection as _, PgConnection};
use tokio::{process::Command, task::spawn_blocking, time::sleep};

use super::{
    serving::Serving,
    under_fire::{Fire, milliseconds},
};
use crate::{cluster::Cluster, simulator::dice::Dice};

/// Until everybody has an answer again, PostgreSQL's own recovery included.
const PATIENCE: Duration = Duration::from_secs(90);
/// Every so manieth kill is of a backend, all others are of the postmaster.
const BACKEND_EVERY: u64 = 2;
/// After the database is back, so long everybody goes on.
const AFTERWARDS: Duration = Duration::from_millis(150);

impl Fire {
    /// One kill of PostgreSQL under the server, and what has to hold after it.
    pub async fn outage(&mut self, serving: &mut Serving, cluster: &Arc<Cluster>) -> Result<()> {
        let (enough, witness) = (Cell::new(false), &self.witness);
        let workers = self.handsets.iter_mut();
        let at_work = try_join_all(workers.map(|it| it.work_through(&enough, witness)));
        let dice = &mut self.dice;
        let backend = (self.tally.cycles + 1).is_multiple_of(BACKEND_EVERY);
        let victim = if backend { Victim::Backend } else { Victim::Postmaster };
        let struck = async {
            let struck = strike(cluster, victim, dice).await;
            enough.set(true);
            struck
        };
        let (worked, struck) = tokio::join!(at_work, struck);
        struck?;
        worked?;
        let until = Instant::now() + PATIENCE;
        try_join_all(self.handsets.iter_mut().map(|it| it.come_through(until))).await?;
        ensure!(serving.is_alive()?, "the server ended with its database");
        self.tally.cycles += 1;
        self.agree().await
    }

    /// PostgreSQL stays away for longer than anybody waits: everybody is told to come again, who writes
    /// and who reads, and nobody is left without an answer.
    pub async fn long_outage(
        &mut self,
        serving: &mut Serving,
        cluster: &Arc<Cluster>,
    ) -> Result<()> {
        let backends = backends(cluster).await?;
        kill(cluster.postmaster().map_err(anyhow::Error::msg)?).await?;
        have_gone(&backends).await?;
        let witness = &self.witness;
        let asked = self.handsets.iter_mut().enumerate().map(|(at, it)| async move {
            if at.is_multiple_of(2) {
                it.is_refused_to_push().await
            } else {
                it.is_refused_to_pull(witness).await
            }
        });
        try_join_all(asked).await?;
        let again = Arc::clone(cluster);
        spawn_blocking(move || again.start_again()).await?.map_err(anyhow::Error::msg)?;
        let until = Instant::now() + PATIENCE;
        try_join_all(self.handsets.iter_mut().map(|it| it.come_through(until))).await?;
        ensure!(serving.is_alive()?, "the server ended with its database");
        self.tally.cycles += 1;
        self.agree().await
    }

    /// The last outage is over: everything from the first on.
    pub async fn end(mut self, serving: Serving) -> Result<super::Tally> {
        self.prove_all().await?;
        serving.kill().await?;
        Ok(self.counted())
    }
}

/// Which process of PostgreSQL is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Postmaster,
    Backend,
}

async fn strike(cluster: &Arc<Cluster>, victim: Victim, dice: &mut Dice) -> Result<()> {
    sleep(milliseconds(dice.between(20, 300))).await;
    match victim {
        Victim::Postmaster => {
            kill(cluster.postmaster().map_err(anyhow::Error::msg)?).await?;
            sleep(milliseconds(dice.between(0, 700))).await;
            let cluster = Arc::clone(cluster);
            spawn_blocking(move || cluster.start_again()).await?.map_err(anyhow::Error::msg)?;
        }
        Victim::Backend => {
            let pids = backends(cluster).await?;
            let pid = dice.one_of(&pids).context("a backend of the server")?;
            kill(u32::try_from(*pid)?).await?;
        }
    }
    sleep(AFTERWARDS).await;
    Ok(())
}

/// The processes that work for the server.
async fn backends(cluster: &Cluster) -> Result<Vec<i32>> {
    const BACKENDS: &str = "SELECT pid FROM pg_stat_activity \
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid";
    let mut connection = PgConnection::connect(&cluster.here("postgres")).await?;
    let pids = sqlx::query_scalar(BACKENDS).fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(pids)
}

/// Backends outlive their postmaster by a moment, in which they still answer.
async fn have_gone(pids: &[i32]) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    for pid in pids {
        while is_alive(*pid).await? {
            ensure!(Instant::now() < until, "backend {pid} outlives its postmaster");
            sleep(milliseconds(10)).await;
        }
    }
    Ok(())
}

async fn is_alive(pid: i32) -> Result<bool> {
    let mut asked = Command::new("kill");
    let asked = asked.args(["-0", &pid.to_string()]).stderr(Stdio::null());
    Ok(asked.status().await?.success())
}

/// SIGKILL.
async fn kill(pid: u32) -> Result<()> {
    let status = Command::new("kill").args(["-KILL", &pid.to_string()]).status().await?;
    ensure!(status.success(), "process {pid} could not be killed");
    Ok(())
}

/// Everybody is back at work on a server that is not killed.
pub async fn start(fire: &mut Fire) -> Result<Serving> {
    let serving = Serving::start(&fire.house).await.context("before the first outage")?;
    fire.handsets.iter_mut().for_each(|it| it.now_at(&serving.address));
    fire.agree().await?;
    Ok(serving)
}
