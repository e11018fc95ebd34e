//! A revoked device: what it received goes at once, what nobody has answered stays with its author.

use super::{super::*, device::*, sample::*};
use crate::id::DeviceId;

fn revoked(device: &mut Device) {
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::DeviceRevoked });
}

#[test]
fn all_that_was_received_goes_and_the_outbox_stays() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Replied { ticket, text: answered(&[verdict(1, &visit(1, "A"), "applied")]) });
    device.asked.clear();
    device.submit(&visit(2, "A"));
    device.crash();
    assert_eq!(device.replica.briefs().len(), 1);
    revoked(&mut device);
    assert!(device.replica.revoked().is_some());
    assert!(device.replica.briefs().is_empty());
    assert!(device.replica.cursors().is_empty());
    for room in [Room::Chunks, Room::Rows, Room::Inbox] {
        assert_eq!(device.shelf.room(room).count(), 0, "{room:?}");
    }
    let left: Vec<_> = device.shelf.room(Room::Ops).map(|(_, text)| text.to_owned()).collect();
    assert_eq!(left.len(), 1, "what was answered is the company's");
    assert!(left[0].contains(&visit(2, "A").op_id.to_string()));
    assert_eq!(device.replica.unanswered(), 1);
}

#[test]
fn it_is_still_revoked_after_a_crash_and_another_device_after_a_new_sign_in() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    revoked(&mut device);
    device.crash();
    assert!(device.replica.revoked().is_some());
    // The session has ended: nobody is registered.
    device.wake();
    let Some(Action::Register { ticket }) = device.asked.pop() else {
        panic!("{:?}", device.asked)
    };
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 401, retry_after: None } });
    assert!(device.replica.revoked().is_some());
    // The author signs in again, and what waited goes under new numbers and the same id.
    device.on(Event::Hurry);
    device.register_as(DeviceId(id(51)), epoch());
    assert_eq!(device.replica.revoked(), None);
    let (_, request) = device.take_push();
    assert_eq!((request.device, request.first_op_seq), (DeviceId(id(51)), 1));
    assert_eq!(request.commands.len(), 1);
    assert!(request.commands[0].get().contains(&visit(1, "A").op_id.to_string()));
}

#[test]
fn an_export_of_a_revoked_device_is_taken_by_its_author_elsewhere() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    revoked(&mut device);
    let author = visit(1, "A").author;
    let file = device.replica.export(author, crate::calendar::Instant(NOW));
    let other = Device::registered();
    assert_eq!(other.replica.import(&file, author).unwrap().len(), 1);
}

#[test]
fn everything_anew_keeps_what_is_shown_and_what_waits() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Unreachable });
    device.on(Event::Renew);
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.briefs().len(), 1, "the old stays until the new is whole");
    device.wake();
    let (ticket, _) = device.take_push();
    device.on(Event::Replied { ticket, text: answered(&[verdict(1, &visit(1, "A"), "applied")]) });
    let (ticket, _) = device.take_pull();
    let head = reply(1, vec![page(north_scope(), 1, vec![])]);
    device.on(Event::Replied { ticket, text: said(&head) });
    assert!(
        device.asked.iter().any(|it| matches!(it, Action::FetchManifest { .. })),
        "{:?}",
        device.asked
    );
}
