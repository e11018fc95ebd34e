//! One sample of everything about saved views.

use shared::{
    id::SavedViewId,
    refusal::Refusal,
    row::Row,
    saved_view::{
        Audience, Holder, Remove, Save, SavedView, SavedViewRefusal, SavedViews, SetStart, Start,
    },
    sync::Act,
    table::TableName,
};

use super::{id, user_id};

fn view() -> SavedViewId {
    SavedViewId(id(31))
}

fn query() -> String {
    "?territory=none&sort=overdue&order=descending&columns=customer%2Coverdue".to_owned()
}

pub fn acts() -> Vec<Act> {
    vec![
        Act::SaveView(Save {
            id: view(),
            table: TableName::Customers,
            name: "逾期最多".to_owned(),
            query: query(),
            audience: Audience::Everybody,
        }),
        Act::RemoveView(Remove { id: view(), audience: Audience::Own }),
        Act::StartWithView(SetStart { table: TableName::Promises, view: Some(view()) }),
    ]
}

pub fn row() -> Row {
    Row::SavedViews(SavedViews {
        of: Holder::Person(user_id()),
        views: vec![SavedView {
            id: view(),
            owner: user_id(),
            table: TableName::Customers,
            name: "逾期最多".to_owned(),
            query: query(),
        }],
        starts: vec![Start { table: TableName::Customers, view: view() }],
    })
}

pub fn refusals() -> Vec<Refusal> {
    let all = [
        SavedViewRefusal::NameEmpty,
        SavedViewRefusal::NameTooLong { length: 41, most: 40 },
        SavedViewRefusal::NameTaken { name: "A1".to_owned() },
        SavedViewRefusal::QueryTooLong { length: 2_001, most: 2_000 },
        SavedViewRefusal::TooMany { most: 60 },
        SavedViewRefusal::Unknown { view: view() },
        SavedViewRefusal::NotOwner { view: view() },
    ];
    all.into_iter().map(Refusal::SavedView).collect()
}
