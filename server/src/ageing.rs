//! Ageing 账龄: SQL sums what is open on a day by base day, the shared rule makes the buckets, and a
//! balance counted on a path of its own proves them.

use std::collections::BTreeMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    ageing::{Ask, Edges, OpenOn, Report, report},
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
    list::of_customers,
    open::OpenDocuments,
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
    let documents = OpenDocuments::of(tx, ask).await?;
    let mut text =
        documents.here(|text, customer, currency| of.condition(text, customer, currency));
    text.push(SUMMED[0]);
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

/// What waits unapplied now, and what of receipts valued until the day was allocated only later.
fn unapplied(of: &Of, ask: Ask) -> QueryBuilder<Db> {
    let [waits, later, valued, grouped] = UNAPPLIED;
    let mut text = QueryBuilder::new(waits);
    text.push_bind(ask.as_of.to_string());
    of.condition(&mut text, "customer_id", "currency");
    text.push(later).push_bind(ask.as_of.to_string());
    text.push(valued).push_bind(ask.as_of.to_string());
    of.condition(&mut text, "r.customer_id", "r.currency");
    text.push(grouped);
    text
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
        text.push(" AND ");
        of_customers(text, &self.within, "", customer);
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
    SUMMED =
        "SELECT currency, base_day, COUNT(*), CAST(SUM(left_minor) AS BIGINT) FROM here \
        WHERE left_minor <> 0 GROUP BY currency, base_day";
    /// Between them the day and which documents are meant, then the day twice and which.
    UNAPPLIED =
        "SELECT currency, CAST(SUM(minor) AS BIGINT) FROM (\
        SELECT currency, unapplied_minor AS minor FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IS NOT NULL AND valued_on <= ",
        " UNION ALL SELECT a.currency, a.amount_minor FROM allocation a \
        JOIN receipt r ON r.id = a.receipt_id WHERE ",
        " < a.effective_on AND r.valued_on <= ",
        ") lines GROUP BY currency";
    /// Between them four times the day and which documents are meant.
    BALANCE =
        "SELECT currency, CAST(SUM(minor) AS BIGINT) FROM (\
        SELECT currency, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM invoice \
        WHERE posted_on <= ",
        " GROUP BY currency UNION ALL \
        SELECT currency, CAST(-SUM(amount_minor) AS BIGINT) FROM receipt \
        WHERE customer_id IS NOT NULL AND valued_on <= ",
        " GROUP BY currency UNION ALL \
        SELECT currency, CAST(-SUM(settled_minor) AS BIGINT) FROM movement \
        WHERE effective_on <= ",
        " GROUP BY currency UNION ALL \
        SELECT currency, CAST(SUM(covered_minor) AS BIGINT) FROM pairing \
        WHERE covered_minor <> 0 AND covered_on <= ",
        " GROUP BY currency) lines GROUP BY currency";
}

#[cfg(test)]
mod tests;
