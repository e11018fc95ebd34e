//! Chitbook's server: authority, storage and side effects, from one source for two databases.

/// Names the SQL of a slice, at its foot, and has every statement prepared on a real database: a
/// text, or `"… IN " ids " …"`, the head and the tail around a list of ids, in each of its sizes.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:literal $(ids $($tail:literal)?)?;)*) => {
        $(statements! { @ $(#[$doc])* $name = $text $(ids $($tail)?)? })*
        #[cfg(test)]
        mod statements {
            #[tokio::test]
            async fn are_understood_by_the_database() {
                use crate::testing::Texts as _;
                let mut texts = vec![];
                $(texts.extend(super::$name.texts());)*
                crate::testing::prepare(texts).await;
            }
        }
    };
    (@ $(#[$doc:meta])* $name:ident = $text:literal) => {
        $(#[$doc])* const $name: &str = $text;
    };
    (@ $(#[$doc:meta])* $name:ident = $head:literal ids $($tail:literal)?) => {
        $(#[$doc])* const $name: (&str, &str) = ($head, concat!($($tail)?));
    };
}

/// Names the parts of the statements that a slice puts together while it runs, because what is asked
/// decides on their conditions: each in the order of its parts. The tests of the slice run them.
macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $($part:literal),+;)*) => {
        $($(#[$doc])* const $name: [&str; [$($part),+].len()] = [$($part),+];)*
    };
}

mod ageing;
mod attachment;
mod auth;
pub mod clock;
mod credit;
mod customer;
mod dashboard;
mod demo;
#[cfg_attr(feature = "sqlite", path = "dialect_sqlite.rs")]
#[cfg_attr(feature = "postgres", path = "dialect_postgres.rs")]
mod dialect;
mod doctor;
mod document;
mod door;
pub mod error;
mod field_receipt;
mod hand_in;
mod id;
mod import;
mod import_job;
mod judged;
mod list;
mod list_file;
mod open;
mod promise;
mod rate;
mod reconciliation;
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
pub use sync::{BuiltIn, Cut, Rehearsal, Retried, Submitted};
pub use user::drawn_password;
