//! Telling: requests and replies in a few words, for whoever reads the history of a seed.

use std::fmt::Write as _;

use serde_json::Value;
use shared::sync::{PullReply, PullRequest, PushReply, PushRequest, SnapshotRequest};

use crate::phone::{Ask, Reply};

/// What a phone asks for.
#[must_use]
pub fn asked(ask: &Ask) -> String {
    match ask {
        Ask::Register => "registers".to_owned(),
        Ask::Chunk(digest) => format!("fetches chunk {digest:.8}"),
        Ask::Push(text) => pushes(text),
        Ask::Pull(text) => pulls(text),
        Ask::Snapshot(text) => match serde_json::from_str::<SnapshotRequest>(text) {
            Ok(it) => format!("asks for a snapshot of {}", it.scope),
            Err(error) => format!("asks for a snapshot: {error}"),
        },
    }
}

fn pushes(text: &str) -> String {
    let Ok(it) = serde_json::from_str::<PushRequest>(text) else { return format!("pushes {text}") };
    let id = |text: &str| serde_json::from_str::<Value>(text).ok()?["op_id"].as_str().map(short);
    let ids: Vec<_> = it.commands.iter().filter_map(|it| id(it.get())).collect();
    format!("pushes from number {} on: {}", it.first_op_seq, ids.join(" "))
}

fn pulls(text: &str) -> String {
    let Ok(it) = serde_json::from_str::<PullRequest>(text) else { return format!("pulls {text}") };
    let scopes = it.scopes.iter().map(|it| format!("{} after {}", it.scope, it.seq));
    let mut said = format!("pulls {}", scopes.collect::<Vec<_>>().join(", "));
    if let Some(scope) = it.prove {
        let _ = write!(said, " and compares {scope}");
    }
    for other in it.differed {
        let kinds: Vec<_> = other.kinds.iter().map(|it| it.kind.as_str()).collect();
        let (scope, seq) = (other.scope, other.seq);
        let _ = write!(said, "; held others of {scope} at {seq}: {}", kinds.join(", "));
    }
    said
}

/// What it hears.
#[must_use]
pub fn answered(ask: &Ask, reply: Option<&Reply>) -> String {
    let Some(Reply { status, body }) = reply else { return "hears nothing".to_owned() };
    if *status != 200 {
        return format!("hears {status} {body}");
    }
    match ask {
        Ask::Push(_) => match serde_json::from_str::<PushReply>(body) {
            Ok(PushReply::Answered { verdicts, .. }) => {
                let all = verdicts.iter().map(|it| {
                    let said = serde_json::to_string(&it.verdict).unwrap_or_default();
                    format!("{} {} {said}", it.op_seq, short(&it.op_id.to_string()))
                });
                format!("hears {}", all.collect::<Vec<_>>().join(", "))
            }
            Ok(it) => format!("hears {it:?}"),
            Err(_) => format!("hears {body:.60}"),
        },
        Ask::Pull(_) => match serde_json::from_str::<PullReply>(body) {
            Ok(it) => paged(&it),
            Err(_) => format!("hears {body:.60}"),
        },
        Ask::Register | Ask::Snapshot(_) | Ask::Chunk(_) => format!("hears {body:.60}"),
    }
}

fn paged(reply: &PullReply) -> String {
    let PullReply::Page { reflected, pages, added, revoked, snapshot_required, .. } = reply else {
        return format!("hears {reply:?}");
    };
    let mut told = vec![];
    for page in pages.iter().filter(|it| !it.changes.is_empty()) {
        let changes = page.changes.iter().map(|it| {
            format!("{} {} v{} {}", it.seq, it.kind, it.version, short(&it.id.to_string()))
        });
        let changes = changes.collect::<Vec<_>>().join(", ");
        told.push(format!("{} to {} of {}: {changes}", page.scope, page.next, page.head));
    }
    told.extend(added.iter().map(|it| format!("{} is granted", it.scope)));
    told.extend(revoked.iter().map(|it| format!("{it:?} is taken")));
    told.extend(snapshot_required.iter().map(|it| format!("{} needs a snapshot", it.scope)));
    format!("hears of its numbers to {reflected}; {}", told.join("; "))
}

/// The beginning of an id, which is enough among a few hundred.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}
