//! Faults for real: the server's process, its database and its disk are taken away under load, and what was
//! answered has to be there afterwards, once each.

mod acts;
mod breach;
mod full_disk;
mod handset;
mod house;
mod line;
mod outage;
mod power;
mod serving;
mod under_fire;
mod witness;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::{
    cluster::{self, Cluster, Durability},
    world::books::Database,
};
pub use breach::Tally;
use breach::{Breach, Wrong};
use full_disk::{SmallDisk, While};
use house::House;
pub use power::{Honesty, cut_the_power};
use under_fire::Fire;

/// After so many kills the next ones get a new database, so that all of it can be gone through each time.
const KILLS_EACH: u64 = 25;
/// A small disk runs full so many times before it is a new one's turn: a database only grows.
const FULL_EACH: u64 = 4;
/// How often it is said how far a run is.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// Where databases come from.
pub struct Grounds {
    folder: TempDir,
    on: On,
}

enum On {
    Sqlite,
    Own(Arc<Cluster>),
    /// That of the test run. It waits for no disk: a process that is killed has lost nothing by that.
    OfTests(&'static Cluster),
}

impl Grounds {
    /// A folder beside the program, where the disk is a real one; a PostgreSQL of its own that waits
    /// for the disk.
    ///
    /// # Errors
    /// There is no room, or no PostgreSQL.
    pub fn prepare(database: Database) -> Result<Grounds> {
        let on = match database {
            Database::Sqlite => On::Sqlite,
            Database::Postgres => {
                let cluster = Cluster::start(Durability::Full).map_err(anyhow::Error::msg)?;
                On::Own(Arc::new(cluster))
            }
        };
        Grounds::on(on)
    }

    /// The same with the PostgreSQL of the test run; nothing where there is none, which is said.
    ///
    /// # Errors
    /// There is no room.
    pub fn of_tests(database: Database) -> Result<Option<Grounds>> {
        match database {
            Database::Sqlite => Grounds::on(On::Sqlite).map(Some),
            Database::Postgres => cluster::of_tests().map(On::OfTests).map(Grounds::on).transpose(),
        }
    }

    fn on(on: On) -> Result<Grounds> {
        let own = std::env::current_exe()?;
        let folder = tempfile::tempdir_in(own.parent().context("a folder of the program")?)?;
        Ok(Grounds { folder, on })
    }

    fn folder(&self, number: u64) -> PathBuf {
        self.folder.path().join(number.to_string())
    }

