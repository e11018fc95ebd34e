//! Faults for real, many of them, optimised: server and database are killed under load, disks run full and
//! power is cut.

use std::process::Command;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::step::{run, step};
use crate::{setup, workspace};

#[derive(Args)]
pub struct Options {
    /// How often each fault happens; by default as long as each needs to meet every moment
    #[arg(long)]
    cycles: Option<u64>,
    /// On which database
    #[arg(long, default_value = "both")]
    database: On,
    /// Only this fault
    #[arg(long)]
    fault: Option<What>,
    /// What the moments are drawn from; a breach names its own
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum On {
    Sqlite,
    Postgres,
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The server is killed
    Server,
    /// PostgreSQL is killed while the server lives
    Database,
    /// The disk of SQLite runs full
    Disk,
    /// What SQLite has not synced is gone
    Power,
}

/// Every fault, where it happens, how often unless it is said, and what it is called.
const FAULTS: [(What, On, u64, &str); 5] = [
    (What::Server, On::Sqlite, 1_000, "kill the server on SQLite"),
    (What::Server, On::Postgres, 300, "kill the server on PostgreSQL"),
    (What::Database, On::Postgres, 50, "kill PostgreSQL under the server"),
    (What::Disk, On::Sqlite, 20, "let the disk of SQLite run full"),
    (What::Power, On::Sqlite, 300, "cut the power of SQLite"),
];

pub fn crash(options: &Options) -> Result<()> {
    let postgres = options.database != On::Sqlite && setup::postgres()?.is_some();
    if options.database == On::Postgres && !postgres {
        bail!("there is no PostgreSQL");
    }
    step("build server and faults for speed", "read the compiler's first error above", || {
        let bins = ["--release", "--bin", "chitbook", "--bin", "crash"];
        run(workspace::cargo_native("build").args(bins))
    })?;
    for (what, on, cycles, name) in FAULTS {
        let wanted = options.fault.is_none_or(|it| it == what);
        let here = [on, On::Both].contains(&options.database) && (on == On::Sqlite || postgres);
        if wanted && here {
            fault(name, (what, on), options.cycles.unwrap_or(cycles), options.seed)?;
        }
    }
    Ok(())
}

fn fault(name: &str, (what, on): (What, On), cycles: u64, seed: u64) -> Result<()> {
    let advice = "the breach above names its seed: the same fault with `--cycles 25` and it draws the \
        same moments again";
    let word = |it: Option<clap::builder::PossibleValue>| {
        it.map(|it| it.get_name().to_owned()).unwrap_or_default()
    };
    step(name, advice, || {
        let mut crash = Command::new(workspace::binary("crash", true));
        crash.args([word(what.to_possible_value()), word(on.to_possible_value())]);
        crash.args([cycles.to_string(), seed.to_string()]);
        run(crash.env("CHITBOOK_BIN", workspace::binary("chitbook", true)))
    })
}
