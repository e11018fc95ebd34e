//! Content of photos and papers: kept with its draft, named with its command, never lost in between.

use std::collections::BTreeSet;

use js_sys::Uint8Array;
use leptos::prelude::*;
use serde_json::value::to_raw_value;
use shared::{
    attachment::{Add, AttachedTo, Blob, Content, Media},
    calendar::Instant,
    id::{AttachmentId, CustomerId, VisitId},
    sync::{Act, replica::Transaction},
    visit::{Record, VisitOutcome},
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    device::{Device, visit},
    tabs::tab,
};
use crate::{
    clock::device_now,
    id,
    replica::{
        Replica, StorageTrouble,
        database::{Beside, Database, Durability},
        layout,
    },
    upload::{Local, Stage},
};

const LATER: Instant = Instant(i64::MAX);

fn bytes(text: &str) -> (Blob, Uint8Array) {
    (Blob::of(text.as_bytes()), Uint8Array::from(text.as_bytes()))
}

async fn holding(text: &str) -> (Database, Blob) {
    let database = Database::open(&format!("test-{}", id::draw())).await.unwrap();
    let (blob, content) = bytes(text);
    let local = Local::new(Media::Jpeg, u64::from(content.length()), device_now());
    database.keep_content(&blob, &local, &content).await.unwrap();
    (database, blob)
}

fn drawn() -> AttachmentId {
    AttachmentId(id::draw())
}

fn append() -> Transaction {
    Transaction::append(to_raw_value(&visit("A")).unwrap())
}

async fn text_of(database: &Database, blob: &Blob) -> Option<String> {
    let content = database.content(blob).await.unwrap()?;
    String::from_utf8(content.to_vec()).ok()
}

async fn named(database: &Database, blob: &Blob, by: AttachmentId) {
    let beside = Beside { named: vec![(blob.clone(), by)], ..Beside::default() };
    database.commit_all(&[&append()], &beside).await.unwrap();
}

#[wasm_bindgen_test]
async fn bytes_are_given_back_as_they_were_and_known_without_being_read() {
    let (database, blob) = holding("一张照片").await;
    assert_eq!(text_of(&database, &blob).await.as_deref(), Some("一张照片"));
    let local = database.local(&blob).await.unwrap().unwrap();
    assert_eq!((local.bytes, local.stage, local.waits()), (12, Stage::Kept, false));
    assert_eq!(database.locals().await.unwrap().len(), 1);
    let other = Blob::of(b"other");
    assert_eq!(database.local(&other).await.unwrap(), None);
    assert_eq!(text_of(&database, &other).await, None);
}

#[wasm_bindgen_test]
async fn commands_of_a_form_their_draft_and_their_photos_are_one() {
    let (database, blob) = holding("a").await;
    database.put(layout::DRAFTS, "visit:A", Some("{}"), Durability::Strict).await.unwrap();
    let gone = Blob::of(b"never kept");
    let of = |named: Vec<(Blob, AttachmentId)>| Beside {
        form: Some("visit:A".to_owned()),
        named,
        ..Beside::default()
    };
    let (first, second) = (append(), append());
    let beside = of(vec![(blob.clone(), drawn()), (gone, drawn())]);
    let refused = database.commit_all(&[&first, &second], &beside).await;
    assert!(matches!(refused, Err(StorageTrouble::Failed(_))), "{refused:?}");
    assert!(database.keys(layout::OPS).await.unwrap().is_empty(), "nothing was stored");
    assert!(database.get(layout::DRAFTS, "visit:A").await.unwrap().is_some());
    assert!(!database.local(&blob).await.unwrap().unwrap().waits());
    let written =
        database.commit_all(&[&first, &second], &of(vec![(blob.clone(), drawn())])).await.unwrap();
    assert_eq!(written.len(), 2);
    assert_eq!(database.keys(layout::OPS).await.unwrap().len(), 2, "under numbers of their own");
    assert_eq!(database.get(layout::DRAFTS, "visit:A").await.unwrap(), None);
    assert!(database.local(&blob).await.unwrap().unwrap().waits());
}

