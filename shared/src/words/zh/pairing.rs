//! Matching money in Chinese: what a movement is, what does not fit, and refusals.

use super::day;
use crate::{
    movement::Direction,
    pairing::{Otherwise, PairingRefusal},
    reconciliation::Finding,
    words::amount,
};

pub fn direction(it: Direction) -> &'static str {
    match it {
        Direction::SettledElsewhere => "外部核销",
        Direction::SettledBefore => "期初已核销",
        Direction::ReopenedElsewhere => "外部反核销",
    }
}

pub fn otherwise(it: Otherwise) -> &'static str {
    match it {
        Otherwise::Return => "销退",
        Otherwise::Allowance => "折让",
        Otherwise::Rebate => "返利",
        Otherwise::PriceDifference => "价差",
        Otherwise::Contra => "对冲",
        Otherwise::WriteOff => "坏账核销",
        Otherwise::Other => "其他",
    }
}

pub fn finding(it: Finding) -> &'static str {
    match it {
        Finding::Promised => "承诺对照",
        Finding::SlipKept => "凭条逾期未交款",
        Finding::ReportedOnly => "报已付未到账",
        Finding::MovementAlone => "外部核销无对应收款",
        Finding::Unannounced => "无承诺无凭条的到账",
        Finding::OfNobody => "无客户收款",
    }
}

pub fn finding_reason(it: Finding) -> &'static str {
    match it {
        Finding::Promised => "客户的承诺，和为它到的钱",
        Finding::SlipKept => "现金或票据超过信用政策的天数还没有交款入账",
        Finding::ReportedOnly => "业务员报已付，账上没有到钱",
        Finding::MovementAlone => "文件里已核销，这里没有对应的收款或凭条",
        Finding::Unannounced => "账上到了钱，没有承诺、凭条或外部核销与它对应",
        Finding::OfNobody => "账上到了钱，还不知道是哪家客户的",
    }
}

pub fn refusal(it: &PairingRefusal) -> String {
    match it {
        PairingRefusal::UnknownMovement { .. } => "这里没有这笔外部核销。请刷新后再看。".to_owned(),
        PairingRefusal::UnknownCounterpart => {
            "这家客户没有这笔收款或凭条。请刷新后另选一笔。".to_owned()
        }
        PairingRefusal::UnknownPairing { .. } => "这里没有这个对应。请刷新后再看。".to_owned(),
        PairingRefusal::PairedAlready { number } => {
            format!("应收单{number}的这笔外部核销已全部有对应。要改，请先撤销原来的对应。")
        }
        PairingRefusal::MoneyUsedUp { number } => {
            format!("收款{number}已没有余下的金额。请另选一笔，或先撤销它的对应。")
        }
        PairingRefusal::OtherCompany { number } => {
            format!("应收单{number}属于另一个账套。请选同一账套的收款。")
        }
        PairingRefusal::OtherCurrency { number, movement, money } => format!(
            "应收单{number}核销的是{}，这笔钱是{}，币种不同。请选同币种的收款。",
            amount(*movement),
            amount(*money)
        ),
        PairingRefusal::SlipCancelled { slip } => {
            format!("凭条{slip}已作废。请另选一笔。")
        }
        PairingRefusal::NotByHand => {
            "这个对应来自文件的反核销，不能手工撤销。请核对文件。".to_owned()
        }
        PairingRefusal::UndoneAlready { on } => {
            format!("这个对应已在{}撤销，不用再撤销。", day(*on))
        }
        PairingRefusal::SettledAlready => {
            "这一条已经处理过了。要改，请先撤销原来的处理。".to_owned()
        }
        PairingRefusal::ReasonEmpty => "没有写原因。请写明这笔是什么。".to_owned(),
        PairingRefusal::ReasonTooLong { length, most } => {
            format!("原因有{length}个字，最多{most}个字。请写短些。")
        }
    }
}
