//! Scopes being fetched: resumable, checked, usable before they are complete.

use super::{super::*, device::*, sample::*};
use crate::{
    company::Company,
    id::{CompanyId, CustomerId},
    row::Row,
    sync::{Chunk, Layer, Scope, Versioned},
};

fn fetching() -> (Device, Vec<(Layer, String)>) {
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[north_scope()]);
    let mut all = chunks(&[("A", with_invoice("A", 100))]);
    let more = chunks(&[("B", with_invoice("B", 5))]);
    all.push(more[1].clone());
    all[0] = chunks(&[("A", with_invoice("A", 100)), ("B", with_invoice("B", 5))])[0].clone();
    (device, all)
}

#[test]
fn the_list_can_be_used_before_the_dossiers_are_here() {
    let (mut device, all) = fetching();
    device.answer_manifest(north_scope(), 4, &all);
    assert_eq!(
        device.replica.progress(),
        Some(Progress { done: 0, total: 30, layer: Layer::List })
    );
    device.answer_chunk(&all);
    assert_eq!(device.owed("B"), 5);
    assert_eq!(device.replica.opening(CustomerId::of_code("B")), Opening::OnItsWay);
    device.answer_chunk(&all);
    device.answer_chunk(&all);
    assert_eq!(device.view("B").dossier.invoices.len(), 1);
    assert_eq!(device.cursor(), 4);
    assert_eq!(device.replica.progress(), None);
}

#[test]
fn a_command_may_be_given_for_a_customer_of_whom_only_the_list_speaks() {
    let (mut device, all) = fetching();
    device.answer_manifest(north_scope(), 4, &all);
    device.answer_chunk(&all);
    device.submit(&visit(1, "B"));
    device.asked.clear();
    device.crash();
    let (ticket, _) = device.take_push();
    let text = answered(&[verdict(1, &visit(1, "B"), "applied")]);
    device.on(Event::Replied { ticket, text });
    assert_eq!(device.replica.unanswered(), 0);
    device.pulled(&reply(1, vec![]));
    assert_eq!(
        device.replica.pending(CustomerId::of_code("B")).len(),
        1,
        "shown until the snapshot with it is here"
    );
}

#[test]
fn a_snapshot_is_resumed_where_it_stopped() {
    let (mut device, all) = fetching();
    device.answer_manifest(north_scope(), 4, &all);
    device.answer_chunk(&all);
    device.answer_chunk(&all);
    device.crash();
    assert_eq!(device.owed("A"), 100, "the list was kept");
    device.pulled(&reply(0, vec![]));
    let Some(Progress { done: 20, total: 30, .. }) = device.replica.progress() else {
        panic!("{:?}", device.replica.progress())
    };
    device.answer_chunk(&all);
    assert!(device.asked.iter().all(|it| !matches!(it, Action::FetchChunk { .. })));
    assert_eq!(device.view("B").dossier.invoices.len(), 1);
}

#[test]
fn history_comes_last_and_the_scope_is_live_before() {
    let (mut device, mut all) = fetching();
    let settled = vec![versioned(1, Row::Invoice(invoice("A-0", "A", 7)))];
    all.push((Layer::History, said(&Chunk::Rows(settled))));
    device.answer_manifest(north_scope(), 4, &all);
    for _ in 0..3 {
        device.answer_chunk(&all);
    }
    assert_eq!(device.cursor(), 4);
    device.pulled(&reply(0, vec![page(north_scope(), 4, vec![])]));
    device.answer_chunk(&all);
    assert_eq!(device.view("A").dossier.invoices.len(), 2);
    assert!(device.replica.is_settled());
}

#[test]
fn chunk_corrupted_on_the_way_is_fetched_again() {
    let (mut device, all) = fetching();
    device.answer_manifest(north_scope(), 4, &all);
    device.wake();
    let Some(Action::FetchChunk { ticket, .. }) = device.asked.pop() else { panic!() };
    let text = all[0].1.replace("客户A", "客户Z");
    device.on(Event::Replied { ticket, text });
    assert!(!device.has("A"));
    for _ in 0..3 {
        device.answer_chunk(&all);
    }
    assert_eq!(device.owed("A"), 100);
}

