//! The raw floor: what it costs to write the very rows that a push wrote, and nothing else.

use std::{
    sync::{Arc, atomic::AtomicI64},
    time::Instant,
};

use anyhow::Result;
use uuid::Uuid;

use crate::world::books::{Books, Database};

/// What a column holds.
#[derive(Debug, Clone)]
enum Cell {
    Id(Option<Uuid>),
    Text(Option<String>),
    Whole(i64),
    Bytes(Vec<u8>),
}

/// A table that a push writes, with its columns; `?` id, `$` text, `#` whole number, `*` bytes.
const TABLES: [(&str, &str); 4] = [
    (
        "command",
        "?op_id ?device_id #op_seq ?author ?customer_id $kind $acted_on *digest $payload $verdict \
         #clock_suspect #held #recorded_seq #received_at",
    ),
    ("visit", "?id #version #recorded_seq $body ?customer_id ?author $visited_on"),
    (
        "promise",
        "?id #version #recorded_seq $body ?customer_id ?author $made_on $due_on $currency \
         #amount_minor",
    ),
    ("change", "$scope #seq #recorded_seq $kind ?row_id #version ?op_id $body"),
];

/// As the server cuts them.
const SIZES: [usize; 5] = [500, 100, 20, 5, 1];

/// Seconds to write the rows that stand in one database into another, so many commands in one
/// transaction.
pub async fn of(
    database: Database,
    from: &str,
    to: &str,
    clock: &Arc<AtomicI64>,
    group: usize,
) -> Result<f64> {
    Books::open(database, to, clock).await?.close().await;
    match database {
        Database::Sqlite => on_sqlite::copy(from, to, group).await,
        Database::Postgres => on_postgres::copy(from, to, group).await,
    }
}

fn columns(spec: &str) -> Vec<(char, &str)> {
    spec.split_whitespace().filter_map(|it| Some((it.chars().next()?, &it[1..]))).collect()
}

fn names(spec: &str) -> String {
    columns(spec).iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

fn insert(table: &str, spec: &str, rows: usize) -> String {
    let width = columns(spec).len();
    let row = |at: usize| {
        let cells = (1..=width).map(|it| format!("${}", at * width + it));
        format!("({})", cells.collect::<Vec<_>>().join(","))
    };
    let rows = (0..rows).map(row).collect::<Vec<_>>().join(",");
    format!("INSERT INTO {table} ({}) VALUES {rows}", names(spec))
}

/// The part of a table that one group writes: pieces of the fixed sizes.
fn pieces(mut rows: &[Vec<Cell>]) -> Vec<&[Vec<Cell>]> {
    let mut pieces = vec![];
    for size in SIZES {
        while size <= rows.len() {
            let (piece, rest) = rows.split_at(size);
            pieces.push(piece);
            rows = rest;
        }
    }
    pieces
}

macro_rules! floor {
    ($name:ident, $db:ty, $open:expr, $begin:expr) => {
        mod $name {
            use sqlx::{AssertSqlSafe, Pool, Row as _};

            use super::*;

            async fn read(
                pool: &Pool<$db>,
                (table, spec): (&str, &str),
            ) -> Result<Vec<Vec<Cell>>> {
                let text = format!("SELECT {} FROM {table} ORDER BY recorded_seq", names(spec));
                let rows = sqlx::query(AssertSqlSafe(text)).fetch_all(pool).await?;
                let cells = rows.iter().map(|row| {
                    let cell = |(at, (kind, _)): (usize, &(char, &str))| match kind {
                        '?' => Cell::Id(row.get(at)),
                        '$' => Cell::Text(row.get(at)),
                        '*' => Cell::Bytes(row.get(at)),
                        _ => Cell::Whole(row.get(at)),
                    };
                    columns(spec).iter().enumerate().map(cell).collect()
                });
                Ok(cells.collect())
            }

            pub async fn copy(from: &str, to: &str, group: usize) -> Result<f64> {
                let open = $open;
                let from: Pool<$db> = open(from.to_owned()).await?;
                let mut tables = vec![];
                for table in TABLES {
                    tables.push((table, read(&from, table).await?));
                }
                let to: Pool<$db> = open(to.to_owned()).await?;
                sqlx::query("DELETE FROM command").execute(&to).await?;
                sqlx::query("DELETE FROM change").execute(&to).await?;
                let groups = tables[0].1.len().div_ceil(group);
                let begun = Instant::now();
                for at in 0..groups {
                    let mut tx = to.begin_with($begin).await?;
                    for ((table, spec), rows) in &tables {
                        let share = rows.len().div_ceil(groups);
                        let rows = rows.get(at * share..).unwrap_or_default();
                        for piece in pieces(&rows[..share.min(rows.len())]) {
                            let text = insert(table, spec, piece.len());
                            let mut query = sqlx::query(AssertSqlSafe(text));
                            for cell in piece.iter().flatten() {
                                query = match cell {
                                    Cell::Id(it) => query.bind(*it),
                                    Cell::Text(it) => query.bind(it.clone()),
                                    Cell::Whole(it) => query.bind(*it),
                                    Cell::Bytes(it) => query.bind(it.clone()),
                                };
                            }
                            query.execute(&mut *tx).await?;
                        }
                    }
                    tx.commit().await?;
                }
                Ok(begun.elapsed().as_secs_f64())
            }
        }
    };
}

floor!(
    on_sqlite,
    sqlx::Sqlite,
    async |url: String| -> Result<Pool<sqlx::Sqlite>> {
        use sqlx::sqlite::*;
        let options: SqliteConnectOptions = url.parse()?;
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", "-65536")
            .statement_cache_capacity(256);
        Ok(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
    },
    "BEGIN IMMEDIATE"
);
floor!(
    on_postgres,
    sqlx::Postgres,
    async |url: String| -> Result<Pool<sqlx::Postgres>> {
        Ok(sqlx::postgres::PgPoolOptions::new().max_connections(2).connect(&url).await?)
    },
    "BEGIN"
);
