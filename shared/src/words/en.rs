//! English, complete.

use super::amount;
use crate::{
    ageing::BaseDay,
    allocation::AllocationReason,
    calendar::Day,
    company::CompanyRefusal,
    customer::CustomerRefusal,
    effects::{Warning, Why},
    invoice::{self, InvoiceRefusal},
    money::MoneyError,
    policy::PolicyRefusal,
    promise::{PromiseRefusal, Standing},
    receipt::{self, PaymentMethod, ReceiptRefusal},
    refusal::Refusal,
    row::RowKind,
    sync::{Act, Fault, Mark, Verdict},
    territory::TerritoryRefusal,
    user::{Role, UserRefusal},
    visit::{VisitOutcome, VisitRefusal},
};

pub fn refusal(it: &Refusal) -> String {
    match it {
        Refusal::NotPermitted { needs: Role::System } => {
            "Such documents come from imports and interfaces only. Import a file instead."
                .to_owned()
        }
        Refusal::NotPermitted { needs } => {
            format!("This needs the role {}, which you do not have. Ask one who has.", role(*needs))
        }
        Refusal::NotYours { .. } => "This customer is not, or no longer, in your territory. \
            To go on, ask the administrator to assign it to you."
            .to_owned(),
        Refusal::PolicyVersion { given, next } => format!(
            "Version {given} of the credit policy was given, but versions follow one another. \
             This one has to be {next}."
        ),
        Refusal::Inexact { .. } => "The amounts are in different currencies, or their sum is \
            larger than can be kept exactly. Record them separately."
            .to_owned(),
        Refusal::Company(it) => company(it),
        Refusal::Customer(it) => customer(it),
        Refusal::Invoice(it) => invoice(it),
        Refusal::Policy(it) => policy(it),
        Refusal::Promise(it) => promise(it),
        Refusal::Receipt(it) => receipt(it),
        Refusal::Territory(it) => territory(it),
        Refusal::User(it) => user(it),
        Refusal::Visit(it) => visit(it),
    }
}

fn company(it: &CompanyRefusal) -> String {
    match it {
        CompanyRefusal::CodeEmpty => "The company has no code. Give it one.".to_owned(),
        CompanyRefusal::NameEmpty => "The company has no name. Give it one.".to_owned(),
        CompanyRefusal::OtherCurrency { code, here, given } => format!(
            "The books of company {code} are kept in {}, not in {}. The base currency stays once \
             the books are open: use {}, or open another company.",
            here.code(),
            given.code(),
            here.code()
        ),
        CompanyRefusal::OtherZone { here, given } => format!(
            "The days of this company are those of {here}, not of {given}. The zone stays once \
             the books are open: use {here}."
        ),
    }
}

fn customer(it: &CustomerRefusal) -> String {
    match it {
        CustomerRefusal::CodeEmpty => {
            "The customer has no code. Give one: the same code is the same customer.".to_owned()
        }
        CustomerRefusal::NameEmpty => "The customer has no name. Give one.".to_owned(),
        CustomerRefusal::NotNamed => "No customer was named. Choose one first.".to_owned(),
        CustomerRefusal::Unknown { .. } => "This customer is unknown: not synced yet, or the code \
            is wrong. Sync first, or import the customer."
            .to_owned(),
        CustomerRefusal::UnknownTerritory { .. } => {
            "This territory is unknown. Add the territory first.".to_owned()
        }
    }
}

fn invoice(it: &InvoiceRefusal) -> String {
    match it {
        InvoiceRefusal::NumberEmpty => "The receivable has no number. Give one.".to_owned(),
        InvoiceRefusal::CustomerEmpty => {
            "The receivable has no customer code. Give one.".to_owned()
        }
        InvoiceRefusal::AmountNotPositive { amount: it } => format!(
            "The receivable's amount is {}; it has to be more than zero. Returns and allowances \
             are credit notes.",
            amount(*it)
        ),
        InvoiceRefusal::UnknownCompany { company } => {
            format!("There is no company with the code {company}. Open it first.")
        }
        InvoiceRefusal::DifferentContent { number, here, given } => format!(
            "Receivable {number} is in the books with other content: {}. A booked document does \
             not change: check the file, or use another number.",
            invoice_differences(here, given)
        ),
    }
}

