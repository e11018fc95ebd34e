//! What holds on every database, whatever was done to it.

use std::collections::BTreeMap;

use shared::{
    dossier::Dossier,
    movement::Direction,
    page::AgeingQuery,
    promise,
    reconciliation::{self, Found},
    row::{Row, RowKind},
    sync::{Change, Scope, What},
};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use crate::{BuiltIn, Server, sync::table};

/// Rows by id, with version and body.
type Rows = BTreeMap<Uuid, (i64, Row)>;

pub async fn check(server: &Server) {
    let rows = rows(server).await;
    books(&rows);
    // The report proves itself: Σ buckets + unapplied = balance.
    server.ageing(&BuiltIn::Cli.caller(), &AgeingQuery::default()).await.unwrap();
    feeds(server, &rows).await;
    commands(server).await;
    judged(server, &rows).await;
    converted(server).await;
}

/// What other currencies count against limits is what the rule says of everybody.
async fn converted(server: &Server) {
    let mut tx = server.snapshot().await.unwrap();
    assert_eq!(server.converted_proven(&mut tx).await.unwrap().1, 0);
}

/// What is kept of promises and of what does not fit is what the rules say of everything there is of a
/// customer, and not only of what is read to judge it.
async fn judged(server: &Server, rows: &Rows) {
    server.judge().await.unwrap();
    let mut tx = server.snapshot().await.unwrap();
    let register = server.registers().read(&mut tx).await.unwrap().register;
    let today = server.today().await.unwrap();
    let mut dossiers: BTreeMap<_, Dossier> = BTreeMap::new();
    for (_, row) in rows.values() {
        if let Some(customer) = row.customer() {
            let new = || Dossier::new(register.clone());
            dossiers.entry(customer).or_insert_with(new).put(row.clone());
        }
    }
    let policy = register.policy_on(today);
    let (mut standings, mut found) = (BTreeMap::new(), BTreeMap::new());
    for dossier in dossiers.values() {
        let these = promise::standings(dossier, &policy, today).unwrap();
        standings.extend(these.into_iter().map(|(id, it)| (id.0, it.name().to_owned())));
        let these = reconciliation::of_dossier(dossier, &policy, today).unwrap().into_iter();
        let these = these.filter(|it| crate::reconciliation::recent(it, today));
        found.extend(these.map(|it| ((it.subject.row(), it.finding.name().to_owned()), it)));
    }
    let text = "SELECT promise_id, standing FROM promise_standing";
    let kept: Vec<(Uuid, String)> = sqlx::query_as(text).fetch_all(&mut *tx).await.unwrap();
    assert_eq!(kept.into_iter().collect::<BTreeMap<_, _>>(), standings);
    let text = "SELECT subject_id, finding, body FROM finding";
    let kept: Vec<(Uuid, String, String)> = sqlx::query_as(text).fetch_all(&mut *tx).await.unwrap();
    let kept = kept.into_iter().map(|(subject, finding, body)| {
        let found: Found = serde_json::from_str(&body).unwrap();
        ((subject, finding), found.seen_on(today))
    });
    assert_eq!(kept.collect::<BTreeMap<_, _>>(), found);
}

async fn rows(server: &Server) -> Rows {
    let mut rows = BTreeMap::new();
    for kind in RowKind::ALL {
        let text = format!("SELECT id, version, body FROM {}", table(kind).name);
        for row in sqlx::query(AssertSqlSafe(text)).fetch_all(server.read()).await.unwrap() {
            let it = Row::read(kind, row.get(2)).unwrap();
            assert_eq!(it.id(), row.get::<Uuid, _>(0));
            rows.insert(it.id(), (row.get(1), it));
        }
    }
    rows
}

