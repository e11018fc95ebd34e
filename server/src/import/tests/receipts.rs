//! Receipts: from a bank's statement, and brought along by invoices that are settled.

use shared::{page::AgeingQuery, receipt::ReceiptRefusal};

use super::*;
use crate::testing::{cny, day};

const BANK: &str = "交易日期,付款方,收入金额,支出金额,币种,流水号,摘要\n";

#[tokio::test]
async fn a_settled_invoice_brings_its_receipt() {
    let Some(desk) = Desk::new().await else { return };
    let text = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,\
        InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\n\
        391,0379-NEVHP,4/6/2013,0000611365,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0\n\
        406,8976-AMJEO,3/3/2012,0007900770,1/26/2013,2/25/2013,61.74,Yes,,Electronic,36,6\n\
        406,8976-AMJEO,3/3/2012,0007900771,1/26/2013,2/25/2013,61.74,Perhaps,3/3/2013,Paper,3,6\n";
    let outcome = desk.take("ibm-ar", text).await;
    check(&outcome, [3, 2, 0, 0, 0, 1]);
    assert_eq!(outcome.faults[0].column, "Disputed");
    let receipts = desk.receipts().await;
    assert_eq!(receipts.len(), 1);
    assert_eq!((receipts[0].number.as_str(), receipts[0].unapplied.minor()), ("0000611365", 0));
    let company = CompanyBalance { desk: &desk, customer: "0379-NEVHP" };
    assert_eq!(company.on("2013-01-14").await, 5_594);
    assert_eq!(company.on("2013-01-15").await, 0);
    // The same invoice with another amount brings no receipt either.
    let changed = text.replace("55.94", "60.00").replace("0007900770", "0007900772");
    let outcome = desk.take("ibm-ar", changed).await;
    check(&outcome, [3, 1, 0, 0, 0, 2]);
    assert_eq!(desk.receipts().await, receipts);
    check(&desk.take("ibm-ar", text).await, [3, 0, 0, 2, 0, 1]);
    desk.stage.check().await;
}

struct CompanyBalance<'a> {
    desk: &'a Desk,
    customer: &'a str,
}

impl CompanyBalance<'_> {
    async fn on(&self, on: &str) -> i64 {
        let query = AgeingQuery {
            as_of: Some(day(on)),
            customer: self.customer.to_owned(),
            ..AgeingQuery::default()
        };
        let reports = self.desk.stage.server.ageing(&cli(), &query).await.unwrap();
        assert_eq!(reports.len(), 1);
        reports[0].balance_minor
    }
}

#[tokio::test]
async fn a_bank_statement_finds_its_customers() {
    let Some(desk) = Desk::new().await else { return };
    let customers = "编号,名称\nB1,永辉（集团）\nB2,大润发\nB3,大润发\n";
    check(&desk.take("customers-zh", customers).await, [3, 3, 0, 0, 0, 0]);
    let text = BANK.to_owned()
        + "2026-11-18,永辉 (集团),\"1,000.00\",,人民币,L1,货款\n"
        + "20261118,shop c1,200,,CNY,L2,货款\n"
        + "2026/11/19,C2,300,,CNY,L3,货款\n"
        + "2026-11-19,大润发,400,,CNY,L4,货款\n"
        + "2026-11-19,陌生人,500,,CNY,L5,利息\n"
        + "2026-11-19,房东,,800,CNY,L6,房租\n";
    let outcome = desk.take("bank-zh", &text).await;
    check(&outcome, [6, 5, 0, 0, 1, 0]);
    assert_eq!(
        (outcome.company.as_deref(), outcome.bank_data_to),
        (Some("U001"), Some(day("2026-11-19")))
    );
    assert_eq!(desk.horizon().await, Some(day("2026-11-19")));
    let unmatched: Vec<_> = outcome
        .unmatched_rows
        .iter()
        .map(|it| (it.line, it.number.as_str(), it.candidates.join(" ")))
        .collect();
    assert_eq!(unmatched, [(5, "L4", "B2 B3".to_owned()), (6, "L5", String::new())]);
    let of = |number: &str, receipts: &[Receipt]| {
        receipts.iter().find(|it| it.number == number).unwrap().customer
    };
    let receipts = desk.receipts().await;
    for (number, customer) in
        [("L1", Some("B1")), ("L2", Some("C1")), ("L3", Some("C2")), ("L4", None), ("L5", None)]
    {
        assert_eq!(of(number, &receipts), customer.map(CustomerId::of_code), "{number}");
    }
    assert_eq!(desk.balance("c1").await.iter().next(), Some(cny("800")));
    // The same file again changes nothing, and says again whose money nobody knows.
    let before = desk.counts().await;
    let again = desk.take("bank-zh", &text).await;
    check(&again, [6, 0, 0, 5, 1, 0]);
    assert_eq!(again.unmatched_rows, outcome.unmatched_rows);
    assert_eq!(desk.counts().await, before);
    // Once somebody is known by that name, the file brings the money there.
    desk.take("customers-zh", "编号,名称,片区\nB5,陌生人,north\n").await;
    desk.take("customers-zh", "编号,名称\nB3,大润发（城南）\n").await;
    let outcome = desk.take("bank-zh", &text).await;
    check(&outcome, [6, 0, 2, 3, 1, 0]);
    assert_eq!((outcome.unmatched, outcome.unmatched_rows.len()), (0, 0));
    let receipts = desk.receipts().await;
    for (number, customer) in [("L4", "B2"), ("L5", "B5")] {
        assert_eq!(of(number, &receipts), Some(CustomerId::of_code(customer)), "{number}");
    }
    check(&desk.take("bank-zh", &text).await, [6, 0, 0, 5, 1, 0]);
    assert_eq!(desk.receipts().await, receipts);
    desk.stage.check().await;
}

