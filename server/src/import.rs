//! Imports: a file, streamed row by row into commands of the built-in device `import`.
//!
//! A command's id is derived from the row it books and the content it books: the same file again,
//! or the rest of a file after a crash, changes nothing that is already there.

mod customers;
mod entry;
mod file;
mod invoices;
mod lines;
mod payers;
pub mod profile;
mod receipts;
mod survey;
mod table;
mod taking;
mod value;

use std::path::Path;

use shared::{
    import::{Ask, FileFault, Manner, Outcome},
    receipt::ReportHorizon,
    sync::Act,
};

use self::{
    profile::{Form, Profile},
    survey::Survey,
    table::Table,
    taking::Taking,
};
use crate::{Server, error::Result, sync::BuiltIn};

/// How many rows are booked in one group: the progress moves as often.
const ROWS_AT_ONCE: usize = 1_000;

/// How far an import has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub rows: u64,
    /// Of the rows of the file.
    pub of: u64,
}

impl Server {
    /// Takes a file in two passes: the first looks at the whole file and touches nothing, so that a
    /// fault of the file imports nothing; the second books row by row.
    pub async fn import(
        &self,
        path: &Path,
        ask: &Ask,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Result<Outcome, FileFault>> {
        let register = self.register().await?;
        let (profile, file, survey) = match self.look_at(path, ask, &register) {
            Ok(looked) => looked,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut taking = Taking::begin(self, ask.manner, profile.name).await?;
        for act in survey.companies.iter().map(|it| Act::OpenCompany(it.clone())) {
            taking.set_up(act).await?;
        }
        let mut table = match file::text(&file).and_then(|it| Table::open(it, &profile.columns())) {
            Ok(table) => table,
            Err(fault) => return Ok(Err(fault)),
        };
        let payers = self.payers(profile).await?;
        loop {
            let row = match table.next() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(fault) => return Ok(Err(fault)),
            };
            let entry = match &profile.form {
                Form::Customers(form) => customers::entry(form, &row, &register).map(Some),
                Form::Invoices(form) => invoices::entry(form, profile.name, &row).map(Some),
                Form::Receipts(form) => {
                    receipts::entry(form, profile.name, &survey.company, &row, &payers)
                }
            };
            taking.take(entry);
            if ROWS_AT_ONCE <= taking.waiting() {
                taking.book().await?;
                progress(Progress { rows: taking.rows(), of: survey.rows });
            }
        }
        taking.book().await?;
        progress(Progress { rows: taking.rows(), of: survey.rows });
        if let Some(day) = survey.bank_data_to(ask, taking.faulty()) {
            let reaches = ReportHorizon { company: survey.company.clone(), reaches: day };
            taking.set_up(Act::ReportHorizon(reaches)).await?;
            taking.reached(day);
        }
        taking.end().await.map(Ok)
    }
}
