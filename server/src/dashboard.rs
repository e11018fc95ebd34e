//! The dashboard: the sums of the desk's reports in one answer, of the customers the caller may see.

use std::collections::BTreeMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    ageing::OpenOn,
    calendar::{Day, Days},
    dashboard::{self, BankAge, Dashboard, Promised, Sums, Waiting},
    dossier::Register,
    id::TerritoryId,
    money::{Currency, Money},
    user::Caller,
};
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    error::{Error, Result},
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/dashboard", get(all))
}

async fn all(State(server): State<Server>, signed: Signed) -> Result<Json<Dashboard>> {
    server.dashboard(&signed.caller).await.map(Json)
}

impl Server {
    /// What is owed, promised and waiting today.
    pub async fn dashboard(&self, caller: &Caller) -> Result<Dashboard> {
        let today = self.today().await?;
        let within = Within::of(caller, today, "")?;
        self.judge_promises().await?;
        let carried = self.cash_in_hand(caller).await?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let sums = sums(&mut tx, &within, today).await?;
        let policy = register.policy_on(today);
        let [now, tomorrow, sunday] =
            [today, today.plus(Days(1)), dashboard::week_end(today)].map(|it| it.to_string());
        Ok(Dashboard {
            today,
            owed: dashboard::owed(&sums, today).map_err(unreadable)?,
            due_today: promised(&mut tx, &within, "open", [&now, &now]).await?,
            due_this_week: promised(&mut tx, &within, "open", [&tomorrow, &sunday]).await?,
            awaiting_data: promised(&mut tx, &within, "awaiting_data", EVER).await?,
            approvals: waiting(&mut tx, &within).await?,
            cash: dashboard::to_hand_in(carried, today, &policy.field_receipt),
            banks: banks(&register),
        })
    }
}

/// How far the bank data of each company reach, the least first.
fn banks(register: &Register) -> Vec<BankAge> {
    let age = |company: &shared::company::Company| BankAge {
        company: company.id,
        name: company.name.clone(),
        reaches: register.horizons.get(&company.id).map(|it| it.reaches),
    };
    let mut all: Vec<BankAge> = register.companies.values().map(age).collect();
    all.sort_by(|a, b| (a.reaches, &a.name).cmp(&(b.reaches, &b.name)));
    all
}

type Owed = BTreeMap<(Currency, Option<TerritoryId>), Sums>;

/// What is open by territory and due day, and what is unapplied. The documents say what is open when
/// every allocation has come into effect; those of later days are counted back.
async fn sums(tx: &mut Connection, within: &Within, today: Day) -> Result<Vec<Sums>> {
    let mut all = Owed::new();
    let today = today.to_string();
    let mut text = QueryBuilder::new(OPEN[0]);
    text.push_bind(today.clone()).push(OPEN[1]);
    within.condition(&mut text, "c.territory_id");
    text.push(OPEN[2]);
    for row in text.build().fetch_all(&mut *tx).await? {
        add_open(&mut all, &row, row.get(3))?;
    }
    let mut text = QueryBuilder::new(LATER_OPEN[0]);
    text.push_bind(today.clone()).push(LATER_OPEN[1]).push_bind(today.clone());
    text.push(LATER_OPEN[2]);
    within.condition(&mut text, "c.territory_id");
    text.push(LATER_OPEN[3]);
    for row in text.build().fetch_all(&mut *tx).await? {
        // A document that looks settled is none of those counted above.
        add_open(&mut all, &row, row.get(3))?;
    }
    let mut text = QueryBuilder::new(UNAPPLIED[0]);
    within.condition(&mut text, "c.territory_id");
    text.push(UNAPPLIED[1]);
    for row in text.build().fetch_all(&mut *tx).await? {
        add_unapplied(&mut all, &row)?;
    }
    let mut text = QueryBuilder::new(LATER_UNAPPLIED[0]);
    text.push_bind(today).push(LATER_UNAPPLIED[1]);
    within.condition(&mut text, "c.territory_id");
    text.push(LATER_UNAPPLIED[2]);
    for row in text.build().fetch_all(&mut *tx).await? {
        add_unapplied(&mut all, &row)?;
    }
    Ok(all.into_values().collect())
}

fn of<'a>(all: &'a mut Owed, row: &<Db as sqlx::Database>::Row) -> Result<&'a mut Sums> {
    let territory = row.get::<Option<Uuid>, _>(0).map(TerritoryId);
    let currency = Currency::parse(row.get(1)).map_err(unreadable)?;
    let new = || Sums { territory, currency, open: vec![], unapplied: Money::nil(currency) };
    Ok(all.entry((currency, territory)).or_insert_with(new))
}

fn add_open(all: &mut Owed, row: &<Db as sqlx::Database>::Row, due_on: &str) -> Result<()> {
    let base_day = due_on.parse().map_err(unreadable)?;
    let sums = of(all, row)?;
    let open = Money::try_new(row.get(2), sums.currency).map_err(unreadable)?;
    let count = u64::try_from(row.get::<i64, _>(4)).unwrap_or(0);
    sums.open.push(OpenOn { base_day, count, open });
    Ok(())
}

