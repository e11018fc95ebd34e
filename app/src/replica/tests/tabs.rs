//! Several tabs, forms and pages: the app's own way to the replica.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use shared::{
    calendar::Days,
    id::{CustomerId, Epoch, VisitId},
    sync::{Act, Mark, replica::Foreseen},
    user::{Grant, Role, User},
    visit::{Record, VisitOutcome},
};
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use super::device::{Device, caller, lin};
use crate::{
    id,
    replica::{
        NotSubmitted, Opened, Replica, StorageTrouble,
        database::Gone,
        engine::Engine,
        layout,
        tabs::{Line, Word},
    },
    session::Remembered,
};

fn user() -> User {
    let grants: Vec<Grant> = caller().grants;
    User {
        id: lin(),
        login: "lin".to_owned(),
        name: "林".to_owned(),
        roles: vec![Role::Rep],
        grants,
        ended_on: None,
    }
}

fn record(note: &str) -> Record {
    Record {
        id: VisitId(id::draw()),
        outcome: VisitOutcome::Agreed,
        note: note.to_owned(),
        next_on: None,
    }
}

/// Opens the app's replica on the database that a device has filled, as a tab does.
pub async fn tab(device: &Device) -> Replica {
    // The server of these tests answers no request of the protocol.
    let engine = Engine::open(device.name().to_owned(), user(), &|| ()).await.unwrap();
    Replica::of(&engine)
}

pub async fn until(what: &str, done: impl Fn() -> bool) {
    for _ in 0..200 {
        if done() {
            return;
        }
        TimeoutFuture::new(10).await;
    }
    panic!("this did not happen: {what}");
}

#[wasm_bindgen_test]
async fn a_visit_is_stored_and_shown_at_once_without_a_network() {
    let device = Device::holding(&["A", "B"]).await;
    let replica = tab(&device).await;
    let owner = Owner::new();
    let customer = CustomerId::of_code("A");
    let opened = owner.with(|| replica.dossier(customer));
    let here = || matches!(opened.get_untracked(), Opened::Here(_));
    until("the customer is open", here).await;
    let visit = record("老板不在");
    let foreseen = replica.predict(&Act::RecordVisit(visit.clone()), Some(customer)).unwrap();
    assert!(matches!(foreseen, Foreseen::Sure(_)), "the customer is here");
    let op = replica.submit(Act::RecordVisit(visit.clone()), Some(customer)).await.unwrap();
    let marked = || match opened.get_untracked() {
        Opened::Here(view) => view.mark(visit.id.0) == Mark::OnlyHere,
        _ => false,
    };
    until("the visit is shown with its mark", marked).await;
    assert_eq!(replica.outbox().get_untracked()[0].command.op_id, op);
    assert_eq!(replica.status().get_untracked().pending, 1);
    let listed = || {
        let briefs = replica.briefs().get_untracked();
        let row = briefs.iter().find(|it| it.brief.customer.id == customer).unwrap().clone();
        row.only_here == 1 && row.brief.last_visit.is_some()
    };
    until("the list counts it", listed).await;
    replica.close();
    // The tab is gone; the next one has it.
    let again = tab(&device).await;
    assert_eq!(again.outbox().get_untracked().len(), 1);
    again.close();
}

#[wasm_bindgen_test]
async fn what_the_rule_refuses_is_not_stored() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    let mut visit = record("");
    visit.next_on = Some(replica.today().get_untracked().minus(Days(3)));
    let customer = Some(CustomerId::of_code("A"));
    let refused = replica.submit(Act::RecordVisit(visit), customer).await;
    assert!(matches!(refused, Err(NotSubmitted::Refused(_))), "{refused:?}");
    assert!(replica.outbox().get_untracked().is_empty());
    replica.close();
}

