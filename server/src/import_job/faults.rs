//! Faulty rows of a job: kept with the cells they have in the file, and handed back as a file that
//! can be corrected and imported again.

use serde::{Deserialize, Serialize};
use shared::{
    id::ImportId,
    import::{RowFault, job::Job},
    user::Caller,
    words::Language,
};

use super::asking::permitted;
use crate::{
    dialect,
    error::{Error, Result},
    import::{faulty_rows, guarded},
    server::Server,
    sync::many::{Cell, fixed, over_rows},
};

/// A faulty row; the heading stands before them, and has no fault.
#[derive(Serialize, Deserialize)]
struct Kept {
    fault: Option<RowFault>,
    cells: Vec<String>,
}

impl Server {
    /// Keeps the faulty rows of a job, in place of those of its last run.
    pub(super) async fn keep_faults(&self, job: &mut Job, faults: &[RowFault]) -> Result<()> {
        let mut texts = vec![];
        if !faults.is_empty() {
            let rows = faulty_rows(&self.imports().staging.path(job.id), faults);
            let mut rows = rows.map_err(|fault| Error::Unreadable(fault.en()))?;
            texts.push(serde_json::to_string(&Kept { fault: None, cells: rows.heading })?);
            for fault in faults {
                let cells = rows.cells.remove(&fault.line).unwrap_or_default();
                texts.push(serde_json::to_string(&Kept { fault: Some(fault.clone()), cells })?);
            }
        }
        let placed: Vec<(i64, String)> = (0..).zip(texts).collect();
        let mut tx = dialect::begin(self.write()).await?;
        sqlx::query(FORGET).bind(job.id.0).execute(&mut *tx).await?;
        for piece in fixed(&placed) {
            let row = |(place, text): &'_ (i64, String)| {
                vec![Cell::id(job.id.0), Cell::Whole(*place), Cell::written(text)]
            };
            let [head] = KEEP;
            over_rows(head, &piece.iter().map(row).collect::<Vec<_>>(), "")
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        job.faults_kept = faults.len() as u64;
        Ok(())
    }

    /// The faulty rows of a job as a file: what is wrong first, then the row as it came.
    pub(super) async fn import_faults(
        &self,
        caller: &Caller,
        id: ImportId,
        language: Language,
    ) -> Result<String> {
        permitted(caller)?;
        let bodies: Vec<String> = sqlx::query_scalar(ALL).bind(id.0).fetch_all(self.read()).await?;
        if bodies.is_empty() {
            return Err(Error::NotFound);
        }
        // A row with more or fewer cells than the heading stays so: it is what has to be mended.
        let mut file = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
        for body in bodies {
            let Kept { fault, cells } = serde_json::from_str(&body)?;
            let about = fault.map_or_else(|| heading(language), |it| said(&it, language));
            let cells = about.iter().chain(&cells).map(|it| guarded(it));
            file.write_record(cells).map_err(unwritten)?;
        }
        let bytes = file.into_inner().map_err(unwritten)?;
        String::from_utf8(bytes).map_err(unwritten)
    }
}

/// None of them is a heading that a profile reads.
fn heading(language: Language) -> [String; 4] {
    let words = match language {
        Language::Zh => ["错误行号", "错误列", "错误内容", "错误说明"],
        Language::En => ["faulty line", "faulty column", "faulty value", "what is wrong"],
    };
    words.map(str::to_owned)
}

fn said(fault: &RowFault, language: Language) -> [String; 4] {
    let sentence = match language {
        Language::Zh => fault.fault.zh(),
        Language::En => fault.fault.en(),
    };
    [fault.line.to_string(), fault.column.clone(), fault.value.clone(), sentence]
}

/// Writing into memory does not fail.
pub(super) fn unwritten(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

statements! {
    FORGET = "DELETE FROM import_fault WHERE import_id = $1";
    ALL = "SELECT body FROM import_fault WHERE import_id = $1 ORDER BY place";
}

parts! {
    KEEP = "INSERT INTO import_fault (import_id, place, body) VALUES ";
}
