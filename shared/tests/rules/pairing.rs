//! Pairings: the same money is deducted once, in whatever order it is heard of.

use std::sync::Arc;

use shared::{
    ageing::{self, BaseDay, Edges},
    calendar::{Day, When},
    dossier::Dossier,
    field_receipt::{Cancel, Slip, Take},
    hand_in::{Book, CountedSlip},
    id::{CompanyId, CustomerId, HandInId, UserId, derived},
    money::{Currency, Money},
    movement::{Original, Reopening, StillOpen},
    pairing::{ByHand, Counterpart, Make, Otherwise, PairingState, SettleOtherwise, Subject, Undo},
    promise::Basis,
    receipt,
    reconciliation::{self, Finding},
    sync::Act,
};

use crate::stage::{Stage, day, field_receipt_id, invoice_import, method, money, receipt_id, said};

/// Two receivables of 1,000, heard of on the 1st.
fn stage() -> Stage {
    let mut stage = Stage::new();
    for number in ["A", "B"] {
        happens(&mut stage, &format!("file {number} 1000 11-01"));
    }
    stage
}

/// `file A 700 11-12` the file has 700 open of A since then · `slip 1 cash 300 11-10` · `count 1 300
/// 11-13` at hand-in · `bank T1 300 11-11` · `cancel 1 11-14` · `reopen A 1000 11-15`.
#[track_caller]
fn happens(stage: &mut Stage, what: &str) -> String {
    let words: Vec<&str> = what.split(' ').collect();
    let on = words.last().copied().unwrap_or_default();
    let (who, act) = match words.as_slice() {
        ["file", number, open, on] => ("import", file(number, open, on, Reopening::Refused)),
        ["reopen", number, open, on] => ("import", file(number, open, on, Reopening::Confirmed)),
        ["slip", number, way, amount, _] => ("lin", take(number, way, amount)),
        ["cancel", number, _] => {
            let field_receipt = field_receipt_id(number);
            ("lin", Act::CancelFieldReceipt(Cancel { field_receipt, reason: "写错".to_owned() }))
        }
        ["bank", number, amount, on] => ("import", bank(number, amount, on)),
        ["count", number, counted, on] => return count(stage, number, counted, on),
        _ => panic!("{what:?}"),
    };
    let outcome = said(&stage.act(who, on, act));
    proven(stage, what);
    outcome
}

fn file(number: &str, open: &str, on: &str, reopening: Reopening) -> Act {
    let (amount, on, original) = (money(open), Some(day(on)), Original::Given);
    let still_open = Some(StillOpen { amount, on, original, reopening });
    Act::ImportInvoice(shared::invoice::Import {
        still_open,
        ..invoice_import("K-0217", number, "1000")
    })
}

fn take(number: &str, way: &str, amount: &str) -> Act {
    Act::TakeFieldReceipt(Take {
        id: field_receipt_id(number),
        company: CompanyId::of_code("HT"),
        amount: money(amount),
        method: method(way),
        slip: Slip { series: "LIN-K7Q".to_owned(), number: number.parse().unwrap() },
        payer: String::new(),
        note: String::new(),
        promise: None,
        in_hand: None,
    })
}

fn bank(number: &str, amount: &str, on: &str) -> Act {
    Act::ImportReceipt(receipt::Import {
        company: "HT".to_owned(),
        source: "bank".to_owned(),
        number: number.to_owned(),
        valued_on: day(on),
        amount: money(amount),
        method: method("transfer"),
        payer: "宏盛食品".to_owned(),
        memo: String::new(),
        designations: vec![],
    })
}

