//! Territories 片区 at the desk: who works them, and how many customers are in each.

use std::collections::HashMap;

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    id::TerritoryId,
    page::TerritoryLine,
    user::{Caller, User},
};
use sqlx::{QueryBuilder, Row as _};

use crate::{auth::Signed, customer::reach::Within, error::Result, server::Server};

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/territories", get(all))
}

async fn all(State(server): State<Server>, signed: Signed) -> Result<Json<Vec<TerritoryLine>>> {
    server.territories(&signed.caller).await.map(Json)
}

impl Server {
    /// The territories the caller may see, by code, and the customers of none at the end.
    pub async fn territories(&self, caller: &Caller) -> Result<Vec<TerritoryLine>> {
        let today = self.today().await?;
        let reach = caller.reach(today);
        let within = Within::of(caller, today, "")?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let [count, grouped] = CUSTOMERS;
        let mut text = QueryBuilder::new(count);
        within.condition(&mut text, "territory_id");
        text.push(grouped);
        let mut customers: HashMap<Option<TerritoryId>, i64> = HashMap::new();
        for row in text.build().fetch_all(&mut *tx).await? {
            let territory: Option<uuid::Uuid> = row.get(0);
            customers.insert(territory.map(TerritoryId), row.get(1));
        }
        let users_of = |territory: TerritoryId| {
            let works = |it: &&User| it.works_on(territory, today);
            let mut users: Vec<User> = register.users.values().filter(works).cloned().collect();
            users.sort_by(|a, b| a.login.cmp(&b.login));
            users
        };
        let mut territories: Vec<_> = register.territories.values().collect();
        territories.sort_by(|a, b| a.code.cmp(&b.code));
        let mut lines: Vec<TerritoryLine> = territories
            .into_iter()
            .filter(|it| reach.covers(Some(it.id)))
            .map(|it| TerritoryLine {
                territory: Some(it.clone()),
                customers: customers.get(&Some(it.id)).copied().unwrap_or(0),
                users: users_of(it.id),
            })
            .collect();
        if reach.covers(None) {
            let customers = customers.get(&None).copied().unwrap_or(0);
            lines.push(TerritoryLine { territory: None, customers, users: vec![] });
        }
        Ok(lines)
    }
}

parts! {
    /// Between them which customers are meant.
    CUSTOMERS = "SELECT territory_id, COUNT(*) FROM customer WHERE ", " GROUP BY territory_id";
}
