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

/// The longest stretch a policy may name, in days: three years.
const LONGEST: Days = Days(1_096);

/// Why a policy cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PolicyRefusal {
    /// More than 0 %, at most 100 %.
    ThresholdOutOfRange {
        given: Percent,
    },
    /// 0 % to 100 %.
    BillShareOutOfRange {
        given: Percent,
    },
    TooManyDays {
        given: Days,
        most: Days,
    },
}

impl PromisePolicy {
    fn malformed(&self) -> Result<(), PolicyRefusal> {
        let (none, whole) = (Percent::whole(0), Percent::whole(100));
        if self.threshold <= none || whole < self.threshold {
            return Err(PolicyRefusal::ThresholdOutOfRange { given: self.threshold });
        }
        for given in [self.bank_acceptance_share, self.other_bill_share] {
            if given < none || whole < given {
                return Err(PolicyRefusal::BillShareOutOfRange { given });
            }
        }
        for given in [self.tolerance, self.furthest] {
            if LONGEST < given {
                return Err(PolicyRefusal::TooManyDays { given, most: LONGEST });
            }
        }
        Ok(())
    }
}

/// Publishes the next version. The same again changes nothing.
///
/// # Errors
/// The caller is no administrator, the version is not the next one, or a value is out of range.
pub fn publish(it: &Publish, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let newest = dossier.register.policies.keys().next_back().copied().unwrap_or(0);
    if dossier.register.policies.get(&it.policy.version) == Some(&it.policy) {
        return Ok(Effects::nothing());
    }
    if it.policy.version != newest + 1 {
        return Err(Refusal::PolicyVersion { given: it.policy.version, next: newest + 1 });
    }
    it.policy.promise.malformed()?;
    Ok(Effects::write(Row::Policy(it.policy.clone())))
}
