//! Saved views: who may save, share, rename and remove one, and with which one a table opens.

use std::sync::Arc;

use shared::{
    dossier::{Dossier, Register},
    id::{SavedViewId, UserId, derived},
    refusal::Refusal,
    row::Row,
    saved_view::{
        Audience, Holder, NAME_MAX, QUERY_MAX, Remove, Save, SavedViewRefusal, SavedViews,
        SetStart, VIEWS_MAX, remove, save, set_start,
    },
    table::{Column, TableName, Towards, moved},
    user::{Caller, Role},
};

fn caller(login: &str, roles: &[Role]) -> Caller {
    Caller { user: UserId::of_login(login), roles: roles.to_vec(), grants: vec![] }
}

fn view_id(name: &str) -> SavedViewId {
    SavedViewId(derived("view", &[name]))
}

/// The rows of saved views alone, with what commands made of them.
struct Kept(Dossier);

impl Kept {
    fn new() -> Kept {
        Kept(Dossier::new(Arc::new(Register::default())))
    }

    fn take(&mut self, writes: Vec<Row>) -> usize {
        let count = writes.len();
        for row in writes {
            self.0.put(row);
        }
        count
    }

    fn save(&mut self, who: &Caller, id: &str, name: &str, audience: Audience) -> Said {
        let form = Save {
            id: view_id(id),
            table: TableName::Customers,
            name: name.to_owned(),
            query: "?sort=overdue".to_owned(),
            audience,
        };
        save(&form, &self.0, who).map(|it| self.take(it.writes))
    }

    fn remove(&mut self, who: &Caller, id: &str, audience: Audience) -> Said {
        let form = Remove { id: view_id(id), audience };
        remove(&form, &self.0, who).map(|it| self.take(it.writes))
    }

    fn start(&mut self, who: &Caller, table: TableName, id: Option<&str>) -> Said {
        let form = SetStart { table, view: id.map(view_id) };
        set_start(&form, &self.0, who).map(|it| self.take(it.writes))
    }

    fn names(&self, of: Holder) -> Vec<&str> {
        let row = self.0.saved_views.get(&SavedViews::id_of(of));
        row.map(|it| it.views.iter().map(|it| it.name.as_str()).collect()).unwrap_or_default()
    }

    fn starts(&self, who: &Caller) -> usize {
        let row = self.0.saved_views.get(&SavedViews::id_of(Holder::Person(who.user)));
        row.map_or(0, |it| it.starts.len())
    }
}

type Said = Result<usize, Refusal>;

fn refused(it: SavedViewRefusal) -> Said {
    Err(Refusal::SavedView(it))
}

#[test]
fn everybody_saves_for_oneself_and_some_for_all() {
    for (role, may) in [
        (Role::Rep, false),
        (Role::Finance, false),
        (Role::Auditor, false),
        (Role::Manager, true),
        (Role::Controller, true),
        (Role::Admin, true),
    ] {
        let (mut kept, who) = (Kept::new(), caller("a", &[role]));
        assert_eq!(kept.save(&who, "own", "我的", Audience::Own), Ok(1), "{role:?}");
        let denied = Err(Refusal::NotPermitted { needs: Role::Manager });
        let expected = if may { Ok(1) } else { denied };
        assert_eq!(kept.save(&who, "all", "大家的", Audience::Everybody), expected, "{role:?}");
        assert_eq!(kept.names(Holder::Person(who.user)), ["我的"]);
    }
}

#[test]
fn the_same_again_changes_nothing_and_another_name_renames() {
    let (mut kept, who) = (Kept::new(), caller("a", &[Role::Finance]));
    assert_eq!(kept.save(&who, "1", " 逾期 ", Audience::Own), Ok(1));
    assert_eq!(kept.save(&who, "1", "逾期", Audience::Own), Ok(0));
    assert_eq!(kept.save(&who, "1", "逾期最多", Audience::Own), Ok(1));
    assert_eq!(kept.names(Holder::Person(who.user)), ["逾期最多"]);
    let taken = SavedViewRefusal::NameTaken { name: "逾期最多".to_owned() };
    assert_eq!(kept.save(&who, "2", "逾期最多", Audience::Own), refused(taken));
    let other = caller("b", &[Role::Finance]);
    assert_eq!(kept.save(&other, "2", "逾期最多", Audience::Own), Ok(1), "another's own list");
}

