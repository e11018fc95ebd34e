//! Allocation 核销: which part of a receipt pays which receivable, from which day on, and why there.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    id::{AllocationId, CustomerId, InvoiceId, OpId, ReceiptId, derived},
    invoice::Invoice,
    money::Money,
    receipt::{Receipt, ReceiptRefusal},
    refusal::Refusal,
};

/// One line of an allocation; a fact, reversed by another line and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    pub id: AllocationId,
    pub customer: CustomerId,
    pub receipt: ReceiptId,
    pub invoice: InvoiceId,
    pub amount: Money,
    /// The later of the two documents' days.
    pub effective_on: Day,
    pub reason: AllocationReason,
}

/// Why a line went where it went.
///
/// What was agreed comes before what the debtor designated when paying, and that before the
/// statute (民法典 560: due before not due, least secured, heaviest burden, earliest due, pro rata;
/// 561: costs, interest, principal, as far as they were charged). The file that leads the books
/// designates; the other two come with receipts that nobody allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationReason {
    /// The debtor, or the file that leads the books, named the document.
    Designated,
    /// The file that leads the books had settled the document, and this receipt is the money.
    SettledElsewhere,
}

/// A part of a receipt meant for one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Designation {
    pub invoice: InvoiceId,
    pub amount: Money,
}

/// One designation per document, in the order in which they were first named: two lines of a file
/// for one document are one part of it.
///
/// # Errors
/// An amount is not positive, or a sum mixes currencies or leaves the exact range.
pub(crate) fn per_invoice(given: &[Designation]) -> Result<Vec<Designation>, Refusal> {
    let mut all: Vec<Designation> = vec![];
    for it in given {
        if !it.amount.is_positive() {
            return Err(ReceiptRefusal::AmountNotPositive { amount: it.amount }.into());
        }
        match all.iter_mut().find(|has| has.invoice == it.invoice) {
            Some(has) => has.amount = has.amount.checked_add(it.amount)?,
            None => all.push(it.clone()),
        }
    }
    Ok(all)
}

/// Takes `designation` out of `receipt` and off `invoice`, changing what is left of both.
///
/// # Errors
/// The amount is in another currency or more than is left on either side, or the two documents are
/// of two companies.
pub(crate) fn designated(
    designation: &Designation,
    receipt: &mut Receipt,
    invoice: &mut Invoice,
    op: OpId,
) -> Result<Allocation, Refusal> {
    let amount = designation.amount;
    if invoice.company != receipt.company {
        return Err(ReceiptRefusal::OtherCompany { number: invoice.number.clone() }.into());
    }
    for document in [invoice.open, receipt.unapplied] {
        if document.currency() != amount.currency() {
            let (number, currency) = (invoice.number.clone(), document.currency());
            return Err(ReceiptRefusal::OtherCurrency { number, currency, amount }.into());
        }
    }
    let open = invoice.open.checked_sub(amount)?;
    if open.minor() < 0 {
        let (number, left) = (invoice.number.clone(), invoice.open);
        return Err(ReceiptRefusal::MoreThanOpen { number, left, amount }.into());
    }
    let unapplied = receipt.unapplied.checked_sub(amount)?;
    if unapplied.minor() < 0 {
        let (number, left) = (receipt.number.clone(), receipt.unapplied);
        return Err(ReceiptRefusal::MoreThanUnapplied { number, left, amount }.into());
    }
    invoice.open = open;
    receipt.unapplied = unapplied;
    let parts = [op.to_string(), receipt.id.to_string(), invoice.id.to_string()];
    Ok(Allocation {
        id: AllocationId(derived("allocation", &parts.each_ref().map(String::as_str))),
        customer: invoice.customer,
        receipt: receipt.id,
        invoice: invoice.id,
        amount,
        effective_on: receipt.valued_on.max(invoice.posted_on),
        reason: AllocationReason::Designated,
    })
}
