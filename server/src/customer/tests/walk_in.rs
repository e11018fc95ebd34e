//! The walk-in account of a real database: there once there are books, once, and in no rep's way.

use shared::{
    credit::{Against, CreditStanding, Grant},
    customer::WALK_IN,
    id::CustomerId,
    page::CustomerListing,
    sync::{Act, Verdict},
};

use crate::testing::{Stage, cny, phone::Phone};

#[tokio::test]
async fn the_account_is_opened_with_the_books_and_once() {
    let Some(stage) = Stage::empty().await else { return };
    assert!(!stage.server.open_walk_in().await.unwrap(), "there are no books");
    let Some(stage) = Stage::furnished().await else { return };
    assert!(stage.server.open_walk_in().await.unwrap());
    let head = heads(&stage).await;
    assert!(stage.server.open_walk_in().await.unwrap());
    // Another process beside it comes to the same.
    assert!(stage.second_server().await.open_walk_in().await.unwrap());
    assert_eq!(heads(&stage).await, head, "again it changes nothing");
    let mut desk = Phone::of(&stage, "admin").await;
    let found: CustomerListing = desk.client.get("/api/customers?search=sk").await.unwrap();
    let [line] = &found.rows[..] else { panic!("{found:?}") };
    assert_eq!(line.brief.customer.id, CustomerId::walk_in());
    let credit = line.credit.as_ref().unwrap();
    assert_eq!(credit.standing, CreditStanding::CashOnly);
    let grant = Act::GrantCredit(Grant {
        terms: CreditStanding::Limited { amount: cny("1") },
        valid_from: None,
        valid_until: None,
        reason: "常来".to_owned(),
        against: Against { standing: CreditStanding::CashOnly, version: 1 },
    });
    let command = desk.command(WALK_IN, "2026-11-20", grant);
    let refusal = shared::credit::CreditRefusal::WalkIn.into();
    assert_eq!(desk.push_one(&command).await, Verdict::Rejected { refusal });
    stage.check().await;
}

async fn heads(stage: &Stage) -> Vec<(String, i64)> {
    let text = "SELECT scope, head FROM scope_head ORDER BY scope";
    sqlx::query_as(text).fetch_all(stage.server.read()).await.unwrap()
}