    /// A house with a database that does not exist yet, and a folder of its own.
    fn house(&self, number: u64) -> Result<House> {
        let folder = self.folder(number);
        let db = match &self.on {
            On::Sqlite => format!("sqlite:{}", folder.join("books.db").display()),
            On::Own(cluster) => cluster.here(&format!("house_{number}")),
            On::OfTests(cluster) => cluster.fresh_database(),
        };
        House::new(db, &folder)
    }
}

/// Kills the server so many times under load.
///
/// # Errors
/// Something was lost or doubled, or could not be tried.
pub async fn kill_the_server(grounds: &Grounds, cycles: u64, seed: u64) -> Result<Tally> {
    let mut tally = Tally::default();
    let (mut told, mut number) = (Instant::now(), 0);
    while tally.cycles < cycles {
        let house = grounds.house(number)?;
        let folder = grounds.folder(number);
        let seed = seed + number;
        let again = || format!("seed {seed}, after {} kills", tally.cycles);
        let mut fire = Fire::light(house, &folder, seed).await.with_context(again)?;
        while fire.tally.cycles < KILLS_EACH.min(cycles - tally.cycles) {
            let kill = fire.tally.cycles + 1;
            fire.cycle().await.with_context(|| format!("{}, at kill {kill}", again()))?;
            if TELL_EVERY <= told.elapsed() {
                eprintln!("{} kills of {cycles}", tally.cycles + kill);
                told = Instant::now();
            }
        }
        let done = fire.put_out().await.with_context(again)?;
        tally.add(done);
        remove(&folder)?;
        number += 1;
    }
    Ok(tally)
}

/// Kills PostgreSQL so many times while the server lives; it has to be the run's own, which waits for the disk.
///
/// # Errors
/// Something was lost or doubled, or could not be tried.
pub async fn kill_postgres(grounds: &Grounds, cycles: u64, seed: u64) -> Result<Tally> {
    let On::Own(cluster) = &grounds.on else { bail!("only a PostgreSQL of one's own is killed") };
    let mut tally = Tally::default();
    let mut number = 0;
    while tally.cycles < cycles {
        let house = grounds.house(number)?;
        let folder = grounds.folder(number);
        let again = || format!("seed {}, after {} kills", seed + number, tally.cycles);
        let mut fire = Fire::light(house, &folder, seed + number).await.with_context(again)?;
        let mut serving = outage::start(&mut fire).await.with_context(again)?;
        while fire.tally.cycles < KILLS_EACH.min(cycles - tally.cycles) {
            let kill = fire.tally.cycles + 1;
            let struck = fire.outage(&mut serving, cluster).await;
            struck.with_context(|| format!("{}, at kill {kill}", again()))?;
        }
        // It takes a minute: once is enough, and only in a long run.
        if number == 0 && KILLS_EACH <= cycles {
            let away = fire.long_outage(&mut serving, cluster).await;
            away.with_context(|| format!("{}, away for long", again()))?;
        }
        tally.add(fire.end(serving).await.with_context(again)?);
        remove(&folder)?;
        number += 1;
    }
    Ok(tally)
}

/// Lets the disk of SQLite run full so many times; nothing where no small disk can be mounted, which is said.
///
/// # Errors
/// Something was lost or doubled, nobody was told, or it could not be tried.
pub async fn fill_the_disk(grounds: &Grounds, cycles: u64, seed: u64) -> Result<Option<Tally>> {
    let mut tally = Tally::default();
    let mut number = 0;
    while tally.cycles < cycles {
        let again = || format!("seed {}, after {} full disks", seed + number, tally.cycles);
        let folder = grounds.folder(number);
        let Some(disk) = SmallDisk::mount(&folder.join("disk")).await? else { return Ok(None) };
        let db = format!("sqlite:{}", disk.folder().join("books.db").display());
        let house = House::new(db, &folder)?;
        let mut fire = Fire::light(house, &folder, seed + number).await.with_context(again)?;
        let mut serving = outage::start(&mut fire).await.with_context(again)?;
        let times = usize::try_from((cycles - tally.cycles).min(FULL_EACH))?;
        for meanwhile in [While::Living, While::Killed].into_iter().cycle().take(times) {
            let filled = fire.full_disk(serving, &disk, meanwhile).await;
            serving = filled.with_context(|| format!("{}, {meanwhile:?}", again()))?;
        }
        tally.add(fire.end(serving).await.with_context(again)?);
        drop(disk);
        remove(&folder)?;
        number += 1;
    }
    Ok(Some(tally))
}

fn remove(folder: &Path) -> Result<()> {
    fs::remove_dir_all(folder).with_context(|| folder.display().to_string())
}

/// What a run found, as one line of figures.
#[must_use]
pub fn figures(what: &str, outcome: &Result<Tally>, seconds: f64) -> String {
    let tally = outcome.as_ref().copied().unwrap_or_default();
    let wrong = outcome.as_ref().err().and_then(|it| it.downcast_ref::<Breach>());
    let found = |of: Wrong| u32::from(wrong.is_some_and(|it| it.wrong == of));
    let cycles = u32::try_from(tally.cycles).unwrap_or(u32::MAX);
    format!(
        "{what}: {cycles} times, {} acknowledged, {} said again, {} replayed, {} changes read, \
         {} told to come again, {} lost, {} doubled, {} holes, {seconds:.1} s, {:.2} a second",
        tally.acknowledged,
        tally.repeated,
        tally.replayed,
        tally.read,
        tally.refused,
        found(Wrong::Lost),
        found(Wrong::Doubled),
        found(Wrong::Hole),
        f64::from(cycles) / seconds.max(f64::EPSILON),
    )
}
