//! What was read is not read again, and nothing is taken for what it is not.

use std::collections::BTreeMap;

use super::{super::*, device::*, sample::*};
use crate::{
    id::{CustomerId, InboxId, OpId},
    inbox::{InboxItem, PutAway, TakeBack},
    row::Row,
    sync::{Act, Change, Chunk, Command, Layer, Scope, Verdict, digest},
};

#[test]
fn a_chunk_that_was_proven_elsewhere_is_not_read_again() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.crash();
    let customer = CustomerId::of_code("A");
    let Opening::Here(keys) = device.replica.opening(customer) else { panic!() };
    assert_eq!(device.replica.chunks_to_read(&keys), keys);
    for (key, text) in &device.texts(keys.clone()) {
        device.replica.keep_chunk(key, text.as_deref().unwrap(), &digest(text.as_deref().unwrap()));
    }
    assert_eq!(device.replica.chunks_to_read(&keys), []);
    let today = day("2026-11-20");
    let view = device.replica.view(customer, &BTreeMap::new(), &caller(), today).unwrap();
    assert_eq!(view.dossier.invoices.len(), 1);
}

#[test]
fn a_chunk_that_is_not_what_its_name_says_is_not_kept() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.crash();
    let customer = CustomerId::of_code("A");
    let Opening::Here(keys) = device.replica.opening(customer) else { panic!() };
    let mut texts = device.texts(keys.clone());
    for (key, text) in &mut texts {
        let damaged = text.as_deref().unwrap().replace('A', "B");
        device.replica.keep_chunk(key, &damaged, &digest(&damaged));
        *text = Some(damaged);
    }
    assert_eq!(device.replica.chunks_to_read(&keys), keys);
    let today = day("2026-11-20");
    assert!(device.replica.view(customer, &texts, &caller(), today).is_err());
}

#[test]
fn a_row_that_was_read_is_the_one_that_stands_over_it_as_soon_as_there_is_one() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    let amounts = |device: &Device| {
        let view = device.view("A");
        view.dossier.invoices.values().map(|it| it.amount.minor() / 100).collect::<Vec<_>>()
    };
    let first = bill("A-1", "A", 100);
    assert_eq!(amounts(&device), [100], "read from the chunk");
    // Over the chunk, over that, and another row under the same version: what a bit that has turned
    // leaves behind, told by another tab.
    for (version, yuan) in [(2, 90), (3, 80)] {
        device.on(Event::Hurry);
        let change = upsert(version, &Row::Invoice(invoice("A-1", "A", yuan)));
        assert_eq!(change.id, first.id());
        let cursor = device.cursor();
        device.pulled(&reply(0, vec![page(north_scope(), cursor, vec![change])]));
        assert_eq!((amounts(&device), device.owed("A")), (vec![yuan], yuan));
    }
    let mut turned = device.shelf.opened();
    turned.retain(|it| it.key.starts_with("held/"));
    for it in &mut turned {
        it.text = it.text.take().map(|text| text.replace("8000", "7000"));
    }
    device.on(Event::Told(turned));
    assert_eq!(amounts(&device), [70]);
}

fn letter(verdict: Verdict) -> Row {
    let command = visit(1, "A");
    Row::Inbox(InboxItem {
        id: InboxId::of(OpId(id(1001)), lin()),
        user: lin(),
        op_id: OpId(id(1001)),
        author: lin(),
        customer: Some(CustomerId::of_code("A")),
        acted_on: command.acted_on,
        act: command.act,
        verdict,
        merged: None,
        about: None,
        put_away_on: None,
    })
}

#[test]
fn a_letter_read_ahead_is_the_one_that_is_shown_until_another_text_of_it_comes() {
    let mine = Scope::Me(lin());
    let first = Verdict::BlockedBy { op: OpId(id(1)) };
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[mine]);
    let all = vec![(Layer::List, said(&Chunk::Rows(vec![versioned(1, letter(first.clone()))])))];
    device.answer_manifest(mine, 1, &all);
    device.answer_chunk(&all);
    let key = device.replica.chunks().pop().unwrap();
    assert!(device.replica.letters_in(&key, "damaged").is_empty());
    let unread = device.replica.letters_in(&key, &all[0].1);
    assert_eq!(unread.len(), 1);
    device.replica.read_letter(&unread[0]);
    let verdicts = |device: &Device| {
        device.replica.inbox().iter().map(|it| it.verdict.clone()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&device), [first]);
    // Of the same version, as after the server has begun a new life.
    let second = Verdict::BlockedBy { op: OpId(id(2)) };
    device.pulled(&reply(0, vec![page(mine, 1, vec![upsert(1, &letter(second.clone()))])]));
    assert_eq!(verdicts(&device), [second]);
}

