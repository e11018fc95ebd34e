//! Changes: what a feed tells, as it is stored on the server and on its way.

use serde_json::value::{RawValue, to_raw_value};
use shared::{
    id::{CustomerId, OpId},
    row::Row,
    sync::{Change, Versioned, What},
};
use uuid::Uuid;

use super::{folder_of, pinned_text, sample};

/// The name of what a change says: another does not compile without one.
fn name(it: &What) -> &'static str {
    match it {
        What::Upsert(_) => "upsert",
        What::Delete => "delete",
        What::Leave(_) => "leave",
        What::Enter(..) => "enter",
    }
}

fn row(kind: &str) -> Row {
    let mut rows = sample::rows().into_iter();
    rows.rfind(|it| it.kind().name() == kind).expect("a sample")
}

fn body(it: &Row) -> Box<RawValue> {
    let text = it.body().expect("a row can be written");
    RawValue::from_string(text).expect("it is JSON")
}

fn change(kind: &str, id: Uuid, body: Option<Box<RawValue>>) -> Change {
    let op_id = Some(OpId(Uuid::from_u128(1)));
    Change { seq: 41, kind: kind.to_owned(), id, version: 3, op_id, body }
}

fn samples() -> Vec<(What, Change)> {
    let (customer, promise, receipt) = (row("customer"), row("promise"), row("receipt"));
    let id = customer.id();
    let all = [(3, customer), (1, promise.clone())];
    let all: Vec<_> = all.map(|(version, row)| Versioned { version, row }).into();
    let enters = to_raw_value(&all).expect("rows can be written");
    vec![
        (What::Upsert(promise.clone()), change("promise", promise.id(), Some(body(&promise)))),
        (What::Delete, change("delete", receipt.id(), None)),
        (What::Leave(CustomerId(id)), change("leave", id, None)),
        (What::Enter(CustomerId(id), all), change("enter", id, Some(enters))),
    ]
}

#[test]
fn changes() {
    for (what, change) in samples() {
        let name = name(&what);
        let now = serde_json::to_string_pretty(&change).expect("a change can be written") + "\n";
        let pinned = pinned_text(&folder_of("change").join(format!("{name}.json")), &now);
        assert_eq!(pinned, now, "the form of change/{name} changed: make a new kind instead");
        let read: Change = serde_json::from_str(&pinned).expect("the pinned form is read");
        assert_eq!(read.read().as_ref(), Ok(&what), "change/{name} says something else now");
        let again = serde_json::to_string_pretty(&read).expect("a change can be written") + "\n";
        assert_eq!(again, pinned, "what is read of change/{name} is not all that was there");
    }
}

/// A feed of before commands stood in it tells the same.
#[test]
fn a_change_may_name_no_command() {
    let pinned =
        r#"{"seq":1,"kind":"delete","id":"00000000-0000-0000-0000-000000000001","version":1}"#;
    let read: Change = serde_json::from_str(pinned).expect("the least form is read");
    assert_eq!((read.read(), read.op_id), (Ok(What::Delete), None));
}
