//! Push: what a device did, in its own order, answered with verdicts.

use axum::{Json, extract::State};
use shared::{
    attachment::Blob,
    sync::{Act, Answered, PushReply, PushRequest, apply},
};

use super::{
    group::{BatchAnswer, Submitted},
    incoming::Incoming,
    numbering::Numbering,
    writer::Sent,
};
use crate::{
    auth::{Signed, who_asks},
    door::Read,
    error::{Error, Result},
    server::Server,
};

/// Commands in one request at most.
const COMMANDS_MOST: usize = 200;
/// The commands' text, and the envelope around it.
pub const BYTES_MOST: usize = 256 * 1024 + 4 * 1024;

/// `POST /api/sync/push`
pub async fn push(
    State(server): State<Server>,
    signed: Result<Signed>,
    request: Result<Read<PushRequest>>,
) -> Result<Json<PushReply>> {
    let (signed, request) =
        who_asks(&server, signed, request, |it: &PushRequest| it.device).await?;
    if COMMANDS_MOST < request.commands.len() {
        return Err(Error::TooLarge(format!("more than {COMMANDS_MOST} commands")));
    }
    let first = i64::try_from(request.first_op_seq).ok().filter(|it| 1 <= *it);
    let first = first.ok_or_else(|| Error::Malformed("first_op_seq".to_owned()))?;
    let commands: Vec<_> = request.commands.iter().map(|it| Incoming::of_device(it)).collect();
    // No verdict: in its author's own hands the same command is a good one.
    if commands.iter().any(|it| it.author.is_some_and(|author| author != signed.user.id)) {
        return Err(Error::NotAuthor);
    }
    let named = named_blobs(&commands);
    let sent = Sent {
        device: request.device,
        signed: apply::Signed::Person(signed.user.id),
        epoch: Some(request.epoch),
        numbering: Numbering::From(first),
        commands,
    };
    let answer = server.writer().send(sent).await?;
    server.tell_arrivals_of(&named).await;
    reply(answer).map(Json)
}

/// What is named may have come before the command that names it.
fn named_blobs(commands: &[Incoming]) -> Vec<Blob> {
    let acts = commands.iter().filter_map(|it| Some(&it.read.as_ref().ok()?.act));
    let named = acts.filter_map(|it| match it {
        Act::AddAttachment(it) => Some(it.content.blob.clone()),
        _ => None,
    });
    named.collect()
}

fn reply(answer: BatchAnswer) -> Result<PushReply> {
    Ok(match answer {
        BatchAnswer::Answered { epoch, answers } => {
            PushReply::Answered { epoch, verdicts: answers.into_iter().map(verdict).collect() }
        }
        BatchAnswer::Expected { epoch, op_seq } => {
            PushReply::Expected { epoch, op_seq: u64::try_from(op_seq).unwrap_or(1) }
        }
        BatchAnswer::Forked { epoch } => PushReply::Forked { epoch },
        BatchAnswer::NewEpoch { epoch } => PushReply::NewEpoch { epoch },
        BatchAnswer::Revoked => return Err(Error::DeviceRevoked),
        BatchAnswer::Unknown => return Err(Error::DeviceUnknown),
    })
}

fn verdict(submitted: Submitted) -> Answered {
    submitted.answered
}
