//! Rows: the columns by which SQL filters and sums say what the body says, which is the truth.

use futures::TryStreamExt as _;
use shared::{
    doctor::{Check, Finding},
    row::{Row, RowKind},
};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::{Connection, none_of};
use crate::{
    dialect::Db,
    error::Result,
    sync::{
        columns::{columns, table},
        many::Cell,
    },
};

pub(super) async fn columns_true(tx: &mut Connection) -> Result<Finding> {
    let (mut rows, mut faults) = (0_i64, 0_i64);
    let mut first = String::new();
    for kind in RowKind::ALL {
        let mut all = sqlx::query(AssertSqlSafe(all_of(kind))).fetch(&mut *tx);
        while let Some(stored) = all.try_next().await? {
            rows += 1;
            let id: Uuid = stored.get(0);
            let says = Row::read(kind, stored.get(1)).ok();
            if says.is_none_or(|it| it.id() != id || !agrees(&columns(&it), &stored)) {
                faults += 1;
                if first.is_empty() {
                    first = format!(", the first {} {id}", kind.name());
                }
            }
        }
    }
    Ok(none_of(Check::ColumnsTrue, faults, format!("{rows} rows{first}")))
}

fn agrees(cells: &[Cell<'_>], stored: &<Db as sqlx::Database>::Row) -> bool {
    cells.iter().enumerate().all(|(at, cell)| {
        let at = at + 2;
        match cell {
            Cell::Id(id) => stored.try_get::<Option<Uuid>, _>(at).is_ok_and(|it| it == *id),
            Cell::Text(text) => stored
                .try_get::<Option<String>, _>(at)
                .is_ok_and(|it| it.as_deref() == text.as_deref()),
            Cell::Whole(number) => stored.try_get::<i64, _>(at).is_ok_and(|it| it == *number),
            Cell::Bytes(bytes) => stored.try_get::<Vec<u8>, _>(at).is_ok_and(|it| it == **bytes),
        }
    })
}

fn all_of(kind: RowKind) -> String {
    let table = table(kind);
    let [select, from] = ALL;
    [select, &table.columns.join(", "), from, table.name].concat()
}

parts! {
    /// Between them the columns, behind them the table.
    ALL = "SELECT id, body, ", " FROM ";
}
