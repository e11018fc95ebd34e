//! Imports: what a file brought into the books, and what of it was not taken and why.

pub mod job;
pub mod tie_out;
mod words;

pub use words::{profile_called, profile_name};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    money::{Currency, Money, Percent},
    movement::{Direction, Reopening},
    sync::Verdict,
};

/// How many faults, and how many unmatched receipts, are listed one by one; all are counted.
pub const LISTED_MOST: usize = 1_000;

/// The largest amount of a row, in minor units: a hundred thousand million of what has two places.
pub const AMOUNT_MOST_MINOR: i64 = 10_000_000_000_000;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Customers,
    Invoices,
    Receipts,
}

/// What is asked for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub subject: Subject,
    pub profile: String,
    pub manner: Manner,
    /// The company whose bank it is, for a file that does not say; else the only one there is.
    pub company: Option<String>,
    /// How far the bank data reach; else to the file's latest day.
    pub bank_data_to: Option<Day>,
    /// 数据截止日: of which day a file of open items is; what fell is settled on it where the row
    /// gives no day.
    #[serde(default)]
    pub as_of: Option<Day>,
    #[serde(default)]
    pub list: ListKind,
    /// What to do with rows of which more is open than before.
    #[serde(default)]
    pub confirm_reopened: Reopening,
    #[serde(default)]
    pub absent: AbsentManner,
}

/// What a file of open items says by not naming a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Nothing.
    #[default]
    Increment,
    /// That it is open no more: the file names all that is open on its day.
    Full,
}

/// What to do with what a full list does not name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsentManner {
    /// Show it: nothing is settled before somebody has seen it.
    #[default]
    List,
    Settle,
}

impl Ask {
    /// A file of this kind, with nothing else said about it.
    #[must_use]
    pub fn of(subject: Subject, profile: impl Into<String>) -> Ask {
        Ask {
            subject,
            profile: profile.into(),
            manner: Manner::Rows,
            company: None,
            bank_data_to: None,
            as_of: None,
            list: ListKind::Increment,
            confirm_reopened: Reopening::default(),
            absent: AbsentManner::List,
        }
    }
}

/// How a file is to be taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// Row by row: a faulty row is skipped and listed.
    #[default]
    Rows,
    /// One faulty row, and nothing of the file is taken.
    AllOrNothing,
    /// Everything is decided, nothing is written.
    DryRun,
}

/// What came of a file. Every row is counted exactly once: as added, updated, unchanged, skipped or
/// faulty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub profile: String,
    pub manner: Manner,
    /// Whether the database was written: not in a dry run, nor when all or nothing ended in nothing.
    pub written: bool,
    pub rows: u64,
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Rows that are no business of the profile: outgoing payments on a bank statement.
    pub skipped: u64,
    pub faulty: u64,
    /// The first [`LISTED_MOST`] of them, in the order of the file.
    pub faults: Vec<RowFault>,
    /// Receipts booked without a customer.
    pub unmatched: u64,
    /// The first [`LISTED_MOST`] of them, in the order of the file.
    pub unmatched_rows: Vec<Unmatched>,
    /// Customers that stand in another territory than the file says, where somebody moved them
    /// since the same row was taken first: they stay there.
    #[serde(default)]
    pub elsewhere: u64,
    /// The first [`LISTED_MOST`] of them, in the order of the file.
    #[serde(default)]
    pub elsewhere_rows: Vec<Elsewhere>,
    /// Rows in which a person's value stayed against the file's.
    #[serde(default)]
    pub kept: u64,
    /// The first [`LISTED_MOST`] of them, in the order of the file.
    #[serde(default)]
    pub kept_rows: Vec<Kept>,
    /// 数据截止日, where it was given.
    #[serde(default)]
    pub as_of: Option<Day>,
    /// Documents of which another amount is open than before.
    #[serde(default)]
    pub moved: u64,
    /// The first [`LISTED_MOST`] of them, in the order of the file.
    #[serde(default)]
    pub moved_rows: Vec<Moved>,
    /// What a full list does not name; none for an increment.
    #[serde(default)]
    pub absent: Option<Absent>,
    /// The company whose bank statement it was.
    pub company: Option<String>,
    /// How far the company's bank data reach since this file.
    pub bank_data_to: Option<Day>,
    /// Somebody stopped it: what lies behind was not looked at, and comes in when the file is
    /// imported again.
    #[serde(default, skip_serializing_if = "is_whole")]
    pub ended: Ended,
}

