//! Credit in English: labels and sentences of the file, the forms and the approvals.

use shared::words::{Language, amount, credit_standing, day};

use crate::words::{ApprovalWord, CreditSaid, CreditWord, amounts, credit::rates};

const EN: Language = Language::En;

pub fn credit(it: CreditWord) -> &'static str {
    match it {
        CreditWord::WalkIn => {
            "The walk-in account buys against cash only. For credit, give the customer a file first."
        }
        CreditWord::Heading => "Credit",
        CreditWord::Limit => "Credit limit",
        CreditWord::Used => "Exposure",
        CreditWord::Available => "Available",
        CreditWord::OverBy => "over",
        CreditWord::Over => "Over the limit by",
        CreditWord::Lapsed => "The limit does not run today; the customer counts as not granted",
        CreditWord::Any => "Every credit",
        CreditWord::OverLimit => "Over the limit",
        CreditWord::Requests => "Requests for credit",
        CreditWord::Ask => "Ask for a limit",
        CreditWord::AskAgain => "Edit and send again",
        CreditWord::Withdraw => "Withdraw the request",
        CreditWord::Withdrawn => "The withdrawal is saved and will be sent",
        CreditWord::Change => "Change credit",
        CreditWord::Now => "Stands now",
        CreditWord::Saw => "Seen when asking",
        CreditWord::Asked => "Asked for",
        CreditWord::Moved => "The limit was changed after the request was written",
        CreditWord::MovedSince => "changed since",
        CreditWord::Terms => "Terms",
        CreditWord::Limited => "Limited",
        CreditWord::CashOnly => "Cash only",
        CreditWord::Unlimited => "Unlimited",
        CreditWord::NotGranted => "Not granted",
        CreditWord::HowMuch => "How much",
        CreditWord::UsualAmounts => "Usual limits",
        CreditWord::ValidUntil => "Valid until",
        CreditWord::Reason => "Reason",
        CreditWord::ReasonPlaceholder => "Why this limit, and on what grounds",
        CreditWord::FillAmount => "Give the limit first",
        CreditWord::FillReason => "Give a reason first",
    }
}

pub fn approvals(it: ApprovalWord) -> &'static str {
    match it {
        ApprovalWord::Table => "Requests for credit",
        ApprovalWord::State => "State",
        ApprovalWord::Customer => "Customer",
        ApprovalWord::By => "Asked by",
        ApprovalWord::SentOn => "Sent on",
        ApprovalWord::Decide => "Decide",
        ApprovalWord::Look => "View",
        ApprovalWord::Approve => "Approve",
        ApprovalWord::Return => "Return for change",
        ApprovalWord::Reject => "Reject",
        ApprovalWord::YourReason => "Your reason",
        ApprovalWord::YourReasonHint => {
            "Not needed to approve; needed to return or reject. Whoever asked will read it"
        }
        ApprovalWord::Own => "This request is your own: somebody else decides",
        ApprovalWord::Sending => "sending",
        ApprovalWord::History => "Earlier forms",
        ApprovalWord::Empty => "No request waits for approval",
        ApprovalWord::EmptyHint => "Requests that reps make at the customer's appear here.",
        ApprovalWord::Waiting => "Awaiting approval",
        ApprovalWord::ToDecide => "For me to decide",
        ApprovalWord::Returned => "Returned for change",
        ApprovalWord::Approved => "Approved",
        ApprovalWord::Rejected => "Not approved",
        ApprovalWord::Withdrawn => "Withdrawn",
        ApprovalWord::All => "All",
    }
}

pub fn said(it: &CreditSaid) -> String {
    match it {
        CreditSaid::Ask { asked } => format!("Send the request: {}", credit_standing(asked, EN)),
        CreditSaid::Grant { terms } => format!("Set to {}", credit_standing(terms, EN)),
        CreditSaid::Wanted { asked } => format!("Credit request: {}", credit_standing(asked, EN)),
        CreditSaid::Became { asked, state } => {
            format!("Credit request {}: {}", state.to_lowercase(), credit_standing(asked, EN))
        }
        CreditSaid::Granted { terms } => format!("Credit set: {}", credit_standing(terms, EN)),
        CreditSaid::Until { day: on } => format!("Valid until {}", day(*on, EN)),
        CreditSaid::NoRate { sums } => format!("Not counted, no rate: {}", amounts(sums)),
        CreditSaid::Converted { amount: it, by } => {
            format!("{} included, at {}", amount(*it), rates(by, ", "))
        }
        CreditSaid::Decided { by, state, reason } if reason.is_empty() => {
            format!("{by}: {state}")
        }
        CreditSaid::Decided { by, state, reason } => format!("{by}: {state}. {reason}"),
        CreditSaid::Revision { number } => format!("form {number}"),
        CreditSaid::WaitForYou { count: 1 } => "1 request waits for you".to_owned(),
        CreditSaid::WaitForYou { count } => format!("{count} requests wait for you"),
    }
}
