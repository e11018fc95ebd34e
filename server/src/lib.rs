//! Chitbook's server: authority, storage and side effects, from one source for two databases.

/// Names the SQL of a slice, at its foot, and has every statement prepared on a real database.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* const $name: &str = $text;)*
        #[cfg(test)]
        mod statements {
            #[tokio::test]
            async fn are_understood_by_the_database() {
                crate::testing::prepare([$(super::$name),*]).await;
            }
        }
    };
}

mod ageing;
mod auth;
pub mod clock;
mod customer;
mod demo;
#[cfg_attr(feature = "sqlite", path = "dialect_sqlite.rs")]
#[cfg_attr(feature = "postgres", path = "dialect_postgres.rs")]
mod dialect;
mod doctor;
mod door;
pub mod error;
mod id;
mod import;
mod promise;
mod server;
mod sync;
mod territory;
#[cfg(test)]
mod testing;
mod typed;
mod user;

pub use clock::Clock;
pub use door::Transport;
pub use error::{Error, Result};
pub use server::Server;
pub use sync::{BuiltIn, Rehearsal, Retried, Submitted};
pub use user::drawn_password;
