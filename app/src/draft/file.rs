//! A customer's file being changed: its fields of one value, and its tags.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::{
    customer::{Change, Customer},
    edit::{Field, FieldChange, Value, checked},
    refusal::Refusal,
    sync::Act,
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDraft {
    /// As it was seen when the form was begun.
    pub seen: Seen,
    pub texts: BTreeMap<Field, String>,
    /// Between blanks or commas.
    pub tags: String,
}

/// What stood in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub texts: BTreeMap<Field, String>,
    pub tags: Vec<String>,
}

impl FileDraft {
    #[must_use]
    pub fn of(it: &Customer) -> FileDraft {
        let text = |field| match it.value(field) {
            Some(Value::Text(text)) => (field, text),
            _ => (field, String::new()),
        };
        let texts: BTreeMap<Field, String> = Field::OF_CUSTOMER.into_iter().map(text).collect();
        FileDraft {
            seen: Seen { texts: texts.clone(), tags: it.tags.clone() },
            texts,
            tags: it.tags.join(" "),
        }
    }

    /// What is typed in a field.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        self.texts.get(&field).cloned().unwrap_or_default()
    }

    /// The draft that asks for the same again, on the customer as it stands now.
    #[must_use]
    pub fn again(act: &Act, stands: &Customer) -> Option<FileDraft> {
        let Act::ChangeCustomer(it) = act else { return None };
        let mut draft = FileDraft::of(stands);
        for change in &it.fields {
            if let Value::Text(text) = &change.to {
                draft.texts.insert(change.field, text.clone());
            }
        }
        let kept = stands.tags.iter().filter(|tag| !it.tags_removed.contains(tag));
        let tags: Vec<&str> = kept.chain(&it.tags_added).map(String::as_str).collect();
        draft.tags = tags.join(" ");
        Some(draft)
    }

    /// What the rule says against a value that differs from what was seen.
    #[must_use]
    pub fn malformed(&self) -> Option<Refusal> {
        let mut changes = Field::OF_CUSTOMER.into_iter().filter_map(|it| self.change(it));
        let refusal = changes.find_map(|it| checked(it.field, &it.to).err());
        refusal.map(Refusal::Edit)
    }

    fn tags(&self) -> Vec<String> {
        let between = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
        let mut tags: Vec<String> = vec![];
        for tag in self.tags.split(between).filter(|it| !it.is_empty()) {
            if !tags.iter().any(|it| it == tag) {
                tags.push(tag.to_owned());
            }
        }
        tags
    }

    fn change(&self, field: Field) -> Option<FieldChange> {
        let (seen, to) =
            (self.seen.texts.get(&field).cloned().unwrap_or_default(), self.text(field));
        let differs = seen.trim() != to.trim();
        differs.then(|| FieldChange { field, seen: Some(Value::Text(seen)), to: Value::text(&to) })
    }

    /// The command; none while nothing differs from what was seen.
    #[must_use]
    pub fn act(&self) -> Option<Act> {
        let (seen, now) = (&self.seen.tags, self.tags());
        let change = Change {
            fields: Field::OF_CUSTOMER.into_iter().filter_map(|it| self.change(it)).collect(),
            tags_added: now.iter().filter(|it| !seen.contains(it)).cloned().collect(),
            tags_removed: seen.iter().filter(|it| !now.contains(it)).cloned().collect(),
            settled: vec![],
        };
        let nothing = change.fields.is_empty()
            && change.tags_added.is_empty()
            && change.tags_removed.is_empty();
        (!nothing).then_some(Act::ChangeCustomer(change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_sent_and_tags_as_a_set() {
        let stood = BTreeMap::from([(Field::Address, "城东".to_owned())]);
        let seen = Seen { texts: stood.clone(), tags: vec!["月结".to_owned(), "老".to_owned()] };
        let mut draft = FileDraft { seen, texts: stood, tags: "老，月结".to_owned() };
        draft.texts.insert(Field::ShortName, " ".to_owned());
        assert_eq!(draft.act(), None);
        draft.texts.insert(Field::Address, "城西".to_owned());
        draft.tags = "老、VIP VIP".to_owned();
        let Some(Act::ChangeCustomer(it)) = draft.act() else { panic!("{draft:?}") };
        assert_eq!((it.fields.len(), it.fields[0].field), (1, Field::Address));
        assert_eq!(draft.malformed(), None);
        draft.texts.insert(Field::GeoPoint, "119.296494,26.074508".to_owned());
        assert!(draft.malformed().is_some(), "longitude first");
        draft.texts.remove(&Field::GeoPoint);
        assert_eq!(
            (it.tags_added, it.tags_removed),
            (vec!["VIP".to_owned()], vec!["月结".to_owned()])
        );
    }
}
