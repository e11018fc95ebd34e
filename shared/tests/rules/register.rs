//! The register: companies, territories, users, grants and policy, kept by the administrator.

use shared::{
    calendar::{Days, Zone},
    company::Open,
    id::{TerritoryId, UserId},
    money::{Currency, Percent},
    policy::{Policy, Publish},
    sync::{Act, Class},
    territory,
    user::{self, EndGrant, GrantTerritory, Reach, Role},
};

use crate::stage::{Stage, day, rows, said};

#[test]
fn every_command_of_the_register_needs_an_administrator() {
    let acts = || {
        [
            Act::OpenCompany(open("ZX", "中兴", "CNY", Zone::shanghai())),
            Act::AddTerritory(territory::Add {
                code: "north".to_owned(), name: "城北".to_owned()
            }),
            Act::AddUser(add("xu", "徐", &[Role::Rep])),
            Act::GrantTerritory(given("lin", "west", "11-18")),
            Act::EndGrant(ended("lin", "east", "11-18")),
            Act::PublishPolicy(Publish { policy: Policy::initial() }),
        ]
    };
    for who in ["lin", "zhou", "shen", "ji"] {
        for act in acts() {
            let outcome = Stage::empty().act(who, "11-18", act);
            assert_eq!(said(&outcome), "refused: not_permitted needs=admin", "{who}");
        }
    }
    for (who, act) in acts().into_iter().flat_map(|it| [("gu", it.clone()), ("import", it)]) {
        assert!(Stage::empty().act(who, "11-18", act).is_ok(), "{who}");
    }
}

fn open(code: &str, name: &str, currency: &str, zone: Zone) -> Open {
    Open {
        code: code.to_owned(),
        name: name.to_owned(),
        base_currency: Currency::parse(currency).unwrap(),
        zone,
    }
}

#[track_caller]
fn check_open(form: Open, expected: &str) {
    assert_eq!(said(&Stage::empty().act("gu", "11-18", Act::OpenCompany(form))), expected);
}

#[test]
fn a_company_is_opened_once_in_its_currency_and_zone() {
    check_open(open("ZX", "中兴", "CNY", Zone::shanghai()), "company");
    check_open(open("HT", "HT 贸易", "CNY", Zone::shanghai()), "nothing");
    check_open(open("HT", "HT", "CNY", Zone::shanghai()), "nothing");
    check_open(open(" ", "中兴", "CNY", Zone::shanghai()), "refused: company code_empty");
    check_open(open("ZX", " ", "CNY", Zone::shanghai()), "refused: company name_empty");
    check_open(
        open("HT", "HT", "USD", Zone::shanghai()),
        "refused: company other_currency code=HT given=USD here=CNY",
    );
    let utc = Zone { name: "UTC".to_owned(), transitions: vec![] };
    check_open(
        open("HT", "HT", "CNY", utc),
        "refused: company other_zone given=UTC here=Asia/Shanghai",
    );
}

