//! Users at the desk, by login.

use axum::{Json, Router, extract::State, routing::get};
use shared::user::{Caller, User};

use crate::{auth::Signed, error::Result, server::Server};

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/users", get(all))
}

async fn all(State(server): State<Server>, signed: Signed) -> Result<Json<Vec<User>>> {
    server.users(&signed.caller).await.map(Json)
}

impl Server {
    /// Every user. Everybody may see them: their names stand beside what they recorded, and every
    /// device holds them.
    pub async fn users(&self, _: &Caller) -> Result<Vec<User>> {
        let mut users: Vec<User> = self.register().await?.users.values().cloned().collect();
        users.sort_by(|a, b| a.login.cmp(&b.login));
        Ok(users)
    }
}
