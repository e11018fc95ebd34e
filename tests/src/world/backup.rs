//! Backups: a copy of all books is taken, and put back, as an administrator would.

use std::fs;

use anyhow::{Context as _, Result};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::{
    World,
    books::{Books, Database},
};

/// A copy of the books: for SQLite a file, for PostgreSQL a database that others are made from.
#[derive(Debug, Clone)]
pub struct Backup(String);

impl World {
    /// Takes a copy. SQLite does so beside the server's work; of PostgreSQL's own ways the quickest
    /// asks that nobody is connected, so that the server is closed for a moment.
    pub async fn back_up(&mut self) -> Result<Backup> {
        self.copies += 1;
        match &self.books {
            Books::Sqlite(it) => {
                let file = self.folder.path().join(format!("backup-{}.db", self.copies));
                let file = file.to_string_lossy().into_owned();
                sqlx::query("VACUUM INTO $1").bind(&file).execute(it.read()).await?;
                Ok(Backup(file))
            }
            Books::Postgres(_) => {
                self.books.clone().close().await;
                let name = self.postgres_copy(&name_of(&self.url)?).await?;
                self.books = Books::open(self.database, &self.url, &self.time).await?;
                Ok(Backup(name))
            }
        }
    }

    /// Puts a copy in the place of the books, which may be done more than once. What was written since
    /// is lost, and nobody is told: see [`Books::begin_new_epoch`].
    pub async fn put_back(&mut self, backup: &Backup) -> Result<()> {
        self.books.clone().close().await;
        self.copies += 1;
        match self.database {
            Database::Sqlite => {
                let books = self.folder.path().join("books.db");
                for beside in ["books.db-wal", "books.db-shm"] {
                    let beside = self.folder.path().join(beside);
                    if beside.exists() {
                        fs::remove_file(beside)?;
                    }
                }
                fs::copy(&backup.0, books)?;
            }
            Database::Postgres => {
                let name = self.postgres_copy(&backup.0).await?;
                let (server, _) = self.url.rsplit_once('/').context("a URL with a database")?;
                self.url = format!("{server}/{name}");
            }
        }
        self.books = Books::open(self.database, &self.url, &self.time).await?;
        Ok(())
    }

    /// Closes the server and lets go of every database that was made.
    pub async fn end(self) -> Result<()> {
        self.books.clone().close().await;
        if self.database == Database::Postgres {
            let mut connection = self.postgres().await?;
            for name in self.made.iter().chain([&name_of(&self.first_url)?]) {
                let text = format!(r#"DROP DATABASE "{name}" WITH (FORCE)"#);
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await?;
            }
            connection.close().await?;
        }
        Ok(())
    }

    async fn postgres_copy(&mut self, of: &str) -> Result<String> {
        let name = format!("{}_{}", name_of(&self.first_url)?, self.copies);
        let mut connection = self.postgres().await?;
        let text = format!(r#"CREATE DATABASE "{name}" TEMPLATE "{of}""#);
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await?;
        connection.close().await?;
        self.made.push(name.clone());
        Ok(name)
    }

    /// A connection to the cluster, and to none of its databases that matter here.
    async fn postgres(&self) -> Result<PgConnection> {
        let (server, _) = self.url.rsplit_once('/').context("a URL with a database")?;
        Ok(PgConnection::connect(&format!("{server}/postgres")).await?)
    }
}

fn name_of(url: &str) -> Result<String> {
    let (_, name) = url.rsplit_once('/').context("a URL with a database")?;
    Ok(name.to_owned())
}
