//! What became of promises: judged by booked money alone, and never beyond the bank data.

mod table;

use shared::{id::CompanyId, money::Percent, policy::Policy, row::Row};

use crate::stage::{Stage, company, day};
pub use table::{check_standings, data_reach, list, pays, policy, promises_to_pay};
use table::{is_allocated, standings_said};

/// The oracle of the rules: 50,000 due Friday 2026-11-20, one business day of tolerance.
#[test]
fn fifty_thousand_by_friday() {
    check_standings(
        &policy(1, 100),
        "
        # promise               receipts                   lines  data   today  standing
        A=50000@11-10..11-20    -                          -      11-20  11-24  A:awaiting
        A=50000@11-10..11-20    R1=50000@11-23             -      11-20  11-24  A:kept+3
        A=50000@11-10..11-20    R1=50000@11-23             -      11-23  11-24  A:kept+3
        A=50000@11-10..11-20    -                          -      11-23  11-24  A:broken
        A=50000@11-10..11-20    R1=50000@11-24             -      11-24  11-25  A:broken
        A=50000@11-10..11-20    R1=30000@11-20             -      11-23  11-24  A:partly(30000.00)
        ",
    );
    check_standings(
        &policy(1, 90),
        "
        A=50000@11-10..11-20    R1=30000@11-20             -      11-23  11-24  A:partly(30000.00)
        A=50000@11-10..11-20    R1=44999.99@11-20          -      11-23  11-24  A:partly(44999.99)
        A=50000@11-10..11-20    R1=45000@11-20             -      11-23  11-24  A:kept
        A=50000@11-10..11-20    R1=30000@11-18 R2=15000@11-23  -  11-23  11-24  A:kept+3
        ",
    );
}

#[test]
fn the_window_goes_from_the_day_it_was_made_to_the_last_day_of_tolerance() {
    check_standings(
        &policy(1, 100),
        "
        # promise               receipts        lines  data   today  standing
        A=50000@11-10..11-20    R1=50000@11-09  -      11-23  11-24  A:broken
        A=50000@11-10..11-20    R1=50000@11-10  -      11-10  11-10  A:kept
        A=50000@11-10..11-20    R1=50000@11-20  -      11-23  11-24  A:kept
        A=50000@11-10..11-20    R1=50000@11-21  -      11-23  11-24  A:kept+1
        A=50000@11-10..11-20    R1=50000@11-23  -      11-23  11-24  A:kept+3
        A=50000@11-10..11-20    R1=50000@11-24  -      11-24  11-24  A:broken
        A=50000@11-10..11-20    R1=49999.99@11-20  -   11-23  11-24  A:partly(49999.99)
        A=50000@11-10..11-20    R1=90000@11-20  -      11-23  11-24  A:kept
        ",
    );
}

#[test]
fn before_during_and_after_the_due_day_without_enough_data() {
    check_standings(
        &policy(1, 100),
        "
        # promise               receipts        lines  data   today  standing
        A=50000@11-10..11-20    -               -      -      11-19  A:open
        A=50000@11-10..11-20    -               -      -      11-20  A:open
        A=50000@11-10..11-20    -               -      -      11-21  A:awaiting
        A=50000@11-10..11-20    R1=30000@11-18  -      11-18  11-19  A:open(30000.00)
        A=50000@11-10..11-20    R1=30000@11-18  -      11-20  11-21  A:awaiting(30000.00)
        A=50000@11-10..11-20    R1=30000@11-18  -      11-22  11-24  A:awaiting(30000.00)
        A=50000@11-10..11-20    R1=30000@11-18  -      11-23  11-24  A:partly(30000.00)
        ",
    );
}

#[test]
fn a_horizon_ahead_of_today_condemns_nobody() {
    check_standings(
        &policy(1, 100),
        "
        # promise               receipts        lines  data        today  standing
        A=50000@11-10..11-20    -               -      2062-01-01  11-19  A:open
        A=50000@11-10..11-20    -               -      2062-01-01  11-20  A:open
        A=50000@11-10..11-20    -               -      2062-01-01  11-22  A:awaiting
        A=50000@11-10..11-20    -               -      2062-01-01  11-23  A:broken
        ",
    );
}

#[test]
fn late_data_and_reversals_change_the_verdict() {
    let policy = policy(1, 100);
    let mut stage = Stage::new();
    stage.owes("0793", "90000", "09-27");
    promises_to_pay(&mut stage, "A=50000@11-10..11-20");
    data_reach(&mut stage, "HT", "11-23");
    assert_eq!(standings_said(&stage, &policy, "11-24"), "A:broken");
    let receipt = stage.pays("R1", "50000", "11-23");
    assert_eq!(standings_said(&stage, &policy, "11-26"), "A:kept+3", "booked late, valued in time");
    stage.dossier.remove(receipt.0);
    assert_eq!(standings_said(&stage, &policy, "11-26"), "A:broken", "reversed");
}

