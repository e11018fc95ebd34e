//! Inbox 消息: what its user has to know or settle, with the whole form so that nothing typed is lost.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, When},
    credit::RequestState,
    dossier::Dossier,
    edit::Edit,
    effects::Effects,
    id::{CreditRequestId, CustomerId, InboxId, OpId, UserId, derived},
    row::Row,
    sync::{Act, Verdict},
    user::Caller,
};

/// What became of a command, for one reader: its author, who works the customer now, or somebody
/// about whose matter the author decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxItem {
    pub id: InboxId,
    pub user: UserId,
    pub op_id: OpId,
    pub author: UserId,
    pub customer: Option<CustomerId>,
    pub acted_on: Day,
    /// What was asked for, for "edit and send again".
    pub act: Act,
    pub verdict: Verdict,
    /// Where fields kept the server's value: both truths, with what the author had seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Box<Edit>>,
    /// What another person decided about, as it stood then; absent where the item tells the author
    /// of a verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Box<Row>>,
    /// The day on which its reader put it away, on every device; absent while it is to be handled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_away_on: Option<Day>,
}

/// The command that puts a letter away: read, answered, or settled otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAway {
    pub letter: InboxId,
    /// What the reader was told by it.
    pub verdict: Verdict,
}

/// The command that takes a letter back that was put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBack {
    pub letter: InboxId,
}

impl InboxId {
    /// One item per command and reader.
    #[must_use]
    pub fn of(op: OpId, user: UserId) -> InboxId {
        InboxId(derived("inbox", &[&op.to_string(), &user.to_string()]))
    }
}

/// Whether a letter asks something of its reader. What went as it was wished is only told, and a form
/// whose later form was answered is settled by that; `all` are the reader's letters, those put away too.
#[must_use]
pub fn asks(letter: &InboxItem, all: &[InboxItem]) -> bool {
    letter.put_away_on.is_none() && !is_good_news(letter) && !is_overtaken(letter, all)
}

fn is_good_news(letter: &InboxItem) -> bool {
    match letter.about.as_deref() {
        Some(Row::CreditRequest(it)) => matches!(it.state(), RequestState::Approved { .. }),
        Some(Row::Edit(it)) => it.refused.is_empty(),
        _ => letter.verdict == Verdict::Applied,
    }
}

/// A person's answer to a form, or to a later one, says more than what was said of it before. A form that
/// was refused was read by nobody: an answer to another form of the same number does not settle it.
fn is_overtaken(letter: &InboxItem, all: &[InboxItem]) -> bool {
    let Some((request, told)) = told_of(letter) else { return false };
    let mut answers = all.iter().filter_map(answer_of);
    answers.any(|(of, it)| of == request && told < it)
}

/// How far a letter knows a request to have come: which of its forms, and whether there is no more to
/// come of that one.
type Told = (u32, bool);

fn told_of(letter: &InboxItem) -> Option<(CreditRequestId, Told)> {
    let refused = matches!(letter.verdict, Verdict::Rejected { .. });
    answer_of(letter).or_else(|| match &letter.act {
        Act::RequestCredit(it) => Some((it.id, (1, refused))),
        Act::ReviseCreditRequest(it) => {
            Some((it.request, (it.revision.saturating_add(1), refused)))
        }
        _ => None,
    })
}

/// The request that a letter brings back answered.
fn answer_of(letter: &InboxItem) -> Option<(CreditRequestId, Told)> {
    match letter.about.as_deref() {
        Some(Row::CreditRequest(it)) => Some((it.id, (it.revision(), true))),
        _ => None,
    }
}

/// Puts a letter away. One that says something else by now stays: its reader has not read that yet.
/// Nothing is refused, because a refusal would be one more letter; a letter that is not here, or is
/// another's, needs no putting away.
#[must_use]
pub fn put_away(it: &PutAway, dossier: &Dossier, caller: &Caller, when: When) -> Effects {
    match own(it.letter, dossier, caller) {
        Some(letter) if letter.put_away_on.is_none() && letter.verdict == it.verdict => {
            Effects::write(Row::Inbox(InboxItem {
                put_away_on: Some(when.acted_on),
                ..letter.clone()
            }))
        }
        _ => Effects::nothing(),
    }
}

/// Takes a letter back that was put away; one that was not stands where it stood.
#[must_use]
pub fn take_back(it: TakeBack, dossier: &Dossier, caller: &Caller) -> Effects {
    match own(it.letter, dossier, caller) {
        Some(letter) if letter.put_away_on.is_some() => {
            Effects::write(Row::Inbox(InboxItem { put_away_on: None, ..letter.clone() }))
        }
        _ => Effects::nothing(),
    }
}

fn own<'a>(letter: InboxId, dossier: &'a Dossier, caller: &Caller) -> Option<&'a InboxItem> {
    dossier.letters.get(&letter).filter(|it| it.user == caller.user)
}
