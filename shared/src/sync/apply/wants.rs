//! What has to be loaded before commands are decided.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    bank_account::normalised,
    id::{CustomerId, FieldReceiptId, InvoiceId, OpId, TerritoryId},
    money::Money,
    saved_view::SavedViews,
    sync::{Act, Command, Reads},
};

/// How much of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The customer's own row.
    Row,
    /// The row and what is owed: open documents, unapplied receipts.
    Owed,
    /// With all else that is open: what waits for money, promises, slips, credit.
    Open,
    /// Every row the customer ever had.
    Whole,
}

/// How much of a customer for pairing movements with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pairs {
    /// Movements and slips that wait: the money comes with the command.
    Movements,
    /// With the money that is left.
    Money,
    /// With what is paired already: it may be taken back.
    Whole,
}

/// What a group of commands reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wants {
    pub customers: BTreeMap<CustomerId, Depth>,
    /// Customers with the history of their files.
    pub histories: BTreeSet<CustomerId>,
    /// Customers with their bank accounts.
    pub accounts: BTreeSet<CustomerId>,
    /// Numbers of accounts that are looked for at every customer.
    pub numbers: BTreeSet<String>,
    /// Rows of any kind, wherever they stand, with the row of the customer they stand under.
    pub rows: BTreeSet<Uuid>,
    /// Territories of which it has to be known how many customers stand in them.
    pub standing: BTreeSet<TerritoryId>,
    /// Customers whose movements and money may be paired.
    pub pairs: BTreeMap<CustomerId, Pairs>,
    /// Documents with what a file says is open of them: where it has moved, money is looked for.
    pub documents: Vec<(InvoiceId, Money)>,
    /// Slips that are booked, whoever's.
    pub counted: BTreeSet<FieldReceiptId>,
    /// Letters that are put away or taken back.
    pub letters: BTreeSet<Uuid>,
    /// Commands whose verdict decides over another.
    pub verdicts: BTreeSet<OpId>,
}

impl Wants {
    pub fn add(&mut self, command: &Command) {
        self.verdicts.extend(&command.deps);
        let depth = match (&command.act, command.act.reads()) {
            // A move carries all of the customer into the other scope.
            (Act::AssignTerritory(_), _) => Depth::Whole,
            (_, Reads::Dossier(_)) => Depth::Open,
            (_, Reads::Owed(_)) => Depth::Owed,
            (
                _,
                Reads::Named(_)
                | Reads::History
                | Reads::Accounts(_)
                | Reads::SavedViews
                | Reads::Letter(_),
            ) => Depth::Row,
        };
        self.rows.extend(named(command));
        if let Act::EndTerritory(it) = &command.act {
            self.standing.insert(it.territory);
        }
        self.letters.extend(command.act.letter().map(|it| it.0));
        self.add_pairs(command);
        if let Some(customer) = command.customer {
            self.add_customer(customer, depth);
            match command.act.reads() {
                Reads::History => drop(self.histories.insert(customer)),
                Reads::Accounts(_) => drop(self.accounts.insert(customer)),
                Reads::Named(_)
                | Reads::Dossier(_)
                | Reads::Owed(_)
                | Reads::SavedViews
                | Reads::Letter(_) => {}
            }
            if let Act::ProposeAccount(it) = &command.act {
                self.numbers.extend(normalised(&it.number).ok().filter(|it| !it.is_empty()));
            }
        }
    }

    fn add_pairs(&mut self, command: &Command) {
        let depth = match &command.act {
            Act::ImportReceipt(_) => Pairs::Movements,
            Act::SettleAbsent(_) | Act::UndoPairing(_) => Pairs::Whole,
            Act::ImportInvoice(it) => {
                let open = it.still_open.iter().map(|still| (it.id(), still.amount));
                self.documents.extend(open);
                return;
            }
            Act::BookHandIn(it) => {
                self.counted.extend(it.slips.iter().map(|it| it.field_receipt));
                return;
            }
            _ => return,
        };
        if let Some(customer) = command.customer {
            let known = self.pairs.entry(customer).or_insert(depth);
            *known = depth.max(*known);
        }
    }

    pub fn add_customer(&mut self, customer: CustomerId, depth: Depth) {
        let known = self.customers.entry(customer).or_insert(depth);
        *known = depth.max(*known);
    }
}

/// The rows that a command names beside its customer. What a device names anew is among them, so
/// that nobody writes over a row that carries the id already.
pub(super) fn named(command: &Command) -> Vec<Uuid> {
    match command.act.reads() {
        Reads::Named(rows) | Reads::Dossier(rows) | Reads::Owed(rows) | Reads::Accounts(rows) => {
            rows
        }
        Reads::History | Reads::Letter(_) => vec![],
        Reads::SavedViews => SavedViews::read_by(command.author).into(),
    }
}