/// open = amount − Σ allocations − Σ movements + Σ covered ≥ 0; of receipts the same by allocations
/// alone; unpaired = amount − Σ pairings.
fn books(rows: &Rows) {
    let mut allocated: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (_, row) in rows.values() {
        if let Row::Allocation(it) = row {
            *allocated.entry(it.invoice.0).or_default() += it.amount.minor();
            *allocated.entry(it.receipt.0).or_default() += it.amount.minor();
        }
    }
    let mut held: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (_, row) in rows.values() {
        match row {
            Row::Movement(it) => {
                *allocated.entry(it.invoice.0).or_default() += it.settled_minor();
            }
            Row::Pairing(it) => {
                *held.entry(it.subject.row()).or_default() += it.held().minor();
                if let (Some(invoice), Some((covered, _))) = (it.invoice, it.covered()) {
                    *allocated.entry(invoice.0).or_default() -= covered.minor();
                }
            }
            _ => {}
        }
    }
    for (id, (_, row)) in rows {
        let taken = allocated.get(id).copied().unwrap_or(0);
        match row {
            Row::Invoice(it) => {
                assert_eq!(it.open.minor(), it.amount.minor() - taken, "{it:?}");
                assert!(0 <= it.open.minor(), "{it:?}");
            }
            Row::Receipt(it) => {
                assert_eq!(it.unapplied.minor(), it.amount.minor() - taken, "{it:?}");
                assert!(0 <= it.unapplied.minor(), "{it:?}");
            }
            Row::Movement(it) if it.direction == Direction::SettledElsewhere => {
                let held = held.get(id).copied().unwrap_or(0);
                assert_eq!(it.unpaired.minor(), it.amount.minor() - held, "{it:?}");
                assert!(0 <= it.unpaired.minor(), "{it:?}");
            }
            _ => {}
        }
    }
}

/// Every feed is dense, and reading all of them from the start gives the rows as they are kept,
/// each in exactly the scope where it belongs.
async fn feeds(server: &Server, rows: &Rows) {
    let heads: BTreeMap<String, i64> = sqlx::query_as("SELECT scope, head FROM scope_head")
        .fetch_all(server.read())
        .await
        .unwrap()
        .into_iter()
        .collect();
    let changes = sqlx::query(
        "SELECT scope, seq, kind, row_id, version, body, recorded_seq FROM change \
         ORDER BY recorded_seq, scope, seq",
    );
    let mut reached: BTreeMap<String, i64> = BTreeMap::new();
    let mut told: BTreeMap<Uuid, (Scope, i64, Row)> = BTreeMap::new();
    for row in changes.fetch_all(server.read()).await.unwrap() {
        let scope: String = row.get(0);
        let seq: i64 = row.get(1);
        let last = reached.entry(scope.clone()).or_default();
        assert_eq!(seq, *last + 1, "a hole in {scope}");
        *last = seq;
        let change = Change {
            seq,
            kind: row.get(2),
            id: row.get(3),
            version: row.get(4),
            op_id: None,
            body: row
                .get::<Option<String>, _>(5)
                .map(|it| serde_json::value::RawValue::from_string(it).unwrap()),
        };
        let scope: Scope = scope.parse().unwrap();
        match change.read().unwrap() {
            What::Upsert(row) => drop(told.insert(change.id, (scope, change.version, row))),
            What::Enter(_, rows) => {
                told.extend(rows.into_iter().map(|it| (it.row.id(), (scope, it.version, it.row))));
            }
            What::Leave(customer) => {
                told.retain(|_, (of, _, row)| *of != scope || row.customer() != Some(customer));
            }
            What::Delete => told.retain(|id, (of, ..)| *id != change.id || *of != scope),
        }
    }
    assert_eq!(reached, heads);
    let kept: BTreeMap<Uuid, (Scope, i64, Row)> = rows
        .iter()
        .map(|(id, (version, row))| (*id, (scope_of(row, rows), *version, row.clone())))
        .collect();
    assert_eq!(told, kept);
}

fn scope_of(row: &Row, rows: &Rows) -> Scope {
    let customer = row.customer().and_then(|it| rows.get(&it.0));
    let territory = customer.and_then(|(_, row)| match row {
        Row::Customer(it) => it.territory,
        _ => None,
    });
    Scope::of(row, territory)
}

/// Every command has its verdict; numbers of a device are taken once and not beyond its last.
async fn commands(server: &Server) {
    let beyond: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM command JOIN device ON device.id = command.device_id \
         WHERE command.op_seq > device.last_op_seq OR command.op_seq < 1",
    )
    .fetch_one(server.read())
    .await
    .unwrap();
    assert_eq!(beyond, 0);
    let (kept, recorded): (i64, i64) =
        sqlx::query_as("SELECT count(*), count(DISTINCT recorded_seq) FROM command")
            .fetch_one(server.read())
            .await
            .unwrap();
    assert_eq!(kept, recorded);
}
