//! The statements that are put together from parts, each in all of its sizes.

use shared::row::RowKind;
use sqlx::{
    AssertSqlSafe, Column as _, Executor as _, SqlSafeStr as _, Statement as _, TypeInfo as _,
};

use crate::{
    sync::{
        balances::converted,
        device_row, group, heads, lines, load,
        many::{ColumnKind, SIZES, list_text, named_text, rows_text},
        numbering, pull, record, register, sums,
    },
    testing::{Stage, prepare},
};

#[tokio::test]
async fn are_understood_by_the_database_in_every_size() {
    let alone =
        [group::BEGIN, group::AFTER_THE_OTHERS, heads::ALL, register::HEAD, load::SAME_NUMBER];
    prepare(alone).await;
    prepare([pull::changes()]).await;
    prepare(many()).await;
    prepare(written().await).await;
}

/// The statements over many rows, in each of their sizes.
fn many() -> Vec<String> {
    let mut all: Vec<String> = register::KINDS.map(register::all_of).into();
    all.extend(register::KINDS.map(sums::whole));
    all.extend(load::WHOLE.map(sums::in_territory));
    let mut lists = vec![
        device_row::READ.to_owned(),
        numbering::KNOWN.to_owned(),
        load::VERDICTS.to_owned(),
        load::HELD.to_owned(),
        load::LEFT.to_owned(),
    ];
    lists.push(load::by_id(RowKind::Inbox));
    lists.extend(load::WHOLE.map(load::by_customer));
    let mut as_lines: Vec<(String, &str)> = vec![
        (load::by_id(RowKind::Customer), crate::dialect::FOR_UPDATE),
        (load::by_id(RowKind::Customer), ""),
        (load::by_id(RowKind::Inbox), ""),
        (load::by_customer(RowKind::Edit), ""),
        (load::by_customer(RowKind::BankAccount), ""),
    ];
    let parts = [&load::OWED[..], &load::OPEN, &load::MOVEMENTS, &load::MONEY, &load::PAIRED];
    let each = parts.concat().into_iter();
    as_lines.extend(each.map(|(kind, condition)| (load::by_customer(kind), condition)));
    all.push(record::BOOKS_MOVED.to_owned());
    for size in SIZES {
        for (head, tail) in &as_lines {
            let (head, tail) = lines::of_versioned(head, tail);
            all.push(list_text(&head, size, &tail));
        }
        all.push(named_text(size, &load::among_all()));
        all.extend(parts.map(|it| named_text(size, &load::of_customers(it))));
        all.extend(lists.iter().map(|it| list_text(it, size, "")));
        all.push(list_text(load::STANDING.0, size, load::STANDING.1));
        all.push(list_text(record::UNJUDGED.0, size, record::UNJUDGED.1));
    }
    all
}

/// The statements that write many rows, in each of their sizes.
async fn written() -> Vec<String> {
    let whole = |(head, tail): (&str, &str)| (head.to_owned(), tail.to_owned());
    let mut writing: Vec<(String, String)> =
        [record::HEAD, group::COLLISION, record::PAST, device_row::WRITE].map(whole).into();
    writing.extend([record::COMMAND, record::CHANGE, converted::KEPT].map(|it| whole((it, ""))));
    writing.extend(RowKind::ALL.map(record::row_text));
    let mut all = vec![];
    for (head, tail) in writing {
        let Some(columns) = columns_of(&head).await else { return vec![] };
        all.extend(SIZES.map(|size| rows_text(&head, &columns, size, &tail)));
    }
    all
}

/// What the columns are made of that a statement names; none where there is no database.
async fn columns_of(head: &str) -> Option<Vec<ColumnKind>> {
    let named = head.strip_prefix("INSERT INTO ").and_then(|it| it.strip_suffix(") VALUES "));
    let (table, columns) = named.and_then(|it| it.split_once(" (")).expect("a table and columns");
    let stage = Stage::empty().await?;
    let mut connection = stage.server.read().acquire().await.unwrap();
    let text = AssertSqlSafe(format!("SELECT {columns} FROM {table}")).into_sql_str();
    let prepared = connection.prepare(text).await.unwrap();
    let of = prepared.columns().iter().map(|it| match it.type_info().name() {
        "UUID" => ColumnKind::Id,
        "INT8" | "INTEGER" => ColumnKind::Whole,
        "BYTEA" | "BLOB" => ColumnKind::Bytes,
        _ => ColumnKind::Text,
    });
    Some(of.collect())
}
