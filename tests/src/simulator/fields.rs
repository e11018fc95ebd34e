//! Fields: contacts and addresses that several people correct at once, and that no correction is
//! silently overwritten (I3).

use std::collections::BTreeMap;

use shared::{
    contact::{self, Contact, InFile},
    customer::{self, Customer},
    edit::{Edit, EditKind, Field, FieldChange, FieldEdit, Subject, Value},
    id::{ContactId, CustomerId, EditId, InboxId, UserId},
    row::Row,
    sync::{Act, Verdict, replica::View},
};

use super::{
    dice::Dice,
    disk::Disk,
    witness::{Breach, Invariant, must},
};

/// Few, so that people often mean the same field, and sometimes the same value.
const PHONES: [&str; 4] = ["138 0591", "139-0592", "0591-8755 转 3", "137"];
const PEOPLE: [&str; 3] = ["王建国", "郑会计", "陈金峰"];
const PLACES: [&str; 3] = ["城东路1号", "城西路2号", ""];

fn one_of(these: &[&str], dice: &mut Dice) -> String {
    dice.one_of(these).map_or(String::new(), |it| (*it).to_owned())
}

/// A contact as a file gives it.
pub fn in_file(dice: &mut Dice) -> InFile {
    let (name, phone) = (one_of(&PEOPLE, dice), one_of(&PHONES, dice));
    InFile { name, role: "老板".to_owned(), phone }
}

/// A correction of what somebody sees of a customer's file.
pub fn corrects(customer: &Customer, dice: &mut Dice) -> Act {
    match (dice.one_of(&customer.contacts).cloned(), dice.below(10)) {
        (Some(seen), 0) => Act::RemoveContact(contact::Remove { seen }),
        (Some(seen), 1..7) => changes(&seen, dice),
        (None, 0..7) | (_, 7) => Act::AddContact(contact::Add {
            id: ContactId(dice.id()),
            name: one_of(&PEOPLE, dice),
            role: String::new(),
            phone: one_of(&PHONES, dice),
            signs: dice.happens(500),
            note: String::new(),
        }),
        _ => {
            let (field, seen) = (Field::Address, Some(Value::text(&customer.address)));
            let change = FieldChange { field, seen, to: Value::text(&one_of(&PLACES, dice)) };
            Act::ChangeCustomer(customer::Change {
                fields: vec![change],
                tags_added: vec![one_of(&PEOPLE, dice)],
                tags_removed: customer.tags.first().cloned().into_iter().collect(),
                settled: vec![],
            })
        }
    }
}

fn changes(seen: &Contact, dice: &mut Dice) -> Act {
    let mut to = Contact { phone: one_of(&PHONES, dice), ..seen.clone() };
    if dice.happens(300) {
        to.signs = !to.signs;
    }
    let fields = seen.changes_to(&to);
    Act::ChangeContact(contact::Change { contact: seen.id, fields })
}

/// Whether a view tells of a contact, or of what became of it. Whose grant has ended has no say any
/// more, and the customer is about to leave the phone.
pub fn tells_of(view: &View, author: UserId, contact: ContactId) -> bool {
    let Some(customer) = &view.dossier.customer else { return false };
    let author = view.dossier.register.users.get(&author);
    let works_it = author.is_some_and(|it| {
        it.grants.iter().any(|it| it.until.is_none() && Some(it.territory) == customer.territory)
    });
    !works_it
        || customer.contacts.iter().any(|it| it.id == contact)
        || view.dossier.edits.values().any(|it| it.subject == Subject::Contact(contact))
}

/// Every field stands as the last who changed it left it, each change was made on the value before
/// it, and whoever lost has both values in the inbox.
///
/// # Errors
/// A value was overwritten that its author had not seen, or a loss was not told.
pub fn nothing_is_overwritten(disk: &Disk) -> Result<(), Breach> {
    losses_are_told(disk)?;
    let mut by_customer: BTreeMap<CustomerId, Vec<&Edit>> = BTreeMap::new();
    for row in disk.rows.values() {
        if let Row::Edit(it) = &row.row {
            by_customer.entry(it.customer).or_default().push(it);
        }
    }
    for (customer, mut edits) in by_customer {
        edits.sort_by_key(|it| it.ordinal);
        let mut fields: BTreeMap<(Subject, Field), Option<Value>> = BTreeMap::new();
        for edit in edits {
            for it in edit.taken.iter().filter(|it| it.field != Field::Tag) {
                follows(edit, it, &mut fields)?;
            }
        }
        let Some(customer) = disk.customer(customer) else { continue };
        for ((subject, field), last) in fields {
            let stands = value(customer, subject, field);
            must(Invariant::NoSilentOverwrite, stands == last, || {
                format!("{field:?} of {subject:?} is {stands:?}, its history ends with {last:?}")
            })?;
        }
    }
    Ok(())
}

fn follows(
    edit: &Edit,
    it: &FieldEdit,
    fields: &mut BTreeMap<(Subject, Field), Option<Value>>,
) -> Result<(), Breach> {
    let before = fields.insert((edit.subject, it.field), it.to.clone());
    must(Invariant::NoSilentOverwrite, before.is_none_or(|before| before == it.from), || {
        format!("{edit:?} changed a value that it does not name")
    })
}

fn value(customer: &Customer, subject: Subject, field: Field) -> Option<Value> {
    match subject {
        Subject::Customer => customer.value(field),
        Subject::Contact(id) => customer.contacts.iter().find(|it| it.id == id)?.value(field),
    }
}

/// A command that lost a field has its entry in the history and, of a person, in the inbox.
fn losses_are_told(disk: &Disk) -> Result<(), Breach> {
    for recorded in disk.commands.values() {
        let (Some(command), Verdict::Merged { fields }) = (&recorded.command, &recorded.verdict)
        else {
            continue;
        };
        if matches!(command.act, Act::ImportCustomer(_)) {
            continue;
        }
        let edit = disk.rows.get(EditId::of(command.op_id, 0).0).map(|it| &it.row);
        let Some(Row::Edit(edit)) = edit else {
            return must(Invariant::NoSilentOverwrite, false, || {
                format!("{} lost {fields:?} and no history says so", command.op_id)
            });
        };
        let mut lost: Vec<_> = edit.lost.iter().map(|it| it.field).collect();
        lost.sort();
        let lost: Vec<_> = lost.into_iter().map(Field::name).collect();
        must(Invariant::NoSilentOverwrite, lost == *fields, || {
            format!("{} lost {fields:?}, the history says {lost:?}", command.op_id)
        })?;
        let half = edit.kind == EditKind::Removed && !edit.taken.is_empty();
        must(Invariant::NoSilentOverwrite, !half, || format!("{edit:?} is half a removal"))?;
        let letter = InboxId::of(command.op_id, command.author);
        let letter = disk.rows.get(letter.0).map(|it| &it.row);
        let told = matches!(letter, Some(Row::Inbox(it)) if it.merged.as_deref() == Some(edit));
        must(Invariant::NoSilentOverwrite, told, || {
            format!("{} lost {fields:?} and its author is not told", command.op_id)
        })?;
    }
    Ok(())
}
