//! Rows: the facts and files that are stored on the server, carried by changes and kept on devices.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    allocation::Allocation, attachment::Attachment, bank_account::BankAccount, company::Company,
    credit::CreditLine, credit::CreditRequest, customer::Customer, edit::Edit,
    field_receipt::FieldReceipt, file_horizon::FileHorizon, hand_in::HandIn, id::CustomerId,
    inbox::InboxItem, invoice::Invoice, movement::Movement, pairing::Pairing, policy::Policy,
    promise::Promise, rate::ExchangeRate, receipt::BankHorizon, receipt::Receipt,
    saved_view::SavedViews, territory::Territory, user::User, visit::Visit,
};

/// One row, of any kind. Its JSON is the truth of the row, on the server as on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Row {
    Company(Company),
    Territory(Territory),
    User(User),
    Policy(Policy),
    BankHorizon(BankHorizon),
    FileHorizon(FileHorizon),
    ExchangeRate(ExchangeRate),
    Customer(Customer),
    Invoice(Invoice),
    Receipt(Receipt),
    Allocation(Allocation),
    Movement(Movement),
    Pairing(Pairing),
    Promise(Promise),
    FieldReceipt(FieldReceipt),
    HandIn(HandIn),
    Visit(Visit),
    Attachment(Attachment),
    BankAccount(BankAccount),
    Edit(Edit),
    CreditLine(CreditLine),
    CreditRequest(CreditRequest),
    SavedViews(SavedViews),
    Inbox(InboxItem),
}

/// The kinds of rows, in the order in which a dossier needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Company,
    Territory,
    User,
    Policy,
    BankHorizon,
    FileHorizon,
    ExchangeRate,
    Customer,
    Invoice,
    Receipt,
    Allocation,
    Movement,
    Pairing,
    Promise,
    FieldReceipt,
    HandIn,
    Visit,
    Attachment,
    BankAccount,
    Edit,
    CreditLine,
    CreditRequest,
    SavedViews,
    Inbox,
}

