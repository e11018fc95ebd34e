//! Arrivals: where the content of an attachment has come whole, the attachment says so, to everybody
//! who sees it; whichever of the two came first.

use std::{collections::BTreeSet, sync::Weak, time::Duration};

use shared::{
    attachment::{Arrive, Blob},
    calendar::Instant,
    id::{AttachmentId, CustomerId},
    sync::Act,
};
use sqlx::Row as _;
use tokio::time;

use crate::{
    error::Result,
    server::{Parts, Server},
    sync::BuiltIn,
};

/// How often is looked for what was missed, and for what nothing names any more.
const SWEEP: Duration = Duration::from_hours(1);
/// How long content is kept that no command has named: 60 days. A phone may lie in a drawer.
const UNNAMED_KEPT_MS: i64 = 60 * 24 * 3_600_000;

impl Server {
    /// Says of every attachment that waits for this blob that it has come.
    pub(crate) async fn tell_arrivals(&self, blob: &Blob) -> Result<()> {
        let rows = sqlx::query(AWAITING).bind(blob.as_str()).fetch_all(self.read()).await?;
        for row in rows {
            let (id, customer) = (AttachmentId(row.get(0)), CustomerId(row.get(1)));
            let act = Act::ReportArrival(Arrive { attachment: id });
            let told = self.command_of_row(BuiltIn::Jobs, id.0, Some(customer), act).await?;
            self.submit(BuiltIn::Jobs, vec![told]).await?;
        }
        Ok(())
    }

    /// The same of whatever has come and was not told: the server stopped in between.
    async fn tell_missed_arrivals(&self) -> Result<()> {
        let rows = sqlx::query(MISSED).fetch_all(self.read()).await?;
        let missed: BTreeSet<String> = rows.iter().map(|it| it.get(0)).collect();
        for blob in missed.iter().filter_map(|it| it.parse().ok()) {
            self.tell_arrivals(&blob).await?;
        }
        Ok(())
    }

    /// Says of what commands have just named and what has been here before.
    pub(crate) async fn tell_arrivals_of(&self, named: &[Blob]) {
        for blob in named {
            // The command is taken whatever becomes of this: the sweep says it later.
            if let Err(error) = self.tell_arrivals(blob).await {
                tracing::warn!(%error, "an arrival is told later");
            }
        }
    }

    pub(super) async fn sweep_attachments(&self) -> Result<()> {
        self.tell_missed_arrivals().await?;
        self.forget_unnamed(Instant(self.now().0.saturating_sub(UNNAMED_KEPT_MS))).await
    }
}

/// Tells now and then what was missed, and lets go of what nothing names.
pub fn start_receiving(parts: Weak<Parts>) {
    tokio::spawn(async move {
        while let Some(server) = Server::again(&parts) {
            if let Err(error) = server.sweep_attachments().await {
                tracing::warn!(%error, "attachments are looked after later");
            }
            drop(server);
            time::sleep(SWEEP).await;
        }
    });
}

statements! {
    AWAITING = "SELECT a.id, a.customer_id FROM attachment a JOIN blob b ON b.digest = a.blob \
        WHERE a.blob = $1 AND a.state = 'awaited' AND b.media IS NOT NULL ORDER BY a.id";
    MISSED = "SELECT a.blob FROM attachment a JOIN blob b ON b.digest = a.blob \
        WHERE a.state = 'awaited' AND b.media IS NOT NULL";
}
