//! A bank account being recorded.

use serde::{Deserialize, Serialize};
use shared::{
    bank_account::{
        AccountField, AccountOf, BankAccount, BankAccountRefusal, Propose, here_already,
    },
    id::BankAccountId,
    refusal::Refusal,
    sync::Act,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    pub of: AccountOf,
    pub holder: String,
    pub number: String,
    pub bank: String,
    pub note: String,
}

/// What is missing before the form is a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Holder,
    Number,
    Bank,
}

/// An input of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    Holder,
    Number,
    Bank,
    Note,
}

impl AccountDraft {
    /// Most accounts are the customer's own, in its own name.
    #[must_use]
    pub fn of(holder: &str) -> AccountDraft {
        let (holder, empty) = (holder.to_owned(), String::new);
        AccountDraft {
            of: AccountOf::Customer,
            holder,
            number: empty(),
            bank: empty(),
            note: empty(),
        }
    }

    /// What came back, to be sent again.
    #[must_use]
    pub fn again(act: &Act) -> Option<AccountDraft> {
        let Act::ProposeAccount(it) = act else { return None };
        let it = it.clone();
        let Propose { of, holder, number, bank, note, .. } = it;
        Some(AccountDraft { of, holder, number, bank, note })
    }

    fn form(&self, id: BankAccountId) -> Propose {
        Propose {
            id,
            of: self.of,
            holder: self.holder.clone(),
            number: self.number.clone(),
            bank: self.bank.clone(),
            note: self.note.clone(),
        }
    }

    /// What is missing, the first of the form.
    #[must_use]
    pub fn missing(&self, id: BankAccountId) -> Option<Missing> {
        match self.form(id).well_formed() {
            Err(BankAccountRefusal::HolderEmpty) => Some(Missing::Holder),
            Err(BankAccountRefusal::NumberEmpty) => Some(Missing::Number),
            Err(BankAccountRefusal::BankEmpty) => Some(Missing::Bank),
            _ => None,
        }
    }

    /// The command; none while something is missing.
    #[must_use]
    pub fn act(&self, id: BankAccountId) -> Option<Act> {
        let form = self.missing(id).is_none().then(|| self.form(id))?;
        Some(Act::ProposeAccount(form.well_formed().unwrap_or(form)))
    }

    /// What the rule says against what was typed, where nothing is missing; the accounts are those
    /// that are shown.
    #[must_use]
    pub fn malformed<'a>(
        &self,
        id: BankAccountId,
        known: impl IntoIterator<Item = &'a BankAccount>,
    ) -> Option<Refusal> {
        if self.missing(id).is_some() {
            return None;
        }
        let refusal = match self.form(id).well_formed() {
            Err(refusal) => Some(refusal),
            Ok(form) => here_already(&form, known).err(),
        };
        refusal.map(Refusal::BankAccount)
    }
}

/// The input a refusal is about; none when it is about the whole form.
#[must_use]
pub fn input_of(refusal: &Refusal) -> Option<Input> {
    let Refusal::BankAccount(refusal) = refusal else { return None };
    match refusal {
        BankAccountRefusal::HolderEmpty => Some(Input::Holder),
        BankAccountRefusal::NumberEmpty
        | BankAccountRefusal::NumberMalformed { .. }
        | BankAccountRefusal::NumberLength { .. }
        | BankAccountRefusal::HereAlready { .. } => Some(Input::Number),
        BankAccountRefusal::BankEmpty => Some(Input::Bank),
        BankAccountRefusal::TooLong { field, .. } => Some(match field {
            AccountField::Holder => Input::Holder,
            AccountField::Bank => Input::Bank,
            AccountField::Note => Input::Note,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> BankAccountId {
        BankAccountId(shared::id::derived("bank_account", &["1"]))
    }

    #[test]
    fn the_form_says_what_is_missing_and_then_what_is_wrong() {
        let mut draft = AccountDraft::of("");
        assert_eq!(draft.missing(id()), Some(Missing::Holder));
        draft.holder = "宏盛".to_owned();
        assert_eq!(draft.missing(id()), Some(Missing::Number));
        draft.number = "6222 0214".to_owned();
        assert_eq!(draft.missing(id()), Some(Missing::Bank));
        draft.bank = "工行".to_owned();
        let Some(Act::ProposeAccount(form)) = draft.act(id()) else { panic!("{draft:?}") };
        assert_eq!(form.number, "62220214", "as it will stand");
        draft.number = "6222".to_owned();
        let refusal = draft.malformed(id(), []).unwrap();
        assert_eq!(input_of(&refusal), Some(Input::Number));
        let payer = AccountDraft { of: AccountOf::Payer, ..AccountDraft::of("王秀英") };
        assert_eq!(payer.missing(id()), None, "of a payer the name will do");
        let act = payer.act(id()).unwrap();
        assert_eq!(AccountDraft::again(&act), Some(payer));
    }
}
