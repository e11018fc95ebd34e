//! The list of customers: filtered, sorted and cut in SQL, whatever their number.

use std::collections::HashMap;

use shared::{
    calendar::Day,
    credit::CreditLine,
    customer::{Brief, Customer},
    page::{
        CreditFilter, CustomerLine, CustomerListing, CustomerQuery, CustomerSort, FileFilter,
        Listing, Order,
    },
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
        filter(&mut count, &within, query, today);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(&within, query, today);
        cut(&mut text, query.limit, query.offset);
        let ids: Vec<Uuid> = text.build_query_scalar().fetch_all(&mut *tx).await?;
        let rows = lines(&mut tx, &ids).await?;
        Ok(Listing { rows, total, today })
    }
}

impl Server {
    /// What is kept of overdue documents, and of other currencies, is of today before anything is
    /// sorted by it.
    pub(super) async fn age_balances_for(&self, query: &CustomerQuery) {
        if query.sort == CustomerSort::Overdue {
            self.age_balances_if_free().await;
        }
        if query.sort == CustomerSort::Available || query.credit == CreditFilter::Over {
            self.convert_if_free().await;
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
pub(super) async fn lines(tx: &mut Connection, ids: &[Uuid]) -> Result<Vec<CustomerLine>> {
    let (mut customers, mut granted): (Vec<Customer>, HashMap<_, CreditLine>) = Default::default();
    for row in in_order(tx, ids, BY_ID).await? {
        let customer: Customer = serde_json::from_str(row.get(1))?;
        if let Some(body) = row.get::<Option<&str>, _>(2) {
            granted.insert(customer.id, serde_json::from_str(body)?);
        }
        customers.push(customer);
    }
    let mut line = |brief: Brief| {
        let credit = granted.remove(&brief.customer.id);
        CustomerLine { brief, credit }
    };
    Ok(brief::of(tx, customers).await?.into_iter().map(&mut line).collect())
}

/// What follows the customers' columns: what was granted is joined where it is asked about.
fn filter(text: &mut QueryBuilder<Db>, within: &Within, query: &CustomerQuery, today: Day) {
    if query.credit != CreditFilter::All || query.sort == CustomerSort::Available {
        text.push(GRANTED[0]).push_bind(today.to_string());
        text.push(GRANTED[1]).push_bind(today.to_string()).push(GRANTED[2]);
    }
    text.push(" WHERE ");
    within.condition(text, "c.territory_id");
    named(text, "c.search_key", &query.search);
    text.push(match query.credit {
        CreditFilter::All => "",
        CreditFilter::Over => OVER[0],
        CreditFilter::Limited => LIMITED[0],
        CreditFilter::NotGranted => NOT_GRANTED[0],
        CreditFilter::CashOnly => CASH_ONLY[0],
        CreditFilter::Unlimited => UNLIMITED[0],
    });
    if query.file == FileFilter::Proposed {
        text.push(PROPOSED[0]);
    }
}

fn ordered(within: &Within, query: &CustomerQuery, today: Day) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(match query.sort {
        CustomerSort::Territory => IDS_BY_TERRITORY,
        _ => IDS,
    });
    filter(&mut text, within, query, today);
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
        CustomerSort::Promised => by(&mut text, "c.promised_until", order),
        CustomerSort::LastVisit => by(&mut text, "c.visited_on", order),
        CustomerSort::Available => {
            text.push(LEFT_LAST[0]);
            by(&mut text, LEFT[0], order)
        }
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
    BY_ID = "SELECT c.id, c.body, l.body FROM customer c \
        LEFT JOIN credit_line l ON l.customer_id = c.id WHERE c.id IN " ids;
}

parts! {
    /// What counts today, and what is used of it: the balance in the currency of the limit, and what
    /// other currencies count. Between them the day, twice.
    GRANTED =
        " LEFT JOIN credit_line l ON l.customer_id = c.id AND l.valid_from <= ",
        " AND ",
        " <= l.valid_until LEFT JOIN customer_balance b \
        ON b.customer_id = c.id AND b.currency = l.currency LEFT JOIN customer_converted f \
        ON f.customer_id = c.id AND f.currency = l.currency";
    /// As `available` is counted; up to the limit is not over.
    LEFT =
        "CASE WHEN l.standing = 'limited' \
        THEN l.limit_minor - COALESCE(b.minor, 0) - COALESCE(f.minor, 0) ELSE 0 END";
    LEFT_LAST = "CASE WHEN l.standing = 'limited' THEN 0 ELSE 1 END, ";
    OVER = " AND l.standing = 'limited' \
        AND l.limit_minor < COALESCE(b.minor, 0) + COALESCE(f.minor, 0)";
    LIMITED = " AND l.standing = 'limited'";
    NOT_GRANTED = " AND COALESCE(l.standing, 'not_granted') = 'not_granted'";
    CASH_ONLY = " AND l.standing = 'cash_only'";
    UNLIMITED = " AND l.standing = 'unlimited'";
    PROPOSED = " AND (c.proposals <> 0 OR EXISTS (SELECT 1 FROM bank_account a \
        WHERE a.customer_id = c.id AND a.state IN ('adding', 'leaving')))";
    /// Between them the day.
    LONGEST_OVERDUE = "CASE WHEN c.oldest_due < ", " THEN c.oldest_due ELSE '9999' END";
}
