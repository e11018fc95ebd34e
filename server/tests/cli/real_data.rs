//! Real receivables, and the figures that are known of them. The files are not part of the product:
//! `CHITBOOK_REAL_DATA` names their folder.

use std::{env, path::Path};

use serde_json::Value;

use super::stage::{Stage, both};

/// Count and amount of not due, 1–30, 31–60, 61–90 and everything after.
type Figures = [(u64, i64); 5];

fn folder() -> Option<String> {
    let named = env::var("CHITBOOK_REAL_DATA").ok();
    if named.is_none() {
        eprintln!("SKIPPED: the figures of real receivables: CHITBOOK_REAL_DATA is not set");
    }
    named
}

fn figures(report: &Value) -> Figures {
    let buckets = report["buckets"].as_array().unwrap();
    let one = |it: &Value| (it["count"].as_u64().unwrap(), it["amount_minor"].as_i64().unwrap());
    let mut figures = [(0, 0); 5];
    for (at, it) in buckets.iter().enumerate() {
        let (count, minor) = one(it);
        figures[at.min(4)].0 += count;
        figures[at.min(4)].1 += minor;
    }
    let sum: i64 = figures.iter().map(|it| it.1).sum();
    let rest = report["unapplied_minor"].as_i64().unwrap();
    assert_eq!(sum + rest, report["balance_minor"].as_i64().unwrap());
    assert_eq!(rest, 0);
    figures
}

#[track_caller]
fn check(stage: &Stage, as_of: &str, by: &str, more: &[&str], answer: Figures) {
    let typed =
        [&["report", "ageing", "--as-of", as_of, "--by", by, "--format", "json"], more].concat();
    let json = stage.json(&typed);
    assert_eq!(json.as_array().unwrap().len(), 1, "{json}");
    assert_eq!(json[0]["as_of"].as_str(), Some(as_of));
    assert_eq!(figures(&json[0]), answer, "{as_of} by {by}");
}

fn import(stage: &Stage, folder: &str, file: &str, profile: &str) -> [u64; 3] {
    let path = Path::new(folder).join(file).display().to_string();
    let typed = ["import", "invoices", &path, "--profile", profile, "--format", "json"];
    let json = stage.json(&typed);
    ["added", "unchanged", "faulty"].map(|it| json[it].as_u64().unwrap())
}

#[test]
fn settled_invoices_of_one_seller() {
    let Some(folder) = folder() else { return };
    for stage in both() {
        let file = ("ibm_accounts_receivable.csv", "ibm-ar");
        assert_eq!(import(&stage, &folder, file.0, file.1), [2_466, 0, 0]);
        let nothing = (0, 0);
        check(&stage, "2012-12-31", "due", &[], [(86, 493_632), (13, 78_874), nothing, nothing, nothing]);
        check(&stage, "2013-06-30", "due", &[], [(72, 428_429), (12, 83_556), nothing, nothing, nothing]);
        check(
            &stage,
            "2013-06-30",
            "invoice",
            &[],
            [(4, 26_804), (68, 401_625), (12, 83_556), nothing, nothing],
        );
        assert_eq!(import(&stage, &folder, file.0, file.1), [0, 2_466, 0]);
        check(&stage, "2012-12-31", "due", &[], [(86, 493_632), (13, 78_874), nothing, nothing, nothing]);
        stage.good(&["doctor"]);
    }
}

#[test]
fn open_items_in_two_currencies() {
    let Some(folder) = folder() else { return };
    for stage in both() {
        let file = ("highradius_open_items.csv", "highradius");
        assert_eq!(import(&stage, &folder, file.0, file.1), [9_700, 0, 0]);
        check(
            &stage,
            "2020-05-31",
            "due",
            &["--currency", "USD"],
            [
                (130, 175_700_791),
                (2_674, 8_122_068_026),
                (4_142, 13_275_748_372),
                (1_999, 5_920_813_883),
                (8, 17_040_611),
            ],
        );
        check(
            &stage,
            "2020-05-31",
            "due",
            &["--currency", "CAD"],
            [(0, 0), (199, 1_061_490_231), (313, 1_980_592_542), (235, 1_405_018_135), (0, 0)],
        );
        let both = stage.json(&["report", "ageing", "--as-of", "2020-05-31", "--format", "json"]);
        let currencies: Vec<_> =
            both.as_array().unwrap().iter().map(|it| it["currency"].as_str().unwrap()).collect();
        assert_eq!(currencies, ["CAD", "USD"]);
        let list = stage.good(&["territory", "list"]);
        assert!(list.contains("664"), "{list}");
        assert_eq!(import(&stage, &folder, file.0, file.1), [0, 9_700, 0]);
        stage.good(&["doctor"]);
    }
}
