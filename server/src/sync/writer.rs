//! The writer: one task that gathers what waits, of all devices, into groups.

use std::{ops::Range, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::FutureExt as _;
use shared::{
    id::{DeviceId, Epoch},
    sync::apply::Signed,
};
use sqlx::Pool;
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::{
    built_in::BuiltIn,
    group::{self, Batch, BatchAnswer, Ground, Written},
    heads::Heads,
    incoming::Incoming,
    numbering::Numbering,
};
use crate::{
    dialect::{self, Db},
    error::{Blame, Error, Result},
};

/// Commands in one transaction at most.
pub const GROUP_MOST: usize = 2_000;
/// Batches that may wait; whoever comes then waits outside.
const WAITING_MOST: usize = 256;
/// How long a group is begun again and again because other writers are in the way, before its
/// senders are told to come again.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest pause between two tries.
const PAUSE_MOST: Duration = Duration::from_millis(250);

/// A batch on its way into the writer.
#[derive(Debug)]
pub struct Sent {
    pub device: DeviceId,
    pub signed: Signed,
    pub epoch: Option<Epoch>,
    pub numbering: Numbering,
    pub commands: Vec<Incoming>,
}

impl Sent {
    pub fn by(built_in: BuiltIn, commands: Vec<Incoming>) -> Sent {
        Sent {
            device: built_in.device(),
            signed: built_in.signed(),
            epoch: None,
            numbering: Numbering::Allotted,
            commands,
        }
    }

    /// What a person's device sends, numbered by itself.
    pub fn from_device(
        device: DeviceId,
        signed: Signed,
        first: i64,
        commands: Vec<Incoming>,
    ) -> Sent {
        Sent { device, signed, epoch: None, numbering: Numbering::From(first), commands }
    }

    pub fn batch(&self) -> Batch<'_> {
        Batch {
            device: self.device,
            signed: &self.signed,
            epoch: self.epoch,
            numbering: self.numbering,
            commands: &self.commands,
        }
    }
}

type Waiting = (Sent, oneshot::Sender<Result<BatchAnswer>>);

/// The way into the writer.
#[derive(Debug, Clone)]
pub struct Writer(mpsc::Sender<Waiting>);

impl Writer {
    /// Starts the task; it ends when the last way into it is dropped.
    pub fn start(write: Pool<Db>, ground: Arc<Ground>, heads: Arc<Heads>) -> Writer {
        let (way_in, mut waiting) = mpsc::channel::<Waiting>(WAITING_MOST);
        tokio::spawn(async move {
            let task = Task { write, ground, heads };
            while let Some(first) = waiting.recv().await {
                let mut group = vec![first];
                let mut commands = group[0].0.commands.len();
                while commands < GROUP_MOST
                    && let Ok(next) = waiting.try_recv()
                {
                    commands += next.0.commands.len();
                    group.push(next);
                }
                task.answer(group).await;
            }
        });
        Writer(way_in)
    }

    pub async fn send(&self, sent: Sent) -> Result<BatchAnswer> {
        let (tell, told) = oneshot::channel();
        self.0.send((sent, tell)).await.map_err(|_| Error::Unavailable)?;
        told.await.map_err(|_| Error::Unavailable)?
    }
}

struct Task {
    write: Pool<Db>,
    ground: Arc<Ground>,
    heads: Arc<Heads>,
}

impl Task {
    async fn answer(&self, group: Vec<Waiting>) {
        let batches: Vec<Batch<'_>> = group.iter().map(|(sent, _)| sent.batch()).collect();
        let mut answers: Vec<Result<BatchAnswer>> = vec![];
        match self.run(&batches).await {
            Ok(told) => answers.extend(told.into_iter().map(Ok)),
            Err(error) if matches!(error.blame(), Blame::Conflict | Blame::Weather) => {
                tracing::error!(?error, "a group was not written");
                answers.extend(batches.iter().map(|_| Err(Error::Unavailable)));
            }
            Err(error) if error.is_full() => {
                error.tell_of_full_disk();
                answers.extend(batches.iter().map(|_| Err(Error::DiskFull)));
            }
            Err(error) => {
                tracing::error!(?error, "a group failed; its batches are run alone");
                for batch in &batches {
                    let answer = self.alone(batch).await;
                    answers.push(answer.map_err(|_| Error::Unavailable));
                }
            }
        }
        drop(batches);
        for ((_, tell), answer) in group.into_iter().zip(answers) {
            // Who has gone away asks again and gets the stored verdicts.
            let _ = tell.send(answer);
        }
    }

