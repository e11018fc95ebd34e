//! Refusals about slips in Chinese: taking money in the field, and handing it in.

use super::{day, too_long};
use crate::{field_receipt::FieldReceiptRefusal, hand_in::HandInRefusal, words::amount};

pub fn field_receipt(it: &FieldReceiptRefusal) -> String {
    match it {
        FieldReceiptRefusal::AmountNotPositive { amount: it } => {
            format!("收款金额是{}，要大于零。请填实际收到的金额。", amount(*it))
        }
        FieldReceiptRefusal::SlipMalformed { slip } => {
            format!("凭条号{slip}不合规则。凭条号由应用自己编，请更新应用后重新开一张。")
        }
        FieldReceiptRefusal::PayerTooLong { length, most } => {
            format!("付款人有{length}个字，最多{most}个字。请写短些。")
        }
        FieldReceiptRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        FieldReceiptRefusal::IdTaken { .. } => {
            "这个编号已用于另一笔在途收款，那一笔没有变动。请重新记一笔。".to_owned()
        }
        FieldReceiptRefusal::CashAboveCap { amount: it, in_hand, cap } => format!(
            "手上已有现金{}，再收{}就超过上限{}。请先交款，或让客户转账到公司账户。",
            amount(*in_hand),
            amount(*it),
            amount(*cap)
        ),
        FieldReceiptRefusal::Unknown { .. } => {
            "找不到这张凭条，可能还没同步到。请先同步。".to_owned()
        }
        FieldReceiptRefusal::ReasonEmpty => {
            "没有填作废原因。凭条作废要说明原因，号码留着不再用。".to_owned()
        }
        FieldReceiptRefusal::ReasonTooLong { length, most } => reason_too_long(*length, *most),
        FieldReceiptRefusal::AlreadyHandedIn { slip, on } => {
            format!("凭条{slip}已在{}交款入账，不能作废。有错请找应收会计更正。", day(*on))
        }
        FieldReceiptRefusal::AlreadyCancelled { slip, on } => {
            format!("凭条{slip}已在{}作废，不用再作废。", day(*on))
        }
    }
}

pub fn hand_in(it: &HandInRefusal) -> String {
    match it {
        HandInRefusal::NoSlips => "没有选凭条。请至少选一张。".to_owned(),
        HandInRefusal::TooManySlips { count, most } => {
            format!("选了{count}张凭条，一次交款最多{most}张。请分几次。")
        }
        HandInRefusal::SlipTwice { slip } => {
            format!("凭条{slip}在这次交款里出现两次。请去掉一张。")
        }
        HandInRefusal::OwnCash => "自己收的钱不能自己点。请另一位出纳或应收会计来点收。".to_owned(),
        HandInRefusal::UnknownSlip { .. } => {
            "有一张凭条服务器上没有，可能业务员的手机还没同步。请让业务员先同步。".to_owned()
        }
        HandInRefusal::OtherRep { slip } => {
            format!("凭条{slip}是另一位业务员开的。每位业务员分开交款。")
        }
        HandInRefusal::OtherCompany { slip } => {
            format!("凭条{slip}属于另一个账套。每个账套分开交款。")
        }
        HandInRefusal::OtherCurrency { slip, currency, counted } => format!(
            "凭条{slip}是{}，这次点的是{}。每个币种分开交款。",
            currency.code(),
            counted.code()
        ),
        HandInRefusal::AlreadyHandedIn { slip, on } => {
            format!("凭条{slip}已在{}交款入账。请去掉这一张。", day(*on))
        }
        HandInRefusal::Cancelled { slip, on } => {
            format!("凭条{slip}已在{}作废，不能交款。请去掉这一张。", day(*on))
        }
        HandInRefusal::NotInHand { slip } => {
            format!("凭条{slip}的钱在公司账户上，以银行到账为准，不用交款。请去掉这一张。")
        }
        HandInRefusal::NothingCounted { slip, counted } => format!(
            "凭条{slip}点得{}，要大于零。一分没有的凭条请不要选，留在业务员名下。",
            amount(*counted)
        ),
        HandInRefusal::ReasonMissing { counted, expected } => format!(
            "点得{}，凭条合计{}，有凭条与实点不符。请写明差异原因。",
            amount(*counted),
            amount(*expected)
        ),
        HandInRefusal::ReasonTooLong { length, most } => reason_too_long(*length, *most),
        HandInRefusal::IdTaken { .. } => {
            "这个编号已用于另一次交款，那一次没有变动。请重新点收。".to_owned()
        }
    }
}

fn reason_too_long(length: usize, most: usize) -> String {
    format!("原因有{length}个字，最多{most}个字。请删短{}个字。", length.saturating_sub(most))
}
