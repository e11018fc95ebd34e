//! What was said by another version of the policy than the one of that day.

use super::*;
use crate::{
    calendar::Days,
    policy::{self, Policy},
    promise::PromiseRefusal,
};

/// Publishes a version from a day on, with promises dated at most so many days ahead.
fn publish(office: &mut Office, version: u32, from: &str, furthest: u32) {
    let mut policy = Policy { version, valid_from: day(from), ..Policy::initial() };
    policy.promise.furthest = Days(furthest);
    let answer = office.system((None, Act::PublishPolicy(policy::Publish { policy })));
    assert_eq!(answer.verdict, Verdict::Applied);
}

/// A promise for 2026-12-20, a month ahead, by somebody whose phone had a version of the policy.
fn promised_by(version: u32, office: &mut Office) -> Verdict {
    let lin = UserId::of_login("lin");
    let command = office.command(lin, promise("C1", "2026-12-20"));
    office.apply.apply(&Command { policy: version, ..command }, &person("lin")).verdict
}

fn too_far(verdict: &Verdict) -> bool {
    let Verdict::Quarantined { fault: Fault::Malformed { refusal } } = verdict else {
        return false;
    };
    matches!(refusal, Refusal::Promise(PromiseRefusal::DueTooFar { .. }))
}

#[test]
fn what_the_author_s_version_allowed_is_taken_and_looked_at() {
    // The day a second version is valid from, the version of the phone, what comes of it.
    for (from, version, verdict) in [
        ("2026-11-20", 1, Some(review(Why::PolicyChanged { seen: 1, now: 2 }))),
        ("2026-11-21", 1, Some(Verdict::Applied)),
        // Who had the right version, or one that was never published, has no excuse.
        ("2026-11-20", 2, None),
        ("2026-11-20", 7, None),
    ] {
        let mut office = Office::new();
        publish(&mut office, 1, "2026-01-01", 366);
        publish(&mut office, 2, from, 10);
        let said = promised_by(version, &mut office);
        match verdict {
            Some(verdict) => assert_eq!(said, verdict, "{from} {version}"),
            None => assert!(too_far(&said), "{from} {version}: {said:?}"),
        }
    }
}

#[test]
fn a_version_that_was_not_in_force_yet_excuses_nothing() {
    let mut office = Office::new();
    publish(&mut office, 1, "2026-12-01", 366);
    publish(&mut office, 2, "2026-11-01", 10);
    assert!(too_far(&promised_by(1, &mut office)));
}

#[test]
fn it_stands_at_once_and_its_author_hears_of_it() {
    let mut office = Office::new();
    publish(&mut office, 1, "2026-01-01", 366);
    publish(&mut office, 2, "2026-11-01", 10);
    assert!(matches!(promised_by(1, &mut office), Verdict::NeedsReview { .. }));
    let rows = office.apply.finish().rows;
    assert_eq!(rows.iter().filter(|it| it.row.kind() == RowKind::Promise).count(), 1);
    let letters = rows.iter().filter(|it| it.row.kind() == RowKind::Inbox);
    assert_eq!(letters.count(), 1);
}
