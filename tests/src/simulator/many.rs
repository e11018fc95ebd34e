//! Many lives at once, on every core; a life itself is single-threaded.

use std::{
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    defect::Defect,
    life::{Span, Summary, live},
    witness::Breach,
};

/// What became of one seed.
pub type Lived = (u64, Result<Summary, Breach>);

/// Lives through these seeds and says what became of each, in their order. `after` hears of every
/// one as it ends.
pub fn live_all(
    seeds: Range<u64>,
    span: impl Fn(u64) -> Span + Sync,
    after: impl Fn(&Lived) + Sync,
) -> Vec<Lived> {
    let next = AtomicU64::new(seeds.start);
    let all = Mutex::new(vec![]);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seeds.end <= seed {
                        break;
                    }
                    let lived = (seed, live(seed, Defect::None, span(seed)));
                    after(&lived);
                    all.lock().unwrap_or_else(PoisonError::into_inner).push(lived);
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_by_key(|(seed, _)| *seed);
    all
}

/// The command that lives through a seed again and tells what happens in it.
#[must_use]
pub fn again(seed: u64, span: Span) -> String {
    let short = if span == Span::Short { " --short" } else { "" };
    format!("cargo xtask sim --from {seed} --seeds 1{short}")
}
