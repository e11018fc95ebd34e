//! Field receipts at the desk: which slips were written, what waits in whose hand, and what is missing.

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Day,
    customer::Customer,
    dossier::Register,
    field_receipt::{
        FieldReceipt, FieldReceiptLine, Slip,
        slip::{SeriesGaps, gaps},
    },
    hand_in::RepInHand,
    id::{CompanyId, UserId},
    money::{Currency, Money},
    page::{FieldReceiptListing, FieldReceiptQuery, Listing, SlipState},
    user::{Caller, Reach},
};
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use crate::{
    auth::Signed,
    customer::{reach::Within, search},
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    list::{cut, in_order, like, of_customers},
    server::Server,
};

pub(crate) fn routes() -> Router<Server> {
    Router::new()
        .route("/field_receipts", get(all))
        .route("/cash_in_hand", get(in_hand))
        .route("/slip_gaps", get(missing))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<FieldReceiptQuery>,
) -> Result<Json<FieldReceiptListing>> {
    server.field_receipts(&signed.caller, &query).await.map(Json)
}

async fn in_hand(State(server): State<Server>, signed: Signed) -> Result<Json<Vec<RepInHand>>> {
    server.cash_in_hand(&signed.caller).await.map(Json)
}

async fn missing(State(server): State<Server>, signed: Signed) -> Result<Json<Vec<SeriesGaps>>> {
    server.slip_gaps(&signed.caller).await.map(Json)
}

impl Server {
    /// A page of the slips of customers the caller may see, and of the caller's own wherever the
    /// customer has gone since.
    pub async fn field_receipts(
        &self,
        caller: &Caller,
        query: &FieldReceiptQuery,
    ) -> Result<FieldReceiptListing> {
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let mut count = QueryBuilder::new(COUNT);
        filter(&mut count, &within, caller, query);
        let total = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut rows = vec![];
        let mut text = paging(&within, caller, query);
        let ids: Vec<Uuid> = text.build_query_scalar().fetch_all(&mut *tx).await?;
        for row in in_order(&mut tx, &ids, BY_ID).await? {
            let field_receipt: FieldReceipt = serde_json::from_str(row.get(1))?;
            let customer: Customer = serde_json::from_str(row.get(2))?;
            rows.push(line(field_receipt, customer, &register));
        }
        Ok(Listing { rows, total, today })
    }

    /// What every rep has to hand in, the longest carried first: of all reps for whoever reads every
    /// customer, of those who carry money of a manager's customers for that manager, else the
    /// caller's own. What somebody carries is told whole: a cap is of all of it.
    pub async fn cash_in_hand(&self, caller: &Caller) -> Result<Vec<RepInHand>> {
        let today = self.today().await?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let [sums, grouped] = IN_HAND;
        let mut text = QueryBuilder::new(sums);
        of_watched(&mut text, caller, today)?;
        text.push(grouped);
        let mut all = vec![];
        for row in text.build().fetch_all(&mut *tx).await? {
            let (rep, company) = (UserId(row.get(0)), CompanyId(row.get(1)));
            let currency = Currency::parse(row.get(2)).map_err(unreadable)?;
            let money = |minor| Money::try_new(minor, currency).map_err(unreadable);
            let oldest: String = row.get(6);
            all.push(RepInHand {
                rep,
                rep_name: register.user_name(rep),
                company,
                company_name: register.company_name(company),
                amount: money(row.get(3))?,
                cash: money(row.get(4))?,
                slips: row.get(5),
                oldest: oldest.parse().map_err(unreadable)?,
            });
        }
        Ok(all)
    }

    /// The series of slips in which a number is missing or stands twice; those of all reps, or the
    /// caller's own.
    pub async fn slip_gaps(&self, caller: &Caller) -> Result<Vec<SeriesGaps>> {
        let today = self.today().await?;
        let mut tx = self.snapshot().await?;
        let [series, grouped] = INCOMPLETE;
        let mut text = QueryBuilder::new(series);
        of_own(&mut text, "author", caller, today);
        text.push(grouped);
        let mut slips: Vec<(UserId, Slip)> = vec![];
        for found in text.build().fetch_all(&mut *tx).await? {
            let number = u32::try_from(found.get::<i64, _>(2)).map_err(unreadable)?;
            slips.push((UserId(found.get(0)), Slip { series: found.get(1), number }));
        }
        Ok(gaps(slips.iter().map(|(author, slip)| (*author, slip))))
    }
}

