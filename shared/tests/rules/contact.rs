//! Contacts and the customer's file: per field against what the author saw, and nothing silently lost.

use shared::{
    calendar::When,
    contact::{Add, CONTACTS_MAX, Change, Contact, InFile, Remove},
    customer::{self, Import, TAGS_MAX},
    edit::{Changed, Edit, EditKind, Field, FieldChange, Subject, Value},
    id::{ContactId, UserId, derived},
    row::Row,
    sync::Act,
    user::{Role, User},
};

use crate::stage::{Stage, day, named, rows, said};

fn id(name: &str) -> ContactId {
    ContactId(derived("contact of a test", &[name]))
}

fn add(name: &str, phone: &str) -> Act {
    Act::AddContact(Add {
        id: id(name),
        name: name.to_owned(),
        role: "老板".to_owned(),
        phone: phone.to_owned(),
        signs: false,
        note: String::new(),
    })
}

pub fn field(name: &str) -> Field {
    Field::of_name(name).unwrap_or_else(|| panic!("{name:?} is no field"))
}

/// `yes` and `no` are flags, `gone` is a contact that was seen to be removed, `-` an empty text.
pub fn value(text: &str) -> Option<Value> {
    match text {
        "gone" => None,
        "yes" | "no" => Some(Value::Flag(text == "yes")),
        "-" => Some(Value::text("")),
        _ => Some(Value::text(text)),
    }
}

pub fn changed(name: &str, seen: &str, to: &str) -> FieldChange {
    FieldChange { field: field(name), seen: value(seen), to: value(to).unwrap() }
}

fn change(contact: &str, name: &str, seen: &str, to: &str) -> Act {
    let fields = vec![changed(name, seen, to)];
    Act::ChangeContact(Change { contact: id(contact), fields })
}

fn contact(stage: &Stage, name: &str) -> Option<Contact> {
    let customer = stage.dossier.customer.as_ref().unwrap();
    customer.contacts.iter().find(|it| it.id == id(name)).cloned()
}

fn stands(stage: &Stage, name: &str) -> String {
    let Some(it) = contact(stage, name) else { return "gone".to_owned() };
    let signs = if it.signs { "signs" } else { "" };
    let mut said = vec![it.name.as_str(), &it.role, &it.phone, signs];
    said.retain(|it| !it.is_empty());
    said.join(" ")
}

fn last(stage: &Stage) -> &Edit {
    stage.dossier.edits.values().max_by_key(|it| it.ordinal).unwrap()
}

/// On a stage where 王 of 138 is known: who changes what, as seen and to what, the answer, and
/// how the contact stands afterwards.
#[track_caller]
fn check_change(table: &str) {
    let mut stage = Stage::new();
    stage.act("shen", "11-18", add("王", "138")).unwrap();
    for (row, cells) in rows(table) {
        let [who, name, seen, to, answer, after] = cells[..] else { panic!("bad row: {row}") };
        let outcome = stage.act(who, "11-18", change("王", name, seen, to));
        assert_eq!(said(&outcome), answer, "in row: {row}");
        assert_eq!(stands(&stage, "王"), after, "in row: {row}");
    }
}

#[test]
fn a_field_wins_against_what_its_author_saw_and_loses_against_what_nobody_had_seen() {
    check_change(
        "
        # who  field    seen  to    answer                         stands
        lin    phone    138   139   customer + edit                王 老板 139
        lin    phone    138   139   nothing                        王 老板 139
        shen   phone    138   137   edit, merged: phone            王 老板 139
        shen   phone    139   137   customer + edit                王 老板 137
        lin    role     老板   财务   customer + edit                王 财务 137
        zhou   signs    no    yes   customer + edit                王 财务 137 signs
        lin    signs    no    yes   nothing                        王 财务 137 signs
        gu     phone    137   -     customer + edit                王 财务 signs
        lin    name     王    王     nothing                        王 财务 signs
        lin    phone    gone  135   edit, merged: phone            王 财务 signs
        ",
    );
}

#[test]
fn a_value_that_cannot_stand_in_its_field_is_refused() {
    let long = "长".repeat(101);
    check_change(&format!(
        "
        # who  field    seen  to       answer                                              stands
        lin    name     王    -        refused: edit name_empty                            王 老板 138
        lin    phone    138   打不通    refused: edit phone_malformed phone=打不通             王 老板 138
        lin    name     王    {long}   refused: edit too_long field=name length=101 most=100  王 老板 138
        lin    signs    no    是        refused: edit not_of_field field=signs              王 老板 138
        lin    phone    138   yes      refused: edit not_of_field field=phone              王 老板 138
        lin    address  -     城东      refused: edit not_of_field field=address            王 老板 138
        ",
    ));
}

