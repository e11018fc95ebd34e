//! The one decision: unchanged in the browser, on the server and in the simulator.

use crate::{
    attachment,
    calendar::When,
    company, contact, credit, customer,
    dossier::Dossier,
    effects::Effects,
    field_receipt, file_horizon, hand_in, invoice, movement, pairing,
    policy::{self, Policy},
    promise, rate, receipt,
    refusal::Refusal,
    saved_view,
    sync::{Act, Command},
    territory,
    user::{self, Caller},
    visit,
};

/// Decides a command on a dossier: what it writes, or why it is refused.
///
/// # Errors
/// The [`Refusal`] to show to whoever asked.
pub fn decide(
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    match &command.act {
        Act::RecordVisit(it) => visit::record(it, command, dossier, caller, when),
        Act::AddAttachment(it) => attachment::add(it, command, dossier, caller, when),
        Act::ReportArrival(it) => attachment::arrive(*it, dossier, caller),
        Act::RemoveAttachment(it) => attachment::remove(*it, dossier, caller, when),
        Act::MakePromise(it) => promise::make(it, command, dossier, caller, policy, when),
        Act::WithdrawPromise(it) => promise::withdraw(it, command, dossier, caller, when),
        Act::GrantCredit(it) => credit::grant(it, command.customer, dossier, caller, when),
        Act::RequestCredit(it) => credit::request(it, command, dossier, caller, when),
        Act::ReviseCreditRequest(it) => credit::revise(it, command, dossier, caller, when),
        Act::WithdrawCreditRequest(it) => credit::withdraw(it, command, dossier, caller, when),
        Act::DecideCreditRequest(it) => credit::decide(it, command, dossier, caller, when),
        Act::ImportCustomer(it) => customer::import(it, command, dossier, caller, when),
        Act::ChangeCustomer(it) => customer::change(it, command, dossier, caller, when),
        Act::AddContact(it) => contact::add(it, command, dossier, caller, when),
        Act::ChangeContact(it) => contact::change(it, command, dossier, caller, when),
        Act::RemoveContact(it) => contact::remove(it, command, dossier, caller, when),
        Act::TakeFieldReceipt(it) => {
            field_receipt::take(it, command, dossier, caller, policy, when)
        }
        Act::CancelFieldReceipt(it) => {
            field_receipt::cancel(it, command, dossier, caller, policy, when)
        }
        Act::BookHandIn(it) => hand_in::book(it, command, dossier, caller, policy, when),
        Act::AssignTerritory(it) => customer::assign(it, command.customer, dossier, caller),
        Act::ImportInvoice(it) => invoice::import(it, command, dossier, caller, policy, when),
        Act::ImportReceipt(it) => receipt::import(it, command, dossier, caller, policy, when),
        Act::SettleAbsent(it) => {
            movement::settle_absent(it, command.op_id, dossier, caller, policy, when)
        }
        Act::ReportFile(it) => file_horizon::report(it, dossier, caller, when.today),
        Act::MakePairing(it) => pairing::make(it, command, dossier, caller, when),
        Act::UndoPairing(it) => pairing::undo(it, command, dossier, caller, policy, when),
        Act::SettleOtherwise(it) => pairing::settle_otherwise(it, command, dossier, caller, when),
        Act::ReportHorizon(it) => receipt::report_horizon(it, dossier, caller),
        Act::OpenCompany(it) => company::open(it, dossier, caller),
        Act::AddTerritory(it) => territory::add(it, dossier, caller),
        Act::AddUser(it) => user::add(it, dossier, caller),
        Act::GrantTerritory(it) => user::grant(it, command.op_id, dossier, caller),
        Act::EndGrant(it) => user::end_grant(it, dossier, caller),
        Act::OpenUser(it) => user::open(it, dossier, caller),
        Act::ChangeUser(it) => user::change(it, dossier, caller),
        Act::EndUser(it) => user::end(it, dossier, caller, when),
        Act::ReopenUser(it) => user::reopen(it, dossier, caller),
        Act::CoverTerritory(it) => user::cover(it, command.op_id, dossier, caller),
        Act::OpenTerritory(it) => territory::open(it, dossier, caller),
        Act::EndTerritory(it) => territory::end(it, dossier, caller, when),
        Act::ReopenTerritory(it) => territory::reopen(it, dossier, caller),
        Act::PublishPolicy(it) => policy::publish(it, dossier, caller),
        Act::SetRate(it) => rate::set(it, dossier, caller, policy, when),
        Act::WithdrawRate(it) => rate::withdraw(it, dossier, caller, when),
        Act::SaveView(it) => saved_view::save(it, dossier, caller),
        Act::RemoveView(it) => saved_view::remove(it, dossier, caller),
        Act::StartWithView(it) => saved_view::set_start(it, dossier, caller),
    }
}
