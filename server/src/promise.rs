//! Promises to pay at the desk, each with what became of it; listed by that too.

mod file;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Day,
    customer::Customer,
    dossier::Register,
    id::{CustomerId, PromiseId},
    money::{Money, MoneyError},
    page::{Listing, Order, PromiseListing, PromiseQuery, PromiseSort},
    promise::{self, Promise, PromiseLine, Standing},
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
    judged::dossiers,
    list::{cut, in_order, of_customers},
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/promises", get(all)).route("/promises.csv", get(file::csv))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<PromiseQuery>,
) -> Result<Json<PromiseListing>> {
    server.promises(&signed.caller, &query).await.map(Json)
}

impl Server {
    /// A page of the promises of customers the caller may see.
    pub async fn promises(&self, caller: &Caller, query: &PromiseQuery) -> Result<PromiseListing> {
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        if query.standing.standing().is_some() {
            self.judge_if_free().await;
        }
        let mut tx = self.snapshot().await?;
        // In the same state as the receipts: the horizon tells what they prove.
        let register = self.registers().read(&mut tx).await?.register;
        let total = counting(&within, query).build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(&within, query);
        cut(&mut text, query.limit, query.offset);
        let ids: Vec<Uuid> = text.build_query_scalar().fetch_all(&mut *tx).await?;
        let rows = lines(&mut tx, &ids, &register, today).await?;
        Ok(Listing { rows, total, today })
    }
}

/// What a list shows of each promise, in the given order.
async fn lines(
    tx: &mut Connection,
    ids: &[Uuid],
    register: &Arc<Register>,
    today: Day,
) -> Result<Vec<PromiseLine>> {
    let mut page: Vec<(Promise, Customer)> = vec![];
    for row in in_order(tx, ids, BY_ID).await? {
        page.push((serde_json::from_str(row.get(1))?, serde_json::from_str(row.get(2))?));
    }
    let customers = page.iter().map(|(_, customer)| customer.id).collect();
    let judged = judged(tx, &customers, register, today).await?;
    let known = page.into_iter().filter_map(|(promise, customer)| {
        let judged = *judged.get(&promise.id)?;
        Some(line(promise, customer, judged, register))
    });
    Ok(known.collect())
}

fn line(
    promise: Promise,
    customer: Customer,
    (standing, reported): Judged,
    register: &Register,
) -> PromiseLine {
    PromiseLine {
        standing,
        reported,
        customer_code: customer.code,
        customer_name: customer.name,
        territory: customer.territory,
        author_name: register.user_name(promise.author),
        promise,
    }
}

/// What became of a promise, and what reps say was paid on it.
type Judged = (Standing, Option<Money>);

/// The standing of every promise of these customers. One receipt keeps one promise only, so all of
/// a customer's promises are judged together.
async fn judged(
    tx: &mut Connection,
    customers: &BTreeSet<CustomerId>,
    register: &Arc<Register>,
    today: Day,
) -> Result<BTreeMap<PromiseId, Judged>> {
    let ids: Vec<Uuid> = customers.iter().map(|it| it.0).collect();
    let dossiers = dossiers(tx, &ids, register).await?;
    let policy = register.policy_on(today);
    let mut all = BTreeMap::new();
    for dossier in dossiers.values() {
        let unreadable = |error: MoneyError| Error::Unreadable(error.to_string());
        let standings = promise::standings(dossier, &policy, today).map_err(unreadable)?;
        let reported = promise::reported(dossier, &standings).map_err(unreadable)?;
        let told = |(promise, standing)| (promise, (standing, reported.get(&promise).copied()));
        all.extend(standings.into_iter().map(told));
    }
    Ok(all)
}

fn counting(within: &Within, query: &PromiseQuery) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(COUNT);
    filter(&mut text, within, query);
    text
}

/// All promises of a list in its order, wherever its page begins.
fn ordered(within: &Within, query: &PromiseQuery) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(match query.sort {
        PromiseSort::Customer => IDS_BY_CUSTOMER,
        PromiseSort::MadeOn | PromiseSort::Due | PromiseSort::Amount => IDS,
    });
    filter(&mut text, within, query);
    if query.sort == PromiseSort::Customer {
        text.push(OF_EACH[0]);
    }
    let order = match query.order {
        Order::Ascending => "",
        Order::Descending => " DESC",
    };
    let by = match query.sort {
        PromiseSort::MadeOn => format!(" ORDER BY p.made_on{order}, p.id{order}"),
        PromiseSort::Due => format!(" ORDER BY p.due_on{order}, p.id{order}"),
        PromiseSort::Customer => {
            format!(" ORDER BY c.sort_key{order}, c.id{order}, p.due_on, p.id")
        }
        PromiseSort::Amount => format!(" ORDER BY p.currency, p.amount_minor{order}, p.id"),
    };
    text.push(by);
    text
}

fn filter(text: &mut QueryBuilder<Db>, within: &Within, query: &PromiseQuery) {
    text.push(" WHERE ");
    of_customers(text, within, &query.search, "p.customer_id");
    if let Some(from) = query.due_from {
        text.push(" AND ").push_bind(from.to_string()).push(" <= p.due_on");
    }
    if let Some(until) = query.due_until {
        text.push(" AND p.due_on <= ").push_bind(until.to_string());
    }
    if !query.currency.is_empty() {
        text.push(" AND p.currency = ").push_bind(query.currency.clone());
    }
    if let Some(standing) = query.standing.standing() {
        let [of, end] = STANDS;
        text.push(of).push_bind(standing).push(end);
    }
}

parts! {
    OF_EACH = " AND p.customer_id = c.id";
    /// Between them the standing.
    STANDS =
        " AND p.id IN (SELECT promise_id FROM promise_standing WHERE standing = ",
        ")";
}

statements! {
    /// Customers are read in their order, and a page ends with the last of it; each of them has few
    /// promises. The condition that joins them follows.
    IDS_BY_CUSTOMER = "SELECT p.id FROM customer c CROSS JOIN promise p";
    IDS = "SELECT p.id FROM promise p";

    BY_ID = "SELECT p.id, p.body, c.body FROM promise p \
        JOIN customer c ON c.id = p.customer_id WHERE p.id IN " ids;
    COUNT = "SELECT COUNT(*) FROM promise p";
}

#[cfg(test)]
mod tests;
