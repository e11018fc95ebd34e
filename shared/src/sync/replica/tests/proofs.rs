//! What is here is compared with what the server has: found the same, found otherwise, and not compared
//! where nothing could be said.

use super::{super::*, device::Device, sample::*};
use crate::{
    row::Row,
    sync::{Page, PullReply, Scope, Sums, Versioned},
};

const DAY: i64 = 86_400_000;

/// What the server holds of the north.
fn sums(rows: &[Versioned]) -> Sums {
    let mut sums = Sums::default();
    for it in rows {
        let body = it.row.body().unwrap();
        sums.add(it.row.kind().name(), it.row.id(), it.version, &body).unwrap();
    }
    sums
}

/// A page that reaches the head and says what the rows come to.
fn compared(cursor: i64, what: Vec<crate::sync::Change>, rows: &[Versioned]) -> PullReply {
    reply(0, vec![Page { sums: Some(sums(rows)), ..page(north_scope(), cursor, what) }])
}

fn found(device: &Device) -> Option<Found> {
    let states = device.replica.scope_states();
    let north = states.iter().find(|it| it.scope == north_scope()).unwrap();
    north.proven.map(|it| it.found)
}

fn rows() -> Vec<Versioned> {
    [with_invoice("a", 100), with_invoice("b", 7)].concat()
}

/// A device that holds a and b, and whose next request asks what they come to.
fn holding_two() -> Device {
    let (a, b) = (with_invoice("a", 100), with_invoice("b", 7));
    Device::holding(4, &[("a", a), ("b", b)])
}

#[test]
fn a_whole_scope_is_compared_at_once_and_then_once_a_day_and_after_an_update() {
    let mut device = holding_two();
    let (ticket, request) = device.take_pull();
    assert_eq!(request.prove, Some(north_scope()));
    device.on(Event::Replied { ticket, text: said(&compared(4, vec![], &rows())) });
    assert_eq!(found(&device), Some(Found::Same));
    let asks = |device: &mut Device| {
        let (ticket, request) = device.take_pull();
        device.on(Event::Replied {
            ticket,
            text: said(&reply(0, vec![page(north_scope(), 4, vec![])])),
        });
        request.prove
    };
    assert_eq!(asks(&mut device), None, "it was compared today");
    device.now += DAY - 1_000_000;
    assert_eq!(asks(&mut device), None, "not quite a day");
    device.now += DAY;
    assert_eq!(asks(&mut device), Some(north_scope()), "a day has gone by");
    device.on(Event::Prove);
    assert_eq!(asks(&mut device), Some(north_scope()), "the user asks");
    device.build = "newer".to_owned();
    device.crash();
    assert_eq!(asks(&mut device), Some(north_scope()), "the app was updated");
}

#[test]
fn rows_over_the_chunks_count_and_those_beneath_them_do_not() {
    let mut device = holding_two();
    let paid = versioned(2, bill("a-1", "a", 40));
    let what = vec![upsert(2, &paid.row), leave("b", 2), enter("c", 1, &with_invoice("c", 3))];
    let a = versioned(1, Row::Customer(customer("a", north())));
    let now = [vec![a, paid], with_invoice("c", 3)].concat();
    device.pulled(&compared(4, what, &now));
    assert_eq!(found(&device), Some(Found::Same));
    assert!(device.has("c") && !device.has("b"));
}

/// A push that the server cannot take.
fn fails(device: &mut Device) {
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 500, retry_after: None } });
}

