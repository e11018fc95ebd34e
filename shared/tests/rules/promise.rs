//! Promises to pay: what was said in the shop is taken; what nobody could have said is not.

use shared::{
    calendar::When,
    promise::{Basis, Ended, Make, REASON_MAX, Withdraw, day_chips},
    receipt::PaymentMethod,
    row::Row,
    sync::Act,
};

use crate::stage::{Stage, customer, day, invoice_id, money, promise_id, rows, said};

fn make(id: &str, amount: &str, due: &str) -> Make {
    Make {
        id: promise_id(id),
        amount: money(amount),
        due_on: day(due),
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    }
}

/// A customer who owes 30,000 on receivable 0793 and 20,000 on 0834, of which 5,000 is here unapplied.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.owes("0793", "30000", "09-27");
    stage.owes("0834", "20000", "10-08");
    stage.owes("9001", "700USD", "10-08");
    stage.pays("R1", "5000", "11-01");
    stage
}

/// Who, on which day, which promise, over how much, until when, and the answer.
#[track_caller]
fn check_make(table: &str) {
    let mut stage = stage();
    for (row, cells) in rows(table) {
        let [who, on, id, amount, due, expected] = cells[..] else { panic!("bad row: {row}") };
        let outcome = stage.act(who, on, Act::MakePromise(make(id, amount, due)));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

#[test]
fn a_promise_is_taken_twice_as_once() {
    check_make(
        "
        # who  on     id  amount  due    answer
        lin    11-18  a   8000    11-20  promise
        lin    11-18  a   8000    11-20  nothing
        lin    11-18  a   8001    11-20  refused: promise id_taken promise
        zhou   11-18  a   8000    11-20  refused: promise id_taken promise
        lin    11-18  b   8000    11-20  promise
        ",
    );
}

#[test]
fn a_promise_is_due_from_the_day_it_is_made_to_the_last_day_of_policy() {
    check_make(
        "
        # who  on     id  amount  due         answer
        lin    11-18  a   1       11-17       refused: promise due_before_made due_on=11-17 made_on=11-18
        lin    11-18  a   1       11-18       promise
        lin    11-18  b   1       11-19       promise
        lin    11-18  c   1       2027-11-18  promise
        lin    11-18  d   1       2027-11-19  promise
        lin    11-18  e   1       2027-11-20  refused: promise due_too_far due_on=2027-11-20 latest=2027-11-19
        ",
    );
}

#[test]
fn more_than_is_owed_is_taken_with_a_warning() {
    check_make(
        "
        # who  on     id  amount    due    answer
        lin    11-18  a   0         11-20  refused: promise amount_not_positive amount=(0.00)
        lin    11-18  b   -1        11-20  refused: promise amount_not_positive amount=(-1.00)
        lin    11-18  c   0.01      11-20  promise
        lin    11-18  d   45000     11-20  promise
        lin    11-18  e   45000.01  11-20  promise, warned: promise_above_owed owed=(45000.00) promised=(45000.01)
        lin    11-18  f   700USD    11-20  promise
        lin    11-18  g   701USD    11-20  promise, warned: promise_above_owed owed=(700.00USD) promised=(701.00USD)
        lin    11-18  h   1CAD      11-20  promise, warned: promise_above_owed owed=(0.00CAD) promised=(1.00CAD)
        ",
    );
}

#[test]
fn a_lost_permission_asks_for_review_and_counts_at_once() {
    check_make(
        "
        # who  on          id  amount  due    answer
        zhou   11-18       a   8000    11-20  promise
        chen   11-18       b   8000    11-20  promise, review: not_yours
        lin    2025-12-31  c   8000    11-20  promise, review: not_yours
        lin    2026-01-01  d   8000    11-20  promise
        chen   11-18       e   60000   11-20  promise, warned: promise_above_owed owed=(45000.00) promised=(60000.00), review: not_yours
        ",
    );
}

#[test]
fn a_moved_customer_asks_for_review_and_an_unknown_one_cannot_promise() {
    let mut moved = stage();
    moved.dossier.put(Row::Customer(customer("K-0217", Some("west"))));
    let outcome =
        moved.ask("lin", When::on(day("11-18")), Act::MakePromise(make("a", "1", "11-20")));
    assert_eq!(said(&outcome), "promise, review: not_yours");

    let unknown = Stage::empty();
    let outcome =
        unknown.ask("lin", When::on(day("11-18")), Act::MakePromise(make("a", "1", "11-20")));
    assert_eq!(said(&outcome), "refused: customer unknown customer");
}

#[track_caller]
fn check_form(change: impl FnOnce(&mut Make), expected: &str) {
    let mut form = make("a", "8000", "11-20");
    change(&mut form);
    let outcome = stage().ask("lin", When::on(day("11-18")), Act::MakePromise(form));
    assert_eq!(said(&outcome), expected);
}

#[test]
fn the_form_names_a_promiser_and_the_documents_it_stands_on() {
    let on = |numbers: &[&str]| {
        Basis::Documents(numbers.iter().map(|number| invoice_id(number)).collect())
    };
    check_form(|it| it.promiser = "  ".to_owned(), "refused: promise promiser_empty");
    check_form(|it| it.basis = on(&[]), "refused: promise no_documents");
    check_form(|it| it.basis = on(&["0793"]), "promise");
    check_form(
        |it| (it.basis, it.amount) = (on(&["0834"]), money("20000.01")),
        "promise, warned: promise_above_owed owed=(20000.00) promised=(20000.01)",
    );
    check_form(
        |it| it.basis = on(&["nobody's"]),
        "promise, warned: promise_above_owed owed=(0.00) promised=(8000.00)",
    );
    check_form(|it| it.note = "话".repeat(4_000), "promise");
    check_form(
        |it| it.note = "话".repeat(4_001),
        "refused: promise note_too_long length=4001 most=4000",
    );
}

#[test]
fn it_is_kept_as_said_with_the_day_it_was_said_on() {
    let stage = stage();
    let late = When { acted_on: day("11-18"), today: day("11-23") };
    let mut form = make("a", "8000", "11-20");
    (form.promiser, form.note) = (" 王建国 老板 ".to_owned(), " 周五付 ".to_owned());
    let effects = stage.ask("lin", late, Act::MakePromise(form)).unwrap();
    let [Row::Promise(promise)] = &effects.writes[..] else { panic!("one promise") };
    assert_eq!(promise.made_on, day("11-18"), "not the day on which it reached the server");
    assert_eq!(promise.author, stage.caller("lin").user);
    assert_eq!((promise.promiser.as_str(), promise.note.as_str()), ("王建国 老板", "周五付"));
}

#[test]
fn another_customers_promise_is_not_taken_over() {
    let mut other = Stage::new();
    other.owes("0001", "9000", "10-01");
    let effects = other.act("lin", "11-17", Act::MakePromise(make("a", "8000", "11-20"))).unwrap();
    let mut stage = stage();
    stage.elsewhere("W-0087", effects.writes[0].clone());
    let outcome =
        stage.ask("lin", When::on(day("11-17")), Act::MakePromise(make("a", "8000", "11-20")));
    assert_eq!(said(&outcome), "refused: promise id_taken promise");
}

#[test]
fn a_promise_asks_for_the_rows_it_might_overwrite() {
    let act = Act::MakePromise(make("a", "1", "11-20"));
    assert_eq!(act.reads(), shared::sync::Reads::Owed(vec![promise_id("a").0]));
    let in_place_of_b = Make { replaces: Some(promise_id("b")), ..make("a", "1", "11-20") };
    let rows = vec![promise_id("a").0, promise_id("b").0];
    assert_eq!(Act::MakePromise(in_place_of_b).reads(), shared::sync::Reads::Owed(rows));
}

#[track_caller]
fn check_chips(today: &str, expected: &[&str]) {
    assert_eq!(day_chips(day(today)), expected.iter().map(|it| day(it)).collect::<Vec<_>>());
}

#[test]
fn chips_are_today_tomorrow_friday_and_month_end_each_once() {
    check_chips("11-18", &["11-18", "11-19", "11-20", "11-30"]);
    check_chips("11-19", &["11-19", "11-20", "11-30"]);
    check_chips("11-20", &["11-20", "11-21", "11-30"]);
    check_chips("11-30", &["11-30", "12-01", "12-04"]);
    check_chips("12-31", &["12-31", "2027-01-01"]);
}

fn back(stage: &mut Stage, who: &str, on: &str, reason: &str) -> String {
    let form = Withdraw { promise: promise_id("a"), reason: reason.to_owned() };
    said(&stage.act(who, on, Act::WithdrawPromise(form)))
}

#[test]
fn a_promise_is_taken_back_once_with_a_reason() {
    let mut stage = stage();
    assert_eq!(back(&mut stage, "lin", "11-18", "记错了"), "refused: promise unknown promise");
    assert_eq!(
        said(&stage.act("lin", "11-18", Act::MakePromise(make("a", "8000", "11-20")))),
        "promise"
    );
    assert_eq!(back(&mut stage, "lin", "11-18", " \n "), "refused: promise reason_empty");
    let long = "长".repeat(REASON_MAX + 1);
    assert_eq!(
        back(&mut stage, "lin", "11-18", &long),
        "refused: promise reason_too_long length=501 most=500"
    );
    assert_eq!(back(&mut stage, "chen", "11-18", "不是我的"), "promise, review: not_yours");
    let first = stage.dossier.promises[&promise_id("a")].clone();
    assert_eq!(back(&mut stage, "lin", "11-19", "记错了"), "nothing", "it stays as it ended");
    assert_eq!(stage.dossier.promises[&promise_id("a")], first);
    assert_eq!(
        said(&stage.act("lin", "11-18", Act::MakePromise(make("a", "8000", "11-20")))),
        "nothing",
        "a replay of what was said does not bring it back"
    );
}

#[test]
fn a_new_promise_takes_the_place_of_one() {
    let mut stage = stage();
    let instead = |id: &str, of: &str| {
        Act::MakePromise(Make { replaces: Some(promise_id(of)), ..make(id, "8000", "11-27") })
    };
    stage.act("lin", "11-18", Act::MakePromise(make("a", "8000", "11-20"))).unwrap();
    assert_eq!(said(&stage.act("lin", "11-19", instead("b", "a"))), "promise + promise");
    let ended = stage.dossier.promises[&promise_id("a")].ended.clone().unwrap();
    assert_eq!((ended.on, ended.how), (day("11-19"), Ended::Superseded { by: promise_id("b") }));
    assert_eq!(said(&stage.act("lin", "11-19", instead("c", "a"))), "promise", "it has ended");
    assert_eq!(said(&stage.act("lin", "11-19", instead("d", "x"))), "promise", "it never came");
}
