//! Laying rows down by bare statements of many rows: a million items through the writer would take
//! the bench an hour, and it is reading that is measured here.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;
use shared::{
    calendar::Day,
    credit::CreditLine,
    field_receipt::FieldReceiptState,
    money::Money,
    row::{Row, RowKind},
};
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _,
    postgres::PgConnection,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use uuid::Uuid;

use super::{super::stage::Stage, books};
use crate::world::books::Database;

/// What the migrations do for rows that were there before them.
const BALANCES: &str = "INSERT INTO customer_balance (customer_id, currency, minor, oldest_due, turns_on) \
    SELECT customer_id, currency, CAST(SUM(minor) AS BIGINT), MIN(due_on), MIN(due_on) FROM (\
    SELECT customer_id, currency, open_minor AS minor, due_on FROM invoice WHERE open_minor <> 0 \
    UNION ALL SELECT customer_id, currency, -unapplied_minor, NULL FROM receipt \
    WHERE unapplied_minor <> 0) lines GROUP BY customer_id, currency";
const RANKS: &str = "UPDATE customer SET \
    largest_minor = COALESCE((SELECT MAX(b.minor) FROM customer_balance b \
    WHERE b.customer_id = customer.id), 0), oldest_due = (SELECT MIN(b.oldest_due) \
    FROM customer_balance b WHERE b.customer_id = customer.id), \
    promised_until = COALESCE((SELECT MAX(p.due_on) FROM promise p \
    WHERE p.customer_id = customer.id AND p.ended_on IS NULL), ''), \
    visited_on = COALESCE((SELECT MAX(v.visited_on) FROM visit v \
    WHERE v.customer_id = customer.id), '')";
/// Rows in one statement.
const AT_ONCE: usize = 400;
/// Customers in one transaction.
const CUSTOMERS_AT_ONCE: usize = 1_000;

/// Lays all customers down and says how many items that made.
pub async fn lay(stage: &Stage, database: Database, url: &str) -> Result<usize> {
    let today = stage.today();
    match database {
        Database::Sqlite => {
            let options: SqliteConnectOptions = url.parse()?;
            let options =
                options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Off);
            let mut into = SqliteConnection::connect_with(&options).await?;
            // Enough for all indexes: ids are spread, and every page would come and go.
            into.execute("PRAGMA cache_size = -524288").await?;
            let mut items = 0;
            let mut tx = into.begin().await?;
            for piece in pieces() {
                let (texts, made) = texts(piece, today, Database::Sqlite)?;
                items += made;
                for text in texts {
                    tx.execute(sqlx::raw_sql(AssertSqlSafe(text))).await?;
                }
            }
            tx.execute(BALANCES).await?;
            tx.execute(RANKS).await?;
            tx.commit().await?;
            into.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
            into.close().await?;
            Ok(items)
        }
        Database::Postgres => {
            let mut into = PgConnection::connect(url).await?;
            into.execute("SET synchronous_commit = off").await?;
            let mut items = 0;
            for piece in pieces() {
                let (texts, made) = texts(piece, today, Database::Postgres)?;
                items += made;
                let mut tx = into.begin().await?;
                for text in texts {
                    tx.execute(sqlx::raw_sql(AssertSqlSafe(text))).await?;
                }
                tx.commit().await?;
            }
            into.execute(BALANCES).await?;
            into.execute(RANKS).await?;
            // What autovacuum does within a minute where people work.
            into.execute("VACUUM ANALYZE").await?;
            into.close().await?;
            Ok(items)
        }
    }
}

fn pieces() -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..books::CUSTOMERS)
        .step_by(CUSTOMERS_AT_ONCE)
        .map(|from| from..(from + CUSTOMERS_AT_ONCE).min(books::CUSTOMERS))
}

/// The statements for some customers, and how many items they lay down.
fn texts(
    customers: std::ops::Range<usize>,
    today: Day,
    database: Database,
) -> Result<(Vec<String>, usize)> {
    let mut by_kind: BTreeMap<RowKind, Vec<String>> = BTreeMap::new();
    let mut items = 0;
    for row in customers.flat_map(|it| books::rows(it, today)) {
        items += usize::from(books::is_item(&row));
        by_kind.entry(row.kind()).or_default().push(values(&row, database)?);
    }
    let mut texts = vec![];
    for (kind, values) in by_kind {
        for piece in values.chunks(AT_ONCE) {
            texts.push(format!("INSERT INTO {} VALUES {}", into(kind), piece.join(",")));
        }
    }
    Ok((texts, items))
}