/// Whether a file was taken to its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    #[default]
    AtItsEnd,
    Stopped,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_whole(ended: &Ended) -> bool {
    *ended == Ended::AtItsEnd
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The line of the file, counted from 1 and with the heading.
    pub line: u64,
    /// The column at fault; empty where it is the row as a whole.
    pub column: String,
    /// What stands there.
    pub value: String,
    pub fault: Fault,
}

/// A receipt whose payer names no customer, or more than one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    pub line: u64,
    pub number: String,
    pub payer: String,
    pub amount: Money,
    /// The codes of the customers it could be.
    pub candidates: Vec<String>,
}

/// A customer that stands in another territory than the file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    pub line: u64,
    pub number: String,
    /// The code of the territory the file names.
    pub territory: String,
    /// The code of the one it stands in; none where it is of no territory.
    pub stands_in: Option<String>,
}

/// A document of which another amount is open than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub line: u64,
    pub number: String,
    /// The customer's code.
    pub customer: String,
    pub direction: Direction,
    pub before: Money,
    pub after: Money,
    pub on: Option<Day>,
}

/// How many absent documents are listed one by one: the largest.
pub const ABSENT_LISTED: usize = 10;

/// What is open here and not named by a full list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    pub as_of: Day,
    pub count: u64,
    /// One amount per currency.
    pub sums: Vec<Money>,
    /// The [`ABSENT_LISTED`] largest.
    pub largest: Vec<AbsentRow>,
    /// Why it was not settled; none where it was, or where nothing is absent.
    pub not_settled: Option<NotSettled>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentRow {
    pub number: String,
    /// The customer's code.
    pub customer: String,
    pub open: Money,
}

/// Why nothing was settled of what a full list does not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotSettled {
    /// Somebody has to see it first.
    OnlyListed,
    /// More than the policy's share of what was open.
    TooMuch { absent: Money, open: Money, most: Percent },
    /// Rows that could not be read may name it.
    RowsUnreadable { rows: u64 },
}

/// A row whose file says something else than a person entered: the person's values stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub line: u64,
    pub number: String,
    /// The names of the fields.
    pub fields: Vec<String>,
}

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// The row has another number of cells than the heading.
    Cells {
        has: u64,
        expected: u64,
    },
    Empty,
    TooLong {
        most: u64,
    },
    /// A control character stands in a code, a number or a name.
    ControlCharacter,
    NotADay,
    NotAnAmount,
    TooFine {
        currency: Currency,
    },
    TooLarge,
    /// Larger than any real document: two columns run into one, most often.
    AboveMost {
        most: Money,
    },
    NotACurrency,
    /// A spreadsheet wrote a number as 1.93E+09: its last digits are lost.
    DigitsLost,
    NotYesOrNo,
    UnknownTerritory,
    /// The file says something else of the same customer further up.
    StandsInLine {
        line: u64,
    },
    /// The rule refused it, or the server could not run it.
    Refused {
        verdict: Box<Verdict>,
    },
}

/// Why a file was not touched at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FileFault {
    Unreadable {
        said: String,
    },
    Empty,
    /// UTF-16, as "Unicode text" of a spreadsheet is.
    Utf16,
    NotUtf8 {
        line: u64,
    },
    TooLarge {
        bytes: u64,
        most: u64,
    },
    TooManyRows {
        most: u64,
    },
    /// A quotation mark that never ends, most often.
    RowTooLong {
        line: u64,
        most: u64,
    },
    ColumnsMissing {
        missing: Vec<String>,
        found: Vec<String>,
    },
    ColumnTwice {
        column: String,
    },
    UnknownProfile {
        profile: String,
        known: Vec<String>,
    },
    /// No company has this code.
    UnknownCompany {
        company: String,
        known: Vec<String>,
    },
    /// There are several companies, and the file does not say whose bank it is.
    CompanyNeeded {
        known: Vec<String>,
    },
    /// What the whole file rests on was refused.
    Refused {
        verdict: Box<Verdict>,
    },
    /// A full list is of a day.
    AsOfNeeded,
    /// A file cannot be of a day that has not come.
    AsOfAhead {
        day: Day,
        today: Day,
    },
    /// The profile's files do not say what is still open.
    NoOpenAmounts {
        profile: String,
    },
    /// The profile's file names its companies itself.
    CompanyGiven {
        profile: String,
    },
    /// Bank data cannot reach a day that has not come.
    HorizonAhead {
        day: Day,
        today: Day,
    },
}
