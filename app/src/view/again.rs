//! Edit and send again 改后重发: where the form of a letter opens, filled as it was, for each kind of command.

use std::mem::discriminant;

use shared::{
    credit::Decision,
    effects::Why,
    id::CustomerId,
    inbox::InboxItem,
    sync::{Act, Fault, Verdict},
};

use super::rate;

/// What a letter offers besides taking note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayOut {
    /// The form, filled as it was, to be sent as a new command: its address.
    Again(String),
    /// Nothing was typed that could be lost: where it is done, or looked at.
    There(String),
    /// What was asked for stands, or nothing can be done here.
    None,
}

/// Where the reader works: the phone has a page for each form, at the desk they stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Phone,
    Desk,
}

/// The way out of a letter: what was recorded is not recorded twice.
#[must_use]
pub fn way_out(item: &InboxItem, at: At) -> WayOut {
    if asks_again(item) {
        return form_at(item, at, "credit");
    }
    if stands(&item.verdict) {
        return WayOut::None;
    }
    match &item.act {
        Act::RecordVisit(_) => form_at(item, at, "visit"),
        Act::MakePromise(_) => form_at(item, at, "promise"),
        Act::TakeFieldReceipt(_) => form_at(item, at, "receipt"),
        Act::AddContact(_) | Act::ChangeContact(_) => form_at(item, at, "contact"),
        Act::ChangeCustomer(_) => form_at(item, at, "file"),
        Act::RequestCredit(_) | Act::ReviseCreditRequest(_) => form_at(item, at, "credit"),
        // At the desk credit is granted on a page of its own.
        Act::GrantCredit(_) => beside(item, "/credit?"),
        // Of the desk alone, where it opens in the file.
        Act::ProposeAccount(_) => form_at(item, at, "account"),
        Act::WithdrawPromise(it) => beside(item, &format!("/withdraw?promise={}&", it.promise)),
        Act::CancelFieldReceipt(it) => beside(item, &format!("/slips/{}?", it.field_receipt)),
        // The photo itself is where it was taken: there it is picked anew.
        Act::AddAttachment(_) if at == At::Phone => file(item.customer, "/attach"),
        Act::AddAttachment(_)
        | Act::RemoveAttachment(_)
        | Act::RemoveAccount(_)
        | Act::SettleAccount(_)
        | Act::RemoveContact(_)
        | Act::WithdrawCreditRequest(_)
        | Act::AssignTerritory(_) => file(item.customer, ""),
        Act::DecideCreditRequest(_) => again(item, "/approvals?"),
        Act::BookHandIn(_) => again(item, "/hand-ins?"),
        Act::SettleOtherwise(_) => again(item, "/reconciliation?"),
        Act::MakePairing(_) | Act::UndoPairing(_) => there("/reconciliation"),
        // Of a day's rates one was refused: the letter says which, the page shows what stands.
        Act::SetRate(_) => there("/rates"),
        Act::WithdrawRate(it) => there(&rate::address(it.currency, it.base, it.on)),
        Act::OpenUser(_) => again(item, "/team/users/new?"),
        Act::OpenTerritory(_) => again(item, "/team/territories/new?"),
        Act::ChangeUser(it) => again(item, &format!("/team/users/{}?", it.user)),
        Act::GrantTerritory(it) => there(&format!("/team/users/{}", it.user)),
        Act::EndGrant(it) => there(&format!("/team/users/{}", it.user)),
        Act::CoverTerritory(it) => there(&format!("/team/users/{}", it.user)),
        Act::EndUser(it) => there(&format!("/team/users/{}", it.user)),
        Act::ReopenUser(it) => there(&format!("/team/users/{}", it.user)),
        Act::EndTerritory(it) => there(&format!("/team/territories/{}", it.territory)),
        Act::ReopenTerritory(it) => there(&format!("/team/territories/{}", it.territory)),
        // Of a view the name is in the letter, and its table has all there are. What is about a letter is
        // never refused. The rest is given by files, jobs and the command line, which have no inbox.
        Act::SaveView(_)
        | Act::RemoveView(_)
        | Act::StartWithView(_)
        | Act::PutLetterAway(_)
        | Act::TakeLetterBack(_)
        | Act::ReportArrival(_)
        | Act::ImportCustomer(_)
        | Act::OpenWalkIn(_)
        | Act::ImportInvoice(_)
        | Act::ImportReceipt(_)
        | Act::SettleAbsent(_)
        | Act::ReportFile(_)
        | Act::ReportHorizon(_)
        | Act::OpenCompany(_)
        | Act::AddTerritory(_)
        | Act::AddUser(_)
        | Act::PublishPolicy(_) => WayOut::None,
    }
}

