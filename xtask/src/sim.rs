//! Lives of the sync simulator by the thousand, optimised and on every core.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::step::{run, step};
use crate::workspace;

#[derive(Args)]
pub struct Options {
    /// How many lives; a single one is told from beginning to end
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Lives as short as most of a test run
    #[arg(long)]
    short: bool,
    /// Ask a real server on this database what the simulated one is asked: it has to answer alike
    #[arg(long)]
    against: Option<Against>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Against {
    Sqlite,
    Postgres,
    Both,
}

impl Against {
    fn name(self) -> &'static str {
        match self {
            Against::Sqlite => "sqlite",
            Against::Postgres => "postgres",
            Against::Both => "both",
        }
    }
}

pub fn sim(options: &Options) -> Result<()> {
    step("build the simulator for speed", "read the compiler's first error above", || {
        run(workspace::cargo_native("build").args(["--release", "--bin", "simulate"]))
    })?;
    let advice = "live through the first broken seed above again, alone: it is told step by step";
    step("live", advice, || {
        let mut simulate = Command::new(workspace::binary("simulate", true));
        simulate.args([options.from.to_string(), options.seeds.to_string()]);
        if options.short {
            simulate.arg("--short");
        }
        if let Some(against) = options.against {
            simulate.args(["--against", against.name()]);
        }
        run(&mut simulate)
    })
}
