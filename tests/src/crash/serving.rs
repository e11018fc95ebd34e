//! The server as a process that is killed: started on a port of the loopback, ended without a word.

use std::{fs::File, process::Stdio, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, ChildStdout},
    time::{sleep, timeout},
};

use super::house::House;

/// A start takes a fraction of a second; a machine with other things to do gets longer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that ends with the run.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    pub address: String,
    /// Held open, so that nothing the server says fails.
    _out: BufReader<ChildStdout>,
}

fn spawn(house: &House) -> Result<Child> {
    let log = File::options().create(true).append(true).open(house.log())?;
    let mut command = house.command(&["serve", "--addr", "127.0.0.1:0"]);
    // No page is built into a binary of the tests: what it says of that stays out of the log.
    command.stdout(Stdio::piped()).stderr(log);
    command.spawn().context("the server starts")
}

impl Serving {
    pub async fn start(house: &House) -> Result<Serving> {
        let mut child = spawn(house)?;
        let mut out = BufReader::new(child.stdout.take().context("what the server says")?);
        let mut line = String::new();
        timeout(PATIENCE, out.read_line(&mut line)).await.context("the server comes up")??;
        if !line.starts_with("http://") {
            let log = std::fs::read_to_string(house.log()).unwrap_or_default();
            bail!("the server does not come up: {}", log.lines().last().unwrap_or_default());
        }
        Ok(Serving { child, address: line.trim().to_owned(), _out: out })
    }

    /// A start that is cut off after a moment, wherever it is by then.
    pub async fn killed_while_starting(house: &House, moment: Duration) -> Result<()> {
        let mut child = spawn(house)?;
        sleep(moment).await;
        child.kill().await.context("SIGKILL")
    }

    pub fn is_alive(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// SIGKILL: nothing is finished, nothing is said. A server that had ended by itself is an error.
    pub async fn kill(mut self) -> Result<()> {
        ensure!(self.is_alive()?, "the server had ended by itself");
        self.child.kill().await.context("SIGKILL")
    }
}
