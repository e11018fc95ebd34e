//! Exchange rates in Chinese.

use shared::words::amount;

use crate::words::{RateSaid, RateWord};

pub fn rate(it: RateWord) -> &'static str {
    match it {
        RateWord::InUse => "在用外币",
        RateWord::InUseTable => "在用外币及其汇率",
        RateWord::Currency => "币种",
        RateWord::Latest => "最新汇率",
        RateWord::On => "日期",
        RateWord::State => "状态",
        RateWord::Holds => "有效",
        RateWord::TooOld => "已失效，不计入占用",
        RateWord::Missing => "没有汇率，不计入占用",
        RateWord::Balance => "外币余额",
        RateWord::Customers => "客户数",
        RateWord::NothingInUse => "没有外币余额，也没有外币额度，不用录汇率",
        RateWord::Enter => "录入汇率",
        RateWord::Source => "来源",
        RateWord::UsualSource => "中国外汇交易中心中间价",
        RateWord::OtherCurrency => "其他币种",
        RateWord::Add => "添加",
        RateWord::NotACurrency => "请填三个大写字母的币种代码，例如 EUR",
        RateWord::Save => "保存汇率",
        RateWord::Saved => "汇率已保存",
        RateWord::Sending => "发送中",
        RateWord::NotARate => "请填数字，例如 7.1188",
        RateWord::StandBy => "已核对，就是这个汇率",
        RateWord::History => "汇率记录",
        RateWord::Table => "按日期和币种列出的汇率",
        RateWord::Rate => "汇率",
        RateWord::By => "录入人",
        RateWord::EnteredOn => "录入日",
        RateWord::Withdrawn => "已作废",
        RateWord::Corrected => "已更正",
        RateWord::Empty => "还没有录过汇率",
        RateWord::EmptyHint => "录入后，外币余额按当天汇率计入占用，手机上同样算。",
        RateWord::Earlier => "先前各版",
        RateWord::Correct => "更正",
        RateWord::Withdraw => "作废",
        RateWord::Reason => "作废原因",
        RateWord::WithdrawHint => "作废后，这一天沿用前一个汇率。原来的记录保留。",
        RateWord::OnlyLooks => "汇率由应收会计或管理员录入",
        RateWord::NotHere => "没有这一天的汇率，可能还没同步到",
        RateWord::Uncounted => "外币未计",
        RateWord::EveryCurrency => "全部币种",
    }
}

pub fn said(it: &RateSaid) -> String {
    match it {
        RateSaid::Costs { units, currency, base } => {
            format!("{units} {} 折合 {}", currency.code(), base.code())
        }
        RateSaid::Stands { quote, by } => format!("这一天已录 {quote}，{by}"),
        RateSaid::NotCounted { balance, customers } => {
            format!("{customers} 家客户的 {} 没有计入占用", amount(*balance))
        }
        RateSaid::DaysOld { days: 0 } => "今天".to_owned(),
        RateSaid::DaysOld { days } => format!("{days} 天前"),
    }
}
