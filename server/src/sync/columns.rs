//! The columns beside each row's body: what SQL filters, sorts or sums by. One function per noun.

mod file;
mod register;

use shared::{
    allocation::Allocation,
    credit::{CreditLine, CreditRequest},
    customer::Customer,
    field_receipt::{FieldReceipt, FieldReceiptState, is_handed_in},
    hand_in::HandIn,
    inbox::InboxItem,
    invoice::Invoice,
    money::Money,
    movement::{Direction, Movement},
    pairing::{Pairing, PairingState},
    promise::Promise,
    receipt::{PaymentMethod, Receipt},
    row::{Row, RowKind},
    saved_view::{Holder, SavedViews},
    visit::Visit,
};

use super::many::Cell;

/// Where a kind of row is kept: the table, and its columns after id, version, `recorded_seq`, body.
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

pub const EVERY: [&str; 4] = ["id", "version", "recorded_seq", "body"];

const INVOICE: [&str; 11] = [
    "customer_id",
    "company_id",
    "source",
    "kind",
    "number",
    "issued_on",
    "posted_on",
    "due_on",
    "currency",
    "amount_minor",
    "open_minor",
];

const RECEIPT: [&str; 8] = [
    "customer_id",
    "company_id",
    "source",
    "number",
    "valued_on",
    "currency",
    "amount_minor",
    "unapplied_minor",
];

const ALLOCATION: [&str; 6] =
    ["customer_id", "receipt_id", "invoice_id", "currency", "amount_minor", "effective_on"];

const MOVEMENT: [&str; 7] = [
    "customer_id",
    "invoice_id",
    "direction",
    "effective_on",
    "currency",
    "settled_minor",
    "unpaired_minor",
];

const PAIRING: [&str; 9] = [
    "customer_id",
    "subject_id",
    "invoice_id",
    "receipt_id",
    "state",
    "currency",
    "held_minor",
    "covered_minor",
    "covered_on",
];

const FIELD_RECEIPT: [&str; 11] = [
    "customer_id",
    "author",
    "company_id",
    "slip_series",
    "slip_number",
    "slip",
    "state",
    "method",
    "taken_on",
    "currency",
    "amount_minor",
];

const CREDIT_LINE: [&str; 6] =
    ["customer_id", "standing", "limit_minor", "currency", "valid_from", "valid_until"];

const BANK_ACCOUNT: [&str; 4] = ["customer_id", "number", "holder", "state"];

const HAND_IN: [&str; 7] =
    ["rep", "cashier", "company_id", "handed_in_on", "currency", "expected_minor", "counted_minor"];

pub const fn table(kind: RowKind) -> Table {
    let (name, columns): (_, &'static [&'static str]) = match kind {
        RowKind::Company => ("company", &["code"]),
        RowKind::Territory => ("territory", &["code"]),
        RowKind::User => ("app_user", &["login"]),
        RowKind::Policy => ("policy", &["policy_version", "valid_from"]),
        RowKind::BankHorizon => ("bank_horizon", &["company_id", "reaches"]),
        RowKind::FileHorizon => ("file_horizon", &["company_id", "source", "as_of"]),
        RowKind::ExchangeRate => ("exchange_rate", &["currency", "base", "rate_on"]),
        RowKind::Customer => {
            ("customer", &["code", "name", "search_key", "sort_key", "territory_id", "proposals"])
        }
        RowKind::Invoice => ("invoice", &INVOICE),
        RowKind::Receipt => ("receipt", &RECEIPT),
        RowKind::Allocation => ("allocation", &ALLOCATION),
        RowKind::Movement => ("movement", &MOVEMENT),
        RowKind::Pairing => ("pairing", &PAIRING),
        RowKind::Promise => (
            "promise",
            &["customer_id", "author", "made_on", "due_on", "currency", "amount_minor", "ended_on"],
        ),
        RowKind::FieldReceipt => ("field_receipt", &FIELD_RECEIPT),
        RowKind::HandIn => ("hand_in", &HAND_IN),
        RowKind::Visit => ("visit", &["customer_id", "author", "visited_on"]),
        RowKind::Attachment => {
            ("attachment", &["customer_id", "author", "blob", "state", "attached_on"])
        }
        RowKind::BankAccount => ("bank_account", &BANK_ACCOUNT),
        RowKind::Edit => ("edit", &["customer_id", "author", "edited_on"]),
        RowKind::CreditLine => ("credit_line", &CREDIT_LINE),
        RowKind::CreditRequest => {
            ("credit_request", &["customer_id", "author", "state", "sent_on"])
        }
        RowKind::SavedViews => ("saved_views", &["user_id"]),
        RowKind::Inbox => ("inbox", &["user_id", "customer_id"]),
    };
    Table { name, columns }
}

