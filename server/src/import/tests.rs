//! Files into a real database, once for each of the two.

mod open_items;
mod receipts;

use std::{fs, path::PathBuf};

use shared::{
    calendar::Day,
    customer::Customer,
    id::{CustomerId, InvoiceId, TerritoryId},
    import::{AbsentManner, Ask, Fault, FileFault, ListKind, Manner, Outcome, Subject},
    invoice::InvoiceRefusal,
    money::Amounts,
    movement::Reopening,
    page::CustomerQuery,
    receipt::Receipt,
    refusal::Refusal,
    sync::{Act, Verdict},
    user::Caller,
};

use super::Progress;
use crate::{sync::table, testing::Stage};

const ITEMS: &str = "key_0,business_code,cust_number,name_customer,doc_id,posting_date,\
    document_create_date,document_create_date.1,due_in_date,invoice_currency,document type,\
    total_open_amount,baseline_create_date,Day_due\n";

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
        listing.rows[0].brief.balance().unwrap()
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
        as_of: None,
        list: ListKind::default(),
        confirm_reopened: Reopening::default(),
        absent: AbsentManner::default(),
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
    // Both contents are shown: of more open than was first seen, and of another customer.
    let refused = |at: usize| {
        let Fault::Refused { verdict } = &outcome.faults[at].fault else { panic!("{outcome:?}") };
        let Verdict::Rejected { refusal: Refusal::Invoice(refusal) } = &**verdict else {
            panic!("{verdict:?}")
        };
        refusal.clone()
    };
    let InvoiceRefusal::OpenAboveAmount { amount, given, .. } = refused(6) else { panic!() };
    assert_eq!((amount.minor(), given.minor()), (1_000, 1_100));
    let InvoiceRefusal::DifferentContent { here, given, .. } = refused(7) else { panic!() };
    assert_eq!((here.customer.as_str(), given.customer.as_str()), ("C9", "C8"));
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
    // What a person corrected stays, and the row of the file says so.
    let contact = desk.customer("D1").await.contacts[0].clone();
    let mut admin = crate::testing::phone::Phone::of(&desk.stage, "admin").await;
    let mut corrected = contact.clone();
    corrected.phone = "139".to_owned();
    let fields = contact.changes_to(&corrected);
    let act = shared::contact::Change { contact: contact.id, fields };
    let command = admin.command("D1", "2026-11-20", Act::ChangeContact(act));
    assert_eq!(admin.push_one(&command).await, Verdict::Applied);
    let outcome = desk.take("customers-zh", first).await;
    check(&outcome, [2, 0, 1, 1, 0, 0]);
    let kept = &outcome.kept_rows[0];
    assert_eq!((outcome.kept, kept.line, kept.number.as_str()), (1, 2, "D1"));
    assert_eq!(kept.fields, ["phone"]);
    assert_eq!(desk.customer("D1").await.contacts[0].phone, "139");
    check(&desk.take("customers-zh", first).await, [2, 0, 0, 2, 0, 0]);
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
