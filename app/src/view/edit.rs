//! Edits as people read them: what changed, what was not taken, and how a conflict is settled.

use shared::{
    contact::{Change, Remove},
    customer::{self, Scale, SecondWord, Word},
    edit::{Conflict, Edit, EditKind, Field, FieldChange, FieldEdit, Proposed, Subject, Value},
    inbox::InboxItem,
    sync::Act,
    words::{self, Language},
};

use crate::words::{ContactWord, Label};

/// What stands in a field, in a word where it is no text.
#[must_use]
pub fn value(field: Field, it: Option<&Value>, language: Language) -> String {
    let word = match it {
        None => ContactWord::Gone,
        Some(Value::Flag(true)) => ContactWord::Yes,
        Some(Value::Flag(false)) => ContactWord::No,
        Some(Value::Text(text)) if text.is_empty() => ContactWord::Nothing,
        Some(Value::Text(text)) => {
            let scale = Scale::of_name(text).filter(|_| field == Field::Scale);
            return scale.map_or_else(|| text.clone(), |it| words::scale(it, language).to_owned());
        }
    };
    word.text(language).to_owned()
}

/// What was done, to whom.
#[must_use]
pub fn title(it: &Edit, language: Language) -> String {
    let word = match (it.subject, it.kind) {
        (Subject::Customer, _) => return ContactWord::ChangeFile.text(language).to_owned(),
        (_, EditKind::Added) => ContactWord::Add,
        (_, EditKind::Changed) => ContactWord::Change,
        (_, EditKind::Removed) => ContactWord::Remove,
    };
    format!("{} {}", word.text(language), it.name)
}

/// What became of each field: the old value and the new one, or which one stayed.
#[must_use]
pub fn lines(it: &Edit, language: Language) -> Vec<String> {
    let taken = it.taken.iter().filter(|taken| tells(it.kind, taken));
    let taken = taken.map(|taken| line(taken, it.kind, language));
    let lost = it.lost.iter().map(|lost| {
        let (wanted, stays) = both(lost, language);
        let (label, not) = (words::field(lost.field, language), ContactWord::NotTaken);
        format!("{label} {wanted} {} {stays}", not.text(language))
    });
    let proposed = it.proposed.iter().map(|it| {
        let waits = ContactWord::WaitsForSecond.text(language);
        format!("{} · {waits}", line(it, EditKind::Changed, language))
    });
    let refused = it.refused.iter().map(|it| {
        let of = |value_of: &Option<Value>| value(it.field, value_of.as_ref(), language);
        let (label, not) = (words::field(it.field, language), ContactWord::NotTaken);
        format!("{label} {} {} {}", of(&it.to), not.text(language), of(&it.from))
    });
    taken.chain(lost).chain(proposed).chain(refused).collect()
}

/// The second word: what was proposed is to stand, or what stands is to stay.
#[must_use]
pub fn second_word(field: Field, proposed: &Proposed, word: Word) -> Act {
    let settled = vec![SecondWord { field, proposed: proposed.clone(), word }];
    let (fields, tags_added, tags_removed) = (vec![], vec![], vec![]);
    Act::ChangeCustomer(customer::Change { fields, tags_added, tags_removed, settled })
}

/// What a contact has come or gone with is told where there is something to tell.
fn tells(kind: EditKind, it: &FieldEdit) -> bool {
    let empty = |value: Option<&Value>| match value {
        None | Some(Value::Flag(false)) => true,
        Some(Value::Text(text)) => text.is_empty(),
        Some(Value::Flag(true)) => false,
    };
    let is_empty = empty(it.from.as_ref()) && empty(it.to.as_ref());
    kind == EditKind::Changed || !(it.field == Field::Name || is_empty)
}

fn line(it: &FieldEdit, kind: EditKind, language: Language) -> String {
    let label = words::field(it.field, language);
    let of = |value_of: Option<&Value>| value(it.field, value_of, language);
    match (kind, &it.from, &it.to) {
        (EditKind::Removed, from, _) => format!("{label} {}", of(from.as_ref())),
        (_, None, to) if it.field == Field::Tag => format!("{label} + {}", of(to.as_ref())),
        (_, from, None) if it.field == Field::Tag => format!("{label} − {}", of(from.as_ref())),
        (_, None, to) => format!("{label} {}", of(to.as_ref())),
        (_, from, to) => format!("{label} {} → {}", of(from.as_ref()), of(to.as_ref())),
    }
}