pub fn columns(row: &Row) -> Vec<Cell<'_>> {
    match row {
        Row::Company(it) => register::company(it),
        Row::Territory(it) => register::territory(it),
        Row::User(it) => register::user(it),
        Row::Policy(it) => register::policy(it),
        Row::BankHorizon(it) => register::bank_horizon(it),
        Row::FileHorizon(it) => register::file_horizon(it),
        Row::ExchangeRate(it) => register::exchange_rate(it),
        Row::Customer(it) => customer(it),
        Row::Invoice(it) => invoice(it),
        Row::Receipt(it) => receipt(it),
        Row::Allocation(it) => allocation(it),
        Row::Movement(it) => movement(it),
        Row::Pairing(it) => pairing(it),
        Row::Promise(it) => promise(it),
        Row::FieldReceipt(it) => field_receipt(it),
        Row::HandIn(it) => hand_in(it),
        Row::Visit(it) => visit(it),
        Row::Attachment(it) => file::attachment(it),
        Row::BankAccount(it) => file::bank_account(it),
        Row::Edit(it) => file::edit(it),
        Row::CreditLine(it) => credit_line(it),
        Row::CreditRequest(it) => credit_request(it),
        Row::SavedViews(it) => saved_views(it),
        Row::Inbox(it) => inbox(it),
    }
}

fn customer(it: &Customer) -> Vec<Cell<'_>> {
    vec![
        Cell::text(&it.code),
        Cell::text(&it.name),
        Cell::Text(Some(it.found_by().into())),
        Cell::text(&it.sort_key),
        Cell::Id(it.territory.map(|it| it.0)),
        Cell::Whole(i64::try_from(it.proposed.len()).unwrap_or(i64::MAX)),
    ]
}

fn invoice(it: &Invoice) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.company.0),
        Cell::text(&it.source),
        Cell::text(&it.kind),
        Cell::text(&it.number),
        Cell::written(it.issued_on),
        Cell::written(it.posted_on),
        Cell::written(it.due_on),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.amount.minor()),
        Cell::Whole(it.open.minor()),
    ]
}

fn receipt(it: &Receipt) -> Vec<Cell<'_>> {
    vec![
        Cell::Id(it.customer.map(|it| it.0)),
        Cell::id(it.company.0),
        Cell::text(&it.source),
        Cell::text(&it.number),
        Cell::written(it.valued_on),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.amount.minor()),
        Cell::Whole(it.unapplied.minor()),
    ]
}

fn allocation(it: &Allocation) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.receipt.0),
        Cell::id(it.invoice.0),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.amount.minor()),
        Cell::written(it.effective_on),
    ]
}

fn movement(it: &Movement) -> Vec<Cell<'_>> {
    let direction = match it.direction {
        Direction::SettledElsewhere => "settled_elsewhere",
        Direction::SettledBefore => "settled_before",
        Direction::ReopenedElsewhere => "reopened_elsewhere",
    };
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.invoice.0),
        Cell::text(direction),
        Cell::written(it.effective_on),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.settled_minor()),
        Cell::Whole(it.unpaired.minor()),
    ]
}

