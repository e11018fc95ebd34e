//! Running: one job at a time, on a thread of its own, seen while it runs and stopped between groups.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use shared::{
    calendar::Instant,
    id::ImportId,
    import::{
        Ask, Ended, FileFault, Manner, Outcome,
        job::{
            DETAILS_KEPT_MS, Errand, FAULTS_KEPT_MOST, FILE_KEPT_MS, Job, JobState, StagedFile,
            Stopping,
        },
    },
};
use tokio::{runtime::Handle, sync::Notify, time};
use uuid::Uuid;

use super::{staging::Staging, stored::Stored};
use crate::{
    error::{Error, Result},
    id,
    import::{Onward, Progress, Watch},
    server::{Parts, Server},
};

/// How often a running job is said to be alive.
const BEAT: Duration = Duration::from_secs(5);
/// How often old files are looked for.
const SWEEP: Duration = Duration::from_hours(1);

/// The files that were brought, and the one that is being worked on.
#[derive(Debug)]
pub struct Imports {
    pub(super) staging: Staging,
    process: Uuid,
    now: Mutex<Option<Running>>,
    end: Notify,
}

#[derive(Debug)]
struct Running {
    id: ImportId,
    state: JobState,
}

impl Imports {
    pub fn in_folder(folder: PathBuf) -> Imports {
        Imports {
            staging: Staging::in_folder(folder),
            process: id::process(),
            now: Mutex::new(None),
            end: Notify::new(),
        }
    }

    pub(super) fn process(&self) -> Uuid {
        self.process
    }

    fn now(&self) -> MutexGuard<'_, Option<Running>> {
        // What is held is replaced whole: a panic leaves it as it was.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of a job that runs here.
    pub(super) fn state_of(&self, id: ImportId) -> Option<JobState> {
        self.now().as_ref().filter(|it| it.id == id).map(|it| it.state.clone())
    }

    /// Takes the one place.
    pub(super) fn claim(&self, id: ImportId, state: JobState) -> Result<()> {
        let mut now = self.now();
        if now.is_some() {
            return Err(Error::ImportRunning);
        }
        *now = Some(Running { id, state });
        Ok(())
    }

    pub(super) fn leave(&self) {
        *self.now() = None;
        self.end.notify_waiters();
    }

    /// Asks a job to stop; whether it runs here.
    pub(super) fn ask_to_stop(&self, id: ImportId) -> bool {
        match self.now().as_mut().filter(|it| it.id == id) {
            Some(Running { state: JobState::Running { stopping, .. }, .. }) => {
                *stopping = Stopping::Asked;
                true
            }
            _ => false,
        }
    }

    /// Notes how far the job is, and hears whether it is to go on.
    fn progressed(&self, to: Progress) -> Onward {
        let mut now = self.now();
        match now.as_mut().map(|it| &mut it.state) {
            Some(JobState::Running { rows, of, stopping, .. }) => {
                (*rows, *of) = (to.rows, to.of);
                if *stopping == Stopping::Asked { Onward::Stop } else { Onward::Go }
            }
            _ => Onward::Stop,
        }
    }

    /// Asks whatever runs to stop, and waits until it has.
    pub async fn ended(&self) {
        loop {
            let end = self.end.notified();
            let running = self.now().as_ref().map(|it| it.id);
            let Some(id) = running else { return };
            self.ask_to_stop(id);
            end.await;
        }
    }
}

/// What came of a run.
enum Taken {
    Outcome(Box<Outcome>),
    Refused(FileFault),
    Failed,
}

/// Works on a job that was claimed, on a thread of its own: reading a large file keeps no request
/// waiting.
pub(super) fn start(server: &Server, stored: Stored, errand: Errand, ask: Ask) {
    let (server, place) = (server.clone(), Place(server.clone()));
    tokio::task::spawn_blocking(move || {
        let here = Handle::current();
        here.block_on(async {
            let id = stored.job.id;
            let beating = tokio::spawn(beat(server.clone(), id));
            let ended = work(&server, stored, errand, &ask).await;
            beating.abort();
            let _place = place;
            if let Err(error) = ended {
                tracing::error!(?error, %id, "what came of an import was not written");
            }
        });
    });
}

/// The one place of a server: left whatever happens to the work.
struct Place(Server);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.imports().leave();
    }
}

async fn beat(server: Server, id: ImportId) {
    loop {
        time::sleep(BEAT).await;
        if let Err(error) = server.beat_import(id).await {
            tracing::warn!(%error, "an import could not say that it is alive");
        }
    }
}

