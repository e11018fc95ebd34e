//! Rows as they came: read once, shared by all who hold them, and written as they were.

use uuid::Uuid;

use super::{super::RawRow, sample::*};
use crate::id::CustomerId;

fn raw(kind: &str, body: &str) -> RawRow {
    serde_json::from_str(&format!(r#"{{"version":3,"kind":"{kind}","body":{body}}}"#)).unwrap()
}

#[test]
fn ids_are_found_wherever_they_stand_and_also_in_kinds_of_a_later_build() {
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let both = Some((one, Some(CustomerId(two))));
    let alone = Some((one, None));
    for (kind, body, ids) in [
        ("lease", format!(r#"{{"id":"{one}","customer":"{two}","of":[{{"id":9}}]}}"#), both),
        ("lease", format!(r#"{{"of":{{"id":9}},"customer":"{two}","id":"{one}"}}"#), both),
        ("lease", format!(r#"{{"id":"{one}","customer":null,"of":1}}"#), alone),
        ("lease", format!(r#"{{"id":"{one}","of":1}}"#), alone),
        ("inbox", format!(r#"{{"id":"{one}","customer":"{two}"}}"#), alone),
        ("customer", format!(r#"{{"code":"A","id":"{one}"}}"#), Some((one, Some(CustomerId(one))))),
        ("lease", format!(r#"{{"id":"{one}","customer":7}}"#), None),
        ("lease", format!(r#"{{"id":7,"customer":"{two}"}}"#), None),
        ("lease", format!(r#"{{"customer":"{two}"}}"#), None),
        ("lease", "[]".to_owned(), None),
    ] {
        let row = raw(kind, &body);
        assert_eq!(row.ids(), ids, "{kind} {body}");
        assert_eq!(row.ids(), ids, "and the second time");
    }
}

#[test]
fn whose_it_is_does_not_depend_on_what_was_read_of_it_before() {
    let row = bill("A-1", "A", 100);
    let (a, b) = (CustomerId::of_code("A"), CustomerId::of_code("B"));
    let unread = || raw("invoice", &row.body().unwrap());
    let of = |raw: &RawRow, it: CustomerId| raw.is_of(it, &it.to_string());
    assert_eq!((of(&unread(), a), of(&unread(), b)), (true, false));
    let read = unread();
    assert_eq!(read.ids(), Some((row.id(), Some(a))));
    assert_eq!((of(&read, a), of(&read, b)), (true, false));
}

#[test]
fn it_is_written_as_it_came_and_read_once_for_all_who_hold_it() {
    let row = bill("A-1", "A", 100);
    let came = raw("invoice", &row.body().unwrap());
    let held = came.clone();
    assert!(held.is_readable());
    assert_eq!(came.typed(), Some(&row));
    assert!(std::ptr::eq(came.typed().unwrap(), held.typed().unwrap()));
    let strange = raw("lease", r#"{ "id" : 7.50 }"#);
    assert_eq!((strange.typed(), strange.is_readable()), (None, false));
    assert!(strange.is(&strange.clone()) && !strange.is(&came));
    let text = r#"{"version":3,"kind":"lease","body":{ "id" : 7.50 }}"#;
    assert_eq!(serde_json::to_string(&strange).unwrap(), text);
}
