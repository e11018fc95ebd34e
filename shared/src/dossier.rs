//! The dossier: all that a rule may read about one customer, and the small register beside it.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use crate::{
    allocation::Allocation,
    attachment::Attachment,
    bank_account::BankAccount,
    calendar::Day,
    company::Company,
    credit::{CreditLine, CreditRequest},
    customer::{Customer, CustomerRefusal},
    edit::Edit,
    field_receipt::FieldReceipt,
    file_horizon::FileHorizon,
    hand_in::HandIn,
    id::{
        AllocationId, AttachmentId, BankAccountId, CompanyId, CreditRequestId, CustomerId, EditId,
        FieldReceiptId, HandInId, InboxId, InvoiceId, MovementId, PairingId, PromiseId, ReceiptId,
        TerritoryId, UserId, VisitId,
    },
    inbox::InboxItem,
    invoice::Invoice,
    money::{Currency, Money, MoneyError},
    movement::Movement,
    pairing::Pairing,
    policy::Policy,
    promise::{Basis, Promise},
    rate::Rates,
    receipt::{BankHorizon, Receipt},
    refusal::Refusal,
    row::Row,
    saved_view::SavedViews,
    territory::Territory,
    user::User,
    visit::Visit,
};

/// The rows of the scope `all`: small, held by every device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    pub companies: BTreeMap<CompanyId, Company>,
    pub territories: BTreeMap<TerritoryId, Territory>,
    pub users: BTreeMap<UserId, User>,
    /// Published policies by version, future ones too.
    pub policies: BTreeMap<u32, Policy>,
    pub horizons: BTreeMap<CompanyId, BankHorizon>,
    /// By company and source: the day of the last file of receivables.
    pub file_horizons: BTreeMap<(CompanyId, String), FileHorizon>,
    /// What currencies cost, of every day on which somebody said it.
    pub rates: Rates,
}

impl Register {
    /// Takes a row of the register; another row changes nothing.
    pub fn put(&mut self, row: Row) {
        match row {
            Row::Company(it) => drop(self.companies.insert(it.id, it)),
            Row::Territory(it) => drop(self.territories.insert(it.id, it)),
            Row::User(it) => drop(self.users.insert(it.id, it)),
            Row::Policy(it) => drop(self.policies.insert(it.version, it)),
            Row::BankHorizon(it) => drop(self.horizons.insert(it.company, it)),
            Row::FileHorizon(it) => {
                drop(self.file_horizons.insert((it.company, it.source.clone()), it));
            }
            Row::ExchangeRate(it) => self.rates.put(it),
            Row::Customer(_)
            | Row::Invoice(_)
            | Row::Receipt(_)
            | Row::Allocation(_)
            | Row::Movement(_)
            | Row::Pairing(_)
            | Row::Promise(_)
            | Row::FieldReceipt(_)
            | Row::HandIn(_)
            | Row::Visit(_)
            | Row::Attachment(_)
            | Row::BankAccount(_)
            | Row::Edit(_)
            | Row::CreditLine(_)
            | Row::CreditRequest(_)
            | Row::SavedViews(_)
            | Row::Inbox(_) => {}
        }
    }

    /// The policy in force on a day; the initial one where none is published.
    #[must_use]
    pub fn policy_on(&self, day: Day) -> Policy {
        self.published_on(day).cloned().unwrap_or_else(Policy::initial)
    }

    /// The newest version that was in force on a day: it overrules earlier ones, also for the days
    /// for which they had been announced.
    #[must_use]
    pub fn published_on(&self, day: Day) -> Option<&Policy> {
        self.policies.values().rev().find(|it| it.valid_from <= day)
    }

    /// How a user is called; empty for one who is not here.
    #[must_use]
    pub fn user_name(&self, user: UserId) -> String {
        self.users.get(&user).map_or_else(String::new, |it| it.name.clone())
    }

    /// How a company is called; empty for one that is not here.
    #[must_use]
    pub fn company_name(&self, company: CompanyId) -> String {
        self.companies.get(&company).map_or_else(String::new, |it| it.name.clone())
    }

    /// How far the bank data of every company that has any reach: the earliest of them. For telling
    /// the age of the data; a promise is judged by the companies it concerns.
    #[must_use]
    pub fn bank_reaches(&self) -> Option<Day> {
        self.horizons.values().map(|it| it.reaches).min()
    }
}

