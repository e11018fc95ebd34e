//! Receivables 应收单: what a customer owes on one document, until when, and what is still open.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    customer::Named,
    dossier::{Dossier, Elsewhere},
    effects::Effects,
    id::{CompanyId, CustomerId, InvoiceId, derived},
    money::Money,
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// What is owed on one document. Not the tax invoice 发票, of which there may be several or none
/// (买卖合同解释 art. 5: a tax invoice alone does not prove delivery).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    pub id: InvoiceId,
    pub customer: CustomerId,
    pub company: CompanyId,
    /// The file or system it came from.
    pub source: String,
    /// The source's own document kind.
    pub kind: String,
    /// Text: leading zeros count.
    pub number: String,
    /// The day the receivable arose: base of 账龄.
    pub issued_on: Day,
    /// The day from which it is in the books.
    pub posted_on: Day,
    /// Base of 逾期账龄.
    pub due_on: Day,
    /// Tax-inclusive; never changes.
    pub amount: Money,
    /// What is not yet allocated: the amount less the fold of its allocations.
    pub open: Money,
    /// As the source marks it.
    pub disputed: bool,
}

impl InvoiceId {
    /// A document is known by (company, source, kind, number).
    #[must_use]
    pub fn of_document(company: &str, source: &str, kind: &str, number: &str) -> InvoiceId {
        InvoiceId(derived("invoice", &[company, source, kind, number]))
    }
}

/// The command of one row of an invoice file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub company: String,
    pub source: String,
    pub kind: String,
    pub number: String,
    pub customer: Named,
    pub issued_on: Day,
    pub posted_on: Day,
    pub due_on: Day,
    pub amount: Money,
    pub disputed: bool,
}

impl Import {
    #[must_use]
    pub fn id(&self) -> InvoiceId {
        InvoiceId::of_document(&self.company, &self.source, &self.kind, &self.number)
    }
}

/// What identifies the content of a document, for showing two versions of it side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub customer: String,
    pub issued_on: Day,
    pub posted_on: Day,
    pub due_on: Day,
    pub amount: Money,
    pub disputed: bool,
}

/// Why a command about a receivable was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum InvoiceRefusal {
    NumberEmpty,
    CustomerEmpty,
    AmountNotPositive {
        amount: Money,
    },
    UnknownCompany {
        company: String,
    },
    /// The number is known with other content; both are shown.
    DifferentContent {
        number: String,
        here: Box<Content>,
        given: Box<Content>,
    },
}

/// Books a receivable and, where it is new, its customer. The same content again changes nothing.
///
/// # Errors
/// The row is incomplete, or its number is known with other content.
pub fn import(it: &Import, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    if it.number.trim().is_empty() {
        return Err(InvoiceRefusal::NumberEmpty.into());
    }
    if it.customer.code.trim().is_empty() {
        return Err(InvoiceRefusal::CustomerEmpty.into());
    }
    if !it.amount.is_positive() {
        return Err(InvoiceRefusal::AmountNotPositive { amount: it.amount }.into());
    }
    let company = CompanyId::of_code(&it.company);
    if !dossier.register.companies.contains_key(&company) {
        return Err(InvoiceRefusal::UnknownCompany { company: it.company.clone() }.into());
    }
    dossier.holds_no_other(it.customer.id())?;
    let id = it.id();
    if let Some(here) = dossier.invoices.get(&id) {
        return same_or_refused(it, here, dossier);
    }
    if let Some(Elsewhere { code, row: Row::Invoice(here) }) = dossier.elsewhere.get(&id.0) {
        return Err(different(it, Content::of(here, code)));
    }
    let mut effects = Effects::nothing();
    effects.extend(it.customer.seen_in_document(dossier).map(Row::Customer));
    effects.push(Row::Invoice(Invoice {
        id,
        customer: it.customer.id(),
        company,
        source: it.source.clone(),
        kind: it.kind.clone(),
        number: it.number.clone(),
        issued_on: it.issued_on,
        posted_on: it.posted_on,
        due_on: it.due_on,
        amount: it.amount,
        open: it.amount,
        disputed: it.disputed,
    }));
    Ok(effects)
}

impl Content {
    fn of(invoice: &Invoice, customer: &str) -> Content {
        Content {
            customer: customer.to_owned(),
            issued_on: invoice.issued_on,
            posted_on: invoice.posted_on,
            due_on: invoice.due_on,
            amount: invoice.amount,
            disputed: invoice.disputed,
        }
    }

    fn given(it: &Import) -> Content {
        Content {
            customer: it.customer.code.clone(),
            issued_on: it.issued_on,
            posted_on: it.posted_on,
            due_on: it.due_on,
            amount: it.amount,
            disputed: it.disputed,
        }
    }
}

fn different(it: &Import, here: Content) -> Refusal {
    InvoiceRefusal::DifferentContent {
        number: it.number.clone(),
        here: Box::new(here),
        given: Box::new(Content::given(it)),
    }
    .into()
}

fn same_or_refused(it: &Import, here: &Invoice, dossier: &Dossier) -> Result<Effects, Refusal> {
    let here = Content::of(here, &it.customer.code);
    if here != Content::given(it) {
        return Err(different(it, here));
    }
    let mut effects = Effects::nothing();
    effects.extend(it.customer.seen_in_document(dossier).map(Row::Customer));
    Ok(effects)
}
