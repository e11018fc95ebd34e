//! Groups of commands on a working set, as tables: who does what, and what comes of it.

mod letters;
mod policy_changed;
mod quarantine;

use super::*;
use crate::{
    calendar::{Instant, Zone},
    company,
    customer::{self, Named},
    id::{PromiseId, TerritoryId, UserId, VisitId, derived},
    money::{Currency, Money},
    promise::{self, Basis},
    receipt::PaymentMethod,
    row::{Row, RowKind},
    sync::{Act, Change, Scope, What},
    territory, user,
    visit::{self, VisitOutcome},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// An id as a device draws it, but the same for the same parts.
fn drawn(kind: &str, parts: &[&str]) -> Uuid {
    let bytes = derived(kind, parts).into_bytes();
    uuid::Builder::from_bytes(bytes).with_version(uuid::Version::SortRand).into_uuid()
}

fn today() -> Day {
    day("2026-11-20")
}

fn territory(code: &str) -> TerritoryId {
    TerritoryId::of_code(code)
}

/// Lin works north since January, Wang south; Old left north at the end of October; Chen manages
/// north, Fang keeps the books, Ji audits. C1 is in north, C3 in south, C0 in none.
struct Office {
    apply: Apply,
    count: usize,
}

impl Office {
    fn new() -> Office {
        let apply = Apply::new(Arc::default(), Arc::default(), today());
        let mut office = Office { apply, count: 0 };
        for act in people().into_iter().chain([("C1"), ("C3"), ("C0")].map(import)) {
            assert_eq!(office.system(act).verdict, Verdict::Applied);
        }
        for (code, at) in [("C1", "north"), ("C3", "south")] {
            assert_eq!(office.system(assign(code, Some(at))).verdict, Verdict::Applied);
        }
        office
    }

    fn command(&mut self, author: UserId, (customer, act): (Option<&str>, Act)) -> Command {
        self.count += 1;
        Command {
            op_id: OpId(drawn("op", &[&self.count.to_string()])),
            author,
            acted_on: today(),
            captured_at: Instant(0),
            build: String::new(),
            customer: customer.map(CustomerId::of_code),
            base: vec![],
            policy: 1,
            deps: vec![],
            act,
        }
    }

    fn system(&mut self, act: (Option<&str>, Act)) -> Answer {
        let command = self.command(Caller::system("cli").user, act);
        let from = Origin { signed: Signed::System("cli".to_owned()), last_pull: None };
        self.apply.apply(&command, &from)
    }

    fn person(&mut self, login: &str, act: (Option<&str>, Act)) -> Verdict {
        let command = self.command(UserId::of_login(login), act);
        self.apply.apply(&command, &person(login)).verdict
    }

    /// Kinds and ids of a scope's feed, in order.
    fn feed(self, scope: Scope) -> Vec<(String, Uuid, i64)> {
        let mut outcome = self.apply.finish();
        let feed = outcome.changes.remove(&scope).unwrap_or_default();
        assert!(feed.iter().map(|it| it.seq).eq(1..=i64::try_from(feed.len()).unwrap()));
        feed.into_iter().map(|it: Change| (it.kind, it.id, it.version)).collect()
    }
}

fn person(login: &str) -> Origin {
    Origin { signed: Signed::Person(UserId::of_login(login)), last_pull: None }
}

fn people() -> Vec<(Option<&'static str>, Act)> {
    let person = |login: &str, role: Role| {
        let (login, name) = (login.to_owned(), login.to_owned());
        Act::AddUser(user::Add { login, name, roles: vec![role] })
    };
    let place = |code: &str| {
        Act::AddTerritory(territory::Add { code: code.to_owned(), name: code.to_owned() })
    };
    let acts = vec![
        Act::OpenCompany(company::Open {
            code: "U001".to_owned(),
            name: "U001".to_owned(),
            base_currency: Currency::CNY,
            zone: Zone::shanghai(),
        }),
        place("north"),
        place("south"),
        person("lin", Role::Rep),
        person("wang", Role::Rep),
        person("old", Role::Rep),
        person("chen", Role::Manager),
        person("fang", Role::Finance),
        person("ji", Role::Auditor),
        grant("lin", "north"),
        grant("wang", "south"),
        grant("old", "north"),
        end_grant("old", "north", "2026-10-31"),
        grant("chen", "north"),
    ];
    acts.into_iter().map(|it| (None, it)).collect()
}

fn grant(login: &str, at: &str) -> Act {
    let (user, territory) = (UserId::of_login(login), territory(at));
    Act::GrantTerritory(user::GrantTerritory { user, territory, from: day("2026-01-01") })
}

fn end_grant(login: &str, at: &str, last: &str) -> Act {
    let (user, territory) = (UserId::of_login(login), territory(at));
    Act::EndGrant(user::EndGrant { user, territory, last: day(last) })
}

fn import(code: &'static str) -> (Option<&'static str>, Act) {
    let named = Named {
        code: code.to_owned(),
        name: code.to_owned(),
        search_key: String::new(),
        sort_key: String::new(),
    };
    (Some(code), Act::ImportCustomer(customer::Import { named, contacts: vec![] }))
}

fn assign<'a>(code: &'a str, to: Option<&str>) -> (Option<&'a str>, Act) {
    (Some(code), Act::AssignTerritory(customer::Assign { territory: to.map(territory) }))
}