fn invoice_differences(here: &invoice::Content, given: &invoice::Content) -> String {
    let dispute = |disputed| if disputed { "yes" } else { "no" }.to_owned();
    differences(&[
        ("customer", here.customer.clone(), given.customer.clone()),
        ("amount", amount(here.amount), amount(given.amount)),
        ("issued on", day(here.issued_on), day(given.issued_on)),
        ("posted on", day(here.posted_on), day(given.posted_on)),
        ("due on", day(here.due_on), day(given.due_on)),
        ("disputed", dispute(here.disputed), dispute(given.disputed)),
    ])
}

/// What differs, both versions side by side.
fn differences(fields: &[(&str, String, String)]) -> String {
    let differing = fields.iter().filter(|(_, here, given)| here != given);
    let said = differing.map(|(name, here, given)| format!("{name} {here} here, {given} given"));
    said.collect::<Vec<_>>().join("; ")
}

fn policy(it: &PolicyRefusal) -> String {
    match it {
        PolicyRefusal::ThresholdOutOfRange { given } => format!(
            "The share that keeps a promise is {given}; it has to be more than 0% and at most 100%."
        ),
        PolicyRefusal::BillShareOutOfRange { given } => {
            format!("The share that a bill counts is {given}; it has to be from 0% to 100%.")
        }
        PolicyRefusal::TooManyDays { given, most } => {
            format!("{} days were given; at most {} are accepted.", given.0, most.0)
        }
    }
}

fn promise(it: &PromiseRefusal) -> String {
    match it {
        PromiseRefusal::AmountNotPositive { amount: it } => format!(
            "The promised amount is {}; it has to be more than zero. Give what the customer \
             undertook to pay.",
            amount(*it)
        ),
        PromiseRefusal::DueBeforeMade { due_on, made_on } => format!(
            "The promise is due on {}, before the day it was made. Choose {} or later.",
            day(*due_on),
            day(*made_on)
        ),
        PromiseRefusal::DueTooFar { due_on, latest } => format!(
            "The promise is due on {}; by policy, {} is the latest. Choose an earlier day.",
            day(*due_on),
            day(*latest)
        ),
        PromiseRefusal::PromiserEmpty => {
            "It is not said who promised. Give a name or how you call them.".to_owned()
        }
        PromiseRefusal::NoDocuments => {
            "The promise is on documents, but none is chosen. Choose at \
            least one, or promise on the balance."
                .to_owned()
        }
        PromiseRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        PromiseRefusal::IdTaken { .. } => "Another promise to pay already carries this id and was \
            not touched. Record this one anew."
            .to_owned(),
    }
}

fn too_long(length: usize, most: usize) -> String {
    format!(
        "The note has {length} characters; at most {most} are kept. Shorten it by {}.",
        length.saturating_sub(most)
    )
}

fn receipt(it: &ReceiptRefusal) -> String {
    match it {
        ReceiptRefusal::NumberEmpty => "The receipt has no number. Give one.".to_owned(),
        ReceiptRefusal::AmountNotPositive { amount: it } => {
            format!(
                "The amount received or allocated is {}; it has to be more than zero.",
                amount(*it)
            )
        }
        ReceiptRefusal::UnknownCompany { company } => {
            format!("There is no company with the code {company}. Open it first.")
        }
        ReceiptRefusal::UnknownInvoice { .. } => "The receivable to be paid is not one of this \
            customer's. Import the receivable first, or check the number."
            .to_owned(),
        ReceiptRefusal::MoreThanOpen { number, left, amount: it } => format!(
            "{} is meant for receivable {number}, of which only {} is open. Allocate at most {}.",
            amount(*it),
            amount(*left),
            amount(*left)
        ),
        ReceiptRefusal::MoreThanUnapplied { number, left, amount: it } => format!(
            "{} is to be taken from receipt {number}, of which only {} is left. Allocate at most {}.",
            amount(*it),
            amount(*left),
            amount(*left)
        ),
        ReceiptRefusal::OtherCurrency { number, currency, amount: it } => format!(
            "{} is meant for receivable {number}, but the document is in {}. An allocation does \
             not convert: use one currency.",
            amount(*it),
            currency.code()
        ),
        ReceiptRefusal::OtherCompany { number } => format!(
            "Receivable {number} belongs to another company. To pay it with this money, transfer \
             the receivable first."
        ),
        ReceiptRefusal::DifferentContent { number, here, given } => format!(
            "Receipt {number} is in the books with other content: {}. A booked document does not \
             change: check the file, or use another number.",
            receipt_differences(here, given)
        ),
    }
}

