//! Somebody else is signed in under an open tab: nothing is sent, renumbered or thrown away.

use super::{super::*, device::*, sample::*};

fn other_user(device: &mut Device) {
    device.wake();
    let Some(Action::Register { ticket }) = device.asked.pop() else {
        panic!("no registration is asked for: {:?}", device.asked)
    };
    device.on(Event::Failed { ticket, failure: Failure::OtherUser });
}

#[test]
fn another_users_session_touches_nothing_of_the_outbox() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    let before = device.shelf.clone();
    // The device is not known under the one who is signed in now.
    device.on(Event::Failed { ticket, failure: Failure::UnknownDevice });
    other_user(&mut device);
    assert_eq!(device.replica.trouble(), Some(Trouble::SignInAgain));
    // However often it is tried.
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::UnknownDevice });
    assert_eq!(device.replica.trouble(), Some(Trouble::SignInAgain));
    other_user(&mut device);
    assert_eq!(device.shelf, before);
    // The right one signs in again: the same device goes on where it was.
    device.on(Event::Hurry);
    let (ticket, request) = device.take_push();
    assert_eq!((request.first_op_seq, request.commands.len()), (1, 1));
    let text = answered(&[verdict(1, &visit(1, "A"), "applied")]);
    device.on(Event::Replied { ticket, text });
    assert_eq!((device.replica.unanswered(), device.replica.trouble()), (0, None));
}

#[test]
fn a_push_of_another_author_is_no_verdict() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::OtherUser });
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.trouble(), Some(Trouble::SignInAgain));
}

#[test]
fn a_new_database_is_not_registered_under_another_user() {
    let mut device = Device::new();
    other_user(&mut device);
    assert_eq!(device.replica.device(), None);
    device.register();
    assert!(device.replica.device().is_some());
}
