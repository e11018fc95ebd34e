//! Faults for real, a few of each; `cargo xtask crash` has hundreds.

use anyhow::Result;
use tests::{
    crash::{Grounds, Honesty, cut_the_power, fill_the_disk, kill_postgres, kill_the_server},
    world::books::Database,
};

/// Kills of the server, one of them while a second process writes.
const KILLS: u64 = 5;
/// Kills of PostgreSQL: of its postmaster and of a backend.
const OUTAGES: u64 = 2;
/// With the server on it killed, and not.
const FULL_DISKS: u64 = 2;
const CUTS: u64 = 5;
/// Of the cuts: on a drive that keeps what it is told to, and on one that does not.
const CUTS_SEED: u64 = 5;

#[tokio::test]
async fn a_killed_server_has_lost_nothing_on_sqlite() -> Result<()> {
    let Some(grounds) = Grounds::of_tests(Database::Sqlite)? else { return Ok(()) };
    let tally = kill_the_server(&grounds, KILLS, 1).await?;
    assert!(tally.cycles == KILLS && 0 < tally.acknowledged, "{tally:?}");
    Ok(())
}

#[tokio::test]
async fn a_killed_server_has_lost_nothing_on_postgres() -> Result<()> {
    let Some(grounds) = Grounds::of_tests(Database::Postgres)? else { return Ok(()) };
    let tally = kill_the_server(&grounds, KILLS, 2).await?;
    assert!(tally.cycles == KILLS && 0 < tally.acknowledged, "{tally:?}");
    Ok(())
}

#[tokio::test]
async fn a_killed_postgres_has_lost_nothing() -> Result<()> {
    // Its own: that of the other tests has to live, and waits for no disk.
    if Grounds::of_tests(Database::Postgres)?.is_none() {
        return Ok(());
    }
    let tally = kill_postgres(&Grounds::prepare(Database::Postgres)?, OUTAGES, 3).await?;
    assert!(tally.cycles == OUTAGES && 0 < tally.acknowledged, "{tally:?}");
    Ok(())
}

#[tokio::test]
async fn a_full_disk_stores_nothing_and_loses_nothing() -> Result<()> {
    let grounds = Grounds::prepare(Database::Sqlite)?;
    let Some(tally) = fill_the_disk(&grounds, FULL_DISKS, 4).await? else { return Ok(()) };
    assert!(tally.cycles == FULL_DISKS && 0 < tally.refused, "{tally:?}");
    Ok(())
}

#[tokio::test]
async fn a_power_cut_loses_nothing_that_was_answered() -> Result<()> {
    let grounds = Grounds::prepare(Database::Sqlite)?;
    let cut = cut_the_power(&grounds, CUTS, CUTS_SEED, Honesty::Keeps).await?;
    let Some(tally) = cut else { return Ok(()) };
    assert!(tally.cycles == CUTS && 0 < tally.acknowledged, "{tally:?}");
    Ok(())
}

/// What the cuts are worth: where a sync keeps nothing, as with `synchronous = OFF`, the same cuts find out.
#[tokio::test]
async fn a_drive_that_lies_is_found_out() -> Result<()> {
    let grounds = Grounds::prepare(Database::Sqlite)?;
    match cut_the_power(&grounds, CUTS, CUTS_SEED, Honesty::Lies).await {
        Ok(None) => Ok(()),
        Ok(Some(tally)) => panic!("nothing was missed on a drive that keeps nothing: {tally:?}"),
        Err(found) => {
            let found = format!("{found:#}");
            // Not before the first cut: until then a drive that lies is as good as any.
            let (of, first) = (format!("seed {CUTS_SEED}"), "at cut 1:");
            assert!(found.contains(&of) && !found.contains(first), "{found}");
            println!("a drive that lies is found out: {found}");
            Ok(())
        }
    }
}
