//! Credit standing, the request for another, and what is available: who may, when, against what.

use shared::{
    calendar::When,
    credit::{
        Against, CreditFigures, CreditLine, CreditStanding, Decide, Decision, Grant, Request,
        RequestState, Revise, Withdraw,
    },
    id::{CreditRequestId, CustomerId, derived},
    row::Row,
    sync::Act,
    user::Role,
};

use crate::stage::{Stage, customer, day, money, rows, said};

fn request_id(name: &str) -> CreditRequestId {
    CreditRequestId(derived("credit_request", &[name]))
}

/// `50000` is a limit, the rest by name.
fn standing(text: &str) -> CreditStanding {
    match text {
        "none" => CreditStanding::NotGranted,
        "cash" => CreditStanding::CashOnly,
        "unlimited" => CreditStanding::Unlimited,
        amount => CreditStanding::Limited { amount: money(amount) },
    }
}

/// `50000@1`: what was seen, at which version.
fn against(text: &str) -> Against {
    let (seen, version) = text.split_once('@').unwrap();
    Against { standing: standing(seen), version: version.parse().unwrap() }
}

/// `-` is no text.
fn reason(text: &str) -> String {
    if text == "-" { String::new() } else { text.to_owned() }
}

fn decision(text: &str) -> Decision {
    match text {
        "approve" => Decision::Approve,
        "return" => Decision::Return,
        "reject" => Decision::Reject,
        _ => panic!("{text:?} is no decision"),
    }
}

/// What a row of a table asks for, by its first words.
fn act(words: &[&str]) -> Act {
    match *words {
        ["grant", terms, seen, why] => Act::GrantCredit(Grant {
            terms: standing(terms),
            valid_from: None,
            valid_until: None,
            reason: reason(why),
            against: against(seen),
        }),
        ["request", id, asked, seen, why] => Act::RequestCredit(Request {
            id: request_id(id),
            asked: standing(asked),
            reason: reason(why),
            against: against(seen),
        }),
        ["revise", id, revision, asked, seen, why] => Act::ReviseCreditRequest(Revise {
            request: request_id(id),
            revision: revision.parse().unwrap(),
            asked: standing(asked),
            reason: reason(why),
            against: against(seen),
        }),
        ["withdraw", id] => Act::WithdrawCreditRequest(Withdraw { request: request_id(id) }),
        [what, id, revision, seen, why] => Act::DecideCreditRequest(Decide {
            request: request_id(id),
            revision: revision.parse().unwrap(),
            against: against(seen),
            decision: decision(what),
            reason: reason(why),
        }),
        _ => panic!("nothing is asked by {words:?}"),
    }
}

fn put(stage: &mut Stage, row: Row) {
    let version = stage.dossier.versions.entry(row.id()).or_default();
    *version += 1;
    stage.dossier.put(row);
}

/// The customer stands at a limit of 50,000, version 1, and owes 30,000. Xu is the boss, Tan both
/// rep and manager of the east.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.owes("0793", "30000", "11-27");
    stage.employs("xu", &[Role::Approver], None);
    stage.employs("tan", &[Role::Rep, Role::Manager], Some("east"));
    let granted =
        stage.ask("shen", When::on(day("11-01")), act(&["grant", "50000", "none@0", "x"]));
    for row in granted.unwrap().writes {
        put(&mut stage, row);
    }
    stage
}

/// Who, on which day, what, and the answer.
#[track_caller]
fn check(stage: &mut Stage, table: &str) {
    for (row, cells) in rows(table) {
        let [who, on, asked, expected] = cells[..] else { panic!("bad row: {row}") };
        let words: Vec<&str> = asked.split(' ').collect();
        let outcome = stage.ask(who, When::on(day(on)), act(&words));
        assert_eq!(said(&outcome), expected, "in row: {row}");
        for written in outcome.map(|it| it.writes).unwrap_or_default() {
            put(stage, written);
        }
    }
}

#[test]
fn a_customer_without_a_row_is_not_granted_and_never_a_null() {
    let stage = Stage::new();
    let figures = CreditFigures::of(&stage.dossier, day("11-18")).unwrap();
    assert_eq!((figures.standing, figures.available), (CreditStanding::NotGranted, None));
    assert_eq!(figures.against, against("none@0"));
    assert_eq!(figures.exposure.used, money("0"));
}

