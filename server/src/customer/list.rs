//! The list of customers: filtered, sorted and cut in SQL, whatever their number.

use shared::{
    calendar::Day,
    customer::{Brief, Customer},
    page::{CustomerListing, CustomerQuery, CustomerSort, Listing, Order},
    user::Caller,
};
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use super::{Connection, brief, reach::Within};
use crate::{
    dialect::Db,
    error::Result,
    list::{cut, in_order, named},
    server::Server,
};

impl Server {
    /// A page of the customers the caller may see.
    pub async fn customers(
        &self,
        caller: &Caller,
        query: &CustomerQuery,
    ) -> Result<CustomerListing> {
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        self.age_balances_for(query).await;
        let mut tx = self.snapshot().await?;
        let mut count = QueryBuilder::new(COUNT);
        filter(&mut count, &within, &query.search);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(&within, query, today);
        cut(&mut text, query.limit, query.offset);
        let ids: Vec<Uuid> = text.build_query_scalar().fetch_all(&mut *tx).await?;
        let rows = briefs(&mut tx, &ids).await?;
        Ok(Listing { rows, total, today })
    }
}

impl Server {
    /// What is kept of overdue documents is of today before anything is sorted by it.
    pub(super) async fn age_balances_for(&self, query: &CustomerQuery) {
        if query.sort == CustomerSort::Overdue {
            self.age_balances_if_free().await;
        }
    }
}

/// All customers of a list in its order, wherever its page begins.
pub(super) async fn ids(
    tx: &mut Connection,
    within: &Within,
    query: &CustomerQuery,
    today: Day,
) -> Result<Vec<Uuid>> {
    Ok(ordered(within, query, today).build_query_scalar().fetch_all(tx).await?)
}

/// What a list shows of each of these customers, in the given order.
pub(super) async fn briefs(tx: &mut Connection, ids: &[Uuid]) -> Result<Vec<Brief>> {
    let mut customers: Vec<Customer> = vec![];
    for row in in_order(tx, ids, BY_ID).await? {
        customers.push(serde_json::from_str(row.get(1))?);
    }
    brief::of(tx, customers).await
}

fn filter(text: &mut QueryBuilder<Db>, within: &Within, search: &str) {
    text.push(" WHERE ");
    within.condition(text, "c.territory_id");
    named(text, "c.search_key", search);
}

fn ordered(within: &Within, query: &CustomerQuery, today: Day) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(match query.sort {
        CustomerSort::Territory => IDS_BY_TERRITORY,
        _ => IDS,
    });
    filter(&mut text, within, &query.search);
    let (order, other) = match query.order {
        Order::Ascending => ("", " DESC"),
        Order::Descending => (" DESC", ""),
    };
    text.push(" ORDER BY ");
    match query.sort {
        CustomerSort::Name => text.push(format!("c.sort_key{order}, c.id{order}")),
        CustomerSort::Code => text.push(format!("c.code{order}")),
        CustomerSort::Territory => text.push(format!(
            "CASE WHEN t.code IS NULL THEN 1 ELSE 0 END, t.code{order}, c.sort_key, c.id"
        )),
        CustomerSort::Balance => by(&mut text, "c.largest_minor", order),
        CustomerSort::Overdue => by(&mut text, "c.largest_overdue_minor", order),
        // The most days is the earliest day.
        CustomerSort::DaysOverdue => {
            text.push(LONGEST_OVERDUE[0]).push_bind(today.to_string());
            by(&mut text, LONGEST_OVERDUE[1], other)
        }
        CustomerSort::Promised => by(&mut text, LATEST_PROMISE[0], order),
        CustomerSort::LastVisit => by(&mut text, LATEST_VISIT[0], order),
    };
    text
}

fn by<'a>(text: &'a mut QueryBuilder<Db>, what: &str, order: &str) -> &'a mut QueryBuilder<Db> {
    text.push(what).push(order).push(", c.sort_key, c.id")
}

statements! {
    COUNT = "SELECT COUNT(*) FROM customer c";
    IDS = "SELECT c.id FROM customer c";
    IDS_BY_TERRITORY = "SELECT c.id FROM customer c LEFT JOIN territory t ON t.id = c.territory_id";
    BY_ID = "SELECT id, body FROM customer WHERE id IN " ids;
}

parts! {
    /// A subquery of each customer: the few rows of one are at hand by their key, where a join
    /// would first group those of all.
    LATEST_PROMISE =
        "COALESCE((SELECT MAX(p.due_on) FROM promise p \
        WHERE p.customer_id = c.id AND p.ended_on IS NULL), '')";
    LATEST_VISIT =
        "COALESCE((SELECT MAX(v.visited_on) FROM visit v \
        WHERE v.customer_id = c.id), '')";
    /// Between them the day.
    LONGEST_OVERDUE = "CASE WHEN c.oldest_due < ", " THEN c.oldest_due ELSE '9999' END";
}
