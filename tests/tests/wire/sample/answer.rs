//! What the server answers: verdicts, why something waits, warnings, replies.

use shared::{
    effects::{Warning, Why},
    id::{Epoch, OpId},
    promise,
    refusal::Refusal,
    sync::{Answered, Fault, PushReply, Verdict},
    user::Role,
};

use super::{cny, credit, id, slip};

pub fn verdicts() -> Vec<Verdict> {
    let quarantined = |fault| Verdict::Quarantined { fault };
    vec![
        Verdict::Applied,
        Verdict::Merged { fields: vec!["contacts".to_owned()] },
        Verdict::Rejected { refusal: Refusal::NotPermitted { needs: Role::Admin } },
        Verdict::NeedsReview { why: Why::NotYours },
        Verdict::BlockedBy { op: OpId(id(1)) },
        quarantined(Fault::UnknownKind { kind: "visit.record.2".to_owned() }),
        quarantined(Fault::Malformed { refusal: promise::PromiseRefusal::NoDocuments.into() }),
        quarantined(Fault::Unreadable { said: "no act".to_owned() }),
        quarantined(Fault::Failing { said: "disk full".to_owned() }),
        quarantined(Fault::Corrupt),
    ]
}

pub fn whys() -> Vec<Why> {
    let mut whys = vec![Why::NotYours, Why::BehindQuarantine, credit::stale()];
    whys.extend(slip::whys());
    whys
}

pub fn warnings() -> Vec<Warning> {
    vec![
        Warning::PromiseAboveOwed { promised: cny(6), owed: cny(5) },
        Warning::FieldReceiptAboveOwed { taken: cny(6), owed: cny(5) },
    ]
}

pub fn push_replies() -> Vec<PushReply> {
    let epoch = Epoch(id(3));
    let answered = Answered { op_seq: 1, op_id: OpId(id(1)), verdict: Verdict::Applied };
    vec![
        PushReply::Answered { epoch, verdicts: vec![answered] },
        PushReply::Expected { epoch, op_seq: 4 },
        PushReply::Forked { epoch },
        PushReply::NewEpoch { epoch },
    ]
}
