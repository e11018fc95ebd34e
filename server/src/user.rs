//! Users at the desk, by login.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use shared::{
    id::UserId,
    sync::OneTimePassword,
    user::{Caller, User},
};

use crate::{
    auth::{Signed, Use, set_password},
    door::Named,
    error::{Error, Result},
    server::Server,
};

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/users", get(all)).route("/user/{id}/password", post(draw_password))
}

async fn all(State(server): State<Server>, signed: Signed) -> Result<Json<Vec<User>>> {
    server.users(&signed.caller).await.map(Json)
}

/// `POST /api/user/{id}/password`: a password good for one sign-in, drawn here and shown once. The
/// administrator's own is changed by the administrator, who knows it.
async fn draw_password(
    State(server): State<Server>,
    signed: Signed,
    Named(user): Named<UserId>,
) -> Result<Json<OneTimePassword>> {
    if !signed.caller.may_administer() || signed.user.id == user {
        return Err(Error::Forbidden);
    }
    let register = server.register().await?;
    let known = register.users.get(&user).ok_or(Error::NotFound)?;
    if known.has_left() {
        return Err(Error::UserEnded);
    }
    let password = drawn_password().ok_or(Error::Unavailable)?;
    set_password(&server, user, password.clone(), Use::OneTime, None).await?;
    Ok(Json(OneTimePassword { password }))
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

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password for a new user: four groups of four, some 80 bits, easy to read out.
#[must_use]
pub fn drawn_password() -> Option<String> {
    let mut drawn = [0_u8; 16];
    getrandom::fill(&mut drawn).ok()?;
    let mut password = String::new();
    for (at, byte) in drawn.iter().enumerate() {
        if 0 < at && at % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Some(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_passwords_differ_and_are_long_enough() {
        let (one, other) = (drawn_password().unwrap(), drawn_password().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
        assert!(one.chars().all(|c| c == '-' || LETTERS.contains(&(c as u8))));
    }
}
