//! Words of bank accounts and of those who pay for a customer.

use shared::words::Language;

use super::{en, labels, zh};

labels! {
    AccountWord in account::account,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountWord {
    Heading,
    Hint,
    Empty,
    NoNumber,
    Add,
    Whose,
    Holder,
    HolderHint,
    Number,
    NumberOptional,
    Bank,
    Note,
    NotePlaceholder,
    FillHolder,
    FillNumber,
    FillBank,
    Propose,
    ConfirmAdd,
    RefuseAdd,
    ConfirmRemoval,
    Keep,
    TakeBack,
    Remove,
    Sending,
    Sent,
    History,
    Gone,
}

/// The same number at other customers, by their codes.
#[must_use]
pub fn also_at(codes: &[String], language: Language) -> String {
    match language {
        Language::Zh => zh::account::also_at(codes),
        Language::En => en::account::also_at(codes),
    }
}