#[test]
fn what_differs_is_told_and_fetched_anew_and_the_outbox_is_not_touched() {
    let mut device = holding_two();
    let command = visit(1, "a");
    device.submit(&command);
    fails(&mut device);
    let there = [with_invoice("a", 100), with_invoice("b", 8)].concat();
    device.pulled(&compared(4, vec![], &there));
    assert_eq!(found(&device), None, "what is to be sent goes first");
    fails(&mut device);
    device.wake();
    assert_eq!(found(&device), Some(Found::Other));
    assert_eq!(device.owed("b"), 7, "nothing of the difference is taken over");
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.replica.fetching(), [north_scope()]);
    let (ticket, request) = device.take_pull();
    let [told] = request.differed.as_slice() else { panic!("{:?}", request.differed) };
    assert_eq!((&told.scope, told.seq), (&north_scope().into(), 4));
    let kinds: Vec<_> = told.kinds.iter().map(|it| (it.kind.as_str(), it.there.rows)).collect();
    assert_eq!(kinds, [("invoice", 2)]);
    // No reply came: it is said again, also after the app was killed.
    device.on(Event::Failed { ticket, failure: Failure::Unreachable });
    device.crash();
    device.answer_push(answered(&[verdict(1, &command, "applied")]));
    let (ticket, request) = device.take_pull();
    assert_eq!(request.differed.len(), 1);
    let mut heard = reply(1, vec![]);
    if let PullReply::Page { added, .. } = &mut heard {
        added.push(granted(north_scope()));
    }
    device.on(Event::Replied { ticket, text: said(&heard) });
    device.snapshot(
        north_scope(),
        5,
        &[("a", with_invoice("a", 100)), ("b", with_invoice("b", 8))],
    );
    let (_, request) = device.take_pull();
    assert_eq!(request.differed, [], "the server has heard of it");
    assert_eq!(device.owed("b"), 8);
}

