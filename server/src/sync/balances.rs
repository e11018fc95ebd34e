//! Balances: what each customer owes by currency and what of it is overdue, kept beside the rows it
//! is made from, because lists of 20,000 customers are sorted by it all day.

use shared::{row::RowKind, sync::apply::Outcome};
use uuid::Uuid;

use super::many::{fixed, over_ids};
use crate::{
    dialect::{self, Db},
    error::Result,
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

/// Makes the balances of all customers anew whose documents or money were written.
pub async fn keep(tx: &mut Connection, outcome: &Outcome) -> Result<()> {
    let moved = |kind| matches!(kind, RowKind::Invoice | RowKind::Receipt);
    let rows = outcome.rows.iter().filter(|it| moved(it.row.kind()));
    let mut customers: Vec<Uuid> = rows.filter_map(|it| it.row.customer()).map(|it| it.0).collect();
    customers.sort_unstable();
    customers.dedup();
    make(tx, &customers).await
}

/// Makes the balances of these customers anew, as of the day that is kept.
async fn make(tx: &mut Connection, customers: &[Uuid]) -> Result<()> {
    for piece in fixed(customers) {
        for (head, tail) in [CLEARED, OPEN, LESS_UNAPPLIED, RANKED] {
            over_ids(head, piece, tail).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

impl Server {
    /// Brings what is kept of overdue documents to today: once a day, for those customers of whom a
    /// due day has passed.
    pub(crate) async fn age_balances(&self) -> Result<()> {
        let today = self.today().await?.to_string();
        let kept: String = sqlx::query_scalar(DAY).fetch_one(self.read()).await?;
        if kept == today {
            return Ok(());
        }
        let mut tx = dialect::begin(self.write()).await?;
        // As a group of commands begins, so that nobody writes documents meanwhile.
        sqlx::query(TO_DAY).bind(&today).execute(&mut *tx).await?;
        // A clock was set back, or, as every night, some due days have passed.
        let turned = if today < kept {
            sqlx::query_scalar(ALL)
        } else {
            sqlx::query_scalar(TURNED).bind(&today)
        };
        let customers: Vec<Uuid> = turned.fetch_all(&mut *tx).await?;
        make(&mut tx, &customers).await?;
        Ok(tx.commit().await?)
    }
}

statements! {
    DAY = "SELECT day FROM balance_day";
    TO_DAY = "UPDATE balance_day SET day = $1";
    TURNED = "SELECT DISTINCT customer_id FROM customer_balance WHERE turns_on < $1";
    ALL = "SELECT DISTINCT customer_id FROM customer_balance";
    CLEARED = "DELETE FROM customer_balance WHERE customer_id IN " ids;
    OPEN = "INSERT INTO customer_balance \
        (customer_id, currency, minor, overdue_minor, oldest_due, turns_on) \
        SELECT i.customer_id, i.currency, CAST(SUM(i.open_minor) AS BIGINT), \
        CAST(SUM(CASE WHEN i.due_on < d.day THEN i.open_minor ELSE 0 END) AS BIGINT), \
        MIN(i.due_on), MIN(CASE WHEN d.day <= i.due_on THEN i.due_on END) \
        FROM invoice i CROSS JOIN balance_day d WHERE i.open_minor <> 0 AND i.customer_id IN " ids
        " GROUP BY i.customer_id, i.currency";
    LESS_UNAPPLIED = "INSERT INTO customer_balance (customer_id, currency, minor) \
        SELECT customer_id, currency, CAST(-SUM(unapplied_minor) AS BIGINT) FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, currency \
        ON CONFLICT (customer_id, currency) DO UPDATE \
        SET minor = customer_balance.minor + excluded.minor";
    /// What lists are sorted by. Sums of several currencies are never netted: a customer stands
    /// where its largest puts it.
    RANKED = "UPDATE customer SET \
        largest_minor = COALESCE((SELECT MAX(b.minor) FROM customer_balance b \
        WHERE b.customer_id = customer.id), 0), \
        largest_overdue_minor = COALESCE((SELECT MAX(b.overdue_minor) FROM customer_balance b \
        WHERE b.customer_id = customer.id), 0), \
        oldest_due = (SELECT MIN(b.oldest_due) FROM customer_balance b \
        WHERE b.customer_id = customer.id) WHERE id IN " ids;
}
