//! Asking: what people may do with the files they bring.

use axum::extract::Request;
use shared::{
    id::ImportId,
    import::{
        Ask, Manner,
        job::{Errand, Job, JobState, Profiles, StagedFile, may_import, shown_name},
    },
    page::{ImportListing, Listing},
    user::Caller,
};

use super::{Cut, running, stored::begun};
use crate::{
    auth::Signed,
    error::{Error, Result},
    id,
    import::profiles,
    list::{PAGE, PAGE_MOST},
    server::Server,
};

pub(super) fn permitted(caller: &Caller) -> Result<()> {
    if may_import(caller) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The kinds of files that are known.
pub(super) fn known_profiles(caller: &Caller) -> Result<Profiles> {
    permitted(caller)?;
    Ok(profiles())
}

impl Server {
    /// A page of what was brought, newest first.
    pub(super) async fn imports_brought(
        &self,
        caller: &Caller,
        cut: &Cut,
    ) -> Result<ImportListing> {
        permitted(caller)?;
        let limit = cut.limit.unwrap_or(PAGE).clamp(1, PAGE_MOST);
        let (rows, total) = self.stored_imports(i64::from(limit), i64::from(cut.offset)).await?;
        Ok(Listing { rows, total, today: self.today().await? })
    }

    pub(super) async fn import_brought(&self, caller: &Caller, id: ImportId) -> Result<Job> {
        permitted(caller)?;
        Ok(self.stored_import(id).await?.job)
    }

    /// Takes a file in; nothing is read of it yet.
    pub(super) async fn bring_file(
        &self,
        signed: &Signed,
        file_name: &str,
        request: Request,
    ) -> Result<Job> {
        permitted(&signed.caller)?;
        let id = id::import();
        let bytes = self.imports().staging.take(id, request).await?;
        let job = Job {
            id,
            file_name: shown_name(file_name),
            bytes,
            by: signed.user.id,
            by_name: signed.user.name.clone(),
            at: self.now(),
            state: JobState::Uploaded,
            file: StagedFile::Here,
            ask: None,
            checked: None,
            booked: None,
            faults_kept: 0,
            tie_out: None,
        };
        let stored = self.store_new_import(&job).await;
        if stored.is_err() {
            self.imports().staging.remove(id).await;
        }
        stored.map(|()| job)
    }

    /// Begins to check or to book a file in the background.
    pub(super) async fn begin_import(
        &self,
        caller: &Caller,
        id: ImportId,
        errand: Errand,
        ask: Option<Ask>,
    ) -> Result<Job> {
        permitted(caller)?;
        self.imports().claim(id, begun(errand))?;
        let begun = self.claimed(id, errand, ask).await;
        if begun.is_err() {
            self.imports().leave();
        }
        begun
    }

    async fn claimed(&self, id: ImportId, errand: Errand, ask: Option<Ask>) -> Result<Job> {
        let mut stored = self.stored_before(id).await?;
        if stored.job.file == StagedFile::Gone || !self.imports().staging.is_here(id).await {
            return Err(Error::FileGone);
        }
        let ask = ask.or_else(|| stored.job.ask.clone());
        let Some(ask) = ask.filter(|_| stored.job.may(errand)) else {
            return Err(Error::ImportMoved);
        };
        // How it is taken is decided by what is pressed, not by the form.
        let ask = Ask { manner: Manner::default(), ..ask };
        stored.job.state = begun(errand);
        stored.job.ask = Some(ask.clone());
        self.store_import(&stored.job, stored.version).await?;
        stored.version += 1;
        let job = stored.job.clone();
        running::start(self, stored, errand, ask);
        Ok(job)
    }

    pub(super) async fn stop_import(&self, caller: &Caller, id: ImportId) -> Result<Job> {
        permitted(caller)?;
        if !self.imports().ask_to_stop(id) {
            return Err(Error::ImportMoved);
        }
        Ok(self.stored_import(id).await?.job)
    }
}
