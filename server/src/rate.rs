//! Exchange rates 汇率 at the desk: what was said of which day, and what is owed in currencies of which
//! nobody said anything.

use std::collections::BTreeMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Day,
    dossier::Register,
    money::{Currency, Money},
    page::{CurrencyInUse, Listing, RateListing, RateQuery},
    rate::ExchangeRate,
    user::Caller,
};
use sqlx::{QueryBuilder, Row as _};

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    list::rows_on_page,
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/rates", get(all))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<RateQuery>,
) -> Result<Json<RateListing>> {
    server.rates(&signed.caller, &query).await.map(Json)
}

impl Server {
    /// A page of rates, the latest day first, by currency. Everybody may see them: every device holds
    /// them. What is in use is that of the customers the caller may see.
    pub async fn rates(&self, caller: &Caller, query: &RateQuery) -> Result<RateListing> {
        let today = self.today().await?;
        let within = Within::of(caller, today, "")?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let asked =
            |it: &&ExchangeRate| query.currency.is_empty() || it.currency.code() == query.currency;
        let mut all: Vec<&ExchangeRate> = register.rates.iter().filter(asked).collect();
        all.sort_by(|a, b| (b.on, a.currency, a.base).cmp(&(a.on, b.currency, b.base)));
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let page = all.into_iter().skip(query.offset as usize);
        let rows = page.take(rows_on_page(query.limit) as usize).cloned().collect();
        let in_use = in_use(&mut tx, &within, &register, today).await?;
        Ok(RateListing { list: Listing { rows, total, today }, in_use })
    }
}

async fn in_use(
    tx: &mut Connection,
    within: &Within,
    register: &Register,
    today: Day,
) -> Result<Vec<CurrencyInUse>> {
    let mut used: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
    for (nth, [select, end]) in [OWED, GRANTED].into_iter().enumerate() {
        let mut text = QueryBuilder::new(select);
        within.condition(&mut text, "c.territory_id");
        text.push(end);
        for row in text.build().fetch_all(&mut *tx).await? {
            let currency = Currency::parse(row.get(0)).map_err(unreadable)?;
            let owed = if nth == 0 { (row.get(1), row.get(2)) } else { (0, 0) };
            used.entry(currency).or_insert(owed);
        }
    }
    let mut all = vec![];
    for (currency, (customers, minor)) in used {
        let balance = Money::try_new(minor, currency).map_err(unreadable)?;
        all.extend(CurrencyInUse::of(balance, customers, register, today));
    }
    Ok(all)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

parts! {
    /// Between them which customers.
    OWED =
        "SELECT b.currency, COUNT(*), CAST(SUM(b.minor) AS BIGINT) FROM customer_balance b \
        JOIN customer c ON c.id = b.customer_id WHERE b.minor <> 0 AND ",
        " GROUP BY b.currency";
    GRANTED =
        "SELECT DISTINCT l.currency FROM credit_line l JOIN customer c ON c.id = l.customer_id \
        WHERE l.standing = 'limited' AND ",
        "";
}

#[cfg(test)]
mod tests;