/// The cashier's hand-in names no customer: the rows stand elsewhere.
#[track_caller]
fn count(stage: &mut Stage, number: &str, counted: &str, on: &str) -> String {
    let slip = CountedSlip { field_receipt: field_receipt_id(number), counted: money(counted) };
    let book = Book {
        id: HandInId(derived("hand_in", &[number])),
        rep: UserId::of_login("lin"),
        slips: vec![slip],
        reason: "少了".to_owned(),
    };
    let mut desk = stage.clone();
    desk.dossier = Dossier::new(Arc::clone(&stage.dossier.register));
    for row in stage.dossier.rows() {
        desk.elsewhere("K-0217", row);
    }
    let caller = stage.caller("qian");
    let when = When::on(day(on));
    let mut command = stage.command(Act::BookHandIn(book), caller.user, when.today);
    command.customer = None;
    let policy = stage.dossier.register.policy_on(when.today);
    let outcome = desk.ask_command(&command, &caller, &policy, when);
    stage.take(outcome.as_ref().unwrap());
    proven(stage, "count");
    said(&outcome)
}

/// The ageing proves itself on every day, and what is kept open is the fold.
#[track_caller]
fn proven(stage: &Stage, what: &str) {
    let mut on = day("11-01");
    while on <= day("11-30") {
        let ask = ageing::Ask { as_of: on, age_as_of: on, by: BaseDay::Due };
        let reports = ageing::of_dossier(&stage.dossier, &ask, &Edges::default());
        assert!(reports.is_ok(), "{what}, as of {on}: {reports:?}");
        on = on.plus(shared::calendar::Days(1));
    }
    for it in stage.dossier.movements.values().filter(|it| !it.unpaired.is_nil()) {
        assert!(it.unpaired.is_positive(), "{what}: {it:?}");
    }
}

fn balance(stage: &Stage) -> Money {
    stage.dossier.owed(&Basis::Balance, Currency::CNY).unwrap()
}

fn unapplied(stage: &Stage) -> i64 {
    stage.dossier.receipts.values().map(|it| it.unapplied.minor()).sum()
}

/// Every order of arrival in which each thing can come, its cause before it, leads to one balance.
#[track_caller]
fn check_orders(events: &[&str], before: &[(usize, usize)], owed: &str, left: &str) {
    let mut orders = vec![];
    permute(&mut (0..events.len()).collect(), 0, &mut orders);
    let at = |order: &[usize], event: usize| order.iter().position(|it| *it == event).unwrap();
    orders.retain(|order| before.iter().all(|(a, b)| at(order, *a) < at(order, *b)));
    assert!(1 < orders.len(), "no order to compare");
    for order in orders {
        let mut stage = stage();
        for event in &order {
            happens(&mut stage, events[*event]);
        }
        let order: Vec<&str> = order.iter().map(|it| events[*it]).collect();
        assert_eq!(balance(&stage), money(owed), "{order:?}");
        assert_eq!(unapplied(&stage), money(left).minor(), "{order:?}");
    }
}

fn permute(of: &mut Vec<usize>, from: usize, all: &mut Vec<Vec<usize>>) {
    if from == of.len() {
        all.push(of.clone());
        return;
    }
    for at in from..of.len() {
        of.swap(from, at);
        permute(of, from + 1, all);
        of.swap(from, at);
    }
}

#[test]
fn the_same_money_is_deducted_once_in_every_order() {
    let (slip, counted) = ("slip 1 cash 300 11-10", "count 1 300 11-13");
    check_orders(&["file A 700 11-12", slip, counted], &[(1, 2)], "1700", "0");
    // A seen transfer, the bank's own receipt of it, and the file.
    let seen = "slip 2 transfer 300 11-10";
    check_orders(&["file A 700 11-12", seen, "bank T1 300 11-11"], &[], "1700", "0");
    check_orders(&["file A 700 11-12", "bank T1 300 11-11"], &[], "1700", "0");
    // Two documents of one day, one payment.
    let both = ["file A 700 11-12", "file B 500 11-12"];
    check_orders(&[both[0], both[1], "bank T1 800 11-11"], &[], "1200", "0");
    check_orders(
        &[both[0], both[1], "slip 1 cash 800 11-10", "count 1 800 11-13"],
        &[(2, 3)],
        "1200",
        "0",
    );
    // Money that is short at the hand-in: what is missing stays settled elsewhere. Once the slip is
    // booked short, a file with the whole amount is no certain match, and left to finance.
    check_orders(&["file A 700 11-12", slip, "count 1 290 11-13"], &[(1, 2), (0, 2)], "1700", "0");
}