/// The author's value and the one that stays.
#[must_use]
pub fn both(it: &Conflict, language: Language) -> (String, String) {
    let of = |value_of: &Option<Value>| value(it.field, value_of.as_ref(), language);
    (of(&it.wanted), of(&it.stays))
}

/// "Mine": the author's values once more, on what is known to stand now. Whoever has changed it
/// again meanwhile is not overwritten either.
#[must_use]
pub fn mine(item: &InboxItem) -> Option<Act> {
    let edit = item.merged.as_ref()?;
    // A second word that came too late is looked at again in the file.
    if matches!(&item.act, Act::ChangeCustomer(it) if !it.settled.is_empty()) {
        return None;
    }
    if let (Act::RemoveContact(it), EditKind::Removed) = (&item.act, edit.kind) {
        let stands = edit.lost.iter().filter_map(|it| Some((it.field, it.stays.as_ref()?)));
        let seen = stands.fold(it.seen.clone(), |seen, (field, value)| seen.with(field, value));
        return Some(Act::RemoveContact(Remove { seen }));
    }
    let fields: Vec<FieldChange> = edit.lost.iter().filter_map(change).collect();
    if fields.is_empty() {
        return None;
    }
    Some(match edit.subject {
        Subject::Contact(contact) => Act::ChangeContact(Change { contact, fields }),
        Subject::Customer => Act::ChangeCustomer(customer::Change {
            fields,
            tags_added: vec![],
            tags_removed: vec![],
            settled: vec![],
        }),
    })
}

fn change(it: &Conflict) -> Option<FieldChange> {
    Some(FieldChange { field: it.field, seen: it.stays.clone(), to: it.wanted.clone()? })
}

