//! Bank accounts 银行账户 of a customer: its own, and those of others who pay for it 代付方. Two people of
//! the office add and remove one; no phone ever holds them.

mod keeping;
mod number;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Instant},
    customer::Word,
    id::{BankAccountId, CustomerId, UserId},
    user::{Caller, Role},
};

pub use keeping::{here_already, propose, remove, settle};
pub use number::{NUMBER_LEAST, NUMBER_MOST, grouped, normalised};

/// The longest name of a holder, a bank and a note, in characters.
pub const TEXT_MAX: usize = 100;
/// Accounts of one customer that stand or wait, at most.
pub const ACCOUNTS_MAX: usize = 50;

/// An account as it was proposed, with every word that was said about it. One that was removed stays as
/// history; the same account again is another row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    pub id: BankAccountId,
    pub customer: CustomerId,
    pub of: AccountOf,
    /// 户名: under which the bank leads it, and how a statement's line calls the payer.
    pub holder: String,
    /// Without blanks; empty where of a payer only the name is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// 开户行.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bank: String,
    /// Why somebody else pays, as far as anybody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Codes of other customers at which the same number stood or waited when it was last spoken about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_at: Vec<String>,
    /// First first; the last says where it stands.
    pub steps: Vec<Step>,
}

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountOf {
    /// 客户账户.
    Customer,
    /// 代付方: somebody else, who pays for the customer.
    Payer,
}

impl AccountOf {
    pub const ALL: [AccountOf; 2] = [AccountOf::Customer, AccountOf::Payer];
}

/// One word about an account: who said it, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub turn: Turn,
    pub by: UserId,
    pub on: Day,
    /// By the clock of the device; for reading, never for order.
    pub at: Instant,
}

/// What a word about an account came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It is to be added, and waits for a second person.
    AddProposed,
    Added,
    /// A second person kept it out.
    AddRefused,
    /// Its author took it back.
    AddWithdrawn,
    /// It stands, is to be removed, and that waits for a second person.
    RemovalProposed,
    Removed,
    /// A second person let it stand.
    RemovalRefused,
    RemovalWithdrawn,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// 待第二人确认, to be added: counts for nothing yet.
    Adding {
        by: UserId,
        on: Day,
    },
    Stands,
    /// It stands until a second person confirms that it goes.
    Leaving {
        by: UserId,
        on: Day,
    },
    /// It was removed, or never came to stand.
    Gone,
}

impl AccountState {
    /// The name in queries and columns.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AccountState::Adding { .. } => "adding",
            AccountState::Stands => "stands",
            AccountState::Leaving { .. } => "leaving",
            AccountState::Gone => "gone",
        }
    }

    /// Who said the first word, where a second is waited for.
    #[must_use]
    pub fn first(self) -> Option<UserId> {
        match self {
            AccountState::Adding { by, .. } | AccountState::Leaving { by, .. } => Some(by),
            AccountState::Stands | AccountState::Gone => None,
        }
    }
}

impl BankAccount {
    #[must_use]
    pub fn state(&self) -> AccountState {
        let Some(last) = self.steps.last() else { return AccountState::Gone };
        let (by, on) = (last.by, last.on);
        match last.turn {
            Turn::AddProposed => AccountState::Adding { by, on },
            Turn::Added | Turn::RemovalRefused | Turn::RemovalWithdrawn => AccountState::Stands,
            Turn::RemovalProposed => AccountState::Leaving { by, on },
            Turn::AddRefused | Turn::AddWithdrawn | Turn::Removed => AccountState::Gone,
        }
    }

    /// Whether it counts: two people have said that it does, and not yet that it goes.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.state(), AccountState::Stands | AccountState::Leaving { .. })
    }

    /// Whether it stands or waits.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state() != AccountState::Gone
    }

    /// How many words were said about it: the next speaks of what the last one left.
    #[must_use]
    pub fn said(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    /// The account as far as somebody may see it.
    #[must_use]
    pub fn seen_with(mut self, sight: Sight) -> Option<BankAccount> {
        match sight {
            Sight::Nothing => return None,
            Sight::Tail => self.number = number::tail(&self.number),
            Sight::Whole => {}
        }
        Some(self)
    }
}

/// How much of a number somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Not even that there is one.
    Nothing,
    /// Its last digits.
    Tail,
    Whole,
}

impl Sight {
    /// Reps see nothing; the order desk enough to tell accounts apart; whoever works with money, decides
    /// about credit or audits, all of it.
    #[must_use]
    pub fn of(caller: &Caller) -> Sight {
        const WHOLE: [Role; 7] = [
            Role::Controller,
            Role::Finance,
            Role::Cashier,
            Role::Manager,
            Role::Approver,
            Role::Admin,
            Role::Auditor,
        ];
        if WHOLE.iter().any(|it| caller.has(*it)) {
            Sight::Whole
        } else if caller.has(Role::OrderDesk) {
            Sight::Tail
        } else {
            Sight::Nothing
        }
    }
}

/// Whether a caller proposes and confirms: credit control, the accountant, the manager of the territory,
/// administrators. A cashier books the money, and so does not say whose account it came from.
#[must_use]
pub fn may_keep(caller: &Caller) -> bool {
    [Role::Controller, Role::Finance, Role::Manager, Role::Admin].iter().any(|it| caller.has(*it))
}

/// The command that proposes an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Propose {
    pub id: BankAccountId,
    pub of: AccountOf,
    pub holder: String,
    /// As typed; blanks and hyphens go.
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub bank: String,
    #[serde(default)]
    pub note: String,
}

/// The command that proposes to remove an account that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub account: BankAccountId,
}

/// The command that says the second word, or takes the first one back. It speaks of what its author saw:
/// of no other proposal that has come since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settle {
    pub account: BankAccountId,
    /// How many words had been said about it.
    pub seen: u32,
    #[serde(rename = "takes")]
    pub word: Word,
}

/// A text of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountField {
    Holder,
    Bank,
    Note,
}

/// Why a command about an account was refused. None repeats a number: refusals go where letters go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum BankAccountRefusal {
    HolderEmpty,
    /// The customer's own account needs one; of a payer the name may be all that is known.
    NumberEmpty,
    BankEmpty,
    TooLong {
        field: AccountField,
        length: usize,
        most: usize,
    },
    /// A sign that no account number has.
    NumberMalformed {
        sign: String,
    },
    NumberLength {
        length: usize,
        least: usize,
        most: usize,
    },
    /// The same account stands or waits at this customer.
    HereAlready {
        holder: String,
    },
    TooMany {
        most: usize,
    },
    /// Another row already carries this id, here or with another customer.
    IdTaken {
        account: BankAccountId,
    },
    Unknown {
        account: BankAccountId,
    },
    /// It is gone already, or never stood.
    NotStanding,
    /// Something about it waits for a second person: that comes first.
    WaitsAlready,
    /// Nothing about it waits.
    NothingWaits,
    /// Who proposes does not confirm.
    SamePerson,
    /// Others have spoken about it since it was looked at.
    MovedOn,
    /// Whoever comes has no account here.
    WalkIn,
}
