//! The server's half of the protocol: commands in, verdicts out, changes to whoever may read them.

mod balances;
mod built_in;
pub mod columns;
mod cut;
mod device_row;
mod differences;
mod grants;
mod group;
mod heads;
mod incoming;
mod leaving;
mod lines;
mod live;
mod load;
pub mod many;
mod numbering;
mod pull;
mod push;
mod record;
mod register;
mod rehearsal;
mod retry;
mod snapshot;
mod sums;
#[cfg(test)]
mod tests;
mod writer;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

pub use balances::start_following_days;
pub use built_in::BuiltIn;
#[cfg(test)]
pub use columns::table;
pub use cut::{Cut, CutOn};
pub use group::{AFTER_THE_OTHERS, Ground, Submitted, zone};
pub use heads::Heads;
pub use incoming::Incoming;
pub use live::start_looking;
pub use register::RegisterCache;
pub use rehearsal::{NewDevice, Rehearsal, answered};
pub use retry::Retried;
pub use snapshot::Snapshots;
pub use sums::Proofs;
pub use writer::{GROUP_MOST, Sent, Writer};

use crate::server::Server;

pub fn routes() -> Router<Server> {
    let push = post(push::push).layer(DefaultBodyLimit::max(push::BYTES_MOST));
    Router::new()
        .route("/sync/push", push)
        .route("/sync/pull", post(pull::pull))
        .route("/sync/snapshot", post(snapshot::manifest))
        .route("/sync/chunk/{digest}", get(snapshot::chunk))
        .route("/sync/live", get(live::live))
}
