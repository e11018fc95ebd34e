//! Sentences in English.

use shared::{
    calendar::Day,
    words::{Language, amount},
};

use crate::{
    format::day,
    words::{DeskSaid, FormSaid, Said, ShellSaid, amounts, size},
};

const EN: Language = Language::En;

/// One or several.
fn count_of(count: impl Into<u64>, one: &str, several: &str) -> String {
    match count.into() {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    }
}

fn many(count: usize, one: &str, several: &str) -> String {
    count_of(count as u64, one, several)
}

pub fn said(it: &Said, today: Day) -> String {
    match it {
        Said::DaysOverdue { days } => {
            format!("{} overdue", count_of(days.unsigned_abs(), "day", "days"))
        }
        Said::LongestOverdue { days } => {
            format!("longest {} overdue", count_of(days.unsigned_abs(), "day", "days"))
        }
        Said::Customers { count } => many(*count, "customer", "customers"),
        Said::Found { shown, total } => format!("{shown} of {total}"),
        Said::Promises { count } => many(*count, "promise", "promises"),
        Said::Documents { count } => count_of(*count, "document", "documents"),
        Said::Invoice { number } => format!("Receivable {number}"),
        Said::Invoices { numbers } => match numbers.as_slice() {
            [] => String::new(),
            [one] => format!("receivable {one}"),
            [first, second, _, ..] => {
                format!("receivables {first}, {second} and {} more", numbers.len() - 2)
            }
            few => format!("receivables {}", few.join(", ")),
        },
        Said::Received { received, of } => {
            format!("{} of {} received", amount(*received), amount(*of))
        }
        Said::BankReaches { reaches: Some(reaches) } => {
            format!("bank data up to {}", day::near(EN, *reaches, today))
        }
        Said::BankReaches { reaches: None } => "no bank data yet".to_owned(),
        Said::PastAgreed { days } => {
            format!("{} past the agreed day", count_of(days.unsigned_abs(), "day", "days"))
        }
        Said::Late { days } => format!("{} late", count_of(*days, "day", "days")),
        Said::Promised { who, amount: money } => format!("{who} promised {}", amount(*money)),
        Said::Paid { amount: money } => format!("Receipt of {}", amount(*money)),
        Said::Billed { number, amount: money } => {
            format!("Receivable {number} of {}", amount(*money))
        }
        Said::Visited { outcome } => format!("Visit: {outcome}"),
        Said::NextOn { day: next } => format!("next {}", day::near(EN, *next, today)),
        Said::CallWhom { name } => format!("Call {name}"),
    }
}

pub fn form_said(it: &FormSaid) -> String {
    match it {
        FormSaid::TakePromise { amount: money, on } => {
            format!("Take the promise, {} {on}", amount(*money))
        }
        FormSaid::InsteadOf { amount: money, on } => {
            format!(
                "Takes the place of {} promised for {on}, which will be marked superseded.",
                amount(*money)
            )
        }
        FormSaid::RecordVisit { outcome } => format!("Record the visit, {outcome}"),
        FormSaid::PickedSum { count, sum } => {
            format!("{}, {} open", many(*count, "receivable", "receivables"), amount(*sum))
        }
        FormSaid::DraftKept { at } => format!("Draft kept {at}"),
        FormSaid::OwedNow { owed } => format!("owes {} now", amounts(owed)),
    }
}

pub fn shell_said(it: &ShellSaid) -> String {
    match it {
        ShellSaid::Title { page } => format!("{page} · Chitbook"),
        ShellSaid::BackTo { page } => format!("Back to {page}"),
        ShellSaid::OnlyHere { count } => format!("{count} only here"),
        ShellSaid::Imported { count: 1 } => "1 taken into the outbox; it is sent now.".to_owned(),
        ShellSaid::Imported { count } => {
            format!("{count} taken into the outbox; they are sent now.")
        }
        ShellSaid::Drafts { count: 1 } => "1 unfinished draft".to_owned(),
        ShellSaid::Drafts { count } => format!("{count} unfinished drafts"),
        ShellSaid::Oldest { at } => format!("oldest {at}"),
        ShellSaid::DataFrom { at } => format!("data {at}"),
        ShellSaid::OfflineSince { at } => format!("offline · data {at}"),
        ShellSaid::Arrived { done, total } => format!("{done} of {total} rows"),
        ShellSaid::Used { used, quota: Some(quota) } => {
            format!("{} used of {}", size(*used), size(*quota))
        }
        ShellSaid::Used { used, quota: None } => format!("{} used", size(*used)),
        ShellSaid::Holds { customers } => format!(
            "{} on this device, usable without a network",
            many(*customers, "customer", "customers")
        ),
        ShellSaid::Lost { count: 0, at } => format!(
            "The browser removed this device's data (last used {at}). Nothing was unsent; it is being downloaded again."
        ),
        ShellSaid::Lost { count, at } => format!(
            "The browser removed this device's data (last used {at}) with {} unsent. Please note them again.",
            many(*count, "entry", "entries")
        ),
        ShellSaid::PageFrom { at } => format!("The server cannot be reached: this is from {at}"),
        ShellSaid::NextTry { seconds } => format!("next try in {seconds} s"),
        ShellSaid::Pending { count } => many(*count, "entry", "entries"),
        ShellSaid::ToHandle { count } => format!("{count} to handle"),
    }
}

pub fn desk_said(it: &DeskSaid) -> String {
    match it {
        DeskSaid::Picked { count } => format!("{count} picked"),
        DeskSaid::Proof { buckets, unapplied, balance } => format!(
            "Buckets {} − unapplied {} = balance {}, checked",
            amount(*buckets),
            amount(unapplied.negated()),
            amount(*balance)
        ),
        DeskSaid::PickedRequests { count: 1 } => "1 request picked".to_owned(),
        DeskSaid::PickedRequests { count } => format!("{count} requests picked"),
        DeskSaid::NameLength { most } => format!("At most {most} characters"),
        DeskSaid::Counted { count: 1 } => "1 promise".to_owned(),
        DeskSaid::Counted { count } => format!("{count} promises"),
        DeskSaid::OldestSince { day, today } => {
            let waited = today.days_since(*day);
            format!("The oldest was sent on {}, {waited} days ago", day::short(EN, *day, *today))
        }
        DeskSaid::Reaches { day, today } => {
            let reached = day::short(EN, *day, *today);
            match today.days_since(*day) {
                ..=0 => format!("Until {reached}, today"),
                behind => format!("Until {reached}, {behind} days behind"),
            }
        }
        DeskSaid::OverdueShare { share } => format!("{share} of what is open"),
        DeskSaid::AgeingOf { as_of, currency } => {
            format!("Ageing as of {as_of}, {currency}")
        }
    }
}
