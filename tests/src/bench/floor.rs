//! The floor: the rows that a push has left behind, written again by bare statements of fixed sizes into
//! an empty database of the same form, in as many transactions as there were requests.

use std::time::Instant;

use anyhow::Result;
use sqlx::{
    AssertSqlSafe, Connection as _, Database as _, Executor as _, Postgres, QueryBuilder, Sqlite,
    postgres::{PgConnection, PgRow},
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous,
    },
};

use super::stage::{Grounds, Stage};
use crate::world::{
    books::{Books, Database},
    dump::{Cell, postgres_cell, sqlite_cell},
};

/// What a push of visits and promises writes.
const TABLES: [&str; 4] = ["command", "visit", "promise", "change"];
/// Of the changes those that came with the push: the set-up has told of its own.
const OF_PUSH: &str = "kind IN ('visit', 'promise')";
/// Statements come in these sizes: any other would be prepared anew each time.
const SIZES: [usize; 5] = [500, 100, 20, 5, 1];

/// A table's rows and the names of its columns.
struct Rows {
    table: &'static str,
    columns: Vec<String>,
    cells: Vec<Vec<Cell>>,
}

/// Seconds for writing the same rows again in so many transactions.
pub async fn same_rows(
    grounds: &Grounds,
    database: Database,
    stage: &Stage,
    transactions: usize,
) -> Result<f64> {
    let url = grounds.fresh(database)?;
    let time = std::sync::Arc::default();
    Books::open(database, &url, &time).await?.close().await;
    match &stage.books {
        Books::Sqlite(it) => {
            let mut from = it.read().acquire().await?;
            let mut rows = vec![];
            for table in TABLES {
                let found = sqlx::query(query(table)).fetch_all(&mut *from).await?;
                rows.push(rows_of(table, &found, sqlite_cell)?);
            }
            let options: SqliteConnectOptions = url.parse()?;
            let options =
                options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
            let mut into = SqliteConnection::connect_with(&options).await?;
            into.execute("PRAGMA cache_size = -65536").await?;
            write_sqlite(&mut into, &rows, transactions).await
        }
        Books::Postgres(it) => {
            let mut from = it.read().acquire().await?;
            let mut rows = vec![];
            for table in TABLES {
                let found = sqlx::query(query(table)).fetch_all(&mut *from).await?;
                rows.push(rows_of(table, &found, postgres_cell)?);
            }
            let mut into = PgConnection::connect(&url).await?;
            write_postgres(&mut into, &rows, transactions).await
        }
    }
}

fn query(table: &str) -> AssertSqlSafe<String> {
    let which = match table {
        "change" => format!(" WHERE {OF_PUSH}"),
        "command" => " WHERE kind IN ('visit.record.1', 'promise.make.1')".to_owned(),
        _ => String::new(),
    };
    AssertSqlSafe(format!("SELECT * FROM {table}{which}"))
}

fn rows_of<R: sqlx::Row>(
    table: &'static str,
    found: &[R],
    cell: impl Fn(&R, usize) -> Result<Cell>,
) -> Result<Rows> {
    use sqlx::Column as _;
    let columns =
        found.first().map(|it| it.columns().iter().map(|it| it.name().to_owned()).collect());
    let columns: Vec<String> = columns.unwrap_or_default();
    let rows = found.iter().map(|row| (0..columns.len()).map(|at| cell(row, at)).collect());
    let cells = rows.collect::<Result<_>>()?;
    Ok(Rows { table, columns, cells })
}

/// A table's share of the nth transaction, in pieces of fixed sizes.
fn pieces(rows: &Rows, nth: usize, of: usize) -> Vec<&[Vec<Cell>]> {
    let from = rows.cells.len() * nth / of;
    let to = rows.cells.len() * (nth + 1) / of;
    let mut rest = &rows.cells[from..to];
    let mut pieces = vec![];
    for size in SIZES {
        while size <= rest.len() {
            let (piece, left) = rest.split_at(size);
            pieces.push(piece);
            rest = left;
        }
    }
    pieces
}

fn head(rows: &Rows) -> String {
    format!("INSERT INTO {} ({}) ", rows.table, rows.columns.join(", "))
}

