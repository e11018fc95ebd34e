//! One sample of every refusal.

use shared::{
    calendar::Days,
    company::CompanyRefusal,
    customer::CustomerRefusal,
    id::{PromiseId, VisitId},
    invoice::{self, InvoiceRefusal},
    money::{Currency, Percent},
    policy::PolicyRefusal,
    promise::PromiseRefusal,
    receipt::{self, PaymentMethod, ReceiptRefusal},
    refusal::Refusal,
    territory::TerritoryRefusal,
    user::{Role, UserRefusal},
    visit::VisitRefusal,
};

use super::{cny, customer_id, day, id, invoice_id, named, territory_id, user_id};

pub fn refusals() -> Vec<Refusal> {
    let mut refusals = vec![
        Refusal::NotPermitted { needs: Role::Admin },
        Refusal::NotYours { customer: Some(customer_id()) },
        Refusal::IdNotDrawn { id: id(9) },
        Refusal::PolicyVersion { given: 4, next: 3 },
        Refusal::Inexact { said: "9007199254740992 cannot be kept exactly".to_owned() },
        CustomerRefusal::CodeEmpty.into(),
        CustomerRefusal::NameEmpty.into(),
        CustomerRefusal::NotNamed.into(),
        CustomerRefusal::Unknown { customer: customer_id() }.into(),
        CustomerRefusal::UnknownTerritory { territory: territory_id() }.into(),
        CustomerRefusal::WalkInName { name: "福州宏盛食品".to_owned() }.into(),
        VisitRefusal::NoteTooLong { length: 4_001, most: 4_000 }.into(),
        VisitRefusal::NextBeforeVisit { next_on: day("2026-11-17"), visited_on: day("2026-11-18") }
            .into(),
        VisitRefusal::IdTaken { visit: VisitId(id(2)) }.into(),
    ];
    refusals.extend(super::attached::refusals());
    refusals.extend(super::account::refusals());
    refusals.extend(super::edit::refusals());
    refusals.extend(document_refusals());
    refusals.extend(promise_refusals());
    refusals.extend(super::credit::refusals());
    refusals.extend(super::pairing::refusals());
    refusals.extend(super::slip::refusals());
    refusals.extend(super::saved_view::refusals());
    refusals.extend(super::rate::refusals());
    refusals.extend(user_refusals());
    refusals.extend(super::staff::refusals());
    refusals.extend(register_refusals());
    refusals
}

fn document_refusals() -> Vec<Refusal> {
    let invoiced = |minor| {
        Box::new(invoice::Content {
            customer: named().code,
            issued_on: day("2026-10-08"),
            posted_on: day("2026-10-09"),
            due_on: day("2026-11-08"),
            amount: cny(minor),
            disputed: false,
        })
    };
    let received = |minor| {
        Box::new(receipt::Content {
            payer: named().name,
            valued_on: day("2026-11-20"),
            amount: cny(minor),
            method: PaymentMethod::Transfer,
        })
    };
    let number = "0001930571".to_owned();
    vec![
        InvoiceRefusal::NumberEmpty.into(),
        InvoiceRefusal::CustomerEmpty.into(),
        InvoiceRefusal::AmountNotPositive { amount: cny(0) }.into(),
        InvoiceRefusal::UnknownCompany { company: "U009".to_owned() }.into(),
        InvoiceRefusal::DifferentContent {
            number: number.clone(),
            here: invoiced(100),
            given: invoiced(101),
        }
        .into(),
        ReceiptRefusal::NumberEmpty.into(),
        ReceiptRefusal::AmountNotPositive { amount: cny(-1) }.into(),
        ReceiptRefusal::ValuedAhead { valued_on: day("2062-11-17"), today: day("2026-11-20") }
            .into(),
        ReceiptRefusal::UnknownCompany { company: "U009".to_owned() }.into(),
        ReceiptRefusal::UnknownInvoice { invoice: invoice_id() }.into(),
        ReceiptRefusal::MoreThanOpen { number: number.clone(), left: cny(5), amount: cny(6) }
            .into(),
        ReceiptRefusal::MoreThanUnapplied { number: number.clone(), left: cny(5), amount: cny(6) }
            .into(),
        ReceiptRefusal::OtherCurrency {
            number: number.clone(),
            currency: Currency::USD,
            amount: cny(6),
        }
        .into(),
        ReceiptRefusal::OtherCompany { number: number.clone() }.into(),
        ReceiptRefusal::DifferentContent { number, here: received(100), given: received(101) }
            .into(),
    ]
}

fn promise_refusals() -> Vec<Refusal> {
    vec![
        PromiseRefusal::AmountNotPositive { amount: cny(0) }.into(),
        PromiseRefusal::DueBeforeMade { due_on: day("2026-11-17"), made_on: day("2026-11-18") }
            .into(),
        PromiseRefusal::DueTooFar { due_on: day("2029-11-17"), latest: day("2027-11-19") }.into(),
        PromiseRefusal::PromiserEmpty.into(),
        PromiseRefusal::PromiserTooLong { length: 201, most: 200 }.into(),
        PromiseRefusal::NoDocuments.into(),
        PromiseRefusal::TooManyDocuments { count: 1_001, most: 1_000 }.into(),
        PromiseRefusal::NoteTooLong { length: 4_001, most: 4_000 }.into(),
        PromiseRefusal::IdTaken { promise: PromiseId(id(4)) }.into(),
        PromiseRefusal::Unknown { promise: PromiseId(id(4)) }.into(),
        PromiseRefusal::ReasonEmpty.into(),
        PromiseRefusal::ReasonTooLong { length: 501, most: 500 }.into(),
    ]
}

fn register_refusals() -> Vec<Refusal> {
    let (here, given) = ("Asia/Shanghai".to_owned(), "UTC".to_owned());
    vec![
        CompanyRefusal::CodeEmpty.into(),
        CompanyRefusal::NameEmpty.into(),
        CompanyRefusal::OtherCurrency {
            code: "U001".to_owned(),
            here: Currency::USD,
            given: Currency::CAD,
        }
        .into(),
        CompanyRefusal::OtherZone { here, given }.into(),
        TerritoryRefusal::CodeEmpty.into(),
        TerritoryRefusal::NameEmpty.into(),
        PolicyRefusal::ThresholdOutOfRange { given: Percent::whole(0) }.into(),
        PolicyRefusal::BillShareOutOfRange { given: Percent::whole(101) }.into(),
        PolicyRefusal::AbsentShareOutOfRange { given: Percent::whole(101) }.into(),
        PolicyRefusal::JumpOutOfRange { given: Percent::whole(120) }.into(),
        PolicyRefusal::TooManyDays { given: Days(1_097), most: Days(1_096) }.into(),
        PolicyRefusal::CashCapNegative { given: cny(-1) }.into(),
        PolicyRefusal::CashCapTwice { currency: Currency::CNY }.into(),
    ]
}

fn user_refusals() -> Vec<Refusal> {
    vec![
        UserRefusal::LoginMalformed { login: "林 小满".to_owned() }.into(),
        UserRefusal::NameEmpty.into(),
        UserRefusal::NoRole.into(),
        UserRefusal::SystemRole.into(),
        UserRefusal::UnknownUser { user: user_id() }.into(),
        UserRefusal::UnknownTerritory { territory: territory_id() }.into(),
        UserRefusal::NotWorkedThen { territory: territory_id(), last: day("2026-11-30") }.into(),
    ]
}
