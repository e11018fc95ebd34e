//! Files into a real database, once for each of the two.

use std::{fs, path::PathBuf};

use shared::{
    calendar::Day,
    customer::Customer,
    id::{CustomerId, InvoiceId, TerritoryId},
    import::{Ask, Fault, FileFault, Manner, Outcome, Subject},
    invoice::InvoiceRefusal,
    money::Amounts,
    page::{AgeingQuery, CustomerQuery},
    receipt::{Receipt, ReceiptRefusal},
    refusal::Refusal,
    sync::Verdict,
    user::Caller,
};

use super::Progress;
use crate::{
    sync::table,
    testing::{Stage, cny, day},
};

const ITEMS: &str = "key_0,business_code,cust_number,name_customer,doc_id,posting_date,\
    document_create_date,document_create_date.1,due_in_date,invoice_currency,document type,\
    total_open_amount,baseline_create_date,Day_due\n";
const BANK: &str = "交易日期,付款方,收入金额,支出金额,币种,流水号,摘要\n";

fn item(customer: &str, name: &str, number: &str, due: &str, amount: &str) -> String {
    format!(
        "1,U001,{customer},{name},{number},2020-02-27,2020-02-26,2020-02-27,{due},USD,RV,{amount},x,9\n"
    )
}

/// Files in a folder of their own, imported one after the other.
struct Desk {
    stage: Stage,
    folder: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Option<Desk> {
        let stage = Stage::furnished().await?;
        Some(Desk { stage, folder: tempfile::tempdir().unwrap() })
    }

    fn file(&self, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("file.csv");
        fs::write(&path, text).unwrap();
        path
    }

    async fn ask(&self, ask: &Ask, text: impl AsRef<[u8]>) -> Result<Outcome, FileFault> {
        let path = self.file(text);
        self.stage.server.import(&path, ask, &mut |_| {}).await.unwrap()
    }

    async fn take(&self, profile: &str, text: impl AsRef<[u8]>) -> Outcome {
        self.ask(&ask(profile), text).await.unwrap()
    }

    /// How many rows of each kind there are, and commands and changes.
    async fn counts(&self) -> Vec<i64> {
        let mut counts = vec![];
        let tables = shared::row::RowKind::ALL.map(|it| table(it).name);
        for name in tables.into_iter().chain(["command", "change", "collision"]) {
            let text = format!("SELECT COUNT(*) FROM {name}");
            let count = sqlx::query_scalar(sqlx::AssertSqlSafe(text));
            counts.push(count.fetch_one(self.stage.server.read()).await.unwrap());
        }
        counts
    }

    async fn customer(&self, code: &str) -> Customer {
        let id = CustomerId::of_code(code);
        self.stage.server.customer_file(&cli(), id).await.unwrap().customer
    }

    async fn balance(&self, code: &str) -> Amounts {
        let query = CustomerQuery { search: code.to_owned(), ..CustomerQuery::default() };
        let listing = self.stage.server.customers(&cli(), &query).await.unwrap();
        listing.rows[0].balance().unwrap()
    }

    async fn receipts(&self) -> Vec<Receipt> {
        let text = "SELECT body FROM receipt ORDER BY number";
        let all: Vec<String> =
            sqlx::query_scalar(text).fetch_all(self.stage.server.read()).await.unwrap();
        all.iter().map(|it| serde_json::from_str(it).unwrap()).collect()
    }

    async fn horizon(&self) -> Option<Day> {
        self.stage.server.register().await.unwrap().bank_reaches()
    }
}

fn cli() -> Caller {
    Caller::system("cli")
}

fn ask(profile: &str) -> Ask {
    let subject = match profile {
        "customers-zh" => Subject::Customers,
        "bank-zh" => Subject::Receipts,
        _ => Subject::Invoices,
    };
    Ask {
        subject,
        profile: profile.to_owned(),
        manner: Manner::Rows,
        company: None,
        bank_data_to: None,
    }
}

