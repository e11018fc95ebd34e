//! Documents behind the ageing report: what was open on a day, of a bucket, a currency, a territory.

mod file;

use std::collections::HashMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    ageing::{Ask, BaseDay},
    calendar::Day,
    customer::Customer,
    invoice::Invoice,
    money::Money,
    page::{DocumentLine, DocumentListing, DocumentQuery, DocumentSort, Listing, Order},
    user::Caller,
};
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    list::{cut, in_order, of_customers},
    open::OpenDocuments,
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/documents", get(all)).route("/documents.csv", get(file::csv))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<DocumentQuery>,
) -> Result<Json<DocumentListing>> {
    server.documents(&signed.caller, &query).await.map(Json)
}

impl Server {
    /// A page of the documents that were open on a day, of customers the caller may see.
    pub async fn documents(
        &self,
        caller: &Caller,
        query: &DocumentQuery,
    ) -> Result<DocumentListing> {
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        let mut tx = self.snapshot().await?;
        let open = OpenDocuments::of(&mut tx, query.ask(today)).await?;
        let mut count = listed(&open, COUNT[0], &within, query, today);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(&open, &within, query, today);
        cut(&mut text, query.limit, query.offset);
        let found = text.build_query_as().fetch_all(&mut *tx).await?;
        let rows = lines(&mut tx, &found, query.ask(today)).await?;
        Ok(Listing { rows, total, today })
    }
}

/// A document, and what was open of it.
type Found = (Uuid, i64);

/// What a list shows of each document, in the given order.
async fn lines(tx: &mut Connection, found: &[Found], ask: Ask) -> Result<Vec<DocumentLine>> {
    let ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
    let mut read: HashMap<Uuid, (Invoice, Customer)> = HashMap::new();
    for row in in_order(tx, &ids, BY_ID).await? {
        let both = (serde_json::from_str(row.get(1))?, serde_json::from_str(row.get(2))?);
        read.insert(row.get(0), both);
    }
    let line = |(id, minor): &Found| {
        let (invoice, customer) = read.remove(id)?;
        Some(line(invoice, customer, *minor, ask))
    };
    found.iter().filter_map(line).collect()
}

fn line(invoice: Invoice, customer: Customer, minor: i64, ask: Ask) -> Result<DocumentLine> {
    let base_day = match ask.by {
        BaseDay::Due => invoice.due_on,
        BaseDay::Invoice => invoice.issued_on,
    };
    let open = Money::try_new(minor, invoice.amount.currency());
    Ok(DocumentLine {
        open: open.map_err(|error| Error::Unreadable(error.to_string()))?,
        days: ask.age_as_of.days_since(base_day),
        customer_code: customer.code,
        customer_name: customer.name,
        territory: customer.territory,
        invoice,
    })
}

/// All documents of a list in its order, wherever its page begins.
fn ordered(
    open: &OpenDocuments,
    within: &Within,
    query: &DocumentQuery,
    today: Day,
) -> QueryBuilder<Db> {
    let select = match query.sort {
        DocumentSort::Customer => LEFT_BY_CUSTOMER[0],
        DocumentSort::BaseDay | DocumentSort::Open => LEFT[0],
    };
    let mut text = listed(open, select, within, query, today);
    let order = match query.order {
        Order::Ascending => "",
        Order::Descending => " DESC",
    };
    let by = match query.sort {
        DocumentSort::BaseDay => format!(" ORDER BY h.base_day{order}, h.id{order}"),
        DocumentSort::Open => format!(" ORDER BY h.currency, h.left_minor{order}, h.id"),
        DocumentSort::Customer => format!(" ORDER BY c.sort_key{order}, h.base_day, h.id"),
    };
    text.push(by);
    text
}

/// What was open on the day, of the customers, the currency and the days that are asked for.
fn listed(
    open: &OpenDocuments,
    select: &'static str,
    within: &Within,
    query: &DocumentQuery,
    today: Day,
) -> QueryBuilder<Db> {
    let mut text = open.here(|text, customer, currency| {
        text.push(" AND ");
        of_customers(text, within, &query.search, customer);
        if let Some(only) = query.currency {
            text.push(" AND ").push(currency).push(" = ").push_bind(only.code().to_owned());
        }
    });
    text.push(select);
    let [first, last] = query.base_days(today);
    if let Some(first) = first {
        text.push(" AND ").push_bind(first.to_string()).push(" <= h.base_day");
    }
    if let Some(last) = last {
        text.push(" AND h.base_day <= ").push_bind(last.to_string());
    }
    text
}

statements! {
    BY_ID = "SELECT i.id, i.body, c.body FROM invoice i \
        JOIN customer c ON c.id = i.customer_id WHERE i.id IN " ids;
}

parts! {
    COUNT = "SELECT COUNT(*) FROM here h WHERE h.left_minor <> 0";
    LEFT = "SELECT h.id, h.left_minor FROM here h WHERE h.left_minor <> 0";
    LEFT_BY_CUSTOMER =
        "SELECT h.id, h.left_minor FROM here h \
        JOIN customer c ON c.id = h.customer_id WHERE h.left_minor <> 0";
}

#[cfg(test)]
mod tests;
