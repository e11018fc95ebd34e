//! The words of the domain in English, complete.

mod bank_account;
mod credit;
mod file;
mod pairing;
mod refusal;
mod table;

pub use bank_account::{account_of, account_state, account_turn};
pub use credit::{credit_standing, decision, request_state};
pub use file::{field, scale};
pub use pairing::{direction, finding, finding_reason, otherwise};
pub use refusal::refusal;
pub use table::{column, table};

use super::amount;
use crate::{
    ageing::{BaseDay, EdgesError},
    allocation::AllocationReason,
    calendar::Day,
    edit::Field,
    effects::{Warning, Why},
    money::MoneyError,
    promise::Standing,
    receipt::PaymentMethod,
    row::RowKind,
    sync::{Act, Fault, Mark, Verdict},
    user::Role,
    visit::VisitOutcome,
};

pub fn warning(it: &Warning) -> String {
    match it {
        Warning::PromiseAboveOwed { promised, owed } => format!(
            "{} is promised, more than the {} known to be owed. It is taken all the same; check \
             with the customer.",
            amount(*promised),
            amount(*owed)
        ),
        Warning::FieldReceiptAboveOwed { taken, owed } => format!(
            "{} is taken, more than the {} known to be owed. It is recorded all the same; check \
             the amount.",
            amount(*taken),
            amount(*owed)
        ),
    }
}

pub fn why(it: &Why) -> String {
    match it {
        Why::NotYours => "On the day it happened, this customer was not in your territory. It is \
            recorded and counts; somebody has to confirm it."
            .to_owned(),
        Why::BehindQuarantine => {
            "An earlier entry of this customer is not settled yet. This one is \
            recorded and waits until that one is."
                .to_owned()
        }
        Why::StaleLimit { seen, now } => format!(
            "You asked when the customer was {}; by now it is {}. The request is recorded and waits \
             for approval with both versions.",
            credit_standing(&seen.standing),
            credit_standing(&now.standing)
        ),
        Why::CashAboveCap { amount: taken, in_hand, cap } => format!(
            "With {} of cash in hand, {} more was taken; the cap is {}. It is recorded: hand it \
             in soon; somebody has to confirm it.",
            amount(*in_hand),
            amount(*taken),
            amount(*cap)
        ),
        Why::UnknownCompany { .. } => "The money is for a company that is not there yet. It is \
            recorded; the administrator has to open the company."
            .to_owned(),
        Why::PolicyChanged { .. } => "The policy on your phone allowed it, but a newer one was in \
            force that day and does not. It is recorded; the office has to confirm it."
            .to_owned(),
        Why::SlipTwice { slip } => format!(
            "The number {slip} stands on another slip. It is recorded; finance has to compare \
             the two."
        ),
    }
}

pub fn fault(it: &Fault) -> String {
    match it {
        Fault::UnknownKind { kind } => format!(
            "The server does not know this kind of entry yet ({kind}). It is kept and run again \
             once the server is upgraded."
        ),
        Fault::Malformed { refusal: it } => {
            format!("It breaks a rule: {} It is kept; edit it and send it again.", refusal(it))
        }
        Fault::Unreadable { .. } => {
            "It cannot be read. It is kept as it came; ask the administrator.".to_owned()
        }
        Fault::Failing { .. } => "The server failed twice while working on it, for no fault of \
            yours. It is kept and run again once that is mended."
            .to_owned(),
        Fault::Corrupt => "Other content came before under the same id, and that one holds. Ask \
            the administrator to compare them."
            .to_owned(),
    }
}

pub fn verdict(it: &Verdict) -> &'static str {
    match it {
        Verdict::Applied => "confirmed",
        Verdict::Merged { .. } => "taken in part",
        Verdict::Rejected { .. } => "refused",
        Verdict::NeedsReview { .. } => "awaiting approval",
        Verdict::BlockedBy { .. } => "refused with an earlier one",
        Verdict::Quarantined { .. } => "set aside",
    }
}

pub fn verdict_reason(it: &Verdict) -> String {
    match it {
        Verdict::Applied => "The server has confirmed it.".to_owned(),
        Verdict::Merged { fields } => format!(
            "Somebody changed it before you, and the server's version stays: {}. Both are kept: \
             yours can still be taken, or what stands can stay.",
            labels(fields)
        ),
        Verdict::Rejected { refusal: it } => refusal(it),
        Verdict::NeedsReview { why: it } => why(it),
        Verdict::BlockedBy { .. } => "The entry it rests on was refused, so this one was not \
            recorded either. It is kept; edit it and send it again."
            .to_owned(),
        Verdict::Quarantined { fault: it } => fault(it),
    }
}

pub fn mark(it: Mark) -> &'static str {
    match it {
        Mark::Confirmed => "confirmed",
        Mark::OnlyHere => "only here",
        Mark::AwaitingApproval => "awaiting approval",
        Mark::Refused => "refused",
        Mark::Conflicting => "conflicting",
    }
}

