//! Build and developer commands of Chitbook, as `cargo xtask …`.

mod bench;
mod check;
mod conformance;
mod crash;
mod dist;
mod run;
mod setup;
mod sim;
mod step;
mod tally;
mod test;
mod web;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Build and developer commands of Chitbook")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, fill the demo, serve until Ctrl-C
    Run(run::Options),
    /// Form, lints and the domain's rules: the quick look before a commit
    Check,
    /// Every test: rules, simulator, both databases, real browsers
    Test,
    /// Measure, and show figures and ratios as a table
    Bench(bench::Options),
    /// Live through many histories of the sync simulator, one a seed
    Sim(sim::Options),
    /// Kill server, database and disk under load, many times: nothing answered may be lost
    Crash(crash::Options),
    /// Build one self-contained server binary with the web app inside
    Dist(dist::Options),
    /// Fill a database with the demo and print its sign-ins
    Seed(run::Seed),
    /// Build the web app alone
    Web(web::Options),
}

fn main() -> std::process::ExitCode {
    match go(Cli::parse().task) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn go(task: Task) -> Result<()> {
    std::env::set_current_dir(workspace::root())?;
    match task {
        Task::Run(options) => run::run_product(&options),
        Task::Check => check::check(&mut tally::Tally::default()),
        Task::Test => test::test(),
        Task::Bench(options) => bench::bench(&options),
        Task::Sim(options) => sim::sim(&options),
        Task::Crash(options) => crash::crash(&options),
        Task::Dist(options) => dist::dist(&options),
        Task::Seed(options) => run::seed(&options),
        Task::Web(options) => web::build(&options).map(drop),
    }
}
