//! Faults for real, as many as asked for: `crash server|database|disk|power sqlite|postgres CYCLES SEED`.

use std::{process::ExitCode, time::Instant};

use anyhow::{Context as _, Result, bail};
use tests::{
    crash::{
        Grounds, Honesty, cut_the_power, figures, fill_the_disk, kill_postgres, kill_the_server,
    },
    world::books::Database,
};

#[tokio::main]
async fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    match run(&asked).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(asked: &[String]) -> Result<()> {
    let [fault, on, cycles, seed] = asked else {
        bail!("crash server|database|disk|power sqlite|postgres CYCLES SEED");
    };
    let database = match on.as_str() {
        "sqlite" => Database::Sqlite,
        "postgres" => Database::Postgres,
        other => bail!("{other} is no database"),
    };
    let cycles = cycles.parse().context("how many cycles")?;
    let seed = seed.parse().context("the seed")?;
    let began = Instant::now();
    let grounds = Grounds::prepare(database)?;
    let outcome = match fault.as_str() {
        "server" => kill_the_server(&grounds, cycles, seed).await,
        "database" => kill_postgres(&grounds, cycles, seed).await,
        "power" => match cut_the_power(&grounds, cycles, seed, Honesty::Keeps).await {
            Ok(Some(tally)) => Ok(tally),
            Ok(None) => return Ok(()),
            Err(error) => Err(error),
        },
        "disk" => match fill_the_disk(&grounds, cycles, seed).await {
            Ok(Some(tally)) => Ok(tally),
            Ok(None) => return Ok(()),
            Err(error) => Err(error),
        },
        other => bail!("{other} is no fault"),
    };
    println!("{}", figures(&format!("{fault}, {on}"), &outcome, began.elapsed().as_secs_f64()));
    outcome.map(drop)
}
