//! Refusals about exchange rates in Chinese: what happened, the rule, and what would do.

use super::day;
use crate::{
    money::{Currency, Quote},
    rate::RateRefusal,
    words::{codes, quote},
};

pub fn refusal(it: &RateRefusal) -> String {
    match it {
        RateRefusal::NotABase { given, bases } => format!(
            "没有账套用{}做本位币。汇率要用账套的本位币标价：{}。",
            given.code(),
            codes(bases, "、")
        ),
        RateRefusal::BaseItself { currency } => {
            format!("{}就是本位币，不用录汇率。请选外币。", currency.code())
        }
        RateRefusal::UnitsUnknown { given, known } => {
            let known: Vec<_> = known.iter().map(u32::to_string).collect();
            format!("标价单位给的是{given}。请按{}单位标价。", known.join("或"))
        }
        RateRefusal::NotPositive { given } => format!("汇率是{given}，要大于零。请填公布的汇率。"),
        RateRefusal::TooLarge { given, below } => {
            format!("汇率是{given}，要小于{below}。请看看小数点和标价单位。")
        }
        RateRefusal::TooManyDigits { given, most } => {
            format!("汇率{given}的小数太长，最多{most}位。请按公布的位数填。")
        }
        RateRefusal::SourceEmpty => "没有填汇率来源。请填是谁公布的。".to_owned(),
        RateRefusal::SourceTooLong { length, most } => {
            format!("汇率来源有{length}个字，最多{most}个字。请写短些。")
        }
        RateRefusal::ReasonEmpty => "没有填作废原因。请写为什么作废。".to_owned(),
        RateRefusal::ReasonTooLong { length, most } => {
            format!("作废原因有{length}个字，最多{most}个字。请写短些。")
        }
        RateRefusal::InFuture { on, latest } => {
            format!("{}还没有到。最晚可以录{}的汇率。", day(*on), day(*latest))
        }
        RateRefusal::Moved { currency, on, now, .. } => moved(*currency, &day(*on), now.as_ref()),
        RateRefusal::Jump { currency, given, before, most } => format!(
            "{}比{}的{}变动超过{most}。请核对小数点和标价单位；确实如此，就确认后再发。",
            quote(*currency, given),
            day(before.on),
            quote(*currency, &before.quote)
        ),
        RateRefusal::Unknown { currency, on } => {
            format!("没有{}在{}的汇率，可能还没同步到。请先同步。", currency.code(), day(*on))
        }
        RateRefusal::TooManyCorrections { most } => {
            format!("这一天的汇率已改过{most}次，不能再改。请核对来源，从下一天起录对的。")
        }
    }
}

fn moved(currency: Currency, on: &str, now: Option<&Quote>) -> String {
    let Some(now) = now else {
        return format!("{}在{on}的汇率刚被别人作废。请看过再录。", currency.code());
    };
    format!("{on}的汇率别人已经录了：{}。没有覆盖它。请看过再改。", quote(currency, now))
}
