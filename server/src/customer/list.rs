//! The list of customers: filtered, sorted and cut in SQL, whatever their number.

use shared::{
    calendar::Day,
    customer::Customer,
    page::{CustomerListing, CustomerQuery, CustomerSort, Listing, Order},
    user::Caller,
};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Connection, brief, reach::Within, search};
use crate::{dialect::Db, error::Result, server::Server};

/// Customers on a page if nothing is said, and at most.
pub(crate) const PAGE: u32 = 50;
pub(crate) const PAGE_MOST: u32 = 500;

impl Server {
    /// A page of the customers the caller may see.
    pub async fn customers(
        &self,
        caller: &Caller,
        query: &CustomerQuery,
    ) -> Result<CustomerListing> {
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        self.age_balances_for(query).await?;
        let mut tx = self.snapshot().await?;
        let mut count = QueryBuilder::new(COUNT);
        filter(&mut count, &within, &query.search);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = ordered(BODIES, &within, query, today);
        cut(&mut text, query.limit, query.offset);
        let bodies: Vec<String> = text.build_query_scalar().fetch_all(&mut *tx).await?;
        let customers: Vec<Customer> =
            bodies.iter().map(|it| serde_json::from_str(it)).collect::<Result<_, _>>()?;
        let rows = brief::of(&mut tx, customers).await?;
        Ok(Listing { rows, total, today })
    }
}

impl Server {
    /// What is kept of overdue documents is of today before anything is sorted by it.
    pub(super) async fn age_balances_for(&self, query: &CustomerQuery) -> Result<()> {
        if query.sort == CustomerSort::Overdue {
            self.age_balances().await?;
        }
        Ok(())
    }
}

/// All customers of a list in its order, wherever its page begins.
pub(super) async fn ids(
    tx: &mut Connection,
    within: &Within,
    query: &CustomerQuery,
    today: Day,
) -> Result<Vec<Uuid>> {
    Ok(ordered(IDS, within, query, today).build_query_scalar().fetch_all(tx).await?)
}

fn filter(text: &mut QueryBuilder<Db>, within: &Within, search: &str) {
    text.push(" WHERE ");
    within.condition(text, "c.territory_id");
    named(text, "c.search_key", search);
}

/// Adds that every word that was typed stands in a column with a search key.
pub(crate) fn named(text: &mut QueryBuilder<Db>, column: &str, search: &str) {
    for word in search::typed(search).split_whitespace() {
        text.push(" AND ").push(column).push(" LIKE ").push_bind(like(word)).push(" ESCAPE '!'");
    }
}

/// Cuts the page out of the rows in order.
pub(crate) fn cut(text: &mut QueryBuilder<Db>, limit: Option<u32>, offset: u32) {
    let limit = limit.unwrap_or(PAGE).clamp(1, PAGE_MOST);
    text.push(" LIMIT ").push_bind(i64::from(limit));
    text.push(" OFFSET ").push_bind(i64::from(offset));
}

/// Any text with this word in it; what LIKE would read as a sign stands for itself.
pub(crate) fn like(word: &str) -> String {
    let mut text = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '!') {
            text.push('!');
        }
        text.push(letter);
    }
    text.push('%');
    text
}

/// Sums of several currencies are never netted: a customer stands where its largest puts it.
fn ordered(
    select: [&'static str; 2],
    within: &Within,
    query: &CustomerQuery,
    today: Day,
) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new(select[0]);
    text.push(select[1]);
    if query.sort == CustomerSort::Territory {
        text.push(OF_TERRITORY);
    }
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
        CustomerSort::Balance => by(&mut text, LARGEST_BALANCE[0], order),
        CustomerSort::Overdue => by(&mut text, LARGEST_OVERDUE[0], order),
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

const OF_TERRITORY: &str = " LEFT JOIN territory t ON t.id = c.territory_id";

statements! {
    COUNT = "SELECT COUNT(*) FROM customer c";
}

parts! {
    BODIES = "SELECT c.body ", "FROM customer c";
    IDS = "SELECT c.id ", "FROM customer c";
    /// A subquery of each customer: the few rows of one are at hand by their key, where a join
    /// would first group those of all.
    LARGEST_BALANCE =
        "COALESCE((SELECT MAX(b.minor) FROM customer_balance b \
        WHERE b.customer_id = c.id), 0)";
    LARGEST_OVERDUE =
        "COALESCE((SELECT MAX(b.overdue_minor) FROM customer_balance b \
        WHERE b.customer_id = c.id), 0)";
    LATEST_PROMISE =
        "COALESCE((SELECT MAX(p.due_on) FROM promise p \
        WHERE p.customer_id = c.id AND p.ended_on IS NULL), '')";
    LATEST_VISIT =
        "COALESCE((SELECT MAX(v.visited_on) FROM visit v \
        WHERE v.customer_id = c.id), '')";
    /// Between them the day.
    LONGEST_OVERDUE =
        "COALESCE((SELECT MIN(b.oldest_due) FROM customer_balance b \
        WHERE b.customer_id = c.id AND b.oldest_due < ",
        "), '9999')";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(like("100%_!"), "%100!%!_!!%");
    }
}
