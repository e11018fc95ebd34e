//! What a device may push, in which order, and what it is told.

use axum::http::StatusCode;
use serde_json::value::RawValue;
use shared::{
    customer,
    effects::Why,
    id::{OpId, TerritoryId, UserId},
    refusal::Refusal,
    sync::{Act, Fault, PushReply, Verdict},
    user::Role,
};

use crate::testing::{
    Stage, cny, day, end_grant, grant, invoice,
    phone::{Phone, raw, visit},
};

fn text(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned()).unwrap()
}

async fn verdict_of_raw(phone: &mut Phone, command: Box<RawValue>) -> (OpId, Verdict) {
    let reply = phone.push_from(phone.next, &[command]).await.unwrap();
    let PushReply::Answered { mut verdicts, .. } = reply else { panic!("{reply:?}") };
    phone.next += 1;
    let told = verdicts.remove(0);
    (told.op_id, told.verdict)
}

#[tokio::test]
async fn a_command_pushed_twice_is_applied_once_and_answered_the_same() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let commands = [lin.visit("C1", "talked"), lin.promise("C1", cny("500"), day("2026-11-27"))];
    let first = lin.push_from(1, &raw(&commands)).await.unwrap();
    let again = lin.push_from(1, &raw(&commands)).await.unwrap();
    assert_eq!(first, again);
    let PushReply::Answered { verdicts, .. } = first else { panic!() };
    assert!(verdicts.iter().all(|it| it.verdict == Verdict::Applied));
    lin.pull(500).await;
    assert_eq!(lin.reflected, 2);
    stage.check().await;
}

#[tokio::test]
async fn a_reply_lost_in_the_middle_of_a_batch_is_made_good_by_a_longer_one() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let commands: Vec<_> = (0..30).map(|it| lin.visit("C1", &it.to_string())).collect();
    lin.push_from(1, &raw(&commands[..10])).await.unwrap();
    let reply = lin.push_from(5, &raw(&commands[4..])).await.unwrap();
    let PushReply::Answered { verdicts, .. } = reply else { panic!() };
    assert_eq!(verdicts.len(), 26);
    assert_eq!(verdicts[25].op_seq, 30);
    lin.next = 31;
    lin.push(&[lin.visit("C1", "next")]).await;
    stage.check().await;
}

#[tokio::test]
async fn a_gap_is_answered_with_the_number_that_is_expected() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.push(&[lin.visit("C1", "one")]).await;
    let reply = lin.push_from(3, &raw(&[lin.visit("C1", "three")])).await.unwrap();
    assert_eq!(reply, PushReply::Expected { epoch: lin.epoch, op_seq: 2 });
    stage.check().await;
}

#[tokio::test]
async fn a_number_taken_by_another_command_is_a_fork_and_a_new_device_offers_again() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let known = lin.visit("C1", "known");
    lin.push(std::slice::from_ref(&known)).await;
    let other = lin.visit("C1", "from a copied profile");
    let reply = lin.push_from(1, &raw(std::slice::from_ref(&other))).await.unwrap();
    assert_eq!(reply, PushReply::Forked { epoch: lin.epoch });
    lin.register().await;
    assert_eq!(lin.push(&[known, other]).await, [Verdict::Applied, Verdict::Applied]);
    let mut again = lin;
    again.pull(500).await;
    let visits = again.rows.values().filter(|(_, _, it)| it.kind().name() == "visit");
    assert_eq!(visits.count(), 2);
    stage.check().await;
}

#[tokio::test]
async fn another_body_under_a_known_id_is_corrupt_and_changes_nothing() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let command = lin.visit("C1", "true");
    lin.push(std::slice::from_ref(&command)).await;
    let forged = shared::sync::Command { act: visit("forged"), ..command.clone() };
    let corrupt = Verdict::Quarantined { fault: Fault::Corrupt };
    assert_eq!(lin.push_one(&forged).await, corrupt);
    assert_eq!(lin.push_one(&command).await, Verdict::Applied, "the first keeps its verdict");
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM collision")
        .fetch_one(stage.server.read())
        .await
        .unwrap();
    assert_eq!(kept, 1);
    stage.check().await;
}

