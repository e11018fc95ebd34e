//! Jobs: a file that somebody brought through the web, on its way into the books.

use serde::{Deserialize, Serialize};

use super::{Ask, FileFault, Outcome, Subject};
use crate::{
    calendar::Instant,
    id::{ImportId, UserId},
    user::{Caller, Role},
};

/// How many faults, and rows of each other list, a job carries; the rest is asked for.
pub const SHOWN_MOST: usize = 50;

/// How many faulty rows of one file are kept to be downloaded; all are counted.
pub const FAULTS_KEPT_MOST: usize = 20_000;

/// The characters of a file's name that are kept.
pub const FILE_NAME_MAX: usize = 120;

/// How long an uploaded file waits to be booked.
pub const FILE_KEPT_MS: i64 = 24 * 3_600_000;

/// How long faults and tie-out of an import can be looked at.
pub const DETAILS_KEPT_MS: i64 = 90 * 24 * 3_600_000;

/// A running import that has not been heard of for so long has lost its server.
pub const SILENT_MS: i64 = 30_000;

/// One file, who brought it, what was asked for it and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub id: ImportId,
    pub file_name: String,
    pub bytes: u64,
    pub by: UserId,
    pub by_name: String,
    pub at: Instant,
    pub state: JobState,
    /// Whether the uploaded file is still here: it goes once it is booked, or after a day.
    pub file: StagedFile,
    /// What was asked last; none before the first check.
    pub ask: Option<Ask>,
    /// What the last check found.
    pub checked: Option<Outcome>,
    /// What the last booking brought.
    pub booked: Option<Outcome>,
    /// Faulty rows that can be downloaded, of the last check or booking.
    pub faults_kept: u64,
    /// Lines of the tie-out, and of these the ones that differ; none where nothing was compared.
    pub tie_out: Option<Compared>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StagedFile {
    Here,
    Gone,
}

/// How much a tie-out compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub lines: u64,
    pub differing: u64,
    /// Rows whose amount nobody could read: they stand in no sum.
    pub unread: u64,
}

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Everything is decided, nothing is written.
    Check,
    Book,
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum JobState {
    Uploaded,
    /// So many rows of so many; none of none while the file is looked through.
    Running {
        errand: Errand,
        rows: u64,
        of: u64,
        /// Whether somebody has asked it to stop.
        stopping: Stopping,
    },
    Checked,
    Done,
    /// By a person, between two groups of rows: what was booked stays.
    Stopped {
        errand: Errand,
    },
    /// The server failed over it.
    Failed {
        errand: Errand,
    },
    /// Nothing of the file was touched.
    Refused {
        errand: Errand,
        fault: Box<FileFault>,
    },
    /// The server ended in the middle of it.
    Interrupted {
        errand: Errand,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopping {
    No,
    Asked,
}

/// Who brings files into the books.
#[must_use]
pub fn may_import(caller: &Caller) -> bool {
    caller.has(Role::Admin) || caller.has(Role::Finance)
}

impl JobState {
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, JobState::Running { .. })
    }
}

impl Job {
    /// Whether this can be done with the file now. It is booked as it was checked, or taken up
    /// where a booking ended too early.
    #[must_use]
    pub fn may(&self, errand: Errand) -> bool {
        if self.file == StagedFile::Gone {
            return false;
        }
        match (&self.state, errand) {
            (JobState::Running { .. } | JobState::Done, _) => false,
            (_, Errand::Check)
            | (
                JobState::Checked
                | JobState::Stopped { errand: Errand::Book }
                | JobState::Failed { errand: Errand::Book }
                | JobState::Interrupted { errand: Errand::Book },
                Errand::Book,
            ) => true,
            (_, Errand::Book) => false,
        }
    }

    /// What a list shows of it: counts, no rows.
    #[must_use]
    pub fn in_brief(mut self) -> Job {
        for outcome in [&mut self.checked, &mut self.booked].into_iter().flatten() {
            outcome.shorten(0);
        }
        self
    }
}

impl Outcome {
    /// Keeps the first so many of every list; the counts stay.
    pub fn shorten(&mut self, most: usize) {
        self.faults.truncate(most);
        self.unmatched_rows.truncate(most);
        self.elsewhere_rows.truncate(most);
        self.kept_rows.truncate(most);
        self.moved_rows.truncate(most);
    }
}

impl FileFault {
    /// Whether the same file may be taken when something else is asked for it, or set up before.
    #[must_use]
    pub fn mends_without_another_file(&self) -> bool {
        !matches!(
            self,
            FileFault::Unreadable { .. }
                | FileFault::Empty
                | FileFault::Utf16
                | FileFault::NotUtf8 { .. }
                | FileFault::TooLarge { .. }
                | FileFault::TooManyRows { .. }
                | FileFault::RowTooLong { .. }
        )
    }
}

