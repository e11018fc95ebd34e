//! Balances: what each customer owes by currency, what of it is overdue, until when it has promised and
//! when it was visited, kept beside the rows it is made from, because lists of 20,000 customers are
//! sorted by it all day.

pub(super) mod converted;

use std::{sync::Weak, time::Duration};

use shared::{
    calendar::{Day, Days},
    row::RowKind,
    sync::apply::Outcome,
};
use tokio::time;
use uuid::Uuid;

use super::{
    group::AFTER_THE_OTHERS,
    many::{lists, over_ids},
};
use crate::{
    dialect::{self, Db},
    error::{Error, Result},
    server::{Parts, Server},
};

type Connection = <Db as sqlx::Database>::Connection;

/// Makes anew what is kept of all customers whose documents or money, promises or visits were written.
pub async fn keep(tx: &mut Connection, outcome: &Outcome) -> Result<()> {
    make(tx, &written(outcome, &[RowKind::Invoice, RowKind::Receipt])).await?;
    for (kind, (head, tail)) in [(RowKind::Promise, PROMISED), (RowKind::Visit, VISITED)] {
        for piece in lists(&written(outcome, &[kind])) {
            over_ids(head, &piece, tail).execute(&mut *tx).await?;
        }
    }
    converted::keep(tx, outcome).await
}

/// The customers of whom rows of these kinds were written.
fn written(outcome: &Outcome, kinds: &[RowKind]) -> Vec<Uuid> {
    let rows = outcome.rows.iter().filter(|it| kinds.contains(&it.row.kind()));
    let mut customers: Vec<Uuid> = rows.filter_map(|it| it.row.customer()).map(|it| it.0).collect();
    customers.sort_unstable();
    customers.dedup();
    customers
}

/// Makes the balances of these customers anew, as of the day that is kept.
async fn make(tx: &mut Connection, customers: &[Uuid]) -> Result<()> {
    for piece in lists(customers) {
        for (head, tail) in [CLEARED, OPEN, LESS_UNAPPLIED, RANKED] {
            over_ids(head, &piece, tail).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

/// Customers made anew in one transaction, so that nobody waits for long to write.
const AT_ONCE: i64 = 500;
/// How long a list waits for its order to be of today; it is shown in yesterday's before that.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the day is looked at by itself.
const TICK: Duration = Duration::from_mins(5);
/// Whoever comes back when a server has been started reads on before anything is cut away.
const CUT_AFTER: Duration = Duration::from_hours(1);

/// Brings what is kept of overdue documents, promises and findings to today soon after midnight, before
/// anybody asks, and cuts the log.
pub fn start_following_days(parts: Weak<Parts>) {
    let started = time::Instant::now();
    tokio::spawn(async move {
        while let Some(server) = Server::again(&parts) {
            server.age_balances_if_free().await;
            server.convert_if_free().await;
            if let Err(error) = server.judge().await {
                tracing::warn!(%error, "promises and findings are as judged before");
            }
            if CUT_AFTER <= started.elapsed()
                && let Err(error) = server.cut_log_daily().await
            {
                tracing::warn!(%error, "the log was not cut");
            }
            drop(server);
            time::sleep(TICK).await;
        }
    });
}

impl Server {
    /// As [`Server::age_balances`], for a list that is shown all the same where somebody else is
    /// writing for long: it is in the order of the day that is kept.
    pub(crate) async fn age_balances_if_free(&self) {
        match time::timeout(PATIENCE, self.age_balances()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "overdue sums are of an earlier day"),
            Err(_) => tracing::warn!("overdue sums are of an earlier day: others are writing"),
        }
    }

    /// Brings what is kept of overdue documents to today: once a day, for those customers of whom a
    /// due day has passed.
    async fn age_balances(&self) -> Result<()> {
        while !self.are_aged().await? {
            self.age_some().await?;
        }
        Ok(())
    }

    async fn are_aged(&self) -> Result<bool> {
        let kept: String = sqlx::query_scalar(DAY).fetch_one(self.read()).await?;
        let turned: Option<Uuid> =
            sqlx::query_scalar(ONE_TURNED).fetch_optional(self.read()).await?;
        Ok(turned.is_none() && !is_another(&kept, self.today().await?)?)
    }

    async fn age_some(&self) -> Result<()> {
        let mut tx = dialect::begin(self.write()).await?;
        // What a group of commands begins with: until this is committed, nobody writes documents.
        sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
        let today = self.today().await?;
        let kept: String = sqlx::query_scalar(DAY).fetch_one(&mut *tx).await?;
        if is_another(&kept, today)? {
            let day = today.to_string();
            sqlx::query(TO_DAY).bind(&day).execute(&mut *tx).await?;
            if day < kept {
                sqlx::query(ALL_TURN).execute(&mut *tx).await?;
            }
        }
        let customers: Vec<Uuid> =
            sqlx::query_scalar(SOME_TURNED).bind(AT_ONCE).fetch_all(&mut *tx).await?;
        make(&mut tx, &customers).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether sums of one day have to be made anew for another. Two servers may differ by a day around
/// midnight; what the one ahead has made is left to stand.
fn is_another(kept: &str, today: Day) -> Result<bool> {
    let kept: Day = kept.parse().map_err(|_| Error::Unreadable(format!("{kept:?} is no day")))?;
    Ok(kept != today && kept != today.plus(Days(1)))
}

statements! {
    DAY = "SELECT day FROM balance_day";
    TO_DAY = "UPDATE balance_day SET day = $1";
    /// When a clock was set back, what is overdue of anybody may be less.
    ALL_TURN = "UPDATE customer_balance SET turns_on = '0001-01-01' WHERE oldest_due IS NOT NULL";
    ONE_TURNED = "SELECT b.customer_id FROM customer_balance b \
        WHERE b.turns_on < (SELECT day FROM balance_day) LIMIT 1";
    SOME_TURNED = "SELECT DISTINCT b.customer_id FROM customer_balance b \
        WHERE b.turns_on < (SELECT day FROM balance_day) LIMIT $1";
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
    /// The latest day of a promise that stands. Most have one already; what stays is not written again.
    PROMISED = "UPDATE customer SET promised_until = COALESCE((SELECT MAX(p.due_on) FROM promise p \
        WHERE p.customer_id = customer.id AND p.ended_on IS NULL), '') WHERE promised_until <> \
        COALESCE((SELECT MAX(p.due_on) FROM promise p WHERE p.customer_id = customer.id \
        AND p.ended_on IS NULL), '') AND id IN " ids;
    VISITED = "UPDATE customer SET visited_on = COALESCE((SELECT MAX(v.visited_on) FROM visit v \
        WHERE v.customer_id = customer.id), '') WHERE visited_on <> COALESCE((SELECT \
        MAX(v.visited_on) FROM visit v WHERE v.customer_id = customer.id), '') AND id IN " ids;
}
