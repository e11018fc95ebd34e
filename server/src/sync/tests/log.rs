//! The log, cut from its beginning: what was received long ago, or is too much.

use shared::{
    doctor::Condition,
    effects::Why,
    id::TerritoryId,
    sync::{PullReply, Scope, Verdict},
    user::Caller,
};

use crate::{
    sync::cut::Kept,
    testing::{Stage, cny, day, invoice, phone::Phone},
};

fn north() -> Scope {
    Scope::Territory(TerritoryId::of_code("north"))
}

/// By scope: horizon, head, and the changes that are there.
async fn feeds(stage: &Stage) -> Vec<(String, i64, i64, i64)> {
    sqlx::query_as(
        "SELECT h.scope, h.horizon, h.head, COUNT(c.seq) FROM scope_head h \
         LEFT JOIN change c ON c.scope = h.scope GROUP BY h.scope, h.horizon, h.head ORDER BY h.scope",
    )
    .fetch_all(stage.server.read())
    .await
    .unwrap()
}

async fn is_sound(stage: &Stage) {
    for (scope, horizon, head, count) in feeds(stage).await {
        assert_eq!(head - horizon, count, "{scope} is dense");
    }
    let torn: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM change c JOIN scope_head h ON h.scope = c.scope \
         JOIN (SELECT scope, MIN(seq) AS first FROM change GROUP BY scope) f ON f.scope = c.scope \
         WHERE c.seq = f.first AND c.seq <> h.horizon + 1",
    )
    .fetch_one(stage.server.read())
    .await
    .unwrap();
    assert_eq!(torn, 0);
    let findings = stage.server.doctor(&Caller::system("doctor")).await.unwrap();
    let faulty: Vec<_> =
        findings.into_iter().filter(|it| it.condition == Condition::Faulty).collect();
    assert!(faulty.is_empty(), "{faulty:?}");
}

#[tokio::test]
async fn what_is_old_goes_and_who_stood_there_takes_a_snapshot() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut away = Phone::of(&stage, "lin").await;
    away.pull(500).await;
    stage.set_day("2026-12-20");
    let mut lin = Phone::of(&stage, "lin").await;
    lin.push(&[lin.command("C1", "2026-12-20", crate::testing::phone::visit("young"))]).await;
    lin.pull(500).await;
    let before = lin.rows.clone();
    stage.set_day("2026-12-25");
    assert_eq!(stage.server.cut_log(200).await.unwrap().changes, 0, "nothing is so old");
    let old: i64 = feeds(&stage).await.iter().map(|it| it.2).sum();
    let cut = stage.server.cut_log(30).await.unwrap();
    assert_eq!(cut.changes, u64::try_from(old).unwrap() - 1, "the visit stays");
    assert_eq!(stage.server.cut_log(30).await.unwrap(), crate::Cut::default(), "once is enough");
    is_sound(&stage).await;

    let required = |reply| match reply {
        PullReply::Page { snapshot_required, .. } => {
            snapshot_required.into_iter().map(|it| it.scope).collect::<Vec<_>>()
        }
        PullReply::NewEpoch { .. } => panic!("a new epoch"),
    };
    // It stood at the very end of what is gone, and goes on.
    assert_eq!(required(away.pull_once(500).await.unwrap()), []);
    away.pull(500).await;
    assert_eq!(away.rows, before);
    let cursor = away.cursors.get_mut(&north()).unwrap();
    cursor.seq = 1;
    assert_eq!(required(away.pull_once(500).await.unwrap()), [north()]);
    assert_eq!(required(lin.pull_once(500).await.unwrap()), []);
    let mut fresh = Phone::of(&stage, "lin").await;
    fresh.snapshot().await;
    assert_eq!(fresh.rows, before);
    fresh.push_one(&fresh.command("C2", "2026-12-25", crate::testing::phone::visit("on"))).await;
    fresh.pull(500).await;
    is_sound(&stage).await;
}

#[tokio::test]
async fn what_is_too_much_goes_command_by_command() {
    let Some(stage) = Stage::furnished().await else { return };
    // A move into the north is one change, a visit of a stranger's customer two in two scopes.
    stage
        .import((0..30).map(|it| invoice("C1", "10", "2026-12-31", &format!("N{it}"))).collect())
        .await;
    let mut lin = Phone::of(&stage, "lin").await;
    lin.push(&[lin.visit("C1", "a"), lin.promise("C1", cny("5"), day("2026-11-27"))]).await;
    for most in [20, 7, 3, 1, 0] {
        let whole = feeds(&stage).await;
        stage.server.cut_to(Kept { days: 10_000, changes: most }).await.unwrap();
        is_sound(&stage).await;
        for ((scope, was, head, _), (_, horizon, ..)) in whole.iter().zip(feeds(&stage).await) {
            assert!(*was <= horizon && horizon <= *head);
            assert!(head - horizon <= most.max(2), "{scope} keeps {} of {most}", head - horizon);
        }
    }
    let mut fresh = Phone::of(&stage, "lin").await;
    fresh.snapshot().await;
    assert_eq!(fresh.customers().len(), 2);
}

/// Who worked a territory may say what happened there, although the log does not tell of it any more.
#[tokio::test]
async fn where_a_customer_has_been_outlives_the_log() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    stage.assign("C1", Some("south")).await;
    stage.set_day("2026-12-25");
    stage.server.cut_log(30).await.unwrap();
    assert!(feeds(&stage).await.iter().all(|(.., count)| *count == 0));
    let visit = lin.command("C1", "2026-12-25", crate::testing::phone::visit("on the way"));
    assert_eq!(lin.push_one(&visit).await, Verdict::NeedsReview { why: Why::NotYours });
    is_sound(&stage).await;
}

#[tokio::test]
async fn what_a_process_that_died_has_left_is_found_the_next_time() {
    let Some(stage) = Stage::furnished().await else { return };
    sqlx::query("UPDATE scope_head SET horizon = 2 WHERE scope = $1")
        .bind(north().to_string())
        .execute(stage.server.write())
        .await
        .unwrap();
    let findings = stage.server.doctor(&Caller::system("doctor")).await.unwrap();
    assert!(findings.iter().all(|it| it.condition != Condition::Faulty), "{findings:?}");
    assert_eq!(stage.server.cut_log(10_000).await.unwrap().changes, 2);
    is_sound(&stage).await;
}
