//! Ageing: what other systems get wrong, one test each, and a report that proves itself.

use shared::{
    ageing::{AgeingError, Ask, BaseDay, Edges, EdgesError, OpenOn, Report, of_dossier, report},
    allocation::Designation,
    id::InvoiceId,
    money::Money,
    receipt::{self, PaymentMethod},
    row::Row,
    sync::Act,
};

use crate::stage::{Stage, day, invoice_id, money, receipt_id, rows};

fn ask(as_of: &str, age_as_of: &str) -> Ask {
    Ask { as_of: day(as_of), age_as_of: day(age_as_of), by: BaseDay::Due }
}

/// Only what is not nothing: `not_due 100.00, 31-60 20.00, unapplied -5.00 = 115.00`, per currency.
fn said(reports: &Result<Vec<Report>, AgeingError>) -> String {
    let reports = match reports {
        Ok(reports) => reports,
        Err(error) => return format!("{error:?}").split(' ').next().unwrap().to_owned(),
    };
    let said: Vec<_> = reports.iter().map(report_said).collect();
    if said.is_empty() { "-".to_owned() } else { said.join("; ") }
}

fn report_said(it: &Report) -> String {
    let amount = |minor| Money::try_new(minor, it.currency).unwrap().plain();
    let filled = it.buckets.iter().filter(|bucket| bucket.count != 0);
    let mut parts: Vec<_> =
        filled.map(|bucket| format!("{} {}", bucket.label, amount(bucket.amount_minor))).collect();
    if it.unapplied_minor != 0 {
        parts.push(format!("unapplied {}", amount(it.unapplied_minor)));
    }
    let code = if it.currency.code() == "CNY" { "" } else { it.currency.code() };
    format!("{} = {}{code}", parts.join(", "), amount(it.balance_minor))
}

/// One receivable of 100 due on a day, aged as of another, with edges 30,60,90; and its bucket.
#[track_caller]
fn check_bucket(table: &str) {
    for (row, cells) in rows(table) {
        let [due, age_as_of, expected] = cells[..] else { panic!("bad row: {row}") };
        let mut stage = Stage::new();
        stage.owes("0793", "100", due);
        let edges = Edges::parse("30,60,90").unwrap();
        let reports = of_dossier(&stage.dossier, &ask("11-18", age_as_of), &edges);
        assert_eq!(said(&reports), format!("{expected} 100.00 = 100.00"), "in row: {row}");
    }
}

#[test]
fn what_is_not_due_has_a_bucket_of_its_own() {
    check_bucket(
        "
        # due  age as of  bucket
        12-31  11-18      not_due
        11-19  11-18      not_due
        11-18  11-18      not_due
        11-17  11-18      1-30
        ",
    );
}

#[test]
fn every_edge_is_inclusive() {
    check_bucket(
        "
        # due  age as of  bucket
        10-19  11-18      1-30
        10-18  11-18      31-60
        09-19  11-18      31-60
        09-18  11-18      61-90
        08-20  11-18      61-90
        08-19  11-18      91+
        ",
    );
}

#[test]
fn age_is_counted_to_the_day_asked_for_and_not_to_today() {
    check_bucket(
        "
        # due  age as of   bucket
        11-01  10-31       not_due
        11-01  11-01       not_due
        11-01  11-02       1-30
        11-01  12-01       1-30
        11-01  12-02       31-60
        11-01  2027-11-18  91+
        ",
    );
}

/// What is booked, in a list: `0793=100@09-27` due so; `R1=40@10-05` valued so; `R1>0793=40`.
/// Then the day of the balance, by which day, and the report.
#[track_caller]
fn check_report(table: &str) {
    for (row, cells) in rows(table) {
        let [booked, as_of, by, expected] = cells[..] else { panic!("bad row: {row}") };
        let stage = booked_so(booked);
        let by = if by == "invoice" { BaseDay::Invoice } else { BaseDay::Due };
        let ask = Ask { by, ..ask(as_of, as_of) };
        let reports = of_dossier(&stage.dossier, &ask, &Edges::parse("30,60,90").unwrap());
        assert_eq!(said(&reports), expected, "in row: {row}");
    }
}

/// Documents are issued and posted on 2026-01-01 unless `@due@posted` says otherwise.
fn booked_so(booked: &str) -> Stage {
    let mut stage = Stage::new();
    let mut designations: Vec<(&str, Designation)> = vec![];
    for text in booked.split(' ').filter(|it| *it != "-") {
        let (name, rest) = text.split_once('=').unwrap();
        if let Some((receipt, number)) = name.split_once('>') {
            let designation = Designation { invoice: invoice_id(number), amount: money(rest) };
            designations.push((receipt, designation));
        }
    }
    for text in booked.split(' ').filter(|it| *it != "-" && !it.contains('>')) {
        let (name, rest) = text.split_once('=').unwrap();
        let (amount, days) = rest.split_once('@').unwrap();
        if name.starts_with('R') {
            let of_this = designations.iter().filter(|(receipt, _)| *receipt == name);
            let form = receipt::Import {
                company: "HT".to_owned(),
                source: "bank".to_owned(),
                number: name.to_owned(),
                valued_on: day(days),
                amount: money(amount),
                method: PaymentMethod::Transfer,
                payer: String::new(),
                memo: String::new(),
                designations: of_this.map(|(_, it)| it.clone()).collect(),
            };
            stage.act("import", "12-31", Act::ImportReceipt(form)).unwrap();
        } else {
            let (due, posted) = days.split_once('@').unwrap_or((days, "2026-01-01"));
            let id = stage.owes(name, amount, due);
            let mut invoice = stage.dossier.invoices[&id].clone();
            (invoice.issued_on, invoice.posted_on) = (day(posted), day(posted));
            stage.dossier.put(Row::Invoice(invoice));
        }
    }
    stage
}

