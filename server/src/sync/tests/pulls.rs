//! What a device is told, page by page.

use axum::http::StatusCode;
use shared::{
    contact,
    id::{ContactId, TerritoryId},
    sync::{Act, PullReply, Scope, Verdict},
};

use crate::{
    id,
    testing::{
        Stage, end_grant, grant,
        phone::{Phone, raw},
    },
};

#[tokio::test]
async fn pages_of_any_size_never_tear_a_command_and_end_in_the_same_rows() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    // Each of these writes in two scopes: the visit in the territory, the letter in the inbox.
    let unknown = serde_json::to_string(&lin.visit("C1", "?")).unwrap();
    let unknown = unknown.replace("visit.record.1", "visit.record.9");
    let unknown = serde_json::value::RawValue::from_string(unknown).unwrap();
    lin.push_from(1, &[unknown]).await.unwrap();
    lin.next = 2;
    for _ in 0..3 {
        let visits: Vec<_> = (0..15).map(|it| lin.visit("C1", &it.to_string())).collect();
        lin.push(&visits).await;
    }
    let mut whole = Phone::of(&stage, "lin").await;
    whole.pull(2_000).await;
    assert_eq!(whole.letters().len(), 45);
    for limit in [1, 2, 7] {
        let mut paged = Phone::of(&stage, "lin").await;
        let PullReply::Page { added, .. } = paged.pull_once(limit).await.unwrap() else { panic!() };
        paged.hold_from_start(&added);
        loop {
            let before = paged.cursors.clone();
            let reply = paged.pull_once(limit).await.unwrap();
            let PullReply::Page { pages, .. } = &reply else { panic!() };
            no_command_is_torn(pages);
            paged.pull_page(reply);
            if paged.cursors == before {
                break;
            }
        }
        assert_eq!(paged.rows, whole.rows);
    }
    stage.check().await;
}

/// Whoever gets a visit in this page gets its letter in the same one.
fn no_command_is_torn(pages: &[shared::sync::Page]) {
    let ops = |kind: &str| {
        let all = pages.iter().flat_map(|it| &it.changes).filter(move |it| it.kind == kind);
        let mut ops: Vec<_> = all.map(|it| it.op_id).collect();
        ops.sort();
        ops
    };
    assert_eq!(ops("visit"), ops("inbox"));
}

/// What was asked for is a limit: a command that does not fit any more is left to the next page.
#[tokio::test]
async fn a_page_holds_no_more_than_was_asked_for_unless_a_single_command_does() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    // Each of these writes the customer and the history of its file.
    let adds = ["a", "b", "c"].map(|name| lin.command("C1", "2026-11-20", contact(name)));
    lin.push(&adds).await;
    let north = Scope::Territory(TerritoryId::of_code("north"));
    for (limit, length) in [(1, 2), (2, 2), (3, 2), (4, 4), (5, 4), (6, 6)] {
        let reply = lin.pull_once(limit).await.unwrap();
        let PullReply::Page { pages, .. } = &reply else { panic!("{reply:?}") };
        let page = pages.iter().find(|it| it.scope == north).unwrap();
        assert_eq!(page.changes.len(), length, "{limit}");
    }
    stage.check().await;
}

fn contact(name: &str) -> Act {
    Act::AddContact(contact::Add {
        id: ContactId(id::op().0),
        name: name.to_owned(),
        role: String::new(),
        phone: String::new(),
        signs: false,
        note: String::new(),
    })
}

#[tokio::test]
async fn a_rep_hears_of_own_territories_only_and_the_desk_of_none() {
    let Some(stage) = Stage::furnished().await else { return };
    for (login, territories) in [("lin", vec!["north"]), ("wang", vec!["south"]), ("chen", vec![])]
    {
        let mut phone = Phone::of(&stage, login).await;
        phone.pull(500).await;
        let mut scopes = vec![Scope::All, Scope::Me(phone.user)];
        scopes.extend(territories.iter().map(|it| Scope::Territory(TerritoryId::of_code(it))));
        scopes.sort();
        assert!(phone.cursors.keys().eq(&scopes), "{login}");
    }
    let mut wang = Phone::of(&stage, "wang").await;
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    wang.cursors = lin.cursors.clone();
    let PullReply::Page { pages, revoked, .. } = wang.pull_once(500).await.unwrap() else {
        panic!()
    };
    let north = Scope::Territory(TerritoryId::of_code("north"));
    assert_eq!(revoked, [Scope::Me(lin.user), north].map(|it| it).into_iter().collect::<Vec<_>>());
    assert!(pages.iter().all(|it| it.scope == Scope::All));
    let refused = (StatusCode::FORBIDDEN, "scope_not_granted".to_owned());
    assert_eq!(wang.manifest(north).await.unwrap_err(), refused);
    stage.check().await;
}

