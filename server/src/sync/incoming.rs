//! A command as it comes in: read if it can be, kept as it is if it cannot, known by its digest.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use sha2::{Digest as _, Sha256};
use shared::{
    calendar::Day,
    id::{CustomerId, OpId, UserId, derived, is_drawn},
    refusal::Refusal,
    sync::{Act, Command, Fault},
};

use super::built_in::json;

/// SHA-256 over what a command says, whatever the spelling of its JSON.
pub type Digest = [u8; 32];

#[derive(Debug, Clone)]
pub struct Incoming {
    pub op_id: OpId,
    pub author: Option<UserId>,
    pub customer: Option<CustomerId>,
    pub acted_on: Option<Day>,
    pub kind: String,
    pub digest: Digest,
    pub payload: String,
    /// What was asked for, of a command that was read and cannot be run.
    pub act: Option<Box<Act>>,
    pub read: Result<Box<Command>, Fault>,
}

#[derive(Deserialize)]
struct Tagged {
    act: Kind,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
}

impl Incoming {
    /// A command of the server's own devices. Its digest is of what is asked for, not of when: the
    /// same row of the same file is the same command on another day.
    pub fn of_system(command: Command) -> Incoming {
        let payload = json(&command);
        let content = json(&(command.op_id, command.customer, &command.act));
        Incoming::of(command, payload, Sha256::digest(content).into())
    }

    /// A command as a person's device sent it.
    pub fn of_device(raw: &RawValue) -> Incoming {
        let text = raw.get();
        match serde_json::from_str::<Command>(text) {
            Ok(command) if is_drawn(command.op_id.0) => {
                Incoming::of(command, text.to_owned(), digest_of(text))
            }
            // Under its id it could stand in the way of what that id was derived for.
            Ok(command) => {
                let refusal = Refusal::IdNotDrawn { id: command.op_id.0 };
                let act = Some(Box::new(command.act));
                Incoming { act, ..Incoming::unread(text, Fault::Malformed { refusal }) }
            }
            Err(error) => Incoming::unread(text, fault_of(text, &error)),
        }
    }

    fn of(command: Command, payload: String, digest: Digest) -> Incoming {
        Incoming {
            op_id: command.op_id,
            author: Some(command.author),
            customer: command.customer,
            acted_on: Some(command.acted_on),
            kind: kind_of(&payload).unwrap_or_default(),
            digest,
            payload,
            act: None,
            read: Ok(Box::new(command)),
        }
    }

    /// What cannot be run, with as much of its envelope as can be read.
    fn unread(text: &str, fault: Fault) -> Incoming {
        let seen: Value = serde_json::from_str(text).unwrap_or_default();
        let nameless = || OpId(derived("unreadable", &[text]));
        let kind = field::<Kind>(&seen, "act").map(|it| it.kind);
        Incoming {
            op_id: field(&seen, "op_id")
                .filter(|it: &OpId| is_drawn(it.0))
                .unwrap_or_else(nameless),
            author: field(&seen, "author"),
            customer: field(&seen, "customer"),
            acted_on: field(&seen, "acted_on"),
            kind: kind.filter(|it| plain(it)).unwrap_or_else(|| "unreadable".to_owned()),
            digest: digest_of(text),
            payload: text.to_owned(),
            act: None,
            read: Err(fault),
        }
    }

    /// The same command, which could not be run although it was read.
    pub fn failing(&self, said: String) -> Incoming {
        let act = self.read.as_ref().ok().map(|it| Box::new(it.act.clone()));
        Incoming { act, read: Err(Fault::Failing { said }), ..self.clone() }
    }
}

/// SHA-256 over the JSON as it came, however it is spelled and whatever this build can read of it:
/// what was kept unread is the same command once an upgrade can read it.
fn digest_of(text: &str) -> Digest {
    let canonical = serde_json::from_str::<Value>(text).map(|mut it| {
        // The names of every object in order, also where a build keeps them as they came.
        it.sort_all_objects();
        it.to_string()
    });
    Sha256::digest(canonical.as_deref().unwrap_or(text)).into()
}

fn fault_of(text: &str, error: &serde_json::Error) -> Fault {
    match kind_of(text) {
        Some(kind) if !is_known(&kind) => Fault::UnknownKind { kind },
        _ => Fault::Unreadable { said: error.to_string() },
    }
}

fn kind_of(payload: &str) -> Option<String> {
    serde_json::from_str::<Tagged>(payload).ok().map(|it| it.act.kind)
}

/// A field of a form this build does not know, if it is one it can read.
fn field<T: DeserializeOwned>(seen: &Value, name: &str) -> Option<T> {
    seen.get(name).and_then(|it| T::deserialize(it).ok())
}

fn plain(kind: &str) -> bool {
    !kind.is_empty() && kind.len() <= 64 && kind.bytes().all(|it| it.is_ascii_graphic())
}

/// Whether some build of this version knows the kind, whatever stands in the form.
fn is_known(kind: &str) -> bool {
    let named = serde_json::json!({ "kind": kind, "form": null });
    match serde_json::from_value::<Act>(named) {
        Ok(_) => true,
        Err(error) => !error.to_string().starts_with("unknown variant"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(text: &str) -> Incoming {
        Incoming::of_device(&RawValue::from_string(text.to_owned()).unwrap())
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        let future = unread(r#"{"act":{"kind":"lease.spend.9","form":{"x":1}}}"#);
        assert_eq!(
            future.read.unwrap_err(),
            Fault::UnknownKind { kind: "lease.spend.9".to_owned() }
        );
        assert_eq!(future.kind, "lease.spend.9");
        let broken = unread(r#"{"act":{"kind":"visit.record.1","form":{"x":1}}}"#);
        assert!(matches!(broken.read, Err(Fault::Unreadable { .. })));
        assert_eq!(unread("[1,2]").kind, "unreadable");
        assert_eq!(unread("[1,2]").op_id, unread("[1,2]").op_id, "the same when it comes again");
    }

    #[test]
    fn a_digest_is_of_what_was_said_whatever_this_build_can_read() {
        let known =
            r#"{"op_id":"0199aaaa-0000-7000-8000-000000000001","act":{"kind":"a.1","n":1}}"#;
        let spelled = r#" { "act": {"n":1,"kind":"a.1"},
            "op_id":"0199aaaa-0000-7000-8000-000000000001" }"#;
        let fault = Fault::Unreadable { said: String::new() };
        let read_by_another_build = Incoming::unread(known, fault).digest;
        assert_eq!(unread(known).digest, read_by_another_build);
        assert_eq!(unread(spelled).digest, read_by_another_build);
        assert_ne!(unread(&known.replace('1', "2")).digest, read_by_another_build);
    }

    #[test]
    fn an_id_that_is_derived_is_not_taken() {
        let op = OpId(derived("import", &["x"]));
        let kept = unread(&format!(r#"{{"op_id":"{op}","act":{{"kind":"x.1"}}}}"#));
        assert_ne!(kept.op_id, op);
    }

    #[test]
    fn an_envelope_keeps_what_it_can() {
        let op = "0199aaaa-0000-7000-8000-000000000001";
        let text = format!(r#"{{"op_id":"{op}","acted_on":"2026-11-20","act":{{"kind":"x.1"}}}}"#);
        let kept = unread(&text);
        assert_eq!(kept.op_id.to_string(), op);
        assert_eq!(kept.acted_on, Some("2026-11-20".parse().unwrap()));
    }
}
