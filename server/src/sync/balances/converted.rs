//! What balances in other currencies count against a limit: made by the rule that every page shows it
//! by, at the rates of the day that is kept.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    calendar::Day,
    credit,
    dossier::Register,
    money::{Currency, Money},
    row::RowKind,
    sync::apply::Outcome,
};
use sqlx::Row as _;
use tokio::time;
use uuid::Uuid;

use super::{AFTER_THE_OTHERS, Connection, PATIENCE, is_another, written};
use crate::{
    dialect,
    error::{Error, Result},
    server::Server,
    sync::many::{Cell, fixed, over_ids, over_rows},
};

/// Makes anew what is kept of all customers whose documents, money or limit were written; of everybody
/// where a rate was, or how long it holds.
pub(super) async fn keep(tx: &mut Connection, outcome: &Outcome) -> Result<()> {
    let of_all = [RowKind::ExchangeRate, RowKind::Policy];
    let everybody = outcome.rows.iter().any(|it| of_all.contains(&it.row.kind()));
    let customers = if everybody {
        sqlx::query_scalar(EVERYBODY).fetch_all(&mut *tx).await?
    } else {
        written(outcome, &[RowKind::Invoice, RowKind::Receipt, RowKind::CreditLine])
    };
    if customers.is_empty() {
        return Ok(());
    }
    let day = day(tx).await?;
    make(tx, &customers, &outcome.register, day).await
}

async fn make(
    tx: &mut Connection,
    customers: &[Uuid],
    register: &Register,
    day: Day,
) -> Result<()> {
    for piece in fixed(customers) {
        over_ids(CLEARED.0, piece, CLEARED.1).execute(&mut *tx).await?;
    }
    let counted = counted(tx, customers, register, day).await?;
    let rows: Vec<(Uuid, Money)> = counted.into_iter().collect();
    for piece in fixed(&rows) {
        let row = |(customer, it): &(Uuid, Money)| {
            vec![Cell::id(*customer), Cell::written(it.currency()), Cell::Whole(it.minor())]
        };
        over_rows(KEPT, &piece.iter().map(row).collect::<Vec<_>>(), "").execute(&mut *tx).await?;
    }
    Ok(())
}

/// What counts of other currencies, by customer; none where nothing does. What is beyond the exact
/// range is left out, as on the pages.
async fn counted(
    tx: &mut Connection,
    customers: &[Uuid],
    register: &Register,
    day: Day,
) -> Result<BTreeMap<Uuid, Money>> {
    let mut limits: BTreeMap<Uuid, Currency> = BTreeMap::new();
    for piece in fixed(customers) {
        for row in over_ids(LIMITS.0, piece, LIMITS.1).fetch_all(&mut *tx).await? {
            limits.insert(row.get(0), currency(row.get(1))?);
        }
    }
    let customers: Vec<Uuid> = limits.keys().copied().collect();
    let open = sums(tx, OPEN, &customers).await?;
    let unapplied = sums(tx, UNAPPLIED, &customers).await?;
    let rates = register.rates_on(day);
    let mut counted = BTreeMap::new();
    for (customer, limit) in limits {
        let of =
            |sums: &BTreeMap<Uuid, Vec<Money>>| sums.get(&customer).cloned().unwrap_or_default();
        let Ok(found) = credit::exposure(limit, of(&open), of(&unapplied), &rates) else {
            tracing::warn!(%customer, "other currencies are not counted: beyond the exact range");
            continue;
        };
        let mut sum = Ok(Money::nil(limit));
        for it in &found.converted {
            sum = sum.and_then(|sum| sum.checked_add(it.counted));
        }
        if let Ok(sum) = sum
            && !sum.is_nil()
        {
            counted.insert(customer, sum);
        }
    }
    Ok(counted)
}

