//! Letters: who puts one away, which one stays all the same, and how one comes back.

use std::sync::Arc;

use shared::{
    calendar::{Day, Instant, When},
    credit::{
        Against, CreditRequest, CreditStanding, Decide, Decision, Request, RequestState, Revise,
        Revision,
    },
    dossier::{Dossier, Register},
    edit::{Edit, EditKind, Field, FieldEdit, Subject},
    effects::Why,
    id::{CreditRequestId, CustomerId, EditId, InboxId, OpId, UserId, derived},
    inbox::{InboxItem, PutAway, TakeBack, asks, put_away, take_back},
    refusal::Refusal,
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

fn request(name: &str) -> CreditRequestId {
    CreditRequestId(derived("request", &[name]))
}

/// What Lin hears of the `number`th form of a request.
fn answered(name: &str, number: usize, state: RequestState) -> InboxItem {
    let form = |state| Revision {
        asked: CreditStanding::CashOnly,
        reason: String::new(),
        against: Against::default(),
        sent_on: day("2026-11-18"),
        captured_at: Instant(0),
        state,
    };
    let id = request(name);
    let about = CreditRequest {
        id,
        customer: CustomerId::of_code("K-0217"),
        author: UserId::of_login("lin"),
        current: form(state),
        earlier: vec![form(RequestState::Waiting); number - 1],
    };
    let decision = Decide {
        request: id,
        revision: about.revision(),
        against: Against::default(),
        decision: Decision::Approve,
        reason: String::new(),
    };
    InboxItem {
        act: Act::DecideCreditRequest(decision),
        about: Some(Box::new(Row::CreditRequest(about))),
        ..letter(Verdict::Applied)
    }
}

/// What Lin hears of a proposal to the file: what of it somebody else did not take.
fn second_word(refused: Vec<FieldEdit>) -> InboxItem {
    let about = Edit {
        id: EditId::of(OpId(derived("op", &["1"])), 0),
        customer: CustomerId::of_code("K-0217"),
        subject: Subject::Customer,
        name: String::new(),
        kind: EditKind::Changed,
        author: UserId::of_login("wu"),
        edited_on: day("2026-11-18"),
        captured_at: Instant(0),
        ordinal: 1,
        taken: vec![],
        lost: vec![],
        proposed: vec![],
        refused,
    };
    InboxItem { about: Some(Box::new(Row::Edit(about))), ..letter(Verdict::Applied) }
}

fn refused() -> Verdict {
    Verdict::Rejected { refusal: Refusal::NotYours { customer: None } }
}

/// Each way in which a request is answered.
fn answers() -> [RequestState; 3] {
    let (by, on) = (UserId::of_login("zhao"), day("2026-11-19"));
    let reason = "请附订单".to_owned();
    [
        RequestState::Returned { by, reason: reason.clone(), on },
        RequestState::Rejected { by, reason: reason.clone(), on },
        RequestState::Approved { by, reason, on },
    ]
}

#[test]
fn what_went_as_it_was_wished_asks_nothing() {
    let [returned, rejected, approved] = answers();
    let no = FieldEdit { field: Field::LegalName, from: None, to: None };
    for (letter, asked) in [
        (letter(Verdict::Applied), false),
        (letter(refused()), true),
        (letter(Verdict::Merged { fields: vec![] }), true),
        (letter(Verdict::NeedsReview { why: Why::NotYours }), true),
        (letter(waits()), true),
        (InboxItem { put_away_on: Some(day(READ_ON)), ..letter(refused()) }, false),
        (answered("a", 1, returned), true),
        (answered("a", 1, rejected), true),
        (answered("a", 1, approved), false),
        (second_word(vec![no]), true),
        (second_word(vec![]), false),
    ] {
        assert_eq!(asks(&letter, std::slice::from_ref(&letter)), asked, "{letter:?}");
    }
}

#[test]
fn a_form_whose_later_form_was_answered_asks_nothing_more() {
    let [returned, _, approved] = answers();
    let (asked, against) = (CreditStanding::CashOnly, Against::default());
    let sent = |act, verdict| InboxItem { act, ..letter(verdict) };
    let first = Request { id: request("a"), asked, reason: String::new(), against };
    let first = Act::RequestCredit(first);
    let second =
        Revise { request: request("a"), revision: 1, asked, reason: String::new(), against };
    let second = Act::ReviseCreditRequest(second);
    let now = Against::default();
    let stale = Verdict::NeedsReview { why: Why::StaleLimit { seen: against, now } };
    let back = answered("a", 1, returned.clone());
    for (letter, later, asked) in [
        (back.clone(), answered("a", 2, approved.clone()), false),
        (back.clone(), answered("a", 2, returned), false),
        (back.clone(), answered("b", 2, approved.clone()), true),
        (back.clone(), sent(second.clone(), refused()), true),
        (sent(second.clone(), refused()), back, true),
        (sent(second.clone(), refused()), answered("a", 1, approved.clone()), true),
        (sent(second.clone(), refused()), answered("a", 2, approved.clone()), true),
        (sent(second, refused()), answered("a", 3, approved.clone()), false),
        (sent(first, stale), answered("a", 1, approved), false),
    ] {
        assert_eq!(asks(&letter, &[letter.clone(), later]), asked, "{letter:?}");
    }
}
