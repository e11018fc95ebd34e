//! Visits: what happened in the shop is taken, and only what nobody could mean is not.

use shared::{
    calendar::When,
    sync::Act,
    visit::{NOTE_MAX, Record, VisitOutcome},
};

use crate::stage::{Stage, customer, day, rows, said, visit_id};

fn record(id: &str, note: &str, next: Option<&str>) -> Act {
    Act::RecordVisit(Record {
        id: visit_id(id),
        outcome: VisitOutcome::Agreed,
        note: note.to_owned(),
        next_on: next.map(day),
    })
}

/// Who acted, on which day, with which next day (or -), and the answer, on one stage after another.
#[track_caller]
fn check_visit(table: &str) {
    let mut stage = Stage::new();
    stage.register().put(ended("wang"));
    for (row, cells) in rows(table) {
        let [id, who, on, next, expected] = cells[..] else { panic!("bad row: {row}") };
        let next = Some(next).filter(|it| *it != "-");
        let outcome = stage.act(who, on, record(id, "谈妥", next));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

/// A rep who worked the east until the middle of November.
fn ended(login: &str) -> shared::row::Row {
    shared::row::Row::User(shared::user::User {
        id: shared::id::UserId::of_login(login),
        login: login.to_owned(),
        name: login.to_owned(),
        roles: vec![shared::user::Role::Rep],
        grants: vec![crate::stage::grant("east", "11-01", Some("11-15"))],
        ended_on: None,
    })
}

#[test]
fn a_visit_is_taken_twice_as_once_and_its_next_day_is_not_before_it() {
    check_visit(
        "
        # id  who   on     next   answer
        a     lin   11-18  -      visit
        a     lin   11-18  -      nothing
        a     lin   11-18  11-20  refused: visit id_taken visit
        a     zhou  11-18  -      refused: visit id_taken visit
        b     lin   11-18  11-17  refused: visit next_before_visit next_on=11-17 visited_on=11-18
        b     lin   11-18  11-18  visit
        c     lin   11-18  11-19  visit
        ",
    );
}

#[test]
fn permission_is_that_of_the_day_and_its_loss_asks_for_review() {
    check_visit(
        "
        # id  who   on          next  answer
        a     zhou  11-18       -     visit
        b     chen  11-18       -     visit, review: not_yours
        c     lin   2025-12-31  -     visit, review: not_yours
        d     lin   2026-01-01  -     visit
        e     shen  11-18       -     visit
        f     ji    11-18       -     visit, review: not_yours
        g     wang  10-31       -     visit, review: not_yours
        h     wang  11-01       -     visit
        i     wang  11-15       -     visit
        j     wang  11-16       -     visit, review: not_yours
        ",
    );
}

#[test]
fn a_moved_customer_asks_for_review() {
    let mut stage = Stage::new();
    for territory in [Some("west"), None] {
        let moved = customer("K-0217", territory);
        stage.dossier.put(shared::row::Row::Customer(moved));
        let outcome = stage.ask("lin", When::on(day("11-18")), record("a", "", None));
        assert_eq!(said(&outcome), "visit, review: not_yours");
    }
}

#[test]
fn an_unknown_customer_cannot_be_visited() {
    let stage = Stage::empty();
    let outcome = stage.ask("lin", When::on(day("11-18")), record("a", "", None));
    assert_eq!(said(&outcome), "refused: customer unknown customer");

    let stage = Stage::new();
    let lin = stage.caller("lin");
    let mut command = stage.command(record("a", "", None), lin.user, day("11-18"));
    command.customer = None;
    let policy = stage.dossier.register.policy_on(day("11-18"));
    let outcome = stage.ask_command(&command, &lin, &policy, When::on(day("11-18")));
    assert_eq!(said(&outcome), "refused: customer not_named");
}

#[test]
fn a_note_of_the_longest_length_is_kept_and_trimmed_of_blanks_only() {
    let stage = Stage::new();
    let ask = |note: &str| stage.ask("lin", When::on(day("11-18")), record("a", note, None));
    let longest = "话".repeat(NOTE_MAX);
    assert_eq!(said(&ask(&longest)), "visit");
    assert_eq!(said(&ask(&(longest + "多"))), "refused: visit note_too_long length=4001 most=4000");
    let effects = ask("  下周再来\n第二行  ").unwrap();
    let [shared::row::Row::Visit(visit)] = &effects.writes[..] else { panic!("one visit") };
    assert_eq!(visit.note, "下周再来\n第二行");
    assert_eq!(visit.visited_on, day("11-18"));
}

#[test]
fn another_customers_visit_is_not_taken_over() {
    let mut other = Stage::new();
    let effects = other.act("lin", "11-17", record("a", "别家", None)).unwrap();
    let mut stage = Stage::new();
    stage.elsewhere("W-0087", effects.writes[0].clone());
    let outcome = stage.ask("lin", When::on(day("11-18")), record("a", "", None));
    assert_eq!(said(&outcome), "refused: visit id_taken visit");
}
