//! What a command does to rows, as far as it is plain from the command alone.

use uuid::Uuid;

use super::Act;

impl Act {
    /// The row whose id the device drew with the command, if it makes one.
    #[must_use]
    pub fn first_row(&self) -> Option<Uuid> {
        match self {
            Act::RecordVisit(it) => Some(it.id.0),
            Act::MakePromise(it) => Some(it.id.0),
            Act::TakeFieldReceipt(it) => Some(it.id.0),
            Act::AddAttachment(it) => Some(it.id.0),
            Act::ProposeAccount(it) => Some(it.id.0),
            Act::BookHandIn(it) => Some(it.id.0),
            Act::RequestCredit(it) => Some(it.id.0),
            // Inside of the customer's row, and drawn all the same.
            Act::AddContact(it) => Some(it.id.0),
            // Inside of its holder's row.
            Act::SaveView(it) => Some(it.id.0),
            Act::CancelFieldReceipt(_)
            | Act::ReportArrival(_)
            | Act::RemoveAttachment(_)
            | Act::RemoveAccount(_)
            | Act::SettleAccount(_)
            | Act::WithdrawPromise(_)
            | Act::ChangeCustomer(_)
            | Act::ChangeContact(_)
            | Act::RemoveContact(_)
            | Act::GrantCredit(_)
            | Act::ReviseCreditRequest(_)
            | Act::WithdrawCreditRequest(_)
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
            | Act::RemoveView(_)
            | Act::StartWithView(_)
            | Act::PutLetterAway(_)
            | Act::TakeLetterBack(_) => None,
        }
    }

    /// Whether it ends something of a customer for good: played again, it changes nothing.
    #[must_use]
    pub fn ends_for_good(&self) -> bool {
        match self {
            Act::WithdrawPromise(_)
            | Act::CancelFieldReceipt(_)
            | Act::RemoveAttachment(_)
            | Act::WithdrawCreditRequest(_) => true,
            Act::RecordVisit(_)
            | Act::MakePromise(_)
            | Act::TakeFieldReceipt(_)
            | Act::AddAttachment(_)
            | Act::ProposeAccount(_)
            | Act::BookHandIn(_)
            | Act::RequestCredit(_)
            | Act::AddContact(_)
            | Act::SaveView(_)
            | Act::ReportArrival(_)
            | Act::RemoveAccount(_)
            | Act::SettleAccount(_)
            | Act::ChangeCustomer(_)
            | Act::ChangeContact(_)
            | Act::RemoveContact(_)
            | Act::GrantCredit(_)
            | Act::ReviseCreditRequest(_)
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
            | Act::RemoveView(_)
            | Act::StartWithView(_)
            | Act::PutLetterAway(_)
            | Act::TakeLetterBack(_) => false,
        }
    }
}
