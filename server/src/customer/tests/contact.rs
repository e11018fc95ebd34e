//! Contacts through phones and the desk of a real database, once for each of the two.

use shared::{
    contact::{self, Contact},
    edit::{Edit, Field, FieldChange, Value},
    id::{ContactId, CustomerId, UserId},
    inbox::InboxItem,
    page::{CustomerFile, CustomerListing},
    refusal::Refusal,
    row::Row,
    sync::{Act, Command, Verdict},
};

use crate::{
    id,
    testing::{Client, Stage, day, end_grant, phone::Phone},
};

/// Lin of the north, and the desk.
struct Play {
    stage: Stage,
    lin: Phone,
    desk: Phone,
    contact: ContactId,
}

impl Play {
    /// The desk has entered 王建国 of 138 as a contact of C1, and Lin's phone has it.
    async fn begin() -> Option<Play> {
        let stage = Stage::furnished().await?;
        let (lin, desk) = (Phone::of(&stage, "lin").await, Phone::of(&stage, "admin").await);
        let contact = ContactId(id::op().0);
        let mut play = Play { stage, lin, desk, contact };
        let add = Act::AddContact(contact::Add {
            id: contact,
            name: "王建国".to_owned(),
            role: "老板".to_owned(),
            phone: "138-0591-2201".to_owned(),
            signs: false,
            note: String::new(),
        });
        let command = play.desk.command("C1", "2026-11-20", add);
        assert_eq!(play.desk.push_one(&command).await, Verdict::Applied);
        play.lin.pull(100).await;
        Some(play)
    }

    fn change(&self, phone: &Phone, field: Field, seen: &str, to: &str) -> Command {
        let (seen, to) = (Some(Value::text(seen)), Value::text(to));
        let fields = vec![FieldChange { field, seen, to }];
        let change = contact::Change { contact: self.contact, fields };
        phone.command("C1", "2026-11-20", Act::ChangeContact(change))
    }

    fn phone(&self, phone: &Phone, to: &str) -> Command {
        self.change(phone, Field::Phone, "138-0591-2201", to)
    }

    async fn file(&self) -> CustomerFile {
        file(&self.desk.client).await
    }

    async fn stands(&self) -> Option<Contact> {
        self.file().await.customer.contacts.into_iter().find(|it| it.id == self.contact)
    }
}

async fn file(client: &Client) -> CustomerFile {
    client.get(&format!("/api/customers/{}", CustomerId::of_code("C1"))).await.unwrap()
}

fn edits(file: &CustomerFile) -> Vec<&Edit> {
    let edit = |row: &'_ shared::sync::Versioned| matches!(row.row, Row::Edit(_));
    let mut edits: Vec<&Edit> = file
        .rows
        .iter()
        .filter(|it| edit(it))
        .filter_map(|it| if let Row::Edit(it) = &it.row { Some(it) } else { None })
        .collect();
    edits.sort_by_key(|it| it.ordinal);
    edits
}

fn letters(phone: &Phone) -> Vec<InboxItem> {
    let letter = |row: &Row| if let Row::Inbox(it) = row { Some(it.clone()) } else { None };
    phone.rows.values().filter_map(|(_, _, row)| letter(row)).collect()
}

fn merged() -> Verdict {
    Verdict::Merged { fields: vec!["phone".to_owned()] }
}

#[tokio::test]
async fn two_corrections_of_one_number_and_neither_is_lost() {
    let Some(mut play) = Play::begin().await else { return };
    // Lin corrects it without a signal; the desk does meanwhile, and is first.
    let offline = play.phone(&play.lin, "139-0000-0001");
    let desk = play.phone(&play.desk, "137-0000-0002");
    assert_eq!(play.desk.push_one(&desk).await, Verdict::Applied);
    assert_eq!(play.lin.push_one(&offline).await, merged());
    assert_eq!(play.lin.next, 2);
    play.lin.pull(100).await;
    assert_eq!(play.stands().await.unwrap().phone, "137-0000-0002");
    let file = play.file().await;
    let edits = edits(&file);
    assert_eq!(edits.len(), 3, "added, changed, and what lost");
    let [letter] = &letters(&play.lin)[..] else { panic!("one letter") };
    assert_eq!(letter.merged.as_deref(), Some(edits[2]));
    let lost = &edits[2].lost[0];
    let text = |it: &str| Some(Value::text(it));
    assert_eq!(lost.seen, text("138-0591-2201"));
    assert_eq!(
        (lost.wanted.clone(), lost.stays.clone()),
        (text("139-0000-0001"), text("137-0000-0002"))
    );
    let by = lost.by.unwrap();
    assert_eq!((by.by, by.on), (UserId::of_login("admin"), day("2026-11-20")));
    // "Mine" is a new command on the new version.
    let mine = play.change(&play.lin, Field::Phone, "137-0000-0002", "139-0000-0001");
    assert_eq!(play.lin.push_one(&mine).await, Verdict::Applied);
    assert_eq!(play.stands().await.unwrap().phone, "139-0000-0001");
    play.stage.check().await;
}

