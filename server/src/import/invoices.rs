//! Files of receivables: one document a row, paid in full where the file says when.

use std::io::Read;

use shared::{
    allocation::Designation,
    calendar::Day,
    import::{Ask, FileFault, RowFault},
    invoice,
    money::Currency,
    movement::{Original, StillOpen},
    receipt::{self, PaymentMethod},
    sync::Act,
};

use super::{
    entry::{Entry, originated},
    profile::{InvoiceForm, OpenAmount, Origin},
    table::{Row, Table},
    value,
};
use crate::customer::search;

pub(super) fn entry(
    form: &InvoiceForm,
    source: &str,
    row: &Row<'_>,
    ask: &Ask,
) -> Result<Entry, RowFault> {
    row.whole()?;
    let number = row.read(form.number, value::number)?;
    let invoice = invoice(form, source, row, number, ask)?;
    let customer = Some(invoice.customer.id());
    let mut entry = Entry::new(row, form.number, &invoice.number);
    let paid = paid(form, &invoice, row)?;
    entry.want(invoice.id().0, customer, Act::ImportInvoice(invoice));
    if let Some(receipt) = paid {
        entry.want(receipt.id().0, customer, Act::ImportReceipt(receipt));
    }
    Ok(entry)
}

fn invoice(
    form: &InvoiceForm,
    source: &str,
    row: &Row<'_>,
    number: String,
    ask: &Ask,
) -> Result<invoice::Import, RowFault> {
    let code = row.read(form.customer_code, value::number)?;
    let name = row.read(form.customer_name, |cell| value::text(cell, 200))?;
    let currency = currency(form.currency, row)?;
    let disputed = form.disputed.map(|it| row.read(it, value::yes_or_no)).transpose()?;
    Ok(invoice::Import {
        company: originated(row, form.company)?,
        source: source.to_owned(),
        kind: originated(row, form.kind)?,
        number,
        customer: search::named(&code, &name),
        issued_on: row.read(form.issued_on, value::day)?,
        posted_on: row.read(form.posted_on, value::day)?,
        due_on: row.read(form.due_on, value::day)?,
        amount: row.read(form.amount, |cell| value::amount(cell, currency))?,
        disputed: disputed.unwrap_or(false),
        still_open: still_open(form, row, currency, ask)?,
    })
}

/// What the row says is still open, and since when: its own day before the file's.
fn still_open(
    form: &InvoiceForm,
    row: &Row<'_>,
    currency: Currency,
    ask: &Ask,
) -> Result<Option<StillOpen>, RowFault> {
    let (column, original) = match form.open {
        OpenAmount::NotGiven => return Ok(None),
        OpenAmount::IsTheAmount => (form.amount, Original::Unknown),
        OpenAmount::Column(column) => (column, Original::Given),
    };
    let amount = row.read(column, |cell| value::amount(cell, currency))?;
    let paid_on = form.paid_on.filter(|it| !row.cell(*it).trim().is_empty());
    let paid_on: Option<Day> = paid_on.map(|it| row.read(it, value::day)).transpose()?;
    let (on, reopening) = (paid_on.or(ask.as_of), ask.confirm_reopened);
    Ok(Some(StillOpen { amount, on, original, reopening }))
}

fn currency(origin: Origin, row: &Row<'_>) -> Result<Currency, RowFault> {
    match origin {
        Origin::Column(column) => row.read(column, value::currency),
        Origin::Fixed(code) => value::currency(code).map_err(|fault| row.fault("", code, fault)),
    }
}

/// The receipt for the full amount on the day the file says the document was settled.
fn paid(
    form: &InvoiceForm,
    invoice: &invoice::Import,
    row: &Row<'_>,
) -> Result<Option<receipt::Import>, RowFault> {
    let Some(column) = form.settled_on.filter(|it| !row.cell(*it).trim().is_empty()) else {
        return Ok(None);
    };
    let designation = Designation { invoice: invoice.id(), amount: invoice.amount };
    Ok(Some(receipt::Import {
        company: invoice.company.clone(),
        source: invoice.source.clone(),
        number: invoice.number.clone(),
        valued_on: row.read(column, value::day)?,
        amount: invoice.amount,
        method: PaymentMethod::Transfer,
        payer: invoice.customer.name.clone(),
        memo: String::new(),
        designations: vec![designation],
    }))
}

/// The companies of a file in the order in which they appear, each with the currency of its first
/// readable row.
pub(super) fn companies<R: Read>(
    form: &InvoiceForm,
    table: &mut Table<R>,
) -> Result<Vec<(String, Currency)>, FileFault> {
    let mut companies: Vec<(String, Currency)> = vec![];
    while let Some(row) = table.next()? {
        let Ok(code) = originated(&row, form.company) else { continue };
        if companies.iter().any(|(known, _)| *known == code) {
            continue;
        }
        if let Ok(currency) = currency(form.currency, &row) {
            companies.push((code, currency));
        }
    }
    Ok(companies)
}
