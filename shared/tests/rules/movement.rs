//! Movements: what a file settled or opened again, once, with its day, and never by guess.

use shared::{
    file_horizon::{self, Report},
    invoice::Import,
    money::Amounts,
    movement::{Original, Reopening, SettleAbsent, StillOpen},
    policy::ReconciliationPolicy,
    sync::Act,
};

use crate::stage::{Stage, day, invoice_id, invoice_import, money, rows, said};

/// `600@11-15` is 600 open since that day, `600` without a day.
fn file(number: &str, amount: &str, open: &str) -> Import {
    let (open, on) = open.split_once('@').map_or((open, None), |(open, on)| (open, Some(day(on))));
    let still = StillOpen {
        amount: money(open),
        on,
        original: Original::Given,
        reopening: Reopening::Refused,
    };
    Import { still_open: Some(still), ..invoice_import("K-0217", number, amount) }
}

fn confirmed(mut form: Import) -> Import {
    if let Some(still) = &mut form.still_open {
        still.reopening = Reopening::Confirmed;
    }
    form
}

fn unknown(mut form: Import) -> Import {
    if let Some(still) = &mut form.still_open {
        still.original = Original::Unknown;
    }
    form
}

/// After the document came with 1,000 open, what the next file says, and what is open then.
#[track_caller]
fn check_next(next: Import, expected: &str, open: &str) {
    let mut stage = Stage::new();
    stage.act("import", "11-10", Act::ImportInvoice(file("0793", "1000", "1000"))).unwrap();
    assert_eq!(said(&stage.act("import", "11-20", Act::ImportInvoice(next))), expected);
    assert_eq!(stage.dossier.invoices[&invoice_id("0793")].open, money(open));
}

#[test]
fn what_is_open_falls_by_one_movement_with_a_day() {
    check_next(file("0793", "1000", "600@11-15"), "invoice + movement", "600");
    check_next(file("0793", "1000", "0@11-20"), "invoice + movement", "0");
    check_next(file("0793", "1000", "1000"), "nothing", "1000");
    check_next(file("0793", "1000", "1000@11-15"), "nothing", "1000");
    check_next(
        file("0793", "1000", "600"),
        "refused: invoice day_needed given=(600.00) here=(1000.00) number=0793",
        "1000",
    );
    check_next(
        file("0793", "1000", "600@11-21"),
        "refused: invoice settled_ahead on=11-21 today=11-20",
        "1000",
    );
    check_next(
        file("0793", "1000", "-1@11-15"),
        "refused: invoice open_negative given=(-1.00) number=0793",
        "1000",
    );
    check_next(
        file("0793", "1000", "1000.01@11-15"),
        "refused: invoice open_above_amount amount=(1000.00) given=(1000.01) number=0793",
        "1000",
    );
    let other = said(&Stage::new().act("import", "11-20", Act::ImportInvoice(file("1", "0", "0"))));
    assert_eq!(other, "refused: invoice amount_not_positive amount=(0.00)");
}

#[test]
fn the_original_amount_never_changes_and_is_not_compared_where_no_file_gives_it() {
    check_next(unknown(file("0793", "400", "400@11-15")), "invoice + movement", "400");
    check_next(unknown(file("0793", "0", "0@11-15")), "invoice + movement", "0");
    let refused = said(&{
        let mut stage = Stage::new();
        stage.act("import", "11-10", Act::ImportInvoice(file("0793", "1000", "1000"))).unwrap();
        stage.act("import", "11-20", Act::ImportInvoice(file("0793", "999", "400@11-15")))
    });
    assert!(refused.starts_with("refused: invoice different_content"), "{refused}");
}

#[test]
fn what_was_settled_before_needs_no_counterpart() {
    let mut stage = Stage::new();
    let first = file("0793", "1000", "600@11-10");
    assert_eq!(
        said(&stage.act("import", "11-10", Act::ImportInvoice(first))),
        "invoice + movement"
    );
    let movement = stage.dossier.movements.values().next().unwrap();
    assert!(movement.unpaired.is_nil() && movement.settled_minor() == 40_000);
    // Money of the same amount is not taken for it.
    stage.pays("B1", "400", "11-10");
    let next = file("0793", "1000", "500@11-11");
    stage.act("import", "11-11", Act::ImportInvoice(next)).unwrap();
    assert!(stage.dossier.pairings.is_empty());
}

