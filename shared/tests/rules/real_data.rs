//! Ageing of real receivables, booked by the commands of an import and compared to the cent.

use std::{collections::BTreeMap, path::PathBuf};

use shared::{
    ageing::{Ask, BaseDay, Edges, of_dossier},
    allocation::Designation,
    calendar::{Day, When},
    id::CustomerId,
    invoice,
    money::{Currency, Money},
    receipt::{self, PaymentMethod},
    row::Row,
    sync::{Act, Command},
};

use crate::stage::{Stage, company, day, named};

/// The rows of a file by column, or none with a word about it where the data are not at hand.
fn read(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let Some(folder) = std::env::var_os("CHITBOOK_REAL_DATA") else {
        eprintln!("skipped: CHITBOOK_REAL_DATA does not name the folder of {file}");
        return None;
    };
    let mut reader = csv::Reader::from_path(PathBuf::from(folder).join(file)).unwrap();
    Some(reader.deserialize().map(Result::unwrap).collect())
}

/// The books of all customers of a file, a dossier each.
struct Books {
    empty: Stage,
    dossiers: BTreeMap<String, Stage>,
}

impl Books {
    fn new(companies: &[&str]) -> Books {
        let mut empty = Stage::empty();
        for code in companies {
            empty.register().put(Row::Company(company(code)));
        }
        Books { empty, dossiers: BTreeMap::new() }
    }

    fn book(&mut self, customer: &str, act: Act) {
        let empty = &self.empty;
        let stage = self.dossiers.entry(customer.to_owned()).or_insert_with(|| empty.clone());
        let device = stage.caller("import");
        let today = day("2026-11-18");
        let policy = stage.dossier.register.policy_on(today);
        let command = Command {
            customer: Some(CustomerId::of_code(customer)),
            ..stage.command(act, device.user, today)
        };
        let effects = stage.ask_command(&command, &device, &policy, When::on(today)).unwrap();
        stage.take(&effects);
    }

    /// Count and amount per bucket over all customers, each report proven by itself.
    fn ageing(&self, ask: &Ask, edges: &Edges, currency: Currency) -> Vec<(String, u64, String)> {
        let mut sums: Vec<(String, u64, Money)> =
            edges.buckets().into_iter().map(|it| (it.label, 0, Money::nil(currency))).collect();
        for stage in self.dossiers.values() {
            let reports = of_dossier(&stage.dossier, ask, edges).unwrap();
            for report in reports.iter().filter(|it| it.currency == currency) {
                for (sum, bucket) in sums.iter_mut().zip(&report.buckets) {
                    let amount = Money::try_new(bucket.amount_minor, currency).unwrap();
                    sum.1 += bucket.count;
                    sum.2 = sum.2.checked_add(amount).unwrap();
                }
            }
        }
        sums.into_iter().map(|(label, count, sum)| (label, count, sum.plain())).collect()
    }

    #[track_caller]
    fn check(&self, as_of: &str, by: BaseDay, edges: &str, expected: &[(&str, u64, &str)]) {
        let ask = Ask { as_of: day(as_of), age_as_of: day(as_of), by };
        let made = self.ageing(&ask, &Edges::parse(edges).unwrap(), Currency::USD);
        let made: Vec<_> =
            made.iter().map(|(label, count, sum)| (label.as_str(), *count, sum.as_str())).collect();
        assert_eq!(made, expected, "as of {as_of}");
    }
}

/// `1/26/2013`, as the file has it.
fn american(text: &str) -> Day {
    let parts: Vec<u32> = text.split('/').map(|it| it.parse().unwrap()).collect();
    let [month, date, year] = parts[..] else { panic!("{text:?} is no m/d/yyyy") };
    Day::from_ymd(year.try_into().unwrap(), month, date).unwrap()
}

