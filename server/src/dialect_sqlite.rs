//! SQLite: one write connection and a pool of readers on one file.

use std::{
    future::ready,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    Connection as _, Pool, Transaction,
    migrate::MigrateDatabase,
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
        SqliteSynchronous,
    },
};

use crate::error::{Error, Result};

pub type Db = sqlx::Sqlite;

/// What follows a SELECT that takes locks in id order; a write transaction holds the whole file.
pub const FOR_UPDATE: &str = "";

/// What the doctor asks: which database this is, and whether it finds itself sound.
pub const VERSION: &str = "SELECT 'SQLite ' || sqlite_version()";
pub const SOUND: &str = "PRAGMA quick_check";

/// Older write-ahead logs may lose commits.
const OLDEST: (u32, u32, u32) = (3, 51, 3);

/// Opens, and creates where there is none: the pool that writes and the pool that reads.
pub async fn open(url: &str) -> Result<(Pool<Db>, Pool<Db>)> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10))
        .foreign_keys(true)
        .pragma("cache_size", "-65536")
        .pragma("mmap_size", "268435456")
        .statement_cache_capacity(256)
        // The thread of the connection runs ahead instead of waking its reader for every few rows.
        .row_buffer_size(512);
    create_folder(options.get_filename())?;
    let write = pool(1).acquire_timeout(Duration::from_mins(1));
    let write = write.connect_with(options.clone()).await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&write).await?;
    assert_new_enough(&version)?;
    migrate(&write).await?;
    let read = pool(6).connect_with(options.read_only(true)).await?;
    Ok((write, read))
}

/// Connections that are let go once they cannot be begun on any more. On a full disk SQLite rolls a
/// transaction back by itself; the driver, which then fails to, goes on believing that one is open.
/// Nobody asks whether the file is still there: it does not go away.
fn pool(connections: u32) -> SqlitePoolOptions {
    let fit = |connection: &mut SqliteConnection| Ok(!connection.is_in_transaction());
    let options = SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false);
    options.before_acquire(move |connection, _| Box::pin(ready(fit(connection))))
}

/// The folder of uploaded files: beside the database, where there is room and nobody else reads.
pub fn staging(url: &str) -> PathBuf {
    let options = SqliteConnectOptions::from_str(url).unwrap_or_default();
    let mut name = options.get_filename().as_os_str().to_owned();
    name.push(".imports");
    PathBuf::from(name)
}

/// Whether there is a database already: whoever only wants to read makes none.
pub async fn exists(url: &str) -> Result<bool> {
    Ok(Db::database_exists(url).await?)
}

fn create_folder(file: &Path) -> Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|error| Error::Setup(format!("{}: {error}", folder.display()))),
        _ => Ok(()),
    }
}

fn assert_new_enough(version: &str) -> Result<()> {
    let mut parts = version.split('.').map(|it| it.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < OLDEST {
        let (a, b, c) = OLDEST;
        return Err(Error::Setup(format!("SQLite {version} is older than {a}.{b}.{c}")));
    }
    Ok(())
}

/// Two processes may open a new file at once; the one that comes second finds the work done.
async fn migrate(write: &Pool<Db>) -> Result<()> {
    let migrations = sqlx::migrate!("../migrations/sqlite");
    for _ in 0..3 {
        if migrations.run(write).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(migrations.run(write).await?)
}

/// Begins a transaction that writes, first in line from its start.
pub async fn begin(write: &Pool<Db>) -> sqlx::Result<Transaction<'static, Db>> {
    write.begin_with("BEGIN IMMEDIATE").await
}

/// Begins a transaction that reads one state of the database.
pub async fn begin_snapshot(read: &Pool<Db>) -> sqlx::Result<Transaction<'static, Db>> {
    read.begin().await
}

/// Whether an error code says that another writer was in the way.
pub fn is_conflict(code: &str) -> bool {
    // SQLITE_BUSY, SQLITE_LOCKED, and both with their extended codes in the higher bytes.
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6))
}

/// Whether rows come cheaper as lines of one text than one by one.
pub const IN_LINES: bool = true;

/// Whether an error code says that there is no room left on the disk.
pub fn is_full(code: &str) -> bool {
    // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: no room for the index of the log either.
    code.parse::<u32>().is_ok_and(|code| code & 0xff == 13 || code == 4_874)
}

/// Whether an error code says that the database has gone away; a file does not.
pub fn is_away(_code: &str) -> bool {
    false
}

/// Whether an error code blames what was to be written and not the database's state.
pub fn blames_data(code: &str) -> bool {
    // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH.
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 18..=20))
}