#[tokio::test]
async fn equal_values_and_different_fields_are_no_conflict() {
    let Some(mut play) = Play::begin().await else { return };
    let (same, too) = (play.phone(&play.lin, "139"), play.phone(&play.desk, "139"));
    let role = play.change(&play.lin, Field::Role, "老板", "财务");
    assert_eq!(play.desk.push_one(&too).await, Verdict::Applied);
    assert_eq!(play.lin.push(&[same, role]).await, [Verdict::Applied, Verdict::Applied]);
    let stands = play.stands().await.unwrap();
    assert_eq!((stands.phone.as_str(), stands.role.as_str()), ("139", "财务"));
    play.lin.pull(100).await;
    assert!(letters(&play.lin).is_empty());
    play.stage.check().await;
}

#[tokio::test]
async fn a_stranger_changes_nothing_and_the_form_comes_back() {
    let Some(mut play) = Play::begin().await else { return };
    let mut wang = Phone::of(&play.stage, "wang").await;
    let customer = Some(CustomerId::of_code("C1"));
    let not_yours = Verdict::Rejected { refusal: Refusal::NotYours { customer } };
    let command = play.phone(&wang, "139");
    assert_eq!(wang.push_one(&command).await, not_yours);
    wang.pull(100).await;
    assert_eq!(letters(&wang)[0].act, command.act);
    // Who lost the territory since is a stranger too, whatever the day of the form.
    let offline = play.phone(&play.lin, "139");
    play.stage.do_all(vec![(None, end_grant("lin", "north", "2026-11-19"))]).await;
    assert_eq!(play.lin.push_one(&offline).await, not_yours);
    assert_eq!(play.stands().await.unwrap().phone, "138-0591-2201");
    play.stage.check().await;
}

#[tokio::test]
async fn a_contact_removed_meanwhile_keeps_the_change_as_a_conflict() {
    let Some(mut play) = Play::begin().await else { return };
    let offline = play.phone(&play.lin, "139");
    let seen = play.stands().await.unwrap();
    let remove = Act::RemoveContact(contact::Remove { seen });
    let remove = play.desk.command("C1", "2026-11-20", remove);
    assert_eq!(play.desk.push_one(&remove).await, Verdict::Applied);
    assert_eq!(play.lin.push_one(&offline).await, merged());
    assert_eq!(play.stands().await, None);
    play.lin.pull(100).await;
    let letter = letters(&play.lin).remove(0);
    let lost = letter.merged.unwrap().lost.remove(0);
    assert_eq!((lost.stays, lost.wanted), (None, Some(Value::text("139"))));
    // A new phone has the history from its snapshot, and its user brings the contact back.
    let mut anew = Phone::of(&play.stage, "lin").await;
    anew.snapshot().await;
    assert!(
        anew.rows.values().any(|(_, _, it)| matches!(it, Row::Edit(it) if !it.lost.is_empty()))
    );
    let fields = vec![FieldChange { field: Field::Phone, seen: None, to: Value::text("139") }];
    let change = contact::Change { contact: play.contact, fields };
    let back = anew.command("C1", "2026-11-20", Act::ChangeContact(change));
    assert_eq!(anew.push_one(&back).await, Verdict::Applied);
    let stands = play.stands().await.unwrap();
    assert_eq!((stands.name.as_str(), stands.phone.as_str()), ("王建国", "139"));
    play.stage.check().await;
}

#[tokio::test]
async fn a_customer_is_found_by_the_number_of_a_contact() {
    let Some(mut play) = Play::begin().await else { return };
    let found = async |client: &Client, typed: &str| -> Vec<String> {
        let path = format!("/api/customers?search={typed}");
        let listing: CustomerListing = client.get(&path).await.unwrap();
        listing.rows.into_iter().map(|it| it.brief.customer.code).collect()
    };
    for typed in ["13805912201", "138-0591", "%E7%8E%8B%E5%BB%BA%E5%9B%BD"] {
        assert_eq!(found(&play.desk.client, typed).await, ["C1"], "{typed}");
    }
    let wang = play.stage.sign_in("wang").await;
    assert!(found(&wang, "13805912201").await.is_empty());
    let command = play.phone(&play.desk, "137");
    play.desk.push_one(&command).await;
    assert!(found(&play.desk.client, "13805912201").await.is_empty(), "it is no longer so");
    // As a migration leaves it: the next server that opens makes it anew.
    let emptied = sqlx::query("UPDATE customer SET search_key = ''");
    emptied.execute(play.stage.server.write()).await.unwrap();
    let again = play.stage.second_server().await;
    let desk = crate::testing::sign_in_at(&again, "admin").await;
    assert_eq!(found(&desk, "137").await, ["C1"]);
    play.stage.check().await;
}

#[tokio::test]
async fn the_history_goes_with_the_customer_into_another_territory() {
    let Some(play) = Play::begin().await else { return };
    let mut wang = Phone::of(&play.stage, "wang").await;
    wang.pull(100).await;
    play.stage.assign("C1", Some("south")).await;
    wang.pull(100).await;
    assert!(wang.rows.values().any(|(_, _, it)| matches!(it, Row::Edit(_))));
    play.stage.check().await;
}
