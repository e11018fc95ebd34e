//! Imports: a file, streamed row by row into commands of the built-in device `import`.
//!
//! A command's id is derived from the row it books and the content it books: the same file again,
//! or the rest of a file after a crash, changes nothing that is already there.

mod about;
mod absent;
mod checking;
mod customers;
mod entry;
mod faulty;
mod file;
mod invoices;
mod lines;
mod looking;
mod moved;
mod payers;
mod profile;
mod receipts;
mod spreadsheet;
mod survey;
mod table;
mod taking;
mod value;
mod want;

use std::{collections::HashSet, path::Path};

use futures::TryStreamExt as _;
use shared::{
    dossier::Register,
    file_horizon::{self, FileHorizon, Report},
    id::{CompanyId, derived},
    import::{Ask, FileFault, LISTED_MOST, ListKind, Manner, Outcome, RowFault},
    sync::{Act, Verdict},
};

pub(crate) use self::{
    about::profiles,
    faulty::faulty_rows,
    file::MAX_BYTES,
    looking::{FileSide, Key},
    spreadsheet::guarded,
};
use self::{
    absent::Opened,
    entry::Entry,
    payers::Payers,
    profile::Form,
    survey::{Known, Survey},
    table::{Row, Table},
    taking::Taking,
};
use crate::{Server, error::Result};

/// How many rows are booked in one group: the progress moves as often.
const ROWS_AT_ONCE: usize = 1_000;

/// How far an import has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub rows: u64,
    /// Of the rows of the file.
    pub of: u64,
}

/// Whether whoever watches wants the import to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onward {
    Go,
    /// What is booked stays; the same file again brings the rest.
    Stop,
}

/// Somebody who watches an import.
pub struct Watch<'a> {
    /// Asked between two groups of rows.
    pub progress: &'a mut (dyn FnMut(Progress) -> Onward + Send),
    /// How many faults are listed one by one.
    pub faults_most: usize,
}

