//! What was open on a day, document by document: the ageing report sums it, the list behind it shows it.

use shared::ageing::{Ask, BaseDay};
use sqlx::QueryBuilder;

use crate::{dialect::Db, error::Result};

type Connection = <Db as sqlx::Database>::Connection;

/// The documents of a day, as rows `here` of `id, customer_id, currency, base_day, left_minor`.
pub(crate) struct OpenDocuments {
    as_of: String,
    base: &'static str,
    /// Whether anything was settled after the day. `open_minor` is the amount less all settlements,
    /// so on most days, today above all, it is the answer as it stands.
    settled_later: bool,
}

impl OpenDocuments {
    pub(crate) async fn of(tx: &mut Connection, ask: Ask) -> Result<OpenDocuments> {
        let as_of = ask.as_of.to_string();
        let later: Option<String> =
            sqlx::query_scalar(SETTLED_LATER).bind(&as_of).fetch_optional(tx).await?;
        let base = match ask.by {
            BaseDay::Due => "i.due_on",
            BaseDay::Invoice => "i.issued_on",
        };
        Ok(OpenDocuments { as_of, base, settled_later: later.is_some() })
    }

    /// Whether the documents of the day are those of the index, as they stand now.
    pub(crate) fn as_it_stands(&self) -> bool {
        !self.settled_later
    }

    /// The beginning of a statement that reads from `here`. `which` adds `AND …` about the columns
    /// with the customer and the currency. A document of which nothing was left stands with 0.
    pub(crate) fn here(
        &self,
        which: impl Fn(&mut QueryBuilder<Db>, &str, &str),
    ) -> QueryBuilder<Db> {
        if !self.settled_later {
            let [here, posted, end] = AS_IT_STANDS;
            let mut text = QueryBuilder::new(here);
            text.push(self.base).push(posted).push_bind(self.as_of.clone());
            which(&mut text, "i.customer_id", "i.currency");
            text.push(end);
            return text;
        }
        let [later, here, posted, settled, settled_posted, end] = COUNTED_BACK;
        let mut text = QueryBuilder::new(later);
        text.push_bind(self.as_of.clone()).push(" < effective_on");
        which(&mut text, "customer_id", "currency");
        for (select, posted) in [(here, posted), (settled, settled_posted)] {
            text.push(select).push(self.base).push(posted).push_bind(self.as_of.clone());
            which(&mut text, "i.customer_id", "i.currency");
        }
        text.push(end);
        text
    }
}

statements! {
    SETTLED_LATER = "SELECT effective_on FROM settlement WHERE $1 < effective_on LIMIT 1";
}

parts! {
    /// Between them the base day, and the day with which documents are meant.
    AS_IT_STANDS =
        "WITH here AS (SELECT i.id, i.customer_id, i.currency, ",
        " AS base_day, i.open_minor AS left_minor FROM invoice i \
        WHERE i.open_minor <> 0 AND i.posted_on <= ",
        ") ";
    /// Between them the day with which documents are meant, then twice the base day, and the day
    /// with which. A day near today reads few settlements.
    COUNTED_BACK =
        "WITH later AS (SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS minor \
        FROM settlement WHERE ",
        " GROUP BY invoice_id), here AS (SELECT i.id, i.customer_id, i.currency, ",
        " AS base_day, i.open_minor + COALESCE(l.minor, 0) AS left_minor \
        FROM invoice i LEFT JOIN later l ON l.invoice_id = i.id \
        WHERE i.open_minor <> 0 AND i.posted_on <= ",
        " UNION ALL SELECT i.id, i.customer_id, i.currency, ",
        ", l.minor FROM later l JOIN invoice i ON i.id = l.invoice_id \
        WHERE i.open_minor = 0 AND i.posted_on <= ",
        ") ";
}
