//! Receipts: booked once, allocated no further than either side reaches, and bank data that only advance.

use shared::{
    allocation::Designation,
    id::{CompanyId, CustomerId, InvoiceId},
    money::Amounts,
    receipt::{Import, PaymentMethod, ReportHorizon},
    row::Row,
    sync::{Act, Reads},
};

use crate::stage::{Stage, company, customer, day, invoice_id, money, receipt_id, rows, said};

fn import(number: &str, amount: &str, designations: &[(&str, &str)]) -> Import {
    Import {
        company: "HT".to_owned(),
        source: "bank".to_owned(),
        number: number.to_owned(),
        valued_on: day("11-18"),
        amount: money(amount),
        method: PaymentMethod::Transfer,
        payer: "宏盛食品".to_owned(),
        memo: "货款".to_owned(),
        designations: designations
            .iter()
            .map(|(number, amount)| Designation {
                invoice: invoice_id(number),
                amount: money(amount),
            })
            .collect(),
    }
}

/// 30,000 open on 0793, 20,000 on 0834, 700 dollars on 9001.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.owes("0793", "30000", "09-27");
    stage.owes("0834", "20000", "10-08");
    stage.owes("9001", "700USD", "10-08");
    stage
}

#[track_caller]
fn check_import(change: impl FnOnce(&mut Import), expected: &str) {
    let mut form = import("R1", "8000", &[]);
    change(&mut form);
    assert_eq!(said(&stage().act("import", "11-19", Act::ImportReceipt(form))), expected);
}

#[test]
fn a_receipt_is_booked_whole_or_refused() {
    check_import(|_| (), "receipt");
    check_import(|it| it.number = " ".to_owned(), "refused: receipt number_empty");
    check_import(|it| it.amount = money("0"), "refused: receipt amount_not_positive amount=(0.00)");
    check_import(|it| it.valued_on = day("11-19"), "receipt");
    check_import(
        |it| it.valued_on = day("11-20"),
        "refused: receipt valued_ahead today=11-19 valued_on=11-20",
    );
    check_import(|it| it.company = "ZX".to_owned(), "refused: receipt unknown_company company=ZX");
    for who in ["lin", "zhou", "shen", "gu", "ji"] {
        let outcome = stage().act(who, "11-19", Act::ImportReceipt(import("R1", "8000", &[])));
        assert_eq!(said(&outcome), "refused: not_permitted needs=system", "{who}");
    }
}

/// Designations `0793=8000`, in a list, of a receipt over so much; and what was written.
#[track_caller]
fn check_designated(table: &str) {
    for (row, cells) in rows(table) {
        let [amount, given, expected] = cells[..] else { panic!("bad row: {row}") };
        let designations: Vec<_> = given.split(' ').filter_map(|it| it.split_once('=')).collect();
        let mut stage = stage();
        let form = import("R1", amount, &designations);
        let outcome = stage.act("import", "11-19", Act::ImportReceipt(form));
        assert_eq!(said(&outcome), expected, "in row: {row}");
        nothing_is_allocated_twice(&stage);
    }
}

/// The invariant of every allocation: what is left is the amount less the fold of its lines, on
/// both sides, and never below nothing.
#[track_caller]
fn nothing_is_allocated_twice(stage: &Stage) {
    let dossier = &stage.dossier;
    let fold = |amount: shared::money::Money, of: &dyn Fn(&Row) -> bool| {
        let mut sum = Amounts::new();
        sum.add(amount).unwrap();
        for line in dossier.allocations.values() {
            if of(&Row::Allocation(line.clone())) {
                sum.add(line.amount.negated()).unwrap();
            }
        }
        sum.of(amount.currency())
    };
    for invoice in dossier.invoices.values() {
        let left = fold(
            invoice.amount,
            &|row| matches!(row, Row::Allocation(it) if it.invoice == invoice.id),
        );
        assert_eq!(invoice.open, left, "receivable {}", invoice.number);
        assert!(0 <= left.minor());
    }
    for receipt in dossier.receipts.values() {
        let left = fold(
            receipt.amount,
            &|row| matches!(row, Row::Allocation(it) if it.receipt == receipt.id),
        );
        assert_eq!(receipt.unapplied, left, "receipt {}", receipt.number);
        assert!(0 <= left.minor());
    }
}

