//! The list of customers as a file, and in the order of every heading, out of a real database.

use axum::http::{Method, StatusCode, header};
use shared::id::TerritoryId;

use super::{codes, stage};
use crate::testing::{Client, invoice, text};

async fn file(client: &Client, path: &str) -> (StatusCode, String, String) {
    let answer = client.send(Method::GET, path, None::<&()>).await;
    let kind = answer.headers().get(header::CONTENT_TYPE).map(|it| it.to_str().unwrap().to_owned());
    (answer.status(), kind.unwrap_or_default(), text(answer).await)
}

#[tokio::test]
async fn every_heading_sorts_both_ways() {
    let Some(stage) = stage().await else { return };
    stage.import(vec![invoice("C4", "1", "2026-09-30", "x4")]).await;
    let admin = stage.sign_in("admin").await;
    for (query, answer) in [
        ("?sort=territory", "C1 C2 C3 C4"),
        ("?sort=territory&order=descending", "C3 C4 C1 C2"),
        ("?sort=days_overdue&order=descending", "C4 C1 C2 C3"),
        ("?sort=days_overdue", "C1 C2 C3 C4"),
        ("?sort=promised&order=descending", "C1 C2 C3 C4"),
        ("?sort=last_visit", "C1 C2 C3 C4"),
    ] {
        assert_eq!(codes(&admin, query).await.join(" "), answer, "{query}");
    }
    stage.assign("C1", None).await;
    for order in ["ascending", "descending"] {
        let found = codes(&admin, &format!("?sort=territory&order={order}")).await;
        assert_eq!(found.last().unwrap(), "C1", "those of no territory come last: {order}");
    }
}

#[tokio::test]
async fn a_file_has_the_filter_the_order_and_the_columns_of_its_page() {
    let Some(stage) = stage().await else { return };
    let admin = stage.sign_in("admin").await;
    let path = "/api/customers.csv?sort=balance&order=descending&columns=code,balance,overdue";
    let (status, kind, said) = file(&admin, path).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/csv; charset=utf-8"));
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "\u{feff}客户,币种,编号,应收余额,逾期");
    assert_eq!(lines[1], "shop C2,CNY,C2,6000.00,1000.00");
    assert_eq!(lines.len(), 5, "{said}");
    let english = format!("{path}&language=en&search=c3");
    let (_, _, said) = file(&admin, &english).await;
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "\u{feff}Customer,Currency,Code,Balance,Overdue");
    assert_eq!((lines.len(), lines[1]), (2, "shop C3,CNY,C3,1230.00,1200.00"));
}

#[tokio::test]
async fn a_file_by_overdue_is_of_the_day_on_which_it_is_asked_for() {
    let Some(stage) = stage().await else { return };
    let path = "/api/customers.csv?sort=overdue&order=descending&columns=code,overdue";
    let admin = stage.sign_in("admin").await;
    let (_, _, said) = file(&admin, path).await;
    assert_eq!(said.lines().nth(1), Some("shop C3,CNY,C3,1200.00"), "{said}");
    // Nothing came in since, but a document has fallen due, and the file is the first to be asked.
    stage.set_day("2027-01-02");
    let admin = stage.sign_in("admin").await;
    let (_, _, said) = file(&admin, path).await;
    assert_eq!(said.lines().nth(1), Some("shop C2,CNY,C2,6000.00"), "{said}");
}

#[tokio::test]
async fn nobody_takes_another_territory_away_in_a_file() {
    let Some(stage) = stage().await else { return };
    let wang = stage.sign_in("wang").await;
    let (_, _, said) = file(&wang, "/api/customers.csv?columns=code").await;
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(!said.contains("C1"), "{said}");
    let north = TerritoryId::of_code("north");
    let (status, _, _) = file(&wang, &format!("/api/customers.csv?territory={north}")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    for path in ["/api/promises.csv", "/api/credit_requests.csv"] {
        let (status, _, said) = file(&wang, path).await;
        assert_eq!((status, said.lines().count()), (StatusCode::OK, 1), "{path}: {said}");
    }
}
