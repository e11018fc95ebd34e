//! Changes arriving: no hole, no step back, nobody sees half of it.

use super::{super::*, device::*, sample::*};
use crate::{
    id::{CustomerId, InvoiceId},
    row::Row,
    sync::{Change, PullReply},
};

#[test]
fn a_page_moves_rows_list_and_cursor_together() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    assert_eq!((device.owed("A"), device.cursor()), (100, 1));
    device.changed.clear();
    device.on(Event::Hint(crate::sync::Head { scope: north_scope(), head: 3 }));
    let what = vec![upsert(2, &bill("A-2", "A", 20)), upsert(2, &bill("A-3", "A", 3))];
    device.pulled(&reply(0, vec![page(north_scope(), 1, what)]));
    assert_eq!((device.owed("A"), device.cursor()), (123, 3));
    assert_eq!(device.view("A").dossier.invoices.len(), 3);
    let told = device.changed.iter().filter(|it| !it.customers.is_empty()).count();
    assert_eq!(told, 1, "one notification for a page");
}

#[test]
fn crash_between_page_and_cursor_leaves_both_before_or_both_after() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    let before = device.shelf.clone();
    device.on(Event::Hurry);
    let what = vec![upsert(2, &bill("A-2", "A", 20))];
    device.pulled(&reply(0, vec![page(north_scope(), 1, what.clone())]));
    // Before the commit: everything as it was, and the same page again.
    device.shelf = before;
    device.crash();
    assert_eq!((device.owed("A"), device.cursor()), (100, 1));
    device.pulled(&reply(0, vec![page(north_scope(), 1, what)]));
    device.crash();
    assert_eq!((device.owed("A"), device.cursor()), (120, 2));
}

#[test]
fn a_gap_is_seen_by_arithmetic_and_nothing_of_the_reply_is_used() {
    for damage in [
        |page: &mut crate::sync::Page| drop(page.changes.remove(0)),
        |page: &mut crate::sync::Page| drop(page.changes.pop()),
        |page: &mut crate::sync::Page| page.changes.swap(0, 1),
        |page: &mut crate::sync::Page| page.next += 1,
        |page: &mut crate::sync::Page| page.head = 2,
    ] {
        let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
        device.on(Event::Hurry);
        let what = vec![upsert(2, &bill("A-2", "A", 20)), upsert(3, &bill("A-3", "A", 3))];
        let mut page = page(north_scope(), 1, what.clone());
        damage(&mut page);
        device.pulled(&reply(0, vec![page]));
        assert_eq!((device.owed("A"), device.cursor()), (100, 1));
        assert_eq!(device.replica.trouble(), Some(Trouble::Inconsistent));
        device.pulled(&reply(0, vec![super::sample::page(north_scope(), 1, what)]));
        assert_eq!((device.owed("A"), device.cursor()), (123, 3));
    }
}

#[test]
fn a_gap_that_stays_fetches_the_scope_anew() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    for _ in 0..3 {
        let mut page = page(north_scope(), 1, vec![upsert(2, &bill("A-2", "A", 20))]);
        page.changes[0].seq = 3;
        device.pulled(&reply(0, vec![page]));
    }
    device.wake();
    device.pulled(&reply(0, vec![]));
    assert!(device.has("A"), "shown until the new one is complete");
    device.snapshot(north_scope(), 4, &[("A", with_invoice("A", 500))]);
    assert_eq!((device.owed("A"), device.cursor()), (500, 4));
}

#[test]
fn the_cursor_never_goes_back_inside_an_epoch() {
    let mut device = Device::holding(9, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let mut old = page(north_scope(), 4, vec![upsert(2, &bill("A-2", "A", 20))]);
    old.head = 9;
    device.pulled(&reply(0, vec![old]));
    assert_eq!((device.owed("A"), device.cursor()), (100, 9));
    // Nor by a snapshot that was made earlier.
    device.on(Event::Corrupt(device.replica.chunks()[0].clone()));
    device.pulled(&reply(0, vec![page(north_scope(), 9, vec![])]));
    device.wake();
    device.answer_manifest(north_scope(), 7, &chunks(&[]));
    assert!(device.has("A"));
    assert_eq!(device.cursor(), 9);
    // One that stays behind means that the server was restored.
    device.pulled(&reply(0, vec![]));
    device.answer_manifest(north_scope(), 7, &chunks(&[]));
    device.register_as(crate::id::DeviceId(id(51)), epoch());
}

#[test]
fn a_device_the_server_does_not_know_registers_anew_and_offers_its_journal() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    let (ticket, _) = device.take_pull();
    device.on(Event::Failed { ticket, failure: Failure::UnknownDevice });
    device.register_as(crate::id::DeviceId(id(51)), epoch());
    let (_, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (1, 1));
}

#[test]
fn more_than_one_page_is_fetched_at_once() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let mut first = page(north_scope(), 1, vec![upsert(2, &bill("A-2", "A", 20))]);
    first.head = 3;
    device.pulled(&reply(0, vec![first]));
    let (ticket, request) = device.take_pull();
    assert_eq!(request.scopes[0].seq, 2);
    let second = page(north_scope(), 2, vec![upsert(3, &bill("A-3", "A", 3))]);
    device.on(Event::Replied { ticket, text: said(&reply(0, vec![second])) });
    assert_eq!(device.owed("A"), 123);
    assert!(device.replica.is_settled());
}

