//! The storage of a real browser: what it keeps, what it gives back, and when it says no.

use futures::future::join_all;
use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use serde_json::value::to_raw_value;
use shared::sync::replica::{Room, Transaction, Write};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{DomException, IdbDatabase, IdbTransaction};

use super::{Database, Durability, Gone, StorageTrouble, ask::answer, delete, open::HeldUp};
use crate::{
    id,
    replica::{
        layout::{DRAFTS, META, OPS, STEPS, Step},
        storage,
    },
};

wasm_bindgen_test_configure!(run_in_browser);

fn name_of(database: &Database) -> String {
    database.inner.borrow().name()
}

async fn fresh() -> Database {
    Database::open(&format!("test-{}", id::draw())).await.unwrap()
}

async fn stored(database: &Database, key: &str) -> Option<String> {
    database.get(META, key).await.unwrap()
}

#[wasm_bindgen_test]
async fn what_was_committed_is_there_and_the_disk_has_it_first() {
    let database = fresh().await;
    assert!(database.is_new());
    let open = database.open_for_writing(&[META], Durability::Strict).unwrap();
    let durability = Reflect::get(&open.transaction, &"durability".into()).unwrap();
    assert_eq!(durability.as_string().as_deref(), Some("strict"));
    open.put(META, "a", Some("甲")).unwrap();
    open.commit().await.unwrap();
    assert_eq!(stored(&database, "a").await.as_deref(), Some("甲"));
    let again = Database::open(&name_of(&database)).await.unwrap();
    assert!(!again.is_new());
    assert_eq!(stored(&again, "a").await.as_deref(), Some("甲"));
}

