//! Ageing 账龄: SQL sums what is open on a day by base day, the shared rule makes the buckets, and a
//! balance counted on a path of its own proves them.

use std::collections::BTreeMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    ageing::{Ask, BaseDay, Edges, OpenOn, Report, report},
    id::CustomerId,
    money::{Currency, Money},
    page::AgeingQuery,
    user::{Caller, Reach},
};
use sqlx::{QueryBuilder, Row as _};

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/ageing", get(all))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<AgeingQuery>,
) -> Result<Json<Vec<Report>>> {
    server.ageing(&signed.caller, &query).await.map(Json)
}

/// Which documents a report is of.
struct Of {
    within: Within,
    customer: Option<CustomerId>,
    currency: Option<Currency>,
}

impl Server {
    /// The ageing of every currency there is, of the customers the caller may see. Receipts that
    /// nobody could match are no customer's and stand in no report.
    pub async fn ageing(&self, caller: &Caller, query: &AgeingQuery) -> Result<Vec<Report>> {
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        let mut tx = self.snapshot().await?;
        let customer = customer_named(&mut tx, &caller.reach(today), &query.customer).await?;
        let of = Of { within, customer, currency: query.currency };
        let ask = query.ask(today);
        let mut open = open(&mut tx, &of, ask).await?;
        let unapplied = sums(unapplied(&of, ask), &mut tx).await?;
        let mut balances = sums(balance(&of, ask), &mut tx).await?;
        // A currency that was asked for by name is answered for, with nothing if need be.
        if let Some(currency) = query.currency {
            balances.entry(currency).or_insert(Money::nil(currency));
        }
        let edges = Edges::default();
        let made = balances.into_iter().map(|(currency, balance)| {
            let unapplied = unapplied.get(&currency).copied().unwrap_or(Money::nil(currency));
            let open = open.remove(&currency).unwrap_or_default();
            report(&ask, &edges, &open, unapplied, balance).map_err(unreadable)
        });
        made.collect()
    }
}

/// The customer of this code or id; none where nothing is named.
async fn customer_named(
    tx: &mut Connection,
    reach: &Reach,
    named: &str,
) -> Result<Option<CustomerId>> {
    if named.is_empty() {
        return Ok(None);
    }
    let id = named.parse().unwrap_or_else(|_| CustomerId::of_code(named));
    let territory = sqlx::query_scalar(TERRITORY).bind(id.0).fetch_optional(tx).await?;
    let territory: Option<uuid::Uuid> = territory.ok_or(Error::NotFound)?;
    if !reach.covers(territory.map(shared::id::TerritoryId)) {
        return Err(Error::NotFound);
    }
    Ok(Some(id))
}

/// What is open, summed by currency and base day.
async fn open(tx: &mut Connection, of: &Of, ask: Ask) -> Result<BTreeMap<Currency, Vec<OpenOn>>> {
    let base = match ask.by {
        BaseDay::Due => "i.due_on",
        BaseDay::Invoice => "i.issued_on",
    };
    let [select, allocated, posted, grouped] = OPEN;
    let mut text = QueryBuilder::new(select);
    text.push(base).push(allocated).push_bind(ask.as_of.to_string());
    of.condition(&mut text, "customer_id", "currency");
    text.push(posted).push_bind(ask.as_of.to_string());
    of.condition(&mut text, "i.customer_id", "i.currency");
    text.push(grouped);
    let mut open: BTreeMap<Currency, Vec<OpenOn>> = BTreeMap::new();
    for row in text.build().fetch_all(tx).await? {
        let currency = Currency::parse(row.get(0)).map_err(unreadable)?;
        let base_day = row.get::<&str, _>(1).parse().map_err(unreadable)?;
        let count = u64::try_from(row.get::<i64, _>(2)).unwrap_or(0);
        let left = Money::try_new(row.get(3), currency).map_err(unreadable)?;
        open.entry(currency).or_default().push(OpenOn { base_day, count, open: left });
    }
    Ok(open)
}

