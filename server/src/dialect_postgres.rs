//! PostgreSQL: a pool that writes and a pool that reads.

use std::{path::PathBuf, str::FromStr, time::Duration};

use shared::id::derived;
use sqlx::{
    Connection as _, Pool, Transaction,
    migrate::MigrateDatabase,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::error::Result;

pub type Db = sqlx::Postgres;

/// What follows a SELECT that takes locks in id order.
pub const FOR_UPDATE: &str = " ORDER BY id FOR UPDATE";

/// What the doctor asks: which database this is, and whether it finds itself sound (it says so by
/// answering: torn pages are found when they are read).
pub const VERSION: &str = "SELECT 'PostgreSQL ' || current_setting('server_version')";
pub const SOUND: &str = "SELECT 'ok'";

/// How long a request waits for a PostgreSQL that is away. A device gives up after a minute, and what it
/// sends may wait for the group before it too: it is to be told to come again before that.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a connection that has answered is taken to be there.
const FRESH: Duration = Duration::from_secs(1);

/// Opens, and creates where there is none: the pool that writes and the pool that reads.
pub async fn open(url: &str) -> Result<(Pool<Db>, Pool<Db>)> {
    let options = PgConnectOptions::from_str(url)?
        .options([
            ("synchronous_commit", "on"),
            ("default_transaction_isolation", "read committed"),
        ])
        .statement_cache_capacity(256);
    if !Db::database_exists(url).await? {
        // Another process may have been quicker; connecting will tell.
        let _ = Db::create_database(url).await;
    }
    let write = pool(6).connect_with(options.clone()).await?;
    sqlx::migrate!("../migrations/postgres").run(&write).await?;
    Ok((write, pool(8).connect_with(options).await?))
}

/// A connection that has lain for a while is asked whether it still answers. One that has just been given
/// back has been asked at that moment.
fn pool(connections: u32) -> PgPoolOptions {
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    options.test_before_acquire(false).before_acquire(|connection, known| {
        Box::pin(async move {
            if FRESH < known.idle_for {
                connection.ping().await?;
            }
            Ok(true)
        })
    })
}

/// The folder of uploaded files: the machine's own for what may be lost, one for each database.
pub fn staging(url: &str) -> PathBuf {
    let of = derived("staging", &[url]);
    std::env::temp_dir().join(format!("chitbook-imports-{of}"))
}

/// Whether there is a database already: whoever only wants to read makes none.
pub async fn exists(url: &str) -> Result<bool> {
    Ok(Db::database_exists(url).await?)
}

/// Begins a transaction that writes.
pub async fn begin(write: &Pool<Db>) -> sqlx::Result<Transaction<'static, Db>> {
    write.begin().await
}

/// Begins a transaction that reads one state of the database.
pub async fn begin_snapshot(read: &Pool<Db>) -> sqlx::Result<Transaction<'static, Db>> {
    read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await
}

/// Whether an error code says that another writer was in the way.
pub fn is_conflict(code: &str) -> bool {
    // serialization_failure, deadlock_detected, lock_not_available.
    matches!(code, "40001" | "40P01" | "55P03")
}

/// Whether rows come cheaper as lines of one text than one by one.
pub const IN_LINES: bool = false;

/// Whether an error code says that there is no room left on the disk.
pub fn is_full(code: &str) -> bool {
    // disk_full.
    code == "53100"
}

/// Whether an error code says that the database has gone away, is ending or not up yet.
pub fn is_away(code: &str) -> bool {
    // Connection exceptions; admin_shutdown, crash_shutdown, cannot_connect_now; too_many_connections.
    code.starts_with("08") || matches!(code, "57P01" | "57P02" | "57P03" | "53300")
}

/// Whether an error code blames what was to be written and not the database's state.
pub fn blames_data(code: &str) -> bool {
    // Data exceptions, integrity constraints, program limits.
    ["22", "23", "54"].iter().any(|class| code.starts_with(class))
}