/// A form of a customer.
fn form_at(item: &InboxItem, at: At, form: &str) -> WayOut {
    match at {
        At::Phone => beside(item, &format!("/{form}?")),
        At::Desk => beside(item, "?"),
    }
}

/// The form behind a customer's address.
fn beside(item: &InboxItem, behind: &str) -> WayOut {
    match item.customer {
        Some(customer) => again(item, &format!("/customers/{customer}{behind}")),
        None => WayOut::None,
    }
}

fn again(item: &InboxItem, address: &str) -> WayOut {
    WayOut::Again(format!("{address}again={}", item.id))
}

fn file(customer: Option<CustomerId>, behind: &str) -> WayOut {
    customer.map_or(WayOut::None, |it| there(&format!("/customers/{it}{behind}")))
}

/// Whether a command is what a letter asked to be sent again: a page that a letter opened has other
/// forms too, and what they send answers nothing.
#[must_use]
pub fn answers(act: &Act, letter: &InboxItem) -> bool {
    match (act, &letter.act) {
        (Act::ChangeContact(now), Act::ChangeContact(then)) => now.contact == then.contact,
        // Who was removed is added anew; a request that is open is edited, one that ended asked for anew.
        (Act::AddContact(_), Act::AddContact(_) | Act::ChangeContact(_))
        | (
            Act::RequestCredit(_) | Act::ReviseCreditRequest(_),
            Act::RequestCredit(_) | Act::ReviseCreditRequest(_) | Act::DecideCreditRequest(_),
        ) => true,
        (now, then) => discriminant(now) == discriminant(then),
    }
}

fn there(address: &str) -> WayOut {
    WayOut::There(address.to_owned())
}

/// Whether a request for credit waits against another limit, or was returned for change: editing it
/// sends another form of the same request, so nothing is recorded twice.
fn asks_again(item: &InboxItem) -> bool {
    let stale = matches!(item.verdict, Verdict::NeedsReview { why: Why::StaleLimit { .. } });
    let returned = matches!(&item.act, Act::DecideCreditRequest(it) if it.decision == Decision::Return)
        && item.about.is_some();
    stale || returned
}

