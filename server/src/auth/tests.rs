//! Signing in, and what the door lets through.

use axum::{
    body::Body,
    http::{Method, Request, Response, StatusCode, header},
};
use shared::sync::{Session, SignIn};
use tower::ServiceExt as _;

mod leaving;

use crate::{
    Transport,
    testing::{Client, PASSWORD, Stage, text},
};

fn sign_in(login: &str, password: &str) -> SignIn {
    SignIn { login: login.to_owned(), password: password.to_owned() }
}

async fn word(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let told: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    (status, told["error"].as_str().unwrap_or_default().to_owned())
}

fn nobody(stage: &Stage) -> Client {
    Client { router: stage.server.router(), cookie: None }
}

#[tokio::test]
async fn a_session_lasts_while_it_is_used_and_ends_when_it_is_not() {
    const DAY_MS: i64 = 24 * 3_600_000;
    let Some(stage) = Stage::furnished().await else { return };
    // A phone writes the first letter large.
    let lin = stage.sign_in("Lin ").await;
    for _ in 0..3 {
        stage.clock.set(shared::calendar::Instant(stage.clock.now().0 + 60 * DAY_MS));
        let session: Session = lin.get("/api/session").await.unwrap();
        assert_eq!(session.user.login, "lin");
        assert_eq!(session.server_time, stage.clock.now());
        stage.server.settled().await;
    }
    stage.clock.set(shared::calendar::Instant(stage.clock.now().0 + 90 * DAY_MS));
    let ended = lin.get::<Session>("/api/session").await.unwrap_err();
    assert_eq!(ended, (StatusCode::UNAUTHORIZED, "signed_out".to_owned()));
}

#[tokio::test]
async fn a_session_is_used_while_another_writes() {
    const DAY_MS: i64 = 24 * 3_600_000;
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    stage.clock.set(shared::calendar::Instant(stage.clock.now().0 + 2 * DAY_MS));
    let rehearsal = stage.server.rehearse(crate::BuiltIn::Import).await.unwrap();
    let read = lin.get::<Session>("/api/session");
    let read = tokio::time::timeout(std::time::Duration::from_secs(5), read).await;
    assert_eq!(read.expect("nobody waits for a writer").unwrap().user.login, "lin");
    rehearsal.roll_back().await.unwrap();
    stage.server.settled().await;
}

#[tokio::test]
async fn the_cookie_is_renewed_while_the_session_is() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let response = lin.send(Method::GET, "/api/session", None::<&()>).await;
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with(lin.cookie.as_deref().unwrap()), "{cookie}");
    assert!(cookie.contains("Max-Age=7776000") && cookie.contains("HttpOnly"), "{cookie}");
}

