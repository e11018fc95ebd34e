//! The device's clock: what it says wrongly is put right by the next contact.

use super::{super::*, device::*, sample::*};
use crate::{id::DeviceId, sync::PullReply};

const DAY: i64 = 86_400_000;

#[test]
fn a_command_made_while_the_clock_was_ahead_does_not_move_the_day_for_good() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    let mut ahead = visit(1, "A");
    ahead.acted_on = device.replica.day(Instant(NOW + 30 * DAY));
    assert_eq!(ahead.acted_on, day("2026-12-20"));
    device.submit(&ahead);
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-12-20"), "never before what was said");
    device.answer_push(answered(&[verdict(1, &ahead, "applied")]));
    device.pulled(&reply(1, vec![]));
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-11-20"), "the server has been heard");
    assert_eq!(device.replica.day(Instant(NOW - 2 * DAY)), day("2026-11-20"));
    // Also after a start, and for what is said from now on.
    device.crash();
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-11-20"));
    let mut tomorrow = visit(2, "A");
    tomorrow.acted_on = day("2026-11-21");
    device.submit(&tomorrow);
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-11-21"));
}

#[test]
fn a_pause_does_not_grow_with_a_clock_that_is_set_back() {
    let mut device = Device::registered();
    device.roll = u32::MAX;
    device.pulled(&reply(0, vec![]));
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 500, retry_after: None } });
    let pause = device.timer.unwrap().0 - device.now;
    assert!((250..=1_250).contains(&pause), "{pause}");
    device.now -= DAY;
    device.on(Event::Told(vec![]));
    assert_eq!(device.timer.unwrap().0 - device.now, pause);
}

#[test]
fn a_contact_caps_the_day_even_while_the_command_is_unanswered() {
    let mut device = Device::registered();
    device.pulled(&reply(0, vec![]));
    let mut ahead = visit(1, "A");
    ahead.acted_on = day("2027-11-20");
    device.submit(&ahead);
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 500, retry_after: None } });
    device.pulled(&reply(0, vec![]));
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.day(Instant(NOW)), day("2026-11-20"));
}

#[test]
fn new_numbers_begin_without_anything_in_the_rows_of_a_revoked_scope() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    device.answer_push(answered(&[verdict(1, &visit(1, "A"), "applied")]));
    let row =
        crate::row::Row::Visit(device.view("A").dossier.visits.values().next().unwrap().clone());
    device.pulled(&reply(1, vec![page(north_scope(), 1, vec![upsert(2, &row)])]));
    device.submit(&visit(2, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 500, retry_after: None } });
    let mut revoking = reply(1, vec![]);
    if let PullReply::Page { revoked, .. } = &mut revoking {
        revoked.push(north_scope().into());
    }
    device.pulled(&revoking);
    assert_eq!(device.view("A").dossier.visits.len(), 2);
    device.answer_push(serde_json::json!({"reply": "forked", "epoch": epoch()}).to_string());
    device.register_as(DeviceId(id(51)), epoch());
    assert_eq!(device.view("A").dossier.visits.len(), 2, "it is the first of the new numbers");
    assert_eq!(device.view("A").only_here, 1);
}