#[wasm_bindgen_test]
async fn two_tabs_one_leads_and_both_see_what_either_does() {
    let device = Device::holding(&["A"]).await;
    let (first, second) = (tab(&device).await, tab(&device).await);
    let leads = |it: &Replica| it.status().get_untracked().leading;
    until("one leads", || leads(&first) || leads(&second)).await;
    assert!(leads(&first) != leads(&second), "and only one");
    let customer = Some(CustomerId::of_code("A"));
    for n in 0..10 {
        let by = if n % 2 == 0 { &first } else { &second };
        by.submit(Act::RecordVisit(record("x")), customer).await.unwrap();
    }
    for tab in [&first, &second] {
        until("both see all", || tab.outbox().get_untracked().len() == 10).await;
    }
    let numbers: Vec<u64> = first.outbox().get_untracked().iter().map(|it| it.op_seq).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    // The tab that leads is closed: the other one takes over.
    let (leader, other) = if leads(&first) { (first, second) } else { (second, first) };
    leader.close();
    until("the other leads", || leads(&other)).await;
    other.close();
}

#[wasm_bindgen_test]
async fn what_is_said_before_a_tab_listens_waits_for_it() {
    let name = id::draw().to_string();
    let (here, there) = (Line::open(&name).unwrap(), Line::open(&name).unwrap());
    there.tell(&Word::Renew);
    there.tell(&Word::Hurry);
    TimeoutFuture::new(100).await;
    let heard = Rc::new(RefCell::new(vec![]));
    let of = heard.clone();
    let before = here.listen(move |word| of.borrow_mut().push(word));
    assert!(matches!(before[..], [Word::Renew, Word::Hurry]), "{before:?}");
    there.tell(&Word::Prove);
    until("the next one is told at once", || !heard.borrow().is_empty()).await;
    assert!(matches!(heard.borrow()[..], [Word::Prove]), "{heard:?}");
}

#[wasm_bindgen_test]
async fn a_draft_is_there_again_after_the_tab_was_killed() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    for typed in ["王", "王老", "王老板说下周"] {
        replica.keep_draft("visit/A", &record(typed));
    }
    let kept: Record = replica.draft("visit/A").await.unwrap();
    assert_eq!(kept.note, "王老板说下周", "read before it is written");
    TimeoutFuture::new(100).await;
    replica.close();
    let again = tab(&device).await;
    let kept: Record = again.draft("visit/A").await.unwrap();
    assert_eq!(kept.note, "王老板说下周");
    again.drop_draft("visit/A");
    TimeoutFuture::new(100).await;
    assert!(again.draft::<Record>("visit/A").await.is_none());
    again.close();
}

#[wasm_bindgen_test]
async fn a_draft_is_said_to_be_kept_once_it_is_and_not_when_it_is_not() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    let heard = Rc::new(RefCell::new(vec![]));
    let hear = || {
        let heard = heard.clone();
        move |kept| heard.borrow_mut().push(kept)
    };
    for typed in ["王", "王老板"] {
        replica.keep_draft_told("visit:A", &record(typed), hear());
    }
    assert!(heard.borrow().is_empty(), "nothing is written yet");
    until("the last one is kept", || !heard.borrow().is_empty()).await;
    let stored = replica.engine().database.get(layout::DRAFTS, "visit:A").await.unwrap();
    assert!(stored.unwrap().contains("王老板"));
    replica.engine().database.close();
    replica.keep_draft_told("visit:A", &record("王老板说下周"), hear());
    until("nothing can be kept", || heard.borrow().len() == 2).await;
    assert_eq!(*heard.borrow(), [true, false], "of what was overtaken nothing is said");
    replica.close();
}