/// All that a rule may read about one customer. For a command that names none, only the register
/// is filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    pub register: Arc<Register>,
    pub customer: Option<Customer>,
    /// Open ones, and those the command or a promise names.
    pub invoices: BTreeMap<InvoiceId, Invoice>,
    pub receipts: BTreeMap<ReceiptId, Receipt>,
    pub allocations: BTreeMap<AllocationId, Allocation>,
    pub movements: BTreeMap<MovementId, Movement>,
    pub pairings: BTreeMap<PairingId, Pairing>,
    pub promises: BTreeMap<PromiseId, Promise>,
    pub field_receipts: BTreeMap<FieldReceiptId, FieldReceipt>,
    /// Only beside a command that names no customer: a hand-in is of many.
    pub hand_ins: BTreeMap<HandInId, HandIn>,
    /// Only beside a command that names no customer: those of its author, and those for all.
    pub saved_views: BTreeMap<Uuid, SavedViews>,
    /// Only beside a command that is about a letter.
    pub letters: BTreeMap<InboxId, InboxItem>,
    pub visits: BTreeMap<VisitId, Visit>,
    pub attachments: BTreeMap<AttachmentId, Attachment>,
    /// At the desk alone: they are in no territory's feed, and go with the customer nowhere.
    pub bank_accounts: BTreeMap<BankAccountId, BankAccount>,
    /// The history of the customer's file.
    pub edits: BTreeMap<EditId, Edit>,
    /// None for a customer to whom nobody has granted anything.
    pub credit_line: Option<CreditLine>,
    pub credit_requests: BTreeMap<CreditRequestId, CreditRequest>,
    /// The version of each row above.
    pub versions: BTreeMap<Uuid, i64>,
    /// Rows that the command names by id and that stand under another customer, or under none.
    pub elsewhere: BTreeMap<Uuid, Elsewhere>,
    /// How many customers stand in the territory that the command ends.
    pub standing: BTreeMap<TerritoryId, i64>,
}

/// A row that is not this customer's, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The code of the customer it stands under; empty for none.
    pub code: String,
    pub row: Row,
}

impl Dossier {
    #[must_use]
    pub fn new(register: Arc<Register>) -> Dossier {
        Dossier { register, ..Dossier::default() }
    }

    /// Takes a row as it stands now; the same code on the server and on the device.
    pub fn put(&mut self, row: Row) {
        match row {
            Row::Customer(it) => self.customer = Some(it),
            Row::Invoice(it) => drop(self.invoices.insert(it.id, it)),
            Row::Receipt(it) => drop(self.receipts.insert(it.id, it)),
            Row::Allocation(it) => drop(self.allocations.insert(it.id, it)),
            Row::Movement(it) => drop(self.movements.insert(it.id, it)),
            Row::Pairing(it) => drop(self.pairings.insert(it.id, it)),
            Row::Promise(it) => drop(self.promises.insert(it.id, it)),
            Row::FieldReceipt(it) => drop(self.field_receipts.insert(it.id, it)),
            Row::HandIn(it) => drop(self.hand_ins.insert(it.id, it)),
            Row::SavedViews(it) => {
                drop(self.saved_views.insert(SavedViews::id_of(it.of), it));
            }
            Row::Inbox(it) => drop(self.letters.insert(it.id, it)),
            Row::Visit(it) => drop(self.visits.insert(it.id, it)),
            Row::Attachment(it) => drop(self.attachments.insert(it.id, it)),
            Row::BankAccount(it) => drop(self.bank_accounts.insert(it.id, it)),
            Row::Edit(it) => drop(self.edits.insert(it.id, it)),
            Row::CreditLine(it) => self.credit_line = Some(it),
            Row::CreditRequest(it) => drop(self.credit_requests.insert(it.id, it)),
            of_register => Arc::make_mut(&mut self.register).put(of_register),
        }
    }

    /// Takes a row away, whatever its kind.
    pub fn remove(&mut self, id: Uuid) {
        self.versions.remove(&id);
        self.invoices.remove(&InvoiceId(id));
        self.receipts.remove(&ReceiptId(id));
        self.allocations.remove(&AllocationId(id));
        self.movements.remove(&MovementId(id));
        self.pairings.remove(&PairingId(id));
        self.promises.remove(&PromiseId(id));
        self.field_receipts.remove(&FieldReceiptId(id));
        self.hand_ins.remove(&HandInId(id));
        self.saved_views.remove(&id);
        self.letters.remove(&InboxId(id));
        self.visits.remove(&VisitId(id));
        self.attachments.remove(&AttachmentId(id));
        self.bank_accounts.remove(&BankAccountId(id));
        self.edits.remove(&EditId(id));
        self.credit_requests.remove(&CreditRequestId(id));
        if self.credit_line.as_ref().is_some_and(|it| CreditLine::id_of(it.customer) == id) {
            self.credit_line = None;
        }
        if self.customer.as_ref().is_some_and(|it| it.id == CustomerId(id)) {
            self.customer = None;
        }
    }

    /// # Errors
    /// [`CustomerRefusal::Unknown`] when the named customer is not here,
    /// [`CustomerRefusal::NotNamed`] when none is named.
    pub fn known_customer(&self, named: Option<CustomerId>) -> Result<&Customer, Refusal> {
        let Some(customer) = named else { return Err(CustomerRefusal::NotNamed.into()) };
        match &self.customer {
            Some(known) if known.id == customer => Ok(known),
            _ => Err(CustomerRefusal::Unknown { customer }.into()),
        }
    }

