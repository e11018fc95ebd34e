//! Answers: what a real server says to a request, compared with what the simulated one said.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::Value;
use shared::{
    id::OpId,
    sync::{
        Change, Chunk, Command, Granted, Manifest, Page, PullReply, PushReply, PushRequest, Scope,
    },
};

use super::{fields::first_difference, like::Likeness};
use crate::{phone::Reply, simulator::chronicle::kind_of, world::client::Answer};

/// Failures are alike by status and word. Nothing where both went well.
#[must_use]
pub fn failures(simulated: &Reply, real: &Answer) -> Option<Vec<String>> {
    if simulated.status == 200 && real.status == 200 {
        return None;
    }
    let alike = simulated.status == real.status && simulated.word() == real.word();
    let said = |status: u16, text: &str| format!("{status} {text:.300}");
    let (here, there) = (said(simulated.status, &simulated.body), said(real.status, &real.text));
    Some(if alike { vec![] } else { vec![format!("simulated {here}, real {there}")] })
}

/// The answers to a push: verdict by verdict.
pub fn pushed(
    request: &str,
    simulated: &Reply,
    real: &Answer,
    like: &Likeness,
) -> Result<Vec<String>> {
    let (here, there) = (like.push_reply(simulated)?, real.read::<PushReply>()?);
    let mut found = vec![];
    if let (PushReply::Answered { verdicts: said, .. }, PushReply::Answered { verdicts, .. }) =
        (&here, &there)
    {
        let kinds = kinds(request)?;
        for (one, other) in said.iter().zip(verdicts) {
            let kind = kinds.get(&one.op_id).map_or("unread", String::as_str);
            let differs = first_difference(one, other);
            found.extend(differs.map(|it| {
                format!("the verdict of number {} ({kind} {}){it}", one.op_seq, one.op_id)
            }));
        }
    }
    if found.is_empty() {
        found.extend(first_difference(&here, &there));
    }
    Ok(found)
}

fn kinds(request: &str) -> Result<BTreeMap<OpId, String>> {
    let request: PushRequest = serde_json::from_str(request)?;
    let read = request.commands.iter().filter_map(|it| serde_json::from_str(it.get()).ok());
    Ok(read.map(|it: Command| (it.op_id, kind_of(&it.act))).collect())
}

/// The answers to a pull: what comes and goes, and change for change. Scopes are in no order.
pub fn pulled(simulated: &Reply, real: &Answer, like: &Likeness) -> Result<Vec<String>> {
    let here: PullReply = serde_json::from_str(&simulated.body)?;
    let there: PullReply = real.read()?;
    let (mut here, mut there) = (Told::of(here), Told::of(there));
    here.epoch = like.epoch(here.epoch)?;
    let mut found = vec![];
    for (scope, page) in &here.pages {
        if let Some(other) = there.pages.remove(scope) {
            found.extend(page_differs(page, &other));
        } else {
            found.push(format!("no page of {scope}"));
        }
    }
    found
        .extend(there.pages.keys().map(|scope| format!("a page of {scope} that is not asked for")));
    here.pages.clear();
    there.pages.clear();
    found.extend(first_difference(&here, &there));
    Ok(found)
}

/// An answer to a pull with its scopes in order.
#[derive(serde::Serialize)]
struct Told {
    epoch: shared::id::Epoch,
    /// Server time, day and the last number that is reflected; none in a new life.
    of: Option<(i64, String, u64, u32)>,
    pages: BTreeMap<Scope, Page>,
    added: BTreeMap<String, Granted>,
    revoked: Vec<String>,
    snapshot_required: BTreeMap<String, Granted>,
}

impl Told {
    fn of(reply: PullReply) -> Told {
        let by_scope = |all: Vec<Granted>| -> BTreeMap<String, Granted> {
            all.into_iter().map(|it| (it.scope.to_string(), it)).collect()
        };
        match reply {
            PullReply::NewEpoch { epoch } => Told {
                epoch,
                of: None,
                pages: BTreeMap::new(),
                added: BTreeMap::new(),
                revoked: vec![],
                snapshot_required: BTreeMap::new(),
            },
            PullReply::Page {
                epoch,
                server_time,
                today,
                reflected,
                schema,
                pages,
                added,
                revoked,
                snapshot_required,
            } => {
                let mut revoked: Vec<_> = revoked.iter().map(ToString::to_string).collect();
                revoked.sort();
                Told {
                    epoch,
                    of: Some((server_time.0, today.to_string(), reflected, schema)),
                    pages: pages.into_iter().map(|it| (it.scope, it)).collect(),
                    added: by_scope(added),
                    revoked,
                    snapshot_required: by_scope(snapshot_required),
                }
            }
        }
    }
}

fn page_differs(here: &Page, there: &Page) -> Option<String> {
    let mut changes = here.changes.iter().zip(&there.changes);
    let found = changes.find_map(|(one, other)| change_differs(here.scope, one, other));
    let ends = |it: &Page| (it.changes.len(), it.next, it.head, it.sums.clone());
    found.or_else(|| {
        let found = first_difference(&ends(here), &ends(there))?;
        Some(format!("{}: changes, next, head and sums{found}", here.scope))
    })
}

/// Says which change of a feed differs, and in which field.
#[must_use]
pub fn change_differs(scope: Scope, here: &Change, there: &Change) -> Option<String> {
    let found = first_difference(here, there)?;
    let Change { seq, kind, id, version, .. } = here;
    Some(format!("{scope}, change {seq} ({kind} {id}, version {version}){found}"))
}

/// What a device would hold by a snapshot: the manifests, and the rows of all chunks together.
pub fn fetched(
    simulated: (&Reply, &[String]),
    real: (&Answer, &[String]),
    like: &Likeness,
) -> Result<Vec<String>> {
    let here: Manifest = serde_json::from_str(&simulated.0.body)?;
    let there: Manifest = real.0.read()?;
    let of = |it: &Manifest, epoch| (epoch, it.scope, it.grant, it.seq);
    let mut found: Vec<String> =
        first_difference(&of(&here, like.epoch(here.epoch)?), &of(&there, there.epoch))
            .map(|it| format!("epoch, scope, grant and number{it}"))
            .into_iter()
            .collect();
    let (here, there) = (contents(simulated.1)?, contents(real.1)?);
    for (name, one) in &here {
        match there.get(name) {
            Some(other) => {
                found.extend(first_difference(one, other).map(|it| format!("{name}{it}")));
            }
            None => found.push(format!("{name} is in no chunk")),
        }
    }
    let more = there.keys().filter(|it| !here.contains_key(*it));
    found.extend(more.map(|it| format!("{it} is in a chunk of the real server alone")));
    Ok(found)
}

/// By name what stands in chunks, whoever cut them.
fn contents(chunks: &[String]) -> Result<BTreeMap<String, Value>> {
    let mut all = BTreeMap::new();
    for text in chunks {
        let pieces: Vec<(String, Value)> = match serde_json::from_str(text)? {
            Chunk::Briefs(briefs) => briefs
                .iter()
                .map(|it| Ok((format!("brief {}", it.customer.id), serde_json::to_value(it)?)))
                .collect::<Result<_>>()?,
            Chunk::Rows(rows) => rows
                .iter()
                .map(|it| {
                    let name = format!("{} {}", it.row.kind().name(), it.row.id());
                    Ok((name, serde_json::to_value(it)?))
                })
                .collect::<Result<_>>()?,
        };
        for (name, value) in pieces {
            anyhow::ensure!(all.insert(name.clone(), value).is_none(), "{name} is in two chunks");
        }
    }
    Ok(all)
}
