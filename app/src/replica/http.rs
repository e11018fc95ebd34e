//! Requests to the server: its answer as a text or as bytes, or why there is none.

use futures::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use serde::Deserialize;
use shared::sync::replica::Failure;
use web_sys::{AbortController, AbortSignal};

/// A request that has not been answered by then is broken off.
const PATIENCE_MS: u32 = 60_000;
/// Chunks are large and networks in the field are slow.
pub const LONG_PATIENCE_MS: u32 = 110_000;

/// The word by which the server tells its failures apart.
#[derive(Deserialize)]
struct Told {
    error: String,
}

/// What a request carries.
enum Body {
    Nothing,
    Json(String),
    Bytes(Uint8Array),
}

/// Why a piece of content was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// What came is not what its digest says; the server begins anew.
    Damaged,
    /// It is neither a picture nor a PDF, or too large: never, as it is.
    Never,
    /// No answer of the server's: later again.
    Failed(Failure),
}

/// Why the content of an attachment is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotShown {
    /// It is still on the device that took it.
    NotArrived,
    /// Removed, or not for this reader.
    Gone,
    Offline,
    Failed,
}

pub async fn post(path: &str, body: &impl serde::Serialize) -> Result<String, Failure> {
    ask(Method::POST, path, json(body)?, PATIENCE_MS).await
}

pub async fn put(path: &str, body: &impl serde::Serialize) -> Result<String, Failure> {
    ask(Method::PUT, path, json(body)?, PATIENCE_MS).await
}

pub async fn get(path: &str) -> Result<String, Failure> {
    ask(Method::GET, path, Body::Nothing, PATIENCE_MS).await
}

pub async fn get_patiently(path: &str) -> Result<String, Failure> {
    ask(Method::GET, path, Body::Nothing, LONG_PATIENCE_MS).await
}

pub async fn delete(path: &str) -> Result<String, Failure> {
    ask(Method::DELETE, path, Body::Nothing, PATIENCE_MS).await
}

/// Brings a piece of content.
pub async fn put_piece(path: &str, piece: Uint8Array) -> Result<String, NotTaken> {
    let body = Body::Bytes(piece);
    let answer = patiently(LONG_PATIENCE_MS, |abort| async move {
        let response = answered(Method::PUT, path, body, abort.as_ref()).await?;
        let text = text_of(&response).await?;
        Ok((response, text))
    });
    let (response, text) = answer.await.map_err(NotTaken::Failed)?;
    match (response.ok(), word(&text).as_deref()) {
        (true, _) => Ok(text),
        (false, Some("blob_damaged")) => Err(NotTaken::Damaged),
        (false, Some("blob_type" | "too_large")) => Err(NotTaken::Never),
        (false, _) => Err(NotTaken::Failed(refused(&response, &text))),
    }
}

/// The bytes behind a path.
pub async fn get_bytes(path: &str) -> Result<Uint8Array, NotShown> {
    let answer = patiently(LONG_PATIENCE_MS, |abort| async move {
        let response = answered(Method::GET, path, Body::Nothing, abort.as_ref()).await?;
        if !response.ok() {
            let text = text_of(&response).await?;
            return Ok(Err((response.status(), word(&text))));
        }
        let bytes = response.binary().await.map_err(|_| Failure::Unreachable)?;
        Ok(Ok(Uint8Array::from(bytes.as_slice())))
    });
    match answer.await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err((_, Some(word)))) if word == "not_arrived" => Err(NotShown::NotArrived),
        Ok(Err((404, _))) => Err(NotShown::Gone),
        Ok(Err(_)) => Err(NotShown::Failed),
        Err(_) => Err(NotShown::Offline),
    }
}

fn json(body: &impl serde::Serialize) -> Result<Body, Failure> {
    // What is sent are structs of plain fields: writing one cannot fail.
    serde_json::to_string(body).map(Body::Json).map_err(|_| Failure::Garbled)
}

async fn ask(method: Method, path: &str, body: Body, patience_ms: u32) -> Result<String, Failure> {
    patiently(patience_ms, |abort| async move {
        let response = answered(method, path, body, abort.as_ref()).await?;
        let text = text_of(&response).await?;
        if response.ok() { Ok(text) } else { Err(refused(&response, &text)) }
    })
    .await
}

/// Asks, and breaks the request off when it takes too long.
async fn patiently<T, A: Future<Output = Result<T, Failure>>>(
    patience_ms: u32,
    ask: impl FnOnce(Option<AbortSignal>) -> A,
) -> Result<T, Failure> {
    let abort = AbortController::new().ok();
    let answer = Box::pin(ask(abort.as_ref().map(AbortController::signal)));
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
    body: Body,
    abort: Option<&AbortSignal>,
) -> Result<Response, Failure> {
    let request = RequestBuilder::new(path).method(method).abort_signal(abort);
    let request = match body {
        Body::Nothing => request.build(),
        Body::Json(text) => request.header("content-type", "application/json").body(text),
        Body::Bytes(bytes) => {
            request.header("content-type", "application/octet-stream").body(bytes)
        }
    };
    let response = request.map_err(|_| Failure::Unreachable)?.send().await;
    response.map_err(|_| Failure::Unreachable)
}

async fn text_of(response: &Response) -> Result<String, Failure> {
    response.text().await.map_err(|_| Failure::Unreachable)
}

fn word(text: &str) -> Option<String> {
    serde_json::from_str::<Told>(text).ok().map(|it| it.error)
}

fn refused(response: &Response, text: &str) -> Failure {
    match word(text).as_deref() {
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
