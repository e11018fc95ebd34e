//! Credit standing 授信 of a customer, the limit that was granted, and how a rep asks for another.
//!
//! What stands is one row per customer; a customer without it is not granted anything, never a null.

mod figures;
mod grant;
mod refusal;
mod request;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Instant},
    dossier::Dossier,
    id::{CreditRequestId, CustomerId, UserId, derived},
    money::Money,
    user::{Caller, Reach, Role},
};

pub use figures::{Converted, CreditFigures, Exposure, amount_chips, available, exposure};
pub use grant::{Grant, grant};
pub use refusal::CreditRefusal;
pub use request::{Decide, Decision, Request, Revise, Withdraw, decide, request, revise, withdraw};

/// The longest reason, in characters.
pub const REASON_MAX: usize = 1_000;
/// How often one request may be sent: after that it is a new matter.
pub const REVISIONS_MAX: usize = 20;

/// On what terms a customer may buy (`rules.md` §2): one of four, never a null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum CreditStanding {
    /// 未授信: every new or imported customer. Sold to against cash.
    #[default]
    NotGranted,
    /// 现款现货: somebody decided that it is cash only.
    CashOnly,
    /// 额度内赊销: over all companies, in one currency, tax-inclusive.
    Limited { amount: Money },
    /// 不限额: by the highest approval only.
    Unlimited,
}

impl CreditStanding {
    /// # Errors
    /// A limit of nothing, or less: cash only says that.
    fn well_formed(self) -> Result<(), CreditRefusal> {
        match self {
            CreditStanding::Limited { amount } if !amount.is_positive() => {
                Err(CreditRefusal::AmountNotPositive { amount })
            }
            _ => Ok(()),
        }
    }

    /// The name in columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CreditStanding::NotGranted => "not_granted",
            CreditStanding::CashOnly => "cash_only",
            CreditStanding::Limited { .. } => "limited",
            CreditStanding::Unlimited => "unlimited",
        }
    }

    /// The amount of a limit; none where no amount limits.
    #[must_use]
    pub fn limit(self) -> Option<Money> {
        match self {
            CreditStanding::Limited { amount } => Some(amount),
            _ => None,
        }
    }
}

/// What was granted to a customer. One row per customer; who granted what before stands in the
/// commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLine {
    pub customer: CustomerId,
    pub standing: CreditStanding,
    /// The first day; from the day of the grant if absent.
    pub valid_from: Option<Day>,
    /// The last day, inclusive; open-ended if absent.
    pub valid_until: Option<Day>,
    pub granted_by: UserId,
    pub granted_on: Day,
    pub reason: String,
    /// The request that was approved; none for a grant at the desk.
    pub request: Option<CreditRequestId>,
}

impl CreditLine {
    /// The id of a customer's row: there is one.
    #[must_use]
    pub fn id_of(customer: CustomerId) -> uuid::Uuid {
        derived("credit_line", &[&customer.to_string()])
    }

    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }

    /// What may be granted on a day: before the first day and after the last nothing is.
    #[must_use]
    pub fn standing_on(&self, day: Day) -> CreditStanding {
        if self.covers(day) { self.standing } else { CreditStanding::NotGranted }
    }
}

/// What somebody saw of a customer's standing when they asked or decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    #[serde(flatten)]
    pub standing: CreditStanding,
    /// The version of the row; 0 where there was none.
    pub version: i64,
}

impl Against {
    /// What stands now.
    #[must_use]
    pub fn standing_in(dossier: &Dossier) -> Against {
        let Some(line) = &dossier.credit_line else { return Against::default() };
        let version = dossier.versions.get(&CreditLine::id_of(line.customer)).copied();
        Against { standing: line.standing, version: version.unwrap_or(0) }
    }

    /// Whether something else stands now. The version decides: the same amount may run until
    /// another day.
    #[must_use]
    pub fn is_stale(self, now: Against) -> bool {
        self.version != now.version
    }
}

/// A rep's request for another standing, as it was last sent, with all that went before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRequest {
    pub id: CreditRequestId,
    pub customer: CustomerId,
    pub author: UserId,
    pub current: Revision,
    /// The revisions before, first first, each with what was answered to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Revision>,
}