#[test]
fn the_file_is_kept_by_who_works_the_territory_and_by_credit_control_and_order_desk() {
    let mut stage = Stage::new();
    for (login, role) in [("wu", Role::OrderDesk), ("qian", Role::Finance)] {
        stage.register().put(Row::User(User {
            id: UserId::of_login(login),
            login: login.to_owned(),
            name: login.to_owned(),
            roles: vec![role],
            grants: vec![],
            ended_on: None,
        }));
    }
    let needs = "refused: not_permitted needs=controller";
    for (who, answer) in [
        ("lin", "customer + edit"),
        ("zhou", "customer + edit"),
        ("shen", "customer + edit"),
        ("gu", "customer + edit"),
        ("wu", "customer + edit"),
        ("chen", "refused: not_yours customer"),
        ("qian", needs),
        ("ji", needs),
        ("import", needs),
    ] {
        assert_eq!(said(&stage.act(who, "11-18", add(who, "138"))), answer, "{who}");
    }
    // A grant that ended yesterday is judged by today, whatever the day of the form.
    let ended = shared::user::Grant {
        until: Some(day("11-17")),
        ..crate::stage::grant("east", "11-01", None)
    };
    stage.register().users.get_mut(&UserId::of_login("lin")).unwrap().grants = vec![ended];
    let when = When { acted_on: day("11-17"), today: day("11-18") };
    let outcome = stage.ask("lin", when, add("late", "138"));
    assert_eq!(said(&outcome), "refused: not_yours customer");
}

#[test]
fn both_values_stand_in_the_history_with_who_had_changed_it() {
    let mut stage = Stage::new();
    stage.act("shen", "11-17", add("王", "138")).unwrap();
    stage.act("shen", "11-18", change("王", "phone", "138", "137")).unwrap();
    stage.act("lin", "11-19", change("王", "phone", "138", "139")).unwrap();
    let edit = last(&stage);
    assert_eq!((edit.author, edit.edited_on), (UserId::of_login("lin"), day("11-19")));
    assert_eq!((edit.subject, edit.name.as_str()), (Subject::Contact(id("王")), "王"));
    let [lost] = &edit.lost[..] else { panic!("{edit:?}") };
    let three = [&lost.seen, &lost.wanted, &lost.stays].map(Clone::clone);
    assert_eq!(three, ["138", "139", "137"].map(value));
    let Changed { by, on, .. } = lost.by.unwrap();
    assert_eq!((by, on), (UserId::of_login("shen"), day("11-18")));
    // "Keep mine" is a new command on the new version.
    let outcome = stage.act("lin", "11-19", change("王", "phone", "137", "139"));
    assert_eq!(said(&outcome), "customer + edit");
    assert_eq!(stands(&stage, "王"), "王 老板 139");
}

#[test]
fn a_command_with_several_fields_takes_what_it_can() {
    let mut stage = Stage::new();
    stage.act("shen", "11-18", add("王", "138")).unwrap();
    stage.act("shen", "11-18", change("王", "phone", "138", "137")).unwrap();
    let fields = vec![changed("phone", "138", "139"), changed("role", "老板", "财务")];
    let outcome =
        stage.act("lin", "11-18", Act::ChangeContact(Change { contact: id("王"), fields }));
    assert_eq!(said(&outcome), "customer + edit, merged: phone");
    assert_eq!(stands(&stage, "王"), "王 财务 137");
    assert_eq!((last(&stage).taken.len(), last(&stage).lost.len()), (1, 1));
}

