//! The door: every request under `/api` comes in here, is read within its limits, and gets JSON
//! back, a failure too.

use std::any::Any;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{
        DefaultBodyLimit, FromRequest, FromRequestParts, Request, rejection::BytesRejection,
    },
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts, uri::Authority,
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::any,
};
use serde::de::DeserializeOwned;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer,
    decompression::RequestDecompressionLayer, set_header::SetResponseHeaderLayer,
};

use crate::{
    ageing, attachment, auth, credit, customer, dashboard, document,
    error::{Error, Result},
    field_receipt, hand_in, import_job, promise, rate, reconciliation,
    server::Server,
    sync, territory, user,
};

/// What carries the requests: over TLS the cookie is marked so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Plain,
    Tls,
}

/// A body that is larger, once unpacked, is not read. Slices with larger ones say so themselves.
const BODY_MOST: usize = 64 * 1024;

pub fn router(server: Server, transport: Transport) -> Router {
    let api = Router::new()
        .merge(auth::routes())
        .merge(sync::routes())
        .merge(ageing::routes())
        .merge(attachment::routes())
        .merge(credit::routes())
        .merge(dashboard::routes())
        .merge(document::routes())
        .merge(customer::routes())
        .merge(promise::routes())
        .merge(rate::routes())
        .merge(field_receipt::routes())
        .merge(hand_in::routes())
        .merge(import_job::routes())
        .merge(reconciliation::routes())
        .merge(territory::routes())
        .merge(user::routes())
        .fallback(async || Error::NotFound)
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .layer(middleware::from_fn(own_site_only))
        .layer(Extension(transport))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| failed()))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .with_state(server);
    // A nested router does not answer for its own path with a slash behind it.
    Router::new().nest("/api", api).route("/api/", any(async || Error::NotFound))
}

fn failed() -> Response {
    Error::Unreadable("a handler panicked".to_owned()).into_response()
}

/// Refuses what another site makes a browser send: the cookie is `SameSite=Strict`, and this holds
/// where a browser does not know that.
async fn own_site_only(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !is_own(request.headers(), request.uri()) {
        return Error::ForeignOrigin.into_response();
    }
    let has_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    let is_file = takes_file(request.uri().path()) && is_file(request.headers());
    if has_body && !is_file && !is_json(request.headers()) {
        return Error::NotJson.into_response();
    }
    next.run(request).await
}

/// Where files are brought whole, and where their content comes in pieces.
fn takes_file(path: &str) -> bool {
    path == import_job::UPLOAD || path.starts_with(attachment::BLOBS)
}

/// HTTP/2 names the host with the path and not in a header.
fn is_own(headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok()) else {
        return true;
    };
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    let host = host.or_else(|| uri.authority().map(Authority::as_str));
    origin.split_once("://").is_some_and(|(_, of)| Some(of) == host)
}

fn is_json(headers: &HeaderMap) -> bool {
    content_type(headers) == Some("application/json")
}

/// A file is sent as what no form of another site can send without asking first.
fn is_file(headers: &HeaderMap) -> bool {
    content_type(headers) == Some("application/octet-stream")
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    given.split(';').next().map(str::trim)
}

/// A JSON body.
pub struct Read<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Server> for Read<T> {
    type Rejection = Error;

    async fn from_request(request: Request, server: &Server) -> Result<Read<T>> {
        let bytes = Bytes::from_request(request, server).await.map_err(|it| unread(&it))?;
        let read = serde_json::from_slice(&bytes);
        read.map(Read).map_err(|error| Error::Malformed(error.to_string()))
    }
}

fn unread(rejection: &BytesRejection) -> Error {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge("body".to_owned())
    } else {
        Error::Malformed(rejection.body_text())
    }
}

/// A piece of a file: bytes that nobody reads here.
pub struct Piece(pub Bytes);

impl FromRequest<Server> for Piece {
    type Rejection = Error;

    async fn from_request(request: Request, server: &Server) -> Result<Piece> {
        let bytes = Bytes::from_request(request, server).await.map_err(|it| unread(&it))?;
        Ok(Piece(bytes))
    }
}

/// What stands behind the `?` of a path.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Server> for Asked<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Asked<T>> {
        let query = axum::extract::Query::try_from_uri(&parts.uri);
        query.map(|it| Asked(it.0)).map_err(|error| Error::Malformed(error.body_text()))
    }
}

/// An id in a path.
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Server> for Named<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Named<T>> {
        let path = axum::extract::Path::from_request_parts(parts, server).await;
        path.map(|it| Named(it.0)).map_err(|_| Error::NotFound)
    }
}
