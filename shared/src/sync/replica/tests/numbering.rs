//! The numbers of commands: where device and server do not agree on them, and what is offered anew.

use super::{super::*, device::*, sample::*};
use crate::{
    calendar::Instant,
    id::{DeviceId, Epoch},
    sync::PullReply,
};

#[test]
fn expected_sends_again_from_where_the_server_stands() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    for n in 1..=2 {
        device.submit(&visit(n, "A"));
        device.answer_push(answered(&[verdict(
            n.try_into().unwrap(),
            &visit(n, "A"),
            "not_known_yet",
        )]));
        device.pulled(&reply(0, vec![]));
    }
    device.submit(&visit(3, "A"));
    let (ticket, request) = device.take_push();
    assert_eq!(request.first_op_seq, 3);
    let text = serde_json::json!({"reply": "expected", "epoch": epoch(), "op_seq": 2}).to_string();
    device.on(Event::Replied { ticket, text });
    let (_, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (2, 2));
}

#[test]
fn forked_registers_anew_and_offers_the_unanswered_under_new_numbers() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    device.pulled(&reply(1, vec![]));
    device.submit(&visit(2, "A"));
    device.answer_push(serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string());
    // A crash before registering: the server says the same again.
    device.crash();
    device.answer_push(serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string());
    device.register_as(DeviceId(id(51)), epoch());
    let (ticket, request) = device.take_push();
    assert_eq!((request.device, request.first_op_seq), (DeviceId(id(51)), 1));
    assert_eq!(request.commands.len(), 1, "what was answered is not offered");
    assert_eq!(request.commands[0].get(), text(&visit(2, "A")).get(), "same id, same bytes");
    let text = answered(&[verdict(1, &visit(2, "A"), "applied")]);
    device.on(Event::Replied { ticket, text });
    assert_eq!(device.replica.unanswered(), 0);
}

#[test]
fn renumbering_takes_along_what_another_tab_has_just_appended() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    // Another tab commits; its broadcast has not arrived.
    let append = Transaction::append(text(&visit(2, "A")));
    let writes = append.writes(&device.shelf.find(&append.needs())).unwrap();
    device.shelf.apply(&writes);
    let text = serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string();
    device.on(Event::Replied { ticket, text });
    device.register_as(DeviceId(id(51)), epoch());
    // The late broadcast names numbers of an ended generation.
    device.on(Event::Told(writes));
    let (_, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (1, 2));
    assert_eq!(device.replica.unanswered(), 2);
}

