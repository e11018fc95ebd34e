//! The inbox 待办: what came back, why, and what can be done about it.

use std::sync::Arc;

use shared::{
    calendar::Day,
    credit::{CreditRequest, CreditStanding, RequestState},
    edit::Edit,
    id::CreditRequestId,
    inbox::{InboxItem, asks},
    row::Row,
    sync::{Act, Mark, Verdict},
    user::Role,
    words::{self, Language},
};

use super::edit;

/// What somebody else decided about the reader's request; none for a verdict.
#[must_use]
pub fn decided(item: &InboxItem) -> Option<&CreditRequest> {
    match item.about.as_deref() {
        Some(Row::CreditRequest(it)) => Some(it),
        _ => None,
    }
}

/// What a second person said about the reader's proposal; none for a verdict.
#[must_use]
pub fn settled(item: &InboxItem) -> Option<&Edit> {
    match item.about.as_deref() {
        Some(Row::Edit(it)) => Some(it),
        _ => None,
    }
}

/// The open items that say that a decision about this request was refused.
#[must_use]
pub fn refused_decisions(items: &[InboxItem], request: CreditRequestId) -> Vec<InboxItem> {
    refused(items, |act| matches!(act, Act::DecideCreditRequest(it) if it.request == request))
}

/// The open letters that say that something like this was refused; who sends it again answers them.
#[must_use]
pub fn refused(items: &[InboxItem], like: impl Fn(&Act) -> bool) -> Vec<InboxItem> {
    let refused = |it: &&InboxItem| matches!(it.verdict, Verdict::Rejected { .. }) && like(&it.act);
    open(items).filter(refused).cloned().collect()
}

/// The mark of an item.
#[must_use]
pub fn mark(item: &InboxItem) -> Mark {
    if settled(item).is_some_and(|it| !it.refused.is_empty()) {
        return Mark::Refused;
    }
    match decided(item).map(CreditRequest::state) {
        Some(RequestState::Returned { .. } | RequestState::Rejected { .. }) => Mark::Refused,
        _ => Mark::of_command(Some(&item.verdict)),
    }
}

/// What still stands in the list: all but what the user has put away.
pub fn open(items: &[InboxItem]) -> impl Iterator<Item = &InboxItem> {
    items.iter().filter(|it| it.put_away_on.is_none())
}

/// A letter in the list, and whether it asks something of its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub item: Arc<InboxItem>,
    pub asks: bool,
}

/// The letters that are not put away: what asks something first, then what is only told.
#[must_use]
pub fn listed(items: &[InboxItem]) -> Vec<Listed> {
    let each = open(items).map(|it| Listed { item: Arc::new(it.clone()), asks: asks(it, items) });
    let (asking, told): (Vec<_>, Vec<_>) = each.partition(|it| it.asks);
    asking.into_iter().chain(told).collect()
}

/// How many letters ask something of their reader.
#[must_use]
pub fn asking(items: &[InboxItem]) -> usize {
    items.iter().filter(|it| asks(it, items)).count()
}

/// The day on which the reader filled in what the letter repeats. A letter that tells of somebody else's
/// decision was written on another day.
#[must_use]
pub fn filled_in_on(item: &InboxItem) -> Day {
    decided(item).map_or(item.acted_on, |it| it.current.sent_on)
}

/// What was filled in, so that it can be compared with the reason: amounts and names in one line, each
/// text of a person's own in a line below.
#[must_use]
pub fn said(item: &InboxItem, language: Language) -> Vec<String> {
    let asked = |asked: &CreditStanding, reason: &str| {
        lines(&[&words::credit_standing(asked, language)], reason)
    };
    let day = |it| words::day(it, language);
    match &item.act {
        Act::RecordVisit(it) => lines(&[words::outcome(it.outcome, language)], &it.note),
        Act::MakePromise(it) => {
            lines(&[&words::amount(it.amount), &day(it.due_on), &it.promiser], &it.note)
        }
        Act::WithdrawPromise(it) => lines(&[], &it.reason),
        Act::TakeFieldReceipt(it) => {
            lines(&[&words::amount(it.amount), &it.slip.to_string(), &it.payer], &it.note)
        }
        Act::CancelFieldReceipt(it) => lines(&[], &it.reason),
        Act::AddAttachment(it) => lines(&[&it.content.name], ""),
        Act::RequestCredit(it) => asked(&it.asked, &it.reason),
        Act::ReviseCreditRequest(it) => asked(&it.asked, &it.reason),
        Act::GrantCredit(it) => asked(&it.terms, &it.reason),
        Act::DecideCreditRequest(it) => match decided(item) {
            Some(about) => asked(&about.current.asked, &about.current.reason),
            None => lines(&[words::decision(it.decision, language)], &it.reason),
        },
        Act::BookHandIn(it) => {
            let counted = it.slips.iter().map(|it| words::amount(it.counted));
            lines(&[&counted.collect::<Vec<_>>().join(" + ")], &it.reason)
        }
        Act::SettleOtherwise(it) => lines(&[words::otherwise(it.how, language)], &it.reason),
        Act::OpenUser(it) => lines(&[&it.login, &it.name, &roles(&it.roles, language)], ""),
        Act::ChangeUser(it) => lines(&[&it.name, &roles(&it.roles, language)], ""),
        Act::OpenTerritory(it) => lines(&[&it.code, &it.name], ""),
        Act::SetRate(it) => {
            let (units, rate) = (it.quote.units, &it.quote.rate);
            let quote = format!("{units} {} = {rate} {}", it.currency.code(), it.base.code());
            lines(&[&quote, &day(it.on)], &it.source)
        }
        Act::WithdrawRate(it) => lines(&[it.currency.code(), &day(it.on)], &it.reason),
        Act::SaveView(it) => lines(&[&it.name], ""),
        other => {
            let said = edit::said(other, language);
            lines(&[said.as_deref().unwrap_or_else(|| words::act(other, language))], "")
        }
    }
}