#[test]
fn a_partial_payment_leaves_the_rest_in_the_bucket_of_its_document() {
    check_report(
        "
        # booked                                        as of  by   report
        0793=100@09-27 R1=40@11-10 R1>0793=40           11-18  due  31-60 60.00 = 60.00
        0793=100@09-27 R1=100@11-10 R1>0793=100         11-18  due  -
        # It came on 11-10: the day before it was all open.
        0793=100@09-27 R1=40@11-10 R1>0793=40           11-09  due  31-60 100.00 = 100.00
        0793=100@09-27 R1=40@11-10 R1>0793=40           11-10  due  31-60 60.00 = 60.00
        ",
    );
}

#[test]
fn an_earlier_day_shows_what_was_paid_later() {
    check_report(
        "
        # booked                                        as of  by   report
        0793=100@09-27 R1=100@11-20 R1>0793=100         11-19  due  31-60 100.00 = 100.00
        0793=100@09-27 R1=100@11-20 R1>0793=100         11-20  due  -
        # Booked after the day, though due before it.
        0793=100@09-27@10-15                            10-14  due  -
        0793=100@09-27@10-15                            10-15  due  1-30 100.00 = 100.00
        ",
    );
}

#[test]
fn a_future_dated_receipt_does_not_reduce_an_earlier_balance() {
    check_report(
        "
        # booked                                        as of  by   report
        0793=100@09-27 R1=30@12-24                      12-23  due  61-90 100.00 = 100.00
        0793=100@09-27 R1=30@12-24                      12-24  due  61-90 100.00, unapplied -30.00 = 70.00
        ",
    );
}

#[test]
fn unapplied_money_is_shown_signed_and_never_hidden_in_a_bucket() {
    check_report(
        "
        # booked                                        as of  by   report
        R1=30@11-10                                     11-18  due  unapplied -30.00 = -30.00
        0793=100@09-27 R1=130@11-10 R1>0793=100         11-18  due  unapplied -30.00 = -30.00
        0793=100@09-27 R1=100@11-10                     11-18  due  31-60 100.00, unapplied -100.00 = 0.00
        0793=100@12-01 0834=5@09-27 R1=30@11-10         11-18  due  not_due 100.00, 31-60 5.00, unapplied -30.00 = 75.00
        # Money before its document stays unapplied until the document is in the books.
        0793=100@12-01@11-15 R1=30@11-10 R1>0793=30     11-14  due  unapplied -30.00 = -30.00
        0793=100@12-01@11-15 R1=30@11-10 R1>0793=30     11-15  due  not_due 70.00 = 70.00
        ",
    );
}

#[test]
fn currencies_are_reported_apart() {
    check_report(
        "
        # booked                                        as of  by   report
        -                                               11-18  due  -
        0793=100@09-27 0834=7USD@12-01                  11-18  due  31-60 100.00 = 100.00; not_due 7.00 = 7.00USD
        0793=100@09-27 R1=7USD@11-01                    11-18  due  31-60 100.00 = 100.00; unapplied -7.00 = -7.00USD
        ",
    );
}

#[test]
fn instalments_age_one_by_one_and_the_reader_chooses_the_base_day() {
    check_report(
        "
        # booked                                              as of  by       report
        1=50@10-01@09-01 2=50@11-01@09-01 3=50@12-01@09-01    11-18  due      not_due 50.00, 1-30 50.00, 31-60 50.00 = 150.00
        1=50@10-01@09-01 2=50@11-01@09-01 3=50@12-01@09-01    11-18  invoice  61-90 150.00 = 150.00
        1=50@12-01@11-18                                      11-18  invoice  not_due 50.00 = 50.00
        1=50@12-01@11-17                                      11-18  invoice  1-30 50.00 = 50.00
        ",
    );
}

#[test]
fn a_report_that_does_not_add_up_is_not_made() {
    let open = [OpenOn { base_day: day("11-01"), count: 1, open: money("100") }];
    let made = |unapplied: &str, balance: &str| {
        let edges = Edges::default();
        report(&ask("11-18", "11-18"), &edges, &open, money(unapplied), money(balance))
    };
    assert!(made("30", "70").is_ok());
    assert_eq!(
        made("30", "70.01"),
        Err(AgeingError::Unproven { buckets: money("70"), balance: money("70.01") })
    );
    assert!(matches!(made("30USD", "70"), Err(AgeingError::Money(_))));
}

