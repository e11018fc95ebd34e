//! Feeds: every scope counts without a hole, and what is kept has gone out.

use shared::{
    doctor::{Check, Finding},
    row::RowKind,
};
use sqlx::{AssertSqlSafe, Row as _};

use super::{Connection, none_of};
use crate::{error::Result, sync::columns::table};

pub(super) async fn dense(tx: &mut Connection) -> Result<Finding> {
    let mut holes = vec![];
    let mut scopes = 0;
    for row in sqlx::query(SCOPES).fetch_all(&mut *tx).await? {
        scopes += 1;
        let scope: String = row.get(0);
        let (head, horizon): (i64, i64) = (row.get(1), row.get(2));
        let (count, first, last): (i64, i64, i64) = (row.get(3), row.get(4), row.get(5));
        let empty = count == 0 && head == horizon;
        if !empty && (count, first, last) != (head - horizon, horizon + 1, head) {
            holes.push(scope);
        }
    }
    let headless: i64 = sqlx::query_scalar(HEADLESS).fetch_one(tx).await?;
    let seen = format!("{scopes} scopes {}", holes.join(" "));
    let faults = i64::try_from(holes.len()).unwrap_or(i64::MAX) + headless;
    Ok(none_of(Check::FeedsDense, faults, seen.trim_end().to_owned()))
}

/// Where the log was cut nothing can be said of what went out before.
pub(super) async fn complete(tx: &mut Connection) -> Result<Finding> {
    let cut: i64 = sqlx::query_scalar(CUT).fetch_one(&mut *tx).await?;
    if cut != 0 {
        return Ok(super::good(Check::FeedsTrue, "the log was cut".to_owned()));
    }
    let (mut silent, mut rows) = (0, 0);
    for kind in RowKind::ALL {
        let counts = sqlx::query(AssertSqlSafe(silent_of(kind))).fetch_one(&mut *tx).await?;
        rows += counts.get::<i64, _>(0);
        silent += counts.get::<i64, _>(1);
    }
    Ok(none_of(Check::FeedsTrue, silent, format!("{rows} rows")))
}

/// Rows of a kind, and those whose present version never went out.
fn silent_of(kind: RowKind) -> String {
    SILENT.join(table(kind).name)
}

statements! {
    SCOPES = "SELECT h.scope, h.head, h.horizon, COUNT(c.seq), COALESCE(MIN(c.seq), 0), \
        COALESCE(MAX(c.seq), 0) FROM scope_head h LEFT JOIN change c ON c.scope = h.scope \
        GROUP BY h.scope, h.head, h.horizon ORDER BY h.scope";
    HEADLESS = "SELECT COUNT(DISTINCT c.scope) FROM change c \
        LEFT JOIN scope_head h ON h.scope = c.scope WHERE h.scope IS NULL";
    CUT = "SELECT COUNT(*) FROM scope_head WHERE 0 < horizon";
}

parts! {
    /// Between them the table.
    SILENT =
        "SELECT COUNT(*), COUNT(CASE WHEN c.row_id IS NULL THEN 1 END) FROM ",
        " t LEFT JOIN (SELECT DISTINCT row_id, version FROM change) c \
        ON c.row_id = t.id AND c.version = t.version";
}