/// Rows, and of them added, updated, unchanged, skipped and faulty.
#[track_caller]
fn check(outcome: &Outcome, counts: [u64; 6]) {
    let Outcome { rows, added, updated, unchanged, skipped, faulty, .. } = outcome;
    assert_eq!([*rows, *added, *updated, *unchanged, *skipped, *faulty], counts, "{outcome:?}");
    assert_eq!(*rows, added + updated + unchanged + skipped + faulty);
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let Some(desk) = Desk::new().await else { return };
    let text = ITEMS.to_owned()
        + &item("0200706844", "WINC co", "1930571429.0", "2020-03-13", "8734.71")
        + &item("0200706844", "WINC corp ", "1930571430.0", "20200314", "100.0")
        + &item("0200706845", "Other", "1930571431", "3/15/2020", "\"1,000\"");
    check(&desk.take("highradius", &text).await, [3, 3, 0, 0, 0, 0]);
    let before = desk.counts().await;
    let again = desk.take("highradius", &text).await;
    check(&again, [3, 0, 0, 3, 0, 0]);
    assert!(again.written);
    assert_eq!(desk.counts().await, before);
    let customer = desk.customer("0200706844").await;
    assert_eq!((customer.name.as_str(), customer.territory), ("WINC co", None));
    assert_eq!(customer.also_known_as, ["WINC corp"]);
    let id = InvoiceId::of_document("U001", "highradius", "RV", "1930571429");
    let text = "SELECT number FROM invoice WHERE id = $1";
    let number: String =
        sqlx::query_scalar(text).bind(id.0).fetch_one(desk.stage.server.read()).await.unwrap();
    assert_eq!(number, "1930571429");
    desk.stage.check().await;
}

#[tokio::test]
async fn a_killed_import_is_finished_by_running_it_again() {
    let Some(desk) = Desk::new().await else { return };
    let rows: Vec<String> = (0..60)
        .map(|it| item(&format!("K{}", it % 7), "Shop", &format!("{it:05}"), "2020-03-13", "10"))
        .collect();
    let part = ITEMS.to_owned() + &rows[..25].concat();
    check(&desk.take("highradius", part).await, [25, 25, 0, 0, 0, 0]);
    let whole = ITEMS.to_owned() + &rows.concat();
    check(&desk.take("highradius", &whole).await, [60, 35, 0, 25, 0, 0]);
    check(&desk.take("highradius", &whole).await, [60, 0, 0, 60, 0, 0]);
    desk.stage.check().await;
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    let Some(desk) = Desk::new().await else { return };
    let before = desk.counts().await;
    let text = ITEMS.to_owned() + &item("N1", "New", "1", "2020-03-13", "10");
    let text = text.replace("U001", "NEW");
    let dry = Ask { manner: Manner::DryRun, ..ask("highradius") };
    let outcome = desk.ask(&dry, &text).await.unwrap();
    check(&outcome, [1, 1, 0, 0, 0, 0]);
    assert!(!outcome.written);
    assert_eq!(desk.counts().await, before);
    // And what comes after it sees none of it.
    check(&desk.take("highradius", &text).await, [1, 1, 0, 0, 0, 0]);
    desk.stage.check().await;
}

#[tokio::test]
async fn all_or_nothing_is_one_of_the_two() {
    let Some(desk) = Desk::new().await else { return };
    let good = ITEMS.to_owned()
        + &(0..1_200)
            .map(|it| item(&format!("A{}", it % 9), "Shop", &format!("{it}"), "2020-03-13", "1"))
            .collect::<String>();
    let bad = good.clone() + &item("A1", "Shop", "7", "2020-03-13", "2");
    let whole = Ask { manner: Manner::AllOrNothing, ..ask("highradius") };
    let before = desk.counts().await;
    let outcome = desk.ask(&whole, &bad).await.unwrap();
    assert_eq!((outcome.faulty, outcome.written), (1, false));
    assert_eq!(desk.counts().await, before);
    let outcome = desk.ask(&whole, &good).await.unwrap();
    check(&outcome, [1_200, 1_200, 0, 0, 0, 0]);
    assert!(outcome.written);
    check(&desk.take("highradius", &good).await, [1_200, 0, 0, 1_200, 0, 0]);
    desk.stage.check().await;
}

