//! What every list of the desk does: it is narrowed to customers, cut into pages, and its rows are read
//! by their ids once it is known which they are, so that sorting 40,000 rows carries no bodies along.

use std::collections::HashMap;

use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use crate::{
    customer::{reach::Within, search},
    dialect::Db,
    error::Result,
    sync::many::{fixed, over_ids},
};

type Connection = <Db as sqlx::Database>::Connection;

/// Rows on a page if nothing is said, and at most.
pub(crate) const PAGE: u32 = 50;
pub(crate) const PAGE_MOST: u32 = 500;

/// So many as are asked for, within reason.
pub(crate) fn rows_on_page(asked: Option<u32>) -> u32 {
    asked.unwrap_or(PAGE).clamp(1, PAGE_MOST)
}

/// Cuts the page out of the rows in order.
pub(crate) fn cut(text: &mut QueryBuilder<Db>, limit: Option<u32>, offset: u32) {
    text.push(" LIMIT ").push_bind(i64::from(rows_on_page(limit)));
    text.push(" OFFSET ").push_bind(i64::from(offset));
}

/// Adds that every word that was typed stands in a column with a search key.
pub(crate) fn named(text: &mut QueryBuilder<Db>, column: &str, typed: &str) {
    for word in search::typed(typed).split_whitespace() {
        text.push(" AND ").push(column).push(" LIKE ").push_bind(like(word)).push(" ESCAPE '!'");
    }
}

/// Adds the condition on a column with a customer's id that it is within and called what was typed.
/// The customers are looked through once, not for every row of the list; of all of them nothing is
/// asked.
pub(crate) fn of_customers(
    text: &mut QueryBuilder<Db>,
    within: &Within,
    typed: &str,
    column: &str,
) {
    if *within == Within::All && search::typed(typed).split_whitespace().next().is_none() {
        text.push("1 = 1");
        return;
    }
    let [one_of, end] = ONE_OF;
    text.push(column).push(one_of);
    within.condition(text, "territory_id");
    named(text, "search_key", typed);
    text.push(end);
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

/// The rows of these ids, in their order. The statement gives the id in its first column.
pub(crate) async fn in_order(
    tx: &mut Connection,
    ids: &[Uuid],
    (head, tail): (&str, &str),
) -> Result<Vec<<Db as sqlx::Database>::Row>> {
    let mut rows = HashMap::new();
    for piece in fixed(ids) {
        for row in over_ids(head, piece, tail).fetch_all(&mut *tx).await? {
            rows.insert(row.get::<Uuid, _>(0), row);
        }
    }
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

parts! {
    /// Between them the condition on the customers.
    ONE_OF = " IN (SELECT id FROM customer WHERE ", ")";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(like("100%_!"), "%100!%!_!!%");
    }
}
