//! The house rules as a test: what may stand where, and what may not stand at all.
//!
//! Each rule reads the text of the repository and says, for every breach, where it is and what to
//! do instead. A rule that is in somebody's way is changed here, in the open.

mod documents;
mod layers;
mod lengths;
mod migrations;
mod names;
mod openapi;
mod protocol;
mod source;
mod tour;

use source::Source;

/// Fails with every breach of a rule, not only the first.
#[track_caller]
fn none(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}\n  {}\n", breaches.join("\n  "));
}

/// The breaches found in the sources that `looked_at` chooses.
fn breaches(
    sources: &[Source],
    looked_at: impl Fn(&Source) -> bool,
    find: impl Fn(&Source) -> Vec<String>,
) -> Vec<String> {
    sources.iter().filter(|it| looked_at(it)).flat_map(find).collect()
}
