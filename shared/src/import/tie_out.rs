//! Tie-out 核对: what is open here beside what the file says is open, customer by customer, before
//! anybody trusts a figure.

use serde::{Deserialize, Serialize};

use crate::{
    id::CustomerId,
    invoice,
    money::{Currency, Money, MoneyError},
    page::{Listing, Order},
    receipt,
};

/// What a row of a file says is still open of its document: the amount, less what the same row says
/// was paid. A document of which nothing is open counts nowhere, as it counts nowhere here.
///
/// # Errors
/// The row's receipts are in another currency.
pub fn open_in_file<'a>(
    invoice: &invoice::Import,
    receipts: impl IntoIterator<Item = &'a receipt::Import>,
) -> Result<Money, MoneyError> {
    let paid = receipts.into_iter().flat_map(|it| &it.designations);
    let of_this = paid.filter(|it| it.invoice == invoice.id());
    of_this.map(|it| it.amount).try_fold(invoice.amount, Money::checked_sub)
}

/// Open documents on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub amount: Money,
    pub documents: u64,
}

/// One customer at one company in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieOutLine {
    pub customer: CustomerId,
    pub code: String,
    pub name: String,
    /// The code of the company.
    pub company: String,
    pub here: Side,
    pub file: Side,
    /// Here less in the file.
    pub difference: Money,
}

impl TieOutLine {
    /// Whether the two sides say the same: in money and in documents, because two errors may cancel
    /// out in one of them.
    #[must_use]
    pub fn ties(here: Side, file: Side) -> bool {
        here == file
    }
}

/// `GET /api/imports/{id}/tie_out`: what to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieOutQuery {
    /// Part of the customer's name, code or pinyin initials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    #[serde(default)]
    pub lines: TieOutLines,
    #[serde(default)]
    pub sort: TieOutSort,
    #[serde(default)]
    pub order: Order,
    #[serde(default)]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieOutLines {
    #[default]
    All,
    Differing,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieOutSort {
    #[default]
    Customer,
    Code,
    Here,
    File,
    /// By its size, whichever side has more.
    Difference,
}

/// The sums of all lines in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieOutTotal {
    pub currency: Currency,
    pub here: Side,
    pub file: Side,
    pub difference: Money,
    pub lines: u64,
    pub differing: u64,
}

/// A page of a tie-out, and the sums of all that is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieOut {
    #[serde(flatten)]
    pub listing: Listing<TieOutLine>,
    pub totals: Vec<TieOutTotal>,
}
