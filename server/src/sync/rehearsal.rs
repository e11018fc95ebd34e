//! A rehearsal: many groups in one transaction, which ends as if it had never been, or all at once.

use std::sync::Arc;

use shared::{
    calendar::Instant,
    id::{DeviceId, UserId},
    sync::Command,
};
use sqlx::Transaction;

use super::{
    built_in::BuiltIn,
    group::{self, Batch, BatchAnswer, Ground, Submitted},
    heads::Heads,
    incoming::Incoming,
    writer::{GROUP_MOST, Sent},
};
use crate::{
    dialect::Db,
    error::{Error, Result},
};

/// A person's device that is there from the beginning of a rehearsal.
pub struct NewDevice<'a> {
    pub device: DeviceId,
    pub user: UserId,
    pub label: &'a str,
    pub at: Instant,
}

/// Commands of one of the server's own devices, decided and written but not yet committed. While it
/// is open no other writer gets in; dropped, it is rolled back.
pub struct Rehearsal {
    tx: Transaction<'static, Db>,
    by: BuiltIn,
    /// Its own, so that nobody reads a register that is never committed.
    ground: Ground,
    heads: Arc<Heads>,
    reached: Vec<(shared::sync::Scope, i64)>,
}

impl Rehearsal {
    pub(crate) fn new(
        tx: Transaction<'static, Db>,
        by: BuiltIn,
        ground: Ground,
        heads: Arc<Heads>,
    ) -> Rehearsal {
        Rehearsal { tx, by, ground, heads, reached: vec![] }
    }

    /// # Errors
    /// The database failed: nothing of the rehearsal can be kept.
    pub async fn submit(&mut self, commands: Vec<Command>) -> Result<Vec<Submitted>> {
        let mut all = Vec::with_capacity(commands.len());
        let mut rest = commands.into_iter().map(Incoming::of_system).peekable();
        while rest.peek().is_some() {
            let sent = Sent::by(self.by, rest.by_ref().take(GROUP_MOST).collect());
            all.extend(self.run(&[sent.batch()]).await?);
        }
        Ok(all)
    }

    /// Registers a device, which no other has to be told of before all is kept.
    pub(crate) async fn register(&mut self, it: NewDevice<'_>) -> Result<()> {
        let query = sqlx::query(DEVICE).bind(it.device.0).bind(it.user.0).bind(it.label);
        query.bind(it.at.0).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// What several devices sent, as one group in the order of the batches.
    ///
    /// # Errors
    /// The database failed, or a batch was not taken at all.
    pub(crate) async fn submit_all(&mut self, sent: &[Sent]) -> Result<Vec<Submitted>> {
        let batches: Vec<_> = sent.iter().map(Sent::batch).collect();
        self.run(&batches).await
    }

    async fn run(&mut self, batches: &[Batch<'_>]) -> Result<Vec<Submitted>> {
        let written = group::run(&mut self.tx, &self.ground, batches).await?;
        if let Some(register) = written.register {
            self.ground.register.keep(register);
        }
        self.reached.extend(written.heads);
        let mut all = vec![];
        for answer in written.answers {
            all.extend(answered(answer)?);
        }
        Ok(all)
    }

    /// Keeps all of it.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        self.heads.raise(self.reached);
        Ok(())
    }

    /// Keeps nothing of it.
    pub async fn roll_back(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }
}

/// The answers to a batch of the server's own devices.
pub fn answered(answer: BatchAnswer) -> Result<Vec<Submitted>> {
    match answer {
        BatchAnswer::Answered { answers, .. } => Ok(answers),
        BatchAnswer::Revoked
        | BatchAnswer::Unknown
        | BatchAnswer::Expected { .. }
        | BatchAnswer::Forked { .. }
        | BatchAnswer::NewEpoch { .. } => Err(Error::DeviceRevoked),
    }
}

statements! {
    DEVICE = "INSERT INTO device (id, user_id, kind, label, last_op_seq, registered_at) \
        VALUES ($1, $2, 'browser', $3, 0, $4)";
}
