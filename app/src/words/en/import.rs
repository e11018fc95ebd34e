//! Imports in English: bringing a file, checking and booking it, what came of it, and the tie-out.

use shared::{
    import::job::{Errand, JobState},
    words::amount,
};

use crate::{
    format::money::grouped,
    words::{CameWord, ImportSaid, ImportWord, TieOutWord, import::size},
};

pub fn import(it: ImportWord) -> &'static str {
    match it {
        ImportWord::New => "Import a file",
        ImportWord::Drop => "Choose a file, or drop it here",
        ImportWord::DropHint => "CSV in UTF-8. It is checked first; nothing is booked by itself.",
        ImportWord::Another => "Import another file",
        ImportWord::Upload => "Upload",
        ImportWord::CancelUpload => "Cancel upload",
        ImportWord::TooLarge => "The file is too large: 512 MB at most. Split it.",
        ImportWord::NoNetwork => {
            "Imports need the server. You are offline; come back with a connection. Uploaded files are safe."
        }
        ImportWord::NotTaken => "The server did not take it and nothing was booked. Try again.",
        ImportWord::NotYours => "Files are imported by administrators and AR accountants.",
        ImportWord::History => "Imports so far",
        ImportWord::NoHistory => "No file has been imported yet",
        ImportWord::NoHistoryHint => "Choose a file above, check it, then book it.",
        ImportWord::HistoryTable => "Imported files, newest first",
        ImportWord::File => "File",
        ImportWord::Size => "Size",
        ImportWord::By => "Brought by",
        ImportWord::At => "Time",
        ImportWord::State => "State",
        ImportWord::Taken => "Added / updated / faulty",
        ImportWord::How => "How to import it",
        ImportWord::Subject => "What the file holds",
        ImportWord::Customers => "Customers",
        ImportWord::Invoices => "Receivables",
        ImportWord::Receipts => "Receipts",
        ImportWord::Profile => "Profile",
        ImportWord::Expects => "Which columns it needs",
        ImportWord::NeededColumns => "Needed",
        ImportWord::OtherColumns => "Optional",
        ImportWord::Company => "Company",
        ImportWord::OnlyCompany => "The only company",
        ImportWord::CompanyHint => "Whose bank statement it is",
        ImportWord::BankTo => "Bank data reach to",
        ImportWord::BankToHint => {
            "If left empty, the last day in the file; with faulty rows, then, it stays as it is."
        }
        ImportWord::AsOf => "Data as of",
        ImportWord::AsOfHint => "The day of the list; what was settled without a day counts on it.",
        ImportWord::FullList => "The file names all that was open on that day",
        ImportWord::ConfirmReopened => "Where more is open than before: it was reopened",
        ImportWord::SettleAbsent => "Settle what the file does not name",
        ImportWord::Check => "Check",
        ImportWord::CheckAgain => "Check again",
        ImportWord::CheckHint => "A check decides every row and writes nothing.",
        ImportWord::Book => "Book",
        ImportWord::BookRest => "Book the rest",
        ImportWord::BookHint => {
            "Booked as it was checked. Faulty rows are skipped; import them again once corrected."
        }
        ImportWord::Changed => "The format below was changed. To book, check again first.",
        ImportWord::SeeCustomers => "See Customers",
        ImportWord::SeeMatched => "See Promises vs receipts",
        ImportWord::Stop => "Stop",
        ImportWord::Stopping => "Stopping after this group…",
        ImportWord::Moved => {
            "The server is busy with another file, or this import has just moved on. Try again when it has ended."
        }
        ImportWord::Gone => {
            "The uploaded file is gone (it is removed once booked, or after a day). Upload it again to import it again."
        }
        ImportWord::Looking => "Reading through the file…",
        ImportWord::Result => "Result",
        ImportWord::TieOut => "Tie-out",
        ImportWord::Views => "This import",
    }
}

pub fn came(it: CameWord) -> &'static str {
    match it {
        CameWord::Rows => "Rows",
        CameWord::Added => "Added",
        CameWord::Updated => "Updated",
        CameWord::Unchanged => "Unchanged",
        CameWord::Skipped => "Skipped",
        CameWord::Faulty => "Faulty",
        CameWord::Faults => "Faulty rows",
        CameWord::Line => "Line",
        CameWord::Column => "Column",
        CameWord::Value => "Value",
        CameWord::Wrong => "What is wrong, and what to do",
        CameWord::Download => "Download faulty rows",
        CameWord::Unmatched => "Receipts without a customer",
        CameWord::UnmatchedHint => {
            "Booked without a customer. Add the customer or the payer's name and import the file again to match them."
        }
        CameWord::Number => "Number",
        CameWord::Payer => "Payer",
        CameWord::Amount => "Amount",
        CameWord::CouldBe => "Could be",
        CameWord::Kept => "Entered by hand and kept",
        CameWord::KeptTable => "Rows that differ from what was entered by hand",
        CameWord::KeptHint => "The file differs from what people entered. What they entered stays.",
        CameWord::Fields => "Fields",
        CameWord::Elsewhere => "In another territory",
        CameWord::ElsewhereTable => "Customers in another territory",
        CameWord::ElsewhereHint => {
            "Somebody moved them, and a file does not move them back. Use territory assignment."
        }
        CameWord::FileSays => "In the file",
        CameWord::StandsIn => "Now in",
        CameWord::NoTerritory => "none",
        CameWord::Moved => "Another amount is open",
        CameWord::MovedHint => {
            "The file says something else is open than the books: less was settled elsewhere, more was reopened."
        }
        CameWord::Customer => "Customer code",
        CameWord::Before => "Open before",
        CameWord::After => "Open now",
        CameWord::Movement => "Movement",
        CameWord::On => "Counts on",
        CameWord::Absent => "Open here, not named in the file",
        CameWord::AbsentNone => "The file names every document that is open here.",
        CameWord::OnlyListed => {
            "Listed only, not settled. Look at them, tick \"Settle what the file does not name\", and check again."
        }
        CameWord::WasSettled => "Settled elsewhere as of that day.",
        CameWord::WouldSettle => "Would be settled elsewhere as of that day.",
        CameWord::NothingWrong => "No faulty rows.",
    }
}