#[tokio::test]
async fn the_spelling_of_the_json_is_not_the_command() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = Phone::of(&stage, "lin").await;
    let command = lin.visit("C1", "talked");
    let pretty = serde_json::to_string_pretty(&command).unwrap();
    let first = lin.push_from(1, &raw(&[command])).await.unwrap();
    assert_eq!(lin.push_from(1, &[text(&pretty)]).await.unwrap(), first);
    stage.check().await;
}

#[tokio::test]
async fn an_unknown_kind_is_kept_and_later_facts_of_its_customer_are_looked_at() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let from_the_future = serde_json::to_string(&lin.visit("C1", "?"))
        .unwrap()
        .replace("visit.record.1", "visit.record.9");
    let (op, verdict) = verdict_of_raw(&mut lin, text(&from_the_future)).await;
    let fault = Fault::UnknownKind { kind: "visit.record.9".to_owned() };
    assert_eq!(verdict, Verdict::Quarantined { fault });
    assert!(from_the_future.contains(&op.to_string()));
    let behind = Verdict::NeedsReview { why: Why::BehindQuarantine };
    let told = lin.push(&[lin.visit("C1", "after"), lin.visit("C2", "other")]).await;
    assert_eq!(told, [behind.clone(), Verdict::Applied]);
    assert_eq!(lin.push_one(&lin.visit("C1", "in another group")).await, behind);
    lin.pull(500).await;
    assert_eq!(lin.letters().len(), 2, "for what needs a look");
    stage.check().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_the_rest_goes_on() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    for broken in ["[1]", "null", r#"{"act":{"kind":"visit.record.1","form":7}}"#] {
        let (_, verdict) = verdict_of_raw(&mut lin, text(broken)).await;
        let unreadable = Fault::Unreadable { said: String::new() };
        let Verdict::Quarantined { fault } = verdict else { panic!("{verdict:?}") };
        assert_eq!(std::mem::discriminant(&fault), std::mem::discriminant(&unreadable));
    }
    assert_eq!(lin.push_one(&lin.visit("C1", "fine")).await, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn a_malformed_fact_is_kept_with_the_whole_form_in_its_authors_inbox() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let command = lin.promise("C1", cny("500"), day("2026-11-19"));
    let verdict = lin.push_one(&command).await;
    assert!(matches!(&verdict, Verdict::Quarantined { fault: Fault::Malformed { .. } }));
    lin.pull(500).await;
    assert_eq!(lin.letters(), [(command.op_id, verdict)]);
    stage.check().await;
}

#[tokio::test]
async fn two_devices_of_one_user_and_another_users_do_not_mix() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut phone = Phone::of(&stage, "lin").await;
    let mut tablet = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    let verdicts = tokio::join!(
        async { phone.push(&[phone.visit("C1", "a"), phone.visit("C2", "b")]).await },
        async { tablet.push(&[tablet.visit("C1", "c")]).await },
        async { wang.push(&[wang.visit("C3", "d")]).await },
    );
    for verdict in verdicts.0.iter().chain(&verdicts.1).chain(&verdicts.2) {
        assert_eq!(*verdict, Verdict::Applied);
    }
    let own = phone.device;
    phone.device = wang.device;
    let refused = phone.push_from(2, &[]).await.unwrap_err();
    assert_eq!(refused, (StatusCode::FORBIDDEN, "device_unknown".to_owned()));
    phone.device = own;
    let mut forged = phone.visit("C1", "in another's name");
    forged.author = UserId::of_login("wang");
    let refused = phone.push_from(phone.next, &raw(&[forged])).await.unwrap_err();
    assert_eq!(refused, (StatusCode::FORBIDDEN, "not_author".to_owned()));
    assert_eq!(phone.push_one(&phone.visit("C1", "in her own")).await, Verdict::Applied);
    stage.check().await;
}

#[tokio::test]
async fn nobody_takes_an_id_that_is_derived() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let rows = vec![invoice("C1", "10", "2026-12-31", "N1")];
    let Act::ImportInvoice(it) = &rows[0] else { panic!() };
    let (row, customer) = (it.id().0, Some(it.customer.id()));
    let of_row =
        stage.server.command_of_row(crate::BuiltIn::Import, row, customer, rows[0].clone());
    let derived = of_row.await.unwrap().op_id;
    let squatter = shared::sync::Command { op_id: derived, ..lin.visit("C1", "first") };
    let (kept_as, verdict) = verdict_of_raw(&mut lin, raw(&[squatter]).remove(0)).await;
    let refusal = Refusal::IdNotDrawn { id: derived.0 };
    assert_eq!(verdict, Verdict::Quarantined { fault: Fault::Malformed { refusal } });
    assert_ne!(kept_as, derived);
    assert_eq!(stage.import(rows).await[0].answered.verdict, Verdict::Applied);
    lin.pull(500).await;
    assert_eq!(lin.letters().len(), 1);
    stage.check().await;
}

