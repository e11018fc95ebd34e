//! Loading the working set: what a group of commands reads, in a handful of statements.

use std::collections::BTreeSet;

use shared::{
    id::{CustomerId, OpId, TerritoryId},
    row::{Row, RowKind},
    sync::{
        Scope, Verdict, Versioned,
        apply::{Apply, Depth, Pairs, Wants},
    },
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    columns::table,
    lines::{of_versioned, versioned},
    many::{IS_NAMED, lists, over_ids, over_named_ids},
};
use crate::{
    dialect::{Db, FOR_UPDATE, IN_LINES},
    error::{Error, Result},
};

type Connection = <Db as sqlx::Database>::Connection;

/// Kinds among which a named row is looked for.
pub const NAMED: [RowKind; 16] = [
    RowKind::Customer,
    RowKind::Invoice,
    RowKind::Receipt,
    RowKind::Allocation,
    RowKind::Movement,
    RowKind::Pairing,
    RowKind::Promise,
    RowKind::FieldReceipt,
    RowKind::HandIn,
    RowKind::Visit,
    RowKind::Attachment,
    RowKind::BankAccount,
    RowKind::Edit,
    RowKind::CreditLine,
    RowKind::CreditRequest,
    RowKind::SavedViews,
];

/// A kind, and which rows of it are meant.
pub type Part = (RowKind, &'static str);

/// What a customer owes.
pub const OWED: [Part; 2] =
    [(RowKind::Invoice, " AND open_minor <> 0"), (RowKind::Receipt, UNAPPLIED)];

/// What a customer owes and what else is open of it.
pub const OPEN: [Part; 8] = [
    OWED[0],
    OWED[1],
    (RowKind::Movement, WITHOUT_MONEY),
    (RowKind::Pairing, WITHOUT_BOOKED_MONEY),
    (RowKind::Promise, ""),
    (RowKind::FieldReceipt, ""),
    (RowKind::CreditLine, ""),
    (RowKind::CreditRequest, ""),
];

const UNAPPLIED: &str = " AND unapplied_minor <> 0";
/// Movements that wait for money: for any, or for that of a slip.
const WITHOUT_MONEY: &str = " AND (unpaired_minor <> 0 OR EXISTS (SELECT 1 FROM pairing p \
    WHERE p.subject_id = movement.id AND p.state = 'waiting'))";
/// What is settled for good says nothing about money to come; what a person parted stays so.
const WITHOUT_BOOKED_MONEY: &str = " AND state <> 'covered'";
const NOT_BOOKED: &str = " AND state IN ('in_hand', 'on_account')";
/// With the money behind a movement that may be opened again.
const UNAPPLIED_OR_PAIRED: &str = " AND (unapplied_minor <> 0 OR EXISTS (SELECT 1 FROM pairing p \
    WHERE p.receipt_id = receipt.id AND p.state = 'covered'))";

/// What is read of a customer for pairing, by how deep the pairing goes.
pub const MOVEMENTS: [Part; 3] = [
    (RowKind::Movement, WITHOUT_MONEY),
    (RowKind::Pairing, WITHOUT_BOOKED_MONEY),
    (RowKind::FieldReceipt, NOT_BOOKED),
];
pub const MONEY: [Part; 4] = [
    (RowKind::Movement, WITHOUT_MONEY),
    (RowKind::Pairing, WITHOUT_BOOKED_MONEY),
    (RowKind::FieldReceipt, NOT_BOOKED),
    (RowKind::Receipt, UNAPPLIED),
];
pub const PAIRED: [Part; 4] = [
    (RowKind::Movement, ""),
    (RowKind::Pairing, ""),
    (RowKind::FieldReceipt, NOT_BOOKED),
    (RowKind::Receipt, UNAPPLIED_OR_PAIRED),
];

/// All that goes where a customer goes; bank accounts stay with the office.
pub const WHOLE: [RowKind; 12] = [
    RowKind::Invoice,
    RowKind::Receipt,
    RowKind::Allocation,
    RowKind::Movement,
    RowKind::Pairing,
    RowKind::Promise,
    RowKind::FieldReceipt,
    RowKind::Visit,
    RowKind::Attachment,
    RowKind::Edit,
    RowKind::CreditLine,
    RowKind::CreditRequest,
];

pub const VERDICTS: &str = "SELECT op_id, verdict FROM command WHERE op_id IN ";
pub const HELD: &str =
    "SELECT DISTINCT customer_id FROM command WHERE held = 1 AND customer_id IN ";
pub const LEFT: &str = "SELECT customer_id, scope FROM customer_past WHERE customer_id IN ";

pub const STANDING: (&str, &str) = (
    "SELECT territory_id, COUNT(*) FROM customer WHERE territory_id IN ",
    " GROUP BY territory_id",
);

/// Rows that stand or wait under a number, whoever's.
pub const SAME_NUMBER: &str =
    "SELECT version, body FROM bank_account WHERE number = $1 AND number <> '' AND state <> 'gone'";

/// Looks for named ids among all kinds: where in [`NAMED`] the kind of a row stands, and the row.
pub fn among_all() -> String {
    among(&NAMED.map(|kind| (kind, "")), "id")
}

/// Looks for rows of named customers: where in `parts` the kind of a row stands, and the row.
pub fn of_customers(parts: &[Part]) -> String {
    among(parts, "customer_id")
}

fn among(parts: &[Part], column: &str) -> String {
    let one = |(place, (kind, condition)): (usize, &Part)| {
        format!(
            "SELECT CAST({place} AS BIGINT) AS place, version, body FROM {} \
             WHERE {column} {IS_NAMED}{condition}",
            table(*kind).name
        )
    };
    let all: Vec<String> = parts.iter().enumerate().map(one).collect();
    all.join(" UNION ALL ")
}

pub fn by_id(kind: RowKind) -> String {
    format!("SELECT version, body FROM {} WHERE id IN ", table(kind).name)
}

pub fn by_customer(kind: RowKind) -> String {
    format!("SELECT version, body FROM {} WHERE customer_id IN ", table(kind).name)
}

/// Loads all that `wants` names. Customers come first and in id order, locked where the database
/// locks rows.
pub async fn load(tx: &mut Connection, wants: &Wants, apply: &mut Apply) -> Result<()> {
    let customers: Vec<Uuid> = wants.customers.keys().map(|it| it.0).collect();
    rows(tx, RowKind::Customer, &by_id(RowKind::Customer), &customers, FOR_UPDATE, apply).await?;
    let named: Vec<Uuid> = wants.rows.iter().copied().collect();
    let owners = of_any_kind(tx, &named, apply).await?;
    let owners: Vec<Uuid> =
        owners.difference(&wants.customers.keys().copied().collect()).map(|it| it.0).collect();
    rows(tx, RowKind::Customer, &by_id(RowKind::Customer), &owners, "", apply).await?;
    let letters: Vec<Uuid> = wants.letters.iter().copied().collect();
    rows(tx, RowKind::Inbox, &by_id(RowKind::Inbox), &letters, "", apply).await?;
    pairs(tx, wants, apply).await?;
    for (depth, parts) in [(Depth::Owed, &OWED[..]), (Depth::Open, &OPEN)] {
        together(tx, parts, &at_depth(wants, depth), apply).await?;
    }
    let whole = at_depth(wants, Depth::Whole);
    for kind in WHOLE {
        each(tx, kind, &by_customer(kind), &whole, apply).await?;
    }
    let whole: BTreeSet<Uuid> = whole.into_iter().collect();
    let histories = wants.histories.iter().map(|it| it.0);
    let histories: Vec<Uuid> = histories.filter(|it| !whole.contains(it)).collect();
    rows(tx, RowKind::Edit, &by_customer(RowKind::Edit), &histories, "", apply).await?;
    accounts(tx, wants, apply).await?;
    standing(tx, wants, apply).await?;
    verdicts(tx, wants, apply).await?;
    held(tx, &customers, apply).await
}

/// The accounts of customers, and the same numbers at others, with whose they are.
async fn accounts(tx: &mut Connection, wants: &Wants, apply: &mut Apply) -> Result<()> {
    let kind = RowKind::BankAccount;
    let customers: Vec<Uuid> = wants.accounts.iter().map(|it| it.0).collect();
    rows(tx, kind, &by_customer(kind), &customers, "", apply).await?;
    let mut owners = BTreeSet::new();
    for number in apply.numbers(wants) {
        for stored in sqlx::query(SAME_NUMBER).bind(number).fetch_all(&mut *tx).await? {
            let row = Row::read(kind, stored.get(1))?;
            owners.extend(row.customer().filter(|it| !apply.knows(*it)).map(|it| it.0));
            apply.load([Versioned { version: stored.get(0), row }]);
        }
    }
    let owners: Vec<Uuid> = owners.into_iter().collect();
    rows(tx, RowKind::Customer, &by_id(RowKind::Customer), &owners, "", apply).await
}

/// Loads rows of which only the ids are known, and says whose they are: one statement looks among all
/// kinds, because most ids are new and are found among none.
async fn of_any_kind(
    tx: &mut Connection,
    ids: &[Uuid],
    apply: &mut Apply,
) -> Result<BTreeSet<CustomerId>> {
    let mut owners = BTreeSet::new();
    for piece in lists(ids) {
        let found = over_named_ids(&piece, &among_all()).fetch_all(&mut *tx).await?;
        for stored in found {
            let row = Row::read(at(&NAMED, stored.get(0))?, stored.get(2))?;
            owners.extend(row.customer());
            apply.load([Versioned { version: stored.get(1), row }]);
        }
    }
    Ok(owners)
}

/// What pairing reads: always where money comes, and of a document only where what is open of it
/// has moved, which most rows of a file have not.
async fn pairs(tx: &mut Connection, wants: &Wants, apply: &mut Apply) -> Result<()> {
    let customers = apply.pairs(wants);
    for (depth, parts) in
        [(Pairs::Movements, &MOVEMENTS[..]), (Pairs::Money, &MONEY), (Pairs::Whole, &PAIRED)]
    {
        let those = customers.iter().filter(|(_, it)| **it == depth);
        let those: Vec<Uuid> = those.map(|(customer, _)| customer.0).collect();
        together(tx, parts, &those, apply).await?;
    }
    Ok(())
}

fn at_depth(wants: &Wants, depth: Depth) -> Vec<Uuid> {
    let customers = wants.customers.iter();
    customers.filter(|(_, it)| **it == depth).map(|(customer, _)| customer.0).collect()
}

/// Loads rows of several kinds of a list of customers: in one statement where each is a way to another process
/// and back, and kind by kind where the rows of a statement come as lines of one text.
async fn together(
    tx: &mut Connection,
    parts: &[Part],
    customers: &[Uuid],
    apply: &mut Apply,
) -> Result<()> {
    if IN_LINES {
        for (kind, condition) in parts {
            rows(tx, *kind, &by_customer(*kind), customers, condition, apply).await?;
        }
        return Ok(());
    }
    for piece in lists(customers) {
        for stored in over_named_ids(&piece, &of_customers(parts)).fetch_all(&mut *tx).await? {
            let (kind, _) = at(parts, stored.get(0))?;
            let row = Row::read(kind, stored.get(2))?;
            apply.load([Versioned { version: stored.get(1), row }]);
        }
    }
    Ok(())
}

/// What a statement over several tables says with a place.
fn at<T: Copy>(all: &[T], place: i64) -> Result<T> {
    let found = usize::try_from(place).ok().and_then(|it| all.get(it)).copied();
    found.ok_or_else(|| Error::Unreadable(format!("a row of kind {place}")))
}

/// Loads rows of a kind, all of a list of ids at once.
async fn rows(
    tx: &mut Connection,
    kind: RowKind,
    head: &str,
    ids: &[Uuid],
    tail: &str,
    apply: &mut Apply,
) -> Result<()> {
    let (head, tail) = of_versioned(head, tail);
    for piece in lists(ids) {
        let found = over_ids(&head, &piece, &tail).fetch_all(&mut *tx).await?;
        for (version, body) in versioned(&found)? {
            apply.load([Versioned { version, row: Row::read(kind, body)? }]);
        }
    }
    Ok(())
}

/// Loads rows of a kind one by one: there is no telling how many a customer has.
async fn each(
    tx: &mut Connection,
    kind: RowKind,
    head: &str,
    ids: &[Uuid],
    apply: &mut Apply,
) -> Result<()> {
    for piece in lists(ids) {
        for stored in over_ids(head, &piece, "").fetch_all(&mut *tx).await? {
            let row = Row::read(kind, stored.get(1))?;
            apply.load([Versioned { version: stored.get(0), row }]);
        }
    }
    Ok(())
}

async fn verdicts(tx: &mut Connection, wants: &Wants, apply: &mut Apply) -> Result<()> {
    let ops: Vec<Uuid> = wants.verdicts.iter().map(|it| it.0).collect();
    for piece in lists(&ops) {
        for stored in over_ids(VERDICTS, &piece, "").fetch_all(&mut *tx).await? {
            let verdict: Verdict = serde_json::from_str(stored.get(1))?;
            apply.load_verdicts([(OpId(stored.get(0)), &verdict)]);
        }
    }
    Ok(())
}

async fn standing(tx: &mut Connection, wants: &Wants, apply: &mut Apply) -> Result<()> {
    let territories: Vec<Uuid> = wants.standing.iter().map(|it| it.0).collect();
    wants.standing.iter().for_each(|it| apply.load_standing(*it, 0));
    for piece in lists(&territories) {
        for stored in over_ids(STANDING.0, &piece, STANDING.1).fetch_all(&mut *tx).await? {
            apply.load_standing(TerritoryId(stored.get(0)), stored.get(1));
        }
    }
    Ok(())
}

async fn held(tx: &mut Connection, customers: &[Uuid], apply: &mut Apply) -> Result<()> {
    for piece in lists(customers) {
        for stored in over_ids(HELD, &piece, "").fetch_all(&mut *tx).await? {
            apply.load_held([CustomerId(stored.get(0))]);
        }
    }
    Ok(())
}

/// Loads where customers have been before.
pub async fn past(tx: &mut Connection, customers: &[Uuid], apply: &mut Apply) -> Result<()> {
    for piece in lists(customers) {
        for stored in over_ids(LEFT, &piece, "").fetch_all(&mut *tx).await? {
            let scope: String = stored.get(1);
            if let Ok(Scope::Territory(territory)) = scope.parse() {
                apply.load_past(CustomerId(stored.get(0)), [territory]);
            }
        }
    }
    Ok(())
}