/// The name of a file as it may be shown: without folders, and without signs that nobody sees.
#[must_use]
pub fn shown_name(given: &str) -> String {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shows = |c: &char| {
        let turns = matches!(*c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
        !c.is_control() && !turns
    };
    let name: String = name.chars().filter(shows).take(FILE_NAME_MAX).collect();
    let name = name.trim();
    if name.trim_matches('.').is_empty() { "file.csv".to_owned() } else { name.to_owned() }
}

/// `GET /api/import_profiles`: a kind of file that is known, and how large one may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profiles {
    pub profiles: Vec<ProfileLine>,
    pub bytes_most: u64,
}

/// What a kind of file holds and has to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileLine {
    pub name: String,
    pub subject: Subject,
    /// What it is for, in plain words.
    pub zh: String,
    pub en: String,
    pub columns: Vec<ColumnLine>,
    /// Whether it is a bank statement: of one company, and reaching to a day.
    pub bank: IsBank,
    /// Whether it says what is still open: of a day, and perhaps all that is open.
    pub open_items: GivesOpenItems,
}

/// Fewer known columns than this say nothing of a file.
const LEAST_COLUMNS: usize = 2;

impl Profiles {
    /// The profile that a file is most likely of: more of its columns stand in the heading than of any
    /// other, though one it needs may be missing, which the check then names; of several the first
    /// that has all it needs. `text` is the beginning of the file.
    #[must_use]
    pub fn guess(&self, text: &str) -> Option<&ProfileLine> {
        let text = text.trim_start_matches('\u{FEFF}');
        let heading = text.lines().find(|it| !it.trim().is_empty())?;
        let cells: Vec<&str> =
            heading.split(',').map(|it| it.trim().trim_matches('"').trim()).collect();
        let fitting = self.profiles.iter().map(|it| (it.columns_in(&cells), it));
        let likely = fitting.filter(|((found, _), _)| LEAST_COLUMNS <= *found);
        // Of equals the last is the greatest.
        likely.rev().max_by_key(|(fit, _)| *fit).map(|(_, it)| it)
    }
}

impl ProfileLine {
    /// How many of its columns are in a heading, and whether all it needs are.
    fn columns_in(&self, cells: &[&str]) -> (usize, bool) {
        let stands = |it: &ColumnLine| {
            let known = |cell: &&str| it.headings.iter().any(|name| same_heading(cell, name));
            cells.iter().any(known)
        };
        let missing = self.columns.iter().any(|it| it.needed == Needed::Yes && !stands(it));
        (self.columns.iter().filter(|it| stands(it)).count(), !missing)
    }
}

/// Whether a cell of a heading is this name of a column.
#[must_use]
pub fn same_heading(cell: &str, name: &str) -> bool {
    cell.eq_ignore_ascii_case(name)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivesOpenItems {
    No,
    Yes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IsBank {
    No,
    Yes,
}

/// A column by every heading it is known under; the first is its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnLine {
    pub headings: Vec<String>,
    pub needed: Needed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, needed: &[&str], other: &[&str]) -> ProfileLine {
        let column = |it: &&str, needed| ColumnLine {
            headings: it.split('/').map(str::to_owned).collect(),
            needed,
        };
        let needed = needed.iter().map(|it| column(it, Needed::Yes));
        let columns = needed.chain(other.iter().map(|it| column(it, Needed::No))).collect();
        ProfileLine {
            name: name.to_owned(),
            subject: Subject::Invoices,
            zh: String::new(),
            en: String::new(),
            columns,
            bank: IsBank::No,
            open_items: GivesOpenItems::No,
        }
    }

    #[test]
    fn a_file_is_known_by_its_heading() {
        let known = Profiles {
            profiles: vec![
                profile("few", &["编号/code", "名称"], &[]),
                profile("many", &["编号", "名称"], &["电话", "片区"]),
                profile("items", &["编号", "单据", "币种"], &["到期日", "未核销"]),
                profile("bank", &["流水号", "付款方/付款户名"], &["支出金额"]),
                profile("bank-too", &["流水号", "付款户名"], &["支出金额"]),
            ],
            bytes_most: 0,
        };
        for (text, expected) in [
            ("编号,名称\n1,x\n", Some("few")),
            ("编号,名称,电话\n", Some("many")),
            ("\u{FEFF}\r\n CODE ,\"名称\",x\r\n", Some("few")),
            ("付款户名,流水号,支出金额", Some("bank")),
            ("付款方,流水号,支出金额", Some("bank")),
            ("错误行号,编号,名称", Some("few")),
            // A column it needs is missing: the check says which, instead of taking it for a shorter list.
            ("编号,电话,片区", Some("many")),
            ("编号,名称,单据,到期日,未核销", Some("items")),
            ("编号,备注", None),
            ("1,x\n编号,名称\n", None),
            ("", None),
            ("\n \n", None),
            ("\u{FFFD}\u{FFFD},\u{FFFD}", None),
        ] {
            assert_eq!(known.guess(text).map(|it| it.name.as_str()), expected, "{text:?}");
        }
    }
}