fn visit<'a>(code: &'a str, id: &str) -> (Option<&'a str>, Act) {
    let record = visit::Record {
        id: VisitId(drawn("visit", &[id])),
        outcome: VisitOutcome::Other,
        note: String::new(),
        next_on: None,
    };
    (Some(code), Act::RecordVisit(record))
}

fn promise<'a>(code: &'a str, due_on: &str) -> (Option<&'a str>, Act) {
    let make = promise::Make {
        id: PromiseId(drawn("promise", &[code, due_on])),
        amount: Money::parse("1", Currency::CNY).unwrap(),
        due_on: day(due_on),
        promiser: "王".to_owned(),
        method: PaymentMethod::Cash,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    };
    (Some(code), Act::MakePromise(make))
}

fn review(why: Why) -> Verdict {
    Verdict::NeedsReview { why }
}

fn strangers(code: &str) -> Verdict {
    let refusal = Refusal::NotYours { customer: Some(CustomerId::of_code(code)) };
    Verdict::Quarantined { fault: Fault::Malformed { refusal } }
}

#[test]
fn a_fact_may_come_from_who_works_or_once_worked_the_customer() {
    for (login, customer, verdict) in [
        ("lin", "C1", Verdict::Applied),
        ("chen", "C1", Verdict::Applied),
        ("fang", "C1", Verdict::Applied),
        ("fang", "C0", Verdict::Applied),
        ("old", "C1", review(Why::NotYours)),
        ("lin", "C3", strangers("C3")),
        ("old", "C3", strangers("C3")),
        ("lin", "C0", strangers("C0")),
        ("lin", "C999", strangers("C999")),
        ("ji", "C1", strangers("C1")),
    ] {
        let mut office = Office::new();
        assert_eq!(office.person(login, visit(customer, "v")), verdict, "{login} at {customer}");
    }
}

#[test]
fn authority_is_refused_to_who_may_not_see_or_may_not_decide() {
    let not_yours = |code| Refusal::NotYours { customer: Some(CustomerId::of_code(code)) };
    for (login, customer, refusal) in [
        ("lin", "C3", not_yours("C3")),
        ("lin", "C999", not_yours("C999")),
        ("old", "C1", not_yours("C1")),
        ("lin", "C1", Refusal::NotPermitted { needs: Role::Admin }),
        ("fang", "C3", Refusal::NotPermitted { needs: Role::Admin }),
    ] {
        let mut office = Office::new();
        let verdict = office.person(login, assign(customer, Some("south")));
        assert_eq!(verdict, Verdict::Rejected { refusal }, "{login} at {customer}");
    }
}

#[test]
fn who_speaks_in_anothers_name_is_not_heard() {
    let mut office = Office::new();
    for (author, signed) in [("lin", "wang"), ("lin", "nobody")] {
        let command = office.command(UserId::of_login(author), visit("C1", "v"));
        let answer = office.apply.apply(&command, &person(signed));
        assert_eq!(answer.verdict, Verdict::Quarantined { fault: Fault::Corrupt });
        assert_eq!((answer.held, answer.writes), (false, 0));
    }
}

#[test]
fn a_day_is_drawn_between_the_last_pull_and_today() {
    for (acted_on, last_pull, taken) in [
        ("2026-11-20", None, "2026-11-20"),
        ("2026-11-21", None, "2026-11-20"),
        ("2026-02-01", None, "2026-02-01"),
        ("2026-11-17", Some("2026-11-18"), "2026-11-18"),
        ("2026-11-18", Some("2026-11-18"), "2026-11-18"),
        ("2026-11-19", Some("2026-11-18"), "2026-11-19"),
        ("2026-11-21", Some("2026-11-18"), "2026-11-20"),
        // The server's own clock went back: its today is the last word.
        ("2026-11-19", Some("2026-11-25"), "2026-11-20"),
    ] {
        let mut office = Office::new();
        let mut command = office.command(UserId::of_login("lin"), visit("C1", "v"));
        command.acted_on = day(acted_on);
        let from = Origin { last_pull: last_pull.map(day), ..person("lin") };
        let answer = office.apply.apply(&command, &from);
        assert_eq!((answer.verdict, answer.acted_on), (Verdict::Applied, day(taken)));
        assert_eq!(answer.clock_suspect, acted_on != taken);
    }
}

#[test]
fn a_wrong_clock_alone_never_puts_a_fact_into_quarantine() {
    let mut office = Office::new();
    let mut command = office.command(UserId::of_login("lin"), promise("C1", "2026-11-17"));
    command.acted_on = day("2026-11-16");
    let from = Origin { last_pull: Some(today()), ..person("lin") };
    let answer = office.apply.apply(&command, &from);
    assert_eq!((answer.verdict, answer.acted_on), (Verdict::Applied, day("2026-11-16")));
    assert!(answer.clock_suspect);
}

