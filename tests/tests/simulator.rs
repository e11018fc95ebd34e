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

/// What became of some seeds: commands taken, and what broke.
fn live_all(seeds: impl Iterator<Item = u64>) -> (usize, Vec<String>) {
    let (mut commands, mut broken) = (0, vec![]);
    for seed in seeds {
        match live(seed, Defect::None) {
            Ok(summary) => commands += summary.commands,
            Err(breach) => broken.push(format!(
                "seed {seed}: {breach}\n    again, step by step: \
                 CHITBOOK_SEED={seed} cargo test -p tests --test simulator -- --nocapture whatever"
            )),
        }
    }
    (commands, broken)
}

#[test]
fn whatever_happens_everybody_agrees_in_the_end() {
    let seeds = seeds();
    // One thread for each core; a life itself is single-threaded.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let seeds = &seeds;
    let share = move |from: usize| live_all(seeds.iter().copied().skip(from).step_by(threads));
    let lived = std::thread::scope(|scope| {
        let lives: Vec<_> = (0..threads).map(|from| scope.spawn(move || share(from))).collect();
        lives.into_iter().map(|it| it.join().expect("a life ends")).collect::<Vec<_>>()
    });
    let broken: Vec<_> = lived.iter().flat_map(|(_, broken)| broken.clone()).collect();
    assert!(broken.is_empty(), "{} of {} break:\n{}", broken.len(), seeds.len(), broken.join("\n"));
    let commands: usize = lived.iter().map(|(commands, _)| commands).sum();
    assert!(seeds.len() < commands, "the reps have hardly worked: {commands} commands");
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
    check_caught(
        Defect::SkipsChanges,
        &[Invariant::NoHole, Invariant::Convergence, Invariant::ReadYourWrites],
    );
    check_caught(Defect::TearsCommands, &[Invariant::Money, Invariant::AtomicCommand]);
    check_caught(Defect::LeaksTerritories, &[Invariant::Authority]);
    check_caught(Defect::ReflectsTooMuch, &[Invariant::ReadYourWrites]);
}

#[test]
fn a_life_is_the_same_every_time() {
    assert_eq!(live(7, Defect::None), live(7, Defect::None));
}
