//! What waits in quarantine: run again after an upgrade, or once the server is mended.

use serde_json::value::RawValue;
use shared::sync::{Answered, Fault, PushReply, Verdict};

use crate::{
    Retried,
    sync::tests::faults::{lift, poison},
    testing::{
        Stage, day,
        phone::{Phone, raw},
    },
};

/// What a newer app of hers says, which this server cannot read yet.
fn from_the_future(lin: &Phone, customer: &str) -> Box<RawValue> {
    let command = lin.command(customer, "2026-11-19", crate::testing::phone::visit("yesterday"));
    let text = serde_json::to_string(&command).unwrap();
    RawValue::from_string(text.replace("visit.record.1", "visit.record.9")).unwrap()
}

/// As if the next version of the server knew that kind.
async fn upgrade(stage: &Stage) {
    sqlx::query(
        "UPDATE command SET payload = REPLACE(payload, 'visit.record.9', 'visit.record.1')",
    )
    .execute(stage.server.write())
    .await
    .unwrap();
}

async fn told(phone: &Phone, op_seq: u64, command: &RawValue) -> Answered {
    let reply = phone.push_from(op_seq, &[command.to_owned()]).await.unwrap();
    let PushReply::Answered { mut verdicts, .. } = reply else { panic!("{reply:?}") };
    verdicts.remove(0)
}

#[tokio::test]
async fn an_unknown_kind_is_decided_once_it_is_known() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let command = from_the_future(&lin, "C1");
    let Answered { op_id, verdict, .. } = told(&lin, 1, &command).await;
    assert!(matches!(verdict, Verdict::Quarantined { fault: Fault::UnknownKind { .. } }));
    lin.next = 2;
    lin.pull(500).await;
    assert_eq!(stage.server.retry().await.unwrap(), Retried { waiting: 1, decided: 0 });

    upgrade(&stage).await;
    stage.set_day("2026-11-25");
    // Who had pulled on a later day does not make it later than it was.
    lin.pull(500).await;
    assert_eq!(stage.server.retry().await.unwrap(), Retried { waiting: 1, decided: 1 });
    assert_eq!(stage.server.retry().await.unwrap(), Retried::default());
    lin.pull(500).await;
    assert_eq!(lin.letters(), [(op_id, Verdict::Applied)]);
    let visited = lin.rows.values().find_map(|(_, _, row)| match row {
        shared::row::Row::Visit(it) => Some(it.visited_on),
        _ => None,
    });
    assert_eq!(visited, Some(day("2026-11-19")));
    // Sent again it is what it was, and nobody stands behind it any more.
    assert_eq!(told(&lin, 1, &command).await.verdict, Verdict::Applied);
    assert_eq!(lin.push_one(&lin.visit("C1", "after")).await, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn a_known_kind_that_still_cannot_be_read_waits_no_longer() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    told(&lin, 1, &from_the_future(&lin, "C1")).await;
    lin.next = 2;
    sqlx::query("UPDATE command SET payload = REPLACE(payload, 'next_on', 'other')")
        .execute(stage.server.write())
        .await
        .unwrap();
    sqlx::query("UPDATE command SET payload = REPLACE(payload, 'outcome', 'other')")
        .execute(stage.server.write())
        .await
        .unwrap();
    upgrade(&stage).await;
    assert_eq!(stage.server.retry().await.unwrap(), Retried { waiting: 1, decided: 1 });
    assert_eq!(lin.push_one(&lin.visit("C1", "after")).await, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn what_failed_is_decided_once_the_server_is_mended() {
    let Some(stage) = Stage::furnished().await else { return };
    poison(&stage, "visit").await;
    let mut lin = Phone::of(&stage, "lin").await;
    let command = lin.visit("C1", "POISON");
    let failing = lin.push_one(&command).await;
    assert!(matches!(failing, Verdict::Quarantined { fault: Fault::Failing { .. } }));
    lin.pull(500).await;
    assert_eq!(lin.letters(), [(command.op_id, failing)]);
    assert_eq!(stage.server.retry().await.unwrap(), Retried { waiting: 1, decided: 0 });
    lift(&stage, "visit").await;
    assert_eq!(stage.server.retry().await.unwrap(), Retried { waiting: 1, decided: 1 });
    lin.pull(500).await;
    assert_eq!(lin.letters(), [(command.op_id, Verdict::Applied)]);
    let again = lin.push_from(1, &raw(&[command])).await.unwrap();
    let PushReply::Answered { verdicts, .. } = again else { panic!() };
    assert_eq!(verdicts[0].verdict, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn what_cannot_even_be_told_is_kept_all_the_same() {
    let Some(stage) = Stage::furnished().await else { return };
    poison(&stage, "visit").await;
    poison(&stage, "inbox").await;
    let mut lin = Phone::of(&stage, "lin").await;
    let failing = lin.push_one(&lin.visit("C1", "POISON")).await;
    assert!(matches!(failing, Verdict::Quarantined { fault: Fault::Failing { .. } }));
    let kept = sqlx::query_scalar("SELECT COUNT(*) FROM command WHERE held = 1");
    let kept: i64 = kept.fetch_one(stage.server.read()).await.unwrap();
    assert_eq!(kept, 1);
    stage.check().await;
}