#[test]
fn names_and_numbers_have_their_limits() {
    let (mut kept, who) = (Kept::new(), caller("a", &[Role::Finance]));
    assert_eq!(kept.save(&who, "1", "  ", Audience::Own), refused(SavedViewRefusal::NameEmpty));
    let long = "长".repeat(NAME_MAX);
    assert_eq!(kept.save(&who, "1", &long, Audience::Own), Ok(1));
    let (longer, most) = ("长".repeat(NAME_MAX + 1), NAME_MAX);
    let refusal = SavedViewRefusal::NameTooLong { length: NAME_MAX + 1, most };
    assert_eq!(kept.save(&who, "2", &longer, Audience::Own), refused(refusal));
    let form = Save {
        id: view_id("q"),
        table: TableName::Promises,
        name: "x".to_owned(),
        query: "x".repeat(QUERY_MAX + 1),
        audience: Audience::Own,
    };
    let refusal = SavedViewRefusal::QueryTooLong { length: QUERY_MAX + 1, most: QUERY_MAX };
    assert_eq!(save(&form, &kept.0, &who).map(|it| it.writes.len()), refused(refusal));
    for n in 1..VIEWS_MAX {
        assert_eq!(kept.save(&who, &format!("n{n}"), &format!("n{n}"), Audience::Own), Ok(1));
    }
    let refusal = SavedViewRefusal::TooMany { most: VIEWS_MAX };
    assert_eq!(kept.save(&who, "over", "over", Audience::Own), refused(refusal));
    assert_eq!(kept.save(&who, "n1", "renamed", Audience::Own), Ok(1), "what is here is no more");
}

#[test]
fn what_is_shared_is_changed_by_who_shared_it_or_an_administrator() {
    let (mut kept, who) = (Kept::new(), caller("a", &[Role::Manager]));
    let (other, admin) = (caller("b", &[Role::Manager]), caller("c", &[Role::Admin]));
    let all = Audience::Everybody;
    assert_eq!(kept.save(&who, "1", "大家的", all), Ok(1));
    let not_owner = SavedViewRefusal::NotOwner { view: view_id("1") };
    assert_eq!(kept.save(&other, "1", "改", all), refused(not_owner.clone()));
    assert_eq!(kept.remove(&other, "1", all), refused(not_owner));
    assert_eq!(kept.save(&admin, "1", "改", all), Ok(1));
    assert_eq!(kept.remove(&who, "1", all), Ok(1), "it stays with who shared it");
    let unknown = SavedViewRefusal::Unknown { view: view_id("1") };
    assert_eq!(kept.remove(&who, "1", all), refused(unknown));
    assert_eq!(kept.save(&who, "1", "改", all), Ok(1), "undone");
}

#[test]
fn a_table_opens_with_a_view_of_its_own() {
    let (mut kept, who) = (Kept::new(), caller("a", &[Role::Finance]));
    let manager = caller("m", &[Role::Manager]);
    let customers = TableName::Customers;
    assert_eq!(kept.save(&manager, "all", "大家的", Audience::Everybody), Ok(1));
    assert_eq!(kept.save(&who, "own", "我的", Audience::Own), Ok(1));
    assert_eq!(kept.start(&who, customers, Some("own")), Ok(1));
    assert_eq!(kept.start(&who, customers, Some("own")), Ok(0), "it does already");
    assert_eq!(kept.start(&who, customers, Some("all")), Ok(1));
    assert_eq!(kept.starts(&who), 1);
    let unknown = SavedViewRefusal::Unknown { view: view_id("own") };
    assert_eq!(kept.start(&who, TableName::Promises, Some("own")), refused(unknown.clone()));
    assert_eq!(kept.start(&manager, customers, Some("own")), refused(unknown), "another's");
    assert_eq!(kept.start(&who, customers, None), Ok(1));
    assert_eq!(kept.start(&who, customers, None), Ok(0));
    assert_eq!(kept.starts(&who), 0);
}

#[test]
fn a_choice_of_columns_begins_with_what_names_the_row() {
    use Column::{Balance, Code, Customer, Overdue};
    let table = TableName::Customers;
    for (text, chosen) in [
        ("overdue,balance", vec![Customer, Overdue, Balance]),
        ("balance,customer,balance,nonsense", vec![Customer, Balance]),
        (" code ", vec![Customer, Code]),
        ("", table.usual()),
        ("nonsense", table.usual()),
    ] {
        assert_eq!(table.choice(text), chosen, "{text}");
    }
    assert_eq!(table.said(&table.usual()), "");
    assert_eq!(table.said(&[Customer, Overdue]), "customer,overdue");
    for table in TableName::ALL {
        assert_eq!(table.choice(&table.said(&table.usual())), table.usual());
    }
    let three = [Customer, Balance, Overdue];
    assert_eq!(moved(&three, Overdue, Towards::Front), [Customer, Overdue, Balance]);
    assert_eq!(moved(&three, Balance, Towards::Front), three, "nothing before the name");
    assert_eq!(moved(&three, Overdue, Towards::End), three);
    assert_eq!(moved(&three, Customer, Towards::End), three);
    assert_eq!(moved(&three, Code, Towards::Front), three, "what is not shown");
}