impl RowKind {
    pub const ALL: [RowKind; 24] = [
        RowKind::Company,
        RowKind::Territory,
        RowKind::User,
        RowKind::Policy,
        RowKind::BankHorizon,
        RowKind::FileHorizon,
        RowKind::ExchangeRate,
        RowKind::Customer,
        RowKind::Invoice,
        RowKind::Receipt,
        RowKind::Allocation,
        RowKind::Movement,
        RowKind::Pairing,
        RowKind::Promise,
        RowKind::FieldReceipt,
        RowKind::HandIn,
        RowKind::Visit,
        RowKind::Attachment,
        RowKind::BankAccount,
        RowKind::Edit,
        RowKind::CreditLine,
        RowKind::CreditRequest,
        RowKind::SavedViews,
        RowKind::Inbox,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RowKind::Company => "company",
            RowKind::Territory => "territory",
            RowKind::User => "user",
            RowKind::Policy => "policy",
            RowKind::BankHorizon => "bank_horizon",
            RowKind::FileHorizon => "file_horizon",
            RowKind::ExchangeRate => "exchange_rate",
            RowKind::Customer => "customer",
            RowKind::Invoice => "invoice",
            RowKind::Receipt => "receipt",
            RowKind::Allocation => "allocation",
            RowKind::Movement => "movement",
            RowKind::Pairing => "pairing",
            RowKind::Promise => "promise",
            RowKind::FieldReceipt => "field_receipt",
            RowKind::HandIn => "hand_in",
            RowKind::Visit => "visit",
            RowKind::Attachment => "attachment",
            RowKind::BankAccount => "bank_account",
            RowKind::Edit => "edit",
            RowKind::CreditLine => "credit_line",
            RowKind::CreditRequest => "credit_request",
            RowKind::SavedViews => "saved_views",
            RowKind::Inbox => "inbox",
        }
    }

    #[must_use]
    pub fn of_name(name: &str) -> Option<RowKind> {
        RowKind::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Row {
    #[must_use]
    pub fn kind(&self) -> RowKind {
        match self {
            Row::Company(_) => RowKind::Company,
            Row::Territory(_) => RowKind::Territory,
            Row::User(_) => RowKind::User,
            Row::Policy(_) => RowKind::Policy,
            Row::BankHorizon(_) => RowKind::BankHorizon,
            Row::FileHorizon(_) => RowKind::FileHorizon,
            Row::ExchangeRate(_) => RowKind::ExchangeRate,
            Row::Customer(_) => RowKind::Customer,
            Row::Invoice(_) => RowKind::Invoice,
            Row::Receipt(_) => RowKind::Receipt,
            Row::Allocation(_) => RowKind::Allocation,
            Row::Movement(_) => RowKind::Movement,
            Row::Pairing(_) => RowKind::Pairing,
            Row::Promise(_) => RowKind::Promise,
            Row::FieldReceipt(_) => RowKind::FieldReceipt,
            Row::HandIn(_) => RowKind::HandIn,
            Row::Visit(_) => RowKind::Visit,
            Row::Attachment(_) => RowKind::Attachment,
            Row::BankAccount(_) => RowKind::BankAccount,
            Row::Edit(_) => RowKind::Edit,
            Row::CreditLine(_) => RowKind::CreditLine,
            Row::CreditRequest(_) => RowKind::CreditRequest,
            Row::SavedViews(_) => RowKind::SavedViews,
            Row::Inbox(_) => RowKind::Inbox,
        }
    }

    /// Unique over all kinds.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Row::Company(it) => it.id.0,
            Row::Territory(it) => it.id.0,
            Row::User(it) => it.id.0,
            Row::Policy(it) => crate::id::derived("policy", &[&it.version.to_string()]),
            Row::BankHorizon(it) => crate::id::derived("bank_horizon", &[&it.company.to_string()]),
            Row::FileHorizon(it) => it.id(),
            Row::ExchangeRate(it) => it.id(),
            Row::Customer(it) => it.id.0,
            Row::Invoice(it) => it.id.0,
            Row::Receipt(it) => it.id.0,
            Row::Allocation(it) => it.id.0,
            Row::Movement(it) => it.id.0,
            Row::Pairing(it) => it.id.0,
            Row::Promise(it) => it.id.0,
            Row::FieldReceipt(it) => it.id.0,
            Row::HandIn(it) => it.id.0,
            Row::Visit(it) => it.id.0,
            Row::Attachment(it) => it.id.0,
            Row::BankAccount(it) => it.id.0,
            Row::Edit(it) => it.id.0,
            Row::CreditLine(it) => CreditLine::id_of(it.customer),
            Row::CreditRequest(it) => it.id.0,
            Row::SavedViews(it) => SavedViews::id_of(it.of),
            Row::Inbox(it) => it.id.0,
        }
    }

    /// The customer in whose dossier the row stands, if it stands in one.
    #[must_use]
    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            Row::Customer(it) => Some(it.id),
            Row::Invoice(it) => Some(it.customer),
            Row::Receipt(it) => it.customer,
            Row::Allocation(it) => Some(it.customer),
            Row::Movement(it) => Some(it.customer),
            Row::Pairing(it) => it.customer,
            Row::Promise(it) => Some(it.customer),
            Row::FieldReceipt(it) => Some(it.customer),
            Row::Visit(it) => Some(it.customer),
            Row::Attachment(it) => Some(it.customer),
            Row::BankAccount(it) => Some(it.customer),
            Row::Edit(it) => Some(it.customer),
            Row::CreditLine(it) => Some(it.customer),
            Row::CreditRequest(it) => Some(it.customer),
            Row::Company(_)
            | Row::Territory(_)
            | Row::User(_)
            | Row::Policy(_)
            | Row::BankHorizon(_)
            | Row::FileHorizon(_)
            | Row::ExchangeRate(_)
            | Row::HandIn(_)
            | Row::SavedViews(_)
            | Row::Inbox(_) => None,
        }
    }

    /// The body alone, as columns and changes carry it.
    ///
    /// # Errors
    /// None in practice: every body is a struct of plain fields.
    pub fn body(&self) -> serde_json::Result<String> {
        match self {
            Row::Company(it) => serde_json::to_string(it),
            Row::Territory(it) => serde_json::to_string(it),
            Row::User(it) => serde_json::to_string(it),
            Row::Policy(it) => serde_json::to_string(it),
            Row::BankHorizon(it) => serde_json::to_string(it),
            Row::FileHorizon(it) => serde_json::to_string(it),
            Row::ExchangeRate(it) => serde_json::to_string(it),
            Row::Customer(it) => serde_json::to_string(it),
            Row::Invoice(it) => serde_json::to_string(it),
            Row::Receipt(it) => serde_json::to_string(it),
            Row::Allocation(it) => serde_json::to_string(it),
            Row::Movement(it) => serde_json::to_string(it),
            Row::Pairing(it) => serde_json::to_string(it),
            Row::Promise(it) => serde_json::to_string(it),
            Row::FieldReceipt(it) => serde_json::to_string(it),
            Row::HandIn(it) => serde_json::to_string(it),
            Row::Visit(it) => serde_json::to_string(it),
            Row::Attachment(it) => serde_json::to_string(it),
            Row::BankAccount(it) => serde_json::to_string(it),
            Row::Edit(it) => serde_json::to_string(it),
            Row::CreditLine(it) => serde_json::to_string(it),
            Row::CreditRequest(it) => serde_json::to_string(it),
            Row::SavedViews(it) => serde_json::to_string(it),
            Row::Inbox(it) => serde_json::to_string(it),
        }
    }

    /// Reads a body of a kind.
    ///
    /// # Errors
    /// The body is not one of this kind.
    pub fn read(kind: RowKind, body: &str) -> serde_json::Result<Row> {
        Ok(match kind {
            RowKind::Company => Row::Company(serde_json::from_str(body)?),
            RowKind::Territory => Row::Territory(serde_json::from_str(body)?),
            RowKind::User => Row::User(serde_json::from_str(body)?),
            RowKind::Policy => Row::Policy(serde_json::from_str(body)?),
            RowKind::BankHorizon => Row::BankHorizon(serde_json::from_str(body)?),
            RowKind::FileHorizon => Row::FileHorizon(serde_json::from_str(body)?),
            RowKind::ExchangeRate => Row::ExchangeRate(serde_json::from_str(body)?),
            RowKind::Customer => Row::Customer(serde_json::from_str(body)?),
            RowKind::Invoice => Row::Invoice(serde_json::from_str(body)?),
            RowKind::Receipt => Row::Receipt(serde_json::from_str(body)?),
            RowKind::Allocation => Row::Allocation(serde_json::from_str(body)?),
            RowKind::Movement => Row::Movement(serde_json::from_str(body)?),
            RowKind::Pairing => Row::Pairing(serde_json::from_str(body)?),
            RowKind::Promise => Row::Promise(serde_json::from_str(body)?),
            RowKind::FieldReceipt => Row::FieldReceipt(serde_json::from_str(body)?),
            RowKind::HandIn => Row::HandIn(serde_json::from_str(body)?),
            RowKind::Visit => Row::Visit(serde_json::from_str(body)?),
            RowKind::Attachment => Row::Attachment(serde_json::from_str(body)?),
            RowKind::BankAccount => Row::BankAccount(serde_json::from_str(body)?),
            RowKind::Edit => Row::Edit(serde_json::from_str(body)?),
            RowKind::CreditLine => Row::CreditLine(serde_json::from_str(body)?),
            RowKind::CreditRequest => Row::CreditRequest(serde_json::from_str(body)?),
            RowKind::SavedViews => Row::SavedViews(serde_json::from_str(body)?),
            RowKind::Inbox => Row::Inbox(serde_json::from_str(body)?),
        })
    }
}