#[test]
fn the_same_money_keeps_one_promise_the_earliest_first() {
    check_standings(
        &policy(1, 100),
        "
        # promises                                      receipts                       lines  data   today  standings
        A=50000@11-10..11-20 B=50000@11-10..11-27       R1=50000@11-18                 -      11-30  12-01  A:kept B:broken
        B=50000@11-10..11-20 A=50000@11-10..11-27       R1=50000@11-18                 -      11-30  12-01  A:broken B:kept
        A=50000@11-10..11-20 B=50000@11-10..11-27       R1=70000@11-18                 -      11-30  12-01  A:kept B:partly(20000.00)
        A=50000@11-10..11-20 B=50000@11-10..11-27       R1=100000@11-18                -      11-30  12-01  A:kept B:kept
        A=50000@11-10..11-20 B=50000@11-10..11-27       R1=60000@11-18 R2=40000@11-26  -      11-30  12-01  A:kept B:kept
        A=50000@11-10..11-20 B=50000@11-10..11-27       R1=50000@11-25                 -      11-30  12-01  A:broken B:kept
        # One made later than it came takes nothing of it; the other does.
        A=50000@11-19..11-20 B=50000@11-10..11-27       R1=50000@11-18                 -      11-30  12-01  A:broken B:kept
        # Two devices took the same promise of the same debt: one payment keeps one.
        A=50000@11-18..11-20 B=50000@11-19..11-20       R1=50000@11-20                 -      11-30  12-01  A:kept B:broken
        ",
    );
}

#[test]
fn another_currency_keeps_nothing() {
    check_standings(
        &policy(1, 100),
        "
        A=500@11-10..11-20  R1=500USD@11-18               -  11-23  11-24  A:broken
        A=500@11-10..11-20  R1=500USD@11-18 R2=500@11-19  -  11-23  11-24  A:kept
        ",
    );
}

#[test]
fn on_documents_what_was_allocated_to_them_counts() {
    check_standings(
        &policy(1, 100),
        "
        # promise                            receipts        lines                        data   today  standing
        A=8000@11-10..11-20:on=0793          R1=8000@11-18   -                            11-23  11-24  A:broken
        A=8000@11-10..11-20:on=0793          R1=8000@11-18   R1>0834=8000                 11-23  11-24  A:broken
        A=8000@11-10..11-20:on=0793          R1=8000@11-18   R1>0793=8000                 11-23  11-24  A:kept
        A=8000@11-10..11-20:on=0793          R1=9000@11-18   R1>0793=5000 R1>0834=4000    11-23  11-24  A:partly(5000.00)
        A=9000@11-10..11-20:on=0793+0834     R1=9000@11-18   R1>0793=5000 R1>0834=4000    11-23  11-24  A:kept
        # Valued before it was made, though allocated since.
        A=8000@11-10..11-20:on=0793          R1=8000@11-09   R1>0793=8000                 11-23  11-24  A:broken
        # Reversed by another line.
        A=8000@11-10..11-20:on=0793          R1=8000@11-18   R1>0793=8000 R1>0793=-3000   11-23  11-24  A:partly(5000.00)
        # One debt promised twice is paid once.
        A=8000@11-10..11-20:on=0793 B=8000@11-10..11-27:on=0793  R1=8000@11-18  R1>0793=8000  11-30  12-01  A:kept B:broken
        ",
    );
}

#[test]
fn documents_claim_what_was_allocated_to_them_before_the_balance_does() {
    check_standings(
        &policy(1, 100),
        "
        # promises                                            receipts       lines         data   today  standings
        A=8000@11-10..11-20 B=8000@11-10..11-27:on=0793       R1=8000@11-18  R1>0793=8000  11-30  12-01  A:broken B:kept
        A=8000@11-10..11-20 B=8000@11-10..11-27:on=0793       R1=12000@11-18  R1>0793=8000  11-30  12-01  A:partly(4000.00) B:kept
        A=8000@11-10..11-20 B=5000@11-10..11-27:on=0793       R1=8000@11-18  R1>0793=8000  11-30  12-01  A:partly(3000.00) B:kept
        ",
    );
}

#[test]
fn another_method_than_promised_counts_by_the_share_of_policy() {
    let mut policy = policy(1, 100);
    check_standings(
        &policy,
        "
        # promise                        receipts                  lines  data   today  standing
        A=500@11-10..11-20               R1=500@11-18:bank_bill    -      11-23  11-24  A:kept
        A=500@11-10..11-20               R1=500@11-18:other_bill   -      11-23  11-24  A:broken
        A=500@11-10..11-20:other_bill    R1=500@11-18:other_bill   -      11-23  11-24  A:kept
        A=500@11-10..11-20:other_bill    R1=500@11-18:transfer     -      11-23  11-24  A:kept
        A=500@11-10..11-20               R1=500@11-18:cash         -      11-23  11-24  A:kept
        A=500@11-10..11-20:cash          R1=500@11-18:mobile       -      11-23  11-24  A:kept
        ",
    );
    policy.promise.other_bill_share = Percent::whole(50);
    check_standings(
        &policy,
        "
        A=500@11-10..11-20                      R1=600@11-18:other_bill   -  11-23  11-24  A:partly(300.00)
        A=500@11-10..11-20                      R1=1000@11-18:other_bill  -  11-23  11-24  A:kept
        # 300 missing is 600 of a bill; the other 400 count 200 for the next.
        A=300@11-10..11-19 B=500@11-10..11-20   R1=1000@11-18:other_bill  -  11-23  11-24  A:kept B:partly(200.00)
        # A promise of bills takes it whole.
        A=300@11-10..11-19 B=500@11-10..11-20:other_bill  R1=1000@11-18:other_bill  -  11-23  11-24  A:kept B:partly(400.00)
        ",
    );
}

