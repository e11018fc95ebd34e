//! Quarantine: what cannot be run is kept, holds up what stands behind it, and is told to its author.

use super::*;

fn unread(author: &str, customer: Option<&str>, fault: Fault) -> Unread {
    Unread {
        op_id: OpId(derived("unread", &[author])),
        author: Some(UserId::of_login(author)),
        customer: customer.map(CustomerId::of_code),
        acted_on: None,
        act: None,
        fault,
    }
}

#[test]
fn facts_behind_what_waits_to_be_run_again_are_taken_and_looked_at() {
    let unknown = || Fault::UnknownKind { kind: "x.1".to_owned() };
    let failing = || Fault::Failing { said: String::new() };
    let unreadable = || Fault::Unreadable { said: String::new() };
    for (author, customer, fault, held, behind) in [
        ("lin", Some("C1"), unknown(), true, true),
        ("lin", Some("C1"), failing(), true, true),
        ("lin", None, unknown(), true, false),
        // What can never be run holds nobody up, and neither does a stranger's.
        ("lin", Some("C1"), unreadable(), false, false),
        ("wang", Some("C1"), unknown(), false, false),
    ] {
        let mut office = Office::new();
        let said = unread(author, customer, fault);
        assert_eq!(office.apply.hold(&said, &person(author)).held, held, "{said:?}");
        let verdict = if behind { review(Why::BehindQuarantine) } else { Verdict::Applied };
        assert_eq!(office.person("lin", visit("C1", "a")), verdict, "{said:?}");
        assert_eq!(office.person("wang", visit("C3", "b")), Verdict::Applied);
        assert_eq!(office.system(assign("C1", None)).verdict, Verdict::Applied);
    }
    let mut office = Office::new();
    let malformed = office.person("lin", promise("C1", "2026-11-19"));
    assert!(matches!(malformed, Verdict::Quarantined { fault: Fault::Malformed { .. } }));
    assert_eq!(office.person("lin", visit("C1", "a")), Verdict::Applied);
}

#[test]
fn who_is_put_into_quarantine_hears_of_it_and_of_what_comes_after() {
    let mut office = Office::new();
    let command = office.command(UserId::of_login("lin"), visit("C1", "v"));
    let failing = Unread {
        op_id: command.op_id,
        act: Some(command.act.clone()),
        ..unread("lin", Some("C1"), Fault::Failing { said: String::new() })
    };
    office.apply.hold(&failing, &person("lin"));
    // Nobody gets a letter about what another sent in the same name.
    office.apply.hold(&failing, &person("wang"));
    office.apply.held.clear();
    assert_eq!(office.apply.release(&command, &person("lin")).verdict, Verdict::Applied);
    let outcome = office.apply.finish();
    let lin = UserId::of_login("lin");
    let told: Vec<_> = outcome.changes[&Scope::Me(lin)]
        .iter()
        .map(|it| match it.read().unwrap() {
            What::Upsert(Row::Inbox(letter)) => (letter.verdict.concerns_author(), it.version),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, [(true, 1), (false, 2)]);
}

#[test]
fn a_person_draws_ids_and_takes_none_that_is_derived() {
    let id = derived("receipt", &["U001", "bank-zh", "L1"]);
    let not_drawn =
        Verdict::Quarantined { fault: Fault::Malformed { refusal: Refusal::IdNotDrawn { id } } };
    let mut office = Office::new();
    let mut command = office.command(UserId::of_login("lin"), visit("C1", "v"));
    command.op_id = OpId(id);
    assert_eq!(office.apply.apply(&command, &person("lin")).verdict, not_drawn);
    let record = visit::Record {
        id: VisitId(id),
        outcome: VisitOutcome::Other,
        note: String::new(),
        next_on: None,
    };
    assert_eq!(office.person("lin", (Some("C1"), Act::RecordVisit(record))), not_drawn);
}
