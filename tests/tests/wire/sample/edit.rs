//! Samples of contacts, of a customer's file and of its history.

use shared::{
    calendar::Instant,
    contact::{self, Contact},
    customer,
    edit::{
        Changed, Conflict, Edit, EditKind, EditRefusal, Field, FieldChange, FieldEdit, Subject,
        Value,
    },
    id::{ContactId, EditId, OpId, UserId},
    refusal::Refusal,
    sync::Act,
};

use super::{customer_id, day, id, user_id};

pub fn acts() -> Vec<Act> {
    vec![
        Act::ChangeCustomer(customer::Change {
            fields: vec![FieldChange {
                field: Field::Address,
                seen: Some(Value::text("")),
                to: Value::text("城东路1号"),
            }],
            tags_added: vec!["月结".to_owned()],
            tags_removed: vec!["现结".to_owned()],
            settled: vec![],
        }),
        Act::AddContact(contact::Add {
            id: contact_id(),
            name: "王建国".to_owned(),
            role: "老板".to_owned(),
            phone: "138 0000 0000".to_owned(),
            signs: true,
            note: "下午在".to_owned(),
        }),
        Act::ChangeContact(contact::Change {
            contact: contact_id(),
            fields: vec![
                FieldChange {
                    field: Field::Phone,
                    seen: Some(Value::text("138 0000 0000")),
                    to: Value::text("139 0000 0000"),
                },
                FieldChange { field: Field::Signs, seen: None, to: Value::Flag(true) },
            ],
        }),
        Act::RemoveContact(contact::Remove { seen: contact() }),
    ]
}

fn contact_id() -> ContactId {
    ContactId(id(6))
}

fn contact() -> Contact {
    Contact {
        id: contact_id(),
        name: "王建国".to_owned(),
        role: "老板".to_owned(),
        phone: "138 0000 0000".to_owned(),
        signs: true,
        note: "下午在".to_owned(),
    }
}

pub fn edit() -> Edit {
    let (on, at) = (day("2026-11-18"), Instant(1_795_000_000_000));
    Edit {
        id: EditId::of(OpId(id(1)), 0),
        customer: customer_id(),
        subject: Subject::Contact(contact_id()),
        name: "王建国".to_owned(),
        kind: EditKind::Changed,
        author: user_id(),
        edited_on: on,
        captured_at: at,
        ordinal: 3,
        taken: vec![FieldEdit {
            field: Field::Signs,
            from: Some(Value::Flag(false)),
            to: Some(Value::Flag(true)),
        }],
        lost: vec![Conflict {
            field: Field::Phone,
            seen: Some(Value::text("138 0000 0000")),
            wanted: Some(Value::text("139 0000 0000")),
            stays: Some(Value::text("137 0000 0000")),
            by: Some(Changed { by: UserId::of_login("shen"), on, at }),
        }],
        proposed: vec![],
        refused: vec![],
    }
}

pub fn refusals() -> Vec<Refusal> {
    let contact = contact_id();
    vec![
        EditRefusal::NameEmpty.into(),
        EditRefusal::TagEmpty.into(),
        EditRefusal::TooLong { field: Field::Note, length: 1_001, most: 1_000 }.into(),
        EditRefusal::PhoneMalformed { phone: "n/a".to_owned() }.into(),
        EditRefusal::SocialCreditCodeMalformed { code: "91350100M000100Y44".to_owned() }.into(),
        EditRefusal::GeoPointMalformed { text: "119.296494,26.074508".to_owned() }.into(),
        EditRefusal::NotOfField { field: Field::Address }.into(),
        EditRefusal::TooManyContacts { most: 50 }.into(),
        EditRefusal::TooManyTags { most: 20 }.into(),
        EditRefusal::UnknownContact { contact }.into(),
        EditRefusal::IdTaken { contact }.into(),
    ]
}