pub fn role(it: Role) -> &'static str {
    match it {
        Role::Rep => "sales rep",
        Role::Manager => "regional manager",
        Role::OrderDesk => "order desk",
        Role::Controller => "credit controller",
        Role::Finance => "AR accountant",
        Role::Cashier => "cashier",
        Role::Approver => "approver",
        Role::Admin => "administrator",
        Role::Auditor => "auditor",
        Role::System => "system",
    }
}

pub fn outcome(it: VisitOutcome) -> &'static str {
    match it {
        VisitOutcome::Agreed => "agreed",
        VisitOutcome::Promised => "promised to pay",
        VisitOutcome::Paid => "paid",
        VisitOutcome::Disputed => "disputed",
        VisitOutcome::NobodyThere => "nobody there",
        VisitOutcome::Other => "other",
    }
}

pub fn method(it: PaymentMethod) -> &'static str {
    match it {
        PaymentMethod::Transfer => "transfer",
        PaymentMethod::Cash => "cash",
        PaymentMethod::Mobile => "WeChat or Alipay",
        PaymentMethod::BankAcceptance => "bank acceptance",
        PaymentMethod::OtherBill => "commercial acceptance or e-receivable",
    }
}

pub fn standing(it: &Standing) -> &'static str {
    match it {
        Standing::Open { .. } => "not due",
        Standing::AwaitingData { .. } => "awaiting data",
        Standing::Kept { .. } => "kept",
        Standing::PartlyKept { .. } => "partly kept",
        Standing::Broken => "broken",
        Standing::Withdrawn { .. } => "withdrawn",
        Standing::Superseded { .. } => "superseded",
    }
}

pub fn standing_reason(it: &Standing) -> String {
    match it {
        Standing::Open { received } if received.is_nil() => {
            "Not due yet; nothing has come.".to_owned()
        }
        Standing::Open { received } => format!("Not due yet; {} has come.", amount(*received)),
        Standing::AwaitingData { received, last_day, reaches } => {
            let data = match reaches {
                Some(reaches) => format!("The bank data reach {} only", day(*reaches)),
                None => "There are no bank data yet".to_owned(),
            };
            format!(
                "{data}; it is judged once they reach {}. So far {} has come.",
                day(*last_day),
                amount(*received)
            )
        }
        Standing::Kept { on, days_late: 0 } => format!("Paid on {}, on time.", day(*on)),
        Standing::Kept { on, days_late: 1 } => format!("Paid on {}, 1 day late.", day(*on)),
        Standing::Kept { on, days_late } => format!("Paid on {}, {days_late} days late.", day(*on)),
        Standing::PartlyKept { received } => {
            format!("{} came in time, less than was promised.", amount(*received))
        }
        Standing::Broken => "Nothing came in time.".to_owned(),
        Standing::Withdrawn { on } => {
            format!("Withdrawn on {}, before enough had come.", day(*on))
        }
        Standing::Superseded { on, .. } => {
            format!("Replaced on {}; the new promise counts.", day(*on))
        }
    }
}

pub fn base_day(it: BaseDay) -> &'static str {
    match it {
        BaseDay::Due => "overdue ageing",
        BaseDay::Invoice => "ageing",
    }
}

pub fn bucket(from: Option<u32>, to: Option<u32>, by: BaseDay) -> String {
    match (from, to, by) {
        (None, _, BaseDay::Due) => "not due".to_owned(),
        (None, _, BaseDay::Invoice) => "0 days".to_owned(),
        (Some(1), Some(1), _) => "1 day".to_owned(),
        (Some(from), Some(to), _) if from == to => format!("{from} days"),
        (Some(from), Some(to), _) => format!("{from}–{to} days"),
        (Some(from), None, _) => format!("{from}+ days"),
    }
}

pub fn allocation_reason(it: AllocationReason) -> &'static str {
    match it {
        AllocationReason::Designated => "as designated",
        AllocationReason::SettledElsewhere => "settled elsewhere",
    }
}

/// A field that only a newer build knows stands under its name.
fn labels(fields: &[String]) -> String {
    let label =
        |name: &String| Field::of_name(name).map_or(name.clone(), |it| field(it).to_owned());
    fields.iter().map(label).collect::<Vec<_>>().join(", ")
}

pub fn row_kind(it: RowKind) -> &'static str {
    match it {
        RowKind::Company => "company",
        RowKind::Territory => "territory",
        RowKind::User => "user",
        RowKind::Policy => "credit policy",
        RowKind::BankHorizon => "bank data",
        RowKind::FileHorizon => "day of a file",
        RowKind::ExchangeRate => "exchange rate",
        RowKind::Customer => "customer",
        RowKind::Invoice => "receivable",
        RowKind::Receipt => "receipt",
        RowKind::Allocation => "allocation",
        RowKind::Movement => "settlement elsewhere",
        RowKind::Pairing => "pairing",
        RowKind::Promise => "promise to pay",
        RowKind::FieldReceipt => "field receipt",
        RowKind::HandIn => "hand-in",
        RowKind::Visit => "visit",
        RowKind::Attachment => "attachment",
        RowKind::BankAccount => "bank account",
        RowKind::Edit => "change of a file",
        RowKind::CreditLine => "credit standing",
        RowKind::CreditRequest => "request for credit",
        RowKind::SavedViews => "saved views",
        RowKind::Inbox => "inbox",
    }
}

