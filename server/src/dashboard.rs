//! The dashboard: the sums of the desk's reports in one answer, of the customers the caller may see.

mod sums;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Days,
    dashboard::{self, BankAge, Dashboard, Promised, Sums, Waiting},
    dossier::Register,
    money::{Currency, Money},
    user::Caller,
};
use sqlx::{QueryBuilder, Row as _};

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    error::{Error, Result},
    server::Server,
};

pub(crate) use sums::OwedSums;

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
        self.judge_if_free().await;
        let carried = self.cash_in_hand(caller).await?;
        let turn = self.owed_sums().turn().await;
        let mut tx = self.snapshot().await?;
        let sums = turn.sums(&mut tx, today).await?;
        let register = self.registers().read(&mut tx).await?.register;
        let sums: Vec<Sums> =
            sums.iter().filter(|it| within.covers(it.territory)).cloned().collect();
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
