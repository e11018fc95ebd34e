//! Labels in English: the work itself: customers, visits, promises, and the desk's reports.

use crate::words::{
    AgeingWord, AssignWord, ContactWord, FileWord, ListWord, PromiseWord, PromisesWord, TodayWord,
    VisitWord,
};

pub fn today(it: TodayWord) -> &'static str {
    match it {
        TodayWord::Due => "Promises due",
        TodayWord::NoneDue => "No promise is due or awaiting bank data today",
        TodayWord::Overdue => "Overdue customers",
        TodayWord::NoneOverdue => "No customer is overdue",
        TodayWord::NoneOverdueHint => {
            "Money that is past due appears here, the longest overdue first."
        }
        TodayWord::All => "All customers",
        TodayWord::FirstSync => "First synchronisation",
        TodayWord::FirstSyncHint => "You can start: customers that have arrived open already.",
        TodayWord::Total => "Overdue in all",
        TodayWord::NoTerritory => "No customers yet",
        TodayWord::NoTerritoryHint => {
            "Once an administrator gives you a territory, its customers appear here by themselves."
        }
        TodayWord::Left => "Begun and not sent",
        TodayWord::Office => "Office work",
    }
}

pub fn list(it: ListWord) -> &'static str {
    match it {
        ListWord::Search => "Search customers",
        ListWord::Placeholder => "Name, pinyin initials, code, phone",
        ListWord::Clear => "Clear the search",
        ListWord::Sort => "Sort by",
        ListWord::Name => "Name",
        ListWord::Code => "Code",
        ListWord::Overdue => "Overdue",
        ListWord::Balance => "Balance",
        ListWord::Days => "Days overdue",
        ListWord::Territory => "Territory",
        ListWord::AllTerritories => "All territories",
        ListWord::NoTerritory => "No territory",
        ListWord::LastVisit => "Last visit",
        ListWord::LatestPromise => "Latest promise",
        ListWord::Ageing => "Ageing",
        ListWord::Empty => "No customers yet",
        ListWord::EmptyHint => {
            "Customers appear here once receivables or customer files are imported."
        }
        ListWord::NoneFound => "Nothing found",
        ListWord::NoneFoundHint => "Try fewer letters, the pinyin initials or the customer's code.",
        ListWord::Table => "Table of customers",
        ListWord::Settled => "Settled",
    }
}

pub fn file(it: FileWord) -> &'static str {
    match it {
        FileWord::Actions => "Customer actions",
        FileWord::Visit => "Visit",
        FileWord::Promise => "Promise",
        FileWord::AlsoKnown => "Also known as",
        FileWord::Balance => "Balance",
        FileWord::Overdue => "Overdue",
        FileWord::NotOverdue => "Nothing overdue",
        FileWord::Unapplied => "Unapplied receipts",
        FileWord::Ageing => "Ageing",
        FileWord::Promises => "Promises to pay",
        FileWord::NoPromises => "No promises yet",
        FileWord::NoPromisesHint => {
            "Tap “Promise” and note amount and day; it appears under Today when it is due."
        }
        FileWord::Invoices => "Open receivables",
        FileWord::NoInvoices => "No open receivables",
        FileWord::Timeline => "Timeline",
        FileWord::Nothing => "Nothing yet",
        FileWord::NothingHint => {
            "Visits, documents, promises, receipts and decisions are listed here, the latest first."
        }
        FileWord::ShowAll => "Show all",
        FileWord::Due => "Due",
        FileWord::Issued => "Issued",
        FileWord::Number => "Number",
        FileWord::Amount => "Amount",
        FileWord::Open => "Open",
        FileWord::Disputed => "Disputed",
        FileWord::Receipts => "Receipts",
        FileWord::InvoicesTable => "Table of receivables",
        FileWord::ReceiptsTable => "Table of receipts",
        FileWord::VisitsTable => "Table of visits",
        FileWord::Visited => "Visited",
        FileWord::NoReceipts => "No receipts yet",
        FileWord::Visits => "Visits",
        FileWord::NoVisits => "No visits yet",
        FileWord::Slips => "Slips",
        FileWord::SlipsTable => "Table of slips",
        FileWord::NoSlips => "No slips yet",
        FileWord::Valued => "Value date",
        FileWord::Payer => "Payer",
        FileWord::Method => "Method",
        FileWord::Memo => "Memo",
        FileWord::Outcome => "Outcome",
        FileWord::Note => "Note",
        FileWord::Author => "By",
        FileWord::Next => "Next visit",
        FileWord::Gone => "This customer is not on this device",
        FileWord::GoneHint => {
            "It may have moved to another territory, or the link is wrong. Nothing you wrote is lost."
        }
        FileWord::OnItsWay => "This customer's rows are on their way",
        FileWord::AgeingIncomplete => {
            "Not all documents are here yet, so no ageing is shown. The balance is right."
        }
        FileWord::Unsummable => "A total is too large to be shown exactly",
    }
}

