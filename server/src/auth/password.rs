//! Passwords: hashed with Argon2id, a few at a time, so that signing in cannot eat the memory.

use std::sync::{Arc, OnceLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use shared::id::UserId;
use tokio::sync::Semaphore;

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

/// Sets a user's password and ends the user's sessions.
pub async fn set(server: &Server, user: UserId, password: String) -> Result<()> {
    check(&password)?;
    let hash = server.passwords().hash(password).await?;
    let mut tx = crate::dialect::begin(server.write()).await?;
    sqlx::query(SET).bind(user.0).bind(hash).execute(&mut *tx).await?;
    sqlx::query(END_SESSIONS).bind(user.0).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Whether this is the user's password.
pub async fn is_right(server: &Server, user: UserId, password: String) -> Result<bool> {
    let hash: Option<String> =
        sqlx::query_scalar(READ).bind(user.0).fetch_optional(server.read()).await?;
    server.passwords().verify(password, hash).await
}

statements! {
    READ = "SELECT hash FROM credential WHERE user_id = $1";
    SET = "INSERT INTO credential (user_id, hash) VALUES ($1, $2) \
        ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash";
    END_SESSIONS = "DELETE FROM session WHERE user_id = $1";
}
