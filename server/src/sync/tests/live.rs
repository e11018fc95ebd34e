//! The stream of hints.

use axum::http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use shared::{
    id::TerritoryId,
    sync::{Head, Scope},
};

use crate::testing::{Client, Stage, phone::Phone};

/// The next hints of a stream, until one of this scope.
async fn hint(body: &mut axum::body::Body, scope: Scope) -> Vec<Head> {
    let mut seen: Vec<Head> = vec![];
    while seen.last().is_none_or(|it| it.scope != scope) {
        let frame = tokio::time::timeout(std::time::Duration::from_secs(20), body.frame()).await;
        let data = frame.unwrap().unwrap().unwrap().into_data().unwrap();
        let text = String::from_utf8(data.to_vec()).unwrap();
        let hints = text.lines().filter_map(|it| it.strip_prefix("data: "));
        seen.extend(hints.map(|it| serde_json::from_str::<Head>(it).unwrap()));
    }
    seen
}

async fn listen(client: &Client) -> axum::body::Body {
    let response = client.send(Method::GET, "/api/sync/live", None::<&()>).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body()
}

#[tokio::test]
async fn a_page_hears_of_the_scopes_it_may_see_also_from_another_process() {
    let Some(stage) = Stage::furnished().await else { return };
    let north = Scope::Territory(TerritoryId::of_code("north"));
    let south = Scope::Territory(TerritoryId::of_code("south"));
    let mut chen = listen(&stage.sign_in("chen").await).await;
    let mut admin = listen(&stage.sign_in("admin").await).await;
    let first = hint(&mut chen, north).await;
    assert!(first.iter().all(|it| it.scope == north || it.scope == Scope::All), "{first:?}");
    hint(&mut admin, south).await;
    let other = stage.second_server().await;
    let mut wang = Phone::at(&other, "wang").await;
    wang.push(&[wang.visit("C3", "not Chen's")]).await;
    let mut lin = Phone::at(&other, "lin").await;
    lin.push(&[lin.visit("C1", "Chen's")]).await;
    let heard = hint(&mut chen, north).await;
    assert!(heard.iter().all(|it| it.scope == north), "{heard:?}");
    assert_eq!(heard[0].head, first.iter().find(|it| it.scope == north).unwrap().head + 1);
    hint(&mut admin, north).await;
    stage.check().await;
}

#[tokio::test]
async fn a_stream_ends_with_the_server() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut chen = listen(&stage.sign_in("chen").await).await;
    hint(&mut chen, Scope::Territory(TerritoryId::of_code("north"))).await;
    stage.server.end_streams();
    // A last sign of life may be on its way.
    while let Some(frame) = chen.frame().await {
        assert!(frame.unwrap().is_data());
    }
    stage.check().await;
}