pub fn visit(it: VisitWord) -> &'static str {
    match it {
        VisitWord::Heading => "Record a visit",
        VisitWord::Outcome => "How did it go",
        VisitWord::Next => "Next visit",
        VisitWord::NoNext => "Not yet",
        VisitWord::Note => "Note",
        VisitWord::NotePlaceholder => "What was said, who was there, what to bring",
        VisitWord::Choose => "Choose how it went",
        VisitWord::DraftBack => "What you had not finished is back",
        VisitWord::DraftDrop => "Clear the draft",
        VisitWord::DraftDropped => "Draft cleared",
        VisitWord::SavedHere => "Saved on this device; sent by itself once online",
        VisitWord::SavedSending => "Saved, and on its way",
        VisitWord::NotKept => {
            "Not saved: this device's storage failed or is full. The form still holds it; send or export older entries and try again."
        }
        VisitWord::NotKeptFull => {
            "Not saved: this device is out of space. What you typed is still in the form. Send what waits, or free some space, then try again."
        }
        VisitWord::NotKeptOldTab => {
            "Not saved: another tab still runs an older version. Close it and try again; the form still holds everything."
        }
    }
}

pub fn promise(it: PromiseWord) -> &'static str {
    match it {
        PromiseWord::Heading => "Take a promise",
        PromiseWord::HowMuch => "How much",
        PromiseWord::UsualAmounts => "Usual amounts",
        PromiseWord::AllOverdue => "All overdue",
        PromiseWord::HalfOverdue => "Half of overdue",
        PromiseWord::AllOwed => "All owed",
        PromiseWord::HalfOwed => "Half of owed",
        PromiseWord::Picked => "Picked receivables",
        PromiseWord::When => "When",
        PromiseWord::Who => "Who promised",
        PromiseWord::SomeoneElse => "Someone else",
        PromiseWord::WhoPlaceholder => "Name and role, e.g. Wang Jianguo, owner",
        PromiseWord::How => "How",
        PromiseWord::OnWhat => "On what",
        PromiseWord::OnBalance => "On the balance",
        PromiseWord::OnDocuments => "On receivables",
        PromiseWord::Pick => "Pick receivables",
        PromiseWord::PickAgain => "Change",
        PromiseWord::Done => "Done",
        PromiseWord::Currency => "Currency",
        PromiseWord::Save => "Take the promise",
        PromiseWord::FillAmount => "Fill in the amount",
        PromiseWord::FillDay => "Choose the day",
        PromiseWord::FillWho => "Fill in who promised",
        PromiseWord::Replace => "Another day",
        PromiseWord::Withdraw => "Withdraw",
        PromiseWord::WithdrawHeading => "Withdraw a promise",
        PromiseWord::WithdrawWhy => "Why it is withdrawn",
        PromiseWord::UsualReasons => "Usual reasons",
        PromiseWord::WithdrawFill => "Say why it is withdrawn",
        PromiseWord::WithdrawGone => {
            "This promise has come to its end already; there is nothing to withdraw."
        }
        PromiseWord::TakenDownWrong => "Taken down wrong",
        PromiseWord::CustomerBackedOut => "The customer backed out",
        PromiseWord::AgreedOtherwise => "Something else was agreed",
    }
}

pub fn promises(it: PromisesWord) -> &'static str {
    match it {
        PromisesWord::Customer => "Customer",
        PromisesWord::Amount => "Promised",
        PromisesWord::Due => "Due",
        PromisesWord::Standing => "Standing",
        PromisesWord::Received => "Received",
        PromisesWord::By => "Sales rep",
        PromisesWord::Who => "Promised by",
        PromisesWord::Mark => "Sync",
        PromisesWord::Table => "Table of promises",
        PromisesWord::Empty => "No promises yet",
        PromisesWord::EmptyHint => {
            "Promises that reps take at their customers' appear here as soon as they are online."
        }
    }
}

