//! Requests to the server: its answer as a text, or why there is none.

use futures::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use serde::Deserialize;
use shared::sync::replica::Failure;
use web_sys::AbortController;

/// A request that has not been answered by then is broken off.
const PATIENCE_MS: u32 = 60_000;
/// Chunks are large and networks in the field are slow.
pub const LONG_PATIENCE_MS: u32 = 110_000;

/// The word by which the server tells its failures apart.
#[derive(Deserialize)]
struct Told {
    error: String,
}

pub async fn post(path: &str, body: &impl serde::Serialize) -> Result<String, Failure> {
    // What is sent are structs of plain fields: writing one cannot fail.
    let body = serde_json::to_string(body).map_err(|_| Failure::Garbled)?;
    ask(Method::POST, path, Some(body), PATIENCE_MS).await
}

pub async fn put(path: &str, body: &impl serde::Serialize) -> Result<String, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Garbled)?;
    ask(Method::PUT, path, Some(body), PATIENCE_MS).await
}

pub async fn get(path: &str) -> Result<String, Failure> {
    ask(Method::GET, path, None, PATIENCE_MS).await
}

pub async fn get_patiently(path: &str) -> Result<String, Failure> {
    ask(Method::GET, path, None, LONG_PATIENCE_MS).await
}

pub async fn delete(path: &str) -> Result<String, Failure> {
    ask(Method::DELETE, path, None, PATIENCE_MS).await
}

async fn ask(
    method: Method,
    path: &str,
    body: Option<String>,
    patience_ms: u32,
) -> Result<String, Failure> {
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    let answer = Box::pin(answered(method, path, body, signal.as_ref()));
    match select(answer, TimeoutFuture::new(patience_ms)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            if let Some(abort) = abort {
                abort.abort();
            }
            Err(Failure::Unreachable)
        }
    }
}

async fn answered(
    method: Method,
    path: &str,
    body: Option<String>,
    signal: Option<&web_sys::AbortSignal>,
) -> Result<String, Failure> {
    let request = RequestBuilder::new(path).method(method).abort_signal(signal);
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body),
        None => request.build(),
    };
    let response = request.map_err(|_| Failure::Unreachable)?.send().await;
    let response = response.map_err(|_| Failure::Unreachable)?;
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() { Ok(text) } else { Err(refused(&response, &text)) }
}

fn refused(response: &Response, text: &str) -> Failure {
    let word = serde_json::from_str::<Told>(text).ok().map(|it| it.error);
    match word.as_deref() {
        Some("device_unknown") => Failure::UnknownDevice,
        Some("device_revoked") => Failure::DeviceRevoked,
        Some("not_author") => Failure::OtherUser,
        Some("schema") => Failure::OtherSchema,
        _ => Failure::Status {
            code: response.status(),
            retry_after: response
                .headers()
                .get("retry-after")
                .and_then(|it| it.parse::<u64>().ok())
                .map(|seconds| seconds.saturating_mul(1_000)),
        },
    }
}