#[test]
fn a_designation_takes_no_more_than_is_open_here_and_left_there() {
    check_designated(
        "
        # amount  designated               answer
        8000      -                        receipt
        8000      0793=8000                invoice + allocation + receipt
        8000      0793=7000                invoice + allocation + receipt
        50000     0793=30000 0834=20000    invoice + allocation + invoice + allocation + receipt
        50000     0793=30000               invoice + allocation + receipt
        8000      0793=8000.01             refused: receipt more_than_unapplied amount=(8000.01) left=(8000.00) number=R1
        50000     0793=30000.01            refused: receipt more_than_open amount=(30000.01) left=(30000.00) number=0793
        8000      0793=5000 0834=3000.01   refused: receipt more_than_unapplied amount=(3000.01) left=(3000.00) number=R1
        8000      0793=0                   refused: receipt amount_not_positive amount=(0.00)
        8000      0793=-5                  refused: receipt amount_not_positive amount=(-5.00)
        8000      0793=9000 0793=-5000     refused: receipt amount_not_positive amount=(-5000.00)
        8000      nobody's=1               refused: receipt unknown_invoice invoice
        8000      9001=700USD              refused: receipt other_currency amount=(700.00USD) currency=CNY number=9001
        8000      9001=700                 refused: receipt other_currency amount=(700.00) currency=USD number=9001
        700USD    9001=700USD              invoice + allocation + receipt
        # Two lines for one document are one part of it.
        50000     0793=20000 0793=10000    invoice + allocation + receipt
        50000     0793=20000 0793=10000.01  refused: receipt more_than_open amount=(30000.01) left=(30000.00) number=0793
        ",
    );
}

#[test]
fn a_line_is_effective_on_the_later_of_the_two_days() {
    let mut stage = stage();
    let mut early = stage.dossier.invoices[&invoice_id("0834")].clone();
    early.posted_on = day("11-25");
    stage.dossier.put(Row::Invoice(early));
    let form = import("R1", "8000", &[("0793", "5000"), ("0834", "3000")]);
    stage.act("import", "11-30", Act::ImportReceipt(form)).unwrap();
    for (number, expected) in [("0793", "11-18"), ("0834", "11-25")] {
        let line = stage.dossier.allocations.values().find(|it| it.invoice == invoice_id(number));
        assert_eq!(line.unwrap().effective_on, day(expected), "{number}");
    }
}

#[test]
fn another_companys_receivable_is_not_paid_without_a_transfer() {
    let mut stage = stage();
    stage.register().put(Row::Company(company("ZX")));
    let mut theirs = stage.dossier.invoices[&invoice_id("0793")].clone();
    theirs.company = CompanyId::of_code("ZX");
    stage.dossier.put(Row::Invoice(theirs));
    let form = import("R1", "8000", &[("0793", "8000")]);
    assert_eq!(
        said(&stage.act("import", "11-19", Act::ImportReceipt(form))),
        "refused: receipt other_company number=0793"
    );
}

#[test]
fn several_receipts_close_a_receivable_and_no_more() {
    let mut stage = stage();
    let mut pays = |number: &str, amount: &str, expected: &str| {
        let form = import(number, amount, &[("0793", amount)]);
        let outcome = stage.act("import", "11-19", Act::ImportReceipt(form));
        assert_eq!(said(&outcome), expected, "{number}");
        nothing_is_allocated_twice(&stage);
    };
    pays("R1", "10000", "invoice + allocation + receipt");
    pays("R2", "19999.99", "invoice + allocation + receipt");
    pays("R3", "1", "refused: receipt more_than_open amount=(1.00) left=(0.01) number=0793");
    pays("R4", "0.01", "invoice + allocation + receipt");
    pays("R4", "0.01", "nothing");
    pays("R5", "0.01", "refused: receipt more_than_open amount=(0.01) left=(0.00) number=0793");
}

/// The number is booked over 8,000; what is given differs.
#[track_caller]
fn check_again(change: impl FnOnce(&mut Import), expected: &str) {
    let mut stage = stage();
    let form = import("R1", "8000", &[("0793", "8000")]);
    stage.act("import", "11-19", Act::ImportReceipt(form.clone())).unwrap();
    let mut again = form;
    change(&mut again);
    assert_eq!(said(&stage.act("import", "11-20", Act::ImportReceipt(again))), expected);
    nothing_is_allocated_twice(&stage);
}

const BOOKED: &str =
    "here=(amount=(8000.00) method=transfer payer=宏盛食品 valued_on=11-18) number=R1";

#[test]
fn the_same_number_again_changes_nothing_or_shows_both_versions() {
    let both = |given: &str| format!("refused: receipt different_content given=({given}) {BOOKED}");
    check_again(|_| (), "nothing");
    check_again(|it| it.memo = "another wording".to_owned(), "nothing");
    check_again(
        |it| it.amount = money("8000.01"),
        &both("amount=(8000.01) method=transfer payer=宏盛食品 valued_on=11-18"),
    );
    check_again(
        |it| it.valued_on = day("11-19"),
        &both("amount=(8000.00) method=transfer payer=宏盛食品 valued_on=11-19"),
    );
    check_again(
        |it| it.payer = "永丰粮油".to_owned(),
        &both("amount=(8000.00) method=transfer payer=永丰粮油 valued_on=11-18"),
    );
    check_again(
        |it| it.method = PaymentMethod::BankAcceptance,
        &both("amount=(8000.00) method=bank_acceptance payer=宏盛食品 valued_on=11-18"),
    );
    check_again(|it| it.number = "R2".to_owned(), "invoice + allocation + receipt");
}