#[test]
fn what_depends_on_a_command_shares_its_fate() {
    let blocked = |op| Verdict::BlockedBy { op };
    let op = OpId(derived("before", &[]));
    let rejected = Verdict::Rejected { refusal: Refusal::NotYours { customer: None } };
    let waiting = Verdict::Quarantined { fault: Fault::Failing { said: String::new() } };
    for (before, fact, authority) in [
        (Some(Verdict::Applied), Verdict::Applied, Verdict::Applied),
        (Some(review(Why::NotYours)), Verdict::Applied, Verdict::Applied),
        (Some(rejected), blocked(op), blocked(op)),
        (Some(blocked(op)), blocked(op), blocked(op)),
        (Some(waiting), review(Why::BehindQuarantine), blocked(op)),
        (None, Verdict::Applied, Verdict::Applied),
    ] {
        let mut office = Office::new();
        office.apply.load_verdicts(before.iter().map(|it| (op, it)));
        let mut command = office.command(UserId::of_login("lin"), visit("C1", "v"));
        command.deps = vec![op];
        assert_eq!(office.apply.apply(&command, &person("lin")).verdict, fact);
        let mut command = office.command(Caller::system("cli").user, assign("C1", None));
        command.deps = vec![op];
        let from = Origin { signed: Signed::System("cli".to_owned()), last_pull: None };
        assert_eq!(office.apply.apply(&command, &from).verdict, authority);
    }
}

#[test]
fn the_group_sees_what_its_earlier_commands_did() {
    let mut office = Office::new();
    assert_eq!(office.person("lin", visit("C1", "a")), Verdict::Applied);
    office.system((None, end_grant("lin", "north", "2026-11-19")));
    assert_eq!(office.person("lin", visit("C1", "b")), review(Why::NotYours));
    office.system((None, grant("lin", "south")));
    assert_eq!(office.person("lin", visit("C3", "c")), Verdict::Applied);
    let elsewhere = office.person("lin", visit("C1", "c"));
    assert!(matches!(elsewhere, Verdict::Quarantined { .. }), "the id is taken");
}

#[test]
fn a_move_leaves_one_scope_and_enters_the_other_with_every_row() {
    let mut office = Office::new();
    office.person("lin", visit("C1", "before"));
    office.system(assign("C1", Some("south")));
    assert_eq!(office.person("lin", visit("C1", "after")), review(Why::NotYours));
    let (customer, visit) = (CustomerId::of_code("C1").0, |it| drawn("visit", &[it]));
    let outcome = office.apply.finish();
    let of = |scope: &Scope| -> Vec<_> {
        outcome.changes[scope].iter().map(|it| (it.kind.as_str(), it.id, it.version)).collect()
    };
    let north = Scope::Territory(territory("north"));
    let south = Scope::Territory(territory("south"));
    assert_eq!(
        of(&north),
        [("enter", customer, 2), ("visit", visit("before"), 1), ("leave", customer, 3)]
    );
    let entered = of(&south);
    assert_eq!(entered[1..], [("enter", customer, 3), ("visit", visit("after"), 1)]);
    let What::Enter(id, rows) = outcome.changes[&south][1].read().unwrap() else { panic!() };
    assert_eq!(id.0, customer);
    let kinds: Vec<_> = rows.iter().map(|it| (it.row.kind(), it.version)).collect();
    assert_eq!(kinds, [(RowKind::Customer, 3), (RowKind::Visit, 1)]);
    let kept = outcome.rows.iter().find(|it| it.row.id() == customer).unwrap();
    assert_eq!(kept.version, 3);
}

#[test]
fn letters_go_to_the_author_and_of_moved_customers_to_who_works_them_now() {
    let mut office = Office::new();
    office.system(assign("C1", Some("south")));
    assert_eq!(office.person("lin", visit("C1", "v")), review(Why::NotYours));
    let outcome = office.apply.finish();
    let readers: Vec<_> = outcome
        .rows
        .iter()
        .filter_map(|it| match &it.row {
            Row::Inbox(letter) => Some((letter.user, letter.act.class(), it.version)),
            _ => None,
        })
        .collect();
    assert_eq!(readers.len(), 2);
    for login in ["lin", "wang"] {
        let user = UserId::of_login(login);
        assert!(readers.contains(&(user, Class::Fact, 1)));
        assert_eq!(outcome.changes[&Scope::Me(user)].len(), 1);
    }
}

#[test]
fn what_stands_so_already_writes_nothing() {
    let mut office = Office::new();
    for act in [import("C1"), assign("C1", Some("north")), (None, grant("lin", "north"))] {
        let answer = office.system(act);
        assert_eq!((answer.verdict, answer.writes), (Verdict::Applied, 0));
    }
    let customers = office.feed(Scope::Unassigned);
    let c0 = CustomerId::of_code("C0").0;
    assert_eq!(customers.last().unwrap().0, "leave");
    assert_eq!(customers.iter().filter(|(_, id, _)| *id == c0).count(), 1);
}