#[test]
fn a_contact_removed_since_stays_so_until_who_saw_it_brings_it_back() {
    let mut stage = Stage::new();
    stage.act("shen", "11-18", add("王", "138")).unwrap();
    let seen = contact(&stage, "王").unwrap();
    let remove = Act::RemoveContact(Remove { seen: seen.clone() });
    assert_eq!(said(&stage.act("shen", "11-18", remove.clone())), "customer + edit");
    assert_eq!(last(&stage).kind, EditKind::Removed);
    assert_eq!(said(&stage.act("lin", "11-18", remove)), "nothing", "gone is gone");
    let late = stage.act("lin", "11-18", change("王", "phone", "138", "139"));
    assert_eq!(said(&late), "edit, merged: phone");
    let lost = last(&stage).lost[0].clone();
    assert_eq!((lost.stays, lost.wanted), (None, value("139")));
    assert_eq!(lost.by.map(|it| it.by), Some(UserId::of_login("shen")));
    assert_eq!(said(&stage.act("lin", "11-18", add("王", "1"))), "refused: edit id_taken contact");
    let back = stage.act("lin", "11-18", change("王", "phone", "gone", "139"));
    assert_eq!(said(&back), "customer + edit");
    assert_eq!(stands(&stage, "王"), "王 老板 139", "with all that had stood there");
    // And the other way round: who removes what was changed since removes nothing.
    let outcome = stage.act("shen", "11-18", Act::RemoveContact(Remove { seen }));
    assert_eq!(said(&outcome), "edit, merged: phone");
    assert_eq!(stands(&stage, "王"), "王 老板 139");
    let never = change("nobody", "phone", "1", "2");
    let outcome = stage.act("lin", "11-18", never);
    assert_eq!(said(&outcome), "refused: edit unknown_contact contact");
}

#[test]
fn an_added_contact_is_taken_once_and_there_are_not_endlessly_many() {
    let mut stage = Stage::new();
    assert_eq!(said(&stage.act("lin", "11-18", add("王", " 138 "))), "customer + edit");
    assert_eq!(stands(&stage, "王"), "王 老板 138");
    assert_eq!(said(&stage.act("lin", "11-18", add("王", "138"))), "nothing");
    assert_eq!(
        said(&stage.act("lin", "11-18", add("王", "139"))),
        "refused: edit id_taken contact"
    );
    for n in 1..CONTACTS_MAX {
        stage.act("lin", "11-18", add(&n.to_string(), "1")).unwrap();
    }
    let outcome = stage.act("lin", "11-18", add("more", "1"));
    assert_eq!(said(&outcome), "refused: edit too_many_contacts most=50");
}

pub fn of_customer(fields: Vec<FieldChange>, added: &[&str], removed: &[&str]) -> Act {
    let all = |tags: &[&str]| tags.iter().map(|it| (*it).to_owned()).collect();
    let (tags_added, tags_removed) = (all(added), all(removed));
    Act::ChangeCustomer(customer::Change { fields, tags_added, tags_removed, settled: vec![] })
}

