//! A rehearsal: many groups in one transaction, which ends as if it had never been, or all at once.

use std::sync::Arc;

use shared::sync::Command;
use sqlx::Transaction;

use super::{
    built_in::BuiltIn,
    group::{self, BatchAnswer, Ground, Submitted},
    heads::Heads,
    incoming::Incoming,
    writer::{GROUP_MOST, Sent},
};
use crate::{
    dialect::Db,
    error::{Error, Result},
};

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
            let written = group::run(&mut self.tx, &self.ground, &[sent.batch()]).await?;
            if let Some(register) = written.register {
                self.ground.register.keep(register);
            }
            self.reached.extend(written.heads);
            for answer in written.answers {
                all.extend(answered(answer)?);
            }
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