/// The table of a kind with the columns that are laid down; what was added later has its default.
fn into(kind: RowKind) -> String {
    let columns = match kind {
        RowKind::Customer => "customer (@, code, name, search_key, sort_key, territory_id)",
        RowKind::Invoice => {
            "invoice (@, customer_id, company_id, source, kind, number, issued_on, posted_on, \
             due_on, currency, amount_minor, open_minor)"
        }
        RowKind::Receipt => {
            "receipt (@, customer_id, company_id, source, number, valued_on, currency, \
             amount_minor, unapplied_minor)"
        }
        RowKind::Allocation => {
            "allocation (@, customer_id, receipt_id, invoice_id, currency, amount_minor, \
             effective_on)"
        }
        RowKind::Promise => {
            "promise (@, customer_id, author, made_on, due_on, currency, amount_minor)"
        }
        RowKind::Visit => "visit (@, customer_id, author, visited_on)",
        RowKind::CreditLine => "credit_line (@, customer_id, standing, limit_minor, currency)",
        RowKind::CreditRequest => "credit_request (@, customer_id, author, state, sent_on)",
        RowKind::FieldReceipt => {
            "field_receipt (@, customer_id, author, company_id, slip_series, slip_number, slip, \
             state, method, taken_on, currency, amount_minor)"
        }
        _ => {
            "hand_in (@, rep, cashier, company_id, handed_in_on, currency, expected_minor, \
             counted_minor)"
        }
    };
    columns.replace('@', "id, version, recorded_seq, body")
}

/// One row as it is written into a statement: the cells after one another.
struct Cells {
    text: String,
    database: Database,
}

impl Cells {
    fn id(mut self, id: Uuid) -> Cells {
        let _ = match self.database {
            Database::Sqlite => write!(self.text, ",x'{}'", id.simple()),
            Database::Postgres => write!(self.text, ",'{id}'"),
        };
        self
    }

    fn text(mut self, text: impl std::fmt::Display) -> Cells {
        let text = text.to_string().replace('\'', "''");
        let _ = write!(self.text, ",'{text}'");
        self
    }

    fn whole(mut self, number: i64) -> Cells {
        let _ = write!(self.text, ",{number}");
        self
    }

    fn money(self, money: Money) -> Cells {
        self.text(money.currency()).whole(money.minor())
    }
}

fn values(row: &Row, database: Database) -> Result<String> {
    let every = Cells { text: String::new(), database };
    let every = every.id(row.id()).whole(1).whole(1).text(row.body()?);
    let cells = match row {
        Row::Customer(it) => {
            let territory = it.territory.map_or(Uuid::nil(), |it| it.0);
            let named = every.text(&it.code).text(&it.name).text(&it.search_key);
            named.text(&it.sort_key).id(territory)
        }
        Row::Invoice(it) => {
            let of = every.id(it.customer.0).id(it.company.0).text(&it.source).text(&it.kind);
            let dated = of.text(&it.number).text(it.issued_on).text(it.posted_on).text(it.due_on);
            dated.money(it.amount).whole(it.open.minor())
        }
        Row::Receipt(it) => {
            let of = every.id(it.customer.map_or(Uuid::nil(), |it| it.0)).id(it.company.0);
            let dated = of.text(&it.source).text(&it.number).text(it.valued_on);
            dated.money(it.amount).whole(it.unapplied.minor())
        }
        Row::Allocation(it) => {
            let of = every.id(it.customer.0).id(it.receipt.0).id(it.invoice.0);
            of.money(it.amount).text(it.effective_on)
        }
        Row::Promise(it) => {
            let of = every.id(it.customer.0).id(it.author.0);
            of.text(it.made_on).text(it.due_on).money(it.amount)
        }
        Row::Visit(it) => every.id(it.customer.0).id(it.author.0).text(it.visited_on),
        Row::CreditLine(CreditLine { customer, standing, .. }) => {
            let of = every.id(customer.0).text(standing.name());
            match standing.limit() {
                Some(limit) => of.whole(limit.minor()).text(limit.currency()),
                None => of.whole(0).text(""),
            }
        }
        Row::CreditRequest(it) => {
            let of = every.id(it.customer.0).id(it.author.0);
            of.text(it.state().name()).text(it.current.sent_on)
        }
        Row::FieldReceipt(it) => {
            let waits = it.state == FieldReceiptState::Taken;
            let of = every.id(it.customer.0).id(it.author.0).id(it.company.0);
            let slip = of.text(&it.slip.series).whole(it.slip.number.into());
            let slip = slip.text(it.slip.to_string().to_lowercase());
            let state = slip.text(if waits { "in_hand" } else { "handed_in" }).text("cash");
            state.text(it.taken_on).money(it.amount)
        }
        Row::HandIn(it) => {
            let of = every.id(it.rep.0).id(it.cashier.0).id(it.company.0).text(it.on);
            of.money(it.expected).whole(it.counted.minor())
        }
        other => anyhow::bail!("the bench lays down no {:?}", other.kind()),
    };
    Ok(format!("({})", cells.text.trim_start_matches(',')))
}
