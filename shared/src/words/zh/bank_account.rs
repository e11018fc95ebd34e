//! Bank accounts in Chinese: whose they are, what was said about them, and what was not taken.

use crate::bank_account::{
    AccountField, AccountOf, AccountState, BankAccountRefusal, NUMBER_LEAST, NUMBER_MOST, Turn,
};

pub fn account_of(it: AccountOf) -> &'static str {
    match it {
        AccountOf::Customer => "客户账户",
        AccountOf::Payer => "代付方",
    }
}

pub fn account_state(it: AccountState) -> &'static str {
    match it {
        AccountState::Adding { .. } => "新增待第二人确认",
        AccountState::Stands => "已生效",
        AccountState::Leaving { .. } => "移除待第二人确认",
        AccountState::Gone => "不再使用",
    }
}

pub fn account_turn(it: Turn) -> &'static str {
    match it {
        Turn::AddProposed => "提出新增",
        Turn::Added => "确认新增",
        Turn::AddRefused => "未同意新增",
        Turn::AddWithdrawn => "撤回新增",
        Turn::RemovalProposed => "提出移除",
        Turn::Removed => "确认移除",
        Turn::RemovalRefused => "保留不移除",
        Turn::RemovalWithdrawn => "撤回移除",
    }
}

fn field(it: AccountField) -> &'static str {
    match it {
        AccountField::Holder => "户名",
        AccountField::Bank => "开户行",
        AccountField::Note => "说明",
    }
}

pub fn refusal(it: &BankAccountRefusal) -> String {
    match it {
        BankAccountRefusal::HolderEmpty => "没有填户名。请按银行流水上的付款户名填。".to_owned(),
        BankAccountRefusal::NumberEmpty => format!(
            "客户自己的账户要有账号。请填{NUMBER_LEAST}到{NUMBER_MOST}位；只知道户名的，按代付方登记。"
        ),
        BankAccountRefusal::BankEmpty => {
            "没有填开户行。请填到支行，如工商银行福州鼓楼支行。".to_owned()
        }
        BankAccountRefusal::TooLong { field: it, length, most } => {
            format!("{}有{length}个字，最多{most}个字。请改短些。", field(*it))
        }
        BankAccountRefusal::NumberMalformed { sign } => {
            format!("账号里不能有“{sign}”。请只填数字和字母，空格和短横可以留着。")
        }
        BankAccountRefusal::NumberLength { length, least, most } => {
            format!("账号有{length}位，要{least}到{most}位。请对照开户许可证或银行流水再填。")
        }
        BankAccountRefusal::HereAlready { holder } => {
            format!("这个账户已登记在本客户名下，户名{holder}。要改户名，请先移除再新增。")
        }
        BankAccountRefusal::TooMany { most } => {
            format!("一家客户最多登记{most}个账户。请先移除不用的。")
        }
        BankAccountRefusal::IdTaken { .. } => {
            "这个编号已用于另一个账户，那个账户没有变动。请重新登记。".to_owned()
        }
        BankAccountRefusal::Unknown { .. } => "找不到这个账户。请刷新客户档案再看。".to_owned(),
        BankAccountRefusal::NotStanding => "这个账户已经不在用，不用再移除。".to_owned(),
        BankAccountRefusal::WaitsAlready => {
            "这个账户正等第二人确认。请先确认、保留或撤回，再提出移除。".to_owned()
        }
        BankAccountRefusal::NothingWaits => "这个账户没有等待确认的变动。请刷新再看。".to_owned(),
        BankAccountRefusal::SamePerson => {
            "提出的人不能自己确认。请另一位信控、应收会计、区域经理或管理员确认，或自己撤回。"
                .to_owned()
        }
        BankAccountRefusal::WalkIn => {
            "散客没有自己的账户，登记后别人的钱会认错。请先给这位客户单独建档。".to_owned()
        }
        BankAccountRefusal::MovedOn => {
            "在你打开之后，别人已经处理过这个账户。请看现在的状态再决定。".to_owned()
        }
    }
}
