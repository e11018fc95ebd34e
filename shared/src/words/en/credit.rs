//! Credit in English: on what terms a customer buys, and what becomes of a request.

use crate::{
    credit::{CreditRefusal, CreditStanding, Decision, RequestState},
    words::amount,
};

use super::day;

pub fn credit_standing(it: &CreditStanding) -> String {
    match it {
        CreditStanding::NotGranted => "not granted".to_owned(),
        CreditStanding::CashOnly => "cash only".to_owned(),
        CreditStanding::Limited { amount: it } => format!("limited to {}", amount(*it)),
        CreditStanding::Unlimited => "unlimited".to_owned(),
    }
}

pub fn request_state(it: &RequestState) -> &'static str {
    match it {
        RequestState::Waiting => "awaiting approval",
        RequestState::Returned { .. } => "returned for change",
        RequestState::Approved { .. } => "approved",
        RequestState::Rejected { .. } => "not approved",
        RequestState::Withdrawn { .. } => "withdrawn",
    }
}

pub fn decision(it: Decision) -> &'static str {
    match it {
        Decision::Approve => "approve",
        Decision::Return => "return for change",
        Decision::Reject => "reject",
    }
}

fn closed(state: &str) -> &'static str {
    match state {
        "approved" => "approved",
        "rejected" => "rejected",
        "withdrawn" => "withdrawn",
        _ => "settled",
    }
}

fn walk_in() -> String {
    let rule = "The walk-in account buys against cash only.";
    format!("{rule} To give credit, give this customer a file first.")
}

pub fn refusal(it: &CreditRefusal) -> String {
    match it {
        CreditRefusal::WalkIn => walk_in(),
        CreditRefusal::ReasonEmpty => "No reason is given. Say why: who approves and who checks \
            later will read it."
            .to_owned(),
        CreditRefusal::ReasonTooLong { length, most } => {
            format!("The reason has {length} characters; at most {most} are kept. Shorten it.")
        }
        CreditRefusal::AmountNotPositive { amount: it } => format!(
            "The limit is {}; it has to be more than zero. For no credit, choose cash only.",
            amount(*it)
        ),
        CreditRefusal::NothingAsked { stands } => format!(
            "The customer is {} already, so nothing would change. Ask for something else.",
            credit_standing(stands)
        ),
        CreditRefusal::OpenAlready { .. } => "Your earlier request about this customer is not \
            settled. Edit that one and send it again, or withdraw it first."
            .to_owned(),
        CreditRefusal::IdTaken { .. } => "Another request for credit already carries this id and \
            was not touched. Make the request anew."
            .to_owned(),
        CreditRefusal::UnknownRequest { .. } => {
            "This request for credit is not here. Refresh and look again.".to_owned()
        }
        CreditRefusal::NotAuthor { .. } => "This request is somebody else's; only its author can \
            change or withdraw it. Make one of your own."
            .to_owned(),
        CreditRefusal::OwnRequest { .. } => "This request is your own, and the requester never \
            approves. Ask somebody else who may."
            .to_owned(),
        CreditRefusal::Closed { state, on } => format!(
            "This request was {} on {} and is settled. Make a new one if it is still needed.",
            closed(state),
            day(*on)
        ),
        CreditRefusal::WithAuthor { on } => format!(
            "This request was returned to its author on {}. Decide when it is sent again.",
            day(*on)
        ),
        CreditRefusal::Revised { seen, now } => format!(
            "You read form {seen} of this request; by now there is form {now}. Read that one first."
        ),
        CreditRefusal::LimitMoved { seen, now } => format!(
            "You saw the customer {}; by now it is {} (version {}). Look at what stands now, then \
             decide.",
            credit_standing(&seen.standing),
            credit_standing(&now.standing),
            now.version
        ),
        CreditRefusal::TooManyRevisions { most } => format!(
            "This request was sent {most} times, which is the most. Withdraw it and make a new one."
        ),
        CreditRefusal::EndsBeforeBegins { valid_from, valid_until } => format!(
            "The limit would end on {}, before it begins on {}. Choose {} or later.",
            day(*valid_until),
            day(*valid_from),
            day(*valid_from)
        ),
        CreditRefusal::EndsInThePast { valid_until, today } => format!(
            "The limit would end on {}, which is past. Choose {} or later, or leave it open.",
            day(*valid_until),
            day(*today)
        ),
    }
}
