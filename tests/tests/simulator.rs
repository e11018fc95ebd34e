//! The simulator over hundreds of seeds: nothing lost, nothing doubled, everybody agrees in the end.

use tests::simulator::{
    life::live,
    server::Defect,
    witness::{Breach, Invariant},
};

/// How many lives a run lives through; `CHITBOOK_SEEDS` asks for more.
const SEEDS: u64 = 200;

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seeds of this run: one that failed before, or the first so many.
fn seeds() -> Vec<u64> {
    match asked("CHITBOOK_SEED") {
        Some(seed) => vec![seed],
        None => (0..asked("CHITBOOK_SEEDS").unwrap_or(SEEDS)).collect(),
    }
}

#[track_caller]
fn check(seed: u64) -> u64 {
    let rerun = format!("CHITBOOK_SEED={seed} cargo test -p tests --test simulator");
    match live(seed, Defect::None) {
        Ok(summary) => summary.commands as u64,
        Err(breach) => panic!("seed {seed}: {breach}\n  again with: {rerun}"),
    }
}

#[test]
fn whatever_happens_everybody_agrees_in_the_end() {
    let seeds = seeds();
    let commands: u64 = seeds.iter().map(|seed| check(*seed)).sum();
    assert!(seeds.len() as u64 <= commands, "the reps have hardly worked: {commands} commands");
}

/// The first seed in which a defect is found, and what gave it away.
fn caught(defect: Defect) -> Option<(u64, Breach)> {
    (0..40).find_map(|seed| Some((seed, live(seed, defect).err()?)))
}

#[track_caller]
fn check_caught(defect: Defect, by: &[Invariant]) {
    let (seed, breach) = caught(defect).unwrap_or_else(|| panic!("{defect:?} is never caught"));
    assert!(by.contains(&breach.of), "{defect:?} is caught in seed {seed} by {breach}");
}

/// What the invariants are worth: each broken server is found out, by the invariant it breaks.
#[test]
fn a_broken_server_is_caught() {
    check_caught(Defect::AppliesTwice, &[Invariant::ExactlyOnce]);
    check_caught(
        Defect::AnswersWithoutKeeping,
        &[Invariant::NoLostCommand, Invariant::ReadYourWrites],
    );
    check_caught(Defect::SkipsChanges, &[Invariant::NoHole, Invariant::Convergence]);
    check_caught(Defect::TearsCommands, &[Invariant::Money, Invariant::AtomicCommand]);
    check_caught(Defect::LeaksTerritories, &[Invariant::Authority]);
    check_caught(Defect::ReflectsTooMuch, &[Invariant::ReadYourWrites]);
}

#[test]
fn a_life_is_the_same_every_time() {
    assert_eq!(live(7, Defect::None), live(7, Defect::None));
}
#[test]
fn zz() {
    let _x: u64 = 0;
    for s in std::env::var("S")
        .unwrap()
        .split('-')
        .map(|x| x.parse::<u64>().unwrap())
        .collect::<Vec<_>>()
        .windows(2)
        .flat_map(|w| w[0]..w[1])
    {
        let t = std::time::Instant::now();
        println!("{s} {:?} {:?}", live(s, Defect::None), t.elapsed());
    }
}
