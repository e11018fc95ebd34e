//! The desk's tables: which there are, which columns each has, and how somebody wants to see them.

use serde::{Deserialize, Serialize};

/// A table of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    Customers,
    Promises,
    Approvals,
    Documents,
}

/// A column of one or several tables. The name on the wire stands in addresses and saved views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Customer,
    Code,
    /// Of the amounts beside it; in files alone, where a figure carries no sign.
    Currency,
    Territory,
    Balance,
    Overdue,
    DaysOverdue,
    Ageing,
    /// What was granted.
    Limit,
    Promised,
    LastVisit,
    Due,
    Amount,
    Received,
    Standing,
    Promiser,
    Author,
    MadeOn,
    Asked,
    Seen,
    Stands,
    Used,
    Available,
    SentOn,
    State,
    Number,
    IssuedOn,
    DueOn,
    /// Since the day from which a document ages.
    Days,
    /// What is not settled of a document.
    Open,
    /// The whole of a document.
    Whole,
}

impl TableName {
    pub const ALL: [TableName; 4] =
        [TableName::Customers, TableName::Promises, TableName::Approvals, TableName::Documents];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TableName::Customers => "customers",
            TableName::Promises => "promises",
            TableName::Approvals => "approvals",
            TableName::Documents => "documents",
        }
    }

    /// Its columns in the order in which they stand unless somebody wants another. The first names
    /// the row and is never hidden.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            TableName::Customers => &[
                Column::Customer,
                Column::Code,
                Column::Territory,
                Column::Balance,
                Column::Overdue,
                Column::DaysOverdue,
                Column::Ageing,
                Column::Limit,
                Column::Available,
                Column::Promised,
                Column::LastVisit,
            ],
            TableName::Promises => &[
                Column::Customer,
                Column::Due,
                Column::Amount,
                Column::Received,
                Column::Standing,
                Column::Promiser,
                Column::Author,
                Column::Territory,
                Column::MadeOn,
            ],
            TableName::Approvals => &[
                Column::Customer,
                Column::Asked,
                Column::Seen,
                Column::Stands,
                Column::Used,
                Column::Available,
                Column::Author,
                Column::SentOn,
                Column::State,
            ],
            TableName::Documents => &[
                Column::Customer,
                Column::Number,
                Column::IssuedOn,
                Column::DueOn,
                Column::Days,
                Column::Open,
                Column::Whole,
                Column::Territory,
            ],
        }
    }

    /// The columns that are shown to whoever chose none.
    #[must_use]
    pub fn usual(self) -> Vec<Column> {
        let all = self.columns().iter().copied();
        match self {
            TableName::Promises => {
                all.filter(|it| !matches!(it, Column::Territory | Column::MadeOn)).collect()
            }
            TableName::Documents => all.filter(|it| *it != Column::Territory).collect(),
            TableName::Customers => {
                all.filter(|it| !matches!(it, Column::Limit | Column::LastVisit)).collect()
            }
            TableName::Approvals => all.collect(),
        }
    }

    /// Reads a choice of columns, `customer,balance`; unknown and repeated ones are passed over. The
    /// column that names the row stands first whether it was named or not, and nothing said is the
    /// usual choice.
    #[must_use]
    pub fn choice(self, text: &str) -> Vec<Column> {
        let (all, mut chosen) = (self.columns(), vec![]);
        for name in text.split(',') {
            let found = all.iter().copied().find(|it| it.name() == name.trim());
            if let Some(column) = found.filter(|it| !chosen.contains(it)) {
                chosen.push(column);
            }
        }
        if chosen.is_empty() {
            return self.usual();
        }
        let first = all[0];
        chosen.retain(|it| *it != first);
        chosen.insert(0, first);
        chosen
    }

    /// A choice as it stands in an address: nothing for the usual one.
    #[must_use]
    pub fn said(self, chosen: &[Column]) -> String {
        if chosen == self.usual() {
            return String::new();
        }
        let names: Vec<_> = chosen.iter().map(|it| it.name()).collect();
        names.join(",")
    }
}

impl Column {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Column::Customer => "customer",
            Column::Code => "code",
            Column::Currency => "currency",
            Column::Territory => "territory",
            Column::Balance => "balance",
            Column::Overdue => "overdue",
            Column::DaysOverdue => "days_overdue",
            Column::Ageing => "ageing",
            Column::Limit => "limit",
            Column::Promised => "promised",
            Column::LastVisit => "last_visit",
            Column::Due => "due",
            Column::Amount => "amount",
            Column::Received => "received",
            Column::Standing => "standing",
            Column::Promiser => "promiser",
            Column::Author => "author",
            Column::MadeOn => "made_on",
            Column::Asked => "asked",
            Column::Seen => "seen",
            Column::Stands => "stands",
            Column::Used => "used",
            Column::Available => "available",
            Column::SentOn => "sent_on",
            Column::State => "state",
            Column::Number => "number",
            Column::IssuedOn => "issued_on",
            Column::DueOn => "due_on",
            Column::Days => "days",
            Column::Open => "open",
            Column::Whole => "whole",
        }
    }
}

/// Moves a column one place, towards the front or the end; the first stays where it is.
#[must_use]
pub fn moved(chosen: &[Column], column: Column, towards: Towards) -> Vec<Column> {
    let mut next = chosen.to_vec();
    let Some(at) = next.iter().position(|it| *it == column) else { return next };
    let to = match towards {
        Towards::Front => at.checked_sub(1),
        Towards::End => Some(at + 1).filter(|to| *to < next.len()),
    };
    if let Some(to) = to.filter(|to| at != 0 && *to != 0) {
        next.swap(at, to);
    }
    next
}

/// Which way a column is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    Front,
    End,
}
