//! Stored jobs: read, claimed by the version that was seen, and listed newest first.

use shared::{
    calendar::Instant,
    id::ImportId,
    import::job::{Errand, Job, JobState, SILENT_MS, StagedFile},
};
use sqlx::Row as _;
use uuid::Uuid;

use crate::{
    dialect::Db,
    error::{Error, Result},
    server::Server,
};

type Found = <Db as sqlx::Database>::Row;

/// A job as it is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    pub job: Job,
    pub version: i64,
    server: Uuid,
    beat_at: i64,
}

impl Stored {
    fn of(row: &Found) -> Result<Stored> {
        let job = serde_json::from_str(row.get(0))?;
        Ok(Stored { job, version: row.get(1), server: row.get(2), beat_at: row.get(3) })
    }

    /// The job as it stands now: one that runs nowhere any more was interrupted. Whoever is told that
    /// it has ended may begin the next at once, so it runs until it has left its place.
    pub fn seen(mut self, server: &Server) -> Stored {
        if let Some(state) = server.imports().state_of(self.job.id) {
            self.job.state = state;
        } else if let JobState::Running { errand, .. } = self.job.state
            && self.is_lost(server)
        {
            self.job.state = JobState::Interrupted { errand };
        }
        self
    }

    /// Whether its row says that it runs here, and here it does not.
    fn has_left(&self, server: &Server) -> bool {
        matches!(self.job.state, JobState::Running { .. })
            && self.server == server.imports().process()
            && server.imports().state_of(self.job.id).is_none()
    }

    /// Whether nobody works on it any more that said to do so.
    fn is_lost(&self, server: &Server) -> bool {
        let here = self.server == server.imports().process();
        here || self.beat_at.saturating_add(SILENT_MS) < server.now().0
    }
}

impl Server {
    pub(super) async fn stored_import(&self, id: ImportId) -> Result<Stored> {
        let mut stored = self.stored_row(id).await?;
        // It may have ended since its row was read. What came of it is written before the place is
        // left, so a second look has it.
        if stored.has_left(self) {
            stored = self.stored_row(id).await?;
        }
        Ok(stored.seen(self))
    }

    async fn stored_row(&self, id: ImportId) -> Result<Stored> {
        let row = sqlx::query(ONE).bind(id.0).fetch_optional(self.read()).await?;
        Stored::of(&row.ok_or(Error::NotFound)?)
    }

    /// The same for whoever has taken the one place: what is said to run here does so no more.
    pub(super) async fn stored_before(&self, id: ImportId) -> Result<Stored> {
        let mut stored = self.stored_row(id).await?;
        if let JobState::Running { errand, .. } = stored.job.state
            && stored.is_lost(self)
        {
            stored.job.state = JobState::Interrupted { errand };
        }
        Ok(stored)
    }

    pub(super) async fn stored_imports(&self, limit: i64, offset: i64) -> Result<(Vec<Job>, i64)> {
        let mut tx = self.snapshot().await?;
        let total = sqlx::query_scalar(COUNT).fetch_one(&mut *tx).await?;
        let mut jobs = vec![];
        let rows = sqlx::query(ALL).bind(limit).bind(offset);
        for row in rows.fetch_all(&mut *tx).await? {
            let mut stored = Stored::of(&row)?;
            if stored.has_left(self) {
                stored = self.stored_row(stored.job.id).await?;
            }
            jobs.push(stored.seen(self).job.in_brief());
        }
        Ok((jobs, total))
    }

    pub(super) async fn store_new_import(&self, job: &Job) -> Result<()> {
        sqlx::query(NEW)
            .bind(job.id.0)
            .bind(job.at.0)
            .bind(self.imports().process())
            .bind(self.now().0)
            .bind(serde_json::to_string(job)?)
            .execute(self.write())
            .await?;
        Ok(())
    }