#[wasm_bindgen_test]
async fn what_was_sent_is_here_no_longer_and_what_is_needed_no_more_goes_whole() {
    let (database, blob) = holding("a").await;
    let (one, two) = (drawn(), drawn());
    named(&database, &blob, one).await;
    named(&database, &blob, two).await;
    let let_go = |by| Beside { let_go: vec![(blob.clone(), by)], ..Beside::default() };
    database.commit_all(&[&append()], &let_go(one)).await.unwrap();
    assert!(text_of(&database, &blob).await.is_some(), "the other attachment needs it");
    database.restage(&blob, Stage::Sent, device_now()).await.unwrap();
    assert_eq!(text_of(&database, &blob).await, None);
    assert_eq!(database.local(&blob).await.unwrap().unwrap().stage, Stage::Sent);
    // The same photo once more: it is here again, and whether it has to be sent is asked again.
    let (_, content) = bytes("a");
    let local = Local::new(Media::Jpeg, 1, device_now());
    database.keep_content(&blob, &local, &content).await.unwrap();
    assert_eq!(text_of(&database, &blob).await.as_deref(), Some("a"));
    assert_eq!(database.local(&blob).await.unwrap().unwrap().named, BTreeSet::from([two]));
    database.commit_all(&[&append()], &let_go(two)).await.unwrap();
    assert!(database.keys(layout::BLOBS).await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn what_no_draft_and_no_command_names_goes_and_nothing_else() {
    let (database, fresh) = holding("fresh").await;
    let mut held = vec![];
    for text in ["drafted", "named", "stale"] {
        let (blob, content) = bytes(text);
        let local = Local::new(Media::Jpeg, 1, Instant(0));
        database.keep_content(&blob, &local, &content).await.unwrap();
        held.push(blob);
    }
    let [drafted, of_command, stale] = held.try_into().unwrap();
    let draft = format!("{{\"attached\":[\"{drafted}\"]}}");
    database.put(layout::DRAFTS, "visit:A", Some(&draft), Durability::Strict).await.unwrap();
    named(&database, &of_command, drawn()).await;
    database.drop_stale_content(device_now()).await.unwrap();
    let left: BTreeSet<Blob> = database.locals().await.unwrap().into_keys().collect();
    assert_eq!(left, BTreeSet::from([fresh, drafted.clone(), of_command.clone()]));
    assert_eq!(text_of(&database, &stale).await, None, "its bytes go too");
    database.drop_stale_content(LATER).await.unwrap();
    let left: BTreeSet<Blob> = database.locals().await.unwrap().into_keys().collect();
    assert_eq!(left, BTreeSet::from([drafted, of_command]));
}

#[wasm_bindgen_test]
async fn a_revoked_device_keeps_what_nobody_has_answered() {
    let (database, answered) = holding("answered").await;
    let (waiting, content) = bytes("waiting");
    let local = Local::new(Media::Jpeg, 1, device_now());
    database.keep_content(&waiting, &local, &content).await.unwrap();
    let by = drawn();
    named(&database, &answered, drawn()).await;
    named(&database, &waiting, by).await;
    database.drop_content_but(&BTreeSet::from([by])).await.unwrap();
    let left: Vec<Blob> = database.locals().await.unwrap().into_keys().collect();
    assert!(left == std::slice::from_ref(&waiting), "{left:?}");
    assert_eq!(text_of(&database, &waiting).await.as_deref(), Some("waiting"));
    assert_eq!(text_of(&database, &answered).await, None);
}

fn photo_of(blob: &Blob, visit: VisitId) -> Act {
    Act::AddAttachment(Add {
        id: drawn(),
        to: AttachedTo::Visit { visit },
        content: Content { blob: blob.clone(), media: Media::Jpeg, bytes: 3, name: String::new() },
    })
}

async fn photographed(replica: &Replica) -> (Blob, Act, Act) {
    let (_, content) = bytes("abc");
    let blob = replica.keep_content(&content, Media::Jpeg).await.unwrap();
    let id = VisitId(id::draw());
    let (outcome, note) = (VisitOutcome::Agreed, String::new());
    let visit = Act::RecordVisit(Record { id, outcome, note, next_on: None });
    let photo = photo_of(&blob, id);
    (blob, visit, photo)
}

#[wasm_bindgen_test]
async fn a_photo_belongs_to_its_visit_in_every_tab_and_after_a_crash() {
    let device = Device::holding(&["A"]).await;
    let (replica, beside) = (tab(&device).await, tab(&device).await);
    let customer = Some(CustomerId::of_code("A"));
    let (blob, visit, photo) = photographed(&replica).await;
    assert_eq!(blob, Blob::of(b"abc"), "named by what it is");
    assert!(!replica.locals().get_untracked()[&blob].waits(), "nobody has saved it");
    let op = replica.submit_form(visit, vec![photo], &[], customer, "visit:A").await.unwrap();
    assert!(replica.locals().get_untracked()[&blob].waits());
    let outbox = replica.outbox().get_untracked();
    let deps: Vec<_> = outbox.iter().map(|it| it.command.deps.clone()).collect();
    assert_eq!(deps, [vec![], vec![op]]);
    super::tabs::until("the other tab knows", || {
        beside.locals().get_untracked().get(&blob).is_some_and(Local::waits)
    })
    .await;
    replica.close();
    beside.close();
    let again = tab(&device).await;
    assert!(again.locals().get_untracked()[&blob].waits());
    assert_eq!(again.content(&blob).await.unwrap().to_vec(), b"abc");
    again.close();
}

#[wasm_bindgen_test]
async fn a_removed_photo_is_neither_kept_nor_sent() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    let customer = CustomerId::of_code("A");
    // The page that follows the customer is there until the end.
    let page = Owner::new();
    let opened = page.with(|| replica.dossier(customer));
    let (blob, visit, photo) = photographed(&replica).await;
    replica.submit_form(visit, vec![photo], &[], Some(customer), "visit:A").await.unwrap();
    let attached = || match opened.get_untracked() {
        crate::replica::Opened::Here(view) => view.dossier.attachments.values().next().cloned(),
        _ => None,
    };
    super::tabs::until("it is shown", || attached().is_some()).await;
    replica.remove_attachment(&attached().unwrap()).await.unwrap();
    assert_eq!(replica.locals().get_untracked().get(&blob), None);
    assert!(replica.content(&blob).await.is_none());
    super::tabs::until("and it is said", || attached().is_some_and(|it| !it.stands())).await;
    drop(page);
    replica.close();
}
