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
    let mut text = QueryBuilder::new("");
    let joined = match query.sort {
        CustomerSort::Name | CustomerSort::Code => "",
        CustomerSort::Territory => OF_TERRITORY,
        CustomerSort::Balance => with(&mut text, BY_BALANCE, None),
        CustomerSort::Overdue => with(&mut text, BY_OVERDUE, Some(today)),
        CustomerSort::DaysOverdue => with(&mut text, BY_DAYS_OVERDUE, Some(today)),
        CustomerSort::Promised => with(&mut text, BY_PROMISED, None),
        CustomerSort::LastVisit => with(&mut text, BY_LAST_VISIT, None),
    };
    text.push(select[0]).push(select[1]).push(joined);
    filter(&mut text, within, &query.search);
    let (order, other) = match query.order {
        Order::Ascending => ("", " DESC"),
        Order::Descending => (" DESC", ""),
    };
    let by = match query.sort {
        CustomerSort::Name => format!(" ORDER BY c.sort_key{order}, c.id{order}"),
        CustomerSort::Code => format!(" ORDER BY c.code{order}"),
        CustomerSort::Territory => format!(
            " ORDER BY CASE WHEN t.code IS NULL THEN 1 ELSE 0 END, t.code{order}, c.sort_key, c.id"
        ),
        CustomerSort::Balance | CustomerSort::Overdue => {
            format!(" ORDER BY COALESCE(o.minor, 0){order}, c.sort_key, c.id")
        }
        // The most days is the earliest day.
        CustomerSort::DaysOverdue => {
            format!(" ORDER BY COALESCE(o.day, '9999'){other}, c.sort_key, c.id")
        }
        CustomerSort::Promised | CustomerSort::LastVisit => {
            format!(" ORDER BY COALESCE(o.day, ''){order}, c.sort_key, c.id")
        }
    };
    text.push(by);
    text
}

/// Puts what a list is sorted by before it; answers what joins the two.
fn with(
    text: &mut QueryBuilder<Db>,
    [before, after]: [&'static str; 2],
    day: Option<Day>,
) -> &'static str {
    text.push(before);
    if let Some(day) = day {
        text.push_bind(day.to_string());
    }
    text.push(after);
    OWED
}

const OWED: &str = " LEFT JOIN owed o ON o.customer_id = c.id";
const OF_TERRITORY: &str = " LEFT JOIN territory t ON t.id = c.territory_id";

statements! {
    COUNT = "SELECT COUNT(*) FROM customer c";
}

parts! {
    BODIES = "SELECT c.body ", "FROM customer c";
    IDS = "SELECT c.id ", "FROM customer c";
    BY_BALANCE =
        "WITH owed AS (\
        SELECT customer_id, MAX(minor) AS minor FROM customer_balance GROUP BY customer_id",
        ") ";
    /// Between them the day.
    BY_OVERDUE =
        "WITH owed AS (\
        SELECT customer_id, MAX(minor) AS minor FROM (\
        SELECT customer_id, currency, CAST(SUM(open_minor) AS BIGINT) AS minor FROM invoice \
        WHERE open_minor <> 0 AND due_on < ",
        " GROUP BY customer_id, currency) sums GROUP BY customer_id) ";
    /// Between them the day.
    BY_DAYS_OVERDUE =
        "WITH owed AS (\
        SELECT customer_id, MIN(due_on) AS day FROM invoice \
        WHERE open_minor <> 0 AND due_on < ",
        " GROUP BY customer_id) ";
    BY_PROMISED =
        "WITH owed AS (\
        SELECT customer_id, MAX(due_on) AS day FROM promise WHERE ended_on IS NULL \
        GROUP BY customer_id",
        ") ";
    BY_LAST_VISIT =
        "WITH owed AS (\
        SELECT customer_id, MAX(visited_on) AS day FROM visit GROUP BY customer_id",
        ") ";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(like("100%_!"), "%100!%!_!!%");
    }
}
