//! Snapshots: the rows of a scope in packed chunks, in the order in which a rep needs them.
//!
//! The same state gives the same chunks under the same digests, so that a fetch that broke off
//! goes on with what is missing, and nothing has to be kept that cannot be made again.

mod build;
mod cache;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use shared::{
    calendar::Day,
    id::Epoch,
    sync::{Granted, Manifest, Scope, SnapshotRequest},
    user::User,
};
use tokio::sync::Semaphore;

pub use cache::Cache;

use super::grants;
use crate::{
    auth::Signed,
    door::{Named, Read},
    error::{Error, Result},
    server::Server,
};

/// Snapshots that are packed at once: packing takes a core.
const AT_ONCE: usize = 1;

/// Chunks in memory, and the line of those who wait for packing.
#[derive(Debug)]
pub struct Snapshots {
    cache: Cache,
    line: Semaphore,
}

impl Default for Snapshots {
    fn default() -> Snapshots {
        Snapshots { cache: Cache::default(), line: Semaphore::new(AT_ONCE) }
    }
}

/// `POST /api/sync/snapshot`
pub async fn manifest(
    State(server): State<Server>,
    signed: Signed,
    Read(request): Read<SnapshotRequest>,
) -> Result<Json<Manifest>> {
    let form = server.form_for(request.schema)?;
    // Before the snapshot: who holds a connection must not wait for another one.
    let today = server.today().await?;
    let granted = granted(&signed.user, request.scope, today)?;
    let snapshots = server.snapshots();
    // Who comes while the same scope is packed finds it done.
    let _turn = snapshots.line.acquire().await.map_err(|_| Error::Unavailable)?;
    let mut tx = server.snapshot().await?;
    let epoch = Epoch(sqlx::query_scalar(EPOCH).fetch_one(&mut *tx).await?);
    if epoch != request.epoch {
        return Err(Error::NewEpoch);
    }
    let head: Option<i64> =
        sqlx::query_scalar(HEAD).bind(request.scope.to_string()).fetch_optional(&mut *tx).await?;
    let at = cache::At { epoch, seq: head.unwrap_or(0), today, schema: form.version };
    let chunks = if let Some(chunks) = snapshots.cache.manifest(request.scope, at) {
        chunks
    } else {
        let packed = build::pack(&mut tx, request.scope, at.today, form).await?;
        snapshots.cache.keep(request.scope, at, packed)
    };
    tx.rollback().await?;
    let (scope, grant) = (request.scope, granted.grant);
    Ok(Json(Manifest { epoch, scope, grant, seq: at.seq, schema: form.version, chunks }))
}

fn granted(user: &User, scope: Scope, today: Day) -> Result<Granted> {
    let held = grants::held_by(user, today);
    held.into_iter().find(|it| it.scope == scope).ok_or(Error::ScopeNotGranted(scope))
}

/// `GET /api/sync/chunk/{digest}`: a chunk of a scope the user holds. One that is not in memory any
/// more is made again by asking for the snapshot again.
pub async fn chunk(
    State(server): State<Server>,
    signed: Signed,
    headers: HeaderMap,
    Named(digest): Named<String>,
) -> Result<Response> {
    let (scopes, packed) = server.snapshots().cache.chunk(&digest).ok_or(Error::NotFound)?;
    let held = grants::held_by(&signed.user, server.today().await?);
    if !held.iter().any(|it| scopes.contains(&it.scope)) {
        return Err(Error::NotFound);
    }
    let json = HeaderValue::from_static("application/json");
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let takes_brotli = |it: &str| it.split(',').any(|it| it.trim().split(';').next() == Some("br"));
    let mut response = if accepted.is_some_and(takes_brotli) {
        let mut response = packed.to_vec().into_response();
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        response
    } else {
        build::unpacked(&packed)?.into_response()
    };
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}

statements! {
    EPOCH = "SELECT epoch FROM meta";
    HEAD = "SELECT head FROM scope_head WHERE scope = $1";
}