#[tokio::test]
async fn the_host_may_stand_with_the_path() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    for (origin, expected) in [
        ("https://chit.example:8080", StatusCode::OK),
        ("https://evil.example", StatusCode::FORBIDDEN),
    ] {
        let request = Request::builder()
            .method(Method::POST)
            .uri("https://chit.example:8080/api/device")
            .header(header::COOKIE, lin.cookie.clone().unwrap())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, origin)
            .body(Body::from(r#"{"label":"x"}"#));
        let response = lin.router.clone().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(response.status(), expected, "{origin}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_twice_is_no_fault() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    for _ in 0..2 {
        let gone = lin.send(Method::DELETE, "/api/session", None::<&()>).await;
        assert_eq!(gone.status(), StatusCode::NO_CONTENT);
        assert!(gone.headers()[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    }
    assert_eq!(lin.get::<Session>("/api/session").await.unwrap_err().0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_are_answered_alike() {
    let Some(stage) = Stage::furnished().await else { return };
    let client = nobody(&stage);
    let mut answers = vec![];
    for it in [sign_in("lin", "wrong"), sign_in("nobody", PASSWORD), sign_in("", "")] {
        let response = client.send(Method::POST, "/api/session", Some(&it)).await;
        assert!(!response.headers().contains_key(header::SET_COOKIE));
        answers.push((response.status(), text(response).await));
    }
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert!(answers.iter().all(|it| *it == answers[0]));
}

#[tokio::test]
async fn the_cookie_is_for_the_browser_only_and_over_tls_for_tls_only() {
    let Some(stage) = Stage::furnished().await else { return };
    for (router, secure) in
        [(stage.server.router(), false), (stage.server.router_over(Transport::Tls), true)]
    {
        let client = Client { router, cookie: None };
        let it = sign_in("lin", PASSWORD);
        let response = client.send(Method::POST, "/api/session", Some(&it)).await;
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=7776000"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert_eq!(cookie.contains("Secure"), secure);
        let stored: Vec<u8> = sqlx::query_scalar("SELECT token_hash FROM session")
            .fetch_one(stage.server.read())
            .await
            .unwrap();
        assert_eq!(stored.len(), 32);
        sqlx::query("DELETE FROM session").execute(stage.server.write()).await.unwrap();
    }
}

#[tokio::test]
async fn who_tries_too_often_waits() {
    let Some(stage) = Stage::furnished().await else { return };
    let client = nobody(&stage);
    for _ in 0..10 {
        let it = sign_in("lin", "wrong");
        let response = client.send(Method::POST, "/api/session", Some(&it)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
    let it = sign_in("lin", PASSWORD);
    let response = client.send(Method::POST, "/api/session", Some(&it)).await;
    assert_eq!(response.headers()[header::RETRY_AFTER], "901");
    assert_eq!(word(response).await, (StatusCode::TOO_MANY_REQUESTS, "too_many_tries".to_owned()));
    stage.sign_in("wang").await;
    stage.clock.set(shared::calendar::Instant(stage.clock.now().0 + 15 * 60_000));
    stage.sign_in("lin").await;
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_ends_the_other_sessions() {
    let Some(stage) = Stage::furnished().await else { return };
    let (phone, desk) = (stage.sign_in("lin").await, stage.sign_in("lin").await);
    let change = |current: &str, new: &str| serde_json::json!({ "current": current, "new": new });
    let path = "/api/session/password";
    for (body, status) in [
        (change("wrong", "a new password"), StatusCode::UNAUTHORIZED),
        (change(PASSWORD, "short"), StatusCode::UNPROCESSABLE_ENTITY),
        (change(PASSWORD, "a new password"), StatusCode::NO_CONTENT),
    ] {
        assert_eq!(phone.send(Method::PUT, path, Some(&body)).await.status(), status);
    }
    assert!(phone.get::<Session>("/api/session").await.is_ok());
    assert!(desk.get::<Session>("/api/session").await.is_err());
    let it = sign_in("lin", "a new password");
    let response = nobody(&stage).send(Method::POST, "/api/session", Some(&it)).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_request_from_another_site_or_without_json_is_refused() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let send = |headers: &[(&str, &str)]| {
        let mut request = Request::builder().method(Method::POST).uri("/api/device");
        request = request.header(header::COOKIE, lin.cookie.clone().unwrap());
        request = request.header(header::HOST, "chit.example:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        lin.router.clone().oneshot(request.body(Body::from(r#"{"label":"x"}"#)).unwrap())
    };
    let json = ("content-type", "application/json; charset=utf-8");
    for (headers, expected) in [
        (vec![json], StatusCode::OK),
        (vec![json, ("sec-fetch-site", "same-origin")], StatusCode::OK),
        (vec![json, ("origin", "http://chit.example:8080")], StatusCode::OK),
        (vec![json, ("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN),
        (vec![json, ("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN),
        (vec![json, ("origin", "http://evil.example")], StatusCode::FORBIDDEN),
        (vec![json, ("origin", "null")], StatusCode::FORBIDDEN),
        (vec![("content-type", "text/plain")], StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (vec![], StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let response = send(&headers).await.unwrap();
        assert_eq!(response.status(), expected, "{headers:?}");
    }
}

#[tokio::test]
async fn everything_under_api_is_answered_in_json() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let not_found = (StatusCode::NOT_FOUND, "not_found".to_owned());
    for path in ["/api", "/api/", "/api/nothing", "/api/sync/chunk/x"] {
        assert_eq!(word(lin.send(Method::GET, path, None::<&()>).await).await, not_found, "{path}");
    }
    let wrong = word(lin.send(Method::GET, "/api/sync/push", None::<&()>).await).await;
    assert_eq!(wrong, (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed".to_owned()));
    let wrong = word(lin.send(Method::POST, "/api/sync/pull", Some(&"nonsense")).await).await;
    assert_eq!(wrong, (StatusCode::BAD_REQUEST, "malformed".to_owned()));
    let response = nobody(&stage).send(Method::GET, "/api/session", None::<&()>).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(word(response).await, (StatusCode::UNAUTHORIZED, "signed_out".to_owned()));
    let long = "x".repeat(100_000);
    let wrong = word(lin.send(Method::POST, "/api/device", Some(&long)).await).await;
    assert_eq!(wrong, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()));
}

#[tokio::test]
async fn bodies_may_come_packed_and_stay_within_their_limits_unpacked() {
    let Some(stage) = Stage::furnished().await else { return };
    let lin = stage.sign_in("lin").await;
    let send = |body: String| {
        let mut packed = vec![];
        let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
        brotli::BrotliCompress(&mut body.as_bytes(), &mut packed, &params).unwrap();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/device")
            .header(header::COOKIE, lin.cookie.clone().unwrap())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_ENCODING, "br")
            .header(header::ACCEPT_ENCODING, "gzip");
        lin.router.clone().oneshot(request.body(Body::from(packed)).unwrap())
    };
    let response = send(r#"{"label":"packed"}"#.to_owned()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let bomb = format!(r#"{{"label":"{}"}}"#, "x".repeat(5_000_000));
    let response = send(bomb).await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn devices_are_seen_and_revoked_by_their_owner_and_the_administrator_only() {
    let Some(stage) = Stage::furnished().await else { return };
    let (lin, wang) = (stage.sign_in("lin").await, stage.sign_in("wang").await);
    let admin = stage.sign_in("admin").await;
    let label = serde_json::json!({ "label": "Lin's phone" });
    let registered: serde_json::Value = lin.post("/api/device", &label).await.unwrap();
    let seen = |it: Vec<serde_json::Value>| it.len();
    assert_eq!(seen(lin.get("/api/devices").await.unwrap()), 1);
    assert_eq!(seen(wang.get("/api/devices").await.unwrap()), 0);
    assert_eq!(seen(admin.get("/api/devices").await.unwrap()), 1);
    let path = format!("/api/device/{}", registered["device"].as_str().unwrap());
    let refused = word(wang.send(Method::DELETE, &path, None::<&()>).await).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, "device_unknown".to_owned()));
    for client in [lin, admin] {
        let revoked = client.send(Method::DELETE, &path, None::<&()>).await;
        assert_eq!(revoked.status(), StatusCode::NO_CONTENT);
    }
}
