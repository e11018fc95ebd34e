//! Imports through the web: a file is brought, checked, booked in the background, and tied out.

mod asking;
mod faults;
mod running;
mod staging;
mod stored;
mod tie_out;

use axum::{
    Json, Router,
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use shared::{
    id::ImportId,
    import::{
        Ask,
        job::{Errand, Job, Profiles},
        tie_out::{TieOut, TieOutQuery},
    },
    page::ImportListing,
    words::Language,
};

pub use self::running::{Imports, start_sweeping};
use crate::{
    auth::Signed,
    door::{Asked, Named, Read},
    error::Result,
    server::Server,
};

/// The one path under `/api` that takes a file.
pub const UPLOAD: &str = "/imports";

pub(crate) fn routes() -> Router<Server> {
    Router::new()
        .route("/import_profiles", get(profiles))
        .route(UPLOAD, get(all).post(upload))
        .route("/imports/{id}", get(one))
        .route("/imports/{id}/check", post(check))
        .route("/imports/{id}/book", post(book))
        .route("/imports/{id}/stop", post(stop))
        .route("/imports/{id}/faults.csv", get(faults_csv))
        .route("/imports/{id}/tie_out", get(tied_out))
        .route("/imports/{id}/tie_out.csv", get(tie_out_csv))
}

async fn profiles(signed: Signed) -> Result<Json<Profiles>> {
    asking::known_profiles(&signed.caller).map(Json)
}

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
pub struct Cut {
    #[serde(default)]
    offset: u32,
    #[serde(default)]
    limit: Option<u32>,
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(cut): Asked<Cut>,
) -> Result<Json<ImportListing>> {
    server.imports_brought(&signed.caller, &cut).await.map(Json)
}

#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    file_name: String,
}

async fn upload(
    State(server): State<Server>,
    signed: Signed,
    Asked(brought): Asked<Brought>,
    request: Request,
) -> Result<Json<Job>> {
    server.bring_file(&signed, &brought.file_name, request).await.map(Json)
}

async fn one(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
) -> Result<Json<Job>> {
    server.import_brought(&signed.caller, id).await.map(Json)
}

async fn check(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
    Read(ask): Read<Ask>,
) -> Result<Json<Job>> {
    server.begin_import(&signed.caller, id, Errand::Check, Some(ask)).await.map(Json)
}

/// A request that says nothing but where it goes.
#[derive(Deserialize)]
struct Nothing {}

async fn book(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
    Read(Nothing {}): Read<Nothing>,
) -> Result<Json<Job>> {
    server.begin_import(&signed.caller, id, Errand::Book, None).await.map(Json)
}

async fn stop(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
    Read(Nothing {}): Read<Nothing>,
) -> Result<Json<Job>> {
    server.stop_import(&signed.caller, id).await.map(Json)
}

/// In which language a file is written.
#[derive(Default, Deserialize)]
struct Spoken {
    #[serde(default)]
    language: String,
}

impl Spoken {
    fn language(&self) -> Language {
        if self.language == "en" { Language::En } else { Language::Zh }
    }
}

async fn faults_csv(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
    Asked(spoken): Asked<Spoken>,
) -> Result<Response> {
    let text = server.import_faults(&signed.caller, id, spoken.language()).await?;
    Ok(csv_file("faults", id, &text))
}

async fn tied_out(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
    Asked(query): Asked<TieOutQuery>,
) -> Result<Json<TieOut>> {
    server.tie_out(&signed.caller, id, &query).await.map(Json)
}

async fn tie_out_csv(
    State(server): State<Server>,
    signed: Signed,
    Named(id): Named<ImportId>,
    Asked(spoken): Asked<Spoken>,
    Asked(query): Asked<TieOutQuery>,
) -> Result<Response> {
    let text = server.tie_out_file(&signed.caller, id, &query, spoken.language()).await?;
    Ok(csv_file("tie-out", id, &text))
}

/// A CSV as spreadsheets open it: with a byte order mark, under a name of our own.
fn csv_file(name: &str, id: ImportId, text: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}-{id}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, format!("\u{FEFF}{text}")).into_response()
}

#[cfg(test)]
mod tests;
