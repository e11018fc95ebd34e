//! Lives of the simulator by the thousand: `simulate FROM SEEDS`, long ones unless `--short` is asked
//! for. A single seed is told from beginning to end. With `--against sqlite` or `--against postgres`
//! what reaches the server in each life is asked of a real one too, which has to answer alike.

use std::{
    io::{Write as _, stdout},
    ops::Range,
    process::ExitCode,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    time::Instant,
};

use tests::{
    differential,
    simulator::{
        defect::Defect,
        life::{Span, tell},
        many::{self, Lived},
    },
    world::books::Database,
};

/// A life is made of small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many broken seeds are told in full.
const TOLD: usize = 3;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u64> = asked.iter().filter_map(|it| it.parse().ok()).collect();
    let &[from, seeds] = numbers.as_slice() else {
        eprintln!("simulate FROM SEEDS [--short] [--against sqlite|postgres|both]");
        return ExitCode::FAILURE;
    };
    let short = asked.iter().any(|it| it == "--short");
    let span = if short { Span::Short } else { Span::Long };
    let against = asked.iter().position(|it| it == "--against");
    if let Some(named) = against {
        return real_servers(from..from.saturating_add(seeds), span, asked.get(named + 1));
    }
    let begun = Instant::now();
    let lived = run(from, seeds, span, begun);
    let seconds = begun.elapsed().as_secs_f64();
    let broken: Vec<u64> =
        lived.iter().filter(|(_, it)| it.is_err()).map(|(seed, _)| *seed).collect();
    if seeds == 1 {
        told(from, span);
    } else {
        broken.iter().take(TOLD).for_each(|seed| told(*seed, span));
    }
    close(&lived, seconds);
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays the lives against real servers on one of the databases, or on both.
fn real_servers(seeds: Range<u64>, span: Span, named: Option<&String>) -> ExitCode {
    let databases: &'static [Database] = match named.map(String::as_str) {
        Some("sqlite") => &[Database::Sqlite],
        Some("postgres") => &[Database::Postgres],
        Some("both") => &Database::BOTH,
        _ => {
            eprintln!("--against sqlite, postgres or both");
            return ExitCode::FAILURE;
        }
    };
    let begun = Instant::now();
    let count = seeds.end - seeds.start;
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let played = runtime.block_on(differential::many(seeds, move |seed| async move {
        let played = differential::against(seed, span, databases).await;
        match &played {
            Ok(it) if it.databases < databases.len() => {
                eprintln!("seed {seed}: no PostgreSQL here");
            }
            Ok(_) => {}
            Err(error) => {
                eprintln!("seed {seed}: {error:#}\n    the life: {}", many::again(seed, span));
            }
        }
        played
    }));
    let well = || played.iter().filter_map(|(_, it)| it.as_ref().ok());
    let requests: usize = well().flat_map(|it| it.kinds.values()).sum();
    let on_all = well().filter(|it| it.databases == databases.len()).count();
    println!(
        "{count} seeds against {databases:?}, {} differ, {requests} requests, {:.1} s",
        played.len() - well().count(),
        begun.elapsed().as_secs_f64()
    );
    if on_all == played.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(from: u64, seeds: u64, span: Span, begun: Instant) -> Vec<Lived> {
    let (done, said_at) = (AtomicUsize::new(0), AtomicU64::new(0));
    many::live_all(
        from..from.saturating_add(seeds),
        |_| span,
        |(seed, it)| {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if let Err(breach) = it {
                eprintln!("seed {seed}: {breach:.300}\n    again: {}", many::again(*seed, span));
            }
            let now = begun.elapsed().as_secs() / 5;
            if said_at.swap(now, Ordering::Relaxed) < now {
                eprintln!("{done} of {seeds} seeds, {} s", begun.elapsed().as_secs());
            }
        },
    )
}

/// The history of one seed, and the command that repeats it.
fn told(seed: u64, span: Span) {
    let mut out = stdout().lock();
    let lines = tell(seed, Defect::None, span);
    // Whoever reads no further has closed the pipe.
    let _ = writeln!(out, "\nseed {seed}, from beginning to end:");
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "again: {}\n", many::again(seed, span));
}

fn close(lived: &[Lived], seconds: f64) {
    let well = || lived.iter().filter_map(|(_, it)| it.as_ref().ok());
    let said: usize = well().map(|it| it.said).sum();
    let taken: usize = well().flat_map(|it| it.commands.values()).sum();
    let faults: usize = well().flat_map(|it| it.faults.values()).sum();
    let broken = lived.len() - well().count();
    println!(
        "{} seeds, {broken} broken, {said} commands of people, {taken} taken in all, {faults} faults, {seconds:.1} s",
        lived.len()
    );
}
