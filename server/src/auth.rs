//! Who asks: sessions behind a cookie, passwords, and the devices of a user.

mod device;
mod password;
mod rate;
mod session;

use axum::{
    Router,
    extract::FromRequestParts,
    http::request::Parts,
    routing::{delete, get, post, put},
};
use shared::user::{Caller, User};

pub use password::{Passwords, check as check_password, set as set_password};
pub use rate::Rate;

use crate::{error::Error, server::Server};

/// Whoever is signed in, with the roles and grants of this moment. Every handler takes one.
#[derive(Debug, Clone)]
pub struct Signed {
    pub user: User,
    pub caller: Caller,
    /// The session, by the hash of its token.
    token: session::TokenHash,
}

impl FromRequestParts<Server> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Signed, Error> {
        let token = session::token_of(&parts.headers).ok_or(Error::SignedOut)?;
        let user = session::user_of(server, &token).await?;
        let register = server.register().await?;
        let user = register.users.get(&user).ok_or(Error::SignedOut)?.clone();
        Ok(Signed { caller: Caller::of(&user), user, token })
    }
}

impl Signed {
    /// # Errors
    /// [`Error::SignedOut`] when the session has ended meanwhile.
    pub async fn still(&self, server: &Server) -> Result<(), Error> {
        session::user_of(server, &self.token).await.map(drop)
    }
}

pub fn routes() -> Router<Server> {
    Router::new()
        .route("/session", get(session::read).post(session::sign_in).delete(session::sign_out))
        .route("/session/password", put(session::change_password))
        .route("/device", post(device::register))
        .route("/devices", get(device::list))
        .route("/device/{id}", delete(device::revoke))
}

#[cfg(test)]
mod tests;