#[test]
fn chunk_corrupted_in_the_storage_is_noticed_and_fetched_again() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    let chunks: Vec<_> = device.replica.chunks();
    for key in &chunks {
        let damaged = device.shelf.get(Room::Chunks, &key.text_key()).unwrap().replace('1', "2");
        device.shelf.put(Room::Chunks, key.text_key(), damaged);
    }
    let read = device.replica.dossier(CustomerId::of_code("A"), &device.texts(chunks.clone()));
    let Err(Damaged(key)) = read else { panic!("{read:?}") };
    device.on(Event::Corrupt(key));
    device.snapshot(north_scope(), 1, &[("A", with_invoice("A", 100))]);
    assert_eq!(device.view("A").dossier.invoices.len(), 1);
    assert!(device.replica.chunks().iter().all(|it| !chunks.contains(it)));
}

#[test]
fn a_damaged_list_found_at_the_start_is_fetched_again() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    for key in device.replica.chunks() {
        device.shelf.put(Room::Chunks, key.text_key(), "gone".to_owned());
    }
    device.crash();
    assert!(!device.has("A"));
    device.pulled(&reply(0, vec![page(north_scope(), 1, vec![])]));
    device.snapshot(north_scope(), 2, &[("A", with_invoice("A", 100))]);
    assert_eq!(device.owed("A"), 100);
}

#[test]
fn a_page_over_a_damaged_chunk_is_kept_and_the_scope_fetched_anew() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    for key in device.replica.chunks() {
        device.shelf.put(Room::Chunks, key.text_key(), "gone".to_owned());
    }
    device.on(Event::Hurry);
    let more = upsert(2, &Row::Invoice(invoice("A-2", "A", 20)));
    device.pulled(&reply(0, vec![page(north_scope(), 1, vec![more])]));
    assert_eq!(device.cursor(), 2);
    let rows = vec![
        versioned(1, Row::Customer(customer("A", north()))),
        versioned(2, Row::Invoice(invoice("A-2", "A", 20))),
    ];
    device.snapshot(north_scope(), 2, &[("A", rows)]);
    assert_eq!(device.owed("A"), 20);
}

#[test]
fn chunks_the_server_does_not_have_any_more_are_named_anew() {
    let (mut device, all) = fetching();
    device.answer_manifest(north_scope(), 4, &all);
    device.answer_chunk(&all);
    device.wake();
    let Some(Action::FetchChunk { ticket, .. }) = device.asked.pop() else { panic!() };
    let gone = Failure::Status { code: 404, retry_after: None };
    device.on(Event::Failed { ticket, failure: gone });
    let newer = chunks(&[("A", with_invoice("A", 100)), ("B", with_invoice("B", 6))]);
    device.wake();
    device.answer_manifest(north_scope(), 6, &newer);
    device.answer_chunk(&newer);
    device.answer_chunk(&newer);
    assert_eq!((device.owed("B"), device.cursor()), (6, 6));
    let texts = device.shelf.room(Room::Chunks).count();
    assert_eq!(texts, 2, "what the first manifest named is not kept");
}

#[test]
fn the_register_and_the_inbox_come_as_rows() {
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[Scope::All]);
    let company = |name: &str| Company {
        id: CompanyId::of_code("c"),
        code: "c".to_owned(),
        name: name.to_owned(),
        base_currency: crate::money::Currency::CNY,
        zone: crate::calendar::Zone::shanghai(),
    };
    let rows = vec![versioned(1, Row::Company(company("甲")))];
    let all = vec![(Layer::List, said(&Chunk::Rows(rows)))];
    device.answer_manifest(Scope::All, 1, &all);
    device.answer_chunk(&all);
    let name = |device: &Device| {
        device.replica.register().companies[&CompanyId::of_code("c")].name.clone()
    };
    assert_eq!(name(&device), "甲");
    let renamed = upsert(2, &Row::Company(company("乙")));
    device.pulled(&reply(0, vec![page(Scope::All, 1, vec![renamed])]));
    assert_eq!(name(&device), "乙");
    device.crash();
    assert_eq!(name(&device), "乙");
    assert!(!device.replica.reads_register());
    // Before its text has been read, and where that is damaged.
    let key = device.replica.chunks().pop().unwrap().text_key();
    device.shelf.put(Room::Chunks, key, "damaged".to_owned());
    device.replica = Replica::open(&device.shelf.opened(), &device.build);
    assert!(device.replica.reads_register());
    device.on(Event::Told(vec![]));
    assert!(!device.replica.reads_register());
}

