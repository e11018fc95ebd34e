//! Figures of a real browser, printed. The bounds only catch what is out of all proportion.

use serde_json::value::to_raw_value;
use shared::{
    id::CustomerId,
    sync::replica::{Replica, Room, Shelf, Transaction, replay},
};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use super::device::{Device, caller, rows, visit};
use crate::clock::device_now;

fn clock() -> i64 {
    device_now().0
}

#[wasm_bindgen_test]
async fn fifty_thousand_rows_are_kept_as_chunks() {
    let customers: Vec<_> = (0..5_000).map(|n| rows(&format!("K{n:05}"), 9)).collect();
    let started = clock();
    let mut device = Device::holding_rows(customers).await;
    let fetched = clock() - started;
    let started = clock();
    device.crash().await;
    let opened = clock() - started;
    assert_eq!(device.replica.briefs().len(), 5_000);
    let started = clock();
    let view = device.view("K02500").await.unwrap();
    let read = clock() - started;
    assert_eq!(view.dossier.invoices.len(), 9);
    console_log!(
        "50,000 rows of 5,000 customers: made, checked and stored {fetched} ms, opened with the \
         list {opened} ms, one dossier {read} ms"
    );
    assert!(opened < 20_000 && read < 2_000);
}

#[wasm_bindgen_test]
async fn ten_thousand_pending_commands_are_opened_and_played() {
    let device = Device::holding(&["A"]).await;
    let codes: Vec<String> = (0..200).map(|n| format!("C{n}")).collect();
    let mut shelf = Shelf::default();
    let mut all = vec![];
    for n in 0..10_000 {
        let command = visit(&codes[n % codes.len()]);
        let step = Transaction::append(to_raw_value(&command).unwrap());
        let writes = step.writes(&shelf).unwrap();
        shelf.apply(&writes);
        all.extend(writes);
    }
    device.database.put_all(&all).await.unwrap();
    let started = clock();
    for n in 0..200 {
        let command = visit(&codes[n % codes.len()]);
        let step = Transaction::append(to_raw_value(&command).unwrap());
        device.database.commit(&step).await.unwrap();
    }
    let stored = clock() - started;
    let started = clock();
    let records = device.database.read_rooms(&Room::OPENED).await.unwrap();
    let read = clock() - started;
    let started = clock();
    let replica = Replica::open(&records, "test");
    let decoded = clock() - started;
    assert_eq!(replica.unanswered(), 10_200);
    let started = clock();
    let mut played = 0;
    for code in &codes {
        let mut dossier = shared::dossier::Dossier::default();
        for it in rows(code, 1) {
            dossier.put(it.row);
        }
        let pending = replica.pending(CustomerId::of_code(code));
        let today = "2026-11-20".parse().unwrap();
        played += replay(dossier, &pending, &caller(), today).dossier.visits.len();
    }
    let replayed = clock() - started;
    assert_eq!(played, 10_200);
    console_log!(
        "10,200 pending commands: the last 200 stored in {stored} ms, read {read} ms, \
         decoded {decoded} ms, played {replayed} ms"
    );
    assert!(decoded < 20_000 && replayed < 20_000);
}
