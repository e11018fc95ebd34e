//! Several tabs: one takes over from another, or two lead at once where the browser has no locks.

use super::{super::*, device::*, sample::*};
use crate::{id::DeviceId, row::Row};

#[test]
fn a_tab_that_takes_over_reads_what_it_did_not_hear() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    for n in 1..=3 {
        device.submit(&visit(n, "A"));
    }
    let follower = Replica::open(&device.shelf.opened(), "test");
    // The one that leads is forked, and has the first of the new numbers answered.
    device.answer_push(serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string());
    device.register_as(DeviceId(id(51)), epoch());
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    device.replica = follower;
    device.asked.clear();
    device.on(Event::Lead);
    let (_, request) = device.take_push();
    assert_eq!(request.device, DeviceId(id(51)));
    assert_eq!((request.first_op_seq, request.commands.len()), (2, 2));
}

#[test]
fn marks_of_earlier_numbers_are_not_taken_for_those_of_new_ones() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    device.pulled(&reply(1, vec![]));
    let mut follower = Replica::open(&device.shelf.opened(), "test");
    device.on(Event::Hurry);
    let (ticket, _) = device.take_pull();
    device.on(Event::Failed { ticket, failure: Failure::UnknownDevice });
    device.register_as(DeviceId(id(51)), epoch());
    device.announced.clear();
    device.asked.clear();
    device.submit(&visit(2, "A"));
    // Of all this only the last word arrives.
    let moment = Moment { now: Instant(device.now), roll: 0 };
    let _ = follower.step(Event::Told(device.announced.clone()), moment);
    assert_eq!(follower.unanswered(), 1, "it is only here");
}

#[test]
fn a_reply_to_what_another_tab_has_read_meanwhile_is_put_aside() {
    let mut device = Device::holding(5, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let (ticket, _) = device.take_pull();
    // Another tab that leads too reads further before the answer is here.
    let mut other = Device { shelf: device.shelf.clone(), ..Device::new() };
    other.crash();
    let what = vec![upsert(2, &Row::Invoice(invoice("A-2", "A", 20)))];
    other.announced.clear();
    other.pulled(&reply(0, vec![page(north_scope(), 5, what)]));
    device.shelf = other.shelf.clone();
    device.on(Event::Told(other.announced));
    assert_eq!((device.owed("A"), device.cursor()), (120, 6));
    let late = reply(0, vec![page(north_scope(), 5, vec![])]);
    device.on(Event::Replied { ticket, text: said(&late) });
    let (_, request) = device.take_pull();
    assert_eq!(request.scopes[0].seq, 6);
    assert_eq!((device.owed("A"), device.replica.trouble()), (120, None));
}
