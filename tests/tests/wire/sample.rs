//! One sample of everything that crosses the wire, with every field filled.

mod account;
mod answer;
mod attached;
pub mod credit;
mod edit;
mod letter;
pub mod pairing;
mod promised;
mod rate;
mod refusal;
mod saved_view;
mod slip;
mod staff;

pub use answer::{push_replies, verdicts, warnings, whys};
pub use promised::standings;
pub use refusal::refusals;

use shared::{
    allocation::{Allocation, AllocationReason, Designation},
    calendar::{Day, DayKind, Days, Instant, Zone},
    company::{self, Company},
    contact::InFile,
    customer::{self, Customer, Named},
    effects::Why,
    id::{
        AllocationId, CompanyId, CustomerId, GrantId, InboxId, InvoiceId, OpId, PromiseId,
        ReceiptId, TerritoryId, UserId, VisitId,
    },
    inbox::InboxItem,
    invoice::{self, Invoice},
    money::{Currency, Money, Percent},
    policy::{self, Policy, PromisePolicy},
    promise::{self, Basis, Promise, Standing},
    receipt::{self, BankHorizon, PaymentMethod, Receipt},
    row::Row,
    sync::{Act, Command, Seen, Verdict},
    territory::{self, Territory},
    user::{self, Grant, Role, User},
    visit::{self, Visit, VisitOutcome},
};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn cny(minor: i64) -> Money {
    Money::try_new(minor, Currency::CNY).expect("an exact amount")
}

fn territory_id() -> TerritoryId {
    TerritoryId::of_code("east")
}

fn user_id() -> UserId {
    UserId::of_login("lin")
}

fn invoice_id() -> InvoiceId {
    InvoiceId::of_document("U001", "highradius", "RV", "0001930571")
}

fn named() -> Named {
    Named {
        code: "0200769623".to_owned(),
        name: "杭州晨光文具店".to_owned(),
        search_key: "杭州晨光文具店 hzcgwjd 0200769623".to_owned(),
        sort_key: "hang zhou chen guang".to_owned(),
    }
}

fn customer_id() -> CustomerId {
    named().id()
}

fn contacts() -> Vec<InFile> {
    vec![InFile {
        name: "王建国".to_owned(),
        role: "老板".to_owned(),
        phone: "13800000000".to_owned(),
    }]
}

fn record_visit() -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(id(2)),
        outcome: VisitOutcome::Promised,
        note: "下周五付一半".to_owned(),
        next_on: Some(day("2026-11-27")),
    })
}

fn policy() -> Policy {
    let mut policy = Policy {
        version: 2,
        valid_from: day("2026-12-01"),
        promise: PromisePolicy {
            tolerance: Days(1),
            threshold: Percent::whole(90),
            bank_acceptance_share: Percent::whole(100),
            other_bill_share: Percent::whole(0),
            furthest: Days(366),
        },
        ..Policy::initial()
    };
    policy.calendar.exceptions.insert(day("2026-10-01"), DayKind::Holiday);
    policy.calendar.exceptions.insert(day("2026-10-10"), DayKind::MakeUpWorkday);
    policy
}

pub fn acts() -> Vec<Act> {
    let mut acts = edit::acts();
    acts.extend(attached::acts());
    acts.extend(account::acts());
    acts.extend(pairing::acts());
    acts.extend(other_acts());
    acts.extend(staff::acts());
    acts.extend(saved_view::acts());
    acts.extend(letter::acts());
    acts.extend(rate::acts());
    acts
}

