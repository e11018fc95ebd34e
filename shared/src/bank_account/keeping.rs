//! Keeping accounts: one of the office proposes, another confirms or keeps what stood.

use super::{
    ACCOUNTS_MAX, AccountField, AccountOf, AccountState, BankAccount, BankAccountRefusal, Propose,
    Remove, Settle, Step, TEXT_MAX, Turn, may_keep, normalised,
};
use crate::{
    calendar::When,
    customer::{Customer, Word},
    dossier::Dossier,
    effects::Effects,
    id::BankAccountId,
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{Caller, Role},
};

impl Propose {
    /// The texts as they are kept: without blanks around them, the number without any.
    ///
    /// # Errors
    /// What cannot stand in its field, the first of the form.
    pub fn well_formed(&self) -> Result<Propose, BankAccountRefusal> {
        let trimmed = |text: &str| text.trim().to_owned();
        let number = normalised(&self.number);
        let (holder, bank, note) =
            (trimmed(&self.holder), trimmed(&self.bank), trimmed(&self.note));
        if holder.is_empty() {
            return Err(BankAccountRefusal::HolderEmpty);
        }
        fits(AccountField::Holder, &holder)?;
        let number = number?;
        if self.of == AccountOf::Customer && number.is_empty() {
            return Err(BankAccountRefusal::NumberEmpty);
        }
        if self.of == AccountOf::Customer && bank.is_empty() {
            return Err(BankAccountRefusal::BankEmpty);
        }
        fits(AccountField::Bank, &bank)?;
        fits(AccountField::Note, &note)?;
        Ok(Propose { id: self.id, of: self.of, holder, number, bank, note })
    }
}

fn fits(field: AccountField, text: &str) -> Result<(), BankAccountRefusal> {
    let (length, most) = (text.chars().count(), TEXT_MAX);
    if most < length {
        return Err(BankAccountRefusal::TooLong { field, length, most });
    }
    Ok(())
}

/// Proposes an account: it counts for nothing until another person has confirmed it. That the same number
/// stands at another customer is no reason to refuse, for one owner has two shops and one group one cash
/// office; it is said in the row, so that the second person reads it too. The same again changes nothing.
///
/// # Errors
/// The caller may not, the form is malformed, or the account stands or waits here already.
pub fn propose(
    it: &Propose,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    let customer = mine_to_keep(command, dossier, caller, when)?;
    if customer.is_walk_in() {
        return Err(BankAccountRefusal::WalkIn.into());
    }
    let it = it.well_formed()?;
    let account = BankAccount {
        id: it.id,
        customer: customer.id,
        of: it.of,
        holder: it.holder.clone(),
        number: it.number.clone(),
        bank: it.bank.clone(),
        note: it.note.clone(),
        also_at: vec![],
        steps: vec![step(Turn::AddProposed, command, caller, when)],
    };
    if let Some(here) = dossier.bank_accounts.get(&account.id) {
        let same = BankAccount { also_at: here.also_at.clone(), ..account.clone() };
        if *here == same {
            return Ok(Effects::nothing());
        }
    }
    let taken = dossier.bank_accounts.contains_key(&account.id);
    if taken || dossier.elsewhere.contains_key(&account.id.0) {
        return Err(BankAccountRefusal::IdTaken { account: account.id }.into());
    }
    here_already(&it, dossier.bank_accounts.values())?;
    if dossier.bank_accounts.values().filter(|it| it.is_open()).nth(ACCOUNTS_MAX - 1).is_some() {
        return Err(BankAccountRefusal::TooMany { most: ACCOUNTS_MAX }.into());
    }
    Ok(written(account, dossier))
}

/// Whether one of these accounts that stand or wait is the one of a form: by the number where both have
/// one; of payers known by name alone, by the name.
///
/// # Errors
/// [`BankAccountRefusal::HereAlready`].
pub fn here_already<'a>(
    new: &Propose,
    known: impl IntoIterator<Item = &'a BankAccount>,
) -> Result<(), BankAccountRefusal> {
    let is_it = |it: &&BankAccount| {
        let same = it.number == new.number && (!new.number.is_empty() || it.holder == new.holder);
        it.is_open() && same
    };
    match known.into_iter().find(is_it) {
        Some(here) => Err(BankAccountRefusal::HereAlready { holder: here.holder.clone() }),
        None => Ok(()),
    }
}

