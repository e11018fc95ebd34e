//! `chitbook`: the command line, and the choice of the database.

mod cli;
mod web;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