/// What is short side by side, and below it what may be long; nothing for what was left empty.
fn lines(short: &[&str], long: &str) -> Vec<String> {
    let short: Vec<&str> = short.iter().copied().filter(|it| !it.is_empty()).collect();
    let both = [short.join(" · "), long.to_owned()];
    both.into_iter().filter(|it| !it.is_empty()).collect()
}

fn roles(all: &[Role], language: Language) -> String {
    all.iter().map(|it| words::role(*it, language)).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use shared::{
        calendar::Instant,
        credit::{Against, Decide, Decision, Revision},
        id::{CustomerId, InboxId, OpId, UserId, derived},
    };

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Zhao's answer of 16 April to what Lin asked for on the 14th.
    fn decision(decision: Decision, state: RequestState) -> InboxItem {
        let (lin, zhao) = (UserId::of_login("lin"), UserId::of_login("zhao"));
        let id = CreditRequestId(derived("request", &["1"]));
        let op_id = OpId(derived("op", &["1"]));
        let request = CreditRequest {
            id,
            customer: CustomerId::of_code("K-0217"),
            author: lin,
            current: Revision {
                asked: CreditStanding::CashOnly,
                reason: "旺季备货".to_owned(),
                against: Against::default(),
                sent_on: day("2026-04-14"),
                captured_at: Instant(0),
                state,
            },
            earlier: vec![],
        };
        let reason = "可以".to_owned();
        let against = Against::default();
        InboxItem {
            id: InboxId::of(op_id, lin),
            user: lin,
            op_id,
            author: zhao,
            customer: Some(request.customer),
            acted_on: day("2026-04-16"),
            act: Act::DecideCreditRequest(Decide {
                request: id,
                revision: 1,
                against,
                decision,
                reason,
            }),
            verdict: Verdict::Applied,
            merged: None,
            about: Some(Box::new(Row::CreditRequest(request))),
            put_away_on: None,
        }
    }

    fn approved() -> InboxItem {
        let (by, on) = (UserId::of_login("zhao"), day("2026-04-16"));
        decision(Decision::Approve, RequestState::Approved { by, reason: "可以".to_owned(), on })
    }

    #[test]
    fn what_asks_something_stands_first_and_alone_is_counted() {
        let good = approved();
        let refused = InboxItem {
            id: InboxId::of(OpId(derived("op", &["2"])), good.user),
            about: None,
            verdict: Verdict::BlockedBy { op: good.op_id },
            ..good.clone()
        };
        let items = [good.clone(), refused.clone()];
        let shown = listed(&items);
        let shown: Vec<_> = shown.iter().map(|it| (it.item.id, it.asks)).collect();
        assert_eq!(shown, [(refused.id, true), (good.id, false)]);
        assert_eq!(asking(&items), 1);
        let read = InboxItem { put_away_on: Some(day("2026-04-17")), ..refused };
        let read = std::slice::from_ref(&read);
        assert_eq!((listed(read).len(), asking(read)), (0, 0));
    }

    #[test]
    fn what_was_asked_for_and_its_reason_do_not_run_together() {
        assert_eq!(said(&approved(), Language::Zh), ["现款现货", "旺季备货"]);
        let bare = Act::DecideCreditRequest(Decide {
            request: CreditRequestId(derived("request", &["1"])),
            revision: 1,
            against: Against::default(),
            decision: Decision::Approve,
            reason: String::new(),
        });
        let own = InboxItem { act: bare, about: None, ..approved() };
        assert_eq!(said(&own, Language::Zh).len(), 1, "nothing is said of what was left empty");
    }

    #[test]
    fn what_the_reader_filled_in_is_of_the_day_of_the_form_not_of_the_decision() {
        let letter = approved();
        assert_eq!(filled_in_on(&letter), day("2026-04-14"));
        let own = InboxItem { about: None, ..letter };
        assert_eq!(filled_in_on(&own), day("2026-04-16"));
    }
}
