//! Every statement, prepared on a real database.

use shared::row::RowKind;
use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};

use crate::{
    auth, server,
    sync::{
        columns::table,
        device_row, group, heads, load,
        many::{SIZES, list_text, rows_text},
        numbering, pull, record, register, snapshot,
    },
    testing::Stage,
};

#[tokio::test]
async fn every_statement_is_understood() {
    let Some(stage) = Stage::empty().await else { return };
    let fixed = [
        server::STATEMENTS,
        pull::STATEMENTS,
        snapshot::STATEMENTS,
        snapshot::OF_BUILD,
        &[group::BEGIN, heads::ALL, register::HEAD],
    ];
    let all = fixed.into_iter().chain(auth::STATEMENTS).flatten().map(|it| (*it).to_owned());
    let mut connection = stage.server.read().acquire().await.unwrap();
    for text in all.chain(many()) {
        let prepared = connection.prepare(AssertSqlSafe(text.clone()).into_sql_str()).await;
        prepared.unwrap_or_else(|error| panic!("{error}: {text}"));
    }
}

/// The statements over many rows, in each of their sizes.
fn many() -> Vec<String> {
    let mut all: Vec<String> = register::KINDS.map(register::all_of).into();
    let mut lists = vec![
        device_row::READ.to_owned(),
        numbering::KNOWN.to_owned(),
        load::VERDICTS.to_owned(),
        load::HELD.to_owned(),
        load::LEFT.to_owned(),
    ];
    lists.extend(load::NAMED.map(load::by_id));
    lists.extend(load::WHOLE.map(load::by_customer));
    let locked = load::by_id(RowKind::Customer);
    for size in SIZES {
        all.push(list_text(&locked, size, crate::dialect::FOR_UPDATE));
        for (kind, condition) in load::OPEN {
            all.push(list_text(&load::by_customer(kind), size, condition));
        }
        all.extend(lists.iter().map(|it| list_text(it, size, "")));
        all.push(rows_text(record::COMMAND, record::COMMAND_COLUMNS, size, ""));
        all.push(rows_text(record::CHANGE, record::CHANGE_COLUMNS, size, ""));
        all.push(rows_text(record::HEAD.0, record::HEAD_COLUMNS, size, record::HEAD.1));
        all.push(rows_text(group::COLLISION.0, group::COLLISION_COLUMNS, size, group::COLLISION.1));
        all.push(rows_text(device_row::WRITE.0, 6, size, device_row::WRITE.1));
        for kind in RowKind::ALL {
            let (head, tail, columns) = record::row_text(kind);
            assert!(!table(kind).name.is_empty());
            all.push(rows_text(&head, columns, size, &tail));
        }
    }
    all
}
