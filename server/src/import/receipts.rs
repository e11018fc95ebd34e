//! Bank statements: one line a row, of which the incoming ones are receipts.

use std::io::Read;

use shared::{
    calendar::Day,
    import::{FileFault, RowFault, Unmatched},
    receipt::{self, PaymentMethod},
    sync::Act,
};

use super::{
    entry::Entry,
    payers::{Match, Payers},
    profile::ReceiptForm,
    table::{Row, Table},
    value,
};

/// The receipt of a row; nothing where the money went out.
pub(super) fn entry(
    form: &ReceiptForm,
    source: &str,
    company: &str,
    row: &Row<'_>,
    payers: &Payers,
) -> Result<Option<Entry>, RowFault> {
    row.whole()?;
    if blank(row.cell(form.amount)) && !blank(row.cell(form.paid_out)) {
        return Ok(None);
    }
    let number = row.read(form.number, value::number)?;
    let payer = row.read(form.payer, |cell| value::text(cell, 200))?;
    let currency = row.read(form.currency, value::currency)?;
    let receipt = receipt::Import {
        company: company.to_owned(),
        source: source.to_owned(),
        number,
        valued_on: row.read(form.valued_on, value::day)?,
        amount: row.read(form.amount, |cell| value::amount(cell, currency))?,
        method: PaymentMethod::Transfer,
        payer,
        memo: value::note(row.cell(form.memo), 500),
        designations: vec![],
    };
    let mut entry = Entry::new(row, form.number, &receipt.number);
    let customer = match payers.find(row.cell(form.customer_code), &receipt.payer) {
        Match::One(customer) => Some(customer),
        Match::Nobody(candidates) => {
            entry.unmatched = Some(Unmatched {
                line: row.line,
                number: receipt.number.clone(),
                payer: receipt.payer.clone(),
                amount: receipt.amount,
                candidates,
            });
            None
        }
    };
    entry.want(receipt.id().0, customer, Act::ImportReceipt(receipt));
    Ok(Some(entry))
}

/// A bank prints nothing, a dash or a nought where nothing moved.
fn blank(cell: &str) -> bool {
    cell.trim().chars().all(|c| matches!(c, '0' | '.' | '-' | '—'))
}

/// The latest day of any line, incoming or not: so far the statement reaches. A day that has not
/// come is mistyped and says nothing.
pub(super) fn latest<R: Read>(
    form: &ReceiptForm,
    table: &mut Table<R>,
    today: Day,
) -> Result<Option<Day>, FileFault> {
    let mut latest = None;
    while let Some(row) = table.next()? {
        let valued_on = value::day(row.cell(form.valued_on)).ok();
        latest = latest.max(valued_on.filter(|it| *it <= today));
    }
    Ok(latest)
}
