//! Refusals: each names the value, the rule and what would be accepted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    attachment::AttachmentRefusal,
    bank_account::BankAccountRefusal,
    company::CompanyRefusal,
    credit::CreditRefusal,
    customer::CustomerRefusal,
    edit::EditRefusal,
    field_receipt::FieldReceiptRefusal,
    hand_in::HandInRefusal,
    id::CustomerId,
    invoice::InvoiceRefusal,
    money::MoneyError,
    pairing::PairingRefusal,
    policy::PolicyRefusal,
    promise::PromiseRefusal,
    rate::RateRefusal,
    receipt::ReceiptRefusal,
    saved_view::SavedViewRefusal,
    territory::TerritoryRefusal,
    user::{Role, UserRefusal},
    visit::VisitRefusal,
};

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", content = "of", rename_all = "snake_case")]
pub enum Refusal {
    NotPermitted {
        needs: Role,
    },
    /// The customer is not, or no longer, in a territory of the caller.
    NotYours {
        customer: Option<CustomerId>,
    },
    /// Whoever sends it has to draw the id; this one was made otherwise.
    IdNotDrawn {
        id: Uuid,
    },
    PolicyVersion {
        given: u32,
        next: u32,
    },
    /// A sum would leave the range that can be kept exactly, or mix currencies.
    Inexact {
        said: String,
    },
    Attachment(AttachmentRefusal),
    BankAccount(BankAccountRefusal),
    Company(CompanyRefusal),
    Credit(CreditRefusal),
    Customer(CustomerRefusal),
    Edit(EditRefusal),
    FieldReceipt(FieldReceiptRefusal),
    HandIn(HandInRefusal),
    Invoice(InvoiceRefusal),
    Pairing(PairingRefusal),
    Policy(PolicyRefusal),
    Promise(PromiseRefusal),
    Rate(RateRefusal),
    Receipt(ReceiptRefusal),
    SavedView(SavedViewRefusal),
    Territory(TerritoryRefusal),
    User(UserRefusal),
    Visit(VisitRefusal),
}

impl From<MoneyError> for Refusal {
    fn from(error: MoneyError) -> Refusal {
        Refusal::Inexact { said: error.to_string() }
    }
}

macro_rules! of_slice {
    ($($slice:ident($refusal:ident))*) => { $(
        impl From<$refusal> for Refusal {
            fn from(refusal: $refusal) -> Refusal {
                Refusal::$slice(refusal)
            }
        }
    )* };
}

of_slice! {
    Attachment(AttachmentRefusal)
    BankAccount(BankAccountRefusal)
    Company(CompanyRefusal)
    Credit(CreditRefusal)
    Customer(CustomerRefusal)
    Edit(EditRefusal)
    FieldReceipt(FieldReceiptRefusal)
    HandIn(HandInRefusal)
    Invoice(InvoiceRefusal)
    Pairing(PairingRefusal)
    Policy(PolicyRefusal)
    Promise(PromiseRefusal)
    Rate(RateRefusal)
    Receipt(ReceiptRefusal)
    SavedView(SavedViewRefusal)
    Territory(TerritoryRefusal)
    User(UserRefusal)
    Visit(VisitRefusal)
}
