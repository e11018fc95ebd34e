//! Receivables 应收单: what a customer owes on one document, until when, and what is still open.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, When},
    customer::Named,
    dossier::{Dossier, Elsewhere},
    effects::Effects,
    id::{CompanyId, CustomerId, InvoiceId, derived},
    money::Money,
    movement::{self, Deciding, Original, StillOpen},
    policy::Policy,
    refusal::Refusal,
    row::Row,
    sync::Command,
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
    /// What is not yet settled: the amount less the fold of its allocations and movements.
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
    /// The first open amount where the file gives no original.
    pub amount: Money,
    pub disputed: bool,
    /// Absent where the file does not say what is still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still_open: Option<StillOpen>,
}

impl Import {
    #[must_use]
    pub fn id(&self) -> InvoiceId {
        InvoiceId::of_document(&self.company, &self.source, &self.kind, &self.number)
    }

    fn booked(&self, company: CompanyId) -> Invoice {
        Invoice {
            id: self.id(),
            customer: self.customer.id(),
            company,
            source: self.source.clone(),
            kind: self.kind.clone(),
            number: self.number.clone(),
            issued_on: self.issued_on,
            posted_on: self.posted_on,
            due_on: self.due_on,
            amount: self.amount,
            open: self.amount,
            disputed: self.disputed,
        }
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
    /// What is open has fallen, or was less from the start, and nobody says since when.
    DayNeeded {
        number: String,
        here: Money,
        given: Money,
    },
    /// More is open than before: taken once somebody confirms it.
    Reopened {
        number: String,
        here: Money,
        given: Money,
    },
    OpenNegative {
        number: String,
        given: Money,
    },
    /// More is open than was ever owed.
    OpenAboveAmount {
        number: String,
        amount: Money,
        given: Money,
    },
    /// Nothing is settled on a day that has not come.
    SettledAhead {
        on: Day,
        today: Day,
    },
    /// A file of a later day was taken before.
    OlderFile {
        company: String,
        source: String,
        given: Day,
        last: Day,
    },
    Unknown {
        invoice: InvoiceId,
    },
    /// The number is known with other content; both are shown.
    DifferentContent {
        number: String,
        here: Box<Content>,
        given: Box<Content>,
    },
}

/// Books a receivable and, where it is new, its customer. The same content again changes nothing but
/// what is still open.
///
/// # Errors
/// The row is incomplete, its number is known with other content, or what is open moved in a way
/// that nobody has explained.
pub fn import(
    it: &Import,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    if it.number.trim().is_empty() {
        return Err(InvoiceRefusal::NumberEmpty.into());
    }
    if it.customer.code.trim().is_empty() {
        return Err(InvoiceRefusal::CustomerEmpty.into());
    }
    let company = CompanyId::of_code(&it.company);
    if !dossier.register.companies.contains_key(&company) {
        return Err(InvoiceRefusal::UnknownCompany { company: it.company.clone() }.into());
    }
    dossier.holds_no_other(it.customer.id())?;
    let with = Deciding { op: command.op_id, dossier, policy, when };
    let id = it.id();
    if let Some(here) = dossier.invoices.get(&id) {
        return again(it, here, &with);
    }
    if !it.amount.is_positive() {
        return Err(InvoiceRefusal::AmountNotPositive { amount: it.amount }.into());
    }
    if let Some(Elsewhere { code, row: Row::Invoice(here) }) = dossier.elsewhere.get(&id.0) {
        return Err(different(it, Content::of(here, code)));
    }
    let mut effects = Effects::nothing();
    effects.extend(it.customer.seen_in_document(dossier).map(Row::Customer));
    let mut invoice = it.booked(company);
    let before = match &it.still_open {
        Some(still) => movement::first_seen(still, &mut invoice, &with)?,
        None => None,
    };
    effects.push(Row::Invoice(invoice));
    effects.extend(before.map(Row::Movement));
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

fn again(it: &Import, here: &Invoice, with: &Deciding<'_>) -> Result<Effects, Refusal> {
    let mut given = Content::given(it);
    let still = it.still_open.as_ref();
    let same_currency = here.amount.currency() == given.amount.currency();
    if same_currency && still.is_some_and(|it| it.original == Original::Unknown) {
        given.amount = here.amount;
    } else if !it.amount.is_positive() {
        return Err(InvoiceRefusal::AmountNotPositive { amount: it.amount }.into());
    }
    let content = Content::of(here, &it.customer.code);
    if content != given {
        return Err(different(it, content));
    }
    let mut effects = Effects::nothing();
    effects.extend(it.customer.seen_in_document(with.dossier).map(Row::Customer));
    if let Some(still) = still {
        movement::follow(still, here, &mut effects, with)?;
    }
    Ok(effects)
}
