//! Recording a group: commands with verdicts, rows as they stand, and last the scopes' feeds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shared::{
    id::OpId,
    row::RowKind,
    sync::{
        Change, Scope,
        apply::{Outcome, Stored},
    },
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    balances,
    columns::{EVERY, columns, table},
    incoming::Incoming,
    many::{Cell, fixed, lists, over_ids, over_rows},
};
use crate::{dialect::Db, error::Result};

type Connection = <Db as sqlx::Database>::Connection;

/// A command that was decided now, with all that is kept of it.
pub struct Decided<'a> {
    pub incoming: &'a Incoming,
    pub device: uuid::Uuid,
    pub op_seq: i64,
    pub author: uuid::Uuid,
    pub acted_on: String,
    pub verdict: String,
    pub clock_suspect: bool,
    pub held: bool,
    pub recorded_seq: i64,
    pub received_at: i64,
}

pub const COMMAND: &str = "INSERT INTO command (op_id, device_id, op_seq, author, customer_id, \
    kind, acted_on, digest, payload, verdict, clock_suspect, held, recorded_seq, received_at) \
    VALUES ";

pub const HEAD: (&str, &str) = (
    "INSERT INTO scope_head (scope, head, horizon) VALUES ",
    " ON CONFLICT (scope) DO UPDATE SET head = scope_head.head + excluded.head \
     RETURNING scope, head",
);

pub const CHANGE: &str = "INSERT INTO change \
    (scope, seq, recorded_seq, kind, row_id, version, op_id, body) VALUES ";

pub const PAST: (&str, &str) = (
    "INSERT INTO customer_past (customer_id, scope) VALUES ",
    " ON CONFLICT (customer_id, scope) DO NOTHING",
);

pub const UNJUDGED: (&str, &str) = (
    "INSERT INTO unjudged (customer_id) SELECT c.id FROM customer c WHERE c.id IN ",
    " AND (EXISTS (SELECT 1 FROM promise p WHERE p.customer_id = c.id) \
     OR EXISTS (SELECT 1 FROM finding f WHERE f.customer_id = c.id) \
     OR EXISTS (SELECT 1 FROM field_receipt f WHERE f.customer_id = c.id) \
     OR EXISTS (SELECT 1 FROM movement m WHERE m.customer_id = c.id AND m.unpaired_minor <> 0) \
     OR EXISTS (SELECT 1 FROM receipt r WHERE r.customer_id = c.id AND r.unapplied_minor <> 0)) \
     ON CONFLICT (customer_id) DO NOTHING",
);

pub const BOOKS_MOVED: &str = "UPDATE books SET version = version + 1";

pub async fn commands(tx: &mut Connection, decided: &[Decided<'_>]) -> Result<()> {
    for piece in fixed(decided) {
        let cells: Vec<_> = piece.iter().map(command_cells).collect();
        over_rows(COMMAND, &cells, "").execute(&mut *tx).await?;
    }
    Ok(())
}

fn command_cells<'a>(it: &'a Decided<'_>) -> Vec<Cell<'a>> {
    vec![
        Cell::id(it.incoming.op_id.0),
        Cell::id(it.device),
        Cell::Whole(it.op_seq),
        Cell::id(it.author),
        Cell::Id(it.incoming.customer.map(|it| it.0)),
        Cell::text(&it.incoming.kind),
        Cell::text(&it.acted_on),
        Cell::Bytes(&it.incoming.digest),
        Cell::text(&it.incoming.payload),
        Cell::text(&it.verdict),
        Cell::Whole(it.clock_suspect.into()),
        Cell::Whole(it.held.into()),
        Cell::Whole(it.recorded_seq),
        Cell::Whole(it.received_at),
    ]
}

/// The two ends of the statement that writes rows of a kind. When a row was recorded stays.
pub fn row_text(kind: RowKind) -> (String, String) {
    let table = table(kind);
    let all: Vec<&str> = EVERY.iter().chain(table.columns).copied().collect();
    let again: Vec<String> = ["version", "body"]
        .iter()
        .chain(table.columns)
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    (
        format!("INSERT INTO {} ({}) VALUES ", table.name, all.join(", ")),
        format!(" ON CONFLICT (id) DO UPDATE SET {}", again.join(", ")),
    )
}

pub async fn rows(
    tx: &mut Connection,
    outcome: &Outcome,
    recorded: &HashMap<OpId, i64>,
) -> Result<()> {
    let mut by_kind: BTreeMap<RowKind, Vec<&Stored>> = BTreeMap::new();
    for stored in &outcome.rows {
        by_kind.entry(stored.row.kind()).or_default().push(stored);
    }
    for (kind, stored) in by_kind {
        let (head, tail) = row_text(kind);
        for piece in fixed(&stored) {
            let cells: Vec<_> = piece.iter().map(|it| row_cells(it, recorded)).collect();
            over_rows(&head, &cells, &tail).execute(&mut *tx).await?;
        }
    }
    balances::keep(tx, outcome).await?;
    if outcome.rows.iter().any(|it| moves_the_books(it.row.kind())) {
        sqlx::query(BOOKS_MOVED).execute(&mut *tx).await?;
    }
    unjudged(tx, outcome).await
}

/// Whether sums by territory and day may be others with such a row.
fn moves_the_books(kind: RowKind) -> bool {
    matches!(kind, RowKind::Customer | RowKind::Invoice | RowKind::Receipt | RowKind::Allocation)
}

/// What was written may keep or break promises of these customers, and leave money that fits nothing:
/// whoever lists promises by what became of them, or what does not fit, judges these first.
async fn unjudged(tx: &mut Connection, outcome: &Outcome) -> Result<()> {
    let judged_by = [
        RowKind::Promise,
        RowKind::Invoice,
        RowKind::Receipt,
        RowKind::Allocation,
        RowKind::FieldReceipt,
        RowKind::Movement,
        RowKind::Pairing,
    ];
    let rows = outcome.rows.iter().filter(|it| judged_by.contains(&it.row.kind()));
    let mut customers: Vec<_> = rows.filter_map(|it| it.row.customer()).map(|it| it.0).collect();
    customers.sort_unstable();
    customers.dedup();
    for piece in lists(&customers) {
        over_ids(UNJUDGED.0, &piece, UNJUDGED.1).execute(&mut *tx).await?;
    }
    Ok(())
}

fn row_cells<'a>(it: &'a Stored, recorded: &HashMap<OpId, i64>) -> Vec<Cell<'a>> {
    let mut cells = vec![
        Cell::id(it.row.id()),
        Cell::Whole(it.version),
        Cell::Whole(recorded.get(&it.op_id).copied().unwrap_or(0)),
        Cell::text(it.body.get()),
    ];
    cells.extend(columns(&it.row));
    cells
}

