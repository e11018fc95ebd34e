//! What the rows of a scope come to, told to a device that compares; and what it says of a difference.

use axum::http::StatusCode;
use shared::{
    doctor::{Check, Condition},
    id::TerritoryId,
    page::DeviceLine,
    sync::{Difference, OtherRows, PullReply, Scope, Sum, Sums},
    user::Caller,
};

use crate::testing::{Stage, cny, day, invoice, phone::Phone};

fn north() -> Scope {
    Scope::Territory(TerritoryId::of_code("north"))
}

/// What the phone's rows of a scope come to.
fn here(phone: &Phone, scope: Scope) -> Sums {
    let mut sums = Sums::default();
    for (of, version, row) in phone.rows.values().filter(|(of, ..)| *of == scope) {
        assert_eq!(*of, scope);
        let body = row.body().unwrap();
        sums.add(row.kind().name(), row.id(), *version, &body).unwrap();
    }
    sums
}

/// What the server says a scope comes to, if it says so.
async fn there(phone: &mut Phone, scope: Scope, limit: u32) -> Option<Sums> {
    phone.prove = Some(scope);
    let reply = phone.pull_once(limit).await.unwrap();
    phone.prove = None;
    let PullReply::Page { pages, .. } = reply else { panic!("{reply:?}") };
    assert!(pages.iter().all(|it| it.scope == scope || it.sums.is_none()));
    pages.into_iter().find(|it| it.scope == scope)?.sums
}

#[tokio::test]
async fn every_scope_comes_to_the_same_by_feed_and_by_snapshot_whatever_happened() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut wang = Phone::of(&stage, "wang").await;
    let unknown = wang.visit("C1", "another's customer");
    wang.push(&[unknown, wang.promise("C3", cny("5"), day("2026-11-27"))]).await;
    stage
        .import((0..60).map(|it| invoice("C1", "10", "2026-12-31", &format!("N{it}"))).collect())
        .await;
    stage.assign("C3", Some("north")).await;
    stage.assign("C2", None).await;
    for login in ["lin", "wang", "chen"] {
        let mut read = Phone::of(&stage, login).await;
        read.pull(500).await;
        let mut taken = Phone::of(&stage, login).await;
        taken.snapshot().await;
        for scope in read.cursors.keys().copied().collect::<Vec<_>>() {
            let told = there(&mut read, scope, 500).await;
            assert_eq!(told, Some(here(&read, scope)), "{login}: {scope} as it was read");
            assert_eq!(told, Some(here(&taken, scope)), "{login}: {scope} as it was taken");
            assert_eq!(there(&mut read, scope, 500).await, told, "and again");
        }
    }
    stage.check().await;
}

#[tokio::test]
async fn nothing_is_said_before_the_head_nor_of_a_scope_that_is_not_held() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let before = there(&mut lin, north(), 500).await.unwrap();
    lin.push(&[lin.visit("C1", "a"), lin.visit("C1", "b")]).await;
    assert_eq!(there(&mut lin, north(), 1).await, None);
    let after = there(&mut lin, north(), 500).await.unwrap();
    assert_eq!((before.of("visit").rows, after.of("visit").rows), (0, 2));
    let south = Scope::Territory(TerritoryId::of_code("south"));
    assert_eq!(there(&mut lin, south, 500).await, None);
    stage.check().await;
}

#[tokio::test]
async fn a_difference_is_kept_once_and_seen_by_administrators_and_the_doctor() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let condition = async || {
        let findings = stage.server.doctor(&Caller::system("doctor")).await.unwrap();
        let found = findings.into_iter().find(|it| it.check == Check::Differences).unwrap();
        (found.condition, found.seen)
    };
    assert_eq!(condition().await.0, Condition::Good);
    let kinds = ["visit", "invoice"].map(|kind| OtherRows {
        kind: kind.to_owned(),
        here: Sum::default(),
        there: Sum { rows: 2, ..Sum::default() },
    });
    let (scope, epoch) = (north().into(), lin.epoch);
    lin.differed = vec![Difference { scope, epoch, seq: 4, kinds: kinds.into() }];
    for _ in 0..2 {
        lin.pull_once(500).await.unwrap();
    }
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM difference")
        .fetch_one(stage.server.read())
        .await
        .unwrap();
    assert_eq!(kept, 2, "said again it is the same");
    let (condition, seen) = condition().await;
    assert_eq!(
        (condition, seen.as_str()),
        (Condition::Notable, "1 scopes on 1 devices in 30 days")
    );
    let admin = stage.sign_in("admin").await;
    let lines: Vec<DeviceLine> = admin.get("/api/devices").await.unwrap();
    let line = lines.iter().find(|it| it.device == lin.device).unwrap();
    assert_eq!(line.differed_at, Some(stage.server.now()));
    assert_eq!((line.clock_suspect, line.corrupt), (0, 0));
    stage.check().await;
}

#[tokio::test]
async fn a_wrong_clock_and_an_id_with_two_contents_are_seen_by_administrators() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let mut visit = lin.visit("C1", "a");
    visit.acted_on = day("2026-12-24");
    lin.push_one(&visit).await;
    visit.captured_at.0 += 1;
    let again = crate::testing::phone::raw(&[visit]);
    lin.push_from(2, &again).await.unwrap();
    let admin = stage.sign_in("admin").await;
    let lines: Vec<DeviceLine> = admin.get("/api/devices").await.unwrap();
    let line = lines.iter().find(|it| it.device == lin.device).unwrap();
    assert_eq!((line.clock_suspect, line.corrupt), (1, 1));
    stage.check().await;
}

#[tokio::test]
async fn who_asks_is_settled_before_what_is_asked() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let nobody = crate::testing::Client { cookie: None, ..lin.clone() };
    for path in ["/api/sync/push", "/api/sync/pull"] {
        for garbage in
            [serde_json::json!({}), serde_json::json!({"device": 7}), serde_json::json!("x")]
        {
            let told = nobody.post::<PullReply>(path, &garbage).await.unwrap_err();
            assert_eq!(
                told,
                (StatusCode::UNAUTHORIZED, "signed_out".to_owned()),
                "{path} {garbage}"
            );
            let told = lin.post::<PullReply>(path, &garbage).await.unwrap_err();
            assert_eq!(told, (StatusCode::BAD_REQUEST, "malformed".to_owned()), "{path} {garbage}");
        }
    }
}

#[tokio::test]
async fn a_scope_that_this_server_does_not_know_is_revoked_and_the_others_are_read() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let all = lin.cursors[&Scope::All];
    let request = serde_json::json!({
        "epoch": lin.epoch, "device": lin.device, "schema": 1, "limit": 5, "prove": "company:9",
        "scopes": [{"scope": "company:9", "grant": all.grant, "seq": 3}, all],
    });
    let reply: serde_json::Value = lin.client.post("/api/sync/pull", &request).await.unwrap();
    assert_eq!(reply["revoked"], serde_json::json!(["company:9"]));
    assert_eq!(reply["pages"][0]["scope"], "all");
    stage.check().await;
}