#[tokio::test]
async fn a_faulty_row_is_skipped_and_listed() {
    let Some(desk) = Desk::new().await else { return };
    let text = ITEMS.to_owned()
        + &item("C9", "Nine", "1", "2020-03-13", "10")
        + &item("C9", "Nine", "2", "2020-02-30", "10")
        + &item("C9", "Nine", "3", "2020-03-13", "\"10,5\"")
        + &item("C9", "Nine", "4", "2020-03-13", "-5")
        + "1,U001,C9\n"
        + &item("", "Nine", "6", "2020-03-13", "10")
        + &item("C9", "Nine", "1.93057E+09", "2020-03-13", "10")
        + &item("C9", "Nine", "1", "2020-03-13", "11")
        + &item("C8", "Eight", "1", "2020-03-13", "10")
        + &item("C9", "Nine", "9", "2020-03-13", "10");
    let outcome = desk.take("highradius", &text).await;
    check(&outcome, [10, 2, 0, 0, 0, 8]);
    let listed: Vec<(u64, &str, &str)> =
        outcome.faults.iter().map(|it| (it.line, it.column.as_str(), it.value.as_str())).collect();
    assert_eq!(
        listed,
        [
            (3, "due_in_date", "2020-02-30"),
            (4, "total_open_amount", "10,5"),
            (5, "doc_id", "4"),
            (6, "", "1,U001,C9"),
            (7, "cust_number", ""),
            (8, "doc_id", "1.93057E+09"),
            (9, "doc_id", "1"),
            (10, "doc_id", "1"),
        ]
    );
    for it in &outcome.faults {
        assert!(!it.fault.zh().is_empty() && !it.fault.en().is_empty());
    }
    // Both contents are shown, of another amount and of another customer.
    for (at, here, given) in [(6, "C9", "C9"), (7, "C9", "C8")] {
        let Fault::Refused { verdict } = &outcome.faults[at].fault else { panic!("{outcome:?}") };
        let Verdict::Rejected { refusal: Refusal::Invoice(refusal) } = &**verdict else {
            panic!("{verdict:?}")
        };
        let InvoiceRefusal::DifferentContent { here: has, given: gives, .. } = refusal else {
            panic!("{refusal:?}")
        };
        assert_eq!((has.customer.as_str(), gives.customer.as_str()), (here, given));
    }
    assert!(outcome.faults[6].fault.en().contains("10.00"), "{}", outcome.faults[6].fault.en());
    let again = desk.take("highradius", &text).await;
    check(&again, [10, 0, 0, 2, 0, 8]);
    assert_eq!(again.faults, outcome.faults);
    desk.stage.check().await;
}

#[tokio::test]
async fn a_fault_of_the_file_imports_nothing() {
    let Some(desk) = Desk::new().await else { return };
    let before = desk.counts().await;
    let good = ITEMS.to_owned() + &item("C9", "Nine", "1", "2020-03-13", "10");
    let mut gbk = good.clone().into_bytes();
    gbk.extend_from_slice(b"1,U001,\xD3\xC0\xBB\xD4,x\n");
    assert_eq!(desk.ask(&ask("highradius"), gbk).await, Err(FileFault::NotUtf8 { line: 3 }));
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(good.bytes().flat_map(|it| [it, 0])).collect();
    assert_eq!(desk.ask(&ask("highradius"), utf16).await, Err(FileFault::Utf16));
    assert_eq!(desk.ask(&ask("highradius"), "").await, Err(FileFault::Empty));
    let missing = desk.ask(&ask("highradius"), good.replace("due_in_date,", "due,")).await;
    let Err(FileFault::ColumnsMissing { missing, .. }) = missing else { panic!("{missing:?}") };
    assert_eq!(missing, ["due_in_date"]);
    let unknown = desk.ask(&ask("sap"), &good).await;
    assert!(matches!(unknown, Err(FileFault::UnknownProfile { .. })));
    let open = good.clone() + "1,\"" + &"x,y\n".repeat(40_000);
    assert!(matches!(
        desk.ask(&ask("highradius"), open).await,
        Err(FileFault::RowTooLong { line: 3, .. })
    ));
    let given = Ask { company: Some("U001".to_owned()), ..ask("highradius") };
    assert!(matches!(desk.ask(&given, &good).await, Err(FileFault::CompanyGiven { .. })));
    let nowhere = desk.folder.path().join("nowhere.csv");
    let unreadable = desk.stage.server.import(&nowhere, &ask("highradius"), &mut |_| {}).await;
    assert!(matches!(unreadable.unwrap(), Err(FileFault::Unreadable { .. })));
    assert_eq!(desk.counts().await, before);
    check(&desk.take("highradius", format!("\u{FEFF}{good}")).await, [1, 1, 0, 0, 0, 0]);
}

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