/// Which code and name, in turn, and the answer.
#[test]
fn a_territory_is_added_and_renamed() {
    let mut stage = Stage::empty();
    let table = "
        # code  name   answer
        north   城北   territory
        north   城北   nothing
        north   新城   territory
        -       城北   refused: territory code_empty
        far     -      refused: territory name_empty
    ";
    for (row, cells) in rows(table) {
        let [code, name, expected] = cells[..] else { panic!("bad row: {row}") };
        let [code, name] = [code, name].map(|it| if it == "-" { " " } else { it }.to_owned());
        let outcome = stage.act("gu", "11-18", Act::AddTerritory(territory::Add { code, name }));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

fn add(login: &str, name: &str, roles: &[Role]) -> user::Add {
    user::Add { login: login.to_owned(), name: name.to_owned(), roles: roles.to_vec() }
}

#[track_caller]
fn check_add(form: user::Add, expected: &str) {
    assert_eq!(said(&Stage::empty().act("gu", "11-18", Act::AddUser(form))), expected);
}

#[test]
fn a_user_can_sign_in_and_has_a_role() {
    check_add(add("xu", "徐", &[Role::Rep]), "user");
    check_add(add("徐.小-满_1@x", "徐", &[Role::Rep, Role::Manager]), "user");
    check_add(add("lin", "lin", &[Role::Rep]), "nothing");
    check_add(add("lin", "lin", &[Role::Rep, Role::Rep]), "nothing");
    check_add(add("lin", "林小满", &[Role::Rep]), "user");
    for login in ["", "x y", "x/y", &"x".repeat(65)] {
        check_add(
            add(login, "徐", &[Role::Rep]),
            &format!("refused: user login_malformed login={login}"),
        );
    }
    check_add(add("xu", " ", &[Role::Rep]), "refused: user name_empty");
    check_add(add("xu", "徐", &[]), "refused: user no_role");
    check_add(add("xu", "徐", &[Role::Admin, Role::System]), "refused: user system_role");
}

#[test]
fn a_changed_user_keeps_the_territories() {
    let mut stage = Stage::empty();
    stage.act("gu", "11-18", Act::AddUser(add("lin", "林", &[Role::Manager]))).unwrap();
    let lin = &stage.dossier.register.users[&UserId::of_login("lin")];
    assert_eq!((lin.roles.as_slice(), lin.grants.len()), ([Role::Manager].as_slice(), 1));
}

fn given(login: &str, territory: &str, from: &str) -> GrantTerritory {
    GrantTerritory {
        user: UserId::of_login(login),
        territory: TerritoryId::of_code(territory),
        from: day(from),
    }
}

fn ended(login: &str, territory: &str, last: &str) -> EndGrant {
    EndGrant {
        user: UserId::of_login(login),
        territory: TerritoryId::of_code(territory),
        last: day(last),
    }
}

/// `give` from, or `end` with a last day: the answer, and the days of that territory since.
/// Lin works the east since 01-01.
#[track_caller]
fn check_grants(table: &str) {
    let mut stage = Stage::empty();
    for (row, cells) in rows(table) {
        let [verb, login, territory, on, expected, since] = cells[..] else {
            panic!("bad row: {row}")
        };
        let act = match verb {
            "give" => Act::GrantTerritory(given(login, territory, on)),
            _ => Act::EndGrant(ended(login, territory, on)),
        };
        assert_eq!(said(&stage.act("gu", "11-18", act)), expected, "in row: {row}");
        assert_eq!(stretches(&stage, login, territory), since, "in row: {row}");
    }
}

fn stretches(stage: &Stage, login: &str, territory: &str) -> String {
    let Some(user) = stage.dossier.register.users.get(&UserId::of_login(login)) else {
        return "-".to_owned();
    };
    let of_this = user.grants.iter().filter(|it| it.territory == TerritoryId::of_code(territory));
    let said: Vec<_> = of_this
        .map(|it| {
            let until = it.until.map(|it| it.to_string()).unwrap_or_default();
            format!("{}..{until}", it.from).replace("2026-", "")
        })
        .collect();
    if said.is_empty() { "-".to_owned() } else { said.join(" ") }
}

#[test]
fn a_territory_is_given_from_a_day_and_taken_back_with_a_last_one() {
    check_grants(
        "
        # verb  who     territory  on          answer                                                     stretches
        give    nobody  west       11-18       refused: user unknown_user user                            -
        give    lin     nowhere    11-18       refused: user unknown_territory territory                  -
        give    lin     east       11-18       nothing                                                    01-01..
        give    lin     west       11-18       user                                                       11-18..
        give    lin     west       11-18       nothing                                                    11-18..
        give    lin     west       11-10       user                                                       11-10..
        end     lin     west       11-08       refused: user not_worked_then last=11-08 territory         11-10..
        end     lin     west       11-30       user                                                       11-10..11-30
        end     lin     west       11-30       nothing                                                    11-10..11-30
        end     lin     west       12-31       refused: user not_worked_then last=12-31 territory         11-10..11-30
        end     lin     west       11-20       user                                                       11-10..11-20
        give    lin     west       12-01       user                                                       11-10..11-20 12-01..
        end     lin     west       11-30       user                                                       11-10..11-20 12-01..11-30
        end     lin     south      11-30       refused: user not_worked_then last=11-30 territory         -
        end     nobody  west       11-30       refused: user unknown_user user                            -
        ",
    );
}

#[test]
fn a_stretch_counts_its_first_and_its_last_day() {
    let mut stage = Stage::empty();
    stage.act("gu", "11-18", Act::EndGrant(ended("lin", "east", "11-30"))).unwrap();
    let lin = stage.caller("lin");
    let east = TerritoryId::of_code("east");
    for (on, works) in [("2025-12-31", false), ("01-01", true), ("11-30", true), ("12-01", false)] {
        assert_eq!(lin.territories_on(day(on)).contains(&east), works, "{on}");
        assert_eq!(lin.reach(day(on)).covers(Some(east)), works, "{on}");
    }
    assert!(!lin.reach(day("11-18")).covers(None), "customers of no territory are the desk's");
    assert_eq!(stage.caller("shen").reach(day("11-18")), Reach::Everything);
}

fn policy(version: u32, valid_from: &str) -> Policy {
    Policy { version, valid_from: day(valid_from), ..Policy::initial() }
}

#[test]
fn versions_of_the_policy_follow_one_another() {
    let mut stage = Stage::empty();
    let mut publish = |policy: Policy, expected: &str| {
        let outcome = stage.act("gu", "11-18", Act::PublishPolicy(Publish { policy }));
        assert_eq!(said(&outcome), expected);
    };
    publish(policy(2, "12-01"), "refused: policy_version given=2 next=1");
    publish(policy(1, "11-01"), "policy");
    publish(policy(1, "11-01"), "nothing");
    publish(policy(1, "11-02"), "refused: policy_version given=1 next=2");
    publish(policy(2, "12-01"), "policy");
    publish(policy(4, "12-01"), "refused: policy_version given=4 next=3");
}

#[track_caller]
fn check_values(change: impl FnOnce(&mut Policy), expected: &str) {
    let mut policy = policy(1, "11-01");
    change(&mut policy);
    let outcome = Stage::empty().act("gu", "11-18", Act::PublishPolicy(Publish { policy }));
    assert_eq!(said(&outcome), expected);
}

#[test]
fn a_policy_stays_in_the_range_that_makes_sense() {
    let percent = |text: &str| serde_json::from_value::<Percent>(text.into()).unwrap();
    check_values(|it| it.promise.threshold = percent("0.1"), "policy");
    check_values(
        |it| it.promise.threshold = percent("0"),
        "refused: policy threshold_out_of_range given=0",
    );
    check_values(
        |it| it.promise.threshold = percent("100.1"),
        "refused: policy threshold_out_of_range given=100.1",
    );
    check_values(|it| it.promise.other_bill_share = percent("100"), "policy");
    check_values(
        |it| it.promise.other_bill_share = percent("-1"),
        "refused: policy bill_share_out_of_range given=-1",
    );
    check_values(
        |it| it.promise.bank_acceptance_share = percent("101"),
        "refused: policy bill_share_out_of_range given=101",
    );
    check_values(|it| it.promise.tolerance = Days(1_096), "policy");
    check_values(
        |it| it.promise.tolerance = Days(1_097),
        "refused: policy too_many_days given=1097 most=1096",
    );
    check_values(
        |it| it.promise.furthest = Days(u32::MAX),
        "refused: policy too_many_days given=4294967295 most=1096",
    );
}

#[test]
fn the_newest_version_in_force_on_a_day_holds() {
    let mut stage = Stage::empty();
    let version_on = |stage: &Stage, on: &str| stage.dossier.register.policy_on(day(on)).version;
    assert_eq!(stage.dossier.register.published_on(day("11-18")), None);
    assert_eq!(stage.dossier.register.policy_on(day("11-18")), Policy::initial());
    for it in [policy(1, "11-01"), policy(2, "12-01"), policy(3, "11-20")] {
        stage.act("gu", "11-18", Act::PublishPolicy(Publish { policy: it })).unwrap();
    }
    let days = ["11-01", "11-19", "11-20", "12-01"];
    assert_eq!(days.map(|on| version_on(&stage, on)), [1, 1, 3, 3]);
}

#[test]
fn facts_are_judged_by_the_day_they_happened_and_grants_by_today() {
    let when = shared::calendar::When { acted_on: day("11-18"), today: day("11-23") };
    assert_eq!(Class::Fact.judged_on(when), day("11-18"));
    assert_eq!(Class::Fields.judged_on(when), day("11-18"));
    assert_eq!(Class::Authority.judged_on(when), day("11-23"));
    assert_eq!(Class::Request.judged_on(when), day("11-23"));
}