#[test]
fn controllers_grant_and_credit_without_a_limit_needs_the_highest_approval() {
    check(
        &mut stage(),
        "
        # who  on     what                              answer
        lin    11-18  grant 80000 50000@1 x             refused: not_permitted needs=controller
        zhou   11-18  grant 80000 50000@1 x             refused: not_permitted needs=controller
        ji     11-18  grant 80000 50000@1 x             refused: not_permitted needs=controller
        import  11-18  grant 80000 50000@1 x            refused: not_permitted needs=controller
        shen   11-18  grant unlimited 50000@1 x         refused: not_permitted needs=approver
        shen   11-18  grant 0 50000@1 x                 refused: credit amount_not_positive amount=(0.00)
        shen   11-18  grant -1 50000@1 x                refused: credit amount_not_positive amount=(-1.00)
        shen   11-18  grant 80000 50000@1 -             refused: credit reason_empty
        shen   11-18  grant 80000 50000@1 x             credit_line
        shen   11-18  grant 80000 50000@1 x             nothing
        shen   11-18  grant 80000 80000@2 x             nothing
        shen   11-18  grant 90000 50000@1 x             refused: credit limit_moved now=(amount=(80000.00) standing=limited version=2) seen=(amount=(50000.00) standing=limited version=1)
        gu     11-18  grant unlimited 80000@2 x         credit_line
        xu     11-18  grant cash unlimited@3 x          credit_line
        xu     11-18  grant none cash@4 x               credit_line
        ",
    );
}

#[test]
fn a_grant_runs_from_its_first_day_to_its_last() {
    let mut stage = stage();
    let grant = |from: Option<&str>, until: Option<&str>| {
        Act::GrantCredit(Grant {
            terms: standing("80000"),
            valid_from: from.map(day),
            valid_until: until.map(day),
            reason: "x".to_owned(),
            against: against("50000@1"),
        })
    };
    let on =
        |stage: &Stage, today: &str, act: Act| said(&stage.ask("shen", When::on(day(today)), act));
    assert_eq!(
        on(&stage, "11-18", grant(Some("12-02"), Some("12-01"))),
        "refused: credit ends_before_begins valid_from=12-02 valid_until=12-01"
    );
    assert_eq!(
        on(&stage, "11-18", grant(None, Some("11-17"))),
        "refused: credit ends_in_the_past today=11-18 valid_until=11-17"
    );
    // Judged by the day on which it is granted, not by the day on which it was typed.
    let late = When { acted_on: day("11-17"), today: day("11-18") };
    assert_eq!(
        said(&stage.ask("shen", late, grant(None, Some("11-17")))),
        "refused: credit ends_in_the_past today=11-18 valid_until=11-17"
    );
    let granted = stage.ask("shen", When::on(day("11-18")), grant(Some("11-20"), Some("11-22")));
    for row in granted.unwrap().writes {
        put(&mut stage, row);
    }
    for (today, expected) in
        [("11-19", "none"), ("11-20", "80000"), ("11-22", "80000"), ("11-23", "none")]
    {
        let figures = CreditFigures::of(&stage.dossier, day(today)).unwrap();
        assert_eq!(figures.standing, standing(expected), "on {today}");
        assert_eq!(figures.available.is_some(), expected == "80000", "on {today}");
        assert_eq!(figures.against, against("80000@2"), "on {today}");
    }
}

#[test]
fn a_rep_asks_once_for_something_else_than_stands_and_says_why() {
    check(
        &mut stage(),
        "
        # who  on     what                              answer
        chen   11-18  request a 80000 50000@1 x         refused: not_yours customer
        zhou   11-18  request a 80000 50000@1 x         refused: not_permitted needs=rep
        shen   11-18  request a 80000 50000@1 x         refused: not_permitted needs=rep
        ji     11-18  request a 80000 50000@1 x         refused: not_permitted needs=rep
        lin    2025-12-31  request a 80000 50000@1 x    refused: not_yours customer
        lin    11-18  request a 50000 50000@1 x         refused: credit nothing_asked stands=(amount=(50000.00) standing=limited)
        lin    11-18  request a 0 50000@1 x             refused: credit amount_not_positive amount=(0.00)
        lin    11-18  request a 80000 50000@1 -         refused: credit reason_empty
        lin    11-18  request a 80000 50000@1 x         credit_request
        lin    11-18  request a 80000 50000@1 x         nothing
        lin    11-18  request a 90000 50000@1 x         refused: credit id_taken request
        lin    11-18  request b 90000 50000@1 x         refused: credit open_already request
        tan    11-18  request b unlimited 50000@1 x     credit_request
        tan    11-18  revise a 1 60000 50000@1 x        refused: credit not_author request
        tan    11-18  withdraw a                        refused: credit not_author request
        lin    11-18  withdraw c                        refused: credit unknown_request request
        lin    11-18  withdraw a                        credit_request
        lin    11-18  withdraw a                        nothing
        lin    11-18  revise a 1 60000 50000@1 x        refused: credit closed on=11-18 state=withdrawn
        lin    11-19  request d cash 50000@1 x          credit_request
        ",
    );
}

