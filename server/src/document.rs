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
    customer::{cut, named, reach::Within},
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    server::Server,
    sync::many::{fixed, over_ids},
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
        let mut count = open(COUNT[0], &within, query, today);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(&within, query, today);
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
    for piece in fixed(&ids) {
        for row in over_ids(BY_ID.0, piece, BY_ID.1).fetch_all(&mut *tx).await? {
            let both = (serde_json::from_str(row.get(1))?, serde_json::from_str(row.get(2))?);
            read.insert(row.get(0), both);
        }
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
fn ordered(within: &Within, query: &DocumentQuery, today: Day) -> QueryBuilder<Db> {
    let mut text = open(LEFT[0], within, query, today);
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

/// What was open on the day: as the ageing report counts it, document by document.
fn open(
    select: &'static str,
    within: &Within,
    query: &DocumentQuery,
    today: Day,
) -> QueryBuilder<Db> {
    let ask = query.ask(today);
    let base = match ask.by {
        BaseDay::Due => "i.due_on",
        BaseDay::Invoice => "i.issued_on",
    };
    let [later, here, posted, settled, settled_by, end] = OPEN;
    let day = || ask.as_of.to_string();
    let mut text = QueryBuilder::new(later);
    text.push_bind(day()).push(here).push(base).push(posted).push_bind(day());
    text.push(settled).push(base).push(settled_by).push_bind(day()).push(end).push(select);
    within.condition(&mut text, "c.territory_id");
    named(&mut text, "c.search_key", &query.search);
    if let Some(currency) = query.currency {
        text.push(" AND h.currency = ").push_bind(currency.code().to_owned());
    }
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
    COUNT =
        "SELECT COUNT(*) FROM here h JOIN customer c ON c.id = h.customer_id \
        WHERE h.left_minor <> 0 AND ";
    LEFT =
        "SELECT h.id, h.left_minor FROM here h \
        JOIN customer c ON c.id = h.customer_id WHERE h.left_minor <> 0 AND ";
    /// Between them the day, then twice the base day and the day.
    OPEN =
        "WITH later AS (SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS minor \
        FROM settlement WHERE ",
        " < effective_on GROUP BY invoice_id), here AS (\
        SELECT i.id, i.customer_id, i.currency, ",
        " AS base_day, i.open_minor + COALESCE(l.minor, 0) AS left_minor \
        FROM invoice i LEFT JOIN later l ON l.invoice_id = i.id \
        WHERE i.open_minor <> 0 AND i.posted_on <= ",
        " UNION ALL SELECT i.id, i.customer_id, i.currency, ",
        ", l.minor FROM later l JOIN invoice i ON i.id = l.invoice_id \
        WHERE i.open_minor = 0 AND i.posted_on <= ",
        ") ";
}

#[cfg(test)]
mod tests;