fn receipt_differences(here: &receipt::Content, given: &receipt::Content) -> String {
    differences(&[
        ("payer", here.payer.clone(), given.payer.clone()),
        ("amount", amount(here.amount), amount(given.amount)),
        ("valued on", day(here.valued_on), day(given.valued_on)),
        ("method", method(here.method).to_owned(), method(given.method).to_owned()),
    ])
}

fn territory(it: &TerritoryRefusal) -> String {
    match it {
        TerritoryRefusal::CodeEmpty => "The territory has no code. Give it one.".to_owned(),
        TerritoryRefusal::NameEmpty => "The territory has no name. Give it one.".to_owned(),
    }
}

fn user(it: &UserRefusal) -> String {
    match it {
        UserRefusal::LoginMalformed { login } => format!(
            "The sign-in name “{login}” cannot be used. Use 1 to 64 letters, digits, dots, hyphens, \
             underscores or @, without spaces."
        ),
        UserRefusal::NameEmpty => "The user has no name. Give one.".to_owned(),
        UserRefusal::NoRole => "The user has no role. Choose at least one.".to_owned(),
        UserRefusal::SystemRole => {
            "The role system is the server's own and not given to people. Choose another."
                .to_owned()
        }
        UserRefusal::UnknownUser { .. } => "This user is unknown. Add the user first.".to_owned(),
        UserRefusal::UnknownTerritory { .. } => {
            "This territory is unknown. Add the territory first.".to_owned()
        }
        UserRefusal::NotWorkedThen { last, .. } => format!(
            "This user did not work the territory on {}, so there is nothing to end. Choose a day \
             on which they did.",
            day(*last)
        ),
    }
}

fn visit(it: &VisitRefusal) -> String {
    match it {
        VisitRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        VisitRefusal::NextBeforeVisit { next_on, visited_on } => format!(
            "The next visit, {}, is before this one. Choose {} or later.",
            day(*next_on),
            day(*visited_on)
        ),
        VisitRefusal::IdTaken { .. } => "Another visit already carries this id and was not \
            touched. Record this one anew."
            .to_owned(),
    }
}

pub fn warning(it: &Warning) -> String {
    match it {
        Warning::PromiseAboveOwed { promised, owed } => format!(
            "{} is promised, more than the {} known to be owed. It is taken all the same; check \
             with the customer.",
            amount(*promised),
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
            "Somebody changed it before you, and the server's version stays: {}. Both are kept; \
             to use yours, change it again.",
            fields.join(", ")
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
    }
}

pub fn row_kind(it: RowKind) -> &'static str {
    match it {
        RowKind::Company => "company",
        RowKind::Territory => "territory",
        RowKind::User => "user",
        RowKind::Policy => "credit policy",
        RowKind::BankHorizon => "bank data",
        RowKind::Customer => "customer",
        RowKind::Invoice => "receivable",
        RowKind::Receipt => "receipt",
        RowKind::Allocation => "allocation",
        RowKind::Promise => "promise to pay",
        RowKind::Visit => "visit",
        RowKind::Inbox => "inbox",
    }
}

pub fn act(it: &Act) -> &'static str {
    match it {
        Act::RecordVisit(_) => "visit",
        Act::MakePromise(_) => "promise to pay",
        Act::ImportCustomer(_) => "customer imported",
        Act::AssignTerritory(_) => "customer assigned",
        Act::ImportInvoice(_) => "receivable imported",
        Act::ImportReceipt(_) => "receipt imported",
        Act::ReportHorizon(_) => "bank data reached",
        Act::OpenCompany(_) => "company opened",
        Act::AddTerritory(_) => "territory added",
        Act::AddUser(_) => "user added",
        Act::GrantTerritory(_) => "territory given",
        Act::EndGrant(_) => "territory taken back",
        Act::PublishPolicy(_) => "credit policy published",
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

pub fn day(it: Day) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(it.month() as usize - 1).copied().unwrap_or_default();
    format!("{} {month} {}", it.day_of_month(), it.year())
}
