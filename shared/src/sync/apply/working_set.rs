//! The working set: rows by customer, where each stands, at which version, and what was written.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::{
    outcome::{Outcome, Stored},
    wants::named,
};
use crate::{
    attachment::AttachmentRefusal,
    bank_account::{BankAccount, BankAccountRefusal, normalised},
    credit::CreditRefusal,
    customer::Customer,
    dossier::{Dossier, Elsewhere, Register},
    field_receipt::FieldReceiptRefusal,
    hand_in::{self, HandInRefusal},
    id::{BankAccountId, CustomerId, InvoiceId, OpId, TerritoryId},
    money::Money,
    promise::PromiseRefusal,
    refusal::Refusal,
    row::{Row, RowKind},
    sync::{Act, Change, Command, Scope, Versioned},
    visit::VisitRefusal,
};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    kind: RowKind,
    customer: Option<CustomerId>,
    version: i64,
}

impl Place {
    /// What stands under nobody may come under a customer; nothing ever comes under another one.
    fn is_open_to(&self, customer: Option<CustomerId>) -> bool {
        self.customer == customer || self.customer.is_none()
    }
}

#[derive(Debug)]
pub(super) struct WorkingSet {
    pub(super) register: Arc<Register>,
    versions: Arc<BTreeMap<Uuid, i64>>,
    /// By customer; what belongs to nobody, as an unmatched receipt, stands under none.
    dossiers: BTreeMap<Option<CustomerId>, Dossier>,
    places: HashMap<Uuid, Place>,
    /// Territories in which a customer has been.
    pub(super) past: BTreeMap<CustomerId, BTreeSet<TerritoryId>>,
    /// How many customers stand in the territories that this group ends.
    pub(super) standing: BTreeMap<TerritoryId, i64>,
    written: BTreeMap<Uuid, Stored>,
    changes: BTreeMap<Scope, Vec<Change>>,
    pub(super) writes: usize,
}

impl WorkingSet {
    pub(super) fn new(register: Arc<Register>, versions: Arc<BTreeMap<Uuid, i64>>) -> WorkingSet {
        WorkingSet {
            register,
            versions,
            dossiers: BTreeMap::new(),
            places: HashMap::new(),
            past: BTreeMap::new(),
            standing: BTreeMap::new(),
            written: BTreeMap::new(),
            changes: BTreeMap::new(),
            writes: 0,
        }
    }

    pub(super) fn load(&mut self, row: Versioned) {
        self.put(row.row, row.version);
    }

    pub(super) fn customer(&self, customer: CustomerId) -> Option<&Customer> {
        self.dossiers.get(&Some(customer)).and_then(|it| it.customer.as_ref())
    }

    /// Whose a row is.
    pub(super) fn owner(&self, id: Uuid) -> Option<CustomerId> {
        self.places.get(&id).and_then(|it| it.customer)
    }

    /// A bank account, whoever's.
    pub(super) fn account(&self, id: Uuid) -> Option<&BankAccount> {
        let dossier = self.dossiers.get(&self.places.get(&id)?.customer)?;
        dossier.bank_accounts.get(&BankAccountId(id))
    }

    /// The customer of a document of which another amount is open.
    pub(super) fn moved(&self, invoice: InvoiceId, open: Money) -> Option<CustomerId> {
        let customer = self.owner(invoice.0)?;
        let here = self.dossiers.get(&Some(customer))?.invoices.get(&invoice)?;
        (here.open != open).then_some(customer)
    }

    fn put(&mut self, row: Row, version: i64) {
        let (id, customer) = (row.id(), row.customer());
        let place = Place { kind: row.kind(), customer, version };
        self.places.insert(id, place);
        let dossier = self.dossiers.entry(customer).or_default();
        dossier.versions.insert(id, version);
        dossier.put(row);
    }

    /// The dossier as a rule reads it: with the register of this moment, and with where the rows
    /// stand that the command names and that are not this customer's.
    pub(super) fn dossier_for(&mut self, command: &Command) -> &Dossier {
        let mut elsewhere = BTreeMap::new();
        for id in named(command) {
            let place = self.places.get(&id).filter(|it| it.customer != command.customer);
            let Some(dossier) = place.and_then(|it| self.dossiers.get(&it.customer)) else {
                continue;
            };
            if let Some(row) = dossier.row(id) {
                let code = dossier.customer.as_ref().map_or(String::new(), |it| it.code.clone());
                elsewhere.insert(id, Elsewhere { code, row });
            }
        }
        if let Act::BookHandIn(it) = &command.act {
            elsewhere.extend(self.to_be_paired(it));
        }
        elsewhere.extend(self.same_number(command));
        let dossier = self.dossiers.entry(command.customer).or_default();
        dossier.register = Arc::clone(&self.register);
        dossier.elsewhere = elsewhere;
        if let Act::EndTerritory(it) = &command.act {
            let standing = self.standing.get(&it.territory).copied().unwrap_or(0);
            dossier.standing = BTreeMap::from([(it.territory, standing)]);
        }
        dossier
    }