#[test]
fn a_row_that_was_changed_in_the_storage_is_found_by_its_body_alone() {
    let mut device = holding_two();
    let paid = versioned(2, bill("a-1", "a", 40));
    device.pulled(&reply(0, vec![page(north_scope(), 4, vec![upsert(2, &paid.row)])]));
    let held = device.shelf.room(Room::Rows).find(|(key, _)| key.starts_with("held/")).unwrap();
    let (key, text) = (held.0.to_owned(), held.1.replace(r#""minor":4000"#, r#""minor":9000"#));
    assert_ne!(held.1, text);
    device.shelf.put(Room::Rows, key, text);
    device.crash();
    let a = versioned(1, Row::Customer(customer("a", north())));
    device.pulled(&compared(5, vec![], &[vec![a, paid], with_invoice("b", 7)].concat()));
    assert_eq!(found(&device), Some(Found::Other));
}

#[test]
fn nothing_is_compared_that_has_moved_or_that_a_server_says_nothing_about() {
    let mut device = holding_two();
    device.pulled(&reply(0, vec![page(north_scope(), 4, vec![])]));
    assert_eq!(found(&device), None, "an older server says nothing");
    let mut half = page(north_scope(), 4, vec![upsert(2, &bill("a-1", "a", 40))]);
    (half.sums, half.head) = (Some(Sums::default()), 9);
    device.pulled(&reply(0, vec![half]));
    assert_eq!(found(&device), None, "it does not reach the head");
    let damaged =
        device.shelf.room(Room::Chunks).map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
    for key in damaged {
        device.shelf.put(Room::Chunks, key, "x".to_owned());
    }
    device.pulled(&compared(5, vec![], &rows()));
    assert_eq!(found(&device), None, "a damaged chunk is fetched anew for itself");
    assert_eq!(device.replica.fetching(), [north_scope()]);
}

#[test]
fn rows_of_kinds_that_are_not_known_yet_raise_no_alarm() {
    let mut device = holding_two();
    let mut lease = upsert(1, &Row::Customer(customer("x", north())));
    lease.kind = "lease".to_owned();
    let mut there = sums(&rows());
    there.add("lease", lease.id, 1, lease.body.as_ref().unwrap().get()).unwrap();
    let page = Page { sums: Some(there), ..page(north_scope(), 4, vec![lease]) };
    device.pulled(&reply(0, vec![page]));
    assert_eq!(found(&device), Some(Found::Same));
}

#[test]
fn a_clock_that_is_wrong_neither_stops_comparing_nor_makes_it_go_on_for_ever() {
    let mut device = holding_two();
    device.pulled(&compared(4, vec![], &rows()));
    device.now -= 400 * DAY;
    device.on(Event::Hurry);
    let (ticket, request) = device.take_pull();
    assert_eq!(request.prove, Some(north_scope()));
    let contact = compared(4, vec![], &rows());
    device.on(Event::Replied { ticket, text: said(&contact) });
    let (_, request) = device.take_pull();
    assert_eq!(request.prove, None);
    assert_eq!(found(&device), Some(Found::Same));
}

#[test]
fn an_update_that_reads_a_newer_form_fetches_back_what_the_older_had_no_room_for() {
    let mut device = holding_two();
    device.pulled(&compared(4, vec![], &rows()));
    // The app was updated; its server answers in the second form from now on.
    let opened = Replica::open(&device.shelf.opened(), "newer");
    device.replica = opened.reading(2);
    device.asked.clear();
    device.submit(&visit(1, "a"));
    device.on(Event::Lead);
    let (ticket, request) = device.take_push();
    let text = answered(&[verdict(1, &visit(1, "a"), "applied")]);
    assert_eq!(request.commands.len(), 1, "work goes on");
    device.on(Event::Replied { ticket, text });
    let (ticket, request) = device.take_pull();
    assert_eq!(request.schema, 2);
    let newer = |mut it: PullReply| {
        if let PullReply::Page { schema, .. } = &mut it {
            *schema = 2;
        }
        it
    };
    let text = said(&newer(reply(1, vec![page(north_scope(), 4, vec![])])));
    device.on(Event::Replied { ticket, text });
    assert_eq!(device.replica.fetching(), [north_scope()]);
    assert_eq!(device.owed("a"), 100, "what is here is shown until the new is whole");
    device.wake();
    let Some(Action::FetchManifest { ticket, request }) = device.asked.pop() else { panic!() };
    assert_eq!(request.schema, 2);
    let chunks = chunks(&[("a", with_invoice("a", 100))]);
    let manifest = crate::sync::Manifest { schema: 2, ..manifest(north_scope(), 4, &chunks) };
    device.on(Event::Replied { ticket, text: said(&manifest) });
    device.answer_chunk(&chunks);
    device.answer_chunk(&chunks);
    device.pulled(&newer(reply(1, vec![page(north_scope(), 4, vec![])])));
    assert!(device.replica.fetching().is_empty(), "once is enough");
    // Its server is put back to the version before: the rows are read in that form again.
    device.now += 60_000;
    device.pulled(&reply(1, vec![page(north_scope(), 4, vec![])]));
    assert_eq!(device.replica.fetching(), [north_scope()]);
}

#[test]
fn who_wants_everything_compared_does_not_wait_for_each() {
    let mut device = holding_two();
    device.pulled_with(reply(0, vec![page(north_scope(), 4, vec![])]), &[Scope::All]);
    device.answer_manifest(Scope::All, 0, &[]);
    let compare = |device: &mut Device| {
        let (ticket, request) = device.take_pull();
        let asked = |scope| request.prove == Some(scope);
        let all = asked(Scope::All).then(Sums::default);
        let of_north = asked(north_scope()).then(|| sums(&rows()));
        let pages = vec![
            Page { sums: all, ..page(Scope::All, 0, vec![]) },
            Page { sums: of_north, ..page(north_scope(), 4, vec![]) },
        ];
        device.on(Event::Replied { ticket, text: said(&reply(0, pages)) });
        request.prove
    };
    while compare(&mut device).is_some() {}
    device.on(Event::Prove);
    let before = device.now;
    let both = [compare(&mut device), compare(&mut device)];
    assert_eq!(both, [Some(Scope::All), Some(north_scope())]);
    assert_eq!(device.now, before, "one after the other");
    assert!(device.asked.is_empty(), "and then no more");
}

#[test]
fn the_inbox_and_the_register_are_compared_like_a_territory() {
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[Scope::All]);
    device.answer_manifest(Scope::All, 0, &[]);
    let lin = crate::user::User {
        id: lin(),
        login: "lin".to_owned(),
        name: "林".to_owned(),
        roles: vec![],
        grants: vec![],
        ended_on: None,
    };
    let row = Row::User(lin);
    let mut there = Sums::default();
    there.add("user", row.id(), 1, &row.body().unwrap()).unwrap();
    let page = Page { sums: Some(there), ..page(Scope::All, 0, vec![upsert(1, &row)]) };
    device.pulled(&reply(0, vec![page]));
    let states = device.replica.scope_states();
    assert_eq!(states[0].proven.map(|it| it.found), Some(Found::Same));
    assert_eq!(device.replica.register().users.len(), 1);
}
