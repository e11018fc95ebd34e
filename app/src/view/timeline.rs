//! The timeline 往来 of a customer: visits, documents, promises, slips, receipts, decisions about credit and
//! changes of the file, latest first.

use shared::{
    calendar::{Day, Instant},
    credit::{CreditLine, CreditRequest, CreditStanding, RequestState, Revision},
    dossier::Dossier,
    edit::Edit,
    field_receipt::FieldReceipt,
    id::{CreditRequestId, UserId},
    invoice::Invoice,
    promise::Promise,
    receipt::Receipt,
    visit::Visit,
};
use uuid::Uuid;

/// Something that happened with a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Visit(Visit),
    Promise(Promise),
    FieldReceipt(FieldReceipt),
    Receipt(Receipt),
    Edit(Edit),
    Invoice(Invoice),
    Asked(Asked),
    Decided(Decided),
    /// A limit that the desk granted without a request.
    Granted(CreditLine),
}

/// A request for credit, each time it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub request: CreditRequestId,
    pub author: UserId,
    pub standing: CreditStanding,
    pub reason: String,
    pub on: Day,
    pub captured_at: Instant,
}

/// What somebody answered to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub request: CreditRequestId,
    pub standing: CreditStanding,
    pub by: UserId,
    pub reason: String,
    pub on: Day,
    pub asked_at: Instant,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Returned,
    Approved,
    Rejected,
}

impl Event {
    /// The row it was made of.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Event::Visit(it) => it.id.0,
            Event::Promise(it) => it.id.0,
            Event::FieldReceipt(it) => it.id.0,
            Event::Receipt(it) => it.id.0,
            Event::Edit(it) => it.id.0,
            Event::Invoice(it) => it.id.0,
            Event::Asked(it) => it.request.0,
            Event::Decided(it) => it.request.0,
            Event::Granted(it) => CreditLine::id_of(it.customer),
        }
    }

    /// The day on which it happened.
    #[must_use]
    pub fn day(&self) -> Day {
        match self {
            Event::Visit(it) => it.visited_on,
            Event::Promise(it) => it.made_on,
            Event::FieldReceipt(it) => it.taken_on,
            Event::Receipt(it) => it.valued_on,
            Event::Edit(it) => it.edited_on,
            Event::Invoice(it) => it.issued_on,
            Event::Asked(it) => it.on,
            Event::Decided(it) => it.on,
            Event::Granted(it) => it.granted_on,
        }
    }

    /// When on that day, where it is known: banks and books give days only.
    #[must_use]
    pub fn captured_at(&self) -> Option<Instant> {
        match self {
            Event::Visit(it) => Some(it.captured_at),
            Event::Promise(it) => Some(it.captured_at),
            Event::Edit(it) => Some(it.captured_at),
            Event::FieldReceipt(it) => Some(it.captured_at),
            Event::Asked(it) => Some(it.captured_at),
            Event::Receipt(_) | Event::Invoice(_) | Event::Decided(_) | Event::Granted(_) => None,
        }
    }
}

impl Event {
    /// Its place within a day: by the clock, an answer after what it answers, and what has no clock first.
    fn place(&self) -> (Option<Instant>, bool) {
        match self {
            Event::Decided(it) => (Some(it.asked_at), true),
            _ => (self.captured_at(), false),
        }
    }
}

/// All that happened, latest first; within a day what has no clock comes last, then by the clock.
#[must_use]
pub fn events(dossier: &Dossier) -> Vec<Event> {
    let mut events: Vec<Event> = dossier.visits.values().cloned().map(Event::Visit).collect();
    events.extend(dossier.promises.values().cloned().map(Event::Promise));
    events.extend(dossier.edits.values().cloned().map(Event::Edit));
    events.extend(dossier.field_receipts.values().cloned().map(Event::FieldReceipt));
    events.extend(dossier.receipts.values().cloned().map(Event::Receipt));
    events.extend(dossier.invoices.values().cloned().map(Event::Invoice));
    events.extend(dossier.credit_requests.values().flat_map(of_request));
    let granted = dossier.credit_line.iter().filter(|it| it.request.is_none());
    events.extend(granted.cloned().map(Event::Granted));
    events.sort_by_key(|it| std::cmp::Reverse((it.day(), it.place(), it.id())));
    events
}

