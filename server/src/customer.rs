//! Customers at the desk: the list that the server filters, sorts and cuts, and one customer's file.

mod brief;
mod csv;
mod file;
pub(crate) mod found_by;
mod list;
pub(crate) mod reach;
pub mod search;
mod walk_in;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    id::CustomerId,
    page::{CustomerFile, CustomerListing, CustomerQuery},
};

use crate::{
    auth::Signed,
    dialect::Db,
    door::{Asked, Named},
    error::Result,
    server::Server,
};

pub(crate) use walk_in::start_opening_walk_in;

type Connection = <Db as sqlx::Database>::Connection;

pub(crate) fn routes() -> Router<Server> {
    Router::new()
        .route("/customers", get(all))
        .route("/customers.csv", get(csv::csv))
        .route("/customers/{id}", get(one))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<CustomerQuery>,
) -> Result<Json<CustomerListing>> {
    server.customers(&signed.caller, &query).await.map(Json)
}

async fn one(
    State(server): State<Server>,
    signed: Signed,
    Named(customer): Named<CustomerId>,
) -> Result<Json<CustomerFile>> {
    server.customer_file(&signed.caller, customer).await.map(Json)
}

#[cfg(test)]
mod tests;
