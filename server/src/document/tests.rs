//! The documents of every bucket, beside the report they explain; once for each of the two databases.

use axum::http::StatusCode;
use shared::{
    ageing::{BaseDay, Report},
    allocation::Designation,
    id::{CustomerId, InvoiceId, TerritoryId},
    page::{AgeingQuery, DocumentLine, DocumentListing, DocumentQuery},
    receipt::{self, PaymentMethod},
    sync::Act,
    user::Caller,
};

use crate::testing::{Stage, cny, day, invoice, text};

async fn stage() -> Option<Stage> {
    let stage = Stage::furnished().await?;
    stage
        .import(vec![
            invoice("C2", "5000", "2026-12-31", "x1"),
            invoice("C3", "200", "2026-11-19", "x2"),
            invoice("C3", "30", "2026-05-01", "x3"),
        ])
        .await;
    Some(stage)
}

#[tokio::test]
async fn every_bucket_is_its_documents() {
    let Some(stage) = stage().await else { return };
    let caller = Caller::system("cli");
    let asks = [
        (None, BaseDay::Due),
        (None, BaseDay::Invoice),
        (Some(day("2026-11-15")), BaseDay::Due),
        (Some(day("2026-12-24")), BaseDay::Due),
    ];
    for (as_of, by) in asks {
        let query = AgeingQuery { as_of, by, ..AgeingQuery::default() };
        let reports: Vec<Report> = stage.server.ageing(&caller, &query).await.unwrap();
        for report in reports {
            let all = DocumentQuery {
                as_of,
                by,
                currency: Some(report.currency),
                ..DocumentQuery::default()
            };
            for bucket in &report.buckets {
                let asked = all.clone().of_bucket(bucket);
                let found = stage.server.documents(&caller, &asked).await.unwrap();
                let sum: i64 = found.rows.iter().map(|it| it.open.minor()).sum();
                let count = u64::try_from(found.total).unwrap();
                assert_eq!((count, sum), (bucket.count, bucket.amount_minor), "{bucket:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_list_is_sorted_cut_and_a_file() {
    let Some(stage) = stage().await else { return };
    let admin = stage.sign_in("admin").await;
    let numbers = async |query: &str| {
        let listing: DocumentListing = admin.get(&format!("/api/documents{query}")).await.unwrap();
        let numbers = listing.rows.iter().map(|it| it.invoice.number.clone());
        numbers.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(numbers("?limit=1").await, "x3", "the oldest stands first");
    assert_eq!(numbers("?order=ascending&limit=1").await, "x1", "and the youngest last");
    assert_eq!(numbers("?sort=open&order=descending&limit=1").await, "x1");
    assert_eq!(numbers("?sort=customer&order=ascending").await, "C1 C2 x1 x3 C3 x2 C4");
    assert_eq!(numbers("?sort=customer&order=descending").await, "C4 x3 C3 x2 C2 x1 C1");
    assert_eq!(numbers("?to_days=0").await, "x1", "not due");
    assert_eq!(numbers("?from_days=1&to_days=1").await, "x2");
    assert_eq!(numbers("?search=c3&from_days=31").await, "x3");
    let path = "/api/documents.csv?from_days=31&columns=customer,number,days,open";
    let file = admin.send(axum::http::Method::GET, path, None::<&()>).await;
    let said = text(file).await;
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        ["\u{feff}客户,编号,单据号,天数,未核销金额,币种", "shop C3,C3,x3,203,30.00,CNY"]
    );
}

/// What came later counts as open on the day, and is narrowed like the rest.
#[tokio::test]
async fn a_day_before_a_settlement_is_counted_back() {
    let Some(stage) = stage().await else { return };
    let receipt = Act::ImportReceipt(receipt::Import {
        company: "U001".to_owned(),
        source: "bank".to_owned(),
        number: "B1".to_owned(),
        valued_on: day("2026-11-18"),
        amount: cny("50"),
        method: PaymentMethod::Transfer,
        payer: "x".to_owned(),
        memo: String::new(),
        designations: vec![Designation {
            invoice: InvoiceId::of_document("U001", "test", "RV", "x3"),
            amount: cny("30"),
        }],
    });
    stage.do_all(vec![(Some(CustomerId::of_code("C3")), receipt)]).await;
    let admin = stage.sign_in("admin").await;
    let south = TerritoryId::of_code("south");
    let north = TerritoryId::of_code("north");
    for (query, found) in [
        ("?search=c3&from_days=31".to_owned(), ""),
        ("?search=c3&from_days=31&as_of=2026-11-17".to_owned(), "x3 30.00"),
        (
            format!("?territory={south}&search=c3&as_of=2026-11-17&sort=customer"),
            "x3 30.00 C3 1000.00 x2 200.00",
        ),
        (
            format!("?territory={south}&search=c3&as_of=2026-11-18&sort=customer"),
            "C3 1000.00 x2 200.00",
        ),
        (format!("?territory={north}&search=c3&as_of=2026-11-17"), ""),
        ("?search=c3&currency=USD&as_of=2026-11-17".to_owned(), ""),
    ] {
        let listing: DocumentListing = admin.get(&format!("/api/documents{query}")).await.unwrap();
        let line = |it: &DocumentLine| format!("{} {}", it.invoice.number, it.open.plain());
        let lines: Vec<String> = listing.rows.iter().map(line).collect();
        assert_eq!(lines.join(" "), found, "{query}");
        assert_eq!(listing.total, i64::try_from(listing.rows.len()).unwrap(), "{query}");
    }
}

#[tokio::test]
async fn nobody_reads_another_territorys_documents() {
    let Some(stage) = stage().await else { return };
    let lin = stage.sign_in("lin").await;
    let listing: DocumentListing = lin.get("/api/documents").await.unwrap();
    let codes: Vec<_> = listing.rows.iter().map(|it| it.customer_code.as_str()).collect();
    assert!(codes.iter().all(|it| ["C1", "C2"].contains(it)), "{codes:?}");
    assert_eq!(listing.total, 3);
    let told = lin.get::<DocumentListing>("/api/documents?territory=none").await.unwrap_err();
    assert_eq!(told.0, StatusCode::FORBIDDEN);
}