    /// Where else the number stands that a command is about.
    fn same_number(&self, command: &Command) -> BTreeMap<Uuid, Elsewhere> {
        let number = match &command.act {
            Act::ProposeAccount(it) => normalised(&it.number).ok(),
            Act::RemoveAccount(it) => self.account(it.account.0).map(|it| it.number.clone()),
            Act::SettleAccount(it) => self.account(it.account.0).map(|it| it.number.clone()),
            _ => None,
        };
        let Some(number) = number.filter(|it| !it.is_empty()) else { return BTreeMap::new() };
        let mut same = BTreeMap::new();
        for (_, dossier) in self.dossiers.iter().filter(|(it, _)| **it != command.customer) {
            let code = dossier.customer.as_ref().map_or(String::new(), |it| it.code.clone());
            for it in dossier.bank_accounts.values().filter(|it| it.number == number) {
                let row = Row::BankAccount(it.clone());
                same.insert(it.id.0, Elsewhere { code: code.clone(), row });
            }
        }
        same
    }

    /// A hand-in is of many customers: what of theirs waits for the money stands beside the slips.
    fn to_be_paired(&self, it: &hand_in::Book) -> BTreeMap<Uuid, Elsewhere> {
        let owners = it.slips.iter().filter_map(|it| self.owner(it.field_receipt.0));
        let owners: BTreeSet<CustomerId> = owners.collect();
        let mut beside = BTreeMap::new();
        for dossier in owners.iter().filter_map(|it| self.dossiers.get(&Some(*it))) {
            if dossier.movements.is_empty() {
                continue;
            }
            let code = dossier.customer.as_ref().map_or(String::new(), |it| it.code.clone());
            let movements = dossier.movements.values().cloned().map(Row::Movement);
            let pairings = dossier.pairings.values().cloned().map(Row::Pairing);
            let receipts = dossier.receipts.values().cloned().map(Row::Receipt);
            let slips = dossier.field_receipts.values().cloned().map(Row::FieldReceipt);
            for row in movements.chain(pairings).chain(receipts).chain(slips) {
                beside.insert(row.id(), Elsewhere { code: code.clone(), row });
            }
        }
        beside
    }

    /// Whether a row may be written by a command of this customer: nothing is ever written over
    /// another customer's row, nor over a row of another kind. A command of no customer writes under
    /// those whose rows it names.
    ///
    /// # Errors
    /// The refusal that says which id is taken.
    pub(super) fn may_stand(&self, row: &Row, customer: Option<CustomerId>) -> Result<(), Refusal> {
        if of_register(row.kind()) {
            return Ok(());
        }
        let of = row.customer();
        let named = customer.is_none() && of.is_some_and(|it| self.customer(it).is_some());
        if of != customer && !named {
            return Err(Refusal::NotYours { customer: of });
        }
        let taken = match self.places.get(&row.id()) {
            Some(place) => place.kind != row.kind() || !place.is_open_to(of),
            None => self.versions.contains_key(&row.id()),
        };
        match row {
            _ if !taken => Ok(()),
            Row::Promise(it) => Err(PromiseRefusal::IdTaken { promise: it.id }.into()),
            Row::CreditRequest(it) => Err(CreditRefusal::IdTaken { request: it.id }.into()),
            Row::FieldReceipt(it) => {
                Err(FieldReceiptRefusal::IdTaken { field_receipt: it.id }.into())
            }
            Row::HandIn(it) => Err(HandInRefusal::IdTaken { hand_in: it.id }.into()),
            Row::Visit(it) => Err(VisitRefusal::IdTaken { visit: it.id }.into()),
            Row::Attachment(it) => Err(AttachmentRefusal::IdTaken { attachment: it.id }.into()),
            Row::BankAccount(it) => Err(BankAccountRefusal::IdTaken { account: it.id }.into()),
            _ => Err(Refusal::NotYours { customer }),
        }
    }

    /// Writes a row at its next version and says so in its scope.
    pub(super) fn write(&mut self, row: Row, op: OpId) {
        self.writes += 1;
        let id = row.id();
        let version = self.version(id) + 1;
        let body = body_of(&row);
        let before = row.customer().and_then(|it| self.customer(it)).map(|it| it.territory);
        let stored = Stored { row: row.clone(), version, body: body.clone(), op_id: op };
        self.keep(id, stored);
        if of_register(row.kind()) {
            self.say(Scope::of(&row, None), row.kind().name(), id, version, op, Some(body));
            self.put_in_register(row, version);
            return;
        }
        match (&row, before) {
            (Row::Customer(moved), Some(before)) if moved.territory != before => {
                self.move_customer(moved.clone(), before, version, op);
            }
            _ => {
                let scope = Scope::of(&row, before.flatten());
                self.take_from_nobody(&row, scope, version, op);
                self.say(scope, row.kind().name(), id, version, op, Some(body));
                self.put(row, version);
            }
        }
    }