fn other_acts() -> Vec<Act> {
    vec![
        record_visit(),
        Act::MakePromise(promised::make()),
        Act::WithdrawPromise(promised::withdraw()),
        Act::GrantCredit(credit::grant()),
        Act::RequestCredit(credit::request()),
        Act::ReviseCreditRequest(credit::revise()),
        Act::WithdrawCreditRequest(credit::withdraw()),
        Act::DecideCreditRequest(credit::decide()),
        Act::TakeFieldReceipt(slip::take()),
        Act::CancelFieldReceipt(slip::cancel()),
        Act::BookHandIn(slip::book()),
        Act::ImportCustomer(customer::Import { named: named(), contacts: contacts() }),
        Act::OpenWalkIn(customer::OpenWalkIn {
            named: Named {
                code: customer::WALK_IN.to_owned(),
                name: customer::WALK_IN.to_owned(),
                search_key: "散客 sk".to_owned(),
                sort_key: "san ke".to_owned(),
            },
            reason: "散客只做现款现货".to_owned(),
        }),
        Act::AssignTerritory(customer::Assign { territory: Some(territory_id()) }),
        Act::ImportInvoice(import_invoice()),
        Act::ImportReceipt(import_receipt()),
        Act::ReportHorizon(receipt::ReportHorizon {
            company: "U001".to_owned(),
            reaches: day("2026-11-20"),
        }),
        Act::OpenCompany(company::Open {
            code: "U001".to_owned(),
            name: "晨光批发".to_owned(),
            base_currency: Currency::CNY,
            zone: Zone::shanghai(),
        }),
        Act::AddTerritory(territory::Add { code: "east".to_owned(), name: "城东".to_owned() }),
        Act::AddUser(user::Add {
            login: "lin".to_owned(),
            name: "林小满".to_owned(),
            roles: vec![Role::Rep],
        }),
        Act::GrantTerritory(user::GrantTerritory {
            user: user_id(),
            territory: territory_id(),
            from: day("2026-11-01"),
        }),
        Act::EndGrant(user::EndGrant {
            user: user_id(),
            territory: territory_id(),
            last: day("2026-11-30"),
        }),
        Act::PublishPolicy(policy::Publish { policy: policy() }),
    ]
}

fn import_invoice() -> invoice::Import {
    invoice::Import {
        company: "U001".to_owned(),
        source: "highradius".to_owned(),
        kind: "RV".to_owned(),
        number: "0001930571".to_owned(),
        customer: named(),
        issued_on: day("2026-10-08"),
        posted_on: day("2026-10-09"),
        due_on: day("2026-11-08"),
        amount: cny(12_345_678),
        disputed: true,
        still_open: None,
    }
}

fn import_receipt() -> receipt::Import {
    receipt::Import {
        company: "U001".to_owned(),
        source: "bank-zh".to_owned(),
        number: "202611200001".to_owned(),
        valued_on: day("2026-11-20"),
        amount: cny(3_000_000),
        method: PaymentMethod::BankAcceptance,
        payer: "杭州晨光文具店".to_owned(),
        memo: "货款".to_owned(),
        designations: vec![Designation { invoice: invoice_id(), amount: cny(3_000_000) }],
    }
}

pub fn commands() -> Vec<(&'static str, Command)> {
    let least = Command {
        op_id: OpId(id(1)),
        author: user_id(),
        acted_on: day("2026-11-18"),
        captured_at: Instant(1_795_000_000_000),
        build: "0.1.0".to_owned(),
        customer: None,
        base: vec![],
        policy: 1,
        deps: vec![],
        act: Act::AddTerritory(territory::Add {
            code: "east".to_owned(), name: "城东".to_owned()
        }),
    };
    let whole = Command {
        customer: Some(customer_id()),
        base: vec![Seen { id: customer_id().0, version: 7 }],
        policy: 2,
        deps: vec![OpId(id(9))],
        act: record_visit(),
        ..least.clone()
    };
    vec![("whole", whole), ("least", least)]
}

pub fn rows() -> Vec<Row> {
    let company = CompanyId::of_code("U001");
    let mut rows = register_rows(company);
    rows.extend(document_rows(company));
    rows.extend(field_rows());
    rows.push(Row::Edit(edit::edit()));
    rows.extend(credit::rows());
    rows.extend(pairing::rows(company));
    rows.extend(slip::rows(company));
    rows.push(saved_view::row());
    rows.push(rate::row());
    rows.push(Row::Inbox(InboxItem {
        id: InboxId::of(OpId(id(1)), user_id()),
        user: user_id(),
        op_id: OpId(id(1)),
        author: user_id(),
        customer: Some(customer_id()),
        acted_on: day("2026-11-18"),
        act: record_visit(),
        verdict: Verdict::NeedsReview { why: Why::NotYours },
        merged: None,
        about: None,
        put_away_on: None,
    }));
    rows
}

