//! The credit policy: published versions, each from a day on; every decision names the one it used.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{BusinessCalendar, Day, Days},
    dossier::Dossier,
    effects::Effects,
    money::Percent,
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// A published version of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub version: u32,
    pub valid_from: Day,
    pub promise: PromisePolicy,
    pub calendar: BusinessCalendar,
}

/// How promises to pay are taken and judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisePolicy {
    /// Business days after the due day in which a payment still keeps the promise.
    pub tolerance: Days,
    /// The share of the promised amount that counts as keeping it.
    pub threshold: Percent,
    /// What a bank acceptance counts when another method was promised.
    pub bank_acceptance_share: Percent,
    /// What another bill counts, until it is paid, when another method was promised.
    pub other_bill_share: Percent,
    /// How many days ahead a promise may be dated.
    pub furthest: Days,
}

impl Policy {
    /// The policy a new installation starts with.
    #[must_use]
    pub fn initial() -> Policy {
        Policy {
            version: 1,
            valid_from: Day::from_ymd(2000, 1, 1).unwrap_or_else(|| unreachable!("a real day")),
            promise: PromisePolicy {
                tolerance: Days(3),
                threshold: Percent::whole(100),
                bank_acceptance_share: Percent::whole(100),
                other_bill_share: Percent::whole(0),
                furthest: Days(366),
            },
            calendar: BusinessCalendar::default(),
        }
    }
}

/// The command that publishes a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    pub policy: Policy,
}

/// # Errors
/// The caller is no administrator, or the version is not the next one.
pub fn publish(it: &Publish, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let newest = dossier.register.policies.keys().next_back().copied().unwrap_or(0);
    if dossier.register.policies.get(&it.policy.version) == Some(&it.policy) {
        return Ok(Effects::nothing());
    }
    if it.policy.version != newest + 1 {
        return Err(Refusal::PolicyVersion { given: it.policy.version, next: newest + 1 });
    }
    Ok(Effects::write(Row::Policy(it.policy.clone())))
}