/// Every invoice is settled in the end: by a receipt on its settled day.
fn ibm(rows: &[BTreeMap<String, String>]) -> Books {
    let mut books = Books::new(&["IBM"]);
    for row in rows {
        let (code, number) = (&row["customerID"], &row["invoiceNumber"]);
        let amount = Money::parse(&row["InvoiceAmount"], Currency::USD).unwrap();
        let form = invoice::Import {
            company: "IBM".to_owned(),
            source: "ibm-ar".to_owned(),
            kind: "invoice".to_owned(),
            number: number.clone(),
            customer: named(code, code),
            issued_on: american(&row["InvoiceDate"]),
            posted_on: american(&row["InvoiceDate"]),
            due_on: american(&row["DueDate"]),
            amount,
            disputed: row["Disputed"] == "Yes",
            still_open: None,
        };
        let invoice = form.id();
        books.book(code, Act::ImportInvoice(form));
        let form = receipt::Import {
            company: "IBM".to_owned(),
            source: "ibm-ar".to_owned(),
            number: number.clone(),
            valued_on: american(&row["SettledDate"]),
            amount,
            method: PaymentMethod::Transfer,
            payer: code.clone(),
            memo: String::new(),
            designations: vec![Designation { invoice, amount }],
        };
        books.book(code, Act::ImportReceipt(form));
    }
    books
}

#[test]
fn settled_invoices_were_open_on_the_days_between() {
    let Some(rows) = read("ibm_accounts_receivable.csv") else { return };
    assert_eq!(rows.len(), 2_466);
    let books = ibm(&rows);
    assert_eq!(books.dossiers.len(), 100);
    let none = ("61+", 0, "0.00");
    books.check(
        "2012-12-31",
        BaseDay::Due,
        "30,60",
        &[("not_due", 86, "4936.32"), ("1-30", 13, "788.74"), ("31-60", 0, "0.00"), none],
    );
    books.check(
        "2013-06-30",
        BaseDay::Due,
        "30,60",
        &[("not_due", 72, "4284.29"), ("1-30", 12, "835.56"), ("31-60", 0, "0.00"), none],
    );
    books.check(
        "2013-06-30",
        BaseDay::Invoice,
        "30,60",
        &[("not_due", 4, "268.04"), ("1-30", 68, "4016.25"), ("31-60", 12, "835.56"), none],
    );
}

/// Numbers stand as float text, days as iso or as `20200313.0`.
fn plain(text: &str) -> &str {
    text.strip_suffix(".0").unwrap_or(text)
}

fn numbered_day(text: &str) -> Day {
    let text = plain(text);
    text.parse().unwrap_or_else(|_| {
        format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().unwrap()
    })
}

#[test]
fn open_items_of_one_currency_age_by_due_day() {
    let Some(rows) = read("highradius_open_items.csv") else { return };
    assert_eq!(rows.len(), 9_700);
    let companies: std::collections::BTreeSet<&str> =
        rows.iter().map(|it| it["business_code"].as_str()).collect();
    let mut books = Books::new(&companies.into_iter().collect::<Vec<_>>());
    for row in &rows {
        let code = &row["cust_number"];
        let currency = Currency::parse(&row["invoice_currency"]).unwrap();
        let form = invoice::Import {
            company: row["business_code"].clone(),
            source: "highradius".to_owned(),
            kind: row["document type"].clone(),
            number: plain(&row["doc_id"]).to_owned(),
            customer: named(code, &row["name_customer"]),
            issued_on: numbered_day(&row["document_create_date"]),
            posted_on: numbered_day(&row["posting_date"]),
            due_on: numbered_day(&row["due_in_date"]),
            amount: Money::parse(&row["total_open_amount"], currency).unwrap(),
            disputed: false,
            still_open: None,
        };
        books.book(code, Act::ImportInvoice(form));
    }
    assert_eq!(books.dossiers.len(), 664);
    books.check(
        "2020-05-31",
        BaseDay::Due,
        "30,60,90",
        &[
            ("not_due", 130, "1757007.91"),
            ("1-30", 2_674, "81220680.26"),
            ("31-60", 4_142, "132757483.72"),
            ("61-90", 1_999, "59208138.83"),
            ("91+", 8, "170406.11"),
        ],
    );
}
