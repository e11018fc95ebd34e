//! Short name, address and tags of a customer being changed.

use serde::{Deserialize, Serialize};
use shared::{
    customer::{Change, Customer},
    edit::{Field, FieldChange, Value},
    sync::Act,
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDraft {
    /// As it was seen when the form was begun: short name, address, tags.
    pub seen: (String, String, Vec<String>),
    pub short_name: String,
    pub address: String,
    /// Between blanks or commas.
    pub tags: String,
}

impl FileDraft {
    #[must_use]
    pub fn of(it: &Customer) -> FileDraft {
        FileDraft {
            seen: (it.short_name.clone(), it.address.clone(), it.tags.clone()),
            short_name: it.short_name.clone(),
            address: it.address.clone(),
            tags: it.tags.join(" "),
        }
    }

    /// The draft that asks for the same again, on the customer as it stands now.
    #[must_use]
    pub fn again(act: &Act, stands: &Customer) -> Option<FileDraft> {
        let Act::ChangeCustomer(it) = act else { return None };
        let mut draft = FileDraft::of(stands);
        for change in &it.fields {
            match (change.field, &change.to) {
                (Field::ShortName, Value::Text(text)) => draft.short_name.clone_from(text),
                (Field::Address, Value::Text(text)) => draft.address.clone_from(text),
                _ => {}
            }
        }
        let kept = stands.tags.iter().filter(|tag| !it.tags_removed.contains(tag));
        let tags: Vec<&str> = kept.chain(&it.tags_added).map(String::as_str).collect();
        draft.tags = tags.join(" ");
        Some(draft)
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

    /// The command; none while nothing differs from what was seen.
    #[must_use]
    pub fn act(&self) -> Option<Act> {
        let (short_name, address, tags) = &self.seen;
        let now = self.tags();
        let fields = [
            (Field::ShortName, short_name, &self.short_name),
            (Field::Address, address, &self.address),
        ];
        let differs = |(_, seen, to): &(Field, &String, &String)| seen.trim() != to.trim();
        let change = |(field, seen, to): (Field, &String, &String)| FieldChange {
            field,
            seen: Some(Value::Text(seen.clone())),
            to: Value::text(to),
        };
        let change = Change {
            fields: fields.into_iter().filter(differs).map(change).collect(),
            tags_added: now.iter().filter(|it| !tags.contains(it)).cloned().collect(),
            tags_removed: tags.iter().filter(|it| !now.contains(it)).cloned().collect(),
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
        let seen = (String::new(), "城东".to_owned(), vec!["月结".to_owned(), "老".to_owned()]);
        let mut draft = FileDraft {
            seen,
            short_name: " ".to_owned(),
            address: "城东".to_owned(),
            tags: "老，月结".to_owned(),
        };
        assert_eq!(draft.act(), None);
        draft.address = "城西".to_owned();
        draft.tags = "老、VIP VIP".to_owned();
        let Some(Act::ChangeCustomer(it)) = draft.act() else { panic!("{draft:?}") };
        assert_eq!((it.fields.len(), it.fields[0].field), (1, Field::Address));
        assert_eq!(
            (it.tags_added, it.tags_removed),
            (vec!["VIP".to_owned()], vec!["月结".to_owned()])
        );
    }
}