/// What was filled in, of a command about contacts or file.
#[must_use]
pub fn said(act: &Act, language: Language) -> Option<String> {
    let changed = |it: &FieldChange| {
        format!("{} {}", words::field(it.field, language), value(it.field, Some(&it.to), language))
    };
    let parts: Vec<String> = match act {
        Act::AddContact(it) => {
            [&it.name, &it.role, &it.phone, &it.note].into_iter().cloned().collect()
        }
        Act::ChangeContact(it) => it.fields.iter().map(changed).collect(),
        Act::RemoveContact(it) => {
            let seen = &it.seen;
            [&seen.name, &seen.role, &seen.phone, &seen.note].into_iter().cloned().collect()
        }
        Act::ChangeCustomer(it) => {
            let tag = words::field(Field::Tag, language);
            let added = it.tags_added.iter().map(|it| format!("{tag} + {it}"));
            let removed = it.tags_removed.iter().map(|it| format!("{tag} − {it}"));
            let settled = it.settled.iter().map(|it| {
                let word = match it.word {
                    Word::Yes => ContactWord::SayYes,
                    Word::No => ContactWord::SayNo,
                };
                let label = words::field(it.field, language);
                format!("{label} {} · {}", it.proposed.to, word.text(language))
            });
            let fields = it.fields.iter().map(changed);
            fields.chain(added).chain(removed).chain(settled).collect()
        }
        _ => return None,
    };
    Some(parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · "))
}

/// Whether a command is about contacts or file: what the desk shows as on its way.
#[must_use]
pub fn acts_on_file(act: &Act) -> bool {
    matches!(
        act,
        Act::AddContact(_) | Act::ChangeContact(_) | Act::RemoveContact(_) | Act::ChangeCustomer(_)
    )
}

/// A number as a phone dials it: no blanks, no words; an extension is dialled by hand.
#[must_use]
pub fn dial(phone: &str) -> String {
    let lower = phone.to_lowercase();
    let number = lower.split(['转', '分', 'e', 'x']).next().unwrap_or_default();
    number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect()
}

#[cfg(test)]
mod tests {
    use shared::{
        calendar::{Day, Instant},
        id::{ContactId, CustomerId, EditId, InboxId, OpId, UserId, derived},
        sync::Verdict,
    };

    use super::*;

    fn day() -> Day {
        "2026-11-20".parse().unwrap()
    }

    fn edit(kind: EditKind, taken: Vec<FieldEdit>, lost: Vec<Conflict>) -> Edit {
        Edit {
            id: EditId::of(op(), 0),
            customer: CustomerId::of_code("C1"),
            subject: Subject::Contact(contact()),
            name: "王建国".to_owned(),
            kind,
            author: UserId::of_login("lin"),
            edited_on: day(),
            captured_at: Instant(0),
            ordinal: 1,
            taken,
            lost,
            proposed: vec![],
            refused: vec![],
        }
    }

    fn op() -> OpId {
        OpId(derived("op", &["1"]))
    }

    fn contact() -> ContactId {
        ContactId(derived("contact", &["1"]))
    }

    fn lost(stays: Option<Value>) -> Conflict {
        let (seen, wanted) = (Some(Value::text("138")), Some(Value::text("139")));
        Conflict { field: Field::Phone, seen, wanted, stays, by: None }
    }

    #[test]
    fn an_edit_reads_like_a_sentence() {
        let phone = FieldEdit {
            field: Field::Phone,
            from: Some(Value::text("138")),
            to: Some(Value::text("139")),
        };
        let it = edit(EditKind::Changed, vec![phone], vec![lost(None)]);
        assert_eq!(title(&it, Language::Zh), "更改联系人 王建国");
        assert_eq!(lines(&it, Language::Zh), ["电话 138 → 139", "电话 139 未采用，仍为 已移除"]);
        let came = |field, to| FieldEdit { field, from: None, to: Some(to) };
        let all = vec![
            came(Field::Name, Value::text("王建国")),
            came(Field::Role, Value::text("")),
            came(Field::Phone, Value::text("138")),
            came(Field::Signs, Value::Flag(false)),
        ];
        let it = edit(EditKind::Added, all, vec![]);
        assert_eq!(lines(&it, Language::En), ["phone 138"]);
    }

    #[test]
    fn a_proposal_says_that_it_waits_and_what_was_refused_that_it_does_not_stand() {
        let name = |from, to| FieldEdit {
            field: Field::LegalName,
            from: Some(Value::text(from)),
            to: Some(Value::text(to)),
        };
        let mut it = edit(EditKind::Changed, vec![], vec![]);
        it.proposed = vec![name("宏盛", "宏达")];
        assert_eq!(lines(&it, Language::Zh), ["法定名称 宏盛 → 宏达 · 待第二人确认"]);
        (it.refused, it.proposed) = (it.proposed, vec![]);
        assert_eq!(lines(&it, Language::Zh), ["法定名称 宏达 未采用，仍为 宏盛"]);
    }

    #[test]
    fn mine_is_a_new_command_on_what_stands() {
        for stays in [Some(Value::text("137")), None] {
            let it = edit(EditKind::Changed, vec![], vec![lost(stays.clone())]);
            let item = InboxItem {
                id: InboxId::of(op(), it.author),
                user: it.author,
                op_id: op(),
                author: it.author,
                customer: Some(it.customer),
                acted_on: day(),
                act: Act::ChangeContact(Change { contact: contact(), fields: vec![] }),
                verdict: Verdict::Merged { fields: vec!["phone".to_owned()] },
                about: None,
                put_away_on: None,
                merged: Some(Box::new(it)),
            };
            let Some(Act::ChangeContact(again)) = mine(&item) else { panic!("{item:?}") };
            assert_eq!((&again.fields[0].seen, &again.fields[0].to), (&stays, &Value::text("139")));
        }
    }

    #[test]
    fn numbers_are_dialled_without_what_stands_between() {
        assert_eq!(dial("+86 138-0591-2201"), "+8613805912201");
        assert_eq!(dial("0591-8755 3302 转 12"), "059187553302");
        assert_eq!(dial("0591 8755 ext.3"), "05918755");
    }
}