/// Each time it was sent, and what was answered to it.
fn of_request(request: &CreditRequest) -> Vec<Event> {
    let revisions = request.earlier.iter().chain([&request.current]);
    let told = revisions.flat_map(|it| {
        let asked = Asked {
            request: request.id,
            author: request.author,
            standing: it.asked,
            reason: it.reason.clone(),
            on: it.sent_on,
            captured_at: it.captured_at,
        };
        [Some(Event::Asked(asked)), decided(request.id, it).map(Event::Decided)]
    });
    told.flatten().collect()
}

fn decided(request: CreditRequestId, revision: &Revision) -> Option<Decided> {
    let (outcome, by, reason, on) = match &revision.state {
        RequestState::Returned { by, reason, on } => (Outcome::Returned, by, reason, on),
        RequestState::Approved { by, reason, on } => (Outcome::Approved, by, reason, on),
        RequestState::Rejected { by, reason, on } => (Outcome::Rejected, by, reason, on),
        RequestState::Waiting | RequestState::Withdrawn { .. } => return None,
    };
    Some(Decided {
        request,
        standing: revision.asked,
        by: *by,
        reason: reason.clone(),
        on: *on,
        asked_at: revision.captured_at,
        outcome,
    })
}

#[cfg(test)]
mod tests {
    use shared::{
        credit::Against,
        dossier::Register,
        id::{CustomerId, derived},
        money::{Currency, Money},
        row::Row,
    };

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn limit(yuan: i64) -> CreditStanding {
        CreditStanding::Limited { amount: Money::try_new(yuan * 100, Currency::CNY).unwrap() }
    }

    fn revision(yuan: i64, on: &str, at: i64, state: RequestState) -> Revision {
        Revision {
            asked: limit(yuan),
            reason: "旺季备货".to_owned(),
            against: Against::default(),
            sent_on: day(on),
            captured_at: Instant(at),
            state,
        }
    }

    #[test]
    fn each_sending_stands_with_its_answer_after_it() {
        let by = UserId::of_login("zhao");
        let (reason, on) = ("请附订单".to_owned(), day("2026-11-20"));
        let returned = RequestState::Returned { by, reason, on };
        let approved = RequestState::Approved { by, reason: String::new(), on: day("2026-11-21") };
        let mut dossier = Dossier::new(std::sync::Arc::new(Register::default()));
        dossier.put(Row::CreditRequest(CreditRequest {
            id: CreditRequestId(derived("request", &["1"])),
            customer: CustomerId::of_code("C1"),
            author: UserId::of_login("lin"),
            current: revision(60, "2026-11-20", 20, approved),
            earlier: vec![revision(80, "2026-11-20", 10, returned)],
        }));
        let told: Vec<String> = events(&dossier)
            .iter()
            .map(|it| match it {
                Event::Asked(it) => format!("asked {:?}", it.standing == limit(80)),
                Event::Decided(it) => format!("{:?}", it.outcome),
                _ => panic!("{it:?}"),
            })
            .collect();
        assert_eq!(told, ["Approved", "asked false", "Returned", "asked true"]);
    }

    #[test]
    fn a_limit_that_was_asked_for_is_told_once() {
        let mut dossier = Dossier::new(std::sync::Arc::new(Register::default()));
        let line = |request| CreditLine {
            customer: CustomerId::of_code("C1"),
            standing: limit(50),
            valid_from: None,
            valid_until: None,
            granted_by: UserId::of_login("shen"),
            granted_on: day("2026-11-20"),
            reason: "年度授信".to_owned(),
            request,
        };
        dossier.put(Row::CreditLine(line(None)));
        assert!(matches!(events(&dossier)[..], [Event::Granted(_)]));
        let request = CreditRequestId(derived("request", &["1"]));
        dossier.put(Row::CreditLine(line(Some(request))));
        assert_eq!(events(&dossier), []);
    }
}