/// The command stands on the server, or will be run again there by itself.
fn stands(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Applied | Verdict::Merged { .. } | Verdict::NeedsReview { .. } => true,
        Verdict::Rejected { .. } | Verdict::BlockedBy { .. } => false,
        Verdict::Quarantined { fault } => match fault {
            Fault::UnknownKind { .. } | Fault::Failing { .. } => true,
            Fault::Malformed { .. } | Fault::Unreadable { .. } | Fault::Corrupt => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs, path::Path};

    use shared::{
        id::{InboxId, OpId, UserId, derived},
        refusal::Refusal,
        words::Language,
    };

    use super::*;
    use crate::view::inbox::said;

    /// Each pinned form, by the name of its kind.
    fn pinned() -> BTreeMap<String, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/wire/act");
        let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
        files
            .filter(|it| it.extension().is_some_and(|it| it == "json"))
            .map(|it| {
                let name = it.file_stem().unwrap().to_str().unwrap().to_owned();
                (name, fs::read_to_string(it).unwrap())
            })
            .collect()
    }

    fn refused(act: Act) -> InboxItem {
        let (user, op_id) = (UserId::of_login("lin"), OpId(derived("op", &["1"])));
        InboxItem {
            id: InboxId::of(op_id, user),
            user,
            op_id,
            author: user,
            customer: Some(CustomerId::of_code("K-0217")),
            acted_on: "2026-11-20".parse().unwrap(),
            act,
            verdict: Verdict::Rejected { refusal: Refusal::NotYours { customer: None } },
            merged: None,
            about: None,
            put_away_on: None,
        }
    }

    /// What a person types into a form, by the names of the fields.
    const TYPED: [&str; 9] =
        ["note", "reason", "promiser", "payer", "login", "phone", "legal_name", "code", "name"];

    /// Every text that a person typed somewhere in a form.
    fn typed(form: &serde_json::Value, found: &mut Vec<String>) {
        match form {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str().filter(|it| !it.is_empty()) {
                        Some(text) if TYPED.contains(&name.as_str()) => found.push(text.to_owned()),
                        _ => typed(value, found),
                    }
                }
            }
            serde_json::Value::Array(all) => all.iter().for_each(|it| typed(it, found)),
            _ => {}
        }
    }

    /// Whoever adds a kind in which a person types something gives its letter a way back to the form.
    #[test]
    fn what_somebody_typed_and_was_refused_opens_again_or_stands_in_the_letter() {
        let mut seen = 0;
        for (kind, text) in pinned() {
            let act: Act = serde_json::from_str(&text).unwrap();
            let item = refused(act);
            let mut texts = vec![];
            typed(&serde_json::from_str(&text).unwrap(), &mut texts);
            let way = way_out(&item, At::Phone);
            if texts.is_empty() || never_of_a_person(&item.act) {
                continue;
            }
            seen += 1;
            match &way {
                WayOut::Again(href) => {
                    assert!(href.ends_with(&format!("again={}", item.id)), "{kind}: {href}");
                }
                WayOut::There(_) | WayOut::None => {
                    let shown = said(&item, Language::Zh).join("\n");
                    let lost: Vec<_> = texts.iter().filter(|it| !shown.contains(*it)).collect();
                    assert!(lost.is_empty(), "{kind} says {shown:?} and loses {lost:?}");
                }
            }
        }
        assert!(15 <= seen, "only {seen} kinds have something typed in them");
    }

    fn never_of_a_person(act: &Act) -> bool {
        matches!(
            act,
            Act::ReportArrival(_)
                | Act::ImportCustomer(_)
                | Act::OpenWalkIn(_)
                | Act::ImportInvoice(_)
                | Act::ImportReceipt(_)
                | Act::SettleAbsent(_)
                | Act::ReportFile(_)
                | Act::ReportHorizon(_)
                | Act::OpenCompany(_)
                | Act::AddTerritory(_)
                | Act::AddUser(_)
                | Act::PublishPolicy(_)
        )
    }

    #[test]
    fn a_letter_is_answered_by_what_it_asks_for_and_nothing_else() {
        let act = |kind: &str| -> Act { serde_json::from_str(&pinned()[kind]).unwrap() };
        let another = || {
            let Act::ChangeContact(mut it) = act("contact.change.1") else { panic!("a change") };
            it.contact = shared::id::ContactId(derived("contact", &["another"]));
            Act::ChangeContact(it)
        };
        for (sent, letter, answered) in [
            (act("visit.record.1"), "visit.record.1", true),
            (act("contact.change.1"), "contact.change.1", true),
            (another(), "contact.change.1", false),
            (act("contact.add.1"), "contact.change.1", true),
            (act("contact.remove.1"), "contact.change.1", false),
            (act("contact.add.1"), "bank_account.propose.1", false),
            (act("bank_account.propose.1"), "bank_account.propose.1", true),
            (act("credit.revise.1"), "credit.decide.1", true),
            (act("credit.request.1"), "credit.revise.1", true),
            (act("credit.grant.1"), "credit.request.1", false),
        ] {
            let item = refused(act(letter));
            assert_eq!(answers(&sent, &item), answered, "{sent:?} for {letter}");
        }
    }

    #[test]
    fn what_stands_is_not_sent_twice() {
        let text = &pinned()["visit.record.1"];
        let item = refused(serde_json::from_str(text).unwrap());
        let waiting = Fault::Failing { said: String::new() };
        for (verdict, again) in [
            (Verdict::Applied, false),
            (Verdict::Merged { fields: vec![] }, false),
            (Verdict::NeedsReview { why: Why::NotYours }, false),
            (Verdict::Quarantined { fault: waiting }, false),
            (Verdict::Quarantined { fault: Fault::Corrupt }, true),
            (Verdict::BlockedBy { op: item.op_id }, true),
            (item.verdict.clone(), true),
        ] {
            let way = way_out(&InboxItem { verdict: verdict.clone(), ..item.clone() }, At::Phone);
            assert_eq!(matches!(way, WayOut::Again(_)), again, "{verdict:?}");
        }
    }
}
