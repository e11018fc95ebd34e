//! The replica over the storage of a real browser: crashes, several tabs, drafts, figures.

mod bench;
mod content;
mod device;
mod tabs;

use serde_json::value::to_raw_value;
use shared::{
    id::CustomerId,
    sync::replica::{Action, Damaged, Event, Opening, Room},
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::{database::Durability, layout};
use device::{Device, north, page, reply, revoked, snapshot};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn crash_between_page_and_cursor_leaves_both_before_or_both_after() {
    let mut device = Device::holding(&["A"]).await;
    device.on(Event::Hurry).await;
    // The page has arrived, its transaction has not been committed.
    let text = reply(0, &[page(1, "A", 20)]);
    device.answer_only(text.clone()).await;
    assert!(matches!(device.undone.last(), Some(Action::Persist { .. })));
    device.crash().await;
    assert_eq!((device.owed("A"), device.cursor()), (100, 1));
    // Committed, but nobody has been told so.
    device.on(Event::Hurry).await;
    device.answer_only(text).await;
    device.commit_silently().await;
    device.crash().await;
    assert_eq!((device.owed("A"), device.cursor()), (120, 2));
}

#[wasm_bindgen_test]
async fn a_command_survives_the_tab_that_made_it() {
    let mut device = Device::holding(&["A"]).await;
    device.on(Event::Append(to_raw_value(&device::visit("A")).unwrap())).await;
    device.crash().await;
    assert_eq!(device.replica.unanswered(), 1);
    assert_eq!(device.view("A").await.unwrap().only_here, 1);
}

#[wasm_bindgen_test]
async fn chunk_corrupted_in_the_storage_is_noticed_and_fetched_again() {
    let mut device = Device::holding(&["A"]).await;
    for key in device.replica.chunks() {
        let key = key.text_key();
        let text = device.database.get(layout::CHUNKS, &key).await.unwrap().unwrap();
        let damaged = text.replace("100", "900");
        device
            .database
            .put(layout::CHUNKS, &key, Some(&damaged), Durability::Strict)
            .await
            .unwrap();
    }
    let Err(Damaged(key)) = device.view("A").await else { panic!("a damaged chunk was believed") };
    device.on(Event::Corrupt(key)).await;
    device.fetch(&snapshot(1, &["A"])).await;
    assert_eq!(device.view("A").await.unwrap().dossier.invoices.len(), 1);
}

#[wasm_bindgen_test]
async fn a_purged_scope_leaves_no_row_in_any_store() {
    let mut device = Device::holding(&["A", "B"]).await;
    device.on(Event::Hurry).await;
    device.answer(reply(0, &[page(1, "A", 20)])).await;
    device.on(Event::Hurry).await;
    device.answer(revoked()).await;
    assert!(device.replica.briefs().is_empty());
    let scope = north().to_string();
    for store in [layout::ROWS, layout::CHUNKS, layout::META, layout::INBOX] {
        let left = device.database.keys(store).await.unwrap();
        assert!(left.iter().all(|key| !key.contains(&scope)), "{store}: {left:?}");
    }
    assert_eq!(device.replica.opening(CustomerId::of_code("A")), Opening::NotHere);
}

#[wasm_bindgen_test]
async fn what_is_opened_again_is_what_was_there() {
    let mut device = Device::holding(&["A", "B", "C"]).await;
    device.on(Event::Hurry).await;
    device.answer(reply(0, &[page(1, "B", 7)])).await;
    let before = (device.owed("B"), device.replica.cursors(), device.replica.briefs().len());
    let records = device.database.read_rooms(&Room::OPENED).await.unwrap();
    assert!(records.iter().all(|it| it.room != Room::Chunks));
    device.crash().await;
    let after = (device.owed("B"), device.replica.cursors(), device.replica.briefs().len());
    assert_eq!(before, after);
}
