//! Letters: who puts one away, which one stays all the same, and how one comes back.

use std::sync::Arc;

use shared::{
    calendar::{Day, When},
    dossier::{Dossier, Register},
    effects::Why,
    id::{InboxId, OpId, UserId, derived},
    inbox::{InboxItem, PutAway, TakeBack, put_away, take_back},
    row::Row,
    sync::{Act, Fault, Verdict},
    user::{Caller, Role},
};

use crate::stage::day;

const READ_ON: &str = "2026-11-20";

fn caller(login: &str) -> Caller {
    Caller { user: UserId::of_login(login), roles: vec![Role::Rep], grants: vec![] }
}

fn letter(verdict: Verdict) -> InboxItem {
    let (user, op_id) = (UserId::of_login("lin"), OpId(derived("op", &["1"])));
    InboxItem {
        id: InboxId::of(op_id, user),
        user,
        op_id,
        author: user,
        customer: None,
        acted_on: day("2026-11-18"),
        act: Act::TakeLetterBack(TakeBack { letter: InboxId(derived("letter", &["0"])) }),
        verdict,
        merged: None,
        about: None,
        put_away_on: None,
    }
}

fn waits() -> Verdict {
    Verdict::Quarantined { fault: Fault::Failing { said: String::new() } }
}

/// Who does what with the letter, on which day, and when it stands as put away afterwards.
enum Step {
    Puts(&'static str, Verdict),
    Takes(&'static str),
    /// The server says something else of the command by now.
    Says(Verdict),
}

/// Plays steps on one letter to Lin, and says of each how many rows it wrote and how the letter stands.
#[track_caller]
fn check(first: Verdict, steps: Vec<(Step, usize, Option<Day>)>) {
    let mut dossier = Dossier::new(Arc::new(Register::default()));
    let id = letter(first.clone()).id;
    dossier.put(Row::Inbox(letter(first)));
    for (number, (step, writes, stands)) in steps.into_iter().enumerate() {
        let effects = match step {
            Step::Puts(who, verdict) => {
                let form = PutAway { letter: id, verdict };
                put_away(&form, &dossier, &caller(who), When::on(day(READ_ON)))
            }
            Step::Takes(who) => take_back(TakeBack { letter: id }, &dossier, &caller(who)),
            Step::Says(verdict) => {
                dossier.put(Row::Inbox(letter(verdict)));
                continue;
            }
        };
        assert_eq!(effects.writes.len(), writes, "step {number}");
        effects.writes.into_iter().for_each(|it| dossier.put(it));
        assert_eq!(dossier.letters[&id].put_away_on, stands, "step {number}");
    }
}

#[test]
fn its_reader_puts_it_away_and_takes_it_back_each_of_them_once() {
    let (told, on) = (Verdict::NeedsReview { why: Why::NotYours }, Some(day(READ_ON)));
    check(
        told.clone(),
        vec![
            (Step::Takes("lin"), 0, None),
            (Step::Puts("wu", told.clone()), 0, None),
            (Step::Puts("lin", told.clone()), 1, on),
            (Step::Puts("lin", told.clone()), 0, on),
            (Step::Takes("wu"), 0, on),
            (Step::Takes("lin"), 1, None),
            (Step::Takes("lin"), 0, None),
            (Step::Puts("lin", told), 1, on),
        ],
    );
}

#[test]
fn what_has_come_to_say_something_else_stays_until_that_is_read_too() {
    let news = Verdict::BlockedBy { op: OpId(derived("op", &["2"])) };
    check(
        waits(),
        vec![
            (Step::Says(news.clone()), 0, None),
            (Step::Puts("lin", waits()), 0, None),
            (Step::Puts("lin", news), 1, Some(day(READ_ON))),
        ],
    );
}

#[test]
fn a_letter_that_is_not_here_is_nothing_to_be_done() {
    let dossier = Dossier::new(Arc::new(Register::default()));
    let strange = InboxId(derived("letter", &["1"]));
    let form = PutAway { letter: strange, verdict: waits() };
    let put = put_away(&form, &dossier, &caller("lin"), When::on(day(READ_ON)));
    let taken = take_back(TakeBack { letter: strange }, &dossier, &caller("lin"));
    assert!(put.writes.is_empty() && taken.writes.is_empty());
}
