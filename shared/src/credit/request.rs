//! The request for another standing, a state machine of class D: sent, decided, sent again.

use serde::{Deserialize, Serialize};

use super::{
    Against, CreditLine, CreditRefusal, CreditRequest, CreditStanding, REVISIONS_MAX, RequestState,
    Revision, given,
    grant::{may_set, not_to_walk_in, still_stands},
    may_decide, not_too_long, own_request,
};
use crate::{
    calendar::When,
    dossier::Dossier,
    effects::{Effects, Letter, Why},
    id::CreditRequestId,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{Caller, Role},
};

/// The command by which a rep asks, possibly offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: CreditRequestId,
    pub asked: CreditStanding,
    pub reason: String,
    /// What the author saw.
    pub against: Against,
}

/// The command by which the author sends another form of a request that waits or was returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revise {
    pub request: CreditRequestId,
    /// The revision it takes the place of.
    pub revision: u32,
    pub asked: CreditStanding,
    pub reason: String,
    /// What the author saw.
    pub against: Against,
}

/// The command by which the author takes a request back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    pub request: CreditRequestId,
}

/// The command by which somebody else decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    pub request: CreditRequestId,
    /// The revision that was read.
    pub revision: u32,
    /// What the decider saw standing.
    pub against: Against,
    pub decision: Decision,
    /// Obligatory unless it is approved.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    /// For change: the author may send it again.
    Return,
    Reject,
}

/// Takes a request. One written against another limit than stands now is taken and left in review:
/// it waits in the queue with both. The same again changes nothing.
///
/// # Errors
/// The caller is no rep of the customer's territory, the form is malformed, or the author's earlier
/// request about this customer is not settled.
pub fn request(
    it: &Request,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    must_be_rep(dossier, caller, when)?;
    not_to_walk_in(customer, it.asked)?;
    well_formed(it.asked, &it.reason, it.against)?;
    let asked = CreditRequest {
        id: it.id,
        customer: customer.id,
        author: caller.user,
        current: revision(it.asked, &it.reason, it.against, command, when),
        earlier: vec![],
    };
    match dossier.credit_requests.get(&it.id) {
        // Asked for again, as when a device replays what has come back to it.
        Some(here) if *here == asked => return Ok(Effects::nothing()),
        None if !dossier.elsewhere.contains_key(&it.id.0) => {}
        _ => return Err(CreditRefusal::IdTaken { request: it.id }.into()),
    }
    let mut others = dossier.credit_requests.values();
    if let Some(open) = others.find(|it| it.author == caller.user && it.state().is_open()) {
        return Err(CreditRefusal::OpenAlready { request: open.id }.into());
    }
    Ok(sent(asked, it.against, dossier))
}

/// Takes another form of a request, and keeps the one before with what was answered to it.
///
/// # Errors
/// The caller is not its author or works the territory no more, the request is settled or was sent
/// again in between, or the form is malformed.
pub fn revise(
    it: &Revise,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    let mut request = own(it.request, dossier, caller)?.clone();
    must_be_rep(dossier, caller, when)?;
    not_to_walk_in(customer, it.asked)?;
    well_formed(it.asked, &it.reason, it.against)?;
    let next = revision(it.asked, &it.reason, it.against, command, when);
    let now = request.revision();
    if now == it.revision.saturating_add(1) && request.current == next {
        return Ok(Effects::nothing());
    }
    must_be_open(&request)?;
    if now != it.revision {
        return Err(CreditRefusal::Revised { seen: it.revision, now }.into());
    }
    if REVISIONS_MAX <= request.earlier.len().saturating_add(1) {
        return Err(CreditRefusal::TooManyRevisions { most: REVISIONS_MAX }.into());
    }
    let before = std::mem::replace(&mut request.current, next);
    request.earlier.push(before);
    Ok(sent(request, it.against, dossier))
}

/// Takes a request back. One that is withdrawn already stays so.
///
/// # Errors
/// The caller is not its author, or it was decided before.
pub fn withdraw(
    it: &Withdraw,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    dossier.known_customer(command.customer)?;
    let mut request = own(it.request, dossier, caller)?.clone();
    if matches!(request.state(), RequestState::Withdrawn { .. }) {
        return Ok(Effects::nothing());
    }
    must_be_open(&request)?;
    request.current.state = RequestState::Withdrawn { on: when.today };
    Ok(Effects::write(Row::CreditRequest(request)))
}

