//! Receipts 收款单: booked money, what it was allocated to, and up to which day the bank data reach.

use serde::{Deserialize, Serialize};

use crate::{
    allocation::{self, Designation},
    calendar::{Day, When},
    dossier::{Dossier, Elsewhere},
    effects::Effects,
    field_receipt::FieldReceipt,
    id::{CompanyId, CustomerId, FieldReceiptId, InvoiceId, ReceiptId, derived},
    money::{Currency, Money},
    pairing::Ledger,
    policy::Policy,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::Caller,
};

/// Booked money. What a rep reports to have taken is another thing until it is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: ReceiptId,
    /// Absent while nobody knows whose money it is.
    pub customer: Option<CustomerId>,
    pub company: CompanyId,
    pub source: String,
    /// 流水号, unique in its company and source.
    pub number: String,
    /// The bank's value date: promises and ageing go by it.
    pub valued_on: Day,
    pub amount: Money,
    /// What is not yet allocated: the amount less the fold of its allocations.
    pub unapplied: Money,
    pub method: PaymentMethod,
    /// 付款户名, as the bank gives it.
    pub payer: String,
    /// 摘要 / 附言.
    pub memo: String,
}

/// How money comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    Transfer,
    Cash,
    /// 微信 / 支付宝.
    Mobile,
    /// 银承.
    BankAcceptance,
    /// 商承, 电子债权凭证.
    OtherBill,
}

impl PaymentMethod {
    pub const ALL: [PaymentMethod; 5] = [
        PaymentMethod::Transfer,
        PaymentMethod::Cash,
        PaymentMethod::Mobile,
        PaymentMethod::BankAcceptance,
        PaymentMethod::OtherBill,
    ];
}

impl ReceiptId {
    /// A receipt is known by (company, source, number).
    #[must_use]
    pub fn of_number(company: &str, source: &str, number: &str) -> ReceiptId {
        ReceiptId(derived("receipt", &[company, source, number]))
    }

    /// What is booked for a field receipt: one receipt, however often it is counted.
    #[must_use]
    pub fn of_field_receipt(it: FieldReceiptId) -> ReceiptId {
        ReceiptId(derived("receipt", &["field_receipt", &it.to_string()]))
    }
}

impl Receipt {
    /// The receipt of money that was handed in: what was counted, valued on the day the customer
    /// paid, unapplied. Its number is the slip's.
    #[must_use]
    pub fn of_field_receipt(it: &FieldReceipt, counted: Money) -> Receipt {
        Receipt {
            id: ReceiptId::of_field_receipt(it.id),
            customer: Some(it.customer),
            company: it.company,
            source: OF_FIELD_RECEIPTS.to_owned(),
            number: it.slip.to_string(),
            valued_on: it.taken_on,
            amount: counted,
            unapplied: counted,
            method: it.method,
            payer: it.payer.clone(),
            memo: it.note.clone(),
        }
    }
}

/// The source of receipts that were booked from slips.
pub const OF_FIELD_RECEIPTS: &str = "field_receipt";

/// How far a company's booked bank data reach: nobody is judged beyond this day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankHorizon {
    pub company: CompanyId,
    pub reaches: Day,
}

/// The command of one row of a receipt file. The command names the customer, if one was matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub company: String,
    pub source: String,
    pub number: String,
    pub valued_on: Day,
    pub amount: Money,
    pub method: PaymentMethod,
    pub payer: String,
    pub memo: String,
    /// What the file that leads the books says it paid; empty leaves it unapplied.
    pub designations: Vec<Designation>,
}

impl Import {
    #[must_use]
    pub fn id(&self) -> ReceiptId {
        ReceiptId::of_number(&self.company, &self.source, &self.number)
    }

    fn booked(&self, company: CompanyId, customer: Option<CustomerId>) -> Receipt {
        Receipt {
            id: self.id(),
            customer,
            company,
            source: self.source.clone(),
            number: self.number.clone(),
            valued_on: self.valued_on,
            amount: self.amount,
            unapplied: self.amount,
            method: self.method,
            payer: self.payer.clone(),
            memo: self.memo.clone(),
        }
    }
}

/// The command that says how far a company's bank data reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportHorizon {
    pub company: String,
    pub reaches: Day,
}

/// What identifies the content of a receipt, for showing two versions of it side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub payer: String,
    pub valued_on: Day,
    pub amount: Money,
    pub method: PaymentMethod,
}

