//! The books: the real server on one of the two databases, behind one face for the stories.

use std::{path::Path, sync::Arc, sync::atomic::AtomicI64};

use anyhow::{Context as _, Result};
use axum::Router;
use shared::{
    calendar::{Day, Instant},
    doctor::Finding,
    id::{CustomerId, Epoch},
    import::{Ask, FileFault, Outcome},
    sync::{Act, Command, Verdict},
    user::Caller,
};
use uuid::Uuid;

/// Which database a story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    pub const BOTH: [Database; 2] = [Database::Sqlite, Database::Postgres];
}

#[derive(Debug, Clone)]
pub enum Books {
    Sqlite(server_sqlite::Server),
    Postgres(server_postgres::Server),
}

/// The same expression over whichever server it is.
macro_rules! either {
    ($books:expr, $server:ident => $do:expr) => {
        match $books {
            Books::Sqlite($server) => $do,
            Books::Postgres($server) => $do,
        }
    };
}

impl Books {
    /// Opens the server on a database, with a clock that several may share.
    pub async fn open(database: Database, url: &str, time: &Arc<AtomicI64>) -> Result<Books> {
        let time = Arc::clone(time);
        Ok(match database {
            Database::Sqlite => {
                let clock = server_sqlite::Clock::Manual(time);
                Books::Sqlite(server_sqlite::Server::open(url, clock).await?)
            }
            Database::Postgres => {
                let clock = server_postgres::Clock::Manual(time);
                Books::Postgres(server_postgres::Server::open(url, clock).await?)
            }
        })
    }

    /// Everything under `/api`.
    pub fn router(&self) -> Router {
        either!(self, it => it.router())
    }

    pub async fn today(&self) -> Result<Day> {
        Ok(either!(self, it => it.today().await?))
    }

    pub fn now(&self) -> Instant {
        either!(self, it => it.now())
    }

    pub async fn epoch(&self) -> Result<Epoch> {
        Ok(either!(self, it => it.epoch().await?))
    }

    pub async fn begin_new_epoch(&self) -> Result<Epoch> {
        Ok(either!(self, it => it.begin_new_epoch().await?))
    }

    pub async fn set_password(&self, login: &str, password: &str) -> Result<()> {
        let password = password.to_owned();
        either!(self, it => it.set_password(login, password).await?);
        Ok(())
    }

    /// One command of the command line. The same row with the same content is the same command, so
    /// that two databases that live the same story are the same.
    pub async fn command_line(
        &self,
        row: Uuid,
        customer: Option<CustomerId>,
        act: Act,
    ) -> Result<Verdict> {
        let answered = match self {
            Books::Sqlite(it) => {
                let by = server_sqlite::BuiltIn::Cli;
                let command = it.command_of_row(by, row, customer, act).await?;
                it.submit(by, vec![command]).await?.pop().map(|it| it.answered)
            }
            Books::Postgres(it) => {
                let by = server_postgres::BuiltIn::Cli;
                let command = it.command_of_row(by, row, customer, act).await?;
                it.submit(by, vec![command]).await?.pop().map(|it| it.answered)
            }
        };
        Ok(answered.context("a command has an answer")?.verdict)
    }

    /// Many commands of the command line at once.
    pub async fn submit(&self, acts: Vec<(Option<CustomerId>, Act)>) -> Result<()> {
        let refused = match self {
            Books::Sqlite(it) => {
                let by = server_sqlite::BuiltIn::Cli;
                let mut commands = vec![];
                for (customer, act) in acts {
                    commands.push(it.command_asked(by, customer, act).await?);
                }
                let answered = it.submit(by, commands).await?;
                answered
                    .into_iter()
                    .map(|it| it.answered.verdict)
                    .find(|it| *it != Verdict::Applied)
            }
            Books::Postgres(it) => {
                let by = server_postgres::BuiltIn::Cli;
                let mut commands = vec![];
                for (customer, act) in acts {
                    commands.push(it.command_asked(by, customer, act).await?);
                }
                let answered = it.submit(by, commands).await?;
                answered
                    .into_iter()
                    .map(|it| it.answered.verdict)
                    .find(|it| *it != Verdict::Applied)
            }
        };
        anyhow::ensure!(refused.is_none(), "{refused:?}");
        Ok(())
    }

    /// A command of the command line, as it stands.
    pub async fn take(&self, command: Command) -> Result<Verdict> {
        let answered = match self {
            Books::Sqlite(it) => {
                let all = it.submit(server_sqlite::BuiltIn::Cli, vec![command]).await?;
                all.into_iter().next().map(|it| it.answered)
            }
            Books::Postgres(it) => {
                let all = it.submit(server_postgres::BuiltIn::Cli, vec![command]).await?;
                all.into_iter().next().map(|it| it.answered)
            }
        };
        Ok(answered.context("a command has an answer")?.verdict)
    }

    /// What `chitbook doctor` finds.
    pub async fn doctor(&self) -> Result<Vec<Finding>> {
        Ok(either!(self, it => it.doctor(&Caller::system("cli")).await?))
    }

    /// Waits until nothing is being written beside the requests.
    pub async fn settled(&self) {
        either!(self, it => it.settled().await);
    }

    /// As `chitbook import`.
    pub async fn import(&self, file: &Path, ask: &Ask) -> Result<Result<Outcome, FileFault>> {
        Ok(either!(self, it => it.import(file, ask, &mut |_| {}).await?))
    }

    /// The process ends; what is under way is not waited for.
    pub async fn close(self) {
        either!(self, it => it.close().await);
    }
}