#[test]
fn address_and_short_name_go_per_field_and_tags_are_a_set() {
    let mut stage = Stage::new();
    let mut act = |who, act, answer: &str| {
        assert_eq!(said(&stage.act(who, "11-18", act)), answer);
    };
    let address = |seen, to| vec![changed("address", seen, to)];
    act("lin", of_customer(address("-", "城东路1号"), &["月结", "老客户"], &[]), "customer + edit");
    act("shen", of_customer(address("-", "城西"), &["月结"], &["现结"]), "edit, merged: address");
    let short = vec![changed("short_name", "-", "宏盛"), changed("address", "-", "城南")];
    act("shen", of_customer(short, &[], &["月结"]), "customer + edit, merged: address");
    act("lin", of_customer(vec![], &[" "], &[]), "refused: edit tag_empty");
    let phone = vec![changed("phone", "-", "1")];
    act("lin", of_customer(phone, &[], &[]), "refused: edit not_of_field field=phone");
    let many: Vec<String> = (0..TAGS_MAX).map(|it| it.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    act("lin", of_customer(vec![], &many, &[]), "refused: edit too_many_tags most=20");
    let customer = stage.dossier.customer.as_ref().unwrap();
    assert_eq!((customer.short_name.as_str(), customer.address.as_str()), ("宏盛", "城东路1号"));
    assert_eq!(customer.tags, ["老客户"]);
}

#[test]
fn what_a_licence_says_goes_per_field_and_is_checked() {
    let mut stage = Stage::new();
    let mut act = |act, answer: &str| assert_eq!(said(&stage.act("lin", "11-18", act)), answer);
    let file = |field, seen, to| of_customer(vec![changed(field, seen, to)], &[], &[]);
    let code = "social_credit_code";
    act(file(code, "-", " 91350100m000100y43"), "customer + edit");
    act(
        file(code, "91350100M000100Y43", "91350100M000100Y44"),
        "refused: edit social_credit_code_malformed code=91350100M000100Y44",
    );
    act(file(code, "-", "91110000802100433B"), "edit, merged: social_credit_code");
    act(file("scale", "-", "sme"), "customer + edit");
    act(file("scale", "sme", "huge"), "refused: edit not_of_field field=scale");
    act(file("industry", "-", "食品"), "customer + edit");
    act(file("industry", "食品", " "), "customer + edit");
    let customer = stage.dossier.customer.as_ref().unwrap();
    assert_eq!(customer.particulars.len(), 2, "what is emptied is not kept: {customer:?}");
    assert!(customer.found_by().contains("91350100m000100y43"));
}

#[test]
fn a_customer_is_found_by_what_people_entered() {
    let mut stage = Stage::new();
    stage.act("lin", "11-18", add("Wang", "138-0591 2201")).unwrap();
    let short = vec![changed("short_name", "-", "HS宏盛")];
    stage.act("lin", "11-18", of_customer(short, &["VIP"], &[])).unwrap();
    let key = stage.dossier.customer.as_ref().unwrap().found_by();
    for typed in ["k-0217", "138-0591", "13805912201", "wang", "hs宏盛", "vip"] {
        assert!(key.contains(typed), "{typed} in {key}");
    }
}

/// The contact of a row of a customer file.
fn file(name: &str, role: &str, phone: &str) -> Act {
    let [name, role, phone] = [name, role, phone].map(|it| it.replace('-', ""));
    Act::ImportCustomer(Import {
        named: named("K-0217", "K-0217 食品"),
        contacts: vec![InFile { name, role, phone }],
    })
}

/// How the contacts stand, in a line.
fn all(stage: &Stage) -> String {
    let contacts = &stage.dossier.customer.as_ref().unwrap().contacts;
    let all = contacts.iter().map(|it| format!("{} {} {}", it.name, it.role, it.phone));
    all.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_file_brings_contacts_up_to_date_but_never_overrules_a_person() {
    let mut stage = Stage::new();
    let mut step = |who: &str, act: Act, answer: &str, after: &str| {
        assert_eq!(said(&stage.act(who, "11-18", act)), answer, "before {after}");
        assert_eq!(all(&stage), after);
    };
    step("import", file("王", "老板", "138"), "customer", "王 老板 138");
    step("import", file("王", "老板", "138"), "nothing", "王 老板 138");
    step("import", file("王", "-", "-"), "nothing", "王 老板 138");
    step("import", file("王", "老板", "139"), "customer + edit", "王 老板 139");
    let known = ContactId::of_file("王", "138");
    let of_lin = |name: &str, seen: &str, to: &str| {
        let fields = vec![changed(name, seen, to)];
        Act::ChangeContact(Change { contact: known, fields })
    };
    step("lin", of_lin("phone", "139", "135"), "customer + edit", "王 老板 135");
    step("import", file("王", "经理", "139"), "customer + edit, merged: phone", "王 经理 135");
    step("import", file("王", "经理", "139"), "nothing, merged: phone", "王 经理 135");
    step("import", file("王", "经理", "135"), "nothing", "王 经理 135");
    step("import", file("李", "财务", "135"), "customer", "王 经理 135, 李 财务 135");
    step("lin", of_lin("name", "王", "王建国"), "customer + edit", "王建国 经理 135, 李 财务 135");
    let both = "王建国 经理 135, 李 财务 135";
    step("import", file("王", "经理", "138"), "edit, merged: name phone", both);
}

#[test]
fn a_contact_that_a_person_removed_does_not_come_back_with_the_next_file() {
    let mut stage = Stage::new();
    stage.act("import", "11-18", file("王", "老板", "138")).unwrap();
    let seen = stage.dossier.customer.as_ref().unwrap().contacts[0].clone();
    stage.act("lin", "11-18", Act::RemoveContact(Remove { seen })).unwrap();
    for phone in ["138", "139"] {
        let outcome = stage.act("import", "11-18", file("王", "老板", phone));
        assert!(said(&outcome).ends_with("merged: name"), "{}", said(&outcome));
    }
    assert_eq!(all(&stage), "");
}

#[test]
fn contacts_stored_before_people_could_change_them_are_read() {
    let old = r#"{"name":"王建国","role":"老板","phone":"138"}"#;
    let read: Contact = serde_json::from_str(old).unwrap();
    assert_eq!(read.id, ContactId::of_file("王建国", "138"));
    assert_eq!(serde_json::to_string(&read).unwrap(), old, "and written as they were");
    let mut moved = read.clone();
    moved.phone = "139".to_owned();
    let text = serde_json::to_string(&moved).unwrap();
    assert_eq!(serde_json::from_str::<Contact>(&text).unwrap(), moved, "its id stays its own");
}