#[tokio::test]
async fn nobody_is_judged_by_a_statement_with_holes() {
    let Some(desk) = Desk::new().await else { return };
    let text = BANK.to_owned()
        + "2026-11-17,C1,100,,CNY,L1,货款\n"
        + "2026-11-18,C1,1OO,,CNY,L2,货款\n"
        + "2026-11-18,C1,100,,CNY,L1,货款\n";
    let outcome = desk.take("bank-zh", &text).await;
    check(&outcome, [3, 1, 0, 0, 0, 2]);
    assert_eq!((outcome.bank_data_to, desk.horizon().await), (None, None));
    let Fault::Refused { verdict } = &outcome.faults[1].fault else { panic!("{outcome:?}") };
    let Verdict::Rejected { refusal: Refusal::Receipt(refusal) } = &**verdict else {
        panic!("{verdict:?}")
    };
    assert!(matches!(refusal, ReceiptRefusal::DifferentContent { .. }));
    let said = Ask { bank_data_to: Some(day("2026-11-18")), ..ask("bank-zh") };
    let outcome = desk.ask(&said, &text).await.unwrap();
    assert_eq!(outcome.bank_data_to, Some(day("2026-11-18")));
    assert_eq!(desk.horizon().await, Some(day("2026-11-18")));
    // It goes back for nobody, and no further than today.
    let earlier = Ask { bank_data_to: Some(day("2026-11-01")), ..ask("bank-zh") };
    let outcome = desk.ask(&earlier, &text).await.unwrap();
    assert_eq!(outcome.bank_data_to, Some(day("2026-11-18")));
    let ahead = Ask { bank_data_to: Some(day("2026-11-21")), ..ask("bank-zh") };
    assert!(matches!(desk.ask(&ahead, &text).await, Err(FileFault::HorizonAhead { .. })));
    // A day that has not come is a mistyped one: the row is not taken, and the file has a hole.
    let mistyped =
        BANK.to_owned() + "2062-11-17,C1,100,,CNY,L9,货款\n" + "2026-11-19,C1,100,,CNY,L10,货款\n";
    let outcome = desk.take("bank-zh", mistyped).await;
    check(&outcome, [2, 1, 0, 0, 0, 1]);
    let said = outcome.faults[0].fault.en();
    assert!(said.contains("17 Nov 2062") && said.contains("20 Nov 2026"), "{said}");
    assert_eq!((outcome.bank_data_to, desk.horizon().await), (None, Some(day("2026-11-18"))));
    // Nor do bank data reach there because money went out on such a day.
    let paid_out = BANK.to_owned()
        + "2026-11-19,C1,100,,CNY,L10,货款\n"
        + "2062-11-17,房东,,800,CNY,L11,房租\n";
    let outcome = desk.take("bank-zh", paid_out).await;
    check(&outcome, [2, 0, 0, 1, 1, 0]);
    assert_eq!(outcome.bank_data_to, Some(day("2026-11-19")));
    let unknown = Ask { company: Some("X".to_owned()), ..ask("bank-zh") };
    assert!(matches!(desk.ask(&unknown, &text).await, Err(FileFault::UnknownCompany { .. })));
}

#[tokio::test]
async fn the_first_statement_opens_the_first_company() {
    let Some(stage) = Stage::empty().await else { return };
    let desk = Desk { stage, folder: tempfile::tempdir().unwrap() };
    let text = BANK.to_owned() + "2026-11-17,C1,100,,CNY,L1,货款\n";
    let outcome = desk.take("bank-zh", text).await;
    check(&outcome, [1, 1, 0, 0, 0, 0]);
    assert_eq!(outcome.company.as_deref(), Some("CN"));
    let register = desk.stage.server.register().await.unwrap();
    let company = register.companies.values().next().unwrap();
    assert_eq!((company.code.as_str(), company.base_currency.code()), ("CN", "CNY"));
}

#[tokio::test]
async fn of_several_companies_a_statement_has_to_say_which() {
    let Some(desk) = Desk::new().await else { return };
    let other = item("P1", "Shop", "1", "2020-03-13", "1").replace("U001", "U002");
    check(&desk.take("highradius", ITEMS.to_owned() + &other).await, [1, 1, 0, 0, 0, 0]);
    let text = BANK.to_owned() + "2026-11-17,C1,100,,CNY,L1,货款\n";
    let needed = FileFault::CompanyNeeded { known: vec!["U001".to_owned(), "U002".to_owned()] };
    assert_eq!(desk.ask(&ask("bank-zh"), &text).await, Err(needed));
    let said = Ask { company: Some("U002".to_owned()), ..ask("bank-zh") };
    let outcome = desk.ask(&said, &text).await.unwrap();
    assert_eq!(outcome.company.as_deref(), Some("U002"));
}
