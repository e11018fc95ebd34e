//! Files and reports, as typed.

use std::{process::Stdio, thread, time::Duration};

use super::stage::{Stage, both};

const HEADING: &str = "business_code,cust_number,name_customer,doc_id,posting_date,\
    document_create_date.1,due_in_date,invoice_currency,document type,total_open_amount\n";

fn item(number: usize, amount: &str) -> String {
    let customer = number % 97;
    format!(
        "U001,C{customer:03},Shop {customer},{number}.0,2020-02-27,2020-02-27,2020-03-13,USD,RV,{amount}\n"
    )
}

fn import<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["import", "invoices", file, "--profile", "highradius"], more].concat()
}

fn buckets(stage: &Stage) -> (u64, i64) {
    let json = stage.json(&["report", "ageing", "--as-of", "2020-05-31", "--format", "json"]);
    let Some(report) = json.get(0) else { return (0, 0) };
    let buckets = report["buckets"].as_array().unwrap();
    (
        buckets.iter().map(|it| it["count"].as_u64().unwrap()).sum(),
        report["balance_minor"].as_i64().unwrap(),
    )
}

#[test]
fn a_file_is_taken_once() {
    for stage in both() {
        let text: String = (0..50).map(|it| item(it, "1.25")).collect();
        let text = format!("{HEADING}{text}{}", item(50, "x"));
        let file = stage.file("items.csv", &text);
        let json = |more: &[&str]| -> serde_json::Value {
            serde_json::from_str(&stage.with_rows_left_out(&import(&file, more))).unwrap()
        };
        let dry = json(&["--dry-run", "--format", "json"]);
        assert_eq!((dry["added"].as_u64(), dry["written"].as_bool()), (Some(50), Some(false)));
        assert_eq!(buckets(&stage), (0, 0));
        stage.refused(&import(&file, &["--all-or-nothing"]), 1, "1 row is faulty");
        let whole = stage.run(&import(&file, &["--all-or-nothing"])).out;
        assert!(whole.contains("50 would be added") && whole.contains("1 row is"), "{whole}");
        let dry = stage.with_rows_left_out(&import(&file, &["--dry-run", "--all-or-nothing"]));
        assert!(dry.contains("a dry run"), "{dry}");
        assert_eq!(buckets(&stage), (0, 0));
        let json = json(&["--format", "json"]);
        let fault = &json["faults"][0];
        assert_eq!((json["added"].as_u64(), json["faulty"].as_u64()), (Some(50), Some(1)));
        assert_eq!((fault["line"].as_u64(), fault["value"].as_str()), (Some(52), Some("x")));
        assert_eq!(fault["column"].as_str(), Some("total_open_amount"));
        assert!(fault["say_en"].as_str().unwrap().contains("not an amount"), "{fault}");
        assert!(fault["say_zh"].as_str().unwrap().contains("金额"), "{fault}");
        assert_eq!(buckets(&stage), (50, 6_250));
        let again = stage.with_rows_left_out(&import(&file, &[]));
        assert!(again.contains("0 added") && again.contains("50 unchanged"), "{again}");
        assert!(again.contains("nothing changed") && again.contains("line 52"), "{again}");
        assert!(!again.contains("all of it was here"), "{again}");
        assert_eq!(buckets(&stage), (50, 6_250));
        let zh = stage.with_rows_left_out(&import(&file, &["--lang", "zh"]));
        assert!(zh.contains("没有任何变化") && zh.contains("第 52 行"), "{zh}");
    }
}

#[test]
fn a_report_makes_no_database() {
    for stage in both() {
        let report = ["report", "ageing", "--as-of", "2020-05-31"];
        stage.refused(&report, 1, "there is no database");
        stage.refused(&report, 1, "there is no database");
        stage.good(&["doctor"]);
        assert!(stage.good(&report).contains("there are no documents"));
    }
}

#[test]
fn a_faulty_file_is_refused_in_one_line() {
    for stage in both() {
        let good = stage.file("good.csv", &format!("{HEADING}{}", item(1, "1")));
        let missing = stage.file("missing.csv", "business_code,doc_id\nU001,1\n");
        let directory = stage.folder.path().display().to_string();
        for (typed, code, says) in [
            (import("nowhere.csv", &[]), 1, "nowhere.csv"),
            (import(&directory, &[]), 1, "folder"),
            (import(&missing, &[]), 1, "due_in_date"),
            (import(&good, &["--company", "X"]), 1, "highradius"),
            (vec!["import", "invoices", &good, "--profile", "sap"], 1, "ibm-ar"),
            (vec!["import", "customers", &good, "--profile", "highradius"], 1, "customers-zh"),
            (vec!["import", "payments", &good, "--profile", "bank-zh"], 2, "payments"),
            (vec!["import", "invoices", &good], 2, "--profile"),
        ] {
            stage.refused(&typed, code, says);
        }
        assert_eq!(buckets(&stage), (0, 0));
    }
}

#[test]
fn a_killed_import_is_finished_by_the_next() {
    for stage in both() {
        let rows = 12_000;
        let text: String = (0..rows).map(|it| item(it, "2")).collect();
        let file = stage.file("items.csv", &format!("{HEADING}{text}"));
        stage.good(&["doctor"]);
        let mut command = stage.command(&import(&file, &[]));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // As soon as the first group is in, it is killed.
        while child.try_wait().unwrap().is_none() && buckets(&stage).0 == 0 {
            thread::sleep(Duration::from_millis(20));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let before = buckets(&stage).0;
        let rest = stage.run(&import(&file, &["--format", "json"]));
        let json: serde_json::Value = serde_json::from_str(&rest.out).unwrap();
        let tenths = rest.err.lines().filter(|it| it.contains("of 12000 rows")).count();
        assert_eq!(tenths, 10, "{}", rest.err);
        assert_eq!(json["unchanged"].as_u64(), Some(before));
        assert_eq!(json["added"].as_u64(), Some(rows as u64 - before));
        assert_eq!(buckets(&stage), (rows as u64, i64::try_from(rows).unwrap() * 200));
        stage.good(&["doctor"]);
    }
}

#[test]
fn a_bank_statement_says_what_it_could_not_match() {
    for stage in both() {
        let text = "编号,名称\nC1,永辉超市\n";
        let file = stage.file("customers.csv", text);
        stage.good(&["import", "customers", &file, "--profile", "customers-zh"]);
        let text = "交易日期,付款方,收入金额,币种,流水号,摘要\n\
            2026-01-05,永辉超市,\"1,000.00\",CNY,L1,货款\n2026-01-06,谁,5,CNY,L2,货款\n";
        let file = stage.file("bank.csv", text);
        let typed = ["import", "receipts", &file, "--profile", "bank-zh"];
        let said = stage.good(&typed);
        assert!(said.contains("2 added") && said.contains("1 receipt has no customer"), "{said}");
        assert!(said.contains("company CN reach 2026-01-06") && said.contains("L2"), "{said}");
        let report = stage.good(&["report", "ageing", "--as-of", "2026-01-05", "--customer", "C1"]);
        assert!(report.contains("−1,000.00"), "{report}");
        let csv = stage.good(&["report", "ageing", "--as-of", "2026-01-05", "--format", "csv"]);
        let head = "CNY,2026-01-05,2026-01-05,due";
        assert!(csv.starts_with("currency,as_of,"), "{csv}");
        assert!(csv.contains(&format!("{head},unapplied,,,,-1000.00\n")), "{csv}");
        assert!(csv.ends_with(&format!("{head},balance,,,,-1000.00\n")), "{csv}");
    }
}