#[tokio::test]
async fn a_file_of_customers_brings_them_up_to_date() {
    let Some(desk) = Desk::new().await else { return };
    let first = "编号,名称,联系人,电话,片区\nD1,永辉超市,王建国,138,north\nD2,好又多,,,\n";
    check(&desk.take("customers-zh", first).await, [2, 2, 0, 0, 0, 0]);
    check(&desk.take("customers-zh", first).await, [2, 0, 0, 2, 0, 0]);
    let customer = desk.customer("D1").await;
    assert_eq!(customer.territory, Some(TerritoryId::of_code("north")));
    assert_eq!(customer.contacts[0].name, "王建国");
    assert!(customer.search_key.contains("yhcs"));
    let second = first.replace("永辉超市", "永辉生活");
    check(&desk.take("customers-zh", &second).await, [2, 0, 1, 1, 0, 0]);
    assert_eq!(desk.customer("D1").await.name, "永辉生活");
    // Back to the first, and the name is the first file's again.
    check(&desk.take("customers-zh", first).await, [2, 0, 1, 1, 0, 0]);
    assert_eq!(desk.customer("D1").await.name, "永辉超市");
    // Who was moved since stays moved: the same row of the same file was taken before.
    desk.stage.assign("D1", Some("south")).await;
    let outcome = desk.take("customers-zh", first).await;
    check(&outcome, [2, 0, 0, 2, 0, 0]);
    let stands = &outcome.elsewhere_rows[0];
    assert_eq!((outcome.elsewhere, stands.line, stands.number.as_str()), (1, 2, "D1"));
    assert_eq!((stands.territory.as_str(), stands.stands_in.as_deref()), ("north", Some("south")));
    assert_eq!(desk.customer("D1").await.territory, Some(TerritoryId::of_code("south")));
    // Twice in one file: the same is one, and of two the file has to say which.
    let twice = "编号,名称,片区\nD7,一店,north\nD7,一店,north\nD7,一店,south\nD7,二店,north\n";
    let outcome = desk.take("customers-zh", twice).await;
    check(&outcome, [4, 1, 0, 1, 0, 2]);
    assert!(outcome.faults.iter().all(|it| it.fault == Fault::StandsInLine { line: 2 }));
    assert_eq!(outcome.elsewhere, 0);
    assert_eq!(desk.customer("D7").await.territory, Some(TerritoryId::of_code("north")));
    let wrong = "编号,名称,片区\nD3,好,nowhere\nD4,,north\n";
    let outcome = desk.take("customers-zh", wrong).await;
    check(&outcome, [2, 0, 0, 0, 0, 2]);
    assert_eq!(outcome.faults[0].fault, Fault::UnknownTerritory);
    assert_eq!(outcome.faults[1].fault, Fault::Empty);
    desk.stage.check().await;
}

#[tokio::test]
async fn progress_is_told_to_the_last_row() {
    let Some(desk) = Desk::new().await else { return };
    let rows: String =
        (0..2_300).map(|it| item("P1", "Shop", &it.to_string(), "2020-03-13", "1")).collect();
    let path = desk.file(ITEMS.to_owned() + &rows);
    let mut told: Vec<Progress> = vec![];
    let (ask, mut tell) = (ask("highradius"), |it| told.push(it));
    let outcome = desk.stage.server.import(&path, &ask, &mut tell).await.unwrap();
    check(&outcome.unwrap(), [2_300, 2_300, 0, 0, 0, 0]);
    let rows: Vec<u64> = told.iter().map(|it| it.rows).collect();
    assert_eq!(rows, [1_000, 2_000, 2_300]);
    assert!(told.iter().all(|it| it.of == 2_300));
}
