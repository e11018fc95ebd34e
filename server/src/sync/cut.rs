//! Cutting the log: the beginning of a feed that hardly anybody reads any more goes. Whoever stood there
//! takes a snapshot; the rest counts on as before, and no command is torn.
//!
//! Only changes go. Commands, their verdicts and their payloads stay, and so does where a customer has
//! been.

use std::sync::{Mutex, PoisonError};

use shared::calendar::Day;
use sqlx::Row as _;

use super::group::AFTER_THE_OTHERS;
use crate::{
    dialect::{self, Db},
    error::Result,
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

/// How much of the log is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kept {
    /// Whatever was received in the last so many days.
    pub days: u32,
    /// And of each scope no more than about so many changes: never more than half a command over.
    pub changes: i64,
}

impl Kept {
    /// A quarter of a year is longer than anybody is away, and reading half a million changes takes
    /// longer than a snapshot of the largest territory.
    const USUAL: Kept = Kept { days: 90, changes: 500_000 };
}

/// What was cut away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cut {
    pub scopes: usize,
    pub changes: u64,
}

/// The day on which this process has cut the log last.
#[derive(Debug, Default)]
pub struct CutOn(Mutex<Option<Day>>);

impl CutOn {
    fn is(&self, day: Day) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(day)
    }

    fn note(&self, day: Day) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(day);
    }
}

/// Changes deleted in one transaction, so that nobody waits for long to write.
const AT_ONCE: i64 = 2_000;
const DAY_MS: i64 = 86_400_000;

impl Server {
    /// Cuts the log once a day.
    pub(crate) async fn cut_log_daily(&self) -> Result<()> {
        let today = self.today().await?;
        if self.cut_on().is(today) {
            return Ok(());
        }
        let cut = self.cut_to(Kept::USUAL).await?;
        self.cut_on().note(today);
        if 0 < cut.changes {
            tracing::info!(cut.changes, cut.scopes, "the beginning of the log was cut");
        }
        Ok(())
    }

    /// Cuts away what was received more than so many days ago.
    ///
    /// # Errors
    /// The database failed; what was cut by then is cut whole.
    pub async fn cut_log(&self, days: u32) -> Result<Cut> {
        self.cut_to(Kept { days, ..Kept::USUAL }).await
    }

    pub(super) async fn cut_to(&self, kept: Kept) -> Result<Cut> {
        let since = self.now().0 - i64::from(kept.days) * DAY_MS;
        let mut cut = Cut::default();
        let scopes: Vec<String> = sqlx::query_scalar(SCOPES).fetch_all(self.read()).await?;
        for scope in scopes {
            let mut tx = dialect::begin(self.write()).await?;
            sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
            let young: Option<i64> =
                sqlx::query_scalar(YOUNG).bind(since).fetch_one(&mut *tx).await?;
            raise(&mut tx, &scope, young.unwrap_or(i64::MAX), kept.changes).await?;
            tx.commit().await?;
            let gone = self.delete_below(&scope).await?;
            cut.changes += gone;
            cut.scopes += usize::from(0 < gone);
        }
        Ok(cut)
    }

    /// Deletes what lies below the horizon: after it was raised nobody reads it, and what a process that
    /// died has left is found the next time.
    async fn delete_below(&self, scope: &str) -> Result<u64> {
        let mut gone = 0;
        loop {
            let done = sqlx::query(DELETE).bind(scope).bind(AT_ONCE).execute(self.write()).await?;
            if done.rows_affected() == 0 {
                return Ok(gone);
            }
            gone += done.rows_affected();
        }
    }
}

/// Raises the horizon of a scope to just before the first change that stays: the first of a young
/// command, or of the command with which there are few enough.
async fn raise(tx: &mut Connection, scope: &str, young: i64, most: i64) -> Result<()> {
    let row = sqlx::query(HEAD).bind(scope).fetch_one(&mut *tx).await?;
    let (head, horizon): (i64, i64) = (row.get(0), row.get(1));
    let first: Option<i64> = sqlx::query_scalar(FIRST_YOUNG)
        .bind(scope)
        .bind(horizon)
        .bind(young)
        .fetch_optional(&mut *tx)
        .await?;
    let by_age = first.map_or(head, |first| first - 1);
    let last_before: Option<i64> = sqlx::query_scalar(LAST_BEFORE)
        .bind(scope)
        .bind(head.saturating_sub(most).saturating_add(1))
        .fetch_optional(&mut *tx)
        .await?;
    let to = by_age.max(last_before.unwrap_or(0));
    if horizon < to {
        sqlx::query(RAISE).bind(to).bind(scope).execute(&mut *tx).await?;
    }
    Ok(())
}

statements! {
    SCOPES = "SELECT scope FROM scope_head ORDER BY scope";
    HEAD = "SELECT head, horizon FROM scope_head WHERE scope = $1";
    /// The place of the first command that is young. One that was run again stands behind them all.
    YOUNG = "SELECT MIN(recorded_seq) FROM command WHERE received_at >= $1";
    FIRST_YOUNG = "SELECT seq FROM change WHERE scope = $1 AND seq > $2 AND recorded_seq >= $3 \
        ORDER BY seq LIMIT 1";
    /// The last change of the commands before the one to which this change belongs.
    LAST_BEFORE = "SELECT c.seq FROM change c JOIN change here ON here.scope = c.scope \
        WHERE here.scope = $1 AND here.seq = $2 AND c.seq < here.seq \
        AND c.recorded_seq < here.recorded_seq ORDER BY c.seq DESC LIMIT 1";
    RAISE = "UPDATE scope_head SET horizon = $1 WHERE scope = $2";
    DELETE = "DELETE FROM change WHERE scope = $1 AND seq IN (SELECT c.seq FROM change c \
        JOIN scope_head h ON h.scope = c.scope \
        WHERE c.scope = $1 AND c.seq <= h.horizon ORDER BY c.seq LIMIT $2)";
}