#[tokio::test]
async fn scopes_come_and_go_with_dated_grants() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let north = Scope::Territory(TerritoryId::of_code("north"));
    let south = Scope::Territory(TerritoryId::of_code("south"));
    stage.do_all(vec![(None, grant("lin", "south", "2026-11-21"))]).await;
    stage.do_all(vec![(None, end_grant("lin", "north", "2026-11-20"))]).await;
    lin.pull(500).await;
    assert!(lin.cursors.contains_key(&north) && !lin.cursors.contains_key(&south));
    stage.set_day("2026-11-21");
    lin.pull(500).await;
    assert!(!lin.cursors.contains_key(&north) && lin.cursors.contains_key(&south));
    assert_eq!(lin.customers().into_iter().collect::<Vec<_>>(), ["C3", "C4"]);
    // Given again, it is another grant: what the device once held of it does not count.
    stage.do_all(vec![(None, end_grant("lin", "south", "2026-11-21"))]).await;
    stage.do_all(vec![(None, grant("lin", "south", "2026-11-22"))]).await;
    stage.set_day("2026-11-22");
    let PullReply::Page { snapshot_required, .. } = lin.pull_once(500).await.unwrap() else {
        panic!()
    };
    assert_eq!(snapshot_required.iter().map(|it| it.scope).collect::<Vec<_>>(), [south]);
    stage.check().await;
}

#[tokio::test]
async fn a_cursor_below_the_log_or_ahead_of_it_needs_a_snapshot() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.pull(500).await;
    let north = Scope::Territory(TerritoryId::of_code("north"));
    lin.cursors.get_mut(&north).unwrap().seq += 1;
    let required = |reply| match reply {
        PullReply::Page { snapshot_required, .. } => snapshot_required,
        PullReply::NewEpoch { .. } => panic!("a new epoch"),
    };
    let ahead = required(lin.pull_once(500).await.unwrap());
    assert_eq!(ahead.iter().map(|it| it.scope).collect::<Vec<_>>(), [north]);
    sqlx::query("UPDATE scope_head SET horizon = 2 WHERE scope = $1")
        .bind(north.to_string())
        .execute(stage.server.write())
        .await
        .unwrap();
    for (seq, is_required) in [(1, true), (2, false)] {
        lin.cursors.get_mut(&north).unwrap().seq = seq;
        assert_eq!(!required(lin.pull_once(500).await.unwrap()).is_empty(), is_required);
    }
    stage.check().await;
}

#[tokio::test]
async fn reflected_counts_what_is_in_the_snapshot_and_only_this_devices() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut other = Phone::of(&stage, "lin").await;
    lin.push(&[lin.visit("C1", "a"), lin.visit("C1", "b")]).await;
    other.pull(500).await;
    assert_eq!(other.reflected, 0);
    lin.pull(500).await;
    assert_eq!(lin.reflected, 2);
    stage.check().await;
}

#[tokio::test]
async fn another_epoch_or_schema_is_told_before_any_row() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = Phone::of(&stage, "lin").await;
    let epoch = stage.server.begin_new_epoch().await.unwrap();
    let reply = lin.pull_once(500).await.unwrap();
    assert!(matches!(reply, PullReply::NewEpoch { epoch: told } if told == epoch));
    let request = serde_json::json!({
        "epoch": epoch, "device": lin.device, "schema": 0, "scopes": [], "limit": 1,
    });
    let refused = lin.client.post::<PullReply>("/api/sync/pull", &request).await.unwrap_err();
    assert_eq!(refused, (StatusCode::CONFLICT, "schema".to_owned()));
    stage.check().await;
}

#[tokio::test]
async fn after_a_restart_everything_stands_as_it_was() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let commands = [lin.visit("C1", "before")];
    let before = lin.push_from(1, &raw(&commands)).await.unwrap();
    lin.pull(500).await;
    stage.server.clone().close().await;
    let again = stage.second_server().await;
    lin.client.router = again.router();
    assert_eq!(lin.push_from(1, &raw(&commands)).await.unwrap(), before);
    let reply = lin.pull_once(500).await.unwrap();
    let PullReply::Page { pages, .. } = reply else { panic!("{reply:?}") };
    assert!(pages.iter().all(|it| it.changes.is_empty()));
    lin.next = 2;
    assert_eq!(lin.push_one(&lin.visit("C2", "after")).await, Verdict::Applied);
    crate::testing::invariants::check(&again).await;
}