/// One form of a request, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub asked: CreditStanding,
    pub reason: String,
    /// What the author saw.
    pub against: Against,
    pub sent_on: Day,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    pub state: RequestState,
}

/// How far a request has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RequestState {
    /// 待审批: in the queue of those who may decide.
    Waiting,
    /// 退回修改: the author may edit it and send it again.
    Returned {
        by: UserId,
        reason: String,
        on: Day,
    },
    Approved {
        by: UserId,
        reason: String,
        on: Day,
    },
    Rejected {
        by: UserId,
        reason: String,
        on: Day,
    },
    /// By its author.
    Withdrawn {
        on: Day,
    },
}

impl RequestState {
    /// The name in queries and columns.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            RequestState::Waiting => "waiting",
            RequestState::Returned { .. } => "returned",
            RequestState::Approved { .. } => "approved",
            RequestState::Rejected { .. } => "rejected",
            RequestState::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Somebody still has to do something: decide, or send it again.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, RequestState::Waiting | RequestState::Returned { .. })
    }
}

impl CreditRequest {
    #[must_use]
    pub fn state(&self) -> &RequestState {
        &self.current.state
    }

    /// Counts from 1.
    #[must_use]
    pub fn revision(&self) -> u32 {
        u32::try_from(self.earlier.len()).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// What a list of requests shows: both versions of the limit, and what is used of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRequestLine {
    pub request: CreditRequest,
    pub customer_code: String,
    pub customer_name: String,
    pub author_name: String,
    /// What stands now, with exposure and what is available.
    pub stands: CreditFigures,
}

impl CreditRequestLine {
    /// Whether the limit was changed after the author looked.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.request.current.against.is_stale(self.stands.against)
    }
}

/// Whether a caller sits where requests of a customer are decided: the manager of its territory,
/// the controller, and who stands above both. Whether it is their own request is another question.
#[must_use]
pub fn may_decide(caller: &Caller, dossier: &Dossier, today: Day) -> bool {
    decides(caller, today).covers(dossier.customer.as_ref().and_then(|it| it.territory))
}

/// The customers whose requests a caller decides on this day, as [`may_decide`] says of one.
#[must_use]
pub fn decides(caller: &Caller, today: Day) -> Reach {
    if may_grant(caller) {
        return Reach::Everything;
    }
    let manages = caller.has(Role::Manager);
    Reach::Territories(if manages { caller.territories_on(today) } else { vec![] })
}

/// Whether there may be customers whose requests a caller decides: which ones, [`may_decide`] says.
#[must_use]
pub fn may_decide_somewhere(caller: &Caller) -> bool {
    may_grant(caller) || caller.has(Role::Manager)
}

/// Nobody decides a request of their own.
///
/// # Errors
/// [`CreditRefusal::OwnRequest`].
pub fn own_request(request: &CreditRequest, caller: &Caller) -> Result<(), CreditRefusal> {
    if request.author == caller.user {
        return Err(CreditRefusal::OwnRequest { request: request.id });
    }
    Ok(())
}

/// Whether a caller may set a standing without anybody's request.
#[must_use]
pub fn may_grant(caller: &Caller) -> bool {
    [Role::Controller, Role::Approver, Role::Admin].into_iter().any(|it| caller.has(it))
}

/// Whether a caller may give credit without a limit: the highest approval.
#[must_use]
pub fn may_grant_unlimited(caller: &Caller) -> bool {
    caller.has(Role::Approver) || caller.has(Role::Admin)
}

/// # Errors
/// No reason, or more than is kept.
fn given(reason: &str) -> Result<(), CreditRefusal> {
    if reason.trim().is_empty() {
        return Err(CreditRefusal::ReasonEmpty);
    }
    not_too_long(reason)
}

/// # Errors
/// More than is kept.
fn not_too_long(reason: &str) -> Result<(), CreditRefusal> {
    let (length, most) = (reason.chars().count(), REASON_MAX);
    if most < length {
        return Err(CreditRefusal::ReasonTooLong { length, most });
    }
    Ok(())
}