#[test]
fn rows_that_contradict_one_another_are_told() {
    let mut stage = booked_so("0793=100@09-27 R1=40@11-10 R1>0793=40");
    let mut invoice = stage.dossier.invoices[&invoice_id("0793")].clone();
    invoice.open = money("100");
    stage.dossier.put(Row::Invoice(invoice));
    let reports = of_dossier(&stage.dossier, &ask("11-18", "11-18"), &Edges::default());
    assert_eq!(said(&reports), "Unproven");

    // A line that is effective before its document is in the books.
    let mut stage = booked_so("0793=100@09-27@11-15 R1=40@11-10 R1>0793=40");
    let mut line = stage.dossier.allocations.values().next().unwrap().clone();
    line.effective_on = day("11-10");
    stage.dossier.put(Row::Allocation(line));
    let reports = of_dossier(&stage.dossier, &ask("11-12", "11-12"), &Edges::default());
    assert_eq!(said(&reports), "Unproven");
}

/// A phone holds open documents and recent money before it holds what is settled.
#[test]
fn today_is_told_before_the_history_has_come_and_an_earlier_day_is_not() {
    let whole =
        "0793=100@09-27 0834=50@10-01 R1=60@10-20 R1>0793=60 R2=70@11-10 R2>0834=50 R2>0793=20";
    let mut stage = booked_so(whole);
    let edges = Edges::default();
    let today = of_dossier(&stage.dossier, &ask("11-18", "11-18"), &edges);
    assert_eq!(said(&today), "31-60 20.00 = 20.00");
    let past = of_dossier(&stage.dossier, &ask("11-01", "11-01"), &edges);
    assert_eq!(said(&past), "31-60 90.00 = 90.00");

    // Settled 0834 and the old receipt with its line are history.
    stage.dossier.remove(invoice_id("0834").0);
    let InvoiceId(open) = invoice_id("0793");
    let old = receipt_id("R1");
    let lines: Vec<_> = stage.dossier.allocations.values().cloned().collect();
    for line in lines.iter().filter(|it| it.receipt == old && it.invoice.0 == open) {
        stage.dossier.remove(line.id.0);
    }
    stage.dossier.remove(old.0);
    assert_eq!(of_dossier(&stage.dossier, &ask("11-18", "11-18"), &edges), today);
    let past = of_dossier(&stage.dossier, &ask("11-01", "11-01"), &edges);
    assert_eq!(past, Err(AgeingError::HistoryMissing { as_of: day("11-01") }));
}

#[test]
fn edges_rise_from_one_day() {
    let parse = |text: &str| Edges::parse(text).map(Vec::from);
    assert_eq!(parse("30,60,90"), Ok(vec![30, 60, 90]));
    assert_eq!(parse(" 7, 14 "), Ok(vec![7, 14]));
    assert_eq!(parse("1"), Ok(vec![1]));
    assert_eq!(parse(" "), Err(EdgesError::Empty));
    for (text, wrong) in
        [("30,,60", ""), ("30,x", "x"), ("-30", "-30"), ("30.5", "30.5"), ("30,", "")]
    {
        assert_eq!(parse(text), Err(EdgesError::NotDays(wrong.to_owned())), "{text}");
    }
    assert_eq!(parse("99999999999"), Err(EdgesError::NotDays("99999999999".to_owned())));
    assert_eq!(parse("0,30"), Err(EdgesError::TooSmall { edge: 0 }));
    assert_eq!(parse("30,30"), Err(EdgesError::NotRising { before: 30, edge: 30 }));
    assert_eq!(parse("60,30"), Err(EdgesError::NotRising { before: 60, edge: 30 }));
    assert_eq!(parse("73001"), Err(EdgesError::TooFar { edge: 73_001, most: 73_000 }));
    let many: Vec<String> = (1..=25).map(|it| it.to_string()).collect();
    assert_eq!(parse(&many.join(",")), Err(EdgesError::TooMany { count: 25, most: 24 }));
    assert!(serde_json::from_str::<Edges>("[30,60]").is_ok());
    assert!(serde_json::from_str::<Edges>("[60,30]").is_err());
}

#[test]
fn buckets_carry_their_edges() {
    let labels = |edges: Edges| -> Vec<String> {
        edges.buckets().into_iter().map(|bucket| bucket.label).collect()
    };
    assert_eq!(
        labels(Edges::default()),
        ["not_due", "1-30", "31-60", "61-90", "91-180", "181-365", "366+"]
    );
    assert_eq!(
        labels(Edges::years()),
        ["not_due", "1-365", "366-730", "731-1095", "1096-1460", "1461-1825", "1826+"]
    );
    let buckets = Edges::parse("1,30").unwrap().buckets();
    let edges: Vec<_> = buckets.iter().map(|it| (it.from_days, it.to_days)).collect();
    assert_eq!(edges, [(None, Some(0)), (Some(1), Some(1)), (Some(2), Some(30)), (Some(31), None)]);
}