#[tokio::test]
async fn a_rep_cannot_write_another_reps_customers() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut wang = Phone::of(&stage, "wang").await;
    for command in [wang.visit("C1", "?"), wang.promise("C1", cny("1"), day("2026-11-27"))] {
        let not_yours = Refusal::NotYours { customer: command.customer };
        let fault = Fault::Malformed { refusal: not_yours };
        assert_eq!(wang.push_one(&command).await, Verdict::Quarantined { fault });
    }
    let unknown = wang.visit("C999", "?");
    let not_yours = Refusal::NotYours { customer: unknown.customer };
    let fault = Fault::Malformed { refusal: not_yours.clone() };
    let same = Verdict::Quarantined { fault };
    assert_eq!(wang.push_one(&unknown).await, same, "an unknown customer is told like another's");
    let territory = Some(TerritoryId::of_code("south"));
    let steal = Act::AssignTerritory(customer::Assign { territory });
    let steal = wang.command("C1", "2026-11-20", steal);
    let refusal = Refusal::NotYours { customer: steal.customer };
    assert_eq!(wang.push_one(&steal).await, Verdict::Rejected { refusal });
    let own = Act::AssignTerritory(customer::Assign { territory: None });
    let refusal = Refusal::NotPermitted { needs: Role::Admin };
    let own = wang.command("C3", "2026-11-20", own);
    assert_eq!(wang.push_one(&own).await, Verdict::Rejected { refusal });
    let mut lin = Phone::of(&stage, "lin").await;
    assert_eq!(
        lin.push_one(&lin.visit("C1", "mine")).await,
        Verdict::Applied,
        "nobody held her up"
    );
    lin.pull(500).await;
    let authors = lin.rows.values().filter(|(_, _, it)| it.kind().name() == "visit");
    assert_eq!(authors.count(), 1);
    stage.check().await;
}

#[tokio::test]
async fn a_lost_permission_leaves_facts_in_review_and_both_sides_hear_of_it() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    lin.pull(500).await;
    let before = lin.visit("C1", "on the last day");
    stage.do_all(vec![(None, end_grant("lin", "north", "2026-11-20"))]).await;
    stage.do_all(vec![(None, grant("wang", "north", "2026-11-21"))]).await;
    stage.set_day("2026-11-22");
    let after = lin.command("C1", "2026-11-21", visit("one day late"));
    let review = Verdict::NeedsReview { why: Why::NotYours };
    assert_eq!(lin.push(&[before, after.clone()]).await, [Verdict::Applied, review.clone()]);
    lin.pull(500).await;
    wang.pull(500).await;
    assert_eq!(lin.letters(), [(after.op_id, review.clone())]);
    assert_eq!(wang.letters(), [(after.op_id, review)]);
    assert!(wang.customers().contains("C1"));
    assert!(lin.customers().is_empty(), "the territory was revoked");
    stage.check().await;
}

#[tokio::test]
async fn a_day_that_cannot_be_is_drawn_into_what_can_and_marked_but_never_refused() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    stage.set_day("2026-11-18");
    lin.pull(500).await;
    stage.set_day("2026-11-20");
    let ahead = lin.command("C1", "2026-12-24", visit("a clock ahead"));
    let behind = lin.command("C1", "2026-11-02", visit("a clock behind"));
    let fine = lin.command("C1", "2026-11-19", visit("yesterday"));
    // The clamped day would make it due before it was made; its own day does not.
    let old = crate::testing::phone::promise(cny("1"), day("2026-11-17"));
    let old = lin.command("C1", "2026-11-16", old);
    let commands = [ahead, behind, fine, old];
    assert!(lin.push(&commands).await.iter().all(|it| *it == Verdict::Applied));
    let mut kept = vec![];
    for command in &commands {
        let row: (String, i64) =
            sqlx::query_as("SELECT acted_on, clock_suspect FROM command WHERE op_id = $1")
                .bind(command.op_id.0)
                .fetch_one(stage.server.read())
                .await
                .unwrap();
        kept.push(row);
    }
    let days = ["2026-11-20", "2026-11-18", "2026-11-19", "2026-11-16"];
    let told = kept.iter().map(|(day, suspect)| (day.as_str(), *suspect));
    assert!(told.eq(days.into_iter().zip([1, 1, 0, 1])));
    stage.check().await;
}