/// Why a command about a receipt was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ReceiptRefusal {
    NumberEmpty,
    AmountNotPositive {
        amount: Money,
    },
    /// Money that has not come yet is not booked.
    ValuedAhead {
        valued_on: Day,
        today: Day,
    },
    UnknownCompany {
        company: String,
    },
    UnknownInvoice {
        invoice: InvoiceId,
    },
    /// More is meant for the receivable than is open on it.
    MoreThanOpen {
        number: String,
        left: Money,
        amount: Money,
    },
    /// More is meant for receivables than the receipt has left.
    MoreThanUnapplied {
        number: String,
        left: Money,
        amount: Money,
    },
    /// The receivable is in another currency than the receipt.
    OtherCurrency {
        number: String,
        currency: Currency,
        amount: Money,
    },
    /// The receivable is another company's: its money does not pay it without a transfer 应收转账.
    OtherCompany {
        number: String,
    },
    /// The number is known with other content; both are shown.
    DifferentContent {
        number: String,
        here: Box<Content>,
        given: Box<Content>,
    },
}

/// Books a receipt with the allocations its file gives. The same content again changes nothing, but
/// that a receipt of nobody becomes the customer's who is named by now.
///
/// # Errors
/// The row is incomplete, valued after today, its number is known with other content, or it pays
/// more than is open.
pub fn import(
    it: &Import,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    let customer = command.customer;
    if it.number.trim().is_empty() {
        return Err(ReceiptRefusal::NumberEmpty.into());
    }
    if !it.amount.is_positive() {
        return Err(ReceiptRefusal::AmountNotPositive { amount: it.amount }.into());
    }
    if when.today < it.valued_on {
        let (valued_on, today) = (it.valued_on, when.today);
        return Err(ReceiptRefusal::ValuedAhead { valued_on, today }.into());
    }
    let company = CompanyId::of_code(&it.company);
    if !dossier.register.companies.contains_key(&company) {
        return Err(ReceiptRefusal::UnknownCompany { company: it.company.clone() }.into());
    }
    if customer.is_some() {
        dossier.known_customer(customer)?;
    }
    if let Some(here) = dossier.receipts.get(&it.id()) {
        return same_or_refused(it, here);
    }
    let mut receipt = it.booked(company, customer);
    if let Some(Elsewhere { row: Row::Receipt(here), .. }) = dossier.elsewhere.get(&it.id().0) {
        let nothing = same_or_refused(it, here)?;
        // Once matched, a number stays where it was booked.
        if customer.is_none() || here.customer.is_some() || here.unapplied != here.amount {
            return Ok(nothing);
        }
        receipt = Receipt { customer, ..here.clone() };
    }
    let mut effects = Effects::nothing();
    for designation in allocation::per_invoice(&it.designations)? {
        let invoice = dossier.invoices.get(&designation.invoice);
        let unknown = ReceiptRefusal::UnknownInvoice { invoice: designation.invoice };
        let mut invoice = invoice.ok_or(unknown)?.clone();
        let line = allocation::designated(&designation, &mut receipt, &mut invoice, command.op_id)?;
        effects.push(Row::Invoice(invoice));
        effects.push(Row::Allocation(line));
    }
    effects.push(Row::Receipt(receipt));
    if let Some(customer) = customer.filter(|_| Ledger::concerns(dossier)) {
        let mut ledger = Ledger::over(dossier, customer, &effects, command.op_id, when.today);
        ledger.pair(&policy.reconciliation)?;
        ledger.into_effects(&mut effects);
    }
    Ok(effects)
}

fn same_or_refused(it: &Import, here: &Receipt) -> Result<Effects, Refusal> {
    let here = Content {
        payer: here.payer.clone(),
        valued_on: here.valued_on,
        amount: here.amount,
        method: here.method,
    };
    let given = Content {
        payer: it.payer.clone(),
        valued_on: it.valued_on,
        amount: it.amount,
        method: it.method,
    };
    if here == given {
        return Ok(Effects::nothing());
    }
    Err(ReceiptRefusal::DifferentContent {
        number: it.number.clone(),
        here: Box::new(here),
        given: Box::new(given),
    }
    .into())
}

/// Moves the horizon forward; an earlier day than the last changes nothing.
///
/// # Errors
/// The caller is not the server, or the company is unknown.
pub fn report_horizon(
    it: &ReportHorizon,
    dossier: &Dossier,
    caller: &Caller,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    let company = CompanyId::of_code(&it.company);
    if !dossier.register.companies.contains_key(&company) {
        return Err(ReceiptRefusal::UnknownCompany { company: it.company.clone() }.into());
    }
    if dossier.register.horizons.get(&company).is_some_and(|has| it.reaches <= has.reaches) {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::BankHorizon(BankHorizon { company, reaches: it.reaches })))
}