#[test]
fn a_hint_during_a_pull_is_not_forgotten() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let (ticket, _) = device.take_pull();
    device.on(Event::Hint(crate::sync::Head { scope: north_scope(), head: 2 }));
    let empty = reply(0, vec![page(north_scope(), 1, vec![])]);
    device.on(Event::Replied { ticket, text: said(&empty) });
    let (_, request) = device.take_pull();
    assert_eq!(request.scopes[0].seq, 1);
}

#[test]
fn an_own_command_is_shown_once_before_between_and_after() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    let visits = |device: &Device| device.view("A").dossier.visits.len();
    device.submit(&visit(1, "A"));
    assert_eq!(visits(&device), 1);
    let row = device.view("A").dossier.visits.values().next().cloned().map(Row::Visit).unwrap();
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    assert_eq!(visits(&device), 1, "answered, its row is not here yet");
    assert_eq!(device.view("A").mark(row.id()), Mark::Confirmed);
    // A page that does not reach the head: the copy stays.
    let mut first = page(north_scope(), 1, vec![upsert(2, &bill("A-2", "A", 20))]);
    first.head = 3;
    device.pulled(&reply(1, vec![first]));
    assert_eq!(visits(&device), 1);
    let mut change = upsert(3, &row);
    change.op_id = Some(visit(1, "A").op_id);
    device.pulled(&reply(1, vec![page(north_scope(), 2, vec![change])]));
    assert_eq!(visits(&device), 1);
    assert!(device.replica.pending(CustomerId::of_code("A")).is_empty());
}

#[test]
fn an_effect_in_a_scope_that_is_not_here_does_not_stay_pending_for_ever() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    // The customer had moved to a territory this device does not hold.
    device.pulled(&reply(1, vec![page(north_scope(), 1, vec![leave("A", 2)])]));
    assert!(!device.has("A"));
    assert!(device.replica.pending(CustomerId::of_code("A")).is_empty());
}

#[test]
fn a_cursor_below_the_log_takes_a_snapshot() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let mut cut = reply(0, vec![]);
    if let PullReply::Page { snapshot_required, .. } = &mut cut {
        snapshot_required.push(granted(north_scope()));
    }
    device.pulled(&cut);
    assert_eq!(device.owed("A"), 100, "shown until the new one is complete");
    device.snapshot(
        north_scope(),
        90,
        &[("A", with_invoice("A", 100)), ("B", with_invoice("B", 5))],
    );
    assert_eq!((device.owed("B"), device.cursor()), (5, 90));
}

#[test]
fn a_deleted_row_goes_wherever_it_stands() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let delete = |number: &str| Change {
        seq: 0,
        kind: "delete".to_owned(),
        id: InvoiceId::of_document("c", "s", "k", number).0,
        version: 3,
        op_id: None,
        body: None,
    };
    let what = vec![upsert(2, &bill("A-2", "A", 20)), delete("A-1"), delete("A-2")];
    device.pulled(&reply(0, vec![page(north_scope(), 1, what)]));
    assert_eq!(device.owed("A"), 0);
    assert!(device.view("A").dossier.invoices.is_empty());
}

#[test]
fn a_change_of_an_unknown_kind_waits_for_a_build_that_knows_it() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let body = serde_json::json!({"id": id(5), "customer": CustomerId::of_code("A"), "x": 1});
    let lease = Change {
        seq: 0,
        kind: "lease".to_owned(),
        id: id(5),
        version: 2,
        op_id: None,
        body: Some(serde_json::value::to_raw_value(&body).unwrap()),
    };
    let bare = Change { kind: "merge".to_owned(), body: None, ..lease.clone() };
    let what = vec![lease, bare, upsert(3, &bill("A-2", "A", 20))];
    device.pulled(&reply(0, vec![page(north_scope(), 1, what)]));
    assert_eq!((device.owed("A"), device.cursor()), (120, 4), "the rest goes on");
    assert_eq!(device.replica.trouble(), Some(Trouble::UpdateNeeded));
    let kept = |room, part: &str| device.shelf.room(room).any(|(_, text)| text.contains(part));
    assert!(kept(Room::Rows, r#""kind":"lease""#) && kept(Room::Meta, r#""kind":"merge""#));
}

#[test]
fn quota_exceeded_mid_apply_changes_nothing_and_is_tried_again() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    device.full = true;
    let what = vec![upsert(2, &bill("A-2", "A", 20))];
    device.pulled(&reply(0, vec![page(north_scope(), 1, what.clone())]));
    assert_eq!((device.owed("A"), device.cursor()), (100, 1));
    assert_eq!(device.replica.trouble(), Some(Trouble::StorageFull));
    device.full = false;
    device.pulled(&reply(0, vec![page(north_scope(), 1, what)]));
    assert_eq!((device.owed("A"), device.cursor()), (120, 2));
    assert_eq!(device.replica.trouble(), None);
}

#[test]
fn a_timer_is_always_armed_and_an_answer_that_never_comes_is_given_up() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (_, request) = device.take_push();
    let armed = device.timer.unwrap();
    assert!(device.now < armed.0);
    device.now = armed.0;
    device.on(Event::Due);
    let (_, again) = device.take_push();
    assert_eq!(request.first_op_seq, again.first_op_seq);
    assert!(device.now < device.timer.unwrap().0);
}

#[test]
fn nothing_is_asked_while_another_tab_leads() {
    let mut device = Device::registered();
    device.on(Event::Follow);
    device.asked.clear();
    device.submit(&visit(1, "A"));
    device.on(Event::Hurry);
    device.on(Event::Due);
    assert!(device.asked.is_empty());
    device.on(Event::Lead);
    assert!(matches!(device.asked[0], Action::Push { .. }));
}
