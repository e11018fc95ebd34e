//! The command line: what was asked for, done or refused in one line.

mod args;
mod cut_log;
mod database;
mod doctor;
mod import;
mod people;
mod report;
mod restored;
mod retry;
mod say;
mod seed;
mod serve;
mod territory;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser as _, error::ErrorKind};
use tracing_subscriber::EnvFilter;

use self::{
    args::{Cli, Command, Report},
    database::Database,
    say::{Say, errln},
};

/// Reads what was typed and does it. Every error is one line and a code that is not 0.
pub async fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error),
    };
    listen_to_logs(&cli.command);
    let say = Say::in_language(cli.lang);
    match Box::pin(go(cli, say)).await {
        Ok(code) => code,
        // Whoever closed the pipe has read enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            errln!("{}{}", say.of("错误：", "error: "), one_line(&said(&error, say)));
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |it: &std::io::Error| it.kind() == std::io::ErrorKind::BrokenPipe;
    error.downcast_ref().is_some_and(closed)
}

/// The error with what lies behind it, in the language of whoever reads it as far as it is ours.
fn said(error: &anyhow::Error, say: Say) -> String {
    let one = |it: &(dyn std::error::Error + 'static)| {
        let sqlite = it.downcast_ref::<server_sqlite::Error>().map(server_sqlite::Error::told_zh);
        let zh = sqlite.or_else(|| {
            it.downcast_ref::<server_postgres::Error>().map(server_postgres::Error::told_zh)
        });
        let en = it.to_string();
        say.of(zh.as_deref().unwrap_or(&en), &en)
    };
    error.chain().map(one).collect::<Vec<_>>().join(": ")
}

async fn go(cli: Cli, say: Say) -> Result<ExitCode> {
    let database = match &cli.command {
        // A report of a database that was made for it would say that nobody owes anything.
        Command::Report(_) => Database::open_existing(&cli.db, say).await?,
        other => Database::open(&cli.db, other.days_ahead(), say).await?,
    };
    errln!("{}", say.of(&format!("数据库：{}", cli.db), &format!("database: {}", cli.db)));
    match &cli.command {
        Command::Serve(it) => serve::serve(database, it, say).await?,
        Command::Import(it) => return import::import(&database, it, say).await,
        Command::Report(Report::Ageing(it)) => report::ageing(&database, it, say).await?,
        Command::User(it) => people::user(&database, it, say).await?,
        Command::Territory(it) => territory::territory(&database, it, say).await?,
        Command::Doctor => return doctor::doctor(&database, say).await,
        Command::Retry => retry::retry(&database, say).await?,
        Command::Restored => restored::restored(&database, say).await?,
        Command::CutLog(it) => cut_log::cut_log(&database, it.days, say).await?,
        Command::Seed => seed::seed(&database, say).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Help and version are answers; anything else is said in one line.
fn not_understood(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let asked = error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            // Who closed the pipe does not want to read on.
            let _ = error.print();
            if asked { ExitCode::SUCCESS } else { ExitCode::from(2) }
        }
        _ => {
            let said = error.to_string();
            let first = said.split("\n\n").next().unwrap_or_default();
            errln!("{} (--help says more)", one_line(first));
            ExitCode::from(2)
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A server keeps a log; a command speaks for itself.
fn listen_to_logs(command: &Command) {
    let quiet = if matches!(command, Command::Serve(_)) { "info,sqlx=warn" } else { "off" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(quiet));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Nobody else sets one up in this process.
    let _ = log.try_init();
}
