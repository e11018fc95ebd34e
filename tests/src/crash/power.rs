//! The power is cut while everybody works on SQLite: what the drive had not been made to keep is gone, in whole
//! or in part, and what was answered has to be there all the same.

mod drive;
mod platter;

use std::path::Path;

use anyhow::{Context as _, Result};
use futures::future::join_all;
use tokio::time::sleep;

use super::{
    Grounds, KILLS_EACH, Tally,
    breach::Stop,
    house::House,
    serving::Serving,
    under_fire::{Fire, milliseconds},
};
use drive::Drive;
use platter::{Platter, Survives};

pub use platter::Honesty;

/// The lowest number of a file: that of the folder is 1.
const FIRST_FILE: u64 = 2;
/// The earliest and the latest moment of a cut after everybody began to work, in milliseconds.
const MOMENTS: (i64, i64) = (5, 260);

fn db(drive: &Drive) -> String {
    format!("sqlite:{}", drive.folder().join("books.db").display())
}

impl Fire {
    /// One cut, and the drive as it is found afterwards.
    async fn power_cut(&mut self, drive: Drive, next: &Path) -> Result<Drive> {
        let mut serving = self.come_back().await?;
        let moment = milliseconds(self.dice.between(MOMENTS.0, MOMENTS.1));
        let survives = match self.dice.below(4) {
            0 => Survives::Nothing,
            1 => Survives::Everything,
            2 => Survives::Some(500),
            _ => Survives::Some(u32::try_from(self.dice.below(1_000))?),
        };
        let (witness, dice) = (&self.witness, &mut self.dice);
        let at_work = join_all(self.handsets.iter_mut().map(|it| it.work(witness)));
        let cut = async {
            sleep(moment).await;
            let found = drive.cut(survives, dice);
            let alive = serving.is_alive();
            (found, alive, serving.kill().await)
        };
        let (stops, (found, alive, killed)) = tokio::join!(at_work, cut);
        anyhow::ensure!(alive?, "the server had ended by itself");
        killed?;
        for stop in stops {
            // Between the cut and the end of the process writes fail, and are answered so.
            if let Stop::Broken(error) = stop {
                return Err(error);
            }
        }
        drive.take_out()?;
        let drive = Drive::mount(next, found)?.context("the drive could be mounted before")?;
        self.house = self.house.clone().at(db(&drive));
        self.tally.cycles += 1;
        Ok(drive)
    }
}

/// Cuts the power so many times; nothing where no drive can be mounted, which is said.
///
/// # Errors
/// Something was lost or doubled, or could not be tried.
pub async fn cut_the_power(
    grounds: &Grounds,
    cycles: u64,
    seed: u64,
    honesty: Honesty,
) -> Result<Option<Tally>> {
    let mut tally = Tally::default();
    let mut number = 0;
    while tally.cycles < cycles {
        let again = || format!("seed {}, after {} cuts", seed + number, tally.cycles);
        let folder = grounds.folder(number);
        let slot = |cut: u64| folder.join(format!("drive-{cut}"));
        let Some(mut drive) = Drive::mount(&slot(0), Platter::new(honesty, FIRST_FILE))? else {
            return Ok(None);
        };
        let house = House::new(db(&drive), &folder)?;
        let mut fire = Fire::light(house, &folder, seed + number).await.with_context(again)?;
        while fire.tally.cycles < KILLS_EACH.min(cycles - tally.cycles) {
            let cut = fire.tally.cycles + 1;
            let next = fire.power_cut(drive, &slot(cut)).await;
            drive = next.with_context(|| format!("{}, at cut {cut}", again()))?;
        }
        let serving = Serving::start(&fire.house).await.with_context(again)?;
        fire.handsets.iter_mut().for_each(|it| it.now_at(&serving.address));
        fire.agree().await.with_context(again)?;
        tally.add(fire.end(serving).await.with_context(again)?);
        drive.take_out()?;
        super::remove(&folder)?;
        number += 1;
    }
    Ok(Some(tally))
}
