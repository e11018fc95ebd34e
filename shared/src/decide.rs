//! The one decision: unchanged in the browser, on the server and in the simulator.

use crate::{
    attachment, bank_account,
    calendar::When,
    company, contact, credit, customer,
    dossier::Dossier,
    effects::{Effects, Why},
    field_receipt, file_horizon, hand_in, inbox, invoice, movement, pairing,
    policy::{self, Policy},
    promise, rate, receipt,
    refusal::Refusal,
    saved_view,
    sync::{Act, Class, Command},
    territory,
    user::{self, Caller},
    visit,
};

/// Decides a command by the policy of its day: facts and fields by the version of the day on which the
/// person acted, everything else by the one in force. What happened by the version that its author had is
/// taken although the right one is against it, and looked at: nobody reads a policy without a network.
///
/// # Errors
/// The [`Refusal`] to show to whoever asked.
pub fn decide_by_day(
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let policy = policy_of(command, dossier, when);
    let refusal = match decide(command, dossier, caller, &policy, when) {
        Err(refusal) if command.act.class() == Class::Fact => refusal,
        decided => return decided,
    };
    let seen = dossier.register.policies.get(&command.policy);
    let older = |it: &&Policy| it.version < policy.version && it.valid_from <= when.acted_on;
    let Some(seen) = seen.filter(older) else { return Err(refusal) };
    let mut effects = decide(command, dossier, caller, seen, when).map_err(|_| refusal)?;
    let changed = Why::PolicyChanged { seen: seen.version, now: policy.version };
    effects.review = effects.review.or(Some(changed));
    Ok(effects)
}

/// The version that judges a command.
fn policy_of(command: &Command, dossier: &Dossier, when: When) -> Policy {
    dossier.register.policy_on(command.act.class().judged_on(when))
}

/// Decides again what the server has taken of a customer, now or in an earlier life, to show it until its
/// rows are here. The one thing that a policy refuses there is how far ahead a promise is dated, and by
/// which policy the server judged that is not known here.
///
/// # Errors
/// Something else is against it, as the row that is here already.
pub fn decide_taken(
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let policy = policy_of(command, dossier, when).taking_any_promise();
    decide(command, dossier, caller, &policy, when)
}

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
        Act::ProposeAccount(it) => bank_account::propose(it, command, dossier, caller, when),
        Act::RemoveAccount(it) => bank_account::remove(*it, command, dossier, caller, when),
        Act::SettleAccount(it) => bank_account::settle(*it, command, dossier, caller, when),
        Act::MakePromise(it) => promise::make(it, command, dossier, caller, policy, when),
        Act::WithdrawPromise(it) => promise::withdraw(it, command, dossier, caller, when),
        Act::GrantCredit(it) => credit::grant(it, command.customer, dossier, caller, when),
        Act::RequestCredit(it) => credit::request(it, command, dossier, caller, when),
        Act::ReviseCreditRequest(it) => credit::revise(it, command, dossier, caller, when),
        Act::WithdrawCreditRequest(it) => credit::withdraw(it, command, dossier, caller, when),
        Act::DecideCreditRequest(it) => credit::decide(it, command, dossier, caller, when),
        Act::ImportCustomer(it) => customer::import(it, command, dossier, caller, when),
        Act::OpenWalkIn(it) => customer::open_walk_in(it, dossier, caller, when),
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
        Act::PutLetterAway(it) => Ok(inbox::put_away(it, dossier, caller, when)),
        Act::TakeLetterBack(it) => Ok(inbox::take_back(*it, dossier, caller)),
    }
}
