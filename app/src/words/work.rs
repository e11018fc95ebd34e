//! Labels of the work itself: customers, visits, promises, and the desk's reports.

use super::labels;

labels! {
    TodayWord in work::today,
    ListWord in work::list,
    FileWord in work::file,
    VisitWord in work::visit,
    PromiseWord in work::promise,
    PromisesWord in work::promises,
    AgeingWord in work::ageing,
    AssignWord in work::assign,
    ContactWord in work::contact,
}

/// Today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodayWord {
    Due,
    NoneDue,
    Overdue,
    NoneOverdue,
    NoneOverdueHint,
    All,
    FirstSync,
    FirstSyncHint,
    Total,
    NoTerritory,
    NoTerritoryHint,
}

/// Lists of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListWord {
    Search,
    Placeholder,
    Clear,
    Sort,
    Name,
    Code,
    Overdue,
    Balance,
    Days,
    Territory,
    AllTerritories,
    NoTerritory,
    LastVisit,
    LatestPromise,
    Ageing,
    Empty,
    EmptyHint,
    NoneFound,
    NoneFoundHint,
    Table,
    Settled,
}

/// One customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileWord {
    Actions,
    Visit,
    Promise,
    AlsoKnown,
    Balance,
    Overdue,
    NotOverdue,
    Unapplied,
    Ageing,
    Promises,
    NoPromises,
    NoPromisesHint,
    Invoices,
    NoInvoices,
    Timeline,
    Nothing,
    NothingHint,
    ShowAll,
    Due,
    Issued,
    Number,
    Amount,
    Open,
    Disputed,
    Receipts,
    InvoicesTable,
    ReceiptsTable,
    VisitsTable,
    Visited,
    NoReceipts,
    Visits,
    NoVisits,
    Valued,
    Payer,
    Method,
    Memo,
    Outcome,
    Note,
    Author,
    Next,
    Gone,
    GoneHint,
    OnItsWay,
    Unsummable,
    AgeingIncomplete,
}

/// The form of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitWord {
    Heading,
    Outcome,
    Next,
    NoNext,
    Note,
    NotePlaceholder,
    Choose,
    DraftBack,
    DraftDrop,
    DraftDropped,
    SavedHere,
    NotKept,
    NotKeptOldTab,
}

/// The form of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseWord {
    Heading,
    HowMuch,
    UsualAmounts,
    AllOverdue,
    HalfOverdue,
    AllOwed,
    HalfOwed,
    Picked,
    When,
    Who,
    SomeoneElse,
    WhoPlaceholder,
    How,
    OnWhat,
    OnBalance,
    OnDocuments,
    Pick,
    PickAgain,
    Done,
    Currency,
    Save,
    FillAmount,
    FillDay,
    FillWho,
    Replace,
    Withdraw,
    WithdrawHeading,
    WithdrawWhy,
    UsualReasons,
    WithdrawFill,
    WithdrawGone,
    TakenDownWrong,
    CustomerBackedOut,
    AgreedOtherwise,
}

/// The desk's table of promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromisesWord {
    Customer,
    Amount,
    Due,
    Standing,
    Received,
    By,
    Who,
    Mark,
    Table,
    Empty,
    EmptyHint,
}

/// The ageing report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeingWord {
    AsOf,
    AgeAsOf,
    Quick,
    Today,
    LastMonthEnd,
    LastYearEnd,
    From,
    ByDue,
    ByInvoice,
    Bucket,
    Documents,
    Amount,
    Share,
    Total,
    Unapplied,
    Balance,
    Empty,
    EmptyHint,
    NoneThere,
    NoneThereHint,
    Customers,
}

/// Assigning customers to territories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignWord {
    To,
    Assign,
    Empty,
    EmptyHint,
    NoTerritories,
    Sending,
    Choose,
}

/// Contacts of a customer, its file, and how conflicts about them are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactWord {
    Heading,
    Add,
    Change,
    ChangeOne,
    Remove,
    Removed,
    Empty,
    RolePlaceholder,
    NotePlaceholder,
    SignsHint,
    Signs,
    Save,
    FillName,
    FillChange,
    Cancel,
    Sending,
    File,
    ChangeFile,
    SaveFile,
    TagsHint,
    NoAddress,
    Gone,
    Yes,
    No,
    Nothing,
    NotTaken,
    Saw,
    Mine,
    Office,
    Other,
    UseMine,
    KeepOffice,
    KeepOther,
    MineSent,
    ByFile,
}
