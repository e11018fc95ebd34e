//! Briefs: what a list shows of each customer, read for a whole page at once.

use std::collections::HashMap;

use shared::{
    calendar::Day,
    customer::{Brief, Customer, listed_promises},
    field_receipt::{FieldReceipt, Unbooked},
    id::CustomerId,
    money::{Amounts, Currency, Money},
};
use sqlx::Row as _;
use uuid::Uuid;

use crate::{
    dialect::Db,
    error::{Error, Result},
    sync::many::{fixed, over_ids},
};

type Connection = <Db as sqlx::Database>::Connection;

/// The briefs of these customers, in the given order.
pub(super) async fn of(tx: &mut Connection, customers: Vec<Customer>) -> Result<Vec<Brief>> {
    let ids: Vec<Uuid> = customers.iter().map(|it| it.id.0).collect();
    let mut briefs: HashMap<CustomerId, Brief> = HashMap::new();
    for customer in customers {
        briefs.insert(customer.id, empty(customer));
    }
    for piece in fixed(&ids) {
        open(tx, piece, &mut briefs).await?;
        unapplied(tx, piece, &mut briefs).await?;
        promised(tx, piece, &mut briefs).await?;
        visited(tx, piece, &mut briefs).await?;
        unbooked(tx, piece, &mut briefs).await?;
    }
    Ok(ids.into_iter().filter_map(|id| briefs.remove(&CustomerId(id))).collect())
}

fn empty(customer: Customer) -> Brief {
    Brief {
        customer,
        open: vec![],
        unapplied: Amounts::new(),
        promised: vec![],
        last_visit: None,
        unbooked: vec![],
    }
}

type Briefs = HashMap<CustomerId, Brief>;

async fn open(tx: &mut Connection, piece: &[Uuid], briefs: &mut Briefs) -> Result<()> {
    for row in over_ids(OPEN.0, piece, OPEN.1).fetch_all(&mut *tx).await? {
        let Some(brief) = briefs.get_mut(&CustomerId(row.get(0))) else { continue };
        brief.open.push((day(row.get(1))?, money(row.get(3), row.get(2))?));
    }
    Ok(())
}

async fn unapplied(tx: &mut Connection, piece: &[Uuid], briefs: &mut Briefs) -> Result<()> {
    for row in over_ids(UNAPPLIED.0, piece, UNAPPLIED.1).fetch_all(&mut *tx).await? {
        let Some(brief) = briefs.get_mut(&CustomerId(row.get(0))) else { continue };
        brief.unapplied.add(money(row.get(2), row.get(1))?).map_err(unreadable)?;
    }
    Ok(())
}

async fn promised(tx: &mut Connection, piece: &[Uuid], briefs: &mut Briefs) -> Result<()> {
    let mut all: HashMap<CustomerId, Vec<(Day, Day, Money)>> = HashMap::new();
    for row in over_ids(PROMISED.0, piece, PROMISED.1).fetch_all(&mut *tx).await? {
        let made = (day(row.get(4))?, day(row.get(1))?, money(row.get(3), row.get(2))?);
        all.entry(CustomerId(row.get(0))).or_default().push(made);
    }
    for (customer, all) in all {
        if let Some(brief) = briefs.get_mut(&customer) {
            brief.promised = listed_promises(all);
        }
    }
    Ok(())
}

async fn visited(tx: &mut Connection, piece: &[Uuid], briefs: &mut Briefs) -> Result<()> {
    for row in over_ids(VISITED.0, piece, VISITED.1).fetch_all(&mut *tx).await? {
        let Some(brief) = briefs.get_mut(&CustomerId(row.get(0))) else { continue };
        brief.last_visit = Some(day(row.get(1))?);
    }
    Ok(())
}

async fn unbooked(tx: &mut Connection, piece: &[Uuid], briefs: &mut Briefs) -> Result<()> {
    for row in over_ids(UNBOOKED.0, piece, UNBOOKED.1).fetch_all(&mut *tx).await? {
        let taken: FieldReceipt = serde_json::from_str(row.get(0))?;
        let Some(brief) = briefs.get_mut(&taken.customer) else { continue };
        brief.unbooked.extend(Unbooked::of(&taken));
    }
    Ok(())
}

fn day(text: &str) -> Result<Day> {
    text.parse().map_err(unreadable)
}

fn money(minor: i64, currency: &str) -> Result<Money> {
    let currency = Currency::parse(currency).map_err(unreadable)?;
    Money::try_new(minor, currency).map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

statements! {
    OPEN = "SELECT customer_id, due_on, currency, CAST(SUM(open_minor) AS BIGINT) FROM invoice \
        WHERE open_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, due_on, currency ORDER BY due_on, currency";
    UNAPPLIED = "SELECT customer_id, currency, CAST(SUM(unapplied_minor) AS BIGINT) FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IN " ids
        " GROUP BY customer_id, currency";
    PROMISED = "SELECT customer_id, due_on, currency, amount_minor, made_on \
        FROM promise \
        WHERE ended_on IS NULL AND customer_id IN " ids
        " ORDER BY due_on, amount_minor";
    VISITED = "SELECT customer_id, MAX(visited_on) FROM visit WHERE customer_id IN " ids
        " GROUP BY customer_id";
    UNBOOKED = "SELECT body FROM field_receipt \
        WHERE state IN ('in_hand', 'on_account') AND customer_id IN " ids
        " ORDER BY taken_on, id";
}
