//! JSON in the one spelling in which it is hashed: the names of every object in order, no spaces.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;

/// The text in its one spelling; none of what is no JSON. A phone's whole outbox comes through here, so
/// what need not be copied stays where it is.
pub fn canonical(text: &str) -> Option<String> {
    let said: Said<'_> = serde_json::from_str(text).ok()?;
    serde_json::to_string(&said).ok()
}

enum Said<'a> {
    Nothing,
    Truth(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Said<'a>>),
    Fields(BTreeMap<Name<'a>, Said<'a>>),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name<'a>(Cow<'a, str>);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Said::Nothing => to.serialize_unit(),
            Said::Truth(it) => to.serialize_bool(*it),
            Said::Number(it) => it.serialize(to),
            Said::Text(it) => to.serialize_str(it),
            Said::List(all) => to.collect_seq(all),
            Said::Fields(all) => to.collect_map(all.iter().map(|(name, it)| (&name.0, it))),
        }
    }
}

impl<'a> Deserialize<'a> for Said<'a> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Said<'a>, D::Error> {
        from.deserialize_any(Saying)
    }
}

impl<'a> Deserialize<'a> for Name<'a> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Name<'a>, D::Error> {
        from.deserialize_str(Naming)
    }
}

struct Saying;

impl<'a> Visitor<'a> for Saying {
    type Value = Said<'a>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Said<'a>, E> {
        Ok(Said::Nothing)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Said<'a>, E> {
        Ok(Said::Truth(it))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Said<'a>, E> {
        Ok(Said::Number(it.into()))
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Said<'a>, E> {
        Ok(Said::Number(it.into()))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Said<'a>, E> {
        Ok(Number::from_f64(it).map_or(Said::Nothing, Said::Number))
    }

    fn visit_borrowed_str<E: Error>(self, it: &'a str) -> Result<Said<'a>, E> {
        Ok(Said::Text(Cow::Borrowed(it)))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Said<'a>, E> {
        Ok(Said::Text(Cow::Owned(it.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut from: A) -> Result<Said<'a>, A::Error> {
        let mut all = vec![];
        while let Some(it) = from.next_element()? {
            all.push(it);
        }
        Ok(Said::List(all))
    }

    /// Of a name that stands there twice the last counts.
    fn visit_map<A: MapAccess<'a>>(self, mut from: A) -> Result<Said<'a>, A::Error> {
        let mut all = BTreeMap::new();
        while let Some((name, it)) = from.next_entry()? {
            all.insert(name, it);
        }
        Ok(Said::Fields(all))
    }
}

struct Naming;

impl<'a> Visitor<'a> for Naming {
    type Value = Name<'a>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, it: &'a str) -> Result<Name<'a>, E> {
        Ok(Name(Cow::Borrowed(it)))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Name<'a>, E> {
        Ok(Name(Cow::Owned(it.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digests made of it are kept for ever: it is never another.
    #[test]
    fn the_spelling_is_pinned() {
        let table = [
            (
                r#" { "b" : [1, -2, 3.50, 1e2, 0.0] , "a": {"d":null,"c":true} } "#,
                r#"{"a":{"c":true,"d":null},"b":[1,-2,3.5,100.0,0.0]}"#,
            ),
            (r#"{"a":1,"a":2,"\u0062":"\u8d4a\n\"/\/"}"#, r#"{"a":2,"b":"赊\n\"//"}"#),
            ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "1.8446744073709552e19"),
            (r#""""#, r#""""#),
            ("[]", "[]"),
            ("{}", "{}"),
        ];
        for (text, spelled) in table {
            assert_eq!(canonical(text).as_deref(), Some(spelled));
            let value: serde_json::Value = serde_json::from_str(spelled).unwrap();
            assert_eq!(serde_json::from_str::<serde_json::Value>(text).unwrap(), value);
        }
        assert_eq!(canonical("{"), None);
        assert_eq!(canonical(&"[".repeat(1_000)), None);
    }
}
