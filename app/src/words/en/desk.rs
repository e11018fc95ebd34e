//! Labels in English: the desk's tables and its dashboard.

use crate::words::{DashboardWord, TableWord};

pub fn table(it: TableWord) -> &'static str {
    match it {
        TableWord::Views => "Views",
        TableWord::ViewActs => "Acts on views",
        TableWord::All => "All",
        TableWord::Save => "Save this view",
        TableWord::Rename => "Rename",
        TableWord::Remove => "Delete view",
        TableWord::Removed => "View deleted",
        TableWord::Start => "Begin with this view",
        TableWord::NotStart => "Do not begin with this view",
        TableWord::Starting => "The table begins with this view",
        TableWord::NotStarting => "The table begins with everything",
        TableWord::NameHeading => "Name of the view",
        TableWord::Name => "Name",
        TableWord::ForAll => "Share with everybody",
        TableWord::Keep => "Save",
        TableWord::Columns => "Columns",
        TableWord::Usual => "Usual columns",
        TableWord::Forward => "Move forward",
        TableWord::Back => "Move back",
        TableWord::Density => "Row height",
        TableWord::Relaxed => "Normal",
        TableWord::Tight => "Tight",
        TableWord::File => "Export",
        TableWord::Standing => "Standing",
        TableWord::EveryStanding => "Every standing",
        TableWord::Open => "Open",
        TableWord::AwaitingData => "Awaiting data",
        TableWord::Kept => "Kept",
        TableWord::PartlyKept => "Partly kept",
        TableWord::Broken => "Broken",
        TableWord::Withdrawn => "Withdrawn",
        TableWord::Superseded => "Superseded",
        TableWord::DueFrom => "Due from",
        TableWord::DueUntil => "Due until",
        TableWord::DecideSeveral => "Decide several",
    }
}

pub fn dashboard(it: DashboardWord) -> &'static str {
    match it {
        DashboardWord::Heading => "Dashboard",
        DashboardWord::Balance => "Balance",
        DashboardWord::Overdue => "Overdue",
        DashboardWord::Unapplied => "Unapplied receipts",
        DashboardWord::Currency => "Currency",
        DashboardWord::ByTerritory => "Ageing by territory",
        DashboardWord::Territory => "Territory",
        DashboardWord::Table => "Figures",
        DashboardWord::Promises => "Promises",
        DashboardWord::OpenPromises => "All that are open",
        DashboardWord::DueToday => "Due today",
        DashboardWord::DueThisWeek => "Due this week",
        DashboardWord::Awaiting => "Awaiting bank data",
        DashboardWord::Approvals => "Waiting for approval",
        DashboardWord::Cash => "Cash held too long or too much",
        DashboardWord::CashHint => {
            "Only what is above the days or the amount of the policy; all cash of the reps stands \
             under Hand-ins."
        }
        DashboardWord::NoCash => "Nobody carries cash too long or too much",
        DashboardWord::TooLong => "Too long",
        DashboardWord::TooMuch => "Too much",
        DashboardWord::Banks => "Bank data",
        DashboardWord::NoBank => "No bank data yet",
        DashboardWord::Empty => "Nothing is owed",
        DashboardWord::EmptyHint => {
            "Import receivables: balance, overdue and ageing will stand here."
        }
        DashboardWord::All => "Total",
    }
}