    /// Runs batches as one transaction, again and again while others are in the way.
    async fn run(&self, batches: &[Batch<'_>]) -> Result<Vec<BatchAnswer>> {
        let until = Instant::now() + PATIENCE;
        let mut pause = Duration::from_millis(5);
        loop {
            match self.attempt(batches).await {
                Err(error) if error.blame() == Blame::Conflict && Instant::now() < until => {
                    tracing::debug!(%error, "another writer was in the way");
                    tokio::time::sleep(pause).await;
                    pause = PAUSE_MOST.min(pause * 2);
                }
                done => return done,
            }
        }
    }

    async fn attempt(&self, batches: &[Batch<'_>]) -> Result<Vec<BatchAnswer>> {
        let mut tx = dialect::begin(&self.write).await?;
        let run = group::run(&mut tx, &self.ground, batches);
        // A rule that panics is that command's fault, like one the database refuses.
        let ran = AssertUnwindSafe(run).catch_unwind().await;
        let written = ran.unwrap_or_else(|_| Err(Error::Unreadable("a rule failed".to_owned())))?;
        tx.commit().await?;
        Ok(self.publish(written))
    }

    fn publish(&self, written: Written) -> Vec<BatchAnswer> {
        if let Some(register) = written.register {
            self.ground.register.keep(register);
        }
        self.heads.raise(written.heads);
        written.answers
    }

    /// A batch of a group that failed: alone, then in ever smaller parts, each in its turn, down to
    /// the commands that fail by themselves.
    async fn alone(&self, batch: &Batch<'_>) -> Result<BatchAnswer> {
        let mut all = vec![];
        let mut of = None;
        let whole: Range<usize> = 0..batch.commands.len();
        let mut parts = vec![whole];
        while let Some(part) = parts.pop() {
            let one = batch.part(part.clone());
            let told = match self.run(&[one]).await {
                Err(error) if error.blame() == Blame::Data && 1 < part.len() => {
                    let middle = part.start + part.len() / 2;
                    parts.push(middle..part.end);
                    parts.push(part.start..middle);
                    continue;
                }
                Err(error) if error.blame() == Blame::Data => self.again(&one).await?,
                told => told?,
            };
            match told.into_iter().next() {
                Some(BatchAnswer::Answered { epoch, answers }) => {
                    of = Some(epoch);
                    all.extend(answers);
                }
                // Nothing of the batch is taken, or the rest of it is not.
                other => return other.ok_or(Error::Unavailable),
            }
        }
        let epoch = of.ok_or(Error::Unavailable)?;
        Ok(BatchAnswer::Answered { epoch, answers: all })
    }

    /// A command that failed by itself: what fails twice is put into quarantine.
    async fn again(&self, one: &Batch<'_>) -> Result<Vec<BatchAnswer>> {
        let error = match self.run(std::slice::from_ref(one)).await {
            Err(error) if error.blame() == Blame::Data => error,
            told => return told,
        };
        let Some(incoming) = one.commands.first() else { return Err(error) };
        tracing::error!(op = %incoming.op_id, ?error, "a command failed alone, twice");
        let said = said_of(&error);
        let failing = incoming.failing(said);
        match self.run(&[Batch { commands: std::slice::from_ref(&failing), ..*one }]).await {
            // The letter repeats what the command says: that may be what the database refuses.
            Err(error) if error.blame() == Blame::Data => {
                let untold = Incoming { act: None, ..failing };
                self.run(&[Batch { commands: std::slice::from_ref(&untold), ..*one }]).await
            }
            told => told,
        }
    }
}

/// The fault in one word for whoever reads the verdict; never SQL.
fn said_of(error: &Error) -> String {
    match error {
        Error::Database(sqlx::Error::Database(error)) => {
            format!("database code {}", error.code().unwrap_or_default())
        }
        _ => "a rule failed".to_owned(),
    }
}