#[test]
fn a_new_epoch_offers_the_journal_again_and_then_takes_snapshots() {
    let mut device = Device::holding(5, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    device.pulled(&reply(1, vec![page(north_scope(), 5, vec![])]));
    device.submit(&visit(2, "A"));
    let newer = Epoch(id(2));
    device.answer_push(serde_json::json!({"reply": "new_epoch", "epoch": newer}).to_string());
    device.register_as(DeviceId(id(52)), newer);
    let (ticket, request) = device.take_push();
    assert_eq!((request.epoch, request.first_op_seq, request.commands.len()), (newer, 1, 2));
    assert_eq!(device.replica.only_here().count(), 1, "only one was never answered");
    assert!(device.has("A"), "what was here is still shown");
    let both = [verdict(1, &visit(1, "A"), "applied"), verdict(2, &visit(2, "A"), "applied")];
    let text = serde_json::json!({"reply": "answered", "epoch": newer, "verdicts": both});
    device.on(Event::Replied { ticket, text: text.to_string() });
    let (ticket, request) = device.take_pull();
    assert!(request.scopes.is_empty(), "no cursor of an earlier life is named");
    let mut page = reply(2, vec![]);
    if let PullReply::Page { epoch, added, .. } = &mut page {
        *epoch = newer;
        added.push(granted(north_scope()));
    }
    device.on(Event::Replied { ticket, text: said(&page) });
    assert!(matches!(device.asked.last(), Some(Action::FetchManifest { request, .. })
            if request.scope == north_scope() && request.epoch == newer));
}

/// No row carries it, so that it would be neither shown nor doubted until its answer comes.
#[test]
fn what_was_refused_in_an_earlier_life_is_offered_as_what_is_only_here() {
    for (says, only_here) in [
        (serde_json::json!({"verdict": "applied"}), 0),
        (serde_json::json!({"verdict": "needs_review", "why": {"why": "not_yours"}}), 0),
        (
            serde_json::json!({"verdict": "quarantined",
                "fault": {"fault": "unreadable", "said": "a brace"}}),
            1,
        ),
    ] {
        let mut device = Device::holding(5, &[("A", with_invoice("A", 100))]);
        device.submit(&visit(1, "A"));
        let mut answer = verdict(1, &visit(1, "A"), "applied");
        for (key, value) in says.as_object().unwrap() {
            answer[key] = value.clone();
        }
        device.answer_push(answered(&[answer]));
        device.pulled(&reply(1, vec![page(north_scope(), 5, vec![])]));
        assert_eq!(device.replica.unanswered(), 0, "{says}");
        device.submit(&visit(2, "A"));
        let newer = Epoch(id(2));
        device.answer_push(serde_json::json!({"reply": "new_epoch", "epoch": newer}).to_string());
        device.register_as(DeviceId(id(52)), newer);
        assert_eq!(device.replica.unanswered(), 2, "{says}");
        assert_eq!(device.replica.only_here().count(), 1 + only_here, "{says}");
    }
}

#[test]
fn restore_from_backup_without_a_new_epoch_shows_in_numbers_that_go_back() {
    let lost = |says: &dyn Fn(&mut Device)| {
        let mut device = Device::holding(5, &[("A", with_invoice("A", 100))]);
        device.submit(&visit(1, "A"));
        device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
        says(&mut device);
        device.register_as(DeviceId(id(53)), epoch());
        let (_, request) = device.take_push();
        assert_eq!((request.first_op_seq, request.commands.len()), (1, 1));
        assert_eq!(device.cursor(), 0);
    };
    // The head of a scope is behind the cursor.
    lost(&|device| {
        let mut page = page(north_scope(), 5, vec![]);
        (page.next, page.head) = (3, 3);
        device.pulled(&reply(1, vec![page]));
    });
    // The last number it knows is behind what it answered.
    lost(&|device| device.pulled(&reply(0, vec![page(north_scope(), 5, vec![])])));
    // It expects a number it answered once.
    lost(&|device| {
        device.pulled(&reply(1, vec![page(north_scope(), 5, vec![])]));
        device.submit(&visit(2, "A"));
        let text = serde_json::json!({"reply": "expected", "epoch": epoch(), "op_seq": 1});
        device.answer_push(text.to_string());
        device.register_as(DeviceId(id(53)), epoch());
        device.asked.clear();
        device.crash();
        device.shelf.apply(&[]);
        // Both are offered; the helper looks at the first batch only.
        let (ticket, request) = device.take_push();
        assert_eq!(request.commands.len(), 2);
        device.on(Event::Failed { ticket, failure: Failure::Unreachable });
        let text = serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string();
        device.answer_push(text);
        // Registered once more, both are still offered.
        device.register_as(DeviceId(id(54)), epoch());
        let (ticket, request) = device.take_push();
        assert_eq!(request.commands.len(), 2);
        let first = answered(&[verdict(1, &visit(1, "A"), "applied")]);
        device.on(Event::Replied { ticket, text: first });
        device.answer_push(serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string());
    });
}

#[test]
fn a_server_that_always_forgets_is_not_asked_in_a_tight_loop() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let mut pauses = vec![];
    for n in 0..8 {
        device.answer_push(serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string());
        assert!(device.asked.is_empty(), "it pauses first");
        let moment = Moment { now: Instant(device.now), roll: u32::MAX };
        let _ = device.replica.step(Event::Due, moment);
        pauses.push(device.timer.unwrap().0 - device.now);
        device.register_as(DeviceId(id(60 + n)), epoch());
    }
    assert_eq!(device.replica.unanswered(), 1);
    assert!(pauses.iter().all(|it| 250 <= *it), "{pauses:?}");
}

#[test]
fn a_missed_broadcast_is_found_by_the_missing_number() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    // Another tab appends 1 and 2; only the word of 2 arrives.
    let mut told = vec![];
    for n in 1..=2 {
        let append = Transaction::append(text(&visit(n, "A")));
        let writes = append.writes(&device.shelf.find(&append.needs())).unwrap();
        device.shelf.apply(&writes);
        told = writes;
    }
    device.on(Event::Told(told));
    let (_, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (1, 2));
}
