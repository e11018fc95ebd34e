//! Samples of bank accounts.

use shared::{
    bank_account::{
        AccountField, AccountOf, BankAccount, BankAccountRefusal, Propose, Remove, Settle, Step,
        Turn,
    },
    calendar::Instant,
    customer::Word,
    id::BankAccountId,
    refusal::Refusal,
    row::Row,
    sync::Act,
};

use super::{customer_id, day, id, user_id};

fn account() -> BankAccountId {
    BankAccountId(id(41))
}

pub fn acts() -> Vec<Act> {
    vec![
        Act::ProposeAccount(Propose {
            id: account(),
            of: AccountOf::Payer,
            holder: "王秀英".to_owned(),
            number: "6222 0214 0201 3456 789".to_owned(),
            bank: "工商银行福州鼓楼支行".to_owned(),
            note: "老板娘".to_owned(),
        }),
        Act::RemoveAccount(Remove { account: account() }),
        Act::SettleAccount(Settle { account: account(), seen: 1, word: Word::Yes }),
    ]
}

pub fn row() -> Row {
    let step = |turn, on| Step { turn, by: user_id(), on: day(on), at: Instant(1_795_000_000_000) };
    Row::BankAccount(BankAccount {
        id: account(),
        customer: customer_id(),
        of: AccountOf::Payer,
        holder: "王秀英".to_owned(),
        number: "6222021402013456789".to_owned(),
        bank: "工商银行福州鼓楼支行".to_owned(),
        note: "老板娘".to_owned(),
        also_at: vec!["0200769624".to_owned()],
        steps: vec![step(Turn::AddProposed, "2026-11-18"), step(Turn::Added, "2026-11-19")],
    })
}

pub fn refusals() -> Vec<Refusal> {
    let account = account();
    [
        BankAccountRefusal::HolderEmpty,
        BankAccountRefusal::NumberEmpty,
        BankAccountRefusal::BankEmpty,
        BankAccountRefusal::TooLong { field: AccountField::Bank, length: 101, most: 100 },
        BankAccountRefusal::NumberMalformed { sign: "*".to_owned() },
        BankAccountRefusal::NumberLength { length: 7, least: 8, most: 32 },
        BankAccountRefusal::HereAlready { holder: "王秀英".to_owned() },
        BankAccountRefusal::TooMany { most: 50 },
        BankAccountRefusal::IdTaken { account },
        BankAccountRefusal::Unknown { account },
        BankAccountRefusal::NotStanding,
        BankAccountRefusal::WaitsAlready,
        BankAccountRefusal::NothingWaits,
        BankAccountRefusal::SamePerson,
        BankAccountRefusal::MovedOn,
        BankAccountRefusal::WalkIn,
    ]
    .map(Refusal::from)
    .into()
}