fn add_unapplied(all: &mut Owed, row: &<Db as sqlx::Database>::Row) -> Result<()> {
    let sums = of(all, row)?;
    let more = Money::try_new(row.get(2), sums.currency).map_err(unreadable)?;
    sums.unapplied = sums.unapplied.checked_add(more).map_err(unreadable)?;
    Ok(())
}

/// Before and after every day there is, as days are written.
const EVER: [&str; 2] = ["0000", "9999"];

/// Promises of one standing that are due on these days.
async fn promised(
    tx: &mut Connection,
    within: &Within,
    standing: &'static str,
    [from, until]: [&str; 2],
) -> Result<Promised> {
    let mut text = QueryBuilder::new(PROMISED[0]);
    text.push_bind(standing).push(PROMISED[1]).push_bind(from.to_owned());
    text.push(PROMISED[2]).push_bind(until.to_owned()).push(PROMISED[3]);
    within.condition(&mut text, "c.territory_id");
    text.push(PROMISED[4]);
    let mut all = Promised::default();
    for row in text.build().fetch_all(tx).await? {
        let currency = Currency::parse(row.get(0)).map_err(unreadable)?;
        let amount = Money::try_new(row.get(1), currency).map_err(unreadable)?;
        all.amounts.add(amount).map_err(unreadable)?;
        all.count += row.get::<i64, _>(2);
    }
    Ok(all)
}

async fn waiting(tx: &mut Connection, within: &Within) -> Result<Waiting> {
    let [select, end] = WAITING;
    let mut text = QueryBuilder::new(select);
    within.condition(&mut text, "c.territory_id");
    text.push(end);
    let row = text.build().fetch_one(tx).await?;
    let oldest: Option<String> = row.get(1);
    let oldest = oldest.map(|it| it.parse().map_err(unreadable)).transpose()?;
    Ok(Waiting { count: row.get(0), oldest })
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

parts! {
    /// Between them the day, and which customers.
    OPEN =
        "SELECT c.territory_id, i.currency, CAST(SUM(i.minor) AS BIGINT), i.due_on, \
        CAST(SUM(i.documents) AS BIGINT) FROM (\
        SELECT customer_id, currency, due_on, CAST(SUM(open_minor) AS BIGINT) AS minor, \
        COUNT(*) AS documents FROM invoice WHERE open_minor <> 0 AND posted_on <= ",
        " GROUP BY customer_id, currency, due_on) i JOIN customer c ON c.id = i.customer_id WHERE ",
        " GROUP BY c.territory_id, i.currency, i.due_on";
    /// Between them twice the day, and which customers. A document without anything open is counted
    /// among those that have.
    LATER_OPEN =
        "SELECT c.territory_id, i.currency, CAST(SUM(a.minor) AS BIGINT), i.due_on, \
        CAST(SUM(CASE WHEN i.open_minor = 0 THEN 1 ELSE 0 END) AS BIGINT) FROM (\
        SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM allocation \
        WHERE ",
        " < effective_on GROUP BY invoice_id) a JOIN invoice i ON i.id = a.invoice_id \
        JOIN customer c ON c.id = i.customer_id WHERE i.posted_on <= ",
        " AND ",
        " GROUP BY c.territory_id, i.currency, i.due_on";
    /// Between them which customers.
    UNAPPLIED =
        "SELECT c.territory_id, r.currency, CAST(SUM(r.unapplied_minor) AS BIGINT) \
        FROM receipt r JOIN customer c ON c.id = r.customer_id \
        WHERE r.unapplied_minor <> 0 AND ",
        " GROUP BY c.territory_id, r.currency";
    /// Between them the day, and which customers.
    LATER_UNAPPLIED =
        "SELECT c.territory_id, a.currency, CAST(SUM(a.amount_minor) AS BIGINT) \
        FROM allocation a JOIN customer c ON c.id = a.customer_id WHERE ",
        " < a.effective_on AND ",
        " GROUP BY c.territory_id, a.currency";
    /// Between them the standing, the first and the last due day, and which customers.
    PROMISED =
        "SELECT s.currency, CAST(SUM(s.amount_minor) AS BIGINT), COUNT(*) \
        FROM promise_standing s JOIN customer c ON c.id = s.customer_id WHERE s.standing = ",
        " AND ",
        " <= s.due_on AND s.due_on <= ",
        " AND ",
        " GROUP BY s.currency";
    /// Between them which customers.
    WAITING =
        "SELECT COUNT(*), MIN(r.sent_on) FROM credit_request r \
        JOIN customer c ON c.id = r.customer_id WHERE r.state = 'waiting' AND ",
        "";
}

#[cfg(test)]
mod tests;
