//! Bank accounts in English: whose they are, what was said about them, and what was not taken.

use crate::bank_account::{
    AccountField, AccountOf, AccountState, BankAccountRefusal, NUMBER_LEAST, NUMBER_MOST, Turn,
};

pub fn account_of(it: AccountOf) -> &'static str {
    match it {
        AccountOf::Customer => "customer's account",
        AccountOf::Payer => "third-party payer",
    }
}

pub fn account_state(it: AccountState) -> &'static str {
    match it {
        AccountState::Adding { .. } => "to be added, waits for a second person",
        AccountState::Stands => "stands",
        AccountState::Leaving { .. } => "to be removed, waits for a second person",
        AccountState::Gone => "not used any more",
    }
}

pub fn account_turn(it: Turn) -> &'static str {
    match it {
        Turn::AddProposed => "proposed",
        Turn::Added => "confirmed",
        Turn::AddRefused => "not taken",
        Turn::AddWithdrawn => "proposal taken back",
        Turn::RemovalProposed => "removal proposed",
        Turn::Removed => "removal confirmed",
        Turn::RemovalRefused => "kept",
        Turn::RemovalWithdrawn => "removal taken back",
    }
}

fn field(it: AccountField) -> &'static str {
    match it {
        AccountField::Holder => "holder",
        AccountField::Bank => "bank",
        AccountField::Note => "note",
    }
}

pub fn refusal(it: &BankAccountRefusal) -> String {
    match it {
        BankAccountRefusal::HolderEmpty => {
            "There is no holder. Give the payer's name as bank statements print it.".to_owned()
        }
        BankAccountRefusal::NumberEmpty => format!(
            "The customer's own account needs its number. Give {NUMBER_LEAST} to {NUMBER_MOST} signs; \
             where only the name is known, record a third-party payer."
        ),
        BankAccountRefusal::BankEmpty => "There is no bank. Give it with its branch.".to_owned(),
        BankAccountRefusal::TooLong { field: it, length, most } => {
            format!("The {} has {length} characters, {most} at most. Shorten it.", field(*it))
        }
        BankAccountRefusal::NumberMalformed { sign } => format!(
            "“{sign}” stands in no account number. Use digits and letters; blanks and hyphens may stay."
        ),
        BankAccountRefusal::NumberLength { length, least, most } => format!(
            "The number has {length} signs, {least} to {most} are right. Compare it with a bank statement."
        ),
        BankAccountRefusal::HereAlready { holder } => format!(
            "This account is recorded at this customer already, held by {holder}. To change the holder, \
             remove it and add it again."
        ),
        BankAccountRefusal::TooMany { most } => {
            format!("A customer has {most} accounts at most. Remove those not used any more.")
        }
        BankAccountRefusal::IdTaken { .. } => {
            "Another account already carries this id and was not \
            touched. Record this one anew."
                .to_owned()
        }
        BankAccountRefusal::Unknown { .. } => {
            "This account is not here. Open the customer's file again.".to_owned()
        }
        BankAccountRefusal::NotStanding => {
            "This account is not used any more; there is nothing to remove.".to_owned()
        }
        BankAccountRefusal::WaitsAlready => {
            "This account waits for a second person. Confirm, keep or \
            take that back first."
                .to_owned()
        }
        BankAccountRefusal::NothingWaits => {
            "Nothing about this account waits any more. Look at it again.".to_owned()
        }
        BankAccountRefusal::SamePerson => {
            "Who proposes does not confirm. Another controller, accountant, \
            manager or administrator confirms it, or you take it back."
                .to_owned()
        }
        BankAccountRefusal::WalkIn => {
            "The walk-in account has no bank account: others' money would be taken for \
            its own. Give this customer a file first."
                .to_owned()
        }
        BankAccountRefusal::MovedOn => {
            "Somebody else has decided about this account since you opened it. \
            Look at what stands now."
                .to_owned()
        }
    }
}
