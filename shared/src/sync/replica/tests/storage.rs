//! A storage that refuses: what the server says meanwhile goes on being asked for, less and less often.

use super::{super::*, device::*, sample::*};
use crate::sync::Layer;

/// Answers whatever is asked for until the given time.
fn go_on(device: &mut Device, until: i64, chunks: &[(Layer, String)]) -> usize {
    let mut fetched = 0;
    while device.now < until {
        match device.asked.last() {
            Some(Action::FetchChunk { .. }) => {
                fetched += 1;
                device.answer_chunk(chunks);
            }
            Some(Action::Pull { .. }) => device.pulled(&reply(0, vec![])),
            None => {
                device.now = device.timer.unwrap().0;
                device.on(Event::Due);
            }
            other => panic!("{other:?}"),
        }
    }
    fetched
}

#[test]
fn a_full_storage_makes_the_server_answer_less_and_less_often() {
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[north_scope()]);
    let chunks = chunks(&[("A", with_invoice("A", 100))]);
    device.answer_manifest(north_scope(), 1, &chunks);
    (device.full_for_chunks, device.roll) = (true, u32::MAX);
    let hour = device.now + 3_600_000;
    let fetched = go_on(&mut device, hour, &chunks);
    assert!(fetched < 200, "{fetched} times in an hour");
    assert_eq!(device.replica.trouble(), Some(Trouble::StorageFull));
    assert!(device.replica.next_try().is_some());
    // There is room again.
    device.full_for_chunks = false;
    let soon = device.now + 120_000;
    go_on(&mut device, soon, &chunks);
    assert!(device.has("A"));
    assert_eq!(device.replica.trouble(), None);
}

#[test]
fn a_reply_that_could_not_be_kept_has_not_gone_well() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    (device.full, device.roll) = (true, u32::MAX);
    let mut asked = 0;
    let hour = device.now + 3_600_000;
    device.on(Event::Hurry);
    while device.now < hour {
        if device.asked.is_empty() {
            device.now = device.timer.unwrap().0;
            device.on(Event::Due);
        } else {
            asked += 1;
            device.pulled(&reply(0, vec![page(north_scope(), 1, vec![])]));
        }
    }
    assert!(asked < 200, "{asked} times in an hour");
    assert_eq!(device.replica.trouble(), Some(Trouble::StorageFull));
}