/// Sums by customer and currency.
async fn sums(
    tx: &mut Connection,
    (head, tail): (&str, &str),
    customers: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Money>>> {
    let mut sums: BTreeMap<Uuid, Vec<Money>> = BTreeMap::new();
    for piece in fixed(customers) {
        for row in over_ids(head, piece, tail).fetch_all(&mut *tx).await? {
            let sum = Money::try_new(row.get(2), currency(row.get(1))?).map_err(unreadable)?;
            sums.entry(row.get(0)).or_default().push(sum);
        }
    }
    Ok(sums)
}

async fn day(tx: &mut Connection) -> Result<Day> {
    let kept: String = sqlx::query_scalar(DAY).fetch_one(tx).await?;
    kept.parse().map_err(unreadable)
}

fn currency(code: &str) -> Result<Currency> {
    Currency::parse(code).map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

impl Server {
    /// Brings what other currencies count to today, for a list that is shown all the same where
    /// somebody else is writing for long: it is in the order of the day that is kept.
    pub(crate) async fn convert_if_free(&self) {
        match self.convert().await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!("other currencies count as on an earlier day: others are writing");
            }
            Err(error) => tracing::warn!(%error, "other currencies count as on an earlier day"),
        }
    }

    /// Whether its turn came in time. Once it has, it goes to the end: what was begun and given up would
    /// be begun anew each time.
    async fn convert(&self) -> Result<bool> {
        let kept: String = sqlx::query_scalar(DAY).fetch_one(self.read()).await?;
        if !is_another(&kept, self.today().await?)? {
            return Ok(true);
        }
        let turn = async {
            let mut tx = dialect::begin(self.write()).await?;
            sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
            Ok::<_, Error>(tx)
        };
        let Ok(turn) = time::timeout(PATIENCE, turn).await else { return Ok(false) };
        let mut tx = turn?;
        let today = self.today().await?;
        let kept: String = sqlx::query_scalar(DAY).fetch_one(&mut *tx).await?;
        if is_another(&kept, today)? {
            sqlx::query(TO_DAY).bind(today.to_string()).execute(&mut *tx).await?;
            let register = self.registers().read(&mut tx).await?.register;
            let customers: Vec<Uuid> = sqlx::query_scalar(EVERYBODY).fetch_all(&mut *tx).await?;
            make(&mut tx, &customers, &register, today).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// How many customers there are of whom something counts, and of how many of them something else is
    /// kept than the rule says of the day that is kept.
    pub(crate) async fn converted_proven(&self, tx: &mut Connection) -> Result<(usize, usize)> {
        let register = self.registers().read(tx).await?.register;
        let day = day(tx).await?;
        let customers: Vec<Uuid> = sqlx::query_scalar(EVERYBODY).fetch_all(&mut *tx).await?;
        let counted = counted(tx, &customers, &register, day).await?;
        let mut kept = BTreeMap::new();
        for row in sqlx::query(ALL).fetch_all(&mut *tx).await? {
            let sum = Money::try_new(row.get(2), currency(row.get(1))?).map_err(unreadable)?;
            kept.insert(row.get::<Uuid, _>(0), sum);
        }
        let either: BTreeSet<&Uuid> = counted.keys().chain(kept.keys()).collect();
        let off = either.iter().filter(|it| counted.get(it) != kept.get(it)).count();
        Ok((either.len(), off))
    }
}

pub const KEPT: &str = "INSERT INTO customer_converted (customer_id, currency, minor) VALUES ";

statements! {
    DAY = "SELECT day FROM rate_day";
    TO_DAY = "UPDATE rate_day SET day = $1";
    CLEARED = "DELETE FROM customer_converted WHERE customer_id IN " ids;
    ALL = "SELECT customer_id, currency, minor FROM customer_converted";
    /// Limits with something beside them in another currency.
    LIMITS = "SELECT DISTINCT l.customer_id, l.currency FROM credit_line l \
        JOIN customer_balance b ON b.customer_id = l.customer_id AND b.currency <> l.currency \
        WHERE l.standing = 'limited' AND l.customer_id IN " ids;
    EVERYBODY = "SELECT l.customer_id FROM credit_line l \
        JOIN customer_balance b ON b.customer_id = l.customer_id AND b.currency <> l.currency \
        WHERE l.standing = 'limited' UNION SELECT customer_id FROM customer_converted";
    OPEN = "SELECT customer_id, currency, CAST(SUM(open_minor) AS BIGINT) FROM invoice \
        WHERE open_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, currency";
    UNAPPLIED = "SELECT customer_id, currency, CAST(SUM(unapplied_minor) AS BIGINT) FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, currency";
}
