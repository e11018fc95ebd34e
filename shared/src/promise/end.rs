//! The end of a promise before it is judged: taken back, or another one in its place.

use serde::{Deserialize, Serialize};

use super::{Promise, PromiseRefusal};
use crate::{
    calendar::{Day, When},
    dossier::Dossier,
    effects::{Effects, Why},
    id::{PromiseId, UserId},
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{self, Caller},
};

/// The longest reason, in characters.
pub const REASON_MAX: usize = 500;

/// When and by whom a promise was ended. What had been said stays: it restarted the limitation
/// period all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub on: Day,
    pub author: UserId,
    pub how: Ended,
}

/// How a promise ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Ended {
    /// 已撤回
    Withdrawn { reason: String },
    /// 已改期
    Superseded { by: PromiseId },
}

/// The command that takes a promise back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    pub promise: PromiseId,
    pub reason: String,
}

/// Takes a promise back. One that has ended already stays as it ended: two people may say the same.
///
/// # Errors
/// The customer or the promise is unknown, or the reason is missing or too long.
pub fn withdraw(
    it: &Withdraw,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    let reason = it.reason.trim();
    let (length, most) = (reason.chars().count(), REASON_MAX);
    if length == 0 {
        return Err(PromiseRefusal::ReasonEmpty.into());
    }
    if most < length {
        return Err(PromiseRefusal::ReasonTooLong { length, most }.into());
    }
    let Some(promise) = dossier.promises.get(&it.promise) else {
        return Err(PromiseRefusal::Unknown { promise: it.promise }.into());
    };
    let how = Ended::Withdrawn { reason: reason.to_owned() };
    let Some(ended) = promise.ended_by(how, caller, when) else { return Ok(Effects::nothing()) };
    let mut effects = Effects::write(Row::Promise(ended));
    if !user::may_visit(caller, customer.territory, when) {
        effects.review = Some(Why::NotYours);
    }
    Ok(effects)
}

impl Promise {
    /// The promise with an end; none if it has one.
    pub(super) fn ended_by(&self, how: Ended, caller: &Caller, when: When) -> Option<Promise> {
        let end = End { on: when.acted_on, author: caller.user, how };
        self.ended.is_none().then(|| Promise { ended: Some(end), ..self.clone() })
    }
}