pub fn tie_out(it: TieOutWord) -> &'static str {
    match it {
        TieOutWord::Hint => {
            "Open amounts and documents, of receivables from this source and these companies only. Difference = here − file."
        }
        TieOutWord::All => "All",
        TieOutWord::Differing => "Only differences",
        TieOutWord::Which => "What to show",
        TieOutWord::Customer => "Customer",
        TieOutWord::Company => "Company",
        TieOutWord::Here => "Here",
        TieOutWord::InFile => "In the file",
        TieOutWord::Difference => "Difference",
        TieOutWord::Documents => "Documents",
        TieOutWord::Table => "Open amounts tied out by customer",
        TieOutWord::Totals => "Totals",
        TieOutWord::Download => "Download",
        TieOutWord::NoneDiffer => "No differences",
        TieOutWord::NoneDifferHint => "The books and the file agree, customer by customer.",
        TieOutWord::NotCompared => "Nothing to tie out",
        TieOutWord::NotComparedHint => {
            "After receivables are checked or booked, this page compares the books with the file by customer. It is kept for 90 days."
        }
    }
}

pub fn state(it: &JobState) -> &'static str {
    match it {
        JobState::Uploaded => "Uploaded, not checked yet",
        JobState::Running { errand: Errand::Check, .. } => "Being checked",
        JobState::Running { errand: Errand::Book, .. } => "Being booked",
        JobState::Checked => "Checked, not booked yet",
        JobState::Done => "Booked",
        JobState::Stopped { errand: Errand::Check } => "Check stopped",
        JobState::Stopped { errand: Errand::Book } => "Booking stopped; booking again finishes it",
        JobState::Failed { errand: Errand::Check } => {
            "The server failed during the check; nothing was written"
        }
        JobState::Failed { errand: Errand::Book } => {
            "The server failed while booking; booking again finishes it"
        }
        JobState::Refused { .. } => "The file was not taken",
        JobState::Interrupted { errand: Errand::Check } => "Check interrupted; check again",
        JobState::Interrupted { errand: Errand::Book } => {
            "Booking interrupted; booking again finishes it"
        }
    }
}

pub fn said(it: &ImportSaid) -> String {
    match it {
        ImportSaid::Uploading { percent } => format!("Uploading {percent}%"),
        ImportSaid::Progress { errand, rows, of } => {
            let done = match errand {
                Errand::Check => "checked",
                Errand::Book => "booked",
            };
            format!("{} of {} rows {done}", grouped(*rows), grouped(*of))
        }
        ImportSaid::BookedSoFar { rows, changed } => format!(
            "Stopped after {}: {} written, and they stay. Booking again adds only what is left.",
            counted(*rows),
            counted(*changed)
        ),
        ImportSaid::WouldBook { changed: 0 } => {
            "Booking would change nothing: what is not faulty is in the books already.".to_owned()
        }
        ImportSaid::WouldBook { changed } => {
            format!("Nothing is written yet. Booking would change {}.", counted(*changed))
        }
        ImportSaid::BookChanges { changed } => format!("Book {}", counted(*changed)),
        ImportSaid::Faulty { count, kept } if kept < count => {
            format!("{} faulty; the download has the first {}", counted(*count), grouped(*kept))
        }
        ImportSaid::Faulty { count, .. } => format!("{} faulty and skipped", counted(*count)),
        ImportSaid::More { count } => format!("{} more not listed", counted(*count)),
        ImportSaid::Bank { company, to } => format!("Bank data of company {company} reach {to}"),
        ImportSaid::Unread { count } => {
            format!("{} could not be read and stand in no sum of the file", counted(*count))
        }
        ImportSaid::Differing { differing: 0, lines } => {
            format!("{} lines, all the same on both sides", grouped(*lines))
        }
        ImportSaid::Differing { differing, lines } => {
            format!("{} of {} lines differ", grouped(*differing), grouped(*lines))
        }
        ImportSaid::Difference { amount: it } => format!("Difference {}", amount(*it)),
        ImportSaid::Documents { count: 1 } => "1 document".to_owned(),
        ImportSaid::Documents { count } => format!("{} documents", grouped(*count)),
        ImportSaid::Megabytes { bytes } => size(*bytes),
    }
}

fn counted(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(rows)) }
}
