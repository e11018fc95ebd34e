//! Labels and sentences of imports: bringing a file, checking and booking it, what came of it, and
//! the tie-out.

use shared::{
    import::job::{Errand, JobState},
    money::Money,
    words::Language,
};

use super::{en, labels, zh};

labels! {
    ImportWord in import::import,
    CameWord in import::came,
    TieOutWord in import::tie_out,
}

/// Bringing a file and following it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportWord {
    New,
    Drop,
    DropHint,
    Another,
    Upload,
    CancelUpload,
    TooLarge,
    NoNetwork,
    NotTaken,
    NotYours,
    History,
    NoHistory,
    NoHistoryHint,
    HistoryTable,
    File,
    Size,
    By,
    At,
    State,
    Taken,
    How,
    Subject,
    Customers,
    Invoices,
    Receipts,
    Profile,
    Expects,
    NeededColumns,
    OtherColumns,
    Company,
    OnlyCompany,
    CompanyHint,
    BankTo,
    BankToHint,
    AsOf,
    AsOfHint,
    FullList,
    ConfirmReopened,
    SettleAbsent,
    Check,
    CheckAgain,
    CheckHint,
    Book,
    BookRest,
    BookHint,
    Changed,
    SeeCustomers,
    SeeMatched,
    Stop,
    Stopping,
    Moved,
    Gone,
    Looking,
    Result,
    TieOut,
    Views,
}

/// What came of a file, and the rows to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameWord {
    Rows,
    Added,
    Updated,
    Unchanged,
    Skipped,
    Faulty,
    Faults,
    Line,
    Column,
    Value,
    Wrong,
    Download,
    Unmatched,
    UnmatchedHint,
    Number,
    Payer,
    Amount,
    CouldBe,
    Kept,
    KeptTable,
    KeptHint,
    Fields,
    Elsewhere,
    ElsewhereTable,
    ElsewhereHint,
    FileSays,
    StandsIn,
    NoTerritory,
    NothingWrong,
    Moved,
    MovedHint,
    Customer,
    Before,
    After,
    Movement,
    On,
    Absent,
    AbsentNone,
    OnlyListed,
    WasSettled,
    WouldSettle,
}

/// The tie-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieOutWord {
    Hint,
    All,
    Differing,
    Which,
    Customer,
    Company,
    Here,
    InFile,
    Difference,
    Documents,
    Table,
    Totals,
    Download,
    NoneDiffer,
    NoneDifferHint,
    NotCompared,
    NotComparedHint,
}

/// A sentence about an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSaid {
    Uploading {
        percent: u64,
    },
    Progress {
        errand: Errand,
        rows: u64,
        of: u64,
    },
    /// What the rows behind a stop are about.
    BookedSoFar {
        rows: u64,
        changed: u64,
    },
    WouldBook {
        changed: u64,
    },
    BookChanges {
        changed: u64,
    },
    Faulty {
        count: u64,
        kept: u64,
    },
    More {
        count: u64,
    },
    Bank {
        company: String,
        to: String,
    },
    Unread {
        count: u64,
    },
    Differing {
        differing: u64,
        lines: u64,
    },
    Difference {
        amount: Money,
    },
    Documents {
        count: u64,
    },
    Megabytes {
        bytes: u64,
    },
}

impl ImportSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::import::said(self),
            Language::En => en::import::said(self),
        }
    }
}

/// Where a job stands, in a word.
#[must_use]
pub fn job_state(it: &JobState, language: Language) -> &'static str {
    match language {
        Language::Zh => zh::import::state(it),
        Language::En => en::import::state(it),
    }
}

/// 1.2 MB, 14 KB: rounded up, so that nothing has no size.
pub(super) fn size(bytes: u64) -> String {
    const MB: u64 = 1_048_576;
    if bytes < MB {
        return format!("{} KB", bytes.div_ceil(1_024));
    }
    let tenths = (bytes * 10).div_ceil(MB);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_up() {
        let said: Vec<_> = [0, 1, 1_024, 1_048_576, 1_100_000].map(size).into();
        assert_eq!(said, ["0 KB", "1 KB", "1 KB", "1.0 MB", "1.1 MB"]);
    }
}
