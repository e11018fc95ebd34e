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
use shared::{
    id::DeviceId,
    user::{Caller, User},
};

pub use device::who_asks;
pub use password::{Passwords, Use, check as check_password, set as set_password};
pub use rate::Rate;

use crate::{error::Error, server::Server};

/// Whoever is signed in, with the roles and grants of this moment. Every handler takes one.
#[derive(Debug, Clone)]
pub struct Signed {
    pub user: User,
    pub caller: Caller,
    /// The device the session was last used from.
    pub device: Option<DeviceId>,
    /// The session, by the hash of its token.
    token: session::TokenHash,
}

/// Whoever is signed in, also with a password that has to be changed first.
#[derive(Debug, Clone)]
pub struct Entering {
    pub signed: Signed,
    pub must_change: bool,
}

impl FromRequestParts<Server> for Entering {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Entering, Error> {
        let token = session::token_of(&parts.headers).ok_or(Error::SignedOut)?;
        let found = session::find(server, &token).await?;
        let register = server.register_at(found.head_of_all).await?;
        let user = register.users.get(&found.user).filter(|it| !it.has_left());
        let user = user.ok_or(Error::SignedOut)?.clone();
        let device = found.device;
        let signed = Signed { caller: Caller::of(&user), user, device, token };
        Ok(Entering { signed, must_change: found.must_change })
    }
}

impl FromRequestParts<Server> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Signed, Error> {
        let entering = Entering::from_request_parts(parts, server).await?;
        if entering.must_change { Err(Error::PasswordOneTime) } else { Ok(entering.signed) }
    }
}

impl Signed {
    /// # Errors
    /// [`Error::SignedOut`] when the session has ended meanwhile.
    pub async fn still(&self, server: &Server) -> Result<(), Error> {
        session::find(server, &self.token).await.map(drop)
    }

    /// The session is used from this device: it ends with it.
    pub fn comes_from(&self, server: &Server, device: DeviceId) {
        if self.device != Some(device) {
            session::bind(server, self.token, device);
        }
    }
}

pub fn routes() -> Router<Server> {
    Router::new()
        .route("/session", get(session::read).post(session::sign_in).delete(session::sign_out))
        .route("/session/password", put(session::change_password))
        .route("/sessions", delete(session::sign_out_elsewhere))
        .route("/device", post(device::register))
        .route("/device/{id}/wiped", post(device::wiped))
        .route("/devices", get(device::list))
        .route("/device/{id}", delete(device::revoke))
}

#[cfg(test)]
mod tests;