#[test]
fn a_letter_about_a_command_is_not_what_the_command_wrote() {
    let (mine, said) = (Scope::Me(lin()), visit(1, "A"));
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    device.pulled_with(reply(0, vec![page(north_scope(), 1, vec![])]), &[mine]);
    device.snapshot(mine, 0, &[]);
    device.pulled(&reply(0, vec![]));
    device.on(Event::Hurry);
    device.submit(&said);
    let review = Verdict::NeedsReview { why: crate::effects::Why::NotYours };
    let about = Change { op_id: Some(said.op_id), ..upsert(1, &letter(review)) };
    device.pulled(&reply(0, vec![page(mine, 0, vec![about])]));
    assert_eq!(device.replica.inbox().len(), 1);
    let view = device.view("A");
    let visit = view.dossier.visits.keys().next().expect("it is shown until its row is here");
    assert_eq!((view.mark(visit.0), view.only_here), (Mark::OnlyHere, 1));
}

/// A device with one letter in its scope, read up to 1.
fn with_a_letter(verdict: Verdict) -> Device {
    let mine = Scope::Me(lin());
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[mine]);
    let all = vec![(Layer::List, said(&Chunk::Rows(vec![versioned(1, letter(verdict))])))];
    device.answer_manifest(mine, 1, &all);
    device.answer_chunk(&all);
    device.pulled(&reply(0, vec![page(mine, 1, vec![])]));
    device
}

#[test]
fn a_letter_is_put_away_at_once_without_a_network_and_stays_so_when_the_server_knows() {
    let verdict = Verdict::BlockedBy { op: OpId(id(1)) };
    let id_of_letter = InboxId::of(OpId(id(1001)), lin());
    let mut device = with_a_letter(verdict.clone());
    let about = |number, act| Command { customer: None, act, ..visit(number, "A") };
    let away = PutAway { letter: id_of_letter, verdict };
    let shown = |device: &Device| {
        let view = device.replica.inbox_view(&caller(), day("2026-11-20"));
        view.iter().map(|it| it.put_away_on.is_some()).collect::<Vec<_>>()
    };
    let confirmed = |device: &Device| device.replica.inbox()[0].put_away_on.is_some();
    assert_eq!(shown(&device), [false]);
    device.submit(&about(1, Act::PutLetterAway(away.clone())));
    assert_eq!((shown(&device), confirmed(&device)), (vec![true], false));
    device.submit(&about(2, Act::TakeLetterBack(TakeBack { letter: id_of_letter })));
    assert_eq!(shown(&device), [false]);
    device.submit(&about(3, Act::PutLetterAway(away)));
    device.crash();
    assert_eq!((shown(&device), confirmed(&device)), (vec![true], false));
}

#[test]
fn a_letter_put_away_on_another_device_goes_here_too() {
    let verdict = Verdict::BlockedBy { op: OpId(id(1)) };
    let mut device = with_a_letter(verdict.clone());
    let Row::Inbox(open) = letter(verdict) else { panic!() };
    let away = Row::Inbox(InboxItem { put_away_on: Some(day("2026-11-20")), ..open });
    device.on(Event::Hurry);
    let mine = Scope::Me(lin());
    device.pulled(&reply(0, vec![page(mine, 1, vec![upsert(2, &away)])]));
    let view = device.replica.inbox_view(&caller(), day("2026-11-20"));
    assert!(view[0].put_away_on.is_some());
}

#[test]
fn what_put_a_letter_away_is_not_played_again_on_what_came_of_it() {
    let verdict = Verdict::BlockedBy { op: OpId(id(1)) };
    let mut device = with_a_letter(verdict.clone());
    let open = letter(verdict.clone());
    let Row::Inbox(item) = open.clone() else { panic!() };
    let away = Row::Inbox(InboxItem { put_away_on: Some(day("2026-11-20")), ..item.clone() });
    let act = Act::PutLetterAway(PutAway { letter: item.id, verdict });
    let put = Command { customer: None, act, ..visit(1, "A") };
    device.on(Event::Hurry);
    device.submit(&put);
    // Recorded, and taken back on another device, before this one has heard of either.
    let away = Change { op_id: Some(put.op_id), ..upsert(2, &away) };
    let mine = Scope::Me(lin());
    device.pulled(&reply(0, vec![page(mine, 1, vec![away, upsert(3, &open)])]));
    let view = device.replica.inbox_view(&caller(), day("2026-11-20"));
    assert_eq!(view[0].put_away_on, None);
}
