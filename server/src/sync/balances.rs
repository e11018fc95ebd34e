//! Balances: what each customer owes by currency, kept beside the rows it is made from, because
//! lists of 20,000 customers are sorted by it all day.

use shared::{row::RowKind, sync::apply::Outcome};
use uuid::Uuid;

use super::many::{fixed, over_ids};
use crate::{dialect::Db, error::Result};

type Connection = <Db as sqlx::Database>::Connection;

/// Makes the balances of all customers anew whose documents or money were written.
pub async fn keep(tx: &mut Connection, outcome: &Outcome) -> Result<()> {
    let moved = |kind| matches!(kind, RowKind::Invoice | RowKind::Receipt);
    let rows = outcome.rows.iter().filter(|it| moved(it.row.kind()));
    let mut customers: Vec<Uuid> = rows.filter_map(|it| it.row.customer()).map(|it| it.0).collect();
    customers.sort_unstable();
    customers.dedup();
    for piece in fixed(&customers) {
        for (head, tail) in [CLEARED, OPEN, LESS_UNAPPLIED] {
            over_ids(head, piece, tail).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

statements! {
    CLEARED = "DELETE FROM customer_balance WHERE customer_id IN " ids;
    OPEN = "INSERT INTO customer_balance (customer_id, currency, minor) \
        SELECT customer_id, currency, CAST(SUM(open_minor) AS BIGINT) FROM invoice \
        WHERE open_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, currency";
    LESS_UNAPPLIED = "INSERT INTO customer_balance (customer_id, currency, minor) \
        SELECT customer_id, currency, CAST(-SUM(unapplied_minor) AS BIGINT) FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, currency \
        ON CONFLICT (customer_id, currency) DO UPDATE \
        SET minor = customer_balance.minor + excluded.minor";
}
