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

/// Why a line went where it went. Agreed order and statute (民法典 560, 561) stand before and after
/// designation; they come with allocation of unallocated receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationReason {
    /// The debtor, or the file that leads the books, named the document.
    Designated,
}

/// A part of a receipt meant for one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Designation {
    pub invoice: InvoiceId,
    pub amount: Money,
}

/// Takes `designation` out of `receipt` and off `invoice`, changing what is left of both.
///
/// # Errors
/// The amount is not positive, or more than is left on either side.
pub fn designated(
    designation: &Designation,
    receipt: &mut Receipt,
    invoice: &mut Invoice,
    op: OpId,
) -> Result<Allocation, Refusal> {
    let amount = designation.amount;
    if !amount.is_positive() {
        return Err(ReceiptRefusal::AmountNotPositive { amount }.into());
    }
    let too_much =
        |left: Money| ReceiptRefusal::MoreThanOpen { number: invoice.number.clone(), left, amount };
    let open = invoice.open.checked_sub(amount).map_err(|_| too_much(invoice.open))?;
    let unapplied =
        receipt.unapplied.checked_sub(amount).map_err(|_| too_much(receipt.unapplied))?;
    if open.minor() < 0 {
        return Err(too_much(invoice.open).into());
    }
    if unapplied.minor() < 0 {
        return Err(too_much(receipt.unapplied).into());
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
