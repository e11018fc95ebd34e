//! Fields: the first place where two JSON values differ, by its path.

use serde::Serialize;
use serde_json::{Map, Value};

/// Where a simulated and a real thing differ as JSON, with both values; nothing when they are the same.
pub fn first_difference(simulated: &impl Serialize, real: &impl Serialize) -> Option<String> {
    difference(["simulated", "real"], simulated, real)
}

/// The same for two things of other names.
///
/// # Panics
/// One of them cannot be written as JSON.
pub fn difference(
    names: [&str; 2],
    one: &impl Serialize,
    other: &impl Serialize,
) -> Option<String> {
    let value = |it: serde_json::Result<Value>| it.expect("what is compared can be written");
    let (one, other) = (value(serde_json::to_value(one)), value(serde_json::to_value(other)));
    let (path, one, other) = differs("", &one, &other)?;
    Some(format!("{path}: {} {one}, {} {other}", names[0], names[1]))
}

/// The path, and what stands there on both sides.
fn differs(path: &str, one: &Value, other: &Value) -> Option<(String, String, String)> {
    match (one, other) {
        (Value::Object(here), Value::Object(there)) => {
            let more = there.keys().filter(|it| !here.contains_key(*it));
            here.keys().chain(more).find_map(|name| {
                let of =
                    |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
                differs(&format!("{path}.{name}"), &of(here), &of(there))
            })
        }
        (Value::Array(here), Value::Array(there)) => {
            let mut pairs = here.iter().zip(there).enumerate();
            let found =
                pairs.find_map(|(at, (one, other))| differs(&format!("{path}[{at}]"), one, other));
            let count = |it: &[Value]| format!("has {}", it.len());
            let longer =
                (here.len() != there.len()).then(|| (path.to_owned(), count(here), count(there)));
            found.or(longer)
        }
        _ if one == other => None,
        _ => Some((path.to_owned(), one.to_string(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let of = |one: Value, other: Value| first_difference(&one, &other);
        assert_eq!(of(json!({"a": [1, {"b": 2}]}), json!({"a": [1, {"b": 2}]})), None);
        assert_eq!(
            of(json!({"a": [1, {"b": 2}]}), json!({"a": [1, {"b": 3}]})).unwrap(),
            ".a[1].b: simulated 2, real 3"
        );
        assert_eq!(of(json!([1]), json!([1, 2])).unwrap(), ": simulated has 1, real has 2");
        assert_eq!(of(json!({}), json!({"c": "x"})).unwrap(), ".c: simulated null, real \"x\"");
    }
}
