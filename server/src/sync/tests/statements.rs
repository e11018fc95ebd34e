//! The statements that are put together from parts, each in all of its sizes.

use shared::row::RowKind;

use crate::{
    sync::{
        balances::converted,
        device_row, group, heads, lines, load,
        many::{SIZES, list_text, named_text, rows_text},
        numbering, pull, record, register, sums,
    },
    testing::prepare,
};

#[tokio::test]
async fn are_understood_by_the_database_in_every_size() {
    let alone =
        [group::BEGIN, group::AFTER_THE_OTHERS, heads::ALL, register::HEAD, load::SAME_NUMBER];
    prepare(alone).await;
    prepare([pull::changes()]).await;
    prepare(many()).await;
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
    let pairs = [&load::MOVEMENTS[..], &load::MONEY, &load::PAIRED].concat();
    let open = load::OPEN.into_iter().chain(pairs);
    as_lines.extend(open.map(|(kind, condition)| (load::by_customer(kind), condition)));
    all.push(record::BOOKS_MOVED.to_owned());
    for size in SIZES {
        for (head, tail) in &as_lines {
            let (head, tail) = lines::of_versioned(head, tail);
            all.push(list_text(&head, size, &tail));
        }
        all.push(named_text(size, &load::among_all()));
        all.extend(lists.iter().map(|it| list_text(it, size, "")));
        all.push(list_text(load::STANDING.0, size, load::STANDING.1));
        all.push(rows_text(record::COMMAND, record::COMMAND_COLUMNS, size, ""));
        all.push(rows_text(record::CHANGE, record::CHANGE_COLUMNS, size, ""));
        all.push(rows_text(record::HEAD.0, record::HEAD_COLUMNS, size, record::HEAD.1));
        all.push(rows_text(group::COLLISION.0, group::COLLISION_COLUMNS, size, group::COLLISION.1));
        all.push(rows_text(converted::KEPT, 3, size, ""));
        all.push(rows_text(record::PAST.0, record::PAST_COLUMNS, size, record::PAST.1));
        all.push(list_text(record::UNJUDGED.0, size, record::UNJUDGED.1));
        all.push(rows_text(device_row::WRITE.0, 6, size, device_row::WRITE.1));
        for kind in RowKind::ALL {
            let (head, tail, columns) = record::row_text(kind);
            all.push(rows_text(&head, columns, size, &tail));
        }
    }
    all
}