fn register_rows(company: CompanyId) -> Vec<Row> {
    vec![
        Row::Company(Company {
            id: company,
            code: "U001".to_owned(),
            name: "晨光批发".to_owned(),
            base_currency: Currency::CNY,
            zone: Zone::shanghai(),
        }),
        Row::Territory(Territory {
            id: territory_id(),
            code: "east".to_owned(),
            name: "城东".to_owned(),
            ended_on: None,
        }),
        Row::User(User {
            id: user_id(),
            login: "lin".to_owned(),
            name: "林小满".to_owned(),
            roles: Role::OF_PEOPLE.to_vec(),
            grants: vec![Grant {
                id: GrantId(id(7)),
                territory: territory_id(),
                from: day("2026-11-01"),
                until: Some(day("2026-11-30")),
            }],
            ended_on: None,
        }),
        Row::Policy(policy()),
        Row::BankHorizon(BankHorizon { company, reaches: day("2026-11-20") }),
    ]
}

fn document_rows(company: CompanyId) -> Vec<Row> {
    let receipt = ReceiptId::of_number("U001", "bank-zh", "202611200001");
    vec![
        Row::Customer(Customer {
            id: customer_id(),
            code: named().code,
            name: named().name,
            also_known_as: vec!["晨光文具".to_owned()],
            territory: Some(territory_id()),
            contacts: contacts().iter().map(InFile::contact).collect(),
            short_name: String::new(),
            particulars: std::collections::BTreeMap::new(),
            proposed: std::collections::BTreeMap::new(),
            address: String::new(),
            tags: vec![],
            search_key: named().search_key,
            sort_key: named().sort_key,
        }),
        Row::Invoice(Invoice {
            id: invoice_id(),
            customer: customer_id(),
            company,
            source: "highradius".to_owned(),
            kind: "RV".to_owned(),
            number: "0001930571".to_owned(),
            issued_on: day("2026-10-08"),
            posted_on: day("2026-10-09"),
            due_on: day("2026-11-08"),
            amount: cny(12_345_678),
            open: cny(9_345_678),
            disputed: true,
        }),
        Row::Receipt(Receipt {
            id: receipt,
            customer: Some(customer_id()),
            company,
            source: "bank-zh".to_owned(),
            number: "202611200001".to_owned(),
            valued_on: day("2026-11-20"),
            amount: cny(3_000_000),
            unapplied: cny(0),
            method: PaymentMethod::BankAcceptance,
            payer: "杭州晨光文具店".to_owned(),
            memo: "货款".to_owned(),
        }),
        Row::Allocation(Allocation {
            id: AllocationId(id(8)),
            customer: customer_id(),
            receipt,
            invoice: invoice_id(),
            amount: cny(3_000_000),
            effective_on: day("2026-11-20"),
            reason: AllocationReason::Designated,
        }),
    ]
}

fn field_rows() -> Vec<Row> {
    let promised = promised::make();
    vec![
        attached::row(),
        account::row(),
        Row::Promise(Promise {
            id: promised.id,
            customer: customer_id(),
            author: user_id(),
            amount: promised.amount,
            made_on: day("2026-11-18"),
            due_on: promised.due_on,
            promiser: promised.promiser,
            method: promised.method,
            basis: promised.basis,
            note: promised.note,
            captured_at: Instant(1_795_000_000_000),
            ended: None,
        }),
        Row::Visit(Visit {
            id: VisitId(id(2)),
            customer: customer_id(),
            author: user_id(),
            visited_on: day("2026-11-18"),
            captured_at: Instant(1_795_000_000_000),
            outcome: VisitOutcome::NobodyThere,
            note: "没人".to_owned(),
            next_on: Some(day("2026-11-27")),
        }),
    ]
}
