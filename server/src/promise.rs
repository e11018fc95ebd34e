//! Promises to pay at the desk, each with what became of it; listed by that too.

mod file;
mod judged;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Day,
    customer::Customer,
    dossier::{Dossier, Register},
    id::{CustomerId, PromiseId},
    money::{Money, MoneyError},
    page::{Listing, Order, PromiseListing, PromiseQuery, PromiseSort},
    promise::{self, Basis, Promise, PromiseLine, Standing},
    row::{Row, RowKind},
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
    server::Server,
    sync::many::{fixed, over_ids},
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
            self.judge_promises().await?;
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
    let mut dossiers: BTreeMap<CustomerId, Dossier> = BTreeMap::new();
    for (kind, (head, tail)) in JUDGED_BY {
        for piece in fixed(&ids) {
            for stored in over_ids(head, piece, tail).fetch_all(&mut *tx).await? {
                let row = Row::read(kind, stored.get(0))?;
                let Some(customer) = row.customer() else { continue };
                let new = || Dossier::new(Arc::clone(register));
                dossiers.entry(customer).or_insert_with(new).put(row);
            }
        }
    }
    for row in paid_on_named(tx, &dossiers).await? {
        if let Some(dossier) = row.customer().and_then(|it| dossiers.get_mut(&it)) {
            dossier.put(row);
        }
    }
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

/// What was paid on the documents that promises name, whenever that was: of a settled one it tells whose
/// bank data the promise waits for.
async fn paid_on_named(
    tx: &mut Connection,
    dossiers: &BTreeMap<CustomerId, Dossier>,
) -> Result<Vec<Row>> {
    let promises = dossiers.values().flat_map(|it| it.promises.values());
    let named = promises.flat_map(|it| match &it.basis {
        Basis::Documents(these) => these.as_slice(),
        Basis::Balance => &[],
    });
    let mut ids: Vec<Uuid> = named.map(|it| it.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut rows = vec![];
    for piece in fixed(&ids) {
        for stored in over_ids(PAID_ON.0, piece, PAID_ON.1).fetch_all(&mut *tx).await? {
            rows.push(Row::read(RowKind::Allocation, stored.get(0))?);
            rows.push(Row::read(RowKind::Receipt, stored.get(1))?);
        }
    }
    Ok(rows)
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
    let order = match query.order {
        Order::Ascending => "",
        Order::Descending => " DESC",
    };
    let by = match query.sort {
        PromiseSort::MadeOn => format!(" ORDER BY p.made_on{order}, p.id{order}"),
        PromiseSort::Due => format!(" ORDER BY p.due_on{order}, p.id{order}"),
        PromiseSort::Customer => format!(" ORDER BY c.sort_key{order}, p.due_on, p.id"),
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
    /// Between them the standing.
    STANDS =
        " AND p.id IN (SELECT promise_id FROM promise_standing WHERE standing = ",
        ")";
}

/// Open receivables tell to which companies a promise can be paid, and whose bank data it waits for.
const JUDGED_BY: [(RowKind, (&str, &str)); 5] = [
    (RowKind::Promise, PROMISES),
    (RowKind::Invoice, RECEIVABLES),
    (RowKind::Receipt, RECEIPTS),
    (RowKind::Allocation, ALLOCATIONS),
    (RowKind::FieldReceipt, UNBOOKED),
];

statements! {
    IDS = "SELECT p.id FROM promise p";
    IDS_BY_CUSTOMER = "SELECT p.id FROM promise p JOIN customer c ON c.id = p.customer_id";
    BY_ID = "SELECT p.id, p.body, c.body FROM promise p \
        JOIN customer c ON c.id = p.customer_id WHERE p.id IN " ids;
    COUNT = "SELECT COUNT(*) FROM promise p";
    PROMISES = "SELECT body FROM promise WHERE customer_id IN " ids;
    RECEIVABLES = "SELECT body FROM invoice WHERE open_minor <> 0 AND customer_id IN " ids;
    /// Money that came before the customer promised anything counts for no promise.
    RECEIPTS = "SELECT r.body FROM receipt r WHERE r.customer_id IN " ids
        " AND EXISTS (SELECT 1 FROM promise p \
        WHERE p.customer_id = r.customer_id AND p.made_on <= r.valued_on)";
    ALLOCATIONS = "SELECT a.body FROM allocation a JOIN receipt r ON r.id = a.receipt_id \
        WHERE a.customer_id IN " ids
        " AND EXISTS (SELECT 1 FROM promise p \
        WHERE p.customer_id = a.customer_id AND p.made_on <= r.valued_on)";
    PAID_ON = "SELECT a.body, r.body FROM allocation a \
        JOIN receipt r ON r.id = a.receipt_id WHERE a.invoice_id IN " ids;
    UNBOOKED = "SELECT body FROM field_receipt \
        WHERE state IN ('in_hand', 'on_account') AND customer_id IN " ids;
}

#[cfg(test)]
mod tests;
