//! Passwords: hashed with Argon2id, a few at a time, so that signing in cannot eat the memory.

use std::sync::{Arc, OnceLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use shared::id::UserId;
use tokio::sync::Semaphore;

use super::session::TokenHash;
use crate::{
    error::{Error, Result},
    server::Server,
};

/// The shortest password that is taken, in characters.
pub const LEAST: usize = 8;

/// Each hash takes 19 MiB and a good part of a core for a moment.
const AT_ONCE: usize = 2;

#[derive(Debug)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Passwords {
        Passwords(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Passwords {
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let permit = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Error::Unavailable)?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| Error::Unavailable)
    }

    async fn hash(&self, password: String) -> Result<String> {
        let hashed = self.run(move || hashed(&password)).await?;
        hashed.ok_or(Error::Unavailable)
    }

    /// Takes as long for a user without a password, or for none, as for one with.
    async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let verified = self.run(move || {
            let hash = hash.unwrap_or_else(|| nobodys().to_owned());
            PasswordHash::new(&hash)
                .is_ok_and(|it| Argon2::default().verify_password(password.as_bytes(), &it).is_ok())
        });
        Ok(verified.await? && known)
    }
}

fn hashed(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|it| it.to_string())
}

fn nobodys() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hashed("nobody").unwrap_or_default())
}

/// # Errors
/// [`Error::PasswordTooShort`].
pub fn check(password: &str) -> Result<()> {
    if password.chars().count() < LEAST {
        return Err(Error::PasswordTooShort { least: LEAST });
    }
    Ok(())
}

/// For how long a password is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Lasting,
    /// Somebody else drew it: it opens the door to choosing another, and nothing behind it.
    OneTime,
}

/// Sets a user's password and ends the user's sessions, but for the one that may stay.
pub async fn set(
    server: &Server,
    user: UserId,
    password: String,
    good_for: Use,
    keep: Option<TokenHash>,
) -> Result<()> {
    check(&password)?;
    let hash = server.passwords().hash(password).await?;
    let one_time = i64::from(good_for == Use::OneTime);
    // No token has an empty hash.
    let keep = keep.map_or_else(Vec::new, |it| it.to_vec());
    let mut tx = crate::dialect::begin(server.write()).await?;
    sqlx::query(SET).bind(user.0).bind(hash).bind(one_time).execute(&mut *tx).await?;
    sqlx::query(END_SESSIONS).bind(user.0).bind(keep).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Whether the user's password is one that has to be changed first.
pub async fn must_change(server: &Server, user: UserId) -> Result<bool> {
    let one_time: Option<i64> =
        sqlx::query_scalar(ONE_TIME).bind(user.0).fetch_optional(server.read()).await?;
    Ok(one_time.is_some_and(|it| it != 0))
}

/// Whether this is the user's password.
pub async fn is_right(server: &Server, user: UserId, password: String) -> Result<bool> {
    let hash: Option<String> =
        sqlx::query_scalar(READ).bind(user.0).fetch_optional(server.read()).await?;
    server.passwords().verify(password, hash).await
}

statements! {
    READ = "SELECT hash FROM credential WHERE user_id = $1";
    ONE_TIME = "SELECT one_time FROM credential WHERE user_id = $1";
    SET = "INSERT INTO credential (user_id, hash, one_time) VALUES ($1, $2, $3) \
        ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, one_time = excluded.one_time";
    END_SESSIONS = "DELETE FROM session WHERE user_id = $1 AND token_hash <> $2";
}
