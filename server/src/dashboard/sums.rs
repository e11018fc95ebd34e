//! What is open and unapplied by territory and day: summed once and kept until the books move, because
//! every open dashboard asks again whenever anything does.

use std::{collections::BTreeMap, sync::Arc};

use shared::{
    ageing::OpenOn,
    calendar::Day,
    dashboard::Sums,
    id::TerritoryId,
    money::{Currency, Money},
};
use sqlx::Row as _;
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use super::{Connection, unreadable};
use crate::{dialect::Db, error::Result};

/// The sums of the whole company, as last made. Who asks meanwhile waits for the one answer, and opens no
/// snapshot before it is there: what is kept only gets newer, and no connection waits for another.
#[derive(Debug, Default)]
pub(crate) struct OwedSums(Mutex<Option<Kept>>);

#[derive(Debug)]
pub(super) struct Kept {
    state: State,
    sums: Arc<Vec<Sums>>,
}

/// Of which books and which day they are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    epoch: Uuid,
    version: i64,
    today: Day,
}

impl OwedSums {
    /// The turn to ask: a snapshot is to be opened after this.
    pub(super) async fn turn(&self) -> Turn<'_> {
        Turn(self.0.lock().await)
    }
}

/// Held by one at a time.
pub(super) struct Turn<'a>(MutexGuard<'a, Option<Kept>>);

impl Turn<'_> {
    /// The sums in the state that this transaction reads.
    pub(super) async fn sums(mut self, tx: &mut Connection, today: Day) -> Result<Arc<Vec<Sums>>> {
        let books = sqlx::query(BOOKS).fetch_one(&mut *tx).await?;
        let state = State { epoch: books.get(0), version: books.get(1), today };
        if let Some(kept) = self.0.as_ref().filter(|it| it.state == state) {
            return Ok(Arc::clone(&kept.sums));
        }
        let sums = Arc::new(sums(tx, today).await?);
        *self.0 = Some(Kept { state, sums: Arc::clone(&sums) });
        Ok(sums)
    }
}

type Owed = BTreeMap<(Currency, Option<TerritoryId>), Sums>;

/// What is open by territory and due day, and what is unapplied. The documents say what is open when
/// every allocation has come into effect; those of later days are counted back.
async fn sums(tx: &mut Connection, today: Day) -> Result<Vec<Sums>> {
    let mut all = Owed::new();
    let today = today.to_string();
    for text in [OPEN, LATER_OPEN] {
        // A document that looks settled is none of those counted first.
        for row in sqlx::query(text).bind(&today).fetch_all(&mut *tx).await? {
            add_open(&mut all, &row, row.get(3))?;
        }
    }
    for row in sqlx::query(UNAPPLIED).fetch_all(&mut *tx).await? {
        add_unapplied(&mut all, &row)?;
    }
    for row in sqlx::query(LATER_UNAPPLIED).bind(&today).fetch_all(&mut *tx).await? {
        add_unapplied(&mut all, &row)?;
    }
    Ok(all.into_values().collect())
}

fn of<'a>(all: &'a mut Owed, row: &<Db as sqlx::Database>::Row) -> Result<&'a mut Sums> {
    let territory = row.get::<Option<Uuid>, _>(0).map(TerritoryId);
    let currency = Currency::parse(row.get(1)).map_err(unreadable)?;
    let new = || Sums { territory, currency, open: vec![], unapplied: Money::nil(currency) };
    Ok(all.entry((currency, territory)).or_insert_with(new))
}

fn add_open(all: &mut Owed, row: &<Db as sqlx::Database>::Row, due_on: &str) -> Result<()> {
    let base_day = due_on.parse().map_err(unreadable)?;
    let sums = of(all, row)?;
    let open = Money::try_new(row.get(2), sums.currency).map_err(unreadable)?;
    let count = u64::try_from(row.get::<i64, _>(4)).unwrap_or(0);
    sums.open.push(OpenOn { base_day, count, open });
    Ok(())
}

fn add_unapplied(all: &mut Owed, row: &<Db as sqlx::Database>::Row) -> Result<()> {
    let sums = of(all, row)?;
    let more = Money::try_new(row.get(2), sums.currency).map_err(unreadable)?;
    sums.unapplied = sums.unapplied.checked_add(more).map_err(unreadable)?;
    Ok(())
}

statements! {
    BOOKS = "SELECT m.epoch, b.version FROM meta m CROSS JOIN books b";
    OPEN = "SELECT c.territory_id, i.currency, CAST(SUM(i.minor) AS BIGINT), i.due_on, \
        CAST(SUM(i.documents) AS BIGINT) FROM (\
        SELECT customer_id, currency, due_on, CAST(SUM(open_minor) AS BIGINT) AS minor, \
        COUNT(*) AS documents FROM invoice WHERE open_minor <> 0 AND posted_on <= $1 \
        GROUP BY customer_id, currency, due_on) i JOIN customer c ON c.id = i.customer_id \
        GROUP BY c.territory_id, i.currency, i.due_on";
    /// A document without anything open is counted among those that have.
    LATER_OPEN = "SELECT c.territory_id, i.currency, CAST(SUM(a.minor) AS BIGINT), i.due_on, \
        CAST(SUM(CASE WHEN i.open_minor = 0 THEN 1 ELSE 0 END) AS BIGINT) FROM (\
        SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM settlement \
        WHERE $1 < effective_on GROUP BY invoice_id) a JOIN invoice i ON i.id = a.invoice_id \
        JOIN customer c ON c.id = i.customer_id WHERE i.posted_on <= $1 \
        GROUP BY c.territory_id, i.currency, i.due_on";
    UNAPPLIED = "SELECT c.territory_id, r.currency, CAST(SUM(r.unapplied_minor) AS BIGINT) \
        FROM receipt r JOIN customer c ON c.id = r.customer_id \
        WHERE r.unapplied_minor <> 0 GROUP BY c.territory_id, r.currency";
    LATER_UNAPPLIED = "SELECT c.territory_id, a.currency, CAST(SUM(a.amount_minor) AS BIGINT) \
        FROM allocation a JOIN customer c ON c.id = a.customer_id \
        WHERE $1 < a.effective_on GROUP BY c.territory_id, a.currency";
}