/// Falls to 600, and what opening it again does.
#[test]
fn a_rise_is_taken_once_somebody_confirms_it() {
    let mut stage = Stage::new();
    for (on, open) in [("11-10", "1000"), ("11-12", "600@11-12")] {
        stage.act("import", on, Act::ImportInvoice(file("0793", "1000", open))).unwrap();
    }
    let rise = file("0793", "1000", "900@11-15");
    assert_eq!(
        said(&stage.act("import", "11-15", Act::ImportInvoice(rise.clone()))),
        "refused: invoice reopened given=(900.00) here=(600.00) number=0793"
    );
    let taken = said(&stage.act("import", "11-15", Act::ImportInvoice(confirmed(rise.clone()))));
    assert_eq!(taken, "invoice + movement + pairing + movement");
    assert_eq!(stage.dossier.invoices[&invoice_id("0793")].open, money("900"));
    let unpaired: i64 = stage.dossier.movements.values().map(|it| it.unpaired.minor()).sum();
    assert_eq!(unpaired, 10_000, "300 of the 400 stand against the rise");
    let again = said(&stage.act("import", "11-16", Act::ImportInvoice(confirmed(rise))));
    assert_eq!(again, "nothing");
}

#[test]
fn what_a_full_list_leaves_out_is_settled_on_its_day() {
    let mut stage = Stage::new();
    stage.owes("1", "800", "11-01");
    let form = SettleAbsent { invoice: invoice_id("1"), as_of: day("11-18") };
    let settle = Act::SettleAbsent(form.clone());
    assert_eq!(
        said(&stage.act("yan", "11-20", settle.clone())),
        "refused: not_permitted needs=system"
    );
    assert_eq!(said(&stage.act("import", "11-20", settle.clone())), "invoice + movement");
    let movement = stage.dossier.movements.values().next().unwrap();
    assert_eq!((movement.effective_on, movement.amount), (day("11-18"), money("800")));
    assert_eq!(said(&stage.act("import", "11-20", settle)), "nothing");
    let unknown = SettleAbsent { invoice: invoice_id("2"), ..form };
    let unknown = said(&stage.act("import", "11-20", Act::SettleAbsent(unknown)));
    assert_eq!(unknown, "refused: invoice unknown invoice");
}

#[test]
fn an_older_file_is_refused_with_both_days() {
    let mut stage = Stage::new();
    let mut report = |as_of: &str, source: &str| {
        let (company, source) = ("HT".to_owned(), source.to_owned());
        let form = Report { company, source, as_of: day(as_of) };
        said(&stage.act("import", "11-20", Act::ReportFile(form)))
    };
    for (as_of, source, expected) in [
        ("11-18", "erp", "file_horizon"),
        ("11-18", "erp", "nothing"),
        (
            "11-17",
            "erp",
            "refused: invoice older_file company=HT given=11-17 last=11-18 source=erp",
        ),
        ("11-17", "kingdee", "file_horizon"),
        ("11-19", "erp", "file_horizon"),
        ("11-21", "erp", "refused: invoice settled_ahead on=11-21 today=11-20"),
    ] {
        assert_eq!(report(as_of, source), expected, "{as_of} {source}");
    }
}

#[test]
fn a_list_that_leaves_out_too_much_settles_nothing() {
    let table = "
        # absent        open            too much
        200             1000            -
        200.01          1000            200.01 of 1000.00
        0               0               -
        100 300USD      1000 1000USD    300.00 of 1000.00
    ";
    for (row, cells) in rows(table) {
        let amounts = |cell: &str| {
            let mut all = Amounts::new();
            cell.split(' ').for_each(|it| all.add(money(it)).unwrap());
            all
        };
        let policy = ReconciliationPolicy::default();
        let found =
            file_horizon::too_much_absent(&amounts(cells[0]), &amounts(cells[1]), &policy).unwrap();
        let told = found
            .map_or("-".to_owned(), |it| format!("{} of {}", it.absent.plain(), it.open.plain()));
        assert_eq!(told, cells[2], "{row}");
    }
}