/// Receipts valued until the day, less what of them is allocated until then.
fn unapplied(of: &Of, ask: Ask) -> QueryBuilder<Db> {
    both_sides(UNAPPLIED, of, ask)
}

/// The balance without a look at any allocation: documents posted less receipts valued, and less
/// what was settled elsewhere and is not covered by a receipt.
fn balance(of: &Of, ask: Ask) -> QueryBuilder<Db> {
    let [posted, valued, settled, covered, grouped] = BALANCE;
    let mut text = QueryBuilder::new("");
    for part in [posted, valued, settled, covered] {
        text.push(part).push_bind(ask.as_of.to_string());
        of.condition(&mut text, "customer_id", "currency");
    }
    text.push(grouped);
    text
}

/// What came until the day and what went until then, of the same documents.
fn both_sides([came, went, grouped]: [&str; 3], of: &Of, ask: Ask) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(came);
    text.push_bind(ask.as_of.to_string());
    of.condition(&mut text, "customer_id", "currency");
    text.push(went).push_bind(ask.as_of.to_string());
    of.condition(&mut text, "customer_id", "currency");
    text.push(grouped);
    text
}

async fn sums(
    mut text: QueryBuilder<Db>,
    tx: &mut Connection,
) -> Result<BTreeMap<Currency, Money>> {
    let mut sums = BTreeMap::new();
    for row in text.build().fetch_all(tx).await? {
        let currency = Currency::parse(row.get(0)).map_err(unreadable)?;
        sums.insert(currency, Money::try_new(row.get(1), currency).map_err(unreadable)?);
    }
    Ok(sums)
}

impl Of {
    fn condition(&self, text: &mut QueryBuilder<Db>, customer: &str, currency: &str) {
        if let Some(only) = self.customer {
            text.push(" AND ").push(customer).push(" = ").push_bind(only.0);
        }
        if self.within != Within::All {
            text.push(" AND ");
            self.within.condition_on_customer(text, customer);
        }
        if let Some(only) = self.currency {
            text.push(" AND ").push(currency).push(" = ").push_bind(only.code().to_owned());
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

statements! {
    TERRITORY = "SELECT territory_id FROM customer WHERE id = $1";
}

parts! {
    /// Between them the base day, then twice the day and which documents are meant.
    OPEN =
        "SELECT currency, base_day, COUNT(*), \
        CAST(SUM(left_minor) AS BIGINT) FROM (SELECT i.currency, ",
        " AS base_day, i.amount_minor - COALESCE(a.minor, 0) AS left_minor \
        FROM invoice i LEFT JOIN (SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS minor \
        FROM settlement WHERE effective_on <= ",
        " GROUP BY invoice_id) a ON a.invoice_id = i.id WHERE i.posted_on <= ",
        ") o WHERE left_minor <> 0 GROUP BY currency, base_day";
    /// Between them twice the day and which documents are meant.
    UNAPPLIED =
        "SELECT currency, CAST(SUM(minor) AS BIGINT) FROM (\
        SELECT currency, amount_minor AS minor FROM receipt \
        WHERE customer_id IS NOT NULL AND valued_on <= ",
        " UNION ALL SELECT currency, -amount_minor FROM allocation WHERE effective_on <= ",
        ") lines GROUP BY currency";
    /// Between them four times the day and which documents are meant.
    BALANCE =
        "SELECT currency, CAST(SUM(minor) AS BIGINT) FROM (\
        SELECT currency, amount_minor AS minor FROM invoice WHERE posted_on <= ",
        " UNION ALL SELECT currency, -amount_minor FROM receipt \
        WHERE customer_id IS NOT NULL AND valued_on <= ",
        " UNION ALL SELECT currency, -settled_minor FROM movement WHERE effective_on <= ",
        " UNION ALL SELECT currency, covered_minor FROM pairing \
        WHERE covered_minor <> 0 AND covered_on <= ",
        ") lines GROUP BY currency";
}

#[cfg(test)]
mod tests;
