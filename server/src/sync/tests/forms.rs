//! Devices that read an older form of rows than the server writes, and newer ones.

use axum::http::StatusCode;
use serde_json::Value;
use shared::{
    id::CustomerId,
    row::Row,
    sync::{BRIEF, Chunk, Forms, Layer, Scope, Step, Sums},
};

use crate::{
    Server,
    testing::{Stage, phone::Phone},
};

/// In the third form customers got the key they are searched by.
const FORMS: Forms = Forms::new(
    3,
    &[
        Step { from: 3, kind: "customer", down: no_key },
        Step { from: 3, kind: BRIEF, down: no_key_in_list },
    ],
);

fn no_key(body: &mut Value) {
    body["search_key"] = Value::from("");
}

fn no_key_in_list(brief: &mut Value) {
    no_key(&mut brief["customer"]);
}

async fn stage() -> Option<(Stage, Server)> {
    let stage = Stage::furnished().await?;
    let server = Server::open_with(&stage.url, stage.clock.clone(), FORMS).await.unwrap();
    Some((stage, server))
}

async fn phone(server: &Server, reads: u32) -> Phone {
    let mut phone = Phone::at(server, "lin").await;
    phone.reads = reads;
    phone
}

fn keys(phone: &Phone) -> Vec<&str> {
    let customers = phone.rows.values().filter_map(|(.., row)| match row {
        Row::Customer(it) => Some(it.search_key.as_str()),
        _ => None,
    });
    customers.collect()
}

#[tokio::test]
async fn rows_come_in_the_form_that_a_device_reads_by_feed_and_by_snapshot() {
    let Some((stage, server)) = stage().await else { return };
    // Moved once, so that one comes by `enter`.
    stage.assign("C3", Some("north")).await;
    for (reads, has_keys) in [(1, false), (2, false), (3, true), (4, true)] {
        let mut read = phone(&server, reads).await;
        read.pull(500).await;
        let mut taken = phone(&server, reads).await;
        taken.snapshot().await;
        for phone in [&read, &taken] {
            let keys = keys(phone);
            assert_eq!(keys.len(), 3);
            assert_eq!(keys.iter().all(|it| !it.is_empty()), has_keys, "{reads}: {keys:?}");
        }
        let north = *read.cursors.keys().find(|it| matches!(it, Scope::Territory(_))).unwrap();
        let manifest = read.manifest(north).await.unwrap();
        assert_eq!(manifest.schema, reads.min(3));
        let list = manifest.chunks.iter().find(|it| it.layer == Layer::List).unwrap();
        let list = read.client.get(&format!("/api/sync/chunk/{}", list.digest)).await.unwrap();
        let Chunk::Briefs(briefs) = list else { panic!("{list:?}") };
        assert!(briefs.iter().all(|it| it.customer.search_key.is_empty() != has_keys));
    }
    stage.check().await;
}

#[tokio::test]
async fn sums_are_those_of_the_form_that_a_device_reads() {
    let Some((stage, server)) = stage().await else { return };
    let mut told = vec![];
    for reads in [2, 3] {
        let mut lin = phone(&server, reads).await;
        lin.pull(500).await;
        let north = *lin.cursors.keys().find(|it| matches!(it, Scope::Territory(_))).unwrap();
        lin.prove = Some(north);
        let reply = serde_json::to_value(lin.pull_once(500).await.unwrap()).unwrap();
        assert_eq!(reply["schema"], reads);
        let page = reply["pages"].as_array().unwrap().iter().find(|it| !it["sums"].is_null());
        let sums: Sums = serde_json::from_value(page.unwrap()["sums"].clone()).unwrap();
        let mut here = Sums::default();
        for (_, version, row) in lin.rows.values().filter(|(of, ..)| *of == north) {
            here.add(row.kind().name(), row.id(), *version, &row.body().unwrap()).unwrap();
        }
        assert_eq!(sums, here, "{reads}");
        told.push(sums);
    }
    assert_ne!(told[0].of("customer"), told[1].of("customer"));
    assert_eq!(told[0].of("invoice"), told[1].of("invoice"));
    stage.check().await;
}

#[tokio::test]
async fn a_form_that_is_too_old_is_refused_everywhere() {
    let Some((stage, server)) = stage().await else { return };
    let mut lin = phone(&server, 2).await;
    lin.pull(500).await;
    lin.reads = 0;
    let refused = (StatusCode::CONFLICT, "schema".to_owned());
    assert_eq!(lin.pull_once(500).await.unwrap_err(), refused);
    assert_eq!(lin.manifest(Scope::All).await.unwrap_err(), refused);
    // What it did is taken all the same: no form of rows has to do with commands.
    lin.push_one(&lin.visit("C1", "from an old app")).await;
    assert_eq!(lin.customers().len(), 2);
    assert!(lin.rows.contains_key(&CustomerId::of_code("C1").0));
    stage.check().await;
}