fn line(field_receipt: FieldReceipt, customer: Customer, register: &Register) -> FieldReceiptLine {
    FieldReceiptLine {
        author_name: register.user_name(field_receipt.author),
        customer_code: customer.code,
        customer_name: customer.name,
        field_receipt,
    }
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

/// Everybody's for whoever reads every customer, else one's own, by the column that says whose.
pub(crate) fn of_own(text: &mut QueryBuilder<Db>, column: &str, caller: &Caller, today: Day) {
    match caller.reach(today) {
        Reach::Everything => drop(text.push("1 = 1")),
        Reach::Territories(_) => drop(text.push(column).push(" = ").push_bind(caller.user.0)),
    }
}

fn of_watched(text: &mut QueryBuilder<Db>, caller: &Caller, today: Day) -> Result<()> {
    if !caller.watches_cash() {
        of_own(text, "author", caller, today);
        return Ok(());
    }
    let within = Within::of(caller, today, "")?;
    let [own, or_of, end] = WATCHED;
    text.push(own).push_bind(caller.user.0).push(or_of);
    of_customers(text, &within, "", "customer_id");
    text.push(end);
    Ok(())
}

fn paging(within: &Within, caller: &Caller, query: &FieldReceiptQuery) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(IDS);
    filter(&mut text, within, caller, query);
    text.push(match query.state {
        SlipState::Waiting | SlipState::InHand => " ORDER BY f.taken_on, f.id",
        SlipState::All | SlipState::HandedIn | SlipState::Cancelled => {
            " ORDER BY f.taken_on DESC, f.id DESC"
        }
    });
    cut(&mut text, query.limit, query.offset);
    text
}

fn filter(
    text: &mut QueryBuilder<Db>,
    within: &Within,
    caller: &Caller,
    query: &FieldReceiptQuery,
) {
    text.push(" WHERE (");
    of_customers(text, within, "", "f.customer_id");
    if query.territory.is_empty() {
        text.push(" OR f.author = ").push_bind(caller.user.0);
    }
    text.push(")");
    text.push(match query.state {
        SlipState::All => "",
        SlipState::Waiting => " AND f.state IN ('in_hand', 'on_account')",
        SlipState::InHand => " AND f.state = 'in_hand'",
        SlipState::HandedIn => " AND f.state = 'handed_in'",
        SlipState::Cancelled => " AND f.state = 'cancelled'",
    });
    if let Some(rep) = query.rep {
        text.push(" AND f.author = ").push_bind(rep.0);
    }
    for word in search::typed(&query.search).split_whitespace() {
        text.push(" AND (");
        of_customers(text, &Within::All, word, "f.customer_id");
        text.push(" OR f.slip LIKE ").push_bind(like(word)).push(" ESCAPE '!')");
    }
}

statements! {
    COUNT = "SELECT COUNT(*) FROM field_receipt f";
    IDS = "SELECT f.id FROM field_receipt f";
    BY_ID = "SELECT f.id, f.body, c.body FROM field_receipt f \
        JOIN customer c ON c.id = f.customer_id WHERE f.id IN " ids;
}

parts! {
    /// Between them whose.
    IN_HAND =
        "SELECT author, company_id, currency, CAST(SUM(amount_minor) AS BIGINT), \
        CAST(SUM(CASE WHEN method = 'cash' THEN amount_minor ELSE 0 END) AS BIGINT), \
        COUNT(*), MIN(taken_on) FROM field_receipt WHERE state = 'in_hand' AND ",
        " GROUP BY author, company_id, currency \
        ORDER BY MIN(taken_on), author, company_id, currency";
    /// Between them who asks, and which customers.
    WATCHED =
        "(author = ",
        " OR author IN (SELECT author FROM field_receipt WHERE state = 'in_hand' AND ",
        "))";
    /// Between them whose.
    INCOMPLETE =
        "SELECT author, slip_series, slip_number FROM field_receipt \
        WHERE (author, slip_series) IN (SELECT author, slip_series FROM field_receipt WHERE ",
        " GROUP BY author, slip_series HAVING COUNT(*) <> MAX(slip_number) \
        OR COUNT(DISTINCT slip_number) <> MAX(slip_number)) \
        ORDER BY author, slip_series, slip_number";
}

#[cfg(test)]
pub(crate) mod tests;