pub fn act(it: &Act) -> &'static str {
    match it {
        Act::RecordVisit(_) => "visit",
        Act::AddAttachment(_) => "attachment",
        Act::ReportArrival(_) => "content of an attachment came",
        Act::RemoveAttachment(_) => "attachment removed",
        Act::ProposeAccount(_) => "bank account proposed",
        Act::RemoveAccount(_) => "removal of a bank account proposed",
        Act::SettleAccount(_) => "second word about a bank account",
        Act::MakePromise(_) => "promise to pay",
        Act::WithdrawPromise(_) => "withdrawal of a promise to pay",
        Act::GrantCredit(_) => "credit granted",
        Act::RequestCredit(_) => "request for credit",
        Act::ReviseCreditRequest(_) => "request for credit, sent again",
        Act::WithdrawCreditRequest(_) => "request for credit withdrawn",
        Act::DecideCreditRequest(_) => "decision about credit",
        Act::TakeFieldReceipt(_) => "field receipt",
        Act::CancelFieldReceipt(_) => "slip cancelled",
        Act::BookHandIn(_) => "hand-in booked",
        Act::ImportCustomer(_) => "customer imported",
        Act::OpenWalkIn(_) => "walk-in account opened",
        Act::ChangeCustomer(_) => "change the customer's file",
        Act::AddContact(_) => "add a contact",
        Act::ChangeContact(_) => "change a contact",
        Act::RemoveContact(_) => "remove a contact",
        Act::AssignTerritory(_) => "customer assigned",
        Act::ImportInvoice(_) => "receivable imported",
        Act::ImportReceipt(_) => "receipt imported",
        Act::SettleAbsent(_) => "settled by absence",
        Act::ReportFile(_) => "day of a file",
        Act::MakePairing(_) => "money paired",
        Act::UndoPairing(_) => "pairing taken back",
        Act::SettleOtherwise(_) => "settled otherwise",
        Act::ReportHorizon(_) => "bank data reached",
        Act::OpenCompany(_) => "company opened",
        Act::AddTerritory(_) | Act::OpenTerritory(_) => "territory added",
        Act::AddUser(_) | Act::OpenUser(_) => "user added",
        Act::GrantTerritory(_) => "territory given",
        Act::EndGrant(_) => "territory taken back",
        Act::ChangeUser(_) => "name and roles changed",
        Act::EndUser(_) => "user ended",
        Act::ReopenUser(_) => "user reopened",
        Act::CoverTerritory(_) => "territory covered",
        Act::EndTerritory(_) => "territory ended",
        Act::ReopenTerritory(_) => "territory reopened",
        Act::PublishPolicy(_) => "credit policy published",
        Act::SetRate(_) => "exchange rate set",
        Act::WithdrawRate(_) => "exchange rate withdrawn",
        Act::SaveView(_) => "view saved",
        Act::RemoveView(_) => "view removed",
        Act::StartWithView(_) => "start view set",
        Act::PutLetterAway(_) => "message put away",
        Act::TakeLetterBack(_) => "message taken back",
    }
}

pub fn money_error(it: &MoneyError) -> String {
    match it {
        MoneyError::Currency(code) => {
            format!("“{code}” is not a currency code. Use three capital letters, such as CNY.")
        }
        MoneyError::Amount(text) if text.trim().is_empty() => {
            "There is no amount. Give a number.".to_owned()
        }
        MoneyError::Amount(text) => {
            format!("“{text}” is not an amount. Give a number, such as 1,234.56.")
        }
        MoneyError::TooFine { amount, currency } => format!(
            "{amount} has too many digits after the point; {} has at most {}.",
            currency.code(),
            currency.minor_digits()
        ),
        MoneyError::Overflow => {
            "The amount is larger than can be kept exactly. Divide it into several.".to_owned()
        }
        MoneyError::Mixed { left, right } => {
            format!("{} and {} cannot be added. Keep them apart.", left.code(), right.code())
        }
    }
}

pub fn edges_error(it: &EdgesError) -> String {
    match it {
        EdgesError::Empty => {
            "No bucket edges are given. Name days with commas, such as 30,60,90.".to_owned()
        }
        EdgesError::NotDays(text) => format!(
            "“{text}” is not a number of days. Name whole days with commas, such as 30,60,90."
        ),
        EdgesError::TooSmall { edge } => {
            format!("An edge of {edge} days was given; the first has to be at least 1.")
        }
        EdgesError::NotRising { before, edge } => format!(
            "{edge} days come after {before}. Name the edges from small to large, each once."
        ),
        EdgesError::TooFar { edge, most } => {
            format!("An edge of {edge} days is too far; at most {most} are accepted.")
        }
        EdgesError::TooMany { count, most } => {
            format!("{count} edges are given; at most {most} are told apart.")
        }
    }
}

pub fn day(it: Day) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(it.month() as usize - 1).copied().unwrap_or_default();
    format!("{} {month} {}", it.day_of_month(), it.year())
}
