//! A letter that says that a visit has to be looked at, put away and taken back.

use shared::{id::InboxId, inbox, row::RowKind, sync::Act};

use super::{Story, ended, owing, pinned};

pub fn stories() -> Vec<(String, Story)> {
    let told = || ended(owing()).then(&["visit.record.1"]);
    let put_away = || {
        let Act::PutLetterAway(it) = pinned("letter.put_away.1") else { panic!("a letter") };
        let stage = told();
        let row = stage.disk.rows.values().find(|it| it.row.kind() == RowKind::Inbox);
        let letter = InboxId(row.expect("a letter").row.id());
        stage.act(Act::PutLetterAway(inbox::PutAway { letter, ..it }))
    };
    vec![
        told().tells_of(RowKind::Inbox, 0x17, "letter.put_away.1"),
        put_away().tells_of(RowKind::Inbox, 0x17, "letter.take_back.1"),
    ]
}
