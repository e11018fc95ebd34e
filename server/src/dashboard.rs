//! The dashboard: the sums of the desk's reports in one answer, of the customers the caller may see.

mod sums;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    dashboard::{self, BankAge, Dashboard, Outlook, PromisedOn, Sums, Waiting},
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
        let promises = promised(&mut tx, &within).await?;
        let promises = dashboard::promised(&promises, today).map_err(unreadable)?;
        Ok(Dashboard {
            today,
            owed: dashboard::owed(&sums, today).map_err(unreadable)?,
            open_promises: promises.open,
            due_today: promises.due_today,
            due_this_week: promises.due_this_week,
            awaiting_data: promises.awaiting_data,
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

/// Promises without an outcome, by day: one reading for every line of the page.
async fn promised(tx: &mut Connection, within: &Within) -> Result<Vec<PromisedOn>> {
    let [open, awaiting, of, end] = PROMISED;
    let mut text = QueryBuilder::new(open);
    text.push_bind(Outlook::Open.filter().standing()).push(awaiting);
    text.push_bind(Outlook::AwaitingData.filter().standing()).push(of);
    within.condition(&mut text, "c.territory_id");
    text.push(end);
    text.build().fetch_all(tx).await?.iter().map(promised_on).collect()
}

fn promised_on(row: &<Db as sqlx::Database>::Row) -> Result<PromisedOn> {
    let standing: &str = row.get(0);
    let outlook = Outlook::EVERY.into_iter().find(|it| it.filter().standing() == Some(standing));
    let currency = Currency::parse(row.get(2)).map_err(unreadable)?;
    Ok(PromisedOn {
        outlook: outlook.ok_or_else(|| unreadable(standing))?,
        due_on: row.get::<&str, _>(1).parse().map_err(unreadable)?,
        amount: Money::try_new(row.get(3), currency).map_err(unreadable)?,
        count: row.get(4),
    })
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
    /// Between them the two standings without an outcome, and which customers.
    PROMISED =
        "SELECT s.standing, s.due_on, s.currency, CAST(SUM(s.amount_minor) AS BIGINT), COUNT(*) \
        FROM promise_standing s JOIN customer c ON c.id = s.customer_id WHERE s.standing IN (",
        ", ",
        ") AND ",
        " GROUP BY s.standing, s.due_on, s.currency";
    /// Between them which customers.
    WAITING =
        "SELECT COUNT(*), MIN(r.sent_on) FROM credit_request r \
        JOIN customer c ON c.id = r.customer_id WHERE r.state = 'waiting' AND ",
        "";
}

#[cfg(test)]
mod tests;
