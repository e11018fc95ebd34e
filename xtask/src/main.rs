//! Build and developer commands of Chitbook: `cargo xtask web | run | check | test | bench | dist | seed`.

mod step;
mod web;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Build and developer commands of Chitbook",
    version
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the web app into dist/web
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
        Task::Web(options) => web::build(&options).map(drop),
    }
}
