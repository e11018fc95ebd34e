//! Requests for credit at the desk: what waits, with both versions of the limit and what is used.

mod file;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Day,
    credit::{self, CreditFigures, CreditRequest, CreditRequestLine},
    customer::Customer,
    dossier::{Dossier, Register},
    id::{CustomerId, UserId},
    page::{CreditRequestListing, CreditRequestQuery, Listing, Order, RequestSort, StateFilter},
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
    Router::new().route("/credit_requests", get(all)).route("/credit_requests.csv", get(file::csv))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<CreditRequestQuery>,
) -> Result<Json<CreditRequestListing>> {
    server.credit_requests(&signed.caller, &query).await.map(Json)
}

impl Server {
    /// A page of the requests about customers the caller may see, each with what stands now.
    pub async fn credit_requests(
        &self,
        caller: &Caller,
        query: &CreditRequestQuery,
    ) -> Result<CreditRequestListing> {
        let today = self.today().await?;
        let whose = Whose::of(caller, today, query)?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let total = counting(&whose, query).build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(&whose, query);
        cut(&mut text, query.limit, query.offset);
        let ids: Vec<Uuid> = text.build_query_scalar().fetch_all(&mut *tx).await?;
        let rows = lines(&mut tx, &ids, &register, today).await?;
        Ok(Listing { rows, total, today })
    }
}

/// Whose requests are listed.
struct Whose {
    within: Within,
    /// The customers whose requests the caller decides, where only these are asked for; and the caller,
    /// who decides none of their own.
    to_decide: Option<(Within, UserId)>,
}

impl Whose {
    fn of(caller: &Caller, today: Day, query: &CreditRequestQuery) -> Result<Whose> {
        let within = Within::of(caller, today, &query.territory)?;
        let only = query.state == StateFilter::ToDecide;
        let to_decide = only.then(|| (credit::decides(caller, today).into(), caller.user));
        Ok(Whose { within, to_decide })
    }
}

/// What a list shows of each request, in the given order.
async fn lines(
    tx: &mut Connection,
    ids: &[Uuid],
    register: &Arc<Register>,
    today: Day,
) -> Result<Vec<CreditRequestLine>> {
    let mut page: Vec<(CreditRequest, Customer)> = vec![];
    for row in in_order(tx, ids, BY_ID).await? {
        page.push((serde_json::from_str(row.get(1))?, serde_json::from_str(row.get(2))?));
    }
    let customers = page.iter().map(|(_, customer)| customer.id).collect();
    let figures = figures(tx, &customers, register, today).await?;
    let known = page.into_iter().filter_map(|(request, customer)| {
        let stands = figures.get(&customer.id)?.clone();
        Some(CreditRequestLine {
            customer_code: customer.code,
            customer_name: customer.name,
            author_name: register.user_name(request.author),
            stands,
            request,
        })
    });
    Ok(known.collect())
}

/// Standing, exposure and what is available of these customers, by the rule that the phone uses.
async fn figures(
    tx: &mut Connection,
    customers: &BTreeSet<CustomerId>,
    register: &Arc<Register>,
    today: Day,
) -> Result<BTreeMap<CustomerId, CreditFigures>> {
    let ids: Vec<Uuid> = customers.iter().map(|it| it.0).collect();
    let new = |it: &CustomerId| (*it, Dossier::new(Arc::clone(register)));
    let mut dossiers: BTreeMap<CustomerId, Dossier> = customers.iter().map(new).collect();
    for (kind, (head, tail)) in COUNTED {
        for piece in fixed(&ids) {
            for stored in over_ids(head, piece, tail).fetch_all(&mut *tx).await? {
                let row = Row::read(kind, stored.get(1))?;
                let Some(dossier) = row.customer().and_then(|it| dossiers.get_mut(&it)) else {
                    continue;
                };
                dossier.versions.insert(row.id(), stored.get(0));
                dossier.put(row);
            }
        }
    }
    let mut all = BTreeMap::new();
    for (customer, dossier) in dossiers {
        let counted = CreditFigures::of(&dossier, today);
        all.insert(customer, counted.map_err(|error| Error::Unreadable(error.to_string()))?);
    }
    Ok(all)
}

fn counting(whose: &Whose, query: &CreditRequestQuery) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(COUNT);
    filter(&mut text, whose, query);
    text
}

/// All requests of a list in its order, wherever its page begins.
fn ordered(whose: &Whose, query: &CreditRequestQuery) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(match query.sort {
        RequestSort::Customer => IDS_BY_CUSTOMER,
        RequestSort::SentOn => IDS,
    });
    filter(&mut text, whose, query);
    let order = match query.order {
        Order::Ascending => "",
        Order::Descending => " DESC",
    };
    let by = match query.sort {
        RequestSort::SentOn => format!(" ORDER BY r.sent_on{order}, r.id{order}"),
        RequestSort::Customer => format!(" ORDER BY c.sort_key{order}, r.sent_on, r.id"),
    };
    text.push(by);
    text
}

fn filter(text: &mut QueryBuilder<Db>, whose: &Whose, query: &CreditRequestQuery) {
    text.push(" WHERE ");
    of_customers(text, &whose.within, &query.search, "r.customer_id");
    if let Some((decides, caller)) = &whose.to_decide {
        text.push(" AND ");
        of_customers(text, decides, "", "r.customer_id");
        text.push(" AND r.author <> ").push_bind(caller.0);
    }
    if let Some(state) = query.state.state() {
        text.push(" AND r.state = ").push_bind(state);
    }
}

/// What the figures of a customer are made of.
const COUNTED: [(RowKind, (&str, &str)); 3] =
    [(RowKind::CreditLine, LINES), (RowKind::Invoice, RECEIVABLES), (RowKind::Receipt, RECEIPTS)];

statements! {
    COUNT = "SELECT COUNT(*) FROM credit_request r";
    IDS = "SELECT r.id FROM credit_request r";
    IDS_BY_CUSTOMER = "SELECT r.id FROM credit_request r JOIN customer c ON c.id = r.customer_id";
    BY_ID = "SELECT r.id, r.body, c.body FROM credit_request r \
        JOIN customer c ON c.id = r.customer_id WHERE r.id IN " ids;
    LINES = "SELECT version, body FROM credit_line WHERE customer_id IN " ids;
    RECEIVABLES = "SELECT version, body FROM invoice \
        WHERE open_minor <> 0 AND customer_id IN " ids;
    RECEIPTS = "SELECT version, body FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IN " ids;
}

#[cfg(test)]
mod tests;
