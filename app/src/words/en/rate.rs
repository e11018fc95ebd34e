//! Exchange rates in English.

use shared::words::amount;

use crate::words::{RateSaid, RateWord};

pub fn rate(it: RateWord) -> &'static str {
    match it {
        RateWord::InUse => "Currencies in use",
        RateWord::InUseTable => "Currencies in use and their rates",
        RateWord::Currency => "Currency",
        RateWord::Latest => "Latest rate",
        RateWord::On => "Day",
        RateWord::State => "State",
        RateWord::Holds => "Holds",
        RateWord::TooOld => "Too old: not counted",
        RateWord::Missing => "No rate: not counted",
        RateWord::Balance => "Balance",
        RateWord::Customers => "Customers",
        RateWord::NothingInUse => {
            "Nothing is owed and no limit is set in another currency: no rate is needed"
        }
        RateWord::Enter => "Enter rates",
        RateWord::Source => "Source",
        RateWord::UsualSource => "CFETS central parity rate",
        RateWord::OtherCurrency => "Another currency",
        RateWord::Add => "Add",
        RateWord::NotACurrency => "Enter a code of three capital letters, EUR for one",
        RateWord::Save => "Save rates",
        RateWord::Saved => "Rate saved",
        RateWord::Sending => "Sending",
        RateWord::NotARate => "Enter a number, 7.1188 for one",
        RateWord::StandBy => "Checked: this is the rate",
        RateWord::History => "Rates entered",
        RateWord::Table => "Rates by day and currency",
        RateWord::Rate => "Rate",
        RateWord::By => "Entered by",
        RateWord::EnteredOn => "Entered on",
        RateWord::Withdrawn => "Withdrawn",
        RateWord::Corrected => "Corrected",
        RateWord::Empty => "No rate has been entered yet",
        RateWord::EmptyHint => {
            "Once one is, balances in that currency count against limits at the rate of the day, on phones too."
        }
        RateWord::Earlier => "Earlier versions",
        RateWord::Correct => "Correct",
        RateWord::Withdraw => "Withdraw",
        RateWord::Reason => "Reason",
        RateWord::WithdrawHint => {
            "The rate before then holds on this day. What was entered stays on record."
        }
        RateWord::OnlyLooks => "Rates are entered by the AR accountant or the administrator",
        RateWord::NotHere => "There is no rate of this day; it may not have been synced yet",
        RateWord::Uncounted => "Other currencies left out",
        RateWord::EveryCurrency => "All currencies",
    }
}

pub fn said(it: &RateSaid) -> String {
    match it {
        RateSaid::Costs { units, currency, base } => {
            format!("{units} {} in {}", currency.code(), base.code())
        }
        RateSaid::Stands { quote, by } => format!("Entered for this day: {quote}, {by}"),
        RateSaid::NotCounted { balance, customers: 1 } => {
            format!("{} of 1 customer is not counted against limits", amount(*balance))
        }
        RateSaid::NotCounted { balance, customers } => {
            format!("{} of {customers} customers is not counted against limits", amount(*balance))
        }
        RateSaid::DaysOld { days: 0 } => "today".to_owned(),
        RateSaid::DaysOld { days: 1 } => "1 day ago".to_owned(),
        RateSaid::DaysOld { days } => format!("{days} days ago"),
    }
}
