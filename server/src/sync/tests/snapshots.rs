//! Snapshots: the same rows as the feed gives, in chunks that can be fetched again.

use axum::http::{Method, StatusCode, header};
use shared::{
    id::TerritoryId,
    sync::{Chunk, Layer, Scope},
};

use crate::testing::{Stage, cny, day, invoice, phone::Phone, text};

fn north() -> Scope {
    Scope::Territory(TerritoryId::of_code("north"))
}

#[tokio::test]
async fn a_snapshot_and_a_pull_give_the_same_rows() {
    let Some(stage) = Stage::furnished().await else { return };
    for customer in 10..80 {
        stage.add_customer(&format!("N{customer}"), "north").await;
    }
    let mut writer = Phone::of(&stage, "lin").await;
    writer
        .push(&[writer.visit("C1", "a"), writer.promise("C1", cny("5"), day("2026-11-27"))])
        .await;
    let mut fed = Phone::of(&stage, "lin").await;
    fed.pull(500).await;
    let mut packed = Phone::of(&stage, "lin").await;
    packed.snapshot().await;
    assert_eq!(packed.rows, fed.rows);
    assert_eq!(packed.cursors, fed.cursors);
    writer.push(&[writer.visit("C1", "later")]).await;
    packed.pull(500).await;
    fed.pull(500).await;
    assert_eq!(packed.rows, fed.rows);
    stage.check().await;
}

#[tokio::test]
async fn the_list_comes_first_and_says_what_the_dossiers_hold() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.import(vec![invoice("C1", "250.50", "2026-12-31", "X1")]).await;
    let lin = Phone::of(&stage, "lin").await;
    let manifest = lin.manifest(north()).await.unwrap();
    assert_eq!(
        manifest.chunks.iter().map(|it| (it.layer, it.rows)).collect::<Vec<_>>(),
        [(Layer::List, 2), (Layer::Dossiers, 5)]
    );
    let path = format!("/api/sync/chunk/{}", manifest.chunks[0].digest);
    let Chunk::Briefs(briefs) = lin.client.get(&path).await.unwrap() else { panic!("no list") };
    assert_eq!(briefs[0].customer.code, "C1");
    assert_eq!(
        briefs[0].open,
        [(day("2026-10-31"), cny("1000")), (day("2026-12-31"), cny("250.50"))]
    );
    stage.check().await;
}

#[tokio::test]
async fn an_unchanged_scope_gives_the_same_chunks_also_after_a_restart() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let first = lin.manifest(north()).await.unwrap();
    assert_eq!(lin.manifest(north()).await.unwrap(), first);
    lin.client.router = stage.second_server().await.router();
    let gone =
        lin.client.get::<Chunk>(&format!("/api/sync/chunk/{}", first.chunks[0].digest)).await;
    assert_eq!(gone.unwrap_err(), (StatusCode::NOT_FOUND, "not_found".to_owned()));
    assert_eq!(lin.manifest(north()).await.unwrap(), first);
    stage.check().await;
}

#[tokio::test]
async fn chunks_are_for_who_holds_their_scope_and_come_packed_for_who_can_unpack() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = Phone::of(&stage, "lin").await;
    let wang = Phone::of(&stage, "wang").await;
    let told = lin.manifest(north()).await.unwrap().chunks.remove(0);
    let path = format!("/api/sync/chunk/{}", told.digest);
    let stolen = Phone { client: lin.client.clone(), ..wang };
    assert!(stolen.client.get::<Chunk>(&path).await.is_ok());
    let wang = stage.sign_in("wang").await;
    assert_eq!(wang.get::<Chunk>(&path).await.unwrap_err().0, StatusCode::NOT_FOUND);
    let request = axum::http::Request::builder()
        .uri(&path)
        .header(header::COOKIE, lin.client.cookie.clone().unwrap())
        .header(header::ACCEPT_ENCODING, "gzip, br")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(lin.client.router.clone(), request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
    let body = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
    assert_eq!(body.len(), told.bytes as usize);
    let plain = lin.client.send(Method::GET, &path, None::<&()>).await;
    assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    assert!(text(plain).await.starts_with(r#"{"chunk":"briefs""#));
    stage.check().await;
}