macro_rules! write_rows {
    ($name:ident, $database:ty, $begin:literal) => {
        async fn $name(
            into: &mut <$database as sqlx::Database>::Connection,
            all: &[Rows],
            transactions: usize,
        ) -> Result<f64> {
            let began = Instant::now();
            for nth in 0..transactions {
                let mut tx = into.begin_with($begin).await?;
                for rows in all {
                    for piece in pieces(rows, nth, transactions) {
                        let mut query = QueryBuilder::<$database>::new(head(rows));
                        query.push_values(piece, |mut row, cells| {
                            for cell in cells {
                                match cell {
                                    Cell::Id(it) => row.push_bind(*it),
                                    Cell::Bytes(it) => row.push_bind(it.clone()),
                                    Cell::Number(it) => row.push_bind(*it),
                                    Cell::Text(it) => row.push_bind(it.clone()),
                                    Cell::Nothing => row.push("NULL"),
                                };
                            }
                        });
                        query.build().execute(&mut *tx).await?;
                    }
                }
                tx.commit().await?;
            }
            Ok(began.elapsed().as_secs_f64())
        }
    };
}

write_rows!(write_sqlite, Sqlite, "BEGIN IMMEDIATE");
write_rows!(write_postgres, Postgres, "BEGIN");

const CHANGES: &str = "SELECT seq, recorded_seq, kind, row_id, version, op_id, body FROM change \
    WHERE scope = $1 AND seq > $2 ORDER BY seq";

/// Seconds for reading the changes of a scope after a number, by one bare statement.
pub async fn read_changes(books: &Books, scope: &str, after: i64) -> Result<f64> {
    fn bytes_of_sqlite(row: &SqliteRow) -> usize {
        use sqlx::Row as _;
        row.get::<Option<String>, _>(6).map_or(0, |it| it.len())
    }
    fn bytes_of_postgres(row: &PgRow) -> usize {
        use sqlx::Row as _;
        row.get::<Option<String>, _>(6).map_or(0, |it| it.len())
    }
    let (began, bytes);
    match books {
        Books::Sqlite(it) => {
            let mut from = it.read().acquire().await?;
            began = Instant::now();
            let rows = sqlx::query(CHANGES).bind(scope).bind(after).fetch_all(&mut *from).await?;
            bytes = rows.iter().map(bytes_of_sqlite).sum::<usize>();
        }
        Books::Postgres(it) => {
            let mut from = it.read().acquire().await?;
            began = Instant::now();
            let rows = sqlx::query(CHANGES).bind(scope).bind(after).fetch_all(&mut *from).await?;
            bytes = rows.iter().map(bytes_of_postgres).sum::<usize>();
        }
    }
    anyhow::ensure!(0 < bytes, "nothing was read on {}", Sqlite::NAME);
    Ok(began.elapsed().as_secs_f64())
}

const HEAD: &str = "SELECT head FROM scope_head WHERE scope = $1";

/// How far a feed reaches.
pub async fn reaches(books: &Books, scope: &str) -> Result<i64> {
    Ok(match books {
        Books::Sqlite(it) => sqlx::query_scalar(HEAD).bind(scope).fetch_one(it.read()).await?,
        Books::Postgres(it) => sqlx::query_scalar(HEAD).bind(scope).fetch_one(it.read()).await?,
    })
}

/// The changes of a feed once more behind it, as often as it takes: the same rows at later versions.
/// Through the writer a million would take the bench minutes, and it is reading that is measured here.
const LAY: &str = "INSERT INTO change (scope, seq, recorded_seq, kind, row_id, version, op_id, body) \
    SELECT c.scope, h.head + c.seq - (h.head - $2), h.head + c.seq, c.kind, c.row_id, c.version + 1, \
    c.op_id, c.body FROM change c JOIN scope_head h ON h.scope = c.scope \
    WHERE c.scope = $1 AND h.head - $2 < c.seq";
const RAISE: &str = "UPDATE scope_head SET head = head + $2 WHERE scope = $1";
const AT_ONCE: i64 = 5_000;

macro_rules! lay {
    ($pool:expr, $scope:expr, $count:expr) => {{
        let mut left = i64::try_from($count)?;
        while 0 < left {
            let piece = left.min(AT_ONCE);
            let mut tx = $pool.begin().await?;
            sqlx::query(LAY).bind($scope).bind(piece).execute(&mut *tx).await?;
            sqlx::query(RAISE).bind($scope).bind(piece).execute(&mut *tx).await?;
            tx.commit().await?;
            left -= piece;
        }
        sqlx::query("ANALYZE").execute($pool).await?;
    }};
}

/// Makes a feed so much longer.
pub async fn lay_more(books: &Books, url: &str, scope: &str, count: usize) -> Result<()> {
    match books {
        Books::Sqlite(_) => {
            let pool = sqlx::SqlitePool::connect(url).await?;
            lay!(&pool, scope, count);
            pool.close().await;
        }
        Books::Postgres(_) => {
            let pool = sqlx::PgPool::connect(url).await?;
            lay!(&pool, scope, count);
            pool.close().await;
        }
    }
    Ok(())
}