#[wasm_bindgen_test]
async fn what_is_not_committed_never_was() {
    let database = fresh().await;
    let open = database.open_for_writing(&[META, OPS], Durability::Strict).unwrap();
    open.put(META, "a", Some("1")).unwrap();
    open.put(OPS, "a", Some("1")).unwrap();
    let read = answer(open.store(META).unwrap().get(&"a".into())).unwrap();
    assert_eq!(read.await.unwrap().as_string().as_deref(), Some("1"), "seen from inside");
    drop(open);
    assert_eq!(stored(&database, "a").await, None);
    assert_eq!(database.get(OPS, "a").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn tabs_that_open_at_the_same_moment_find_each_that_the_storage_keeps() {
    let first = fresh().await;
    let second = Database::open(&name_of(&first)).await.unwrap();
    for tried in join_all([&first, &second].map(storage::try_out)).await {
        assert_eq!(tried, Ok(()));
    }
    assert_eq!(first.keys(DRAFTS).await.unwrap(), [""; 0], "what was tried is taken away");
}

/// Why nothing but its own requests may be awaited inside a transaction.
#[wasm_bindgen_test]
async fn awaiting_anything_else_ends_a_transaction_in_the_middle() {
    let database = fresh().await;
    let open = database.open_for_writing(&[META], Durability::Relaxed).unwrap();
    open.put(META, "a", Some("1")).unwrap();
    TimeoutFuture::new(50).await;
    assert!(matches!(open.put(META, "b", Some("2")), Err(StorageTrouble::Failed(_))));
    drop(open);
    assert_eq!(stored(&database, "a").await.as_deref(), Some("1"), "the first half is in");
    assert_eq!(stored(&database, "b").await, None);
}

#[wasm_bindgen_test]
async fn two_handles_appending_at_once_get_dense_and_different_numbers() {
    let first = fresh().await;
    let second = Database::open(&name_of(&first)).await.unwrap();
    let steps: Vec<Transaction> = (0..60)
        .map(|n| {
            let command = serde_json::json!({ "op_id": id::op(), "n": n });
            Transaction::append(to_raw_value(&command).unwrap())
        })
        .collect();
    let appended = steps
        .iter()
        .enumerate()
        .map(|(n, step)| if n % 2 == 0 { first.commit(step) } else { second.commit(step) });
    for committed in join_all(appended).await {
        assert_eq!(committed.unwrap().len(), 2);
    }
    let mut numbers: Vec<u64> = vec![];
    for it in second.read_rooms(&[Room::Ops]).await.unwrap() {
        let record: serde_json::Value = serde_json::from_str(&it.text.unwrap()).unwrap();
        numbers.push(record["op_seq"].as_u64().unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
}

fn add_index(_: &IdbDatabase, transaction: &IdbTransaction) -> Result<(), JsValue> {
    transaction.object_store(META)?.create_index_with_str("by_kind", "kind").map(drop)
}

fn add_store(database: &IdbDatabase, _: &IdbTransaction) -> Result<(), JsValue> {
    database.create_object_store("photos").map(drop)
}

fn fail(database: &IdbDatabase, _: &IdbTransaction) -> Result<(), JsValue> {
    database.create_object_store("half")?;
    Err("this step does not work here".into())
}

const SECOND: &[Step] = &[STEPS[0], add_index, add_store];
const BROKEN: &[Step] = &[STEPS[0], fail];

#[wasm_bindgen_test]
async fn a_layout_is_brought_up_to_date_with_what_is_in_it() {
    let old = fresh().await;
    let name = old.inner.borrow().name();
    old.put(META, "a", Some("1"), Durability::Strict).await.unwrap();
    // The page with the older build is still open: it lets go by itself.
    let new = Database::open_with(&name, SECOND, HeldUp::GivesUp).await.unwrap();
    assert!(old.gone() == Some(Gone::Superseded) && !new.is_new());
    assert_eq!(stored(&new, "a").await.as_deref(), Some("1"));
    let open = new.open_for_reading(&[META, "photos"]).unwrap();
    assert!(open.store(META).unwrap().index("by_kind").is_ok());
    let refused = old.put(META, "b", Some("2"), Durability::Strict).await;
    assert_eq!(refused, Err(StorageTrouble::Superseded), "and writes nothing any more");
    drop(open);
    new.close();
    // An older build that is opened afterwards does not touch it.
    let older = Database::open(&name).await;
    assert!(matches!(older, Err(StorageTrouble::Superseded)), "{older:?}");
}

#[wasm_bindgen_test]
async fn a_step_that_fails_leaves_the_layout_as_it_was() {
    let old = fresh().await;
    let name = old.inner.borrow().name();
    old.put(META, "a", Some("1"), Durability::Strict).await.unwrap();
    let broken = Database::open_with(&name, BROKEN, HeldUp::GivesUp).await;
    assert!(matches!(broken, Err(StorageTrouble::Failed(_))), "{broken:?}");
    let still = Database::open(&name).await.unwrap();
    assert_eq!(stored(&still, "a").await.as_deref(), Some("1"));
}

#[wasm_bindgen_test]
async fn a_full_storage_is_told_from_a_broken_one() {
    let full = DomException::new_with_message_and_name("no space", "QuotaExceededError").unwrap();
    assert_eq!(StorageTrouble::of_exception(Some(&full)), StorageTrouble::Full);
    assert_eq!(StorageTrouble::of(&full.into()), StorageTrouble::Full);
    let broken = DomException::new_with_message_and_name("disk", "UnknownError").unwrap();
    let told = StorageTrouble::of_exception(Some(&broken));
    assert_eq!(told, StorageTrouble::Failed("UnknownError: disk".to_owned()));
    // And a transaction that the browser aborts is not taken for a commit.
    let database = fresh().await;
    let open = database.open_for_writing(&[META], Durability::Strict).unwrap();
    open.put(META, "a", Some("1")).unwrap();
    open.transaction.abort().unwrap();
    assert!(open.commit().await.is_err());
    assert_eq!(stored(&database, "a").await, None);
}

#[wasm_bindgen_test]
async fn a_deleted_database_is_new_again() {
    let database = fresh().await;
    let name = database.inner.borrow().name();
    database.put(DRAFTS, "a", Some("1"), Durability::Relaxed).await.unwrap();
    delete(&name).await.unwrap();
    assert!(Database::open(&name).await.unwrap().is_new());
}

#[wasm_bindgen_test]
async fn a_closed_database_is_opened_again_and_an_emptied_one_is_called_so() {
    let database = fresh().await;
    let name = name_of(&database);
    database.put(META, "a", Some("1"), Durability::Strict).await.unwrap();
    database.end(Gone::Closed);
    assert_eq!(database.reopen(&name).await, Ok(()));
    assert_eq!(stored(&database, "a").await.as_deref(), Some("1"));
    database.close();
    delete(&name).await.unwrap();
    database.end(Gone::Closed);
    assert_eq!(database.reopen(&name).await, Err(StorageTrouble::Emptied));
    assert_eq!(database.gone(), Some(Gone::Emptied));
    // The next start finds nothing either, and says so.
    assert!(Database::open(&name).await.unwrap().is_new());
}

#[wasm_bindgen_test]
async fn a_step_of_the_replica_is_written_whole_and_told_whole() {
    let database = fresh().await;
    let step = Transaction::append(to_raw_value(&serde_json::json!({"op_id": id::op()})).unwrap());
    let written = database.commit(&step).await.unwrap();
    let all = database.read_rooms(&Room::OPENED).await.unwrap();
    let sorted = |mut it: Vec<Write>| {
        it.sort_by(|a, b| a.key.cmp(&b.key));
        it
    };
    assert_eq!(sorted(written), sorted(all));
}
