//! Who has left: with the user end the sessions and devices, in the transaction of the command.

use shared::{calendar::Instant, row::Row, sync::apply::Outcome};

use crate::{dialect::Db, error::Result};

type Connection = <Db as sqlx::Database>::Connection;

/// Ends what belongs to users who end in this group.
pub async fn users(tx: &mut Connection, outcome: &Outcome, now: Instant) -> Result<()> {
    for stored in &outcome.rows {
        let Row::User(user) = &stored.row else { continue };
        if user.has_left() {
            sqlx::query(DEVICES).bind(now.0).bind(user.id.0).execute(&mut *tx).await?;
            sqlx::query(SESSIONS).bind(user.id.0).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

statements! {
    DEVICES = "UPDATE device SET revoked_at = $1 WHERE user_id = $2 AND revoked_at IS NULL";
    SESSIONS = "DELETE FROM session WHERE user_id = $1";
}
