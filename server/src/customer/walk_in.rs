//! Seeing to it that the walk-in account is there: with the books of a new installation, and in those that
//! were opened before it came.

use std::{sync::Weak, time::Duration};

use shared::{
    customer::{OpenWalkIn, WALK_IN},
    id::CustomerId,
    sync::Act,
};
use tokio::time;

use super::search::named;
use crate::{
    error::Result,
    server::{Parts, Server},
    sync::BuiltIn,
};

/// How often is looked whether there are books by now: the first file may open them at any time.
const LOOK: Duration = Duration::from_mins(1);
/// As it stands with the account's credit, in the language of the books.
const REASON: &str = "散客只做现款现货";

impl Server {
    /// Opens the account where there are books and it is not there; whether it is there now.
    ///
    /// # Errors
    /// The database cannot be asked, or does not take it.
    pub async fn open_walk_in(&self) -> Result<bool> {
        if self.register().await?.companies.is_empty() {
            return Ok(false);
        }
        let customer = CustomerId::walk_in();
        let stands = async || -> Result<bool> {
            let there: Option<i32> =
                sqlx::query_scalar(STANDS).bind(customer.0).fetch_optional(self.read()).await?;
            Ok(there.is_some())
        };
        if !stands().await? {
            let (named, reason) = (named(WALK_IN, WALK_IN), REASON.to_owned());
            let act = Act::OpenWalkIn(OpenWalkIn { named, reason });
            let command =
                self.command_of_row(BuiltIn::Jobs, customer.0, Some(customer), act).await?;
            self.submit(BuiltIn::Jobs, vec![command]).await?;
        }
        stands().await
    }
}

/// Looks until the account is there, and no longer: nothing takes it away.
pub fn start_opening_walk_in(parts: Weak<Parts>) {
    tokio::spawn(async move {
        while let Some(server) = Server::again(&parts) {
            match server.open_walk_in().await {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "the walk-in account is opened later"),
            }
            drop(server);
            time::sleep(LOOK).await;
        }
    });
}

statements! {
    STANDS = "SELECT 1 FROM customer c JOIN credit_line l ON l.customer_id = c.id \
        WHERE c.id = $1 AND l.standing = 'cash_only'";
}
