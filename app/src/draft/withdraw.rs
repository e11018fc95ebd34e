//! The withdrawal of a promise to pay being written.

use serde::{Deserialize, Serialize};
use shared::{
    id::PromiseId,
    promise::{PromiseRefusal, Withdraw},
    refusal::Refusal,
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawDraft {
    pub reason: String,
}

/// Where on the form something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawField {
    Reason,
}

impl WithdrawDraft {
    /// The form of the command; none until a reason was given.
    #[must_use]
    pub fn withdraw(&self, promise: PromiseId) -> Option<Withdraw> {
        let reason = self.reason.trim();
        (!reason.is_empty()).then(|| Withdraw { promise, reason: reason.to_owned() })
    }
}

/// The field a refusal is about; none when it is about the whole form.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<WithdrawField> {
    match refusal {
        Refusal::Promise(PromiseRefusal::ReasonEmpty | PromiseRefusal::ReasonTooLong { .. }) => {
            Some(WithdrawField::Reason)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_withdrawn_without_a_reason() {
        let promise = PromiseId(shared::id::derived("promise", &["1"]));
        let written = |reason: &str| WithdrawDraft { reason: reason.to_owned() }.withdraw(promise);
        assert_eq!(written("  "), None);
        assert_eq!(written(" 记错了 ").map(|it| it.reason).as_deref(), Some("记错了"));
    }
}