    /// Writes a job over the version that was read.
    ///
    /// # Errors
    /// [`Error::ImportMoved`] when somebody else was quicker.
    pub(super) async fn store_import(&self, job: &Job, version: i64) -> Result<()> {
        let staged = i64::from(job.file == StagedFile::Here);
        let written = sqlx::query(CHANGE)
            .bind(serde_json::to_string(job)?)
            .bind(staged)
            .bind(self.imports().process())
            .bind(self.now().0)
            .bind(job.id.0)
            .bind(version)
            .execute(self.write())
            .await?;
        if written.rows_affected() == 1 { Ok(()) } else { Err(Error::ImportMoved) }
    }

    /// Says that a job is still being worked on.
    pub(super) async fn beat_import(&self, id: ImportId) -> Result<()> {
        sqlx::query(BEAT).bind(self.now().0).bind(id.0).execute(self.write()).await?;
        Ok(())
    }

    /// Jobs whose file has waited since before a moment.
    pub(super) async fn imports_staged_before(&self, before: Instant) -> Result<Vec<Stored>> {
        let rows = sqlx::query(STAGED).bind(before.0).fetch_all(self.read()).await?;
        rows.iter().map(|it| Ok(Stored::of(it)?.seen(self))).collect()
    }

    /// Whether the file of a job is to be kept.
    pub(super) async fn is_staged(&self, id: ImportId) -> Result<bool> {
        let staged: Option<i64> =
            sqlx::query_scalar(IS_STAGED).bind(id.0).fetch_optional(self.read()).await?;
        Ok(staged == Some(1))
    }

    /// Takes faults and tie-outs of jobs brought before a moment away; the jobs stay.
    pub(super) async fn drop_import_details(&self, before: Instant) -> Result<()> {
        let rows = sqlx::query(DETAILED).bind(before.0).fetch_all(self.read()).await?;
        for row in rows {
            let mut stored = Stored::of(&row)?.seen(self);
            if stored.job.state.is_running() {
                continue;
            }
            (stored.job.faults_kept, stored.job.tie_out) = (0, None);
            let id = stored.job.id.0;
            for text in [DROP_FAULTS, DROP_TIE_OUT] {
                sqlx::query(text).bind(id).execute(self.write()).await?;
            }
            self.store_import(&stored.job, stored.version).await?;
            sqlx::query(PLAIN).bind(id).execute(self.write()).await?;
        }
        Ok(())
    }
}

/// The state in which an errand begins.
pub fn begun(errand: Errand) -> JobState {
    let stopping = shared::import::job::Stopping::No;
    JobState::Running { errand, rows: 0, of: 0, stopping }
}

statements! {
    ONE = "SELECT body, version, server, beat_at FROM import_job WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM import_job";
    ALL = "SELECT body, version, server, beat_at FROM import_job \
        ORDER BY brought_at DESC, id DESC LIMIT $1 OFFSET $2";
    NEW = "INSERT INTO import_job (id, version, brought_at, server, beat_at, staged, detailed, body) \
        VALUES ($1, 1, $2, $3, $4, 1, 1, $5)";
    CHANGE = "UPDATE import_job SET body = $1, staged = $2, server = $3, beat_at = $4, \
        version = version + 1 WHERE id = $5 AND version = $6";
    BEAT = "UPDATE import_job SET beat_at = $1 WHERE id = $2";
    STAGED = "SELECT body, version, server, beat_at FROM import_job \
        WHERE staged = 1 AND brought_at < $1";
    IS_STAGED = "SELECT staged FROM import_job WHERE id = $1";
    DETAILED = "SELECT body, version, server, beat_at FROM import_job \
        WHERE detailed = 1 AND brought_at < $1";
    PLAIN = "UPDATE import_job SET detailed = 0 WHERE id = $1";
    DROP_FAULTS = "DELETE FROM import_fault WHERE import_id = $1";
    DROP_TIE_OUT = "DELETE FROM tie_out WHERE import_id = $1";
}
