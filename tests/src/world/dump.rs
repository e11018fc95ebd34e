//! Dumps: everything a database holds as text, so that two of them can be compared whole.

use std::collections::BTreeMap;

use anyhow::Result;
use sqlx::{
    Column as _, PgConnection, Row, SqliteConnection, TypeInfo as _, postgres::PgRow,
    sqlite::SqliteRow,
};
use uuid::Uuid;

use super::{Drawn, books::Books};

/// Tables whose content belongs to one database alone: its own book-keeping, secrets that are salted or
/// drawn, and what is made anew as it is asked for.
const OWN: [&str; 8] = [
    "_sqlx_migrations",
    "books",
    "credential",
    "session",
    "finding",
    "judged",
    "promise_standing",
    "unjudged",
];

/// The rows of each table as lines, in the order of their text.
pub type Dump = BTreeMap<String, Vec<String>>;

/// Reads everything. `drawn` names ids that each database drew for itself.
pub async fn dump(books: &Books, drawn: &Drawn) -> Result<Dump> {
    match books {
        Books::Sqlite(it) => {
            it.settled().await;
            let mut connection = it.read().acquire().await?;
            let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
            let tables: Vec<String> =
                sqlx::query_scalar(tables).fetch_all(&mut *connection).await?;
            let mut dump = Dump::new();
            for table in ours(tables) {
                let lines = sqlite_lines(&mut connection, &table, drawn).await?;
                dump.insert(table, lines);
            }
            Ok(dump)
        }
        Books::Postgres(it) => {
            it.settled().await;
            let mut connection = it.read().acquire().await?;
            let tables =
                "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = current_schema()";
            let tables: Vec<String> =
                sqlx::query_scalar(tables).fetch_all(&mut *connection).await?;
            let mut dump = Dump::new();
            for table in ours(tables) {
                let lines = postgres_lines(&mut connection, &table, drawn).await?;
                dump.insert(table, lines);
            }
            Ok(dump)
        }
    }
}

/// Names the epoch and the devices.
pub async fn drawn(books: &Books) -> Result<Drawn> {
    const EPOCH: &str = "SELECT epoch FROM meta";
    const DEVICES: &str = "SELECT id, label FROM device ORDER BY registered_at, label, last_op_seq";
    let (epoch, devices): (Uuid, Vec<(Uuid, String)>) = match books {
        Books::Sqlite(it) => (
            sqlx::query_scalar(EPOCH).fetch_one(it.read()).await?,
            sqlx::query_as(DEVICES).fetch_all(it.read()).await?,
        ),
        Books::Postgres(it) => (
            sqlx::query_scalar(EPOCH).fetch_one(it.read()).await?,
            sqlx::query_as(DEVICES).fetch_all(it.read()).await?,
        ),
    };
    let mut drawn = Drawn::from([(epoch, "the epoch".to_owned())]);
    for (number, (id, label)) in devices.into_iter().enumerate() {
        drawn.insert(id, format!("device {number} {label}"));
    }
    Ok(drawn)
}

fn ours(tables: Vec<String>) -> impl Iterator<Item = String> {
    tables.into_iter().filter(|it| !OWN.contains(&it.as_str()) && !it.starts_with("sqlite_"))
}

fn all_of(table: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"))
}

async fn sqlite_lines(
    connection: &mut SqliteConnection,
    table: &str,
    drawn: &Drawn,
) -> Result<Vec<String>> {
    let rows = sqlx::query(all_of(table)).fetch_all(connection).await?;
    lines(&rows, drawn, sqlite_cell)
}

async fn postgres_lines(
    connection: &mut PgConnection,
    table: &str,
    drawn: &Drawn,
) -> Result<Vec<String>> {
    let rows = sqlx::query(all_of(table)).fetch_all(connection).await?;
    lines(&rows, drawn, postgres_cell)
}

/// A value of a column, whichever database it stands in.
#[derive(Debug, Clone)]
pub enum Cell {
    Id(Uuid),
    Bytes(Vec<u8>),
    Number(i64),
    Text(String),
    Nothing,
}

/// The value of a column of SQLite.
pub fn sqlite_cell(row: &SqliteRow, at: usize) -> Result<Cell> {
    let cell = match row.column(at).type_info().name() {
        "BLOB" => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Cell::Bytes),
        "INTEGER" => row.try_get::<Option<i64>, _>(at)?.map(Cell::Number),
        _ => row.try_get::<Option<String>, _>(at)?.map(Cell::Text),
    };
    Ok(cell.unwrap_or(Cell::Nothing))
}

/// The value of a column of PostgreSQL.
pub fn postgres_cell(row: &PgRow, at: usize) -> Result<Cell> {
    let cell = match row.column(at).type_info().name() {
        "UUID" => row.try_get::<Option<Uuid>, _>(at)?.map(Cell::Id),
        "BYTEA" => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Cell::Bytes),
        "INT8" => row.try_get::<Option<i64>, _>(at)?.map(Cell::Number),
        "INT4" => row.try_get::<Option<i32>, _>(at)?.map(|it| Cell::Number(it.into())),
        "INT2" => row.try_get::<Option<i16>, _>(at)?.map(|it| Cell::Number(it.into())),
        _ => row.try_get::<Option<String>, _>(at)?.map(Cell::Text),
    };
    Ok(cell.unwrap_or(Cell::Nothing))
}

impl Cell {
    fn shown(self, drawn: &Drawn) -> String {
        let named = |id: Uuid| drawn.get(&id).cloned().unwrap_or_else(|| id.to_string());
        match self {
            Cell::Id(id) => named(id),
            // SQLite keeps an id as its sixteen bytes.
            Cell::Bytes(bytes) => match Uuid::from_slice(&bytes) {
                Ok(id) => named(id),
                Err(_) => bytes.iter().fold(String::new(), |text, it| text + &format!("{it:02x}")),
            },
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text,
            Cell::Nothing => "null".to_owned(),
        }
    }
}

fn lines<R: Row>(
    rows: &[R],
    drawn: &Drawn,
    cell: impl Fn(&R, usize) -> Result<Cell>,
) -> Result<Vec<String>> {
    let mut lines = vec![];
    for row in rows {
        let mut cells = vec![];
        // When a device was last seen is written now and then, beside its requests.
        let columns = row.columns().iter().enumerate();
        for (at, column) in columns.filter(|(_, it)| it.name() != "last_seen_at") {
            let shown = cell(row, at)?.shown(drawn);
            cells.push(format!("{}={shown}", column.name()));
        }
        cells.sort();
        lines.push(cells.join(" · "));
    }
    lines.sort();
    Ok(lines)
}

/// Says where two dumps differ; nothing when they are the same.
#[must_use]
pub fn differences(one: &Dump, other: &Dump) -> Vec<String> {
    let mut found = vec![];
    for table in one.keys().chain(other.keys().filter(|it| !one.contains_key(*it))) {
        let none = vec![];
        let (here, there) = (one.get(table).unwrap_or(&none), other.get(table).unwrap_or(&none));
        let only = |these: &[String], those: &[String], whose: &str| -> Vec<String> {
            let only = these.iter().filter(|it| those.binary_search(it).is_err()).take(3);
            only.map(|it| format!("{table}, only in {whose}: {it}")).collect()
        };
        found.extend(only(here, there, "the first"));
        found.extend(only(there, here, "the second"));
        if here.len() != there.len() {
            found.push(format!("{table}: {} rows and {}", here.len(), there.len()));
        }
    }
    found
}
