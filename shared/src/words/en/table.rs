//! Tables in English: their names, the headings of their columns, and what keeps a view from being saved.

use crate::{
    saved_view::SavedViewRefusal,
    table::{Column, TableName},
};

pub fn table(it: TableName) -> &'static str {
    match it {
        TableName::Customers => "Customers",
        TableName::Promises => "Promises",
        TableName::Approvals => "Approvals",
        TableName::Documents => "Open documents",
    }
}

pub fn column(it: Column) -> &'static str {
    match it {
        Column::Customer => "Customer",
        Column::Code => "Code",
        Column::Currency => "Currency",
        Column::Territory => "Territory",
        Column::Balance => "Balance",
        Column::Overdue => "Overdue",
        Column::DaysOverdue => "Days overdue",
        Column::Ageing => "Ageing",
        Column::Limit => "Limit",
        Column::Promised => "Latest promise",
        Column::LastVisit => "Last visit",
        Column::Due => "Due",
        Column::Amount => "Promised",
        Column::Received => "Received",
        Column::Standing => "Standing",
        Column::Promiser => "Promised by",
        Column::Author => "Recorded by",
        Column::MadeOn => "Recorded on",
        Column::Asked => "Asked for",
        Column::Seen => "When asked",
        Column::Stands => "Now",
        Column::Used => "Exposure",
        Column::Available => "Available",
        Column::SentOn => "Sent on",
        Column::State => "State",
        Column::Number => "Number",
        Column::IssuedOn => "Issued on",
        Column::DueOn => "Due on",
        Column::Days => "Days",
        Column::Open => "Open",
        Column::Whole => "Amount",
    }
}

pub fn saved_view(it: &SavedViewRefusal) -> String {
    match it {
        SavedViewRefusal::NameEmpty => "The view has no name. Give it one.".to_owned(),
        SavedViewRefusal::NameTooLong { length, most } => {
            format!("The name of the view has {length} characters; at most {most} are kept.")
        }
        SavedViewRefusal::NameTaken { name } => {
            format!("There is a view called “{name}”. Choose another name, or delete that one first.")
        }
        SavedViewRefusal::QueryTooLong { length, most } => {
            format!("The filter has {length} characters; at most {most} are kept. Search for less.")
        }
        SavedViewRefusal::TooMany { most } => {
            format!("{most} views are kept at most. Delete one you do not use.")
        }
        SavedViewRefusal::Unknown { .. } => {
            "The view is gone; somebody may have deleted it. The filter stands and can be saved anew."
                .to_owned()
        }
        SavedViewRefusal::NotOwner { .. } => {
            "Somebody else shared this view; that person or an administrator changes it. You can save \
             one of your own."
                .to_owned()
        }
    }
}