pub fn ageing(it: AgeingWord) -> &'static str {
    match it {
        AgeingWord::EveryAge => "Every age",
        AgeingWord::OpenTable => "Open documents",
        AgeingWord::NoneOpen => "Nothing is open",
        AgeingWord::NoneOpenHint => {
            "Once receivables are imported, the documents of each bucket stand here."
        }
        AgeingWord::AsOf => "Balance as of",
        AgeingWord::AgeAsOf => "Age as of",
        AgeingWord::Quick => "Quick",
        AgeingWord::Today => "Today",
        AgeingWord::LastMonthEnd => "Last month end",
        AgeingWord::LastYearEnd => "Last year end",
        AgeingWord::From => "Age from",
        AgeingWord::ByDue => "Due date",
        AgeingWord::ByInvoice => "Issue date",
        AgeingWord::Bucket => "Bucket",
        AgeingWord::Documents => "Documents",
        AgeingWord::Amount => "Amount",
        AgeingWord::Share => "Share",
        AgeingWord::Total => "Sum of buckets",
        AgeingWord::Unapplied => "Unapplied receipts",
        AgeingWord::Balance => "Balance",
        AgeingWord::Empty => "Nothing was owed on this day",
        AgeingWord::NoneThere => "Nothing is owed in this territory",
        AgeingWord::NoneThereHint => "Choose another territory, or all of them.",
        AgeingWord::EmptyHint => "Choose another day, or import receivables first.",
        AgeingWord::Customers => "See customers",
    }
}

pub fn assign(it: AssignWord) -> &'static str {
    match it {
        AssignWord::To => "Assign to",
        AssignWord::Assign => "Assign",
        AssignWord::Empty => "All are assigned",
        AssignWord::EmptyHint => {
            "Newly imported customers appear here first; reps see them once they are in a territory."
        }
        AssignWord::NoTerritories => {
            "There are no territories. Add one on the server with chitbook territory add."
        }
        AssignWord::Sending => "Sending",
        AssignWord::Choose => "Choose a territory",
    }
}

pub fn contact(it: ContactWord) -> &'static str {
    match it {
        ContactWord::Heading => "Contacts",
        ContactWord::Add => "Add contact",
        ContactWord::Change => "Change contact",
        ContactWord::ChangeOne => "Change",
        ContactWord::Remove => "Remove contact",
        ContactWord::Removed => "Contact removed",
        ContactWord::Empty => "No contacts yet",
        ContactWord::RolePlaceholder => "owner, accounts, purchasing",
        ContactWord::NotePlaceholder => "when to call, and for what",
        ContactWord::SignsHint => "may sign statements for the customer",
        ContactWord::Signs => "signs",
        ContactWord::Save => "Save contact",
        ContactWord::FillName => "Enter a name first",
        ContactWord::FillChange => "Nothing is changed yet",
        ContactWord::Cancel => "Cancel",
        ContactWord::Sending => "Sending",
        ContactWord::File => "Customer file",
        ContactWord::ChangeFile => "Change customer file",
        ContactWord::SaveFile => "Save file",
        ContactWord::TagsHint => "between blanks or commas",
        ContactWord::NoAddress => "no address",
        ContactWord::InvoicingHint => "title, tax number, address and phone, bank and account",
        ContactWord::NotSaid => "not said",
        ContactWord::Gone => "removed",
        ContactWord::Yes => "yes",
        ContactWord::No => "no",
        ContactWord::Nothing => "empty",
        ContactWord::NotTaken => "was not taken, it stays",
        ContactWord::WaitsForSecond => "waits for a second person",
        ContactWord::EveryFile => "Every file",
        ContactWord::SecondHint => {
            "Something stands here: a change counts once another person of the office has confirmed it"
        }
        ContactWord::SayYes => "Confirm the change",
        ContactWord::SayNo => "Keep as it is",
        ContactWord::TakeBack => "Take back",
        ContactWord::SecondSent => "Kept; it counts once the server has it",
        ContactWord::Saw => "You saw",
        ContactWord::Mine => "Yours",
        ContactWord::Office => "The office's",
        ContactWord::Other => "The other's",
        ContactWord::UseMine => "Use mine",
        ContactWord::KeepOffice => "Keep the office's",
        ContactWord::KeepOther => "Keep the other's",
        ContactWord::MineSent => "Changed once more, as yours",
        ContactWord::ByFile => "an imported file",
    }
}