/// Raises the counters, in the order of scopes so that no two writers wait for each other, and
/// writes the changes under their numbers. Answers with the new heads.
pub async fn changes(
    tx: &mut Connection,
    outcome: &Outcome,
    recorded: &HashMap<OpId, i64>,
) -> Result<BTreeMap<Scope, i64>> {
    let names: Vec<(String, i64)> = outcome
        .changes
        .iter()
        .map(|(scope, feed)| (scope.to_string(), i64::try_from(feed.len()).unwrap_or(i64::MAX)))
        .collect();
    let mut heads = BTreeMap::new();
    for piece in fixed(&names) {
        let cells: Vec<_> = piece
            .iter()
            .map(|(scope, more)| vec![Cell::text(scope), Cell::Whole(*more), Cell::Whole(0)])
            .collect();
        for row in over_rows(HEAD.0, &cells, HEAD.1).fetch_all(&mut *tx).await? {
            heads.insert(row.get::<String, _>(0), row.get::<i64, _>(1));
        }
    }
    let mut all: Vec<(&str, i64, &Change)> = vec![];
    for ((name, more), feed) in names.iter().zip(outcome.changes.values()) {
        let before = heads.get(name).copied().unwrap_or(*more) - more;
        all.extend(feed.iter().map(|it| (name.as_str(), before + it.seq, it)));
    }
    for piece in fixed(&all) {
        let cells: Vec<_> = piece.iter().map(|it| change_cells(*it, recorded)).collect();
        over_rows(CHANGE, &cells, "").execute(&mut *tx).await?;
    }
    past(tx, &all).await?;
    Ok(outcome
        .changes
        .keys()
        .zip(&names)
        .filter_map(|(scope, (name, _))| Some((*scope, *heads.get(name)?)))
        .collect())
}

/// Where customers have been outlives the log: who worked there may still say what happened.
async fn past(tx: &mut Connection, all: &[(&str, i64, &Change)]) -> Result<()> {
    let left: BTreeSet<(Uuid, &str)> = all
        .iter()
        .filter(|(.., it)| it.kind == "leave")
        .map(|(scope, _, it)| (it.id, *scope))
        .collect();
    let left: Vec<_> = left.into_iter().collect();
    for piece in fixed(&left) {
        let cells = piece.iter().map(|(id, scope)| vec![Cell::id(*id), Cell::text(scope)]);
        over_rows(PAST.0, &cells.collect::<Vec<_>>(), PAST.1).execute(&mut *tx).await?;
    }
    Ok(())
}

fn change_cells<'a>(
    (scope, seq, it): (&'a str, i64, &'a Change),
    recorded: &HashMap<OpId, i64>,
) -> Vec<Cell<'a>> {
    let op = it.op_id;
    vec![
        Cell::text(scope),
        Cell::Whole(seq),
        Cell::Whole(op.and_then(|op| recorded.get(&op).copied()).unwrap_or(0)),
        Cell::text(&it.kind),
        Cell::id(it.id),
        Cell::Whole(it.version),
        Cell::Id(op.map(|op| op.0)),
        Cell::Text(it.body.as_ref().map(|it| it.get().into())),
    ]
}
