//! The second person: what stands in the fields that say who is sued and where money goes.

use shared::{
    customer::{Change, SecondWord, Word},
    edit::{self, Field, Proposed},
    effects::Effects,
    id::UserId,
    refusal::Refusal,
    sync::Act,
    user::{Caller, Role},
};

use crate::{
    contact::{changed, field, of_customer, value},
    stage::{Stage, day, rows, said},
};

/// `sync.md` §5, class C: who is sued, and where invoices and money go, is changed by two people.
#[test]
fn what_stands_in_the_legal_fields_takes_two_people() {
    let mut stage = Stage::new();
    for (row, cells) in rows(
        "
        # who  field              seen  to    answer                          stands  waits
        lin    legal_name         -     宏盛    customer + edit                 宏盛      -
        lin    legal_name         宏盛    宏达    customer + edit                 宏盛      宏达
        lin    legal_name         宏盛    宏达    nothing                         宏盛      宏达
        shen   legal_name         -     宏达    edit, merged: legal_name        宏盛      宏达
        shen   legal_name         宏盛    宏达    customer + edit, to lin         宏达      -
        shen   legal_name         宏达    宏发    customer + edit                 宏达      宏发
        lin    legal_name         宏达    宏兴    edit, merged: legal_name        宏达      宏发
        lin    legal_name         宏达    宏发    nothing                         宏达      宏发
        gu     legal_name         宏达    宏大    customer + edit, to shen        宏达      宏大
        gu     legal_name         宏达    宏大    nothing                         宏达      宏大
        lin    legal_name         宏大    宏达    nothing                         宏达      宏大
        shen   legal_name         宏达    宏大    customer + edit, to gu          宏大      -
        lin    legal_name         宏大    -     customer + edit                 宏大      (empty)
        lin    legal_name         宏大    宏图    customer + edit                 宏大      宏图
        lin    invoicing_details  -     甲      customer + edit                 甲       -
        lin    invoicing_details  甲     乙      customer + edit                 甲       乙
        zhou   invoicing_details  甲     乙      customer + edit, to lin         乙       -
        ",
    ) {
        let [who, name, seen, to, answer, stands, waits] = cells[..] else { panic!("{row}") };
        let act = of_customer(vec![changed(name, seen, to)], &[], &[]);
        let outcome = stage.act(who, "11-18", act);
        assert_eq!(told(&outcome), answer, "in row: {row}");
        let customer = stage.dossier.customer.as_ref().unwrap();
        assert_eq!(customer.value(field(name)), value(stands), "in row: {row}");
        let waiting = customer.proposed.get(&field(name)).map(|it| match it.to.as_str() {
            "" => "(empty)",
            to => to,
        });
        assert_eq!(waiting.unwrap_or("-"), waits, "in row: {row}");
    }
}

/// A second word speaks of the proposal that was seen, and of no other.
#[test]
fn a_second_word_that_comes_too_late_changes_nothing() {
    let mut stage = Stage::new();
    let propose = |seen, to| of_customer(vec![changed("legal_name", seen, to)], &[], &[]);
    let settled = |by: &str, to: &str, word| {
        let proposed = Proposed { to: to.to_owned(), by: UserId::of_login(by), on: day("11-18") };
        let settled = vec![SecondWord { field: Field::LegalName, proposed, word }];
        let (fields, tags_added, tags_removed) = (vec![], vec![], vec![]);
        Act::ChangeCustomer(Change { fields, tags_added, tags_removed, settled })
    };
    let no = "refused: not_permitted needs=controller";
    let late = "edit, merged: legal_name";
    for (who, act, answer, stands, waits) in [
        ("lin", propose("-", "A"), "customer + edit", "A", "-"),
        ("lin", propose("A", "B"), "customer + edit", "A", "B"),
        ("lin", settled("lin", "B", Word::Yes), no, "A", "B"),
        // Corrected by its author: what shen saw is not what waits.
        ("lin", propose("A", "C"), "customer + edit", "A", "C"),
        ("shen", settled("lin", "B", Word::Yes), late, "A", "C"),
        ("shen", settled("lin", "B", Word::No), late, "A", "C"),
        ("shen", settled("lin", "C", Word::Yes), "customer + edit, to lin", "C", "-"),
        ("gu", settled("lin", "C", Word::Yes), "nothing", "C", "-"),
        // Taken back after it was confirmed: it stands, and that is told.
        ("lin", settled("lin", "C", Word::No), late, "C", "-"),
        // Emptied by two; the late "no" does not fill it again.
        ("lin", propose("C", "-"), "customer + edit", "C", ""),
        ("zhou", settled("lin", "", Word::Yes), "customer + edit, to lin", "-", "-"),
        ("shen", settled("lin", "", Word::No), late, "-", "-"),
        ("lin", propose("-", "D"), "customer + edit", "D", "-"),
        ("shen", propose("D", "E"), "customer + edit", "D", "E"),
        ("lin", settled("shen", "E", Word::No), no, "D", "E"),
        ("shen", settled("shen", "E", Word::No), "customer + edit", "D", "-"),
        ("shen", settled("shen", "E", Word::No), "nothing", "D", "-"),
        ("shen", propose("D", "F"), "customer + edit", "D", "F"),
        ("gu", settled("shen", "F", Word::No), "customer + edit, to shen", "D", "-"),
    ] {
        let row = format!("{who} {act:?}");
        assert_eq!(told(&stage.act(who, "11-18", act)), answer, "{row}");
        let customer = stage.dossier.customer.as_ref().unwrap();
        assert_eq!(customer.value(Field::LegalName), value(stands), "{row}");
        let waiting = customer.proposed.get(&Field::LegalName);
        assert_eq!(waiting.map_or("-", |it| it.to.as_str()), waits, "{row}");
    }
}

#[test]
fn the_second_word_is_the_office_s_and_never_the_first_one_s() {
    let first = Proposed { to: "宏达".to_owned(), by: UserId::of_login("a"), on: day("11-18") };
    for (login, role, may) in [
        ("a", Role::Controller, false),
        ("b", Role::Controller, true),
        ("b", Role::OrderDesk, true),
        ("b", Role::Manager, true),
        ("b", Role::Admin, true),
        ("b", Role::Rep, false),
        ("b", Role::Auditor, false),
        ("b", Role::Finance, false),
    ] {
        let caller = Caller { user: UserId::of_login(login), roles: vec![role], grants: vec![] };
        assert_eq!(edit::may_confirm(&caller, &first), may, "{login} {role:?}");
    }
}

/// The answer, and who else hears of it.
fn told(outcome: &Result<Effects, Refusal>) -> String {
    let letters = outcome.iter().flat_map(|it| &it.letters);
    let login =
        |id: UserId| ["lin", "shen", "gu"].into_iter().find(|it| UserId::of_login(it) == id);
    letters.fold(said(outcome), |said, it| format!("{said}, to {}", login(it.reader).unwrap()))
}