#[test]
fn storage_evicted_begins_from_nothing_and_fetches_all_again() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.shelf = Shelf::default();
    device.crash();
    assert!(!device.has("A"));
    device.register_as(crate::id::DeviceId(id(99)), epoch());
    device.pulled_with(reply(0, vec![]), &[north_scope()]);
    device.snapshot(north_scope(), 1, &[("A", with_invoice("A", 100))]);
    assert_eq!(device.owed("A"), 100);
}

#[test]
fn repacking_changes_nothing_that_is_shown() {
    let codes: Vec<String> = (0..80).map(|n| format!("K{n:03}")).collect();
    let customers: Vec<_> =
        codes.iter().map(|code| (code.as_str(), with_invoice(code, 10))).collect();
    let mut device = Device::holding(1, &customers);
    device.on(Event::Hurry);
    let mut what: Vec<_> = codes[..70]
        .iter()
        .map(|code| upsert(2, &Row::Invoice(invoice(&format!("{code}-2"), code, 5))))
        .collect();
    what.push(leave("K075", 2));
    device.pulled(&reply(0, vec![page(north_scope(), 1, what)]));
    let shown = |device: &Device| {
        let mut rows = device.replica.rows(&device.texts(device.replica.chunks())).unwrap();
        rows.sort_by_key(|(_, it)| it.row.id());
        let mut briefs = device.replica.briefs();
        briefs.sort_by_key(|it| it.customer.id);
        (rows, briefs)
    };
    let before = shown(&device);
    let over = |device: &Device| {
        device.shelf.room(Room::Rows).filter(|(key, _)| key.starts_with("held/")).count()
    };
    assert_eq!(over(&device), 71);
    device.on(Event::Idle);
    assert_eq!(over(&device), 1, "the one that left still hides its rows in the list");
    assert_eq!(shown(&device), before);
    device.crash();
    assert_eq!(shown(&device), before);
}

#[test]
fn repacking_goes_on_with_the_next_chunk_when_one_takes_nothing() {
    let codes: Vec<String> = (0..80).map(|n| format!("K{n:03}")).collect();
    let of = |range: std::ops::Range<usize>| -> Vec<_> {
        codes[range].iter().map(|code| (code.as_str(), with_invoice(code, 10))).collect()
    };
    // The customers of the first chunk have their history in a chunk of its own.
    let (first, second) = (of(0..45), of(45..80));
    let history: Vec<Versioned> = codes[..45]
        .iter()
        .map(|code| versioned(1, Row::Invoice(invoice(&format!("{code}-0"), code, 1))))
        .collect();
    let mut all = chunks(&first);
    all.extend(chunks(&second));
    all.push((Layer::History, said(&Chunk::Rows(history))));
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[north_scope()]);
    device.answer_manifest(north_scope(), 1, &all);
    loop {
        match device.asked.last() {
            Some(Action::FetchChunk { .. }) => device.answer_chunk(&all),
            Some(Action::Pull { .. }) => {
                device.pulled(&reply(0, vec![page(north_scope(), 1, vec![])]));
            }
            _ => break,
        }
    }
    device.on(Event::Hurry);
    let more = |code: &String| upsert(2, &Row::Invoice(invoice(&format!("{code}-2"), code, 5)));
    device.pulled(&reply(0, vec![page(north_scope(), 1, codes.iter().map(more).collect())]));
    let over = |device: &Device| {
        device.shelf.room(Room::Rows).filter(|(key, _)| key.starts_with("held/")).count()
    };
    assert_eq!(over(&device), 80);
    device.on(Event::Idle);
    assert_eq!(over(&device), 45, "rows over a history stay over it, the others are packed");
}
