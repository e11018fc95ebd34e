//! The database a command works on: the one place that names both.

use std::{fmt, str::FromStr};

use anyhow::{Context as _, Result, bail};
use axum::Router;

use super::say::Say;

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Url {
    Sqlite(String),
    Postgres(String),
}

impl FromStr for Url {
    type Err = String;
    fn from_str(text: &str) -> Result<Url, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => {
                Ok(Url::Sqlite(text.to_owned()))
            }
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
                Ok(Url::Postgres(text.to_owned()))
            }
            _ => Err("write sqlite:PATH or postgres://user@host/name".to_owned()),
        }
    }
}

/// As it is printed: without the password.
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Url::Sqlite(url) => f.write_str(url),
            Url::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

fn without_password(url: &str) -> String {
    let hide = |text: &str| text.split_once('?').map_or(text, |(before, _)| before).to_owned();
    let Some((scheme, rest)) = url.split_once("//") else { return hide(url) };
    match rest.rsplit_once('@') {
        Some((who, host)) => {
            let user = who.split_once(':').map_or(who, |(user, _)| user);
            hide(&format!("{scheme}//{user}@{host}"))
        }
        None => hide(url),
    }
}

/// The server over one of the databases.
#[derive(Clone)]
pub enum Database {
    Sqlite(server_sqlite::Server),
    Postgres(server_postgres::Server),
}

/// Says the same of the server, whichever database it is over.
macro_rules! on {
    ($database:expr, $server:ident => $said:expr) => {
        match $database {
            $crate::cli::database::Database::Sqlite($server) => $said,
            $crate::cli::database::Database::Postgres($server) => $said,
        }
    };
}
pub(crate) use on;

/// What carries the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    Plain,
    Tls,
}

impl Database {
    /// Opens a database that has to be there: whoever only reads makes none.
    pub async fn open_existing(url: &Url, say: Say) -> Result<Database> {
        let there = match url {
            Url::Sqlite(text) => server_sqlite::Server::is_there(text).await.map_err(Into::into),
            Url::Postgres(text) => {
                server_postgres::Server::is_there(text).await.map_err(anyhow::Error::from)
            }
        };
        if !there.with_context(|| cannot_open(url, say))? {
            bail!(say.of(&format!("没有数据库 {url}"), &format!("there is no database {url}")));
        }
        Database::open(url, 0, say).await
    }

    /// Opens the database, making it and bringing it up to date if need be.
    /// Its clock goes so many days ahead of the machine's.
    pub async fn open(url: &Url, days_ahead: u32, say: Say) -> Result<Database> {
        let cannot = || cannot_open(url, say);
        Ok(match url {
            Url::Sqlite(text) => Database::Sqlite(
                server_sqlite::Server::open(text, server_sqlite::Clock::Ahead(days_ahead))
                    .await
                    .with_context(cannot)?,
            ),
            Url::Postgres(text) => Database::Postgres(
                server_postgres::Server::open(text, server_postgres::Clock::Ahead(days_ahead))
                    .await
                    .with_context(cannot)?,
            ),
        })
    }

    /// Everything under `/api`.
    pub fn router(&self, carried: Carried) -> Router {
        match (self, carried) {
            (Database::Sqlite(it), Carried::Plain) => it.router(),
            (Database::Sqlite(it), Carried::Tls) => it.router_over(server_sqlite::Transport::Tls),
            (Database::Postgres(it), Carried::Plain) => it.router(),
            (Database::Postgres(it), Carried::Tls) => {
                it.router_over(server_postgres::Transport::Tls)
            }
        }
    }

    /// From now on makes what is kept of a day anew for the next by itself.
    pub fn follow_days(&self) {
        on!(self, server => server.follow_days());
    }

    /// From now on sees to it that the walk-in account is there, once there are books.
    pub fn open_walk_in_with_books(&self) {
        on!(self, server => server.open_walk_in_with_books());
    }

    /// Ends the live streams, which would keep connections open until they are cut.
    pub fn end_streams(&self) {
        on!(self, server => server.end_streams());
    }

    pub async fn close(self) {
        on!(self, server => server.close().await);
    }
}

fn cannot_open(url: &Url, say: Say) -> String {
    say.of(&format!("数据库 {url} 打不开"), &format!("the database {url} cannot be opened"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_printed() {
        for (url, printed) in [
            ("sqlite:data/chitbook.db", "sqlite:data/chitbook.db"),
            ("postgres://me:se@cret@host:5432/x?password=y", "postgres://me@host:5432/x"),
            ("postgresql://me@host/x", "postgresql://me@host/x"),
            ("postgres:///x?user=me&password=y", "postgres:///x"),
        ] {
            assert_eq!(url.parse::<Url>().unwrap().to_string(), printed);
        }
        for wrong in ["mysql://x", "chitbook.db", "sqlite:", "postgres:x", ""] {
            assert!(wrong.parse::<Url>().is_err(), "{wrong}");
        }
    }
}
