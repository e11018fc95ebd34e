//! Documents behind the ageing report: what was open on a day, of a bucket, a currency, a territory.

mod file;

use std::collections::HashMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    ageing::Ask,
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

/// A document, the day from which it ages, and what was open of it.
type Found = (Uuid, String, i64);

/// What a list shows of each document, in the given order.
async fn lines(tx: &mut Connection, found: &[Found], ask: Ask) -> Result<Vec<DocumentLine>> {
    let ids: Vec<Uuid> = found.iter().map(|(id, ..)| *id).collect();
    let of: HashMap<Uuid, (&String, i64)> =
        found.iter().map(|(id, base_day, minor)| (*id, (base_day, *minor))).collect();
    let mut lines = vec![];
    for row in in_order(tx, &ids, BY_ID).await? {
        let Some(&(base_day, minor)) = of.get(&row.get::<Uuid, _>(0)) else { continue };
        let invoice: Invoice = serde_json::from_str(row.get(1))?;
        let customer: Customer = serde_json::from_str(row.get(2))?;
        let base_day: Day = base_day.parse().map_err(unreadable)?;
        lines.push(DocumentLine {
            open: Money::try_new(minor, invoice.amount.currency()).map_err(unreadable)?,
            days: ask.age_as_of.days_since(base_day),
            customer_code: customer.code,
            customer_name: customer.name,
            territory: customer.territory,
            invoice,
        });
    }
    Ok(lines)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

/// All documents of a list in its order, wherever its page begins.
fn ordered(
    open: &OpenDocuments,
    within: &Within,
    query: &DocumentQuery,
    today: Day,
) -> QueryBuilder<Db> {
    let select = match query.sort {
        DocumentSort::Customer if open.as_it_stands() => LEFT_OF_EACH[0],
        DocumentSort::Customer => LEFT_BY_CUSTOMER[0],
        DocumentSort::Days | DocumentSort::Open => LEFT[0],
    };
    let mut text = listed(open, select, within, query, today);
    let (order, other) = match query.order {
        Order::Ascending => ("", " DESC"),
        Order::Descending => (" DESC", ""),
    };
    let by = match query.sort {
        // The most days is the earliest day.
        DocumentSort::Days => format!(" ORDER BY h.base_day{other}, h.id"),
        // Either way along one index.
        DocumentSort::Open => {
            format!(" ORDER BY h.currency{other}, h.left_minor{order}, h.id{other}")
        }
        DocumentSort::Customer => {
            format!(" ORDER BY c.sort_key{order}, c.id{order}, h.base_day, h.id")
        }
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
    LEFT = "SELECT h.id, h.base_day, h.left_minor FROM here h WHERE h.left_minor <> 0";
    /// Customers are read in their order, and a page ends with the last of it; each of them has few
    /// open documents, found by an index.
    LEFT_OF_EACH =
        "SELECT h.id, h.base_day, h.left_minor FROM customer c CROSS JOIN here h \
        WHERE h.customer_id = c.id AND h.left_minor <> 0";
    /// What was open on an earlier day is in no index: all of it is sorted.
    LEFT_BY_CUSTOMER =
        "SELECT h.id, h.base_day, h.left_minor FROM here h \
        JOIN customer c ON c.id = h.customer_id WHERE h.left_minor <> 0";
}

#[cfg(test)]
mod tests;