impl Server {
    /// Takes a file to its end.
    pub async fn import(
        &self,
        path: &Path,
        ask: &Ask,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Result<Outcome, FileFault>> {
        let mut told = |it| {
            progress(it);
            Onward::Go
        };
        let watch = Watch { progress: &mut told, faults_most: LISTED_MOST };
        self.import_watched(path, ask, watch).await
    }

    /// Takes a file in two passes: the first looks at the whole file and touches nothing, so that a
    /// fault of the file imports nothing; the second books row by row.
    pub async fn import_watched(
        &self,
        path: &Path,
        ask: &Ask,
        mut watch: Watch<'_>,
    ) -> Result<Result<Outcome, FileFault>> {
        let register = self.register().await?;
        let known = Known { register: &register, today: self.today().await? };
        let survey = match Survey::of(path, ask, &known) {
            Ok(survey) => survey,
            Err(fault) => return Ok(Err(fault)),
        };
        let payers = self.payers(&survey).await?;
        let rows = Rows { survey: &survey, payers: &payers, register: &register, ask };
        let again = match ask.manner {
            Manner::DryRun => match rows.told_twice() {
                Ok(again) => again,
                Err(fault) => return Ok(Err(fault)),
            },
            Manner::Rows | Manner::AllOrNothing => HashSet::new(),
        };
        let mut taking = Taking::begin(self, ask.manner, survey.profile.name, ask.as_of).await?;
        taking.watched(watch.faults_most, again);
        for company in &survey.companies {
            let row = CompanyId::of_code(&company.code).0;
            if let Err(refused) = taking.set_up(row, Act::OpenCompany(company.clone())).await? {
                return Ok(Err(refused));
            }
        }
        // Before any row: of an older file nothing is taken.
        let source = survey.profile.name;
        for (code, as_of) in survey.codes.iter().zip(std::iter::repeat(ask.as_of)) {
            let Some(as_of) = as_of else { break };
            let row = FileHorizon::id_of(CompanyId::of_code(code), source);
            let report = Report { company: code.clone(), source: source.to_owned(), as_of };
            if let Err(older) = file_horizon::not_older(&report, &register) {
                let verdict = Box::new(Verdict::Rejected { refusal: older.into() });
                return Ok(Err(FileFault::Refused { verdict }));
            }
            if let Err(refused) = taking.set_up(row, Act::ReportFile(report)).await? {
                return Ok(Err(refused));
            }
        }
        let opened = match ask.as_of.filter(|_| ask.list == ListKind::Full) {
            Some(as_of) => Some(Opened::of(self, source, &survey.codes, as_of).await?),
            None => None,
        };
        match rows.take(&mut taking, &mut watch).await? {
            Ok(Onward::Go) => {}
            // What follows from the file as a whole is not known of a part of it.
            Ok(Onward::Stop) => return taking.end_early().await.map(Ok),
            Err(fault) => return Ok(Err(fault)),
        }
        let absent = match opened {
            Some(opened) => {
                let policy = register.policy_on(known.today);
                Some(opened.settle(&mut taking, ask.absent, &policy).await?)
            }
            None => None,
        };
        let reaches = survey.bank_data_to(ask, taking.faulty());
        if let Some(it) = &reaches {
            let row = derived("bank_horizon", &[&CompanyId::of_code(&it.company).to_string()]);
            if let Err(refused) = taking.set_up(row, Act::ReportHorizon(it.clone())).await? {
                return Ok(Err(refused));
            }
        }
        let reaches = reaches.map(|it| known.reached(&it));
        taking.end(survey.company.clone(), reaches, absent).await.map(Ok)
    }

    /// The customers a bank statement's payers are looked for among.
    async fn payers(&self, survey: &Survey) -> Result<Payers> {
        let mut payers = Payers::default();
        if matches!(survey.profile.form, Form::Receipts(_)) {
            let mut all = sqlx::query_scalar(CUSTOMERS).fetch(self.read());
            while let Some(body) = all.try_next().await? {
                let body: String = body;
                payers.add(&serde_json::from_str(&body)?);
            }
            let mut all = sqlx::query_scalar(ACCOUNTS).fetch(self.read());
            while let Some(body) = all.try_next().await? {
                let body: String = body;
                payers.add_account(&serde_json::from_str(&body)?);
            }
        }
        Ok(payers)
    }
}

/// The rows of a file, and what they are read with.
struct Rows<'a> {
    survey: &'a Survey,
    payers: &'a Payers,
    register: &'a Register,
    ask: &'a Ask,
}

impl Rows<'_> {
    async fn take(
        &self,
        taking: &mut Taking<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<Result<Onward, FileFault>> {
        let columns = self.survey.profile.columns();
        let mut table = match file::text(&self.survey.file).and_then(|it| Table::open(it, &columns))
        {
            Ok(table) => table,
            Err(fault) => return Ok(Err(fault)),
        };
        loop {
            let entry = match table.next() {
                Ok(Some(row)) => self.entry(&row),
                Ok(None) => break,
                Err(fault) => return Ok(Err(fault)),
            };
            taking.take(entry);
            if ROWS_AT_ONCE <= taking.waiting() {
                taking.book().await?;
                let here = Progress { rows: taking.rows(), of: self.survey.rows };
                if (watch.progress)(here) == Onward::Stop && here.rows < here.of {
                    return Ok(Ok(Onward::Stop));
                }
            }
        }
        taking.book().await?;
        // All of it is taken: there is nothing left to stop.
        (watch.progress)(Progress { rows: taking.rows(), of: self.survey.rows });
        Ok(Ok(Onward::Go))
    }

    fn entry(&self, row: &Row<'_>) -> Result<Option<Entry>, RowFault> {
        let Survey { profile, company, .. } = self.survey;
        match &profile.form {
            Form::Customers(form) => customers::entry(form, row, self.register).map(Some),
            Form::Invoices(form) => invoices::entry(form, profile.name, row, self.ask).map(Some),
            Form::Receipts(form) => {
                let company = company.as_deref().unwrap_or_default();
                receipts::entry(form, profile.name, company, row, self.payers)
            }
        }
    }
}

statements! {
    CUSTOMERS = "SELECT body FROM customer";
    /// Those that count: one that is to go counts until it has gone.
    ACCOUNTS = "SELECT body FROM bank_account WHERE state IN ('stands', 'leaving')";
}

#[cfg(test)]
mod tests;
