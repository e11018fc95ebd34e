//! The people of the demonstration: one for each role, and which territories they work.

use shared::{
    calendar::Day,
    company,
    id::TerritoryId,
    money::Currency,
    policy::{self, Policy},
    sync::Act,
    territory,
    user::{self, Role},
};

use super::{
    holidays,
    script::{Script, Who, user},
};

pub const COMPANY: &str = "CN";

/// Somebody who signs in.
pub struct Person {
    pub login: &'static str,
    pub name: &'static str,
    pub roles: &'static [Role],
    pub works: &'static [&'static str],
    /// What the device is called.
    pub device: &'static str,
}

/// Code, name, and the rep who works it.
pub const TERRITORIES: [(&str, &str, &str); 3] =
    [("CD", "城东片区", "lin"), ("CX", "城西片区", "wang"), ("CN", "城南片区", "zhao")];

pub const PEOPLE: [Person; 12] = [
    desk("admin", "陈敏", &[Role::Admin]),
    Person { works: &["CD", "CX", "CN"], ..desk("manager", "周建军", &[Role::Manager]) },
    desk("controller", "沈静", &[Role::Controller]),
    desk("finance", "李雪", &[Role::Finance]),
    desk("cashier", "方婷", &[Role::Cashier]),
    desk("order_desk", "邱丽", &[Role::OrderDesk]),
    desk("approver", "蔡荣海", &[Role::Approver]),
    desk("auditor", "许正平", &[Role::Auditor]),
    rep("lin", "林晓梅", &["CD"]),
    rep("wang", "王志强", &["CX"]),
    rep("zhao", "赵海涛", &["CN"]),
    Person { roles: &[Role::Rep, Role::Manager], ..rep("he", "何国平", &["CN"]) },
];

const fn desk(login: &'static str, name: &'static str, roles: &'static [Role]) -> Person {
    Person { login, name, roles, works: &[], device: "办公室电脑" }
}

const fn rep(login: &'static str, name: &'static str, works: &'static [&'static str]) -> Person {
    Person { login, name, roles: &[Role::Rep], works, device: "业务手机" }
}

/// The rep of a territory.
pub fn rep_of(territory: &str) -> &'static str {
    TERRITORIES.iter().find(|it| it.0 == territory).map_or("lin", |it| it.2)
}

/// The first morning: company, territories, people, and the holidays that the policy goes by.
pub fn tell(script: &mut Script) {
    let first = script.first;
    let mut at = 0;
    let mut say = |by, act| {
        script.say((first, at), by, None, act);
        at += 1;
    };
    for it in &PEOPLE {
        let add = user::Add {
            login: it.login.to_owned(),
            name: it.name.to_owned(),
            roles: it.roles.to_vec(),
        };
        say(Who::CommandLine, Act::AddUser(add));
    }
    let admin = Who::Person("admin");
    say(admin, open_company());
    for (code, name, _) in TERRITORIES {
        let add = territory::Add { code: code.to_owned(), name: name.to_owned() };
        say(admin, Act::AddTerritory(add));
    }
    for it in &PEOPLE {
        for code in it.works {
            say(admin, grant(it.login, code, first));
        }
    }
    say(admin, holidays_known(first));
}

fn open_company() -> Act {
    Act::OpenCompany(company::Open {
        code: COMPANY.to_owned(),
        name: "福州榕海商贸有限公司".to_owned(),
        base_currency: Currency::CNY,
        zone: shared::calendar::Zone::shanghai(),
    })
}

fn grant(login: &str, territory: &str, from: Day) -> Act {
    let (user, territory) = (user(login), TerritoryId::of_code(territory));
    Act::GrantTerritory(user::GrantTerritory { user, territory, from })
}

/// The policy a new installation starts with, and the holidays with it.
fn holidays_known(valid_from: Day) -> Act {
    let calendar = holidays::calendar();
    let policy = Policy { version: 2, valid_from, calendar, ..Policy::initial() };
    Act::PublishPolicy(policy::Publish { policy })
}
