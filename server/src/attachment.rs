//! Attachments 附件: their content comes in pieces beside the commands, is kept under its digest, and
//! is shown to whoever may see the customer.

mod arrival;
mod blob;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use shared::{
    attachment::{Attachment, Blob, BlobState, Media, PIECE_MOST},
    id::AttachmentId,
    row::{Row, RowKind},
    user::Caller,
};
use sqlx::Row as _;

pub use arrival::start_receiving;

use crate::{
    auth::Signed,
    door::{Asked, Named, Piece},
    error::{Error, Result},
    server::Server,
};

/// Under it blobs are brought, as what no form of another site can send.
pub const BLOBS: &str = "/blob/";

pub(crate) fn routes() -> Router<Server> {
    let blob = get(state).put(bring).layer(DefaultBodyLimit::max(PIECE_MOST));
    Router::new().route("/blob/{digest}", blob).route("/attachment/{id}", get(content))
}

async fn state(
    State(server): State<Server>,
    _: Signed,
    Named(blob): Named<Blob>,
) -> Result<Json<BlobState>> {
    server.blob_state(&blob).await.map(Json)
}

/// Where a piece begins, and how long the whole is.
#[derive(Deserialize)]
struct Place {
    at: u64,
    of: u64,
}

async fn bring(
    State(server): State<Server>,
    signed: Signed,
    Named(blob): Named<Blob>,
    Asked(Place { at, of }): Asked<Place>,
    Piece(piece): Piece,
) -> Result<Json<BlobState>> {
    let state = server.bring_piece(&signed.caller, &blob, at, of, &piece).await?;
    if state.whole {
        server.tell_arrivals(&blob).await?;
    }
    Ok(Json(state))
}

async fn content(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<AttachmentId>,
) -> Result<Response> {
    let (media, bytes) = server.content(&signed.caller, id).await?;
    // A picture is shown where it is asked for, a paper is opened by what reads papers.
    let disposition = if media.is_picture() { "inline" } else { "attachment" };
    let headers =
        [(header::CONTENT_TYPE, media.name()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, Bytes::from(bytes)).into_response())
}

impl Server {
    /// The content of an attachment of a customer that the caller may see. What stands elsewhere, or
    /// was removed, is not there, as for whoever asks for an id that nothing has.
    ///
    /// # Errors
    /// [`Error::NotFound`], and [`Error::NotArrived`] while its content is awaited.
    pub async fn content(&self, caller: &Caller, id: AttachmentId) -> Result<(Media, Vec<u8>)> {
        let today = self.today().await?;
        let mut tx = self.snapshot().await?;
        let stored = sqlx::query(ONE).bind(id.0).fetch_optional(&mut *tx).await?;
        let stored = stored.ok_or(Error::NotFound)?;
        let attachment: Attachment = serde_json::from_str(stored.get(0))?;
        let customer = Row::read(RowKind::Customer, stored.get(1))?;
        let Row::Customer(customer) = customer else { return Err(Error::NotFound) };
        if !attachment.stands() || !caller.reach(today).covers(customer.territory) {
            return Err(Error::NotFound);
        }
        blob::whole(&mut tx, &attachment.content.blob).await?.ok_or(Error::NotArrived)
    }
}

statements! {
    ONE = "SELECT a.body, c.body FROM attachment a JOIN customer c ON c.id = a.customer_id \
        WHERE a.id = $1";
}

#[cfg(test)]
mod tests;
