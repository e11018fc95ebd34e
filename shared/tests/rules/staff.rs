//! Who works in the house: users added, changed, ended; stretches of cover; territories ended.

use shared::{
    id::{TerritoryId, UserId},
    sync::Act,
    territory,
    user::{self, Role, User},
};

use crate::stage::{Stage, day, rows, said};

fn role(text: &str) -> Vec<Role> {
    let one = |it: &str| serde_json::from_value(it.into()).unwrap();
    text.split('+').filter(|it| *it != "-").map(one).collect()
}

fn act_of(verb: &str, who: &str, more: &str) -> Act {
    let user = UserId::of_login(who);
    let territory = TerritoryId::of_code(who);
    match verb {
        "open" => Act::OpenUser(user::Open {
            login: who.to_owned(),
            name: who.to_owned(),
            roles: role(more),
        }),
        "change" => Act::ChangeUser(user::Change { user, name: who.to_owned(), roles: role(more) }),
        "end" => Act::EndUser(user::End { user }),
        "reopen" => Act::ReopenUser(user::Reopen { user }),
        "give" => Act::GrantTerritory(user::GrantTerritory {
            user,
            territory: TerritoryId::of_code(more),
            from: day("11-18"),
        }),
        "add-place" => Act::OpenTerritory(territory::Open {
            code: who.to_owned(),
            name: more.replace('-', " "),
        }),
        "end-place" => Act::EndTerritory(territory::End { territory }),
        "reopen-place" => Act::ReopenTerritory(territory::Reopen { territory }),
        "move" => Act::AssignTerritory(shared::customer::Assign { territory: Some(territory) }),
        other => panic!("{other} is no verb"),
    }
}

