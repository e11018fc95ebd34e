//! The documents of every bucket, beside the report they explain; once for each of the two databases.

use axum::http::StatusCode;
use shared::{
    ageing::{BaseDay, Report},
    page::{AgeingQuery, DocumentListing, DocumentQuery},
    user::Caller,
};

use crate::testing::{Stage, day, invoice, text};

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
    assert_eq!(numbers("?sort=open&order=descending&limit=1").await, "x1");
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