#[wasm_bindgen_test]
async fn a_draft_goes_with_the_command_that_is_made_of_it() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    let customer = Some(CustomerId::of_code("A"));
    // Still being written when the form is sent.
    for typed in ["a", "ab", "abc"] {
        replica.keep_draft("visit:A", &record(typed));
    }
    let act = Act::RecordVisit(record("abc"));
    replica.submit_form(act, vec![], &[], customer, "visit:A").await.unwrap();
    assert!(replica.draft::<Record>("visit:A").await.is_none());
    TimeoutFuture::new(100).await;
    replica.close();
    let again = tab(&device).await;
    assert!(again.draft::<Record>("visit:A").await.is_none());
    assert_eq!(again.drafts().await, 0);
    // What the device cannot keep leaves the draft as it was.
    again.keep_draft("visit:A", &record("abcd"));
    again.engine().database.close();
    let act = Act::RecordVisit(record("abcd"));
    assert!(again.submit_form(act, vec![], &[], customer, "visit:A").await.is_err());
    let kept: Record = again.draft("visit:A").await.unwrap();
    assert_eq!(kept.note, "abcd");
    assert_eq!(again.drafts().await, 1, "signing out says so");
    again.close();
}

#[wasm_bindgen_test]
async fn the_outbox_file_is_taken_over_by_another_device() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    let customer = Some(CustomerId::of_code("A"));
    replica.submit(Act::RecordVisit(record("x")), customer).await.unwrap();
    let file = replica.export_outbox();
    assert_eq!(replica.import_outbox(&file).await, Ok(0), "nothing in it is new here");
    replica.close();
    let other = tab(&Device::holding(&["A"]).await).await;
    assert_eq!(other.import_outbox(&file).await, Ok(1));
    until("it is in the outbox", || other.outbox().get_untracked().len() == 1).await;
    other.close();
}

#[wasm_bindgen_test]
async fn opening_by_the_remembered_user_needs_no_network() {
    let remembered = Remembered {
        user: User { id: shared::id::UserId(id::draw()), ..user() },
        epoch: Epoch(Uuid::from_u128(1)),
    };
    let replica = Replica::open(remembered.clone(), &|| ()).await.unwrap();
    assert_eq!(replica.user().get_untracked().id, remembered.user.id);
    assert_eq!(replica.status().get_untracked().storage.lost, None);
    replica.close();
    // The browser threw the database away.
    crate::replica::database::delete(&crate::replica::database_of(remembered.user.id))
        .await
        .unwrap();
    let emptied = Replica::open(remembered, &|| ()).await.unwrap();
    let lost = emptied.status().get_untracked().storage.lost;
    assert_eq!(lost.map(|it| it.pending), Some(0), "it says so");
    emptied.close();
}

#[wasm_bindgen_test]
async fn a_tab_that_lost_the_database_to_a_newer_build_lets_another_lead_and_says_so() {
    let device = Device::holding(&["A"]).await;
    let (first, second) = (tab(&device).await, tab(&device).await);
    let leads = |it: &Replica| it.status().get_untracked().leading;
    until("one of them leads", || leads(&first) || leads(&second)).await;
    let (leader, other) = if leads(&first) { (first, second) } else { (second, first) };
    leader.engine().database.end(Gone::Superseded);
    assert_eq!(leader.status().get_untracked().gone, Some(StorageTrouble::Superseded));
    let customer = Some(CustomerId::of_code("A"));
    let refused = leader.submit(Act::RecordVisit(record("x")), customer).await;
    assert_eq!(refused, Err(NotSubmitted::Storage(StorageTrouble::Superseded)));
    until("the other leads", || leads(&other)).await;
    // Closed by the browser: it is opened again.
    other.engine().database.end(Gone::Closed);
    let works = || other.status().get_untracked().gone.is_none();
    TimeoutFuture::new(100).await;
    assert!(works());
    other.submit(Act::RecordVisit(record("x")), customer).await.unwrap();
    other.close();
}

#[wasm_bindgen_test]
async fn a_closed_tab_does_nothing_any_more() {
    let device = Device::holding(&["A"]).await;
    let replica = tab(&device).await;
    let engine: Rc<Engine> = replica.engine();
    replica.close();
    engine.hurry();
    let customer = Some(CustomerId::of_code("A"));
    assert!(replica.submit(Act::RecordVisit(record("x")), customer).await.is_err());
}
