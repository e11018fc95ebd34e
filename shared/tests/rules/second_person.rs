//! The second person: what stands in the fields that say who is sued and where money goes.

use shared::{
    edit::{self, Proposed},
    effects::Effects,
    id::UserId,
    refusal::Refusal,
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
        gu     legal_name         宏达    宏大    customer + edit, to shen        宏达      宏大
        shen   legal_name         宏发    宏达    nothing                         宏达      宏大
        shen   legal_name         宏大    宏达    customer + edit, to gu          宏达      -
        lin    legal_name         宏达    -     customer + edit                 宏达      (empty)
        lin    legal_name         -     宏达    customer + edit                 宏达      -
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