#[test]
fn a_request_against_another_limit_waits_in_review_with_both() {
    check(
        &mut stage(),
        "
        # who  on     what                              answer
        shen   11-18  grant 20000 50000@1 x             credit_line
        lin    11-18  request a 80000 50000@1 x         credit_request, review: stale_limit now=(amount=(20000.00) standing=limited version=2) seen=(amount=(50000.00) standing=limited version=1)
        lin    11-18  revise a 1 60000 50000@1 x        credit_request, review: stale_limit now=(amount=(20000.00) standing=limited version=2) seen=(amount=(50000.00) standing=limited version=1)
        lin    11-18  revise a 1 60000 20000@2 x        refused: credit revised now=2 seen=1
        lin    11-18  revise a 2 60000 20000@2 x        credit_request
        lin    11-18  revise a 2 60000 20000@2 x        nothing
        ",
    );
    let mut stage = stage();
    check(&mut stage, "lin  11-18  request a 80000 50000@1 x  credit_request");
    assert_eq!(stage.dossier.credit_requests[&request_id("a")].state(), &RequestState::Waiting);
}

#[test]
fn the_requester_never_decides_and_neither_does_a_stranger() {
    let mut stage = stage();
    stage.employs("meng", &[Role::Manager], Some("west"));
    check(
        &mut stage,
        "
        # who  on     what                              answer
        tan    11-18  request a 80000 50000@1 x         credit_request
        lin    11-18  request u unlimited 50000@1 x     credit_request
        tan    11-18  approve a 1 50000@1 -             refused: credit own_request request
        lin    11-18  approve a 1 50000@1 -             refused: not_permitted needs=manager
        ji     11-18  approve a 1 50000@1 -             refused: not_permitted needs=manager
        meng   11-18  approve a 1 50000@1 -             refused: not_permitted needs=manager
        import  11-18  approve a 1 50000@1 -            refused: not_permitted needs=manager
        zhou   11-18  approve x 1 50000@1 -             refused: credit unknown_request request
        zhou   11-18  approve u 1 50000@1 -             refused: not_permitted needs=approver
        shen   11-18  approve u 1 50000@1 -             refused: not_permitted needs=approver
        zhou   11-18  return a 1 50000@1 -              refused: credit reason_empty
        zhou   11-18  reject a 1 50000@1 -              refused: credit reason_empty
        zhou   11-18  approve a 1 50000@1 -             credit_line + credit_request
        zhou   11-18  approve a 1 50000@1 -             nothing
        zhou   11-18  reject a 1 80000@2 x              refused: credit closed on=11-18 state=approved
        xu     11-18  approve u 1 80000@2 -             credit_line + credit_request
        ",
    );
}