/// Who asks, for what, about whom: in turn, with the answer. Gu is the only administrator.
#[track_caller]
fn check(stage: &mut Stage, table: &str) {
    for (row, cells) in rows(table) {
        let [asks, verb, who, more, expected] = cells[..] else { panic!("bad row: {row}") };
        let outcome = stage.act(asks, "11-18", act_of(verb, who, more));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

#[test]
fn a_user_is_added_once_changed_and_ended_by_an_administrator_alone() {
    check(
        &mut Stage::empty(),
        "
        # asks  verb    who   more            answer
        lin     open    xu    rep             refused: not_permitted needs=admin
        zhou    change  lin   manager         refused: not_permitted needs=admin
        shen    end     lin   -               refused: not_permitted needs=admin
        ji      reopen  lin   -               refused: not_permitted needs=admin
        gu      open    xu    rep             user
        gu      open    xu    rep             refused: user login_taken login=xu name=xu
        gu      open    XU    rep             refused: user login_taken login=xu name=xu
        gu      open    yu    -               refused: user no_role
        gu      open    yu    system          refused: user system_role
        gu      change  xu    rep+manager     user
        gu      change  xu    manager+rep     nothing
        gu      change  nobody  rep           refused: user unknown_user user
        gu      end     nobody  -             refused: user unknown_user user
        gu      reopen  xu    -               nothing
        gu      end     xu    -               user
        gu      end     xu    -               nothing
        gu      change  xu    rep             refused: user ended user
        gu      give    xu    east            refused: user ended user
        gu      open    xu    rep             refused: user login_taken login=xu name=xu
        gu      reopen  xu    -               user
        gu      give    xu    east            user
        ",
    );
}

#[test]
fn somebody_always_administers() {
    check(
        &mut Stage::empty(),
        "
        # asks  verb    who   more        answer
        gu      end     gu    -           refused: user oneself
        gu      change  gu    manager     refused: user own_role
        import  end     gu    -           refused: user last_admin user
        import  change  gu    manager     refused: user last_admin user
        gu      change  gu    admin+rep   user
        gu      change  zhou  admin       user
        zhou    change  zhou  manager     refused: user own_role
        zhou    end     gu    -           user
        gu      end     zhou  -           refused: not_permitted needs=admin
        import  end     zhou  -           refused: user last_admin user
        import  reopen  gu    -           user
        import  end     zhou  -           user
        ",
    );
}

/// An old app, and the command line, say `user.add.1`: it holds the same line.
#[test]
fn adding_once_more_takes_nobodys_last_role_of_administrator() {
    let mut stage = Stage::empty();
    let (login, name) = ("gu".to_owned(), "gu".to_owned());
    let act = Act::AddUser(user::Add { login, name, roles: vec![Role::Rep] });
    assert_eq!(said(&stage.act("import", "11-18", act.clone())), "refused: user last_admin user");
    assert_eq!(said(&stage.act("gu", "11-18", act)), "refused: user own_role");
}

#[test]
fn who_has_left_holds_no_role_and_works_nowhere() {
    let mut stage = Stage::empty();
    check(&mut stage, "gu  end  lin  -  user");
    let lin: &User = &stage.dossier.register.users[&UserId::of_login("lin")];
    assert_eq!(lin.ended_on, Some(day("11-18")));
    assert!(lin.roles.contains(&Role::Rep), "the register goes on saying what the user was");
    assert!(!lin.works_on(TerritoryId::of_code("east"), day("11-18")));
    assert_eq!(stage.caller("lin").roles, []);
    check(&mut stage, "gu  reopen  lin  -  user");
    assert_eq!(stage.caller("lin").roles, [Role::Rep]);
}

/// From, until, and the answer; Lin works the east since 01-01.
#[test]
fn cover_has_a_first_and_a_last_day_and_does_not_overlap() {
    let mut stage = Stage::empty();
    let table = "
        # who   place    from    until   answer
        lin     west     12-01   12-07   user
        lin     west     12-07   12-09   refused: user already_works from=12-01 territory until=12-07
        lin     west     11-20   12-01   refused: user already_works from=12-01 territory until=12-07
        lin     west     12-08   12-08   user
        lin     west     12-20   12-19   refused: user backwards from=12-20 until=12-19
        lin     east     12-01   12-07   refused: user already_works from=01-01 territory until=null
        lin     nowhere  12-01   12-07   refused: user unknown_territory territory
        nobody  west     12-01   12-07   refused: user unknown_user user
    ";
    for (row, cells) in rows(table) {
        let [who, place, from, until, expected] = cells[..] else { panic!("bad row: {row}") };
        let form = user::Cover {
            user: UserId::of_login(who),
            territory: TerritoryId::of_code(place),
            from: day(from),
            until: day(until),
        };
        let outcome = stage.act("gu", "11-18", Act::CoverTerritory(form.clone()));
        assert_eq!(said(&outcome), expected, "in row: {row}");
        let outcome = stage.act("lin", "11-18", Act::CoverTerritory(form));
        assert_eq!(said(&outcome), "refused: not_permitted needs=admin");
    }
    let (lin, west) = (stage.caller("lin"), TerritoryId::of_code("west"));
    for (on, works) in [("11-30", false), ("12-01", true), ("12-08", true), ("12-09", false)] {
        assert_eq!(lin.territories_on(day(on)).contains(&west), works, "{on}");
    }
}

/// What was taken back before it began is no work.
#[test]
fn a_stretch_without_days_stands_in_nobodys_way() {
    let mut stage = Stage::empty();
    let (user, territory) = (UserId::of_login("lin"), TerritoryId::of_code("west"));
    let cover = |from, until| {
        Act::CoverTerritory(user::Cover { user, territory, from: day(from), until: day(until) })
    };
    let back = Act::EndGrant(user::EndGrant { user, territory, last: day("11-30") });
    for act in [cover("12-01", "12-07"), back, cover("12-03", "12-05")] {
        assert_eq!(said(&stage.act("gu", "11-18", act)), "user");
    }
}

#[test]
fn a_territory_ends_once_nobody_stands_in_it_and_takes_nobody_then() {
    let mut stage = Stage::new();
    let (east, west) = (TerritoryId::of_code("east"), TerritoryId::of_code("west"));
    stage.dossier.standing.insert(east, 1);
    stage.dossier.standing.insert(west, 0);
    check(
        &mut stage,
        "
        # asks  verb          place  more   answer
        lin     add-place     north  城北   refused: not_permitted needs=admin
        gu      add-place     north  城北   territory
        gu      add-place     north  城北   refused: territory code_taken code=north name=城北
        gu      add-place     far    -      refused: territory name_empty
        shen    end-place     west   -      refused: not_permitted needs=admin
        gu      end-place     nowhere  -    refused: territory unknown territory
        gu      end-place     east   -      refused: territory customers_stand customers=1 territory
        gu      reopen-place  west   -      nothing
        gu      end-place     west   -      territory
        gu      end-place     west   -      nothing
        gu      move          west   -      refused: territory ended territory
        gu      give          lin    west   refused: territory ended territory
        gu      reopen-place  west   -      territory
        gu      give          lin    west   user
        gu      move          west   -      customer
        ",
    );
}

#[test]
fn a_renamed_territory_stays_ended() {
    let mut stage = Stage::empty();
    check(&mut stage, "gu  end-place  west  -  territory");
    let (code, name) = ("west".to_owned(), "城西".to_owned());
    stage.act("gu", "11-18", Act::AddTerritory(territory::Add { code, name })).unwrap();
    assert!(stage.dossier.register.territories[&TerritoryId::of_code("west")].has_ended());
}
