//! The server's half of the protocol: commands in, verdicts out, changes to whoever may read them.

mod built_in;
pub mod columns;
mod device_row;
mod group;
mod heads;
mod incoming;
mod load;
pub mod many;
mod numbering;
mod record;
mod register;
mod rehearsal;
mod writer;

use axum::Router;

pub use built_in::BuiltIn;
pub use group::{Ground, Submitted, zone};
pub use heads::Heads;
pub use incoming::Incoming;
pub use register::RegisterCache;
pub use rehearsal::{Rehearsal, answered};
pub use writer::{GROUP_MOST, Sent, Writer};

pub fn routes() -> Router<crate::server::Server> {
    Router::new()
}
