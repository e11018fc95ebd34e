//! Refusals in English: what happened with its value, the rule, and what would do.

mod attachment;
mod rate;
mod slip;
mod staff;

use super::{day, field, method, role};
use crate::{
    company::CompanyRefusal,
    customer::CustomerRefusal,
    edit::EditRefusal,
    invoice::{self, InvoiceRefusal},
    policy::PolicyRefusal,
    promise::PromiseRefusal,
    receipt::{self, ReceiptRefusal},
    refusal::Refusal,
    user::Role,
    visit::VisitRefusal,
    words::amount,
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
        Refusal::IdNotDrawn { .. } => {
            "The record's id was not drawn by the device. Update the app \
            and record it anew."
                .to_owned()
        }
        Refusal::PolicyVersion { given, next } => format!(
            "Version {given} of the credit policy was given, but versions follow one another. \
             This one has to be {next}."
        ),
        Refusal::Inexact { .. } => "The amounts are in different currencies, or their sum is \
            larger than can be kept exactly. Record them separately."
            .to_owned(),
        Refusal::Attachment(it) => attachment::refusal(it),
        Refusal::BankAccount(it) => super::bank_account::refusal(it),
        Refusal::Company(it) => company(it),
        Refusal::Credit(it) => super::credit::refusal(it),
        Refusal::Customer(it) => customer(it),
        Refusal::Edit(it) => edit(it),
        Refusal::FieldReceipt(it) => slip::field_receipt(it),
        Refusal::HandIn(it) => slip::hand_in(it),
        Refusal::Invoice(it) => invoice(it),
        Refusal::Pairing(it) => super::pairing::refusal(it),
        Refusal::Policy(it) => policy(it),
        Refusal::Promise(it) => promise(it),
        Refusal::Rate(it) => rate::refusal(it),
        Refusal::Receipt(it) => receipt(it),
        Refusal::SavedView(it) => super::table::saved_view(it),
        Refusal::Territory(it) => staff::territory(it),
        Refusal::User(it) => staff::user(it),
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

fn edit(it: &EditRefusal) -> String {
    match it {
        EditRefusal::NameEmpty => {
            "The contact has no name. Give one, or how they are called.".to_owned()
        }
        EditRefusal::TagEmpty => "The tag is empty. Write one, or leave it out.".to_owned(),
        EditRefusal::TooLong { field: of, length, most } => {
            format!("The {} has {length} characters, at most {most} fit. Shorten it.", field(*of))
        }
        EditRefusal::PhoneMalformed { phone } => format!(
            "\"{phone}\" is no phone number. Write digits; blanks, +, - and ext may stand between."
        ),
        EditRefusal::SocialCreditCodeMalformed { code } => format!(
            "\"{code}\" is no social credit code: it has 18 signs, and the last must fit the others. Check it against the licence."
        ),
        EditRefusal::GeoPointMalformed { text } => format!(
            "“{text}” is no point on the map. Give latitude and longitude in degrees, such as 26.074508,119.296494."
        ),
        EditRefusal::NotOfField { field: of } => format!(
            "The field \"{}\" cannot take this value. Update the app and enter it again.",
            field(*of)
        ),
        EditRefusal::TooManyContacts { most } => format!(
            "This customer has {most} contacts, and more than {most} are not kept. Remove one \
             that is not needed."
        ),
        EditRefusal::TooManyTags { most } => format!(
            "This customer has {most} tags, and more than {most} are not kept. Take one away."
        ),
        EditRefusal::UnknownContact { .. } => "This contact is unknown: not synced yet, \
            perhaps. Sync first, or add the contact."
            .to_owned(),
        EditRefusal::IdTaken { .. } => {
            "This id belongs to another contact already. Add the contact once more.".to_owned()
        }
    }
}

fn customer(it: &CustomerRefusal) -> String {
    match it {
        CustomerRefusal::WalkInName { name } => format!(
            "The code 散客 is the walk-in account, which is not renamed to “{name}”. Give this customer \
             another code and import it again."
        ),
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
        InvoiceRefusal::DayNeeded { number, here, given } => format!(
            "Of receivable {number}, {} is open in the books and {} in the file, which gives no \
             day of payment. Say of which day the file is (--as-of) and import it again.",
            amount(*here),
            amount(*given)
        ),
        InvoiceRefusal::Reopened { number, here, given } => format!(
            "More is open of receivable {number} than before: {} in the books, {} in the file. If \
             it was reopened there, confirm that (on the command line with --confirm-reopened) and \
             import it again.",
            amount(*here),
            amount(*given)
        ),
        InvoiceRefusal::OpenNegative { number, given } => format!(
            "Of receivable {number}, {} is open, which cannot be less than nothing. Import what \
             was paid too much as a receipt.",
            amount(*given)
        ),
        InvoiceRefusal::OpenAboveAmount { number, amount: whole, given } => format!(
            "Of receivable {number}, {} is open, more than the {} it began with. Check the file.",
            amount(*given),
            amount(*whole)
        ),
        InvoiceRefusal::SettledAhead { on, today } => format!(
            "{} is given as the day, which has not come: today is {}. Check the day.",
            day(*on),
            day(*today)
        ),
        InvoiceRefusal::OlderFile { company, source, given, last } => format!(
            "The file of company {company} and source {source} is of {}, older than the last one \
             of {}. Import a newer file.",
            day(*given),
            day(*last)
        ),
        InvoiceRefusal::Unknown { .. } => {
            "This receivable is not here. Import the document first.".to_owned()
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
        PolicyRefusal::AbsentShareOutOfRange { given } => format!(
            "{given} is given as the share that a full list may settle, which is 0 % to 100 %."
        ),
        PolicyRefusal::JumpOutOfRange { given } => {
            format!("The share by which a rate may move is {given}. It has to be 0% to 100%.")
        }
        PolicyRefusal::TooManyDays { given, most } => {
            format!("{} days were given; at most {} are accepted.", given.0, most.0)
        }
        PolicyRefusal::CashCapNegative { given } => {
            format!("The cap on cash is {}; it cannot be less than zero.", amount(*given))
        }
        PolicyRefusal::CashCapTwice { currency } => {
            format!("Two caps on cash in {} are given. Give one per currency.", currency.code())
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
        PromiseRefusal::PromiserTooLong { length, most } => format!(
            "The name of who promised has {length} characters; at most {most} are kept. Shorten it."
        ),
        PromiseRefusal::TooManyDocuments { count, most } => format!(
            "{count} documents are chosen; a promise takes at most {most}. Choose fewer, or promise \
             on the balance."
        ),
        PromiseRefusal::NoDocuments => {
            "The promise is on documents, but none is chosen. Choose at \
            least one, or promise on the balance."
                .to_owned()
        }
        PromiseRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        PromiseRefusal::IdTaken { .. } => "Another promise to pay already carries this id and was \
            not touched. Record this one anew."
            .to_owned(),
        PromiseRefusal::Unknown { .. } => "This promise is not here, so there is nothing to \
            withdraw. Synchronise, then look at the customer's promises."
            .to_owned(),
        PromiseRefusal::ReasonEmpty => {
            "It is not said why the promise is withdrawn. Give the reason.".to_owned()
        }
        PromiseRefusal::ReasonTooLong { length, most } => {
            format!("The reason has {length} characters; at most {most} are kept. Shorten it.")
        }
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
        ReceiptRefusal::ValuedAhead { valued_on, today } => format!(
            "The receipt is valued on {}, and today is {}. Money that has not come is not booked: \
             check the date.",
            day(*valued_on),
            day(*today)
        ),
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
