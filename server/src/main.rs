//! `chitbook`: the command line, and the choice of the database.

mod cli;
mod web;

use std::process::ExitCode;

/// Groups of commands come and go between threads, a million small pieces a second.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