#[test]
fn what_is_not_certain_is_not_paired() {
    let table = [
        // Another amount.
        ("bank T1 299.99 11-12", "1400.01"),
        // Eleven days before, with a window of ten.
        ("bank T1 300 11-01", "1400"),
        ("bank T1 300 11-02", "1700"),
        ("bank T1 300 11-22", "1700"),
        ("bank T1 300 11-23", "1400"),
    ];
    for (money_, owed) in table {
        let mut stage = stage();
        happens(&mut stage, "file A 700 11-12");
        happens(&mut stage, money_);
        assert_eq!(balance(&stage), money(owed), "{money_}");
    }
}

#[test]
fn the_nearest_day_goes_first_and_booked_before_reported() {
    let mut stage = stage();
    for what in ["bank T1 300 11-06", "bank T2 300 11-11", "slip 1 cash 300 11-11"] {
        happens(&mut stage, what);
    }
    happens(&mut stage, "file A 700 11-12");
    let pairing = stage.dossier.pairings.values().next().unwrap();
    assert_eq!(pairing.with, Counterpart::Receipt { receipt: receipt_id("T2") });
}

#[test]
fn a_cancelled_slip_gives_the_movement_back() {
    let mut stage = stage();
    happens(&mut stage, "slip 1 cash 300 11-10");
    happens(&mut stage, "file A 700 11-12");
    let unpaired = |stage: &Stage| -> i64 {
        stage.dossier.movements.values().map(|it| it.unpaired.minor()).sum()
    };
    assert_eq!(unpaired(&stage), 0);
    happens(&mut stage, "cancel 1 11-14");
    assert_eq!((unpaired(&stage), balance(&stage)), (30_000, money("1700")));
    // Money that comes later is paired all the same.
    happens(&mut stage, "bank T1 300 11-15");
    assert_eq!((unpaired(&stage), balance(&stage)), (0, money("1700")));
}

#[test]
fn a_short_count_leaves_the_rest_without_money() {
    let mut stage = stage();
    happens(&mut stage, "slip 1 cash 300 11-10");
    happens(&mut stage, "file A 700 11-12");
    happens(&mut stage, "count 1 290 11-13");
    let movement = stage.dossier.movements.values().next().unwrap();
    assert_eq!(movement.unpaired, money("10"));
    assert_eq!(balance(&stage), money("1700"));
}

#[test]
fn opening_again_frees_the_money() {
    let mut stage = stage();
    happens(&mut stage, "bank T1 300 11-11");
    happens(&mut stage, "file A 700 11-12");
    assert_eq!((balance(&stage), unapplied(&stage)), (money("1700"), 0));
    happens(&mut stage, "reopen A 1000 11-15");
    // The receipt is unapplied again, so the balance stays; the document is open in full.
    assert_eq!((balance(&stage), unapplied(&stage)), (money("1700"), 30_000));
    assert!(stage.dossier.movements.values().all(|it| it.unpaired.is_nil()));
}

fn make(stage: &Stage, with: ByHand) -> Act {
    let movement = stage.dossier.movements.values().find(|it| it.unpaired.is_positive());
    let movement = movement.or(stage.dossier.movements.values().next()).unwrap().id;
    Act::MakePairing(Make { movement, with })
}

