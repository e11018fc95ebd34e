//! The list of customers: filtered, sorted and cut in SQL, whatever their number.

use shared::{
    calendar::Day,
    customer::Customer,
    page::{CustomerListing, CustomerQuery, CustomerSort, Listing, Order},
    user::Caller,
};
use sqlx::QueryBuilder;

use super::{brief, reach::Within, search};
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
        let bodies: Vec<String> =
            page(&within, query, today).build_query_scalar().fetch_all(&mut *tx).await?;
        let customers: Vec<Customer> =
            bodies.iter().map(|it| serde_json::from_str(it)).collect::<Result<_, _>>()?;
        let rows = brief::of(&mut tx, customers).await?;
        Ok(Listing { rows, total, today })
    }
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
fn page(within: &Within, query: &CustomerQuery, today: Day) -> QueryBuilder<Db> {
    let mut text = QueryBuilder::new("");
    match query.sort {
        CustomerSort::Name | CustomerSort::Code => drop(text.push(PLAIN)),
        CustomerSort::Balance => drop(text.push(BY_BALANCE)),
        CustomerSort::Overdue => {
            let [before, owed] = BY_OVERDUE;
            text.push(before).push_bind(today.to_string()).push(owed);
        }
    }
    filter(&mut text, within, &query.search);
    let order = match query.order {
        Order::Ascending => "",
        Order::Descending => " DESC",
    };
    let by = match query.sort {
        CustomerSort::Name => format!(" ORDER BY c.sort_key{order}, c.id{order}"),
        CustomerSort::Code => format!(" ORDER BY c.code{order}"),
        CustomerSort::Balance | CustomerSort::Overdue => {
            format!(" ORDER BY COALESCE(o.minor, 0){order}, c.sort_key, c.id")
        }
    };
    text.push(by);
    cut(&mut text, query.limit, query.offset);
    text
}

statements! {
    COUNT = "SELECT COUNT(*) FROM customer c";
    PLAIN = "SELECT c.body FROM customer c";
    BY_BALANCE = "WITH owed AS (\
        SELECT customer_id, MAX(minor) AS minor FROM customer_balance GROUP BY customer_id) \
        SELECT c.body FROM customer c LEFT JOIN owed o ON o.customer_id = c.id";
}

parts! {
    /// Between them the day.
    BY_OVERDUE =
        "WITH owed AS (\
        SELECT customer_id, MAX(minor) AS minor FROM (\
        SELECT customer_id, currency, CAST(SUM(open_minor) AS BIGINT) AS minor FROM invoice \
        WHERE open_minor <> 0 AND due_on < ",
        " GROUP BY customer_id, currency) sums GROUP BY customer_id) \
        SELECT c.body FROM customer c LEFT JOIN owed o ON o.customer_id = c.id";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(like("100%_!"), "%100!%!_!!%");
    }
}
