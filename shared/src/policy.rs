//! The credit policy: published versions, each from a day on; every decision names the one it used.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{BusinessCalendar, Day, Days},
    dossier::Dossier,
    effects::Effects,
    money::{Currency, Money, Percent},
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
    /// Versions published before field receipts had terms are judged by the first ones.
    #[serde(default, skip_serializing_if = "FieldReceiptPolicy::is_initial")]
    pub field_receipt: FieldReceiptPolicy,
    /// Versions published before it had terms are judged by the first ones.
    #[serde(default, skip_serializing_if = "ReconciliationPolicy::is_initial")]
    pub reconciliation: ReconciliationPolicy,
    /// Versions published before rates had terms are judged by the first ones.
    #[serde(default, skip_serializing_if = "RatePolicy::is_initial")]
    pub rate: RatePolicy,
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

/// How much money reps may carry, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReceiptPolicy {
    /// The most cash in one rep's hand, one amount per currency; without one there is no cap.
    pub cash_caps: Vec<Money>,
    /// Days after which cash in hand has to be handed in.
    pub cash_days: Days,
}

impl Default for FieldReceiptPolicy {
    /// The terms a new installation starts with: 20,000.00 yuan, three days.
    fn default() -> FieldReceiptPolicy {
        let yuan = Money::try_new(2_000_000, Currency::CNY);
        FieldReceiptPolicy { cash_caps: yuan.into_iter().collect(), cash_days: Days(3) }
    }
}

impl FieldReceiptPolicy {
    /// The most cash in hand in a currency; none where it is not capped.
    #[must_use]
    pub fn cap(&self, currency: Currency) -> Option<Money> {
        self.cash_caps.iter().copied().find(|it| it.currency() == currency)
    }

    fn is_initial(&self) -> bool {
        *self == FieldReceiptPolicy::default()
    }

    fn malformed(&self) -> Result<(), PolicyRefusal> {
        for (n, given) in self.cash_caps.iter().copied().enumerate() {
            if given.minor() < 0 {
                return Err(PolicyRefusal::CashCapNegative { given });
            }
            let mut before = self.cash_caps.iter().take(n);
            if before.any(|it| it.currency() == given.currency()) {
                return Err(PolicyRefusal::CashCapTwice { currency: given.currency() });
            }
        }
        if LONGEST < self.cash_days {
            return Err(PolicyRefusal::TooManyDays { given: self.cash_days, most: LONGEST });
        }
        Ok(())
    }
}

/// How files of the system that leads the books are taken, and how money is matched to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconciliationPolicy {
    /// The most of what is open that one full list may settle by not naming it.
    pub absent_share: Percent,
    /// Days between a document's movement and the money within which the two are taken for one.
    pub pairing_days: Days,
}

impl Default for ReconciliationPolicy {
    /// The terms a new installation starts with: a fifth, ten days.
    fn default() -> ReconciliationPolicy {
        ReconciliationPolicy { absent_share: Percent::whole(20), pairing_days: Days(10) }
    }
}

impl ReconciliationPolicy {
    fn is_initial(&self) -> bool {
        *self == ReconciliationPolicy::default()
    }

    fn malformed(&self) -> Result<(), PolicyRefusal> {
        let given = self.absent_share;
        if given < Percent::whole(0) || Percent::whole(100) < given {
            return Err(PolicyRefusal::AbsentShareOutOfRange { given });
        }
        if LONGEST < self.pairing_days {
            return Err(PolicyRefusal::TooManyDays { given: self.pairing_days, most: LONGEST });
        }
        Ok(())
    }
}

/// How long a rate holds, and which one is looked at twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatePolicy {
    /// Days after its day on which a rate still holds where no later one is known.
    pub lasts: Days,
    /// Days ahead of today of which a rate may be said.
    pub ahead: Days,
    /// What a rate may be away from the one before without somebody standing by it.
    pub jump: Percent,
}

impl Default for RatePolicy {
    /// The terms a new installation starts with: ten days, because nothing is published in the week
    /// of the National Day; today at the latest; a fifth.
    fn default() -> RatePolicy {
        RatePolicy { lasts: Days(10), ahead: Days(0), jump: Percent::whole(20) }
    }
}

impl RatePolicy {
    fn is_initial(&self) -> bool {
        *self == RatePolicy::default()
    }

    fn malformed(&self) -> Result<(), PolicyRefusal> {
        let given = self.jump;
        if given < Percent::whole(0) || Percent::whole(100) < given {
            return Err(PolicyRefusal::JumpOutOfRange { given });
        }
        for given in [self.lasts, self.ahead] {
            if LONGEST < given {
                return Err(PolicyRefusal::TooManyDays { given, most: LONGEST });
            }
        }
        Ok(())
    }
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
            field_receipt: FieldReceiptPolicy::default(),
            reconciliation: ReconciliationPolicy::default(),
            rate: RatePolicy::default(),
        }
    }

    /// The same, but with promises however far ahead they are dated.
    #[must_use]
    pub fn taking_any_promise(self) -> Policy {
        Policy { promise: PromisePolicy { furthest: Days(u32::MAX), ..self.promise }, ..self }
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
    /// 0 % to 100 %.
    AbsentShareOutOfRange {
        given: Percent,
    },
    /// 0 % to 100 %.
    JumpOutOfRange {
        given: Percent,
    },
    TooManyDays {
        given: Days,
        most: Days,
    },
    /// Nothing or more.
    CashCapNegative {
        given: Money,
    },
    /// One cap per currency.
    CashCapTwice {
        currency: Currency,
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
    it.policy.field_receipt.malformed()?;
    it.policy.reconciliation.malformed()?;
    it.policy.rate.malformed()?;
    Ok(Effects::write(Row::Policy(it.policy.clone())))
}