async fn work(server: &Server, stored: Stored, errand: Errand, ask: &Ask) -> Result<()> {
    let Stored { mut job, version, .. } = stored;
    let taken = match take(server, &job, errand, ask).await {
        Ok(Ok(outcome)) => Taken::Outcome(Box::new(outcome)),
        Ok(Err(fault)) => Taken::Refused(fault),
        Err(error) => {
            tracing::error!(?error, id = %job.id, "an import failed");
            Taken::Failed
        }
    };
    match taken {
        Taken::Outcome(outcome) => {
            if let Err(error) = settle(server, &mut job, errand, ask, *outcome).await {
                tracing::error!(?error, id = %job.id, "what came of an import cannot be told");
                job.state = JobState::Failed { errand };
            }
        }
        Taken::Refused(fault) => {
            if !fault.mends_without_another_file() {
                drop_file(server, &mut job).await;
            }
            job.state = JobState::Refused { errand, fault: Box::new(fault) };
        }
        Taken::Failed => job.state = JobState::Failed { errand },
    }
    server.store_import(&job, version).await
}

async fn take(
    server: &Server,
    job: &Job,
    errand: Errand,
    ask: &Ask,
) -> Result<std::result::Result<Outcome, FileFault>> {
    let manner = match errand {
        Errand::Check => Manner::DryRun,
        Errand::Book => Manner::Rows,
    };
    let ask = Ask { manner, ..ask.clone() };
    let imports = server.imports();
    let closing = server.closing();
    let mut progress = |it: Progress| {
        let onward = imports.progressed(it);
        if *closing.borrow() { Onward::Stop } else { onward }
    };
    let watch = Watch { progress: &mut progress, faults_most: FAULTS_KEPT_MOST };
    server.import_watched(&imports.staging.path(job.id), &ask, watch).await
}

/// Writes down what came of a file that was taken, to its end or not.
async fn settle(
    server: &Server,
    job: &mut Job,
    errand: Errand,
    ask: &Ask,
    mut outcome: Outcome,
) -> Result<()> {
    server.keep_faults(job, &outcome.faults).await?;
    server.keep_tie_out(job, ask).await?;
    outcome.shorten(shared::import::job::SHOWN_MOST);
    let ended = outcome.ended;
    match errand {
        Errand::Check => (job.checked, job.booked) = (Some(outcome), None),
        Errand::Book => job.booked = Some(outcome),
    }
    job.state = match (ended, errand) {
        (Ended::Stopped, errand) if *server.closing().borrow() => JobState::Interrupted { errand },
        (Ended::Stopped, errand) => JobState::Stopped { errand },
        (Ended::AtItsEnd, Errand::Check) => JobState::Checked,
        (Ended::AtItsEnd, Errand::Book) => JobState::Done,
    };
    if job.state == JobState::Done {
        drop_file(server, job).await;
    }
    Ok(())
}

async fn drop_file(server: &Server, job: &mut Job) {
    server.imports().staging.remove(job.id).await;
    job.file = StagedFile::Gone;
}

/// Removes now and then what is kept for a while only.
pub fn start_sweeping(parts: Weak<Parts>) {
    tokio::spawn(async move {
        while let Some(server) = Server::again(&parts) {
            if let Err(error) = server.sweep_imports().await {
                tracing::warn!(%error, "old imports were not swept");
            }
            drop(server);
            time::sleep(SWEEP).await;
        }
    });
}

impl Server {
    /// Removes files that have waited for a day, and details that nobody looks at any more.
    pub(super) async fn sweep_imports(&self) -> Result<()> {
        let now = self.now();
        for stored in self.imports_staged_before(Instant(now.0 - FILE_KEPT_MS)).await? {
            let Stored { mut job, version, .. } = stored;
            if !job.state.is_running() {
                drop_file(self, &mut job).await;
                self.store_import(&job, version).await?;
            }
        }
        let age = Duration::from_millis(FILE_KEPT_MS.unsigned_abs());
        let old = self.imports().staging.older_than(age).await;
        for id in old.map_err(|error| Error::Setup(error.to_string()))? {
            // An upload that never came whole, or a job of a database that was put back.
            if !self.is_staged(id).await? {
                self.imports().staging.remove(id).await;
            }
        }
        self.drop_import_details(Instant(now.0 - DETAILS_KEPT_MS)).await
    }
}
