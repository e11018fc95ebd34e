//! Commands: what a person, or one of the server's own devices, asks for.

mod class;
mod rows;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    attachment, bank_account,
    calendar::{Day, Instant},
    company, contact, credit, customer, field_receipt, file_horizon, hand_in,
    id::{CustomerId, InboxId, OpId, UserId, is_drawn},
    inbox, invoice, movement, pairing, policy, promise, rate, receipt, saved_view, territory, user,
    visit,
};

pub use class::{Class, Reads};

/// A command as it is stored on the device before it is sent. No secret ever stands in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    pub op_id: OpId,
    pub author: UserId,
    /// The business day on which the person acted.
    pub acted_on: Day,
    /// By the clock of the device; for reading, never for order.
    pub captured_at: Instant,
    /// The build of the app that made it.
    pub build: String,
    /// The one customer it is about, or none (users, territories, policy).
    pub customer: Option<CustomerId>,
    /// The versions the person saw of what the command would change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub base: Vec<Seen>,
    /// The policy version the device decided by.
    pub policy: u32,
    /// Commands without which this one makes no sense.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deps: Vec<OpId>,
    pub act: Act,
}

/// A row at the version that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub id: Uuid,
    pub version: i64,
}

impl Command {
    /// An id of it that a person's device has to draw, and did not.
    #[must_use]
    pub fn id_not_drawn(&self) -> Option<Uuid> {
        let drawn = std::iter::once(self.op_id.0).chain(self.act.first_row());
        drawn.into_iter().find(|id| !is_drawn(*id))
    }
}

/// What is asked for: kind and version on the wire, decided by one slice each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "form")]
pub enum Act {
    #[serde(rename = "visit.record.1")]
    RecordVisit(visit::Record),
    #[serde(rename = "attachment.add.1")]
    AddAttachment(attachment::Add),
    #[serde(rename = "attachment.arrive.1")]
    ReportArrival(attachment::Arrive),
    #[serde(rename = "attachment.remove.1")]
    RemoveAttachment(attachment::Remove),
    #[serde(rename = "bank_account.propose.1")]
    ProposeAccount(bank_account::Propose),
    #[serde(rename = "bank_account.remove.1")]
    RemoveAccount(bank_account::Remove),
    #[serde(rename = "bank_account.settle.1")]
    SettleAccount(bank_account::Settle),
    #[serde(rename = "promise.make.1")]
    MakePromise(promise::Make),
    #[serde(rename = "promise.withdraw.1")]
    WithdrawPromise(promise::Withdraw),
    #[serde(rename = "credit.grant.1")]
    GrantCredit(credit::Grant),
    #[serde(rename = "credit.request.1")]
    RequestCredit(credit::Request),
    #[serde(rename = "credit.revise.1")]
    ReviseCreditRequest(credit::Revise),
    #[serde(rename = "credit.withdraw.1")]
    WithdrawCreditRequest(credit::Withdraw),
    #[serde(rename = "credit.decide.1")]
    DecideCreditRequest(credit::Decide),
    #[serde(rename = "field_receipt.take.1")]
    TakeFieldReceipt(field_receipt::Take),
    #[serde(rename = "field_receipt.cancel.1")]
    CancelFieldReceipt(field_receipt::Cancel),
    #[serde(rename = "hand_in.book.1")]
    BookHandIn(hand_in::Book),
    #[serde(rename = "customer.import.1")]
    ImportCustomer(customer::Import),
    #[serde(rename = "customer.open_walk_in.1")]
    OpenWalkIn(customer::OpenWalkIn),
    #[serde(rename = "customer.change.1")]
    ChangeCustomer(customer::Change),
    #[serde(rename = "contact.add.1")]
    AddContact(contact::Add),
    #[serde(rename = "contact.change.1")]
    ChangeContact(contact::Change),
    #[serde(rename = "contact.remove.1")]
    RemoveContact(contact::Remove),
    #[serde(rename = "customer.assign.1")]
    AssignTerritory(customer::Assign),
    #[serde(rename = "invoice.import.1")]
    ImportInvoice(invoice::Import),
    #[serde(rename = "invoice.settle_absent.1")]
    SettleAbsent(movement::SettleAbsent),
    #[serde(rename = "invoice.horizon.1")]
    ReportFile(file_horizon::Report),
    #[serde(rename = "pairing.make.1")]
    MakePairing(pairing::Make),
    #[serde(rename = "pairing.undo.1")]
    UndoPairing(pairing::Undo),
    #[serde(rename = "pairing.settle_otherwise.1")]
    SettleOtherwise(pairing::SettleOtherwise),
    #[serde(rename = "receipt.import.1")]
    ImportReceipt(receipt::Import),
    #[serde(rename = "receipt.horizon.1")]
    ReportHorizon(receipt::ReportHorizon),
    #[serde(rename = "company.open.1")]
    OpenCompany(company::Open),
    #[serde(rename = "territory.add.1")]
    AddTerritory(territory::Add),
    #[serde(rename = "user.add.1")]
    AddUser(user::Add),
    #[serde(rename = "user.grant.1")]
    GrantTerritory(user::GrantTerritory),
    #[serde(rename = "user.end_grant.1")]
    EndGrant(user::EndGrant),
    #[serde(rename = "user.open.1")]
    OpenUser(user::Open),
    #[serde(rename = "user.change.1")]
    ChangeUser(user::Change),
    #[serde(rename = "user.end.1")]
    EndUser(user::End),
    #[serde(rename = "user.reopen.1")]
    ReopenUser(user::Reopen),
    #[serde(rename = "user.cover.1")]
    CoverTerritory(user::Cover),
    #[serde(rename = "territory.open.1")]
    OpenTerritory(territory::Open),
    #[serde(rename = "territory.end.1")]
    EndTerritory(territory::End),
    #[serde(rename = "territory.reopen.1")]
    ReopenTerritory(territory::Reopen),
    #[serde(rename = "policy.publish.1")]
    PublishPolicy(policy::Publish),
    #[serde(rename = "rate.set.1")]
    SetRate(rate::Set),
    #[serde(rename = "rate.withdraw.1")]
    WithdrawRate(rate::Withdraw),
    #[serde(rename = "saved_view.save.1")]
    SaveView(saved_view::Save),
    #[serde(rename = "saved_view.remove.1")]
    RemoveView(saved_view::Remove),
    #[serde(rename = "saved_view.start.1")]
    StartWithView(saved_view::SetStart),
    #[serde(rename = "letter.put_away.1")]
    PutLetterAway(inbox::PutAway),
    #[serde(rename = "letter.take_back.1")]
    TakeLetterBack(inbox::TakeBack),
}

