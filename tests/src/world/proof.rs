//! Proof: what must hold in every database at the end of every story.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use shared::{
    row::{Row, RowKind},
    sync::{Scope, Verdict, Versioned},
};
use uuid::Uuid;

use super::books::Books;
use crate::simulator::money::{MoneyRows, Partly};

/// One change as it stands in a feed.
struct Told {
    scope: String,
    seq: i64,
    kind: String,
    id: Uuid,
    version: i64,
    op: Uuid,
}

/// What a database holds of the protocol.
struct Held {
    rows: Vec<Versioned>,
    told: Vec<Told>,
    heads: Vec<(String, i64, i64)>,
    /// By command: kind and verdict.
    commands: BTreeMap<Uuid, (String, Verdict)>,
}

const TOLD: &str =
    "SELECT scope, seq, kind, row_id, version, op_id FROM change ORDER BY scope, seq";
const HEADS: &str = "SELECT scope, head, horizon FROM scope_head";
const COMMANDS: &str = "SELECT op_id, kind, verdict FROM command";

fn table(kind: RowKind) -> &'static str {
    if kind == RowKind::User { "app_user" } else { kind.name() }
}

macro_rules! read {
    ($pool:expr) => {{
        let mut rows = vec![];
        for kind in RowKind::ALL {
            let text = format!("SELECT version, body FROM {}", table(kind));
            let found: Vec<(i64, String)> =
                sqlx::query_as(sqlx::AssertSqlSafe(text)).fetch_all($pool).await?;
            for (version, body) in found {
                rows.push(Versioned { version, row: Row::read(kind, &body)? });
            }
        }
        let told: Vec<(String, i64, String, Uuid, i64, Uuid)> =
            sqlx::query_as(TOLD).fetch_all($pool).await?;
        let told = told.into_iter().map(|(scope, seq, kind, id, version, op)| Told {
            scope,
            seq,
            kind,
            id,
            version,
            op,
        });
        let commands: Vec<(Uuid, String, String)> =
            sqlx::query_as(COMMANDS).fetch_all($pool).await?;
        let commands = commands
            .into_iter()
            .map(|(op, kind, verdict)| Ok((op, (kind, serde_json::from_str(&verdict)?))));
        Held {
            rows,
            told: told.collect(),
            heads: sqlx::query_as(HEADS).fetch_all($pool).await?,
            commands: commands.collect::<Result<_>>()?,
        }
    }};
}

async fn held(books: &Books) -> Result<Held> {
    Ok(match books {
        Books::Sqlite(it) => read!(it.read()),
        Books::Postgres(it) => read!(it.read()),
    })
}

/// Every row in the database, of every kind.
pub async fn rows(books: &Books) -> Result<Vec<Versioned>> {
    Ok(held(books).await?.rows)
}

/// # Errors
/// What does not hold.
pub async fn check(books: &Books) -> Result<()> {
    let held = held(books).await?;
    let money = MoneyRows::of_rows(held.rows.iter().map(|it| &it.row));
    money.add_up("the database", Partly::No).map_err(|it| anyhow::anyhow!("{it}"))?;
    feeds_are_dense(&held)?;
    feeds_tell_what_stands(&held)?;
    facts_stand_once(&held)
}

fn feeds_are_dense(held: &Held) -> Result<()> {
    for (scope, head, horizon) in &held.heads {
        let told: Vec<i64> =
            held.told.iter().filter(|it| it.scope == *scope).map(|it| it.seq).collect();
        let dense: Vec<i64> = (horizon + 1..=*head).collect();
        ensure!(told == dense, "{scope} tells {told:?} up to {head}");
    }
    Ok(())
}

fn feeds_tell_what_stands(held: &Held) -> Result<()> {
    let territory = |id: Uuid| {
        held.rows.iter().find_map(|it| match &it.row {
            Row::Customer(customer) if customer.id.0 == id => Some(customer.territory),
            _ => None,
        })
    };
    for it in &held.rows {
        let of = it.row.customer().and_then(|customer| territory(customer.0)).flatten();
        let scope = Scope::of(&it.row, of).to_string();
        let of_row = |told: &&Told| told.id == it.row.id() && told.kind != "delete";
        let newest = held.told.iter().filter(of_row).max_by_key(|told| told.version);
        let newest = newest.with_context(|| format!("{:?} was never told", it.row))?;
        ensure!(newest.version == it.version, "{:?}: told at {}", it, newest.version);
        let moved = it.row.customer().is_some() && newest.scope != scope;
        // After a move the rows stand in the body of `enter`.
        let entered = |customer: Uuid| {
            let enters = |told: &&Told| told.kind == "enter" && told.id == customer;
            held.told.iter().filter(enters).any(|told| told.scope == scope)
        };
        let known = !moved || it.row.customer().is_some_and(|customer| entered(customer.0));
        ensure!(known, "{:?} was told in {}, and stands in {scope}", it.row, newest.scope);
        ensure!(held.commands.contains_key(&newest.op), "nobody asked for {:?}", it.row);
    }
    Ok(())
}

fn facts_stand_once(held: &Held) -> Result<()> {
    for kind in [RowKind::Visit, RowKind::Promise, RowKind::FieldReceipt] {
        let standing = held.rows.iter().filter(|it| it.row.kind() == kind);
        let name = match kind {
            RowKind::Visit => "visit.record.1",
            RowKind::Promise => "promise.make.1",
            _ => "field_receipt.take.1",
        };
        let taken = held.commands.values().filter(|(of, verdict)| {
            of == name && matches!(verdict, Verdict::Applied | Verdict::NeedsReview { .. })
        });
        let (standing, taken) = (standing.count(), taken.count());
        ensure!(standing == taken, "{taken} of {name} were taken, {standing} stand");
    }
    Ok(())
}
