//! Labels of the desk's tables and its dashboard.

use super::labels;

labels! {
    TableWord in desk::table,
    DashboardWord in desk::dashboard,
}

/// What is done with a table: views, columns, filters, files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableWord {
    Views,
    ViewActs,
    All,
    Save,
    Rename,
    Remove,
    Removed,
    Start,
    NotStart,
    Starting,
    NotStarting,
    NameHeading,
    Name,
    ForAll,
    Keep,
    Columns,
    Usual,
    Forward,
    Back,
    Density,
    Relaxed,
    Tight,
    File,
    Standing,
    EveryStanding,
    Open,
    AwaitingData,
    Kept,
    PartlyKept,
    Broken,
    Withdrawn,
    Superseded,
    DueFrom,
    DueUntil,
    DecideSeveral,
}

/// The dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DashboardWord {
    Heading,
    Balance,
    Overdue,
    Unapplied,
    Currency,
    ByTerritory,
    Territory,
    Table,
    Promises,
    OpenPromises,
    DueToday,
    DueThisWeek,
    Awaiting,
    Approvals,
    Cash,
    CashHint,
    NoCash,
    TooLong,
    TooMuch,
    Banks,
    NoBank,
    Empty,
    EmptyHint,
    All,
}