#[test]
fn finance_pairs_what_the_rule_does_not() {
    let mut stage = stage();
    happens(&mut stage, "bank T1 250 11-11");
    happens(&mut stage, "file A 700 11-12");
    let with = ByHand::Receipt(receipt_id("T1"));
    for who in ["lin", "zhou", "ji", "qian"] {
        let asked = said(&stage.act(who, "11-13", make(&stage, with)));
        assert_eq!(asked, "refused: not_permitted needs=finance", "{who}");
    }
    let unknown = make(&stage, ByHand::Receipt(receipt_id("T9")));
    let unknown = said(&stage.act("yan", "11-13", unknown));
    assert_eq!(unknown, "refused: pairing unknown_counterpart");
    let taken = said(&stage.act("yan", "11-13", make(&stage, with)));
    assert_eq!(taken, "pairing + movement + allocation + receipt");
    proven(&stage, "by hand");
    assert_eq!((balance(&stage), unapplied(&stage)), (money("1700"), 0));
    let again = said(&stage.act("yan", "11-13", make(&stage, with)));
    assert_eq!(again, "refused: pairing money_used_up number=T1");
    // Of the rest somebody says what it was.
    let rest = stage.dossier.movements.values().next().unwrap().id;
    let settle = |reason: &str| {
        let (subject, how) = (Subject::Movement(rest), Otherwise::Allowance);
        Act::SettleOtherwise(SettleOtherwise { subject, how, reason: reason.to_owned() })
    };
    let unsaid = said(&stage.act("shen", "11-13", settle(" ")));
    assert_eq!(unsaid, "refused: pairing reason_empty");
    assert_eq!(said(&stage.act("shen", "11-13", settle("破损折让"))), "pairing + movement");
    let twice = said(&stage.act("shen", "11-13", settle("破损折让")));
    assert_eq!(twice, "refused: pairing paired_already number=A");
    assert_eq!(balance(&stage), money("1700"));
}

#[test]
fn what_a_person_parts_the_rule_leaves_apart() {
    let mut stage = stage();
    happens(&mut stage, "bank T1 300 11-11");
    happens(&mut stage, "file A 700 11-12");
    let pairing = stage.dossier.pairings.values().next().unwrap().id;
    let undo = Act::UndoPairing(Undo { pairing });
    let refused = said(&stage.act("lin", "11-13", undo.clone()));
    assert_eq!(refused, "refused: not_permitted needs=finance");
    stage.act("yan", "11-13", undo.clone()).unwrap();
    proven(&stage, "undone");
    assert_eq!((balance(&stage), unapplied(&stage)), (money("1400"), 30_000));
    let again = said(&stage.act("yan", "11-13", undo));
    assert_eq!(again, "refused: pairing undone_already on=11-13");
    // Another receipt comes: the two stay apart, the new one is paired.
    happens(&mut stage, "bank T2 300 11-12");
    let standing = stage.dossier.pairings.values().find(|it| it.stands()).unwrap();
    assert_eq!(standing.with, Counterpart::Receipt { receipt: receipt_id("T2") });
    assert!(matches!(standing.state, PairingState::Covered { .. }));
}

fn findings(stage: &Stage, today: Day) -> Vec<(Finding, Money)> {
    let policy = stage.dossier.register.policy_on(today);
    let found = reconciliation::of_dossier(&stage.dossier, &policy, today).unwrap();
    let mut found: Vec<_> = found.iter().map(|it| (it.finding, it.amount)).collect();
    found.sort_by_key(|(finding, _)| *finding);
    found
}

#[test]
fn what_does_not_fit_is_found() {
    let mut stage = stage();
    happens(&mut stage, "slip 1 cash 300 11-10");
    assert!(findings(&stage, day("11-13")).is_empty());
    assert_eq!(findings(&stage, day("11-14")), [(Finding::SlipKept, money("300"))]);
    happens(&mut stage, "slip 2 transfer 50 11-10");
    assert_eq!(
        findings(&stage, day("11-14")),
        [(Finding::SlipKept, money("300")), (Finding::ReportedOnly, money("50"))]
    );
    happens(&mut stage, "bank T1 50 11-11");
    assert_eq!(findings(&stage, day("11-14")), [(Finding::SlipKept, money("300"))]);
    happens(&mut stage, "bank T2 77 11-11");
    happens(&mut stage, "file B 900 11-12");
    assert_eq!(
        findings(&stage, day("11-14")),
        [
            (Finding::SlipKept, money("300")),
            (Finding::MovementAlone, money("100")),
            (Finding::Unannounced, money("77")),
        ]
    );
    let customer = CustomerId::of_code("K-0217");
    assert!(stage.dossier.receipts.values().all(|it| it.customer == Some(customer)));
}