#[test]
fn money_of_nobody_is_kept_until_somebody_is_found() {
    let mut stage = Stage::empty();
    let device = stage.caller("import");
    let form = import("R1", "8000", &[]);
    let mut command = stage.command(Act::ImportReceipt(form), device.user, day("11-19"));
    command.customer = None;
    let policy = stage.dossier.register.policy_on(day("11-19"));
    let when = shared::calendar::When::on(day("11-19"));
    let effects = stage.ask_command(&command, &device, &policy, when).unwrap();
    let [Row::Receipt(receipt)] = &effects.writes[..] else { panic!("one receipt") };
    assert_eq!((receipt.customer, receipt.unapplied), (None, money("8000")));

    // Found since: the same number becomes the customer's, another amount is told.
    stage.dossier.put(Row::Customer(customer("K-0217", Some("east"))));
    stage.elsewhere("", effects.writes[0].clone());
    let other = Act::ImportReceipt(import("R1", "9000", &[]));
    let given = "given=(amount=(9000.00) method=transfer payer=宏盛食品 valued_on=11-18)";
    assert_eq!(
        said(&stage.act("import", "11-20", other)),
        format!("refused: receipt different_content {given} {BOOKED}")
    );
    let again = Act::ImportReceipt(import("R1", "8000", &[]));
    assert_eq!(said(&stage.act("import", "11-20", again.clone())), "receipt");
    let found = &stage.dossier.receipts[&receipt_id("R1")];
    assert_eq!(
        (found.customer, found.unapplied),
        (Some(CustomerId::of_code("K-0217")), money("8000"))
    );
    stage.dossier.elsewhere.clear();
    assert_eq!(said(&stage.act("import", "11-20", again)), "nothing");
}

#[test]
fn money_of_another_customer_stays_there() {
    let mut stage = stage();
    let mut theirs = stage.pays("R1", "8000", "11-18");
    let mut receipt = stage.dossier.receipts.remove(&theirs).unwrap();
    receipt.customer = Some(CustomerId::of_code("K-0300"));
    theirs = receipt.id;
    stage.elsewhere("K-0300", Row::Receipt(receipt));
    assert_eq!(
        said(&stage.act("import", "11-20", Act::ImportReceipt(import("R1", "8000", &[])))),
        "nothing"
    );
    assert!(!stage.dossier.receipts.contains_key(&theirs));
}

#[test]
fn a_matched_receipt_names_a_known_customer() {
    let outcome =
        Stage::empty().act("import", "11-19", Act::ImportReceipt(import("R1", "8000", &[])));
    assert_eq!(said(&outcome), "refused: customer unknown customer");
    let mut stage = stage();
    stage.act("import", "11-19", Act::ImportReceipt(import("R1", "8000", &[]))).unwrap();
    let booked = &stage.dossier.receipts[&receipt_id("R1")];
    assert_eq!(booked.customer, Some(CustomerId::of_code("K-0217")));
}

#[test]
fn an_import_asks_for_the_rows_it_names() {
    let act = Act::ImportReceipt(import("R1", "8000", &[("0793", "1"), ("0834", "2")]));
    let InvoiceId(first) = invoice_id("0793");
    let Reads::Named(ids) = act.reads() else { panic!("named rows") };
    assert_eq!(ids, [first, invoice_id("0834").0, receipt_id("R1").0]);
}

/// Who reports which company's data up to which day, and the answer.
#[track_caller]
fn check_horizon(table: &str) {
    let mut stage = Stage::empty();
    for (row, cells) in rows(table) {
        let [who, code, reaches, expected] = cells[..] else { panic!("bad row: {row}") };
        let form = ReportHorizon { company: code.to_owned(), reaches: day(reaches) };
        let outcome = stage.act(who, "11-24", Act::ReportHorizon(form));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
    assert_eq!(stage.dossier.register.bank_reaches(), Some(day("11-21")));
}

#[test]
fn bank_data_never_go_back() {
    check_horizon(
        "
        # who   company  reaches  answer
        lin     HT       11-20    refused: not_permitted needs=system
        gu      HT       11-20    refused: not_permitted needs=system
        import  ZX       11-20    refused: receipt unknown_company company=ZX
        import  HT       11-20    bank_horizon
        import  HT       11-20    nothing
        import  HT       11-19    nothing
        import  HT       11-21    bank_horizon
        import  HT       11-01    nothing
        ",
    );
}