/// Proposes to remove an account; it counts until another person has confirmed. The same again changes
/// nothing.
///
/// # Errors
/// The caller may not, or the account does not stand, or something about it waits.
pub fn remove(
    it: Remove,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    mine_to_keep(command, dossier, caller, when)?;
    let mut account = known(it.account, dossier)?.clone();
    match account.state() {
        AccountState::Stands => {}
        AccountState::Leaving { by, .. } if by == caller.user => return Ok(Effects::nothing()),
        AccountState::Adding { .. } | AccountState::Leaving { .. } => {
            return Err(BankAccountRefusal::WaitsAlready.into());
        }
        AccountState::Gone => return Err(BankAccountRefusal::NotStanding.into()),
    }
    account.steps.push(step(Turn::RemovalProposed, command, caller, when));
    Ok(written(account, dossier))
}

/// The second word, and the first one's own "no".
///
/// Class B, refused when somebody else has spoken since: whoever sits at the desk sees in the next second
/// what stands. The same again changes nothing.
///
/// # Errors
/// The caller may not, or proposed it, or nothing waits, or it is not what was looked at.
pub fn settle(
    it: Settle,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    mine_to_keep(command, dossier, caller, when)?;
    let mut account = known(it.account, dossier)?.clone();
    let (state, said) = (account.state(), account.said());
    if said == it.seen.saturating_add(1) && is_mine(&account, it.word, caller) {
        return Ok(Effects::nothing());
    }
    if said != it.seen {
        return Err(BankAccountRefusal::MovedOn.into());
    }
    let Some(first) = state.first() else { return Err(BankAccountRefusal::NothingWaits.into()) };
    let own = first == caller.user;
    if own && it.word == Word::Yes {
        return Err(BankAccountRefusal::SamePerson.into());
    }
    let adding = matches!(state, AccountState::Adding { .. });
    let turn = match (adding, it.word) {
        (true, Word::Yes) => Turn::Added,
        (true, Word::No) if own => Turn::AddWithdrawn,
        (true, Word::No) => Turn::AddRefused,
        (false, Word::Yes) => Turn::Removed,
        (false, Word::No) if own => Turn::RemovalWithdrawn,
        (false, Word::No) => Turn::RemovalRefused,
    };
    account.steps.push(step(turn, command, caller, when));
    Ok(written(account, dossier))
}

/// Whether the last word about it is the caller's, and this one.
fn is_mine(account: &BankAccount, word: Word, caller: &Caller) -> bool {
    let Some(last) = account.steps.last() else { return false };
    let takes = matches!(last.turn, Turn::Added | Turn::Removed);
    let proposes = matches!(last.turn, Turn::AddProposed | Turn::RemovalProposed);
    last.by == caller.user && !proposes && takes == (word == Word::Yes)
}

/// The row with where else its number stands at this moment.
fn written(account: BankAccount, dossier: &Dossier) -> Effects {
    let elsewhere = dossier.elsewhere.values().filter(|it| match &it.row {
        Row::BankAccount(other) => {
            other.is_open() && !account.number.is_empty() && other.number == account.number
        }
        _ => false,
    });
    let mut also_at: Vec<String> = elsewhere.map(|it| it.code.clone()).collect();
    also_at.sort_unstable();
    also_at.dedup();
    Effects::write(Row::BankAccount(BankAccount { also_at, ..account }))
}

fn step(turn: Turn, command: &Command, caller: &Caller, when: When) -> Step {
    Step { turn, by: caller.user, on: when.acted_on, at: command.captured_at }
}

fn known(account: BankAccountId, dossier: &Dossier) -> Result<&BankAccount, BankAccountRefusal> {
    dossier.bank_accounts.get(&account).ok_or(BankAccountRefusal::Unknown { account })
}

/// The customer, where the caller is one of those who keep accounts and reads it.
fn mine_to_keep<'a>(
    command: &Command,
    dossier: &'a Dossier,
    caller: &Caller,
    when: When,
) -> Result<&'a Customer, Refusal> {
    let customer = dossier.known_customer(command.customer)?;
    if !may_keep(caller) {
        return Err(Refusal::NotPermitted { needs: Role::Finance });
    }
    if !caller.reach(when.today).covers(customer.territory) {
        return Err(Refusal::NotYours { customer: Some(customer.id) });
    }
    Ok(customer)
}