    /// The customer a document names must be the one whose dossier this is, or a new one.
    ///
    /// # Errors
    /// [`CustomerRefusal::Unknown`] when this is another customer's dossier.
    pub(crate) fn holds_no_other(&self, customer: CustomerId) -> Result<(), Refusal> {
        match &self.customer {
            Some(known) if known.id != customer => {
                Err(CustomerRefusal::Unknown { customer }.into())
            }
            _ => Ok(()),
        }
    }

    /// The rows of one customer among those that stand elsewhere, for a command of many customers.
    pub(crate) fn beside(&self, customer: CustomerId) -> Dossier {
        let mut own = Dossier::new(Arc::clone(&self.register));
        let rows = self.elsewhere.values().map(|it| &it.row);
        rows.filter(|it| it.customer() == Some(customer)).for_each(|it| own.put(it.clone()));
        own
    }

    /// What is known to be owed in a currency, on the balance or on some documents.
    ///
    /// # Errors
    /// A sum leaves the exact range.
    pub fn owed(&self, basis: &Basis, currency: Currency) -> Result<Money, MoneyError> {
        let mut sum = Money::nil(currency);
        for invoice in self.invoices.values().filter(|it| it.open.currency() == currency) {
            if matches!(basis, Basis::Documents(these) if !these.contains(&invoice.id)) {
                continue;
            }
            sum = sum.checked_add(invoice.open)?;
        }
        if *basis == Basis::Balance {
            for receipt in self.receipts.values().filter(|it| it.unapplied.currency() == currency) {
                sum = sum.checked_sub(receipt.unapplied)?;
            }
        }
        Ok(sum)
    }

    /// The row of this id, whatever its kind.
    #[must_use]
    pub fn row(&self, id: Uuid) -> Option<Row> {
        let customer = self.customer.iter().filter(|it| it.id.0 == id).cloned().map(Row::Customer);
        let line = self.credit_line.iter().filter(|it| CreditLine::id_of(it.customer) == id);
        let request = self.credit_requests.get(&CreditRequestId(id)).into_iter();
        customer
            .chain(self.invoices.get(&InvoiceId(id)).cloned().map(Row::Invoice))
            .chain(self.receipts.get(&ReceiptId(id)).cloned().map(Row::Receipt))
            .chain(self.allocations.get(&AllocationId(id)).cloned().map(Row::Allocation))
            .chain(self.movements.get(&MovementId(id)).cloned().map(Row::Movement))
            .chain(self.pairings.get(&PairingId(id)).cloned().map(Row::Pairing))
            .chain(self.promises.get(&PromiseId(id)).cloned().map(Row::Promise))
            .chain(self.field_receipts.get(&FieldReceiptId(id)).cloned().map(Row::FieldReceipt))
            .chain(self.hand_ins.get(&HandInId(id)).cloned().map(Row::HandIn))
            .chain(self.saved_views.get(&id).cloned().map(Row::SavedViews))
            .chain(self.letters.get(&InboxId(id)).cloned().map(Row::Inbox))
            .chain(self.visits.get(&VisitId(id)).cloned().map(Row::Visit))
            .chain(self.attachments.get(&AttachmentId(id)).cloned().map(Row::Attachment))
            .chain(self.bank_accounts.get(&BankAccountId(id)).cloned().map(Row::BankAccount))
            .chain(self.edits.get(&EditId(id)).cloned().map(Row::Edit))
            .chain(line.cloned().map(Row::CreditLine))
            .chain(request.cloned().map(Row::CreditRequest))
            .next()
    }

    /// Every row of the customer that goes where the customer goes, in the order in which a reader
    /// needs them.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.customer.iter().cloned().map(Row::Customer).collect();
        rows.extend(self.invoices.values().cloned().map(Row::Invoice));
        rows.extend(self.receipts.values().cloned().map(Row::Receipt));
        rows.extend(self.allocations.values().cloned().map(Row::Allocation));
        rows.extend(self.movements.values().cloned().map(Row::Movement));
        rows.extend(self.pairings.values().cloned().map(Row::Pairing));
        rows.extend(self.promises.values().cloned().map(Row::Promise));
        rows.extend(self.field_receipts.values().cloned().map(Row::FieldReceipt));
        rows.extend(self.visits.values().cloned().map(Row::Visit));
        rows.extend(self.attachments.values().cloned().map(Row::Attachment));
        rows.extend(self.edits.values().cloned().map(Row::Edit));
        rows.extend(self.credit_line.iter().cloned().map(Row::CreditLine));
        rows.extend(self.credit_requests.values().cloned().map(Row::CreditRequest));
        rows
    }
}