    /// A receipt that has found its customer stands under nobody any more, and in one scope only.
    fn take_from_nobody(&mut self, row: &Row, scope: Scope, version: i64, op: OpId) {
        let id = row.id();
        let was_nobodys = self.places.get(&id).is_some_and(|it| it.customer.is_none());
        if !was_nobodys || row.customer().is_none() {
            return;
        }
        if let Some(nobodys) = self.dossiers.get_mut(&None) {
            nobodys.remove(id);
        }
        if scope != Scope::Unassigned {
            self.say(Scope::Unassigned, "delete", id, version, op, None);
        }
    }

    /// One change in the scope that is left, one with all of the customer's rows in the other.
    fn move_customer(
        &mut self,
        moved: Customer,
        from: Option<TerritoryId>,
        version: i64,
        op: OpId,
    ) {
        let (id, to) = (moved.id, moved.territory);
        self.past.entry(id).or_default().extend(from);
        for (territory, by) in [(from, -1), (to, 1)] {
            if let Some(standing) = territory.and_then(|it| self.standing.get_mut(&it)) {
                *standing += by;
            }
        }
        self.put(Row::Customer(moved), version);
        let dossier = self.dossiers.entry(Some(id)).or_default();
        let at = |row: &Row| dossier.versions.get(&row.id()).copied().unwrap_or(1);
        let rows: Vec<Versioned> =
            dossier.rows().into_iter().map(|row| Versioned { version: at(&row), row }).collect();
        let body = raw(&rows);
        self.say(Scope::of_territory(from), "leave", id.0, version, op, None);
        self.say(Scope::of_territory(to), "enter", id.0, version, op, Some(body));
    }

    fn version(&self, id: Uuid) -> i64 {
        let place = self.places.get(&id).map(|it| it.version);
        place.or_else(|| self.versions.get(&id).copied()).unwrap_or(0)
    }

    fn keep(&mut self, id: Uuid, mut stored: Stored) {
        if let Some(before) = self.written.get(&id) {
            stored.op_id = before.op_id;
        }
        self.written.insert(id, stored);
    }

    fn put_in_register(&mut self, row: Row, version: i64) {
        if matches!(row, Row::Inbox(_)) {
            self.put(row, version);
            return;
        }
        Arc::make_mut(&mut self.versions).insert(row.id(), version);
        Arc::make_mut(&mut self.register).put(row);
    }

    fn say(
        &mut self,
        scope: Scope,
        kind: &str,
        id: Uuid,
        version: i64,
        op: OpId,
        body: Option<Box<RawValue>>,
    ) {
        let feed = self.changes.entry(scope).or_default();
        let seq = i64::try_from(feed.len()).unwrap_or(i64::MAX).saturating_add(1);
        feed.push(Change { seq, kind: kind.to_owned(), id, version, op_id: Some(op), body });
    }

    pub(super) fn finish(self) -> Outcome {
        Outcome {
            rows: self.written.into_values().collect(),
            changes: self.changes,
            register: self.register,
            versions: self.versions,
        }
    }
}

/// Rows of no customer: the register's, and letters.
fn of_register(kind: RowKind) -> bool {
    match kind {
        RowKind::Company
        | RowKind::Territory
        | RowKind::User
        | RowKind::Policy
        | RowKind::BankHorizon
        | RowKind::FileHorizon
        | RowKind::ExchangeRate
        | RowKind::Inbox => true,
        RowKind::Customer
        | RowKind::Invoice
        | RowKind::Receipt
        | RowKind::Allocation
        | RowKind::Movement
        | RowKind::Pairing
        | RowKind::Promise
        | RowKind::FieldReceipt
        | RowKind::HandIn
        | RowKind::SavedViews
        | RowKind::Visit
        | RowKind::Edit
        | RowKind::CreditLine
        | RowKind::CreditRequest
        | RowKind::Attachment
        | RowKind::BankAccount => false,
    }
}

fn body_of(row: &Row) -> Box<RawValue> {
    let body = row.body().and_then(RawValue::from_string);
    body.unwrap_or_else(|_| unreachable!("rows are plain fields"))
}

fn raw(it: &impl Serialize) -> Box<RawValue> {
    to_raw_value(it).unwrap_or_else(|_| unreachable!("rows are plain fields"))
}
