//! A command as it comes in: read if it can be, kept as it is if it cannot, known by its digest.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use sha2::{Digest as _, Sha256};
use shared::{
    calendar::Day,
    id::{CustomerId, OpId, UserId, derived},
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
        match serde_json::from_str::<Command>(raw.get()) {
            Ok(command) => {
                let digest = Sha256::digest(json(&command)).into();
                Incoming::of(command, raw.get().to_owned(), digest)
            }
            Err(error) => Incoming::unread(raw.get(), &error),
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
            read: Ok(Box::new(command)),
        }
    }

    fn unread(text: &str, error: &serde_json::Error) -> Incoming {
        let digest: Digest = Sha256::digest(text).into();
        let seen: Value = serde_json::from_str(text).unwrap_or_default();
        let nameless = || OpId(derived("unreadable", &[text]));
        let kind = field::<Kind>(&seen, "act").map(|it| it.kind);
        let fault = match &kind {
            Some(kind) if !is_known(kind) => Fault::UnknownKind { kind: kind.clone() },
            _ => Fault::Unreadable { said: error.to_string() },
        };
        Incoming {
            op_id: field(&seen, "op_id").unwrap_or_else(nameless),
            author: field(&seen, "author"),
            customer: field(&seen, "customer"),
            acted_on: field(&seen, "acted_on"),
            kind: kind.filter(|it| plain(it)).unwrap_or_else(|| "unreadable".to_owned()),
            digest,
            payload: text.to_owned(),
            read: Err(fault),
        }
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
    fn an_envelope_keeps_what_it_can() {
        let op = "0199aaaa-0000-7000-8000-000000000001";
        let text = format!(r#"{{"op_id":"{op}","acted_on":"2026-11-20","act":{{"kind":"x.1"}}}}"#);
        let kept = unread(&text);
        assert_eq!(kept.op_id.to_string(), op);
        assert_eq!(kept.acted_on, Some("2026-11-20".parse().unwrap()));
    }
}