#[test]
fn tolerance_counts_business_days_of_the_holiday_table() {
    let mut policy = policy(1, 100);
    policy.calendar.exceptions.insert(day("11-23"), shared::calendar::DayKind::Holiday);
    check_standings(
        &policy,
        "
        A=500@11-10..11-20  -              -  11-23  11-30  A:awaiting
        A=500@11-10..11-20  R1=500@11-24   -  11-24  11-30  A:kept+4
        A=500@11-10..11-20  -              -  11-24  11-30  A:broken
        ",
    );
}

#[test]
fn the_terms_are_those_of_the_day_it_was_made() {
    let mut stage = Stage::new();
    stage.owes("0793", "90000", "09-27");
    promises_to_pay(&mut stage, "A=500@11-10..11-20");
    promises_to_pay(&mut stage, "B=500@11-16..11-20");
    stage.pays("R1", "1000", "11-25");
    data_reach(&mut stage, "HT", "11-30");
    let of_november = Policy { version: 1, valid_from: day("11-01"), ..policy(3, 100) };
    let stricter = Policy { version: 2, valid_from: day("11-16"), ..policy(1, 100) };
    stage.register().put(Row::Policy(of_november));
    stage.register().put(Row::Policy(stricter.clone()));
    assert_eq!(standings_said(&stage, &stricter, "12-01"), "A:kept+5 B:broken");
}

/// Companies HT and ZX, in both of which something is owed if the table says so.
#[track_caller]
fn check_companies(owed_to: &[&str], promise: &str, data: &[(&str, &str)], expected: &str) {
    let mut stage = Stage::new();
    stage.register().put(Row::Company(company("ZX")));
    for (at, code) in owed_to.iter().enumerate() {
        let id = stage.owes(&format!("079{at}"), "90000", "09-27");
        let mut invoice = stage.dossier.invoices[&id].clone();
        invoice.company = CompanyId::of_code(code);
        stage.dossier.put(Row::Invoice(invoice));
    }
    promises_to_pay(&mut stage, promise);
    for (code, reaches) in data {
        data_reach(&mut stage, code, reaches);
    }
    assert_eq!(standings_said(&stage, &policy(1, 100), "11-25"), expected);
}

#[test]
fn a_promise_waits_for_the_data_of_the_companies_it_can_be_paid_to() {
    let promise = "A=500@11-10..11-20";
    check_companies(&["HT"], promise, &[("HT", "11-23")], "A:broken");
    check_companies(&["HT"], promise, &[("HT", "11-23"), ("ZX", "11-01")], "A:broken");
    check_companies(&["HT"], promise, &[("ZX", "11-23")], "A:awaiting");
    check_companies(&["HT", "ZX"], promise, &[("HT", "11-23"), ("ZX", "11-01")], "A:awaiting");
    check_companies(&["HT", "ZX"], promise, &[("HT", "11-23")], "A:awaiting");
    check_companies(&["HT", "ZX"], promise, &[("HT", "11-23"), ("ZX", "11-23")], "A:broken");
    // On documents: those of theirs.
    let promise = "A=500@11-10..11-20:on=0790";
    check_companies(&["HT", "ZX"], promise, &[("HT", "11-23")], "A:broken");
    check_companies(&["HT", "ZX"], promise, &[("ZX", "11-23")], "A:awaiting");
    // Settled and not here: the money that paid it tells whose it was.
    let mut stage = Stage::new();
    stage.register().put(Row::Company(company("ZX")));
    promises_to_pay(&mut stage, "A=500@11-10..11-20:on=0790");
    pays(&mut stage, "R1=500@11-24");
    is_allocated(&mut stage, "R1>0790=500");
    data_reach(&mut stage, "HT", "11-24");
    assert_eq!(standings_said(&stage, &policy(1, 100), "11-25"), "A:broken");
    // Paid late: the company is known, though nothing is open any more.
    let mut stage = Stage::new();
    stage.register().put(Row::Company(company("ZX")));
    promises_to_pay(&mut stage, "A=500@11-10..11-20");
    pays(&mut stage, "R1=500@11-24");
    data_reach(&mut stage, "HT", "11-24");
    assert_eq!(standings_said(&stage, &policy(1, 100), "11-25"), "A:broken");
    // Nothing is owed in its currency: those to which anything is.
    check_companies(&["HT"], "A=500USD@11-10..11-20", &[("HT", "11-23")], "A:broken");
    // Nothing tells where it would go: every company has to have its data in.
    let promise = "A=500@11-10..11-20";
    check_companies(&[], promise, &[("HT", "11-23")], "A:awaiting");
    check_companies(&[], promise, &[("HT", "11-23"), ("ZX", "11-23")], "A:broken");
}
