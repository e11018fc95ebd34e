//! One sample of everything about who works here: users, stretches, territories.

use shared::{
    refusal::Refusal,
    sync::Act,
    territory::{self, TerritoryRefusal},
    user::{self, Role, UserRefusal},
};

use super::{day, territory_id, user_id};

pub fn acts() -> Vec<Act> {
    let (user, territory) = (user_id(), territory_id());
    let (login, name) = ("chenxi".to_owned(), "陈曦".to_owned());
    let roles = vec![Role::Rep, Role::Manager];
    vec![
        Act::OpenUser(user::Open { login, name: name.clone(), roles: roles.clone() }),
        Act::ChangeUser(user::Change { user, name, roles }),
        Act::EndUser(user::End { user }),
        Act::ReopenUser(user::Reopen { user }),
        Act::CoverTerritory(user::Cover {
            user,
            territory,
            from: day("2026-12-01"),
            until: day("2026-12-07"),
        }),
        Act::OpenTerritory(territory::Open { code: "east".to_owned(), name: "城东".to_owned() }),
        Act::EndTerritory(territory::End { territory }),
        Act::ReopenTerritory(territory::Reopen { territory }),
    ]
}

pub fn refusals() -> Vec<Refusal> {
    let (user, territory) = (user_id(), territory_id());
    let (from, until) = (day("2026-11-01"), day("2026-11-30"));
    vec![
        UserRefusal::LoginTaken { login: "lin".to_owned(), name: "林小满".to_owned() }.into(),
        UserRefusal::Ended { user }.into(),
        UserRefusal::LastAdmin { user }.into(),
        UserRefusal::OwnRole.into(),
        UserRefusal::Oneself.into(),
        UserRefusal::Backwards { from: until, until: from }.into(),
        UserRefusal::AlreadyWorks { territory, from, until: Some(until) }.into(),
        TerritoryRefusal::CodeTaken { code: "east".to_owned(), name: "城东".to_owned() }.into(),
        TerritoryRefusal::Unknown { territory }.into(),
        TerritoryRefusal::Ended { territory }.into(),
        TerritoryRefusal::CustomersStand { territory, customers: 12 }.into(),
    ]
}
