//! Under fire: the server is killed at a moment drawn from dice while everybody works, is started again on
//! the same database, and everything is gone through.

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use futures::future::{join_all, try_join_all};
use tokio::{process::Child, time::sleep};

use super::{
    breach::{Stop, Tally, Wrong, holds},
    handset::Handset,
    house::House,
    serving::Serving,
    witness::Witness,
};
use crate::{simulator::dice::Dice, world::office};

/// The doctor comes after so many kills.
const DOCTOR_EVERY: u64 = 10;
/// A file is brought in beside the server, and killed with it, at every so manieth kill.
const IMPORT_EVERY: u64 = 5;
/// Open items of such a file, spread over all customers.
const IMPORTED: usize = 400;
/// The earliest and the latest moment of a kill after everybody began to work, in milliseconds.
const MOMENTS: (i64, i64) = (2, 260);

/// A database, everybody who works on it, and whoever watches.
pub struct Fire {
    pub(super) house: House,
    pub(super) handsets: Vec<Handset>,
    pub(super) witness: RefCell<Witness>,
    pub(super) dice: Dice,
    /// How many files were brought in, and the one whose import was killed.
    files: usize,
    unfinished: Option<PathBuf>,
    folder: PathBuf,
    owed_at_first: i64,
    pub tally: Tally,
}

impl Fire {
    /// A database that does not exist yet is made under fire and furnished; everybody signs in.
    pub async fn light(house: House, folder: &Path, seed: u64) -> Result<Fire> {
        let mut dice = Dice::new(seed);
        let moments: Vec<_> = (0..3).map(|_| milliseconds(dice.between(1, 200))).collect();
        house.be_born_under_fire(&moments).await?;
        house.furnish().await?;
        let owed_at_first = house.owed_minor(AS_OF).await?;
        let serving = Serving::start(&house).await?;
        let handsets = sign_in(&serving.address, &mut dice).await?;
        serving.kill().await?;
        Ok(Fire {
            house,
            handsets,
            witness: RefCell::default(),
            dice,
            files: 0,
            unfinished: None,
            folder: folder.to_owned(),
            owed_at_first,
            tally: Tally::default(),
        })
    }

    /// One kill, and what has to hold after it.
    pub async fn cycle(&mut self) -> Result<()> {
        let mut serving = self.come_back().await?;
        let mut importing = self.begin_import()?;
        let moment = milliseconds(self.dice.between(MOMENTS.0, MOMENTS.1));
        let witness = &self.witness;
        let at_work = join_all(self.handsets.iter_mut().map(|it| it.work(witness)));
        let killed = async {
            sleep(moment).await;
            if let Some(importing) = &mut importing {
                importing.start_kill()?;
            }
            ensure!(serving.is_alive()?, "the server had ended by itself");
            serving.kill().await
        };
        let (stops, killed) = tokio::join!(at_work, killed);
        killed?;
        if let Some(mut importing) = importing {
            importing.wait().await?;
        }
        for stop in stops {
            // A server that is killed does not answer; one that lives has no reason to refuse.
            if !matches!(stop, Stop::Gone) {
                return Err(stop.into());
            }
        }
        self.tally.cycles += 1;
        Ok(())
    }

    /// The server is started again; everybody repeats, reads on and agrees.
    pub(super) async fn come_back(&mut self) -> Result<Serving> {
        let serving = Serving::start(&self.house).await?;
        for handset in &mut self.handsets {
            handset.now_at(&serving.address);
        }
        if let Some(file) = self.unfinished.take() {
            self.house.import(&file).await.context("the import is finished")?;
        }
        self.agree().await?;
        Ok(serving)
    }

    /// Everybody says again what nobody answered, reads everything, and finds what was asked for.
    pub(super) async fn agree(&mut self) -> Result<()> {
        try_join_all(self.handsets.iter_mut().map(Handset::repeat)).await?;
        let witness = &self.witness;
        try_join_all(self.handsets.iter_mut().map(|it| it.read_on(witness))).await?;
        self.witness.borrow_mut().agrees(&self.handsets)?;
        if self.tally.cycles.is_multiple_of(DOCTOR_EVERY) {
            self.house.doctor().await?;
        }
        Ok(())
    }

    /// Now and then a second process writes, and is killed with the server.
    fn begin_import(&mut self) -> Result<Option<Child>> {
        if !(self.tally.cycles + 1).is_multiple_of(IMPORT_EVERY) {
            return Ok(None);
        }
        let file = self.folder.join("more-items.csv");
        fs::write(&file, more_items(self.files))?;
        let child = self.house.begin_import(&file)?;
        self.files += 1;
        self.unfinished = Some(file);
        Ok(Some(child))
    }

    /// The last start, and a log in which nothing has failed.
    pub async fn put_out(mut self) -> Result<Tally> {
        let serving = self.come_back().await?;
        self.prove_all().await?;
        serving.kill().await?;
        let log = fs::read_to_string(self.house.log())?;
        let fault = log.lines().find(|it| it.contains(" ERROR ") || it.contains("panicked"));
        ensure!(fault.is_none(), "the server's log has a fault: {}", fault.unwrap_or_default());
        Ok(self.counted())
    }

    /// Every verdict and every change from the first, the doctor, and what is owed.
    pub(super) async fn prove_all(&mut self) -> Result<()> {
        let witness = &self.witness;
        try_join_all(self.handsets.iter_mut().map(|it| it.prove_all(witness))).await?;
        self.witness.borrow_mut().agrees(&self.handsets)?;
        self.house.doctor().await?;
        let imported = i64::try_from(self.files * IMPORTED)?;
        let expected = self.owed_at_first + imported * ITEM_MINOR;
        let owed = self.house.owed_minor(AS_OF).await?;
        holds(owed == expected, Wrong::Doubled, || {
            format!("{expected} is owed by the files that were brought in, {owed} by the books")
        })?;
        Ok(())
    }

    pub(super) fn counted(&self) -> Tally {
        let mut tally = self.tally;
        self.handsets.iter().for_each(|it| tally.add(it.tally));
        tally
    }
}

/// Later than every document.
const AS_OF: &str = "2027-12-31";
/// Of each item that is brought in under fire.
const ITEM_MINOR: i64 = 12_345;

/// Open items with numbers of their own.
fn more_items(number: usize) -> String {
    let heading = office::open_items(0, 0);
    let customers = House::customers().len();
    let line = |row: usize| {
        let (customer, document) =
            (200_700_000 + row % customers, 5_000_000 + number * 1_000 + row);
        format!(
            "U001,{customer:010},客户{} 公司,{document}.0,2026-10-01,2026-10-01,2026-10-01,\
             2026-11-30,USD,RV,123.45",
            row % customers
        )
    };
    [heading].into_iter().chain((0..IMPORTED).map(line)).collect::<Vec<_>>().join("\n")
}

pub(super) fn milliseconds(count: i64) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap_or(0))
}

async fn sign_in(address: &str, dice: &mut Dice) -> Result<Vec<Handset>> {
    let mut handsets = vec![];
    for (number, login) in (0..).zip(House::logins()) {
        handsets.push(Handset::open(address, &login, number, dice.roll()).await?);
    }
    Ok(handsets)
}