#[tokio::test]
async fn what_waited_during_a_pull_keeps_its_day() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    for (waiting, pushed, taken) in [
        (Some("2026-11-18"), "2026-11-18", "2026-11-18"),
        (Some("2026-11-19"), "2026-11-19", "2026-11-19"),
        // Nobody gets an earlier day back by claiming that something still waits.
        (Some("2026-11-01"), "2026-11-18", "2026-11-19"),
        (None, "2026-11-19", "2026-11-20"),
    ] {
        lin.oldest_pending = waiting.map(day);
        lin.pull_once(10).await.unwrap();
        let command = lin.command("C1", pushed, visit("a push failed before the pull"));
        assert_eq!(lin.push_one(&command).await, Verdict::Applied);
        let row: (String, i64) =
            sqlx::query_as("SELECT acted_on, clock_suspect FROM command WHERE op_id = $1")
                .bind(command.op_id.0)
                .fetch_one(stage.server.read())
                .await
                .unwrap();
        assert_eq!(row, (taken.to_owned(), i64::from(pushed != taken)));
    }
    stage.check().await;
}

#[tokio::test]
async fn nobody_writes_over_a_row_that_carries_the_id_already() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    let hers = lin.visit("C1", "hers");
    lin.push(std::slice::from_ref(&hers)).await;
    for customer in ["C3", "C4"] {
        let command = wang.command(customer, "2026-11-20", hers.act.clone());
        let verdict = wang.push_one(&command).await;
        assert!(matches!(verdict, Verdict::Quarantined { fault: Fault::Malformed { .. } }));
    }
    stage.check().await;
}

#[tokio::test]
async fn a_revoked_device_and_an_ended_session_are_told_so_and_nothing_is_lost() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = Phone::of(&stage, "lin").await;
    let admin = stage.sign_in("admin").await;
    let path = format!("/api/device/{}", lin.device);
    let revoked = admin.send(axum::http::Method::DELETE, &path, None::<&()>).await;
    assert_eq!(revoked.status(), StatusCode::NO_CONTENT);
    let command = lin.visit("C1", "on a lost phone");
    let refused = (StatusCode::FORBIDDEN, "device_revoked".to_owned());
    assert_eq!(lin.push_from(1, &raw(std::slice::from_ref(&command))).await.unwrap_err(), refused);
    assert_eq!(lin.pull_once(10).await.unwrap_err(), refused);
    let lin = Phone::of(&stage, "lin").await;
    stage.server.set_password("lin", "another password".to_owned()).await.unwrap();
    let signed_out = (StatusCode::UNAUTHORIZED, "signed_out".to_owned());
    assert_eq!(lin.push_from(1, &raw(&[command])).await.unwrap_err(), signed_out);
    stage.check().await;
}

#[tokio::test]
async fn a_new_epoch_is_told_before_anything_is_taken_and_the_journal_is_offered_again() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let commands = [lin.visit("C1", "before")];
    lin.push(&commands).await;
    let epoch = stage.server.begin_new_epoch().await.unwrap();
    let reply = lin.push_from(2, &raw(&[lin.visit("C1", "after")])).await.unwrap();
    assert_eq!(reply, PushReply::NewEpoch { epoch });
    lin.epoch = epoch;
    let reply = lin.push_from(1, &raw(&commands)).await.unwrap();
    assert!(matches!(reply, PushReply::Answered { .. }));
    stage.check().await;
}

#[tokio::test]
async fn a_batch_over_its_limits_is_too_large_and_nothing_of_it_is_taken() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = Phone::of(&stage, "lin").await;
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned());
    let many: Vec<_> = (0..201).map(|_| lin.visit("C1", "x")).collect();
    assert_eq!(lin.push_from(1, &raw(&many)).await.unwrap_err(), too_large);
    let long: Vec<_> = (0..100).map(|_| lin.visit("C1", &"赊".repeat(1_000))).collect();
    assert_eq!(lin.push_from(1, &raw(&long)).await.unwrap_err(), too_large);
    stage.check().await;
}