#[test]
fn a_request_is_returned_edited_sent_again_and_approved() {
    let mut stage = stage();
    check(
        &mut stage,
        "
        # who  on     what                              answer
        lin    11-18  request a 200000 50000@1 season   credit_request
        zhou   11-18  return a 1 50000@1 why            credit_request
        zhou   11-18  return a 1 50000@1 why            nothing
        zhou   11-19  approve a 1 50000@1 -             refused: credit with_author on=11-18
        shen   11-19  grant 20000 50000@1 x             credit_line
        lin    11-19  revise a 1 80000 20000@2 orders   credit_request
        shen   11-20  approve a 1 20000@2 -             refused: credit revised now=2 seen=1
        shen   11-20  approve a 2 50000@1 -             refused: credit limit_moved now=(amount=(20000.00) standing=limited version=2) seen=(amount=(50000.00) standing=limited version=1)
        shen   11-20  approve a 2 20000@2 -             credit_line + credit_request
        lin    11-20  revise a 2 90000 80000@3 more     refused: credit closed on=11-20 state=approved
        lin    11-20  withdraw a                        refused: credit closed on=11-20 state=approved
        ",
    );
    let line = stage.dossier.credit_line.clone().unwrap();
    assert_eq!(line.standing, standing("80000"));
    assert_eq!((line.granted_on, line.request), (day("11-20"), Some(request_id("a"))));
    assert_eq!(line.granted_by, stage.caller("shen").user);
    let request = &stage.dossier.credit_requests[&request_id("a")];
    assert_eq!((request.revision(), request.earlier.len()), (2, 1), "the history is kept");
    let RequestState::Returned { by, reason, on } = &request.earlier[0].state else {
        panic!("{:?}", request.earlier[0].state)
    };
    assert_eq!((*by, reason.as_str(), *on), (stage.caller("zhou").user, "why", day("11-18")));
    assert_eq!(request.earlier[0].reason, "season");
}

#[test]
fn who_asked_hears_what_was_decided() {
    let mut stage = stage();
    check(&mut stage, "lin  11-18  request a 80000 50000@1 x  credit_request");
    let returned = act(&["return", "a", "1", "50000@1", "why"]);
    let effects = stage.ask("zhou", When::on(day("11-18")), returned).unwrap();
    let [letter] = &effects.letters[..] else { panic!("one letter") };
    assert_eq!(letter.reader, stage.caller("lin").user);
    assert_eq!(letter.about, effects.writes[0]);
    let granted = stage.ask("shen", When::on(day("11-18")), act(&["grant", "1", "50000@1", "x"]));
    assert!(granted.unwrap().letters.is_empty());
}

#[test]
fn a_reason_has_its_length_and_a_request_its_number_of_forms() {
    let mut stage = stage();
    let long = "话".repeat(1_001);
    let outcome =
        stage.ask("lin", When::on(day("11-18")), act(&["request", "a", "1", "50000@1", &long]));
    assert_eq!(said(&outcome), "refused: credit reason_too_long length=1001 most=1000");
    check(&mut stage, "lin  11-18  request a 1 50000@1 x  credit_request");
    for at in 1..20 {
        let asked = (at + 1).to_string();
        let form = ["revise", "a", &at.to_string(), &asked, "50000@1", "x"];
        for row in stage.ask("lin", When::on(day("11-18")), act(&form)).unwrap().writes {
            put(&mut stage, row);
        }
    }
    check(
        &mut stage,
        "lin  11-18  revise a 20 99 50000@1 x  refused: credit too_many_revisions most=20",
    );
}

#[test]
fn another_customers_request_is_not_taken_over_and_a_moved_one_is_nobodys() {
    let other = stage();
    let asked = ["request", "a", "80000", "50000@1", "x"];
    let effects = other.ask("lin", When::on(day("11-17")), act(&asked)).unwrap();
    let mut here = stage();
    here.elsewhere("W-0087", effects.writes[0].clone());
    let outcome = here.ask("lin", When::on(day("11-17")), act(&asked));
    assert_eq!(said(&outcome), "refused: credit id_taken request");

    let mut moved = stage();
    moved.dossier.put(Row::Customer(customer("K-0217", Some("west"))));
    let outcome = moved.ask("lin", When::on(day("11-17")), act(&asked));
    assert_eq!(said(&outcome), "refused: not_yours customer");
}

#[test]
fn what_is_said_against_is_read_back() {
    let seen = against("50000@7");
    let json = serde_json::to_value(seen).unwrap();
    assert_eq!(json["standing"], "limited");
    assert_eq!(serde_json::from_value::<Against>(json).unwrap(), seen);
    let line = CreditLine::id_of(CustomerId::of_code("K-0217"));
    assert_eq!(line, CreditLine::id_of(CustomerId::of_code("K-0217")));
    assert_ne!(line, CreditLine::id_of(CustomerId::of_code("W-0087")));
    let reads = act(&["approve", "a", "1", "50000@1", "-"]).reads();
    assert_eq!(reads, shared::sync::Reads::Dossier(vec![request_id("a").0]));
}
