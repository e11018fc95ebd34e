//! Customers that go from territory to territory.

use shared::{
    effects::Why,
    id::{CustomerId, TerritoryId},
    sync::{PullReply, Scope, Verdict},
};

use crate::testing::{Stage, cny, day, invoice, phone::Phone};

fn territory(code: &str) -> Scope {
    Scope::Territory(TerritoryId::of_code(code))
}

#[tokio::test]
async fn a_move_is_one_change_on_each_side_and_carries_every_row() {
    let Some(stage) = Stage::furnished().await else { return };
    stage
        .import((0..700).map(|it| invoice("C1", "10", "2026-12-31", &format!("N{it}"))).collect())
        .await;
    let mut lin = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    lin.push(&[lin.visit("C1", "a"), lin.promise("C1", cny("5"), day("2026-11-27"))]).await;
    lin.pull(2_000).await;
    wang.pull(2_000).await;
    let before = (lin.cursors[&territory("north")].seq, wang.cursors[&territory("south")].seq);
    stage.assign("C1", Some("south")).await;
    lin.pull(2_000).await;
    wang.pull(2_000).await;
    let after = (lin.cursors[&territory("north")].seq, wang.cursors[&territory("south")].seq);
    assert_eq!(after, (before.0 + 1, before.1 + 1));
    assert_eq!(lin.customers().into_iter().collect::<Vec<_>>(), ["C2"]);
    let of_c1 = |phone: &Phone| {
        let theirs = Some(CustomerId::of_code("C1"));
        phone.rows.values().filter(|(_, _, it)| it.customer() == theirs).count()
    };
    assert_eq!((of_c1(&lin), of_c1(&wang)), (0, 1 + 701 + 2));
    stage.check().await;
}

#[tokio::test]
async fn a_move_back_and_to_where_it_is_already_leaves_nothing_behind() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let rows = lin.rows.len();
    stage.assign("C1", Some("south")).await;
    stage.assign("C1", None).await;
    stage.assign("C1", Some("north")).await;
    stage.assign("C1", Some("north")).await;
    lin.pull(1).await;
    assert_eq!(lin.rows.len(), rows);
    assert_eq!(lin.customers().into_iter().collect::<Vec<_>>(), ["C1", "C2"]);
    stage.check().await;
}

#[tokio::test]
async fn what_was_done_before_the_news_of_a_move_is_taken_and_looked_at() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    lin.pull(500).await;
    stage.assign("C1", Some("south")).await;
    let command = lin.visit("C1", "offline, on the way");
    let review = Verdict::NeedsReview { why: Why::NotYours };
    assert_eq!(lin.push_one(&command).await, review);
    wang.pull(500).await;
    lin.pull(500).await;
    let visits = |phone: &Phone| {
        phone.rows.values().filter(|(_, _, it)| it.kind().name() == "visit").count()
    };
    assert_eq!((visits(&lin), visits(&wang)), (0, 1), "it is where the customer is");
    assert_eq!(wang.letters(), [(command.op_id, review.clone())]);
    assert_eq!(lin.letters(), [(command.op_id, review)]);
    stage.check().await;
}

#[tokio::test]
async fn customers_of_no_territory_reach_no_device() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.assign("C1", None).await;
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    assert_eq!(lin.customers().into_iter().collect::<Vec<_>>(), ["C2"]);
    assert!(lin.manifest(Scope::Unassigned).await.is_err());
    stage.check().await;
}

#[tokio::test]
async fn a_page_ends_between_commands_however_large_one_is() {
    let Some(stage) = Stage::furnished().await else { return };
    // Entering again and again, the customer's rows are more than one reply may carry.
    let rows = (0..2_000).map(|it| invoice("C1", "10", "2026-12-31", &format!("N{it}")));
    stage.import(rows.collect()).await;
    for _ in 0..4 {
        stage.assign("C1", Some("south")).await;
        stage.assign("C1", Some("north")).await;
    }
    let mut lin = Phone::of(&stage, "lin").await;
    let PullReply::Page { added, .. } = lin.pull_once(2_000).await.unwrap() else { panic!() };
    lin.hold_from_start(&added);
    let mut replies = 0;
    loop {
        let reply = lin.pull_once(2_000).await.unwrap();
        let PullReply::Page { pages, .. } = &reply else { panic!() };
        if pages.iter().all(|it| it.changes.is_empty()) {
            break;
        }
        replies += 1;
        lin.pull_page(reply);
    }
    assert!(1 < replies, "all of it in {replies}");
    assert_eq!(lin.rows.values().filter(|(_, _, it)| it.kind().name() == "invoice").count(), 2_002);
    stage.check().await;
}