impl Act {
    /// Whether it is decided by rows that no device holds: a device foresees nothing of it.
    #[must_use]
    pub fn reads_what_no_device_holds(&self) -> bool {
        matches!(self.reads(), Reads::Accounts(_))
    }

    /// Who wins when the world has moved on.
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Act::RecordVisit(_)
            | Act::MakePromise(_)
            | Act::WithdrawPromise(_)
            | Act::TakeFieldReceipt(_)
            | Act::AddAttachment(_) => Class::Fact,
            Act::ChangeCustomer(_)
            | Act::AddContact(_)
            | Act::ChangeContact(_)
            | Act::RemoveContact(_) => Class::Fields,
            Act::RequestCredit(_) | Act::ReviseCreditRequest(_) | Act::WithdrawCreditRequest(_) => {
                Class::Request
            }
            Act::CancelFieldReceipt(_)
            | Act::RemoveAttachment(_)
            | Act::ProposeAccount(_)
            | Act::RemoveAccount(_) => Class::Request,
            Act::ReportArrival(_)
            | Act::SettleAccount(_)
            | Act::BookHandIn(_)
            | Act::GrantCredit(_)
            | Act::DecideCreditRequest(_)
            | Act::ImportCustomer(_)
            | Act::OpenWalkIn(_)
            | Act::AssignTerritory(_)
            | Act::ImportInvoice(_)
            | Act::ImportReceipt(_)
            | Act::SettleAbsent(_)
            | Act::ReportFile(_)
            | Act::MakePairing(_)
            | Act::UndoPairing(_)
            | Act::SettleOtherwise(_)
            | Act::ReportHorizon(_)
            | Act::OpenCompany(_)
            | Act::AddTerritory(_)
            | Act::AddUser(_)
            | Act::GrantTerritory(_)
            | Act::EndGrant(_)
            | Act::OpenUser(_)
            | Act::ChangeUser(_)
            | Act::EndUser(_)
            | Act::ReopenUser(_)
            | Act::CoverTerritory(_)
            | Act::OpenTerritory(_)
            | Act::EndTerritory(_)
            | Act::ReopenTerritory(_)
            | Act::PublishPolicy(_)
            | Act::SetRate(_)
            | Act::WithdrawRate(_)
            | Act::SaveView(_)
            | Act::RemoveView(_)
            | Act::StartWithView(_)
            | Act::PutLetterAway(_)
            | Act::TakeLetterBack(_) => Class::Authority,
        }
    }

    /// The letter it puts away or takes back.
    #[must_use]
    pub fn letter(&self) -> Option<InboxId> {
        match self {
            Act::PutLetterAway(it) => Some(it.letter),
            Act::TakeLetterBack(it) => Some(it.letter),
            _ => None,
        }
    }

    /// What the server loads for it: a whole dossier only where a rule reads one, so that a long
    /// import does not load every open document of every customer again and again.
    #[must_use]
    pub fn reads(&self) -> Reads {
        match self {
            Act::RecordVisit(it) => Reads::Named(vec![it.id.0]),
            Act::AddAttachment(it) => {
                Reads::Named(it.to.row().into_iter().chain([it.id.0]).collect())
            }
            Act::ReportArrival(it) => Reads::Named(vec![it.attachment.0]),
            Act::RemoveAttachment(it) => Reads::Named(vec![it.attachment.0]),
            Act::ProposeAccount(it) => Reads::Accounts(vec![it.id.0]),
            Act::RemoveAccount(it) => Reads::Accounts(vec![it.account.0]),
            Act::SettleAccount(it) => Reads::Accounts(vec![it.account.0]),
            Act::MakePromise(it) => {
                let replaces = it.replaces.map(|it| it.0);
                Reads::Owed([it.id.0].into_iter().chain(replaces).collect())
            }
            Act::WithdrawPromise(it) => Reads::Named(vec![it.promise.0]),
            Act::GrantCredit(_) | Act::OpenWalkIn(_) => Reads::Dossier(vec![]),
            Act::RequestCredit(it) => Reads::Dossier(vec![it.id.0]),
            Act::ReviseCreditRequest(it) => Reads::Dossier(vec![it.request.0]),
            Act::WithdrawCreditRequest(it) => Reads::Dossier(vec![it.request.0]),
            Act::DecideCreditRequest(it) => Reads::Dossier(vec![it.request.0]),
            Act::TakeFieldReceipt(it) => Reads::Dossier(vec![it.id.0]),
            Act::CancelFieldReceipt(it) => Reads::Dossier(vec![it.field_receipt.0]),
            Act::SettleAbsent(it) => Reads::Named(vec![it.invoice.0]),
            Act::MakePairing(it) => Reads::Dossier(vec![it.movement.0, it.with.row()]),
            Act::UndoPairing(it) => Reads::Named(vec![it.pairing.0]),
            Act::SettleOtherwise(it) => Reads::Dossier(vec![it.subject.row()]),
            Act::BookHandIn(it) => {
                let slips = it.slips.iter().map(|it| it.field_receipt.0);
                Reads::Named(slips.chain([it.id.0]).collect())
            }
            Act::ImportInvoice(it) => Reads::Named(vec![it.id().0]),
            Act::ImportReceipt(it) => {
                let mut named: Vec<_> = it.designations.iter().map(|it| it.invoice.0).collect();
                named.push(it.id().0);
                Reads::Named(named)
            }
            Act::ChangeCustomer(_)
            | Act::AddContact(_)
            | Act::ChangeContact(_)
            | Act::RemoveContact(_) => Reads::History,
            Act::ImportCustomer(it) if !it.contacts.is_empty() => Reads::History,
            Act::ImportCustomer(_)
            | Act::AssignTerritory(_)
            | Act::ReportFile(_)
            | Act::ReportHorizon(_)
            | Act::OpenCompany(_)
            | Act::AddTerritory(_)
            | Act::AddUser(_)
            | Act::GrantTerritory(_)
            | Act::EndGrant(_)
            | Act::OpenUser(_)
            | Act::ChangeUser(_)
            | Act::EndUser(_)
            | Act::ReopenUser(_)
            | Act::CoverTerritory(_)
            | Act::OpenTerritory(_)
            | Act::EndTerritory(_)
            | Act::ReopenTerritory(_)
            | Act::PublishPolicy(_)
            | Act::SetRate(_)
            | Act::WithdrawRate(_) => Reads::Named(vec![]),
            Act::SaveView(_) | Act::RemoveView(_) | Act::StartWithView(_) => Reads::SavedViews,
            Act::PutLetterAway(it) => Reads::Letter(it.letter),
            Act::TakeLetterBack(it) => Reads::Letter(it.letter),
        }
    }
}