/// Decides a request, and tells its author. An approval sets the standing in the same stroke. The
/// requester never decides. What may still be granted is judged by `today`.
///
/// Class B, refused when the limit or the request has moved on: the decider looks again.
///
/// # Errors
/// The caller may not, the request is the caller's own, unknown, settled or sent again, the limit
/// has moved, or no reason is given.
pub fn decide(
    it: &Decide,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let known_customer = dossier.known_customer(command.customer)?;
    let customer = known_customer.id;
    let mut request = known(it.request, dossier)?.clone();
    if !may_decide(caller, dossier, when.today) {
        return Err(Refusal::NotPermitted { needs: Role::Manager });
    }
    own_request(&request, caller)?;
    let (by, on) = (caller.user, when.today);
    let reason = it.reason.trim().to_owned();
    let decided = match it.decision {
        Decision::Approve => RequestState::Approved { by, reason: reason.clone(), on },
        Decision::Return => RequestState::Returned { by, reason: reason.clone(), on },
        Decision::Reject => RequestState::Rejected { by, reason: reason.clone(), on },
    };
    if request.revision() == it.revision && *request.state() == decided {
        return Ok(Effects::nothing());
    }
    must_wait(&request)?;
    if request.revision() != it.revision {
        let now = request.revision();
        return Err(CreditRefusal::Revised { seen: it.revision, now }.into());
    }
    still_stands(it.against, dossier)?;
    match it.decision {
        Decision::Approve => not_too_long(&it.reason)?,
        Decision::Return | Decision::Reject => given(&it.reason)?,
    }
    let mut effects = Effects::nothing();
    if it.decision == Decision::Approve {
        may_set(caller, request.current.asked)?;
        not_to_walk_in(known_customer, request.current.asked)?;
        effects.push(Row::CreditLine(CreditLine {
            customer,
            standing: request.current.asked,
            valid_from: None,
            valid_until: None,
            granted_by: by,
            granted_on: on,
            reason,
            request: Some(request.id),
        }));
    }
    request.current.state = decided;
    let reader = request.author;
    effects.push(Row::CreditRequest(request.clone()));
    effects.letters.push(Letter { reader, about: Row::CreditRequest(request) });
    Ok(effects)
}

fn revision(
    asked: CreditStanding,
    reason: &str,
    against: Against,
    command: &Command,
    when: When,
) -> Revision {
    Revision {
        asked,
        reason: reason.trim().to_owned(),
        against,
        sent_on: when.acted_on,
        captured_at: command.captured_at,
        state: RequestState::Waiting,
    }
}

/// Written, and left in review where another limit stands than the author saw.
fn sent(request: CreditRequest, seen: Against, dossier: &Dossier) -> Effects {
    let mut effects = Effects::write(Row::CreditRequest(request));
    let now = Against::standing_in(dossier);
    if seen.is_stale(now) {
        effects.review = Some(Why::StaleLimit { seen, now });
    }
    effects
}

/// What is asked for is measured by what the author saw: what stands now is for the decider.
fn well_formed(asked: CreditStanding, reason: &str, seen: Against) -> Result<(), CreditRefusal> {
    asked.well_formed()?;
    if asked == seen.standing {
        return Err(CreditRefusal::NothingAsked { stands: asked });
    }
    given(reason)
}

fn must_be_rep(dossier: &Dossier, caller: &Caller, when: When) -> Result<(), Refusal> {
    if !caller.has(Role::Rep) {
        return Err(Refusal::NotPermitted { needs: Role::Rep });
    }
    let customer = dossier.customer.as_ref();
    let territory = customer.and_then(|it| it.territory);
    if territory.is_some_and(|it| caller.territories_on(when.today).contains(&it)) {
        return Ok(());
    }
    Err(Refusal::NotYours { customer: customer.map(|it| it.id) })
}

fn known(request: CreditRequestId, dossier: &Dossier) -> Result<&CreditRequest, CreditRefusal> {
    dossier.credit_requests.get(&request).ok_or(CreditRefusal::UnknownRequest { request })
}

fn own<'a>(
    request: CreditRequestId,
    dossier: &'a Dossier,
    caller: &Caller,
) -> Result<&'a CreditRequest, CreditRefusal> {
    let known = known(request, dossier)?;
    if known.author != caller.user {
        return Err(CreditRefusal::NotAuthor { request });
    }
    Ok(known)
}

fn must_be_open(request: &CreditRequest) -> Result<(), CreditRefusal> {
    match request.state() {
        RequestState::Waiting | RequestState::Returned { .. } => Ok(()),
        state @ (RequestState::Approved { on, .. }
        | RequestState::Rejected { on, .. }
        | RequestState::Withdrawn { on }) => {
            Err(CreditRefusal::Closed { state: state.name().to_owned(), on: *on })
        }
    }
}

fn must_wait(request: &CreditRequest) -> Result<(), CreditRefusal> {
    match request.state() {
        RequestState::Returned { on, .. } => Err(CreditRefusal::WithAuthor { on: *on }),
        _ => must_be_open(request),
    }
}