fn pairing(it: &Pairing) -> Vec<Cell<'_>> {
    let state = match it.state {
        PairingState::Waiting => "waiting",
        PairingState::Covered { .. } => "covered",
        PairingState::Noted => "noted",
        PairingState::Undone { .. } => "undone",
    };
    let covered = it.covered();
    vec![
        Cell::Id(it.customer.map(|it| it.0)),
        Cell::id(it.subject.row()),
        Cell::Id(it.invoice.map(|it| it.0)),
        Cell::Id(it.receipt().map(|it| it.0)),
        Cell::text(state),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.held().minor()),
        Cell::Whole(covered.map_or(0, |(amount, _)| amount.minor())),
        Cell::Text(covered.map(|(_, on)| on.to_string().into())),
    ]
}

fn promise(it: &Promise) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.author.0),
        Cell::written(it.made_on),
        Cell::written(it.due_on),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.amount.minor()),
        Cell::Text(it.ended.as_ref().map(|end| end.on.to_string().into())),
    ]
}

fn field_receipt(it: &FieldReceipt) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.author.0),
        Cell::id(it.company.0),
        Cell::text(&it.slip.series),
        Cell::Whole(it.slip.number.into()),
        Cell::written(it.slip.to_string().to_lowercase()),
        Cell::text(state_of_slip(it)),
        Cell::text(method(it.method)),
        Cell::written(it.taken_on),
        Cell::written(it.amount.currency()),
        Cell::Whole(it.amount.minor()),
    ]
}

fn state_of_slip(it: &FieldReceipt) -> &'static str {
    match &it.state {
        FieldReceiptState::Taken if is_handed_in(it.method) => "in_hand",
        FieldReceiptState::Taken => "on_account",
        FieldReceiptState::HandedIn { .. } => "handed_in",
        FieldReceiptState::Cancelled { .. } => "cancelled",
    }
}

fn method(it: PaymentMethod) -> &'static str {
    match it {
        PaymentMethod::Transfer => "transfer",
        PaymentMethod::Cash => "cash",
        PaymentMethod::Mobile => "mobile",
        PaymentMethod::BankAcceptance => "bank_acceptance",
        PaymentMethod::OtherBill => "other_bill",
    }
}

fn hand_in(it: &HandIn) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.rep.0),
        Cell::id(it.cashier.0),
        Cell::id(it.company.0),
        Cell::written(it.on),
        Cell::written(it.expected.currency()),
        Cell::Whole(it.expected.minor()),
        Cell::Whole(it.counted.minor()),
    ]
}

fn visit(it: &Visit) -> Vec<Cell<'_>> {
    vec![Cell::id(it.customer.0), Cell::id(it.author.0), Cell::written(it.visited_on)]
}

/// Without a first or a last day it counts from before and until after every day there is.
fn credit_line(it: &CreditLine) -> Vec<Cell<'_>> {
    let limit = it.standing.limit();
    vec![
        Cell::id(it.customer.0),
        Cell::text(it.standing.name()),
        Cell::Whole(limit.map_or(0, Money::minor)),
        limit.map_or_else(|| Cell::text(""), |it| Cell::written(it.currency())),
        it.valid_from.map_or_else(|| Cell::text(""), Cell::written),
        it.valid_until.map_or_else(|| Cell::text("9999"), Cell::written),
    ]
}

fn credit_request(it: &CreditRequest) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.author.0),
        Cell::text(it.state().name()),
        Cell::written(it.current.sent_on),
    ]
}

fn saved_views(it: &SavedViews) -> Vec<Cell<'_>> {
    vec![Cell::Id(match it.of {
        Holder::Everybody => None,
        Holder::Person(user) => Some(user.0),
    })]
}

fn inbox(it: &InboxItem) -> Vec<Cell<'_>> {
    vec![Cell::id(it.user.0), Cell::Id(it.customer.map(|it| it.0))]
}
