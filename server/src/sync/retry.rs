//! Retry: what waits in quarantine for an upgrade or for a mended server is run again.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use shared::id::OpId;
use uuid::Uuid;

use super::group;
use crate::{
    dialect,
    error::{Blame, Error, Result},
    server::Server,
};

/// What became of the quarantine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retried {
    /// Commands that were waiting.
    pub waiting: usize,
    /// Of these, those that have been decided.
    pub decided: usize,
}

impl Server {
    /// Runs again what is in quarantine because this server did not know its kind or failed over
    /// it. The author hears of the outcome.
    ///
    /// # Errors
    /// The database failed for another reason than a command.
    pub async fn retry(&self) -> Result<Retried> {
        let waiting: Vec<Uuid> = sqlx::query_scalar(WAITING).fetch_all(self.read()).await?;
        let mut retried = Retried { waiting: waiting.len(), decided: 0 };
        for op in waiting {
            match self.retry_one(OpId(op)).await {
                Ok(decided) => retried.decided += usize::from(decided),
                Err(error) if error.blame() == Blame::Data => {
                    tracing::warn!(%op, ?error, "a command in quarantine failed again");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(retried)
    }

    async fn retry_one(&self, op: OpId) -> Result<bool> {
        let mut tx = dialect::begin(self.write()).await?;
        let run = AssertUnwindSafe(group::release(&mut tx, self.ground(), op)).catch_unwind();
        let ran = run.await.unwrap_or_else(|_| Err(Error::Unreadable("a rule failed".to_owned())));
        let written = match ran {
            Ok(Some(written)) => written,
            none => {
                tx.rollback().await?;
                return none.map(|_| false);
            }
        };
        tx.commit().await?;
        if let Some(register) = written.register {
            self.registers().keep(register);
        }
        self.heads().raise(written.heads);
        Ok(true)
    }
}

statements! {
    WAITING = "SELECT op_id FROM command WHERE held = 1 ORDER BY recorded_seq";
}
