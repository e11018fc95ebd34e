//! One sample of everything about credit.

use shared::{
    calendar::Instant,
    credit::{
        Against, CreditLine, CreditRefusal, CreditRequest, CreditStanding, Decide, Decision, Grant,
        Request, RequestState, Revise, Revision, Withdraw,
    },
    effects::Why,
    id::{CreditRequestId, InboxId, OpId},
    inbox::InboxItem,
    refusal::Refusal,
    row::Row,
    sync::{Act, Verdict},
};

use super::{cny, customer_id, day, id, user_id};

fn request_id() -> CreditRequestId {
    CreditRequestId(id(10))
}

fn limited(minor: i64) -> CreditStanding {
    CreditStanding::Limited { amount: cny(minor) }
}

fn seen() -> Against {
    Against { standing: limited(5_000_000), version: 1 }
}

fn now() -> Against {
    Against { standing: CreditStanding::CashOnly, version: 2 }
}

pub fn grant() -> Grant {
    Grant {
        terms: limited(5_000_000),
        valid_from: Some(day("2026-11-20")),
        valid_until: Some(day("2027-11-19")),
        reason: "年度授信".to_owned(),
        against: Against::default(),
    }
}

pub fn request() -> Request {
    Request {
        id: request_id(),
        asked: limited(8_000_000),
        reason: "国庆备货".to_owned(),
        against: seen(),
    }
}

pub fn revise() -> Revise {
    Revise {
        request: request_id(),
        revision: 1,
        asked: limited(6_000_000),
        reason: "只要一半".to_owned(),
        against: now(),
    }
}

pub fn withdraw() -> Withdraw {
    Withdraw { request: request_id() }
}

pub fn decide() -> Decide {
    Decide {
        request: request_id(),
        revision: 1,
        against: seen(),
        decision: Decision::Return,
        reason: "请附订单".to_owned(),
    }
}

pub fn stale() -> Why {
    Why::StaleLimit { seen: seen(), now: now() }
}

fn revision(state: RequestState) -> Revision {
    Revision {
        asked: limited(8_000_000),
        reason: "国庆备货".to_owned(),
        against: seen(),
        sent_on: day("2026-11-18"),
        captured_at: Instant(1_795_000_000_000),
        state,
    }
}

fn asked() -> CreditRequest {
    let returned = RequestState::Returned {
        by: user_id(),
        reason: "请附订单".to_owned(),
        on: day("2026-11-19"),
    };
    CreditRequest {
        id: request_id(),
        customer: customer_id(),
        author: user_id(),
        current: revision(RequestState::Waiting),
        earlier: vec![revision(returned)],
    }
}

pub fn rows() -> Vec<Row> {
    vec![
        Row::CreditLine(CreditLine {
            customer: customer_id(),
            standing: limited(5_000_000),
            valid_from: Some(day("2026-11-20")),
            valid_until: Some(day("2027-11-19")),
            granted_by: user_id(),
            granted_on: day("2026-11-20"),
            reason: "年度授信".to_owned(),
            request: Some(request_id()),
        }),
        Row::CreditRequest(asked()),
    ]
}

/// What somebody else decided, as its reader has it.
pub fn letter() -> InboxItem {
    InboxItem {
        id: InboxId::of(OpId(id(11)), user_id()),
        user: user_id(),
        op_id: OpId(id(11)),
        author: user_id(),
        customer: Some(customer_id()),
        acted_on: day("2026-11-19"),
        act: Act::DecideCreditRequest(decide()),
        verdict: Verdict::Applied,
        merged: None,
        about: Some(Box::new(Row::CreditRequest(asked()))),
        put_away_on: None,
    }
}

/// How a request stands, one sample of each state.
pub fn states() -> Vec<RequestState> {
    let (by, reason, on) = (user_id(), "可以".to_owned(), day("2026-11-20"));
    vec![
        RequestState::Waiting,
        RequestState::Returned { by, reason: reason.clone(), on },
        RequestState::Approved { by, reason: reason.clone(), on },
        RequestState::Rejected { by, reason, on },
        RequestState::Withdrawn { on },
    ]
}

/// The four standings.
pub fn standings() -> Vec<CreditStanding> {
    vec![
        CreditStanding::NotGranted,
        CreditStanding::CashOnly,
        limited(5_000_000),
        CreditStanding::Unlimited,
    ]
}

pub fn refusals() -> Vec<Refusal> {
    let request = request_id();
    vec![
        CreditRefusal::ReasonEmpty.into(),
        CreditRefusal::ReasonTooLong { length: 1_001, most: 1_000 }.into(),
        CreditRefusal::AmountNotPositive { amount: cny(0) }.into(),
        CreditRefusal::NothingAsked { stands: limited(5_000_000) }.into(),
        CreditRefusal::OpenAlready { request }.into(),
        CreditRefusal::IdTaken { request }.into(),
        CreditRefusal::UnknownRequest { request }.into(),
        CreditRefusal::NotAuthor { request }.into(),
        CreditRefusal::OwnRequest { request }.into(),
        CreditRefusal::Closed { state: "approved".to_owned(), on: day("2026-11-20") }.into(),
        CreditRefusal::WithAuthor { on: day("2026-11-20") }.into(),
        CreditRefusal::Revised { seen: 1, now: 2 }.into(),
        CreditRefusal::LimitMoved { seen: seen(), now: now() }.into(),
        CreditRefusal::TooManyRevisions { most: 20 }.into(),
        CreditRefusal::EndsBeforeBegins {
            valid_from: day("2026-11-20"),
            valid_until: day("2026-11-19"),
        }
        .into(),
        CreditRefusal::WalkIn.into(),
        CreditRefusal::EndsInThePast { valid_until: day("2026-11-19"), today: day("2026-11-20") }
            .into(),
    ]
}
