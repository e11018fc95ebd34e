//! The world: the real server on either database, devices that talk to it over HTTP, one clock.

pub mod backup;
pub mod books;
pub mod client;
pub mod device;
pub mod dump;
pub mod office;
pub mod proof;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context as _, Result};
use shared::calendar::{Day, Instant};
use tempfile::TempDir;

use crate::cluster;
use books::{Books, Database};
use client::Client;
use device::Device;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// One server, its clock, and everything that is told about it.
#[derive(Debug)]
pub struct World {
    pub database: Database,
    pub time: Arc<AtomicI64>,
    pub books: Books,
    url: String,
    folder: TempDir,
    devices: u64,
    /// The URL of the books that the world began with; a backup may stand under another.
    first_url: String,
    copies: u32,
    /// PostgreSQL: databases made from the first one.
    made: Vec<String>,
}

/// Everybody's password in a story.
pub const PASSWORD: &str = "correct horse battery";

impl World {
    /// An empty database at nine in the morning of a day; nothing where the database cannot be had.
    pub async fn begin(database: Database, day: Day) -> Result<Option<World>> {
        let folder = tempfile::tempdir()?;
        let url = match database {
            Database::Sqlite => {
                Some(format!("sqlite:{}", folder.path().join("books.db").display()))
            }
            Database::Postgres => cluster::fresh_database(),
        };
        let Some(url) = url else { return Ok(None) };
        let first = Day::from_ymd(1970, 1, 1).context("a day")?;
        // Nine in the morning in Shanghai is one o'clock in UTC.
        let time = Arc::new(AtomicI64::new(day.days_since(first) * DAY_MS + HOUR_MS));
        let books = Books::open(database, &url, &time).await?;
        let first_url = url.clone();
        Ok(Some(World {
            database,
            time,
            books,
            url,
            folder,
            devices: 0,
            first_url,
            copies: 0,
            made: vec![],
        }))
    }

    /// Where the database is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        Instant(self.time.load(Ordering::SeqCst))
    }

    pub fn pass_hours(&self, hours: i64) {
        self.time.fetch_add(hours * HOUR_MS, Ordering::SeqCst);
    }

    pub fn pass_days(&self, days: i64) {
        self.pass_hours(24 * days);
    }

    /// A file as somebody hands it in.
    pub fn file(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }

    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.books.router())
    }

    /// A new device of a user, with the app open and nothing on it yet.
    pub async fn device(&mut self, login: &str) -> Result<Device> {
        self.devices += 1;
        Device::open(login, PASSWORD, self.client(), &self.time, self.devices).await
    }

    /// The server's process ends and is started again; devices have to be told where it is.
    pub async fn restart_server(&mut self, devices: &mut [&mut Device]) -> Result<()> {
        self.books.clone().close().await;
        self.books = Books::open(self.database, &self.url, &self.time).await?;
        for device in devices {
            device.client.now_at(self.books.router());
        }
        Ok(())
    }
}

/// Runs a story on SQLite and on PostgreSQL, proves both databases and compares them whole.
///
/// Without a PostgreSQL the story runs on SQLite alone, which is said.
pub async fn on_both(day: &str, story: impl AsyncFn(&mut World) -> Result<()>) -> Result<()> {
    let day: Day = day.parse()?;
    let mut dumps = vec![];
    for database in Database::BOTH {
        let Some(mut world) = World::begin(database, day).await? else { continue };
        story(&mut world).await.with_context(|| format!("on {database:?}"))?;
        proof::check(&world.books).await.with_context(|| format!("on {database:?}"))?;
        let drawn = dump::drawn(&world.books).await?;
        dumps.push(dump::dump(&world.books, &drawn).await?);
        world.books.close().await;
    }
    if let [sqlite, postgres] = dumps.as_slice() {
        let found = dump::differences(sqlite, postgres);
        anyhow::ensure!(found.is_empty(), "the databases differ:\n  {}", found.join("\n  "));
    }
    Ok(())
}

/// Ids that each database drew for itself, with a name common to both.
pub type Drawn = BTreeMap<uuid::Uuid, String>;
