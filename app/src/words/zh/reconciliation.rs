//! The reconciliation in Chinese.

use crate::words::ReconciliationWord;

pub fn reconciliation(it: ReconciliationWord) -> &'static str {
    match it {
        ReconciliationWord::Table => "承诺、凭条、到账与外部核销的对照",
        ReconciliationWord::Finding => "类别",
        ReconciliationWord::Exceptions => "全部待核对",
        ReconciliationWord::Customer => "客户",
        ReconciliationWord::NoCustomer => "无客户",
        ReconciliationWord::InQuestion => "待核对",
        ReconciliationWord::On => "日期",
        ReconciliationWord::Age => "天数",
        ReconciliationWord::Promised => "承诺",
        ReconciliationWord::Slips => "凭条",
        ReconciliationWord::Booked => "到账",
        ReconciliationWord::Settled => "外部核销",
        ReconciliationWord::Look => "核对",
        ReconciliationWord::Export => "导出",
        ReconciliationWord::Empty => "没有待核对的",
        ReconciliationWord::EmptyHint => "导入未核销清单或银行流水后，对不上的会列在这里",
        ReconciliationWord::Pairings => "已有的对应",
        ReconciliationWord::Undo => "撤销对应",
        ReconciliationWord::PairWith => "对应哪一笔钱",
        ReconciliationWord::PairHint => "金额相同、日期最近的排在前面",
        ReconciliationWord::Choose => "选一笔收款或凭条",
        ReconciliationWord::Pair => "对应",
        ReconciliationWord::NoCandidates => "这家客户没有余下的收款或凭条",
        ReconciliationWord::Otherwise => "不是收款，是",
        ReconciliationWord::Why => "原因",
        ReconciliationWord::WhyHint => "写明后从清单上移除，应收余额不变",
        ReconciliationWord::Settle => "另行处理",
        ReconciliationWord::Sent => "已存下，正在发送",
        ReconciliationWord::Received => "已收",
        ReconciliationWord::Reported => "业务员报已付",
        ReconciliationWord::OnlyLooks => "对应和处理由应收会计或信控来做",
        ReconciliationWord::OfACustomer => {
            "是客户付的：在那家客户的“银行账户与代付方”里登记付款户名（要另一人确认），或在银行流水里补上客户编号，\
             再导入一次流水，这笔就归到那家客户，从这里消失。"
        }
        ReconciliationWord::ToCustomers => "去客户",
        ReconciliationWord::ToImports => "去导入",
        ReconciliationWord::ChooseKind => "请选一种",
        ReconciliationWord::KindMissing => "先选是哪一种",
        ReconciliationWord::WhyMissing => "先写原因",
    }
}
