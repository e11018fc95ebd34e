//! Receivables: booked once under their number, never changed, and both versions shown.

use shared::{invoice::Import, row::Row, sync::Act};

use crate::stage::{Stage, day, invoice_import, money, said};

#[track_caller]
fn check_import(change: impl FnOnce(&mut Import), expected: &str) {
    let mut stage = Stage::new();
    let mut form = invoice_import("K-0217", "0793", "30000");
    change(&mut form);
    assert_eq!(said(&stage.act("import", "11-18", Act::ImportInvoice(form))), expected);
}

#[test]
fn a_receivable_is_booked_whole_or_refused() {
    check_import(|_| (), "invoice");
    check_import(|it| it.number = " ".to_owned(), "refused: invoice number_empty");
    check_import(|it| it.customer.code = String::new(), "refused: invoice customer_empty");
    check_import(|it| it.amount = money("0"), "refused: invoice amount_not_positive amount=(0.00)");
    check_import(
        |it| it.amount = money("-5"),
        "refused: invoice amount_not_positive amount=(-5.00)",
    );
    check_import(|it| it.company = "ZX".to_owned(), "refused: invoice unknown_company company=ZX");
    check_import(|it| it.customer.code = "W-0087".to_owned(), "refused: customer unknown customer");
    // 32 rows of the open-items file are due before they were posted.
    check_import(|it| it.due_on = day("09-01"), "invoice");
}

#[test]
fn books_come_from_imports_only() {
    for who in ["lin", "zhou", "shen", "gu", "ji"] {
        let form = invoice_import("K-0217", "0793", "30000");
        let outcome = Stage::new().act(who, "11-18", Act::ImportInvoice(form));
        assert_eq!(said(&outcome), "refused: not_permitted needs=system", "{who}");
    }
}

/// The number is booked over 30,000; what is given differs, and only that is told.
#[track_caller]
fn check_again(change: impl FnOnce(&mut Import), expected: &str) {
    let mut stage = Stage::new();
    let form = invoice_import("K-0217", "0793", "30000");
    stage.act("import", "11-18", Act::ImportInvoice(form.clone())).unwrap();
    let mut again = form;
    change(&mut again);
    assert_eq!(said(&stage.act("import", "11-19", Act::ImportInvoice(again))), expected);
}

#[test]
fn the_same_number_again_changes_nothing_or_shows_both_versions() {
    let both = |here: &str, given: &str| {
        let content = |changed: &str| {
            let mut fields = vec![
                "amount=(30000.00)",
                "customer=K-0217",
                "disputed=false",
                "due_on=11-01",
                "issued_on=10-01",
                "posted_on=10-02",
            ];
            for field in &mut fields {
                let name = field.split('=').next();
                if name == changed.split('=').next() {
                    *field = changed;
                }
            }
            fields.join(" ")
        };
        format!(
            "refused: invoice different_content given=({}) here=({}) number=0793",
            content(given),
            content(here)
        )
    };
    check_again(|_| (), "nothing");
    check_again(|it| it.amount = money("29999.99"), &both("", "amount=(29999.99)"));
    check_again(|it| it.amount = money("30000USD"), &both("", "amount=(30000.00USD)"));
    check_again(|it| it.issued_on = day("10-03"), &both("", "issued_on=10-03"));
    check_again(|it| it.posted_on = day("10-03"), &both("", "posted_on=10-03"));
    check_again(|it| it.due_on = day("11-02"), &both("", "due_on=11-02"));
    check_again(|it| it.disputed = true, &both("", "disputed=true"));
    // Another kind, source or leading zero is another document.
    check_again(|it| it.kind = "X2".to_owned(), "invoice");
    check_again(|it| it.source = "kingdee".to_owned(), "invoice");
    check_again(|it| it.number = "793".to_owned(), "invoice");
}

#[test]
fn a_number_under_another_customer_is_shown_as_it_stands_there() {
    let mut other = Stage::new();
    let form = invoice_import("K-0217", "0793", "12000");
    let effects = other.act("import", "11-18", Act::ImportInvoice(form)).unwrap();
    let Some(Row::Invoice(booked)) = effects.writes.last() else { panic!("a receivable") };
    let mut stage = Stage::new();
    stage.elsewhere("W-0087", Row::Invoice(booked.clone()));
    let form = invoice_import("K-0217", "0793", "30000");
    assert_eq!(
        said(&stage.act("import", "11-18", Act::ImportInvoice(form))),
        "refused: invoice different_content \
         given=(amount=(30000.00) customer=K-0217 disputed=false due_on=11-01 issued_on=10-01 posted_on=10-02) \
         here=(amount=(12000.00) customer=W-0087 disputed=false due_on=11-01 issued_on=10-01 posted_on=10-02) \
         number=0793"
    );
}
