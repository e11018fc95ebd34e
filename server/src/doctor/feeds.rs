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
    let (mut scopes, mut cut) = (0, 0);
    for row in sqlx::query(SCOPES).fetch_all(&mut *tx).await? {
        scopes += 1;
        let scope: String = row.get(0);
        let (head, horizon): (i64, i64) = (row.get(1), row.get(2));
        let (count, first, last): (i64, i64, i64) = (row.get(3), row.get(4), row.get(5));
        cut += i64::from(0 < horizon);
        let empty = count == 0 && head == horizon;
        if !empty && (count, first, last) != (head - horizon, horizon + 1, head) {
            holes.push(scope);
        }
    }
    let headless: i64 = sqlx::query_scalar(HEADLESS).fetch_one(tx).await?;
    let seen = match cut {
        0 => format!("{scopes} scopes {}", holes.join(" ")),
        _ => format!("{scopes} scopes, {cut} of them cut, {}", holes.join(" ")),
    };
    let faults = i64::try_from(holes.len()).unwrap_or(i64::MAX) + headless;
    Ok(none_of(Check::FeedsDense, faults, seen.trim_end_matches([' ', ',']).to_owned()))
}

/// Behind the command with which the log begins every row ends with what is kept; before it some feed
/// has lost its beginning, and nothing can be said.
pub(super) async fn complete(tx: &mut Connection) -> Result<Finding> {
    let begins: Option<i64> = sqlx::query_scalar(BEGINS).fetch_one(&mut *tx).await?;
    let (mut silent, mut rows) = (0, 0);
    for kind in RowKind::ALL {
        let query = sqlx::query(AssertSqlSafe(silent_of(kind))).bind(begins.unwrap_or(-1));
        let counts = query.fetch_one(&mut *tx).await?;
        rows += counts.get::<i64, _>(0);
        silent += counts.get::<i64, _>(1);
    }
    let seen = match begins {
        None => format!("{rows} rows"),
        Some(begins) => format!("{rows} rows, the log begins behind command {begins}"),
    };
    Ok(none_of(Check::FeedsTrue, silent, seen))
}

/// Rows of a kind, and those whose present version never went out.
fn silent_of(kind: RowKind) -> String {
    SILENT.join(table(kind).name)
}

statements! {
    SCOPES = "SELECT h.scope, h.head, h.horizon, COUNT(c.seq), COALESCE(MIN(c.seq), 0), \
        COALESCE(MAX(c.seq), 0) FROM scope_head h \
        LEFT JOIN change c ON c.scope = h.scope AND c.seq > h.horizon \
        GROUP BY h.scope, h.head, h.horizon ORDER BY h.scope";
    HEADLESS = "SELECT COUNT(DISTINCT c.scope) FROM change c \
        LEFT JOIN scope_head h ON h.scope = c.scope WHERE h.scope IS NULL";
    /// The last command of which some feed has lost a change; none where nothing was cut.
    BEGINS = "SELECT MAX(CASE WHEN f.first IS NULL THEN m.recorded_seq ELSE f.first - 1 END) \
        FROM scope_head h CROSS JOIN meta m LEFT JOIN (SELECT c.scope, MIN(c.recorded_seq) AS first \
        FROM change c JOIN scope_head s ON s.scope = c.scope AND c.seq > s.horizon GROUP BY c.scope) f \
        ON f.scope = h.scope WHERE 0 < h.horizon";
}

parts! {
    /// Between them the table; then the command before which nothing has to be told.
    SILENT =
        "SELECT COUNT(*), COUNT(CASE WHEN c.row_id IS NULL AND $1 < t.recorded_seq THEN 1 \
        WHEN c.last <> t.version AND $1 < c.told THEN 1 END) FROM ",
        " t LEFT JOIN (SELECT row_id, MAX(version) AS last, MAX(recorded_seq) AS told FROM change \
        GROUP BY row_id) c ON c.row_id = t.id";
}
