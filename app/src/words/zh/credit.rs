//! Credit in Chinese: labels and sentences of the file, the forms and the approvals.

use shared::words::{Language, amount, credit_standing, day};

use crate::words::{ApprovalWord, CreditSaid, CreditWord, amounts, credit::rates};

const ZH: Language = Language::Zh;

pub fn credit(it: CreditWord) -> &'static str {
    match it {
        CreditWord::WalkIn => "散客只做现款现货，不授信。要赊销，请先给这位客户单独建档。",
        CreditWord::Heading => "授信",
        CreditWord::Limit => "授信额度",
        CreditWord::Used => "占用",
        CreditWord::Available => "可用额度",
        CreditWord::Over | CreditWord::OverBy => "超额",
        CreditWord::Lapsed => "额度不在有效期内，按未授信处理",
        CreditWord::Any => "全部授信",
        CreditWord::OverLimit => "已超额",
        CreditWord::Requests => "额度申请",
        CreditWord::Ask => "申请额度",
        CreditWord::AskAgain => "改后再发",
        CreditWord::Withdraw => "撤回申请",
        CreditWord::Withdrawn => "已存下撤回，联网后自动发送",
        CreditWord::Change => "调整授信",
        CreditWord::Now => "现在",
        CreditWord::Saw => "申请时看到",
        CreditWord::Asked => "申请",
        CreditWord::Moved => "申请之后，额度已被改过",
        CreditWord::MovedSince => "额度已变",
        CreditWord::Terms => "授信方式",
        CreditWord::Limited => "额度内赊销",
        CreditWord::CashOnly => "现款现货",
        CreditWord::Unlimited => "不限额",
        CreditWord::NotGranted => "未授信",
        CreditWord::HowMuch => "额度多少",
        CreditWord::UsualAmounts => "常用额度",
        CreditWord::ValidUntil => "有效期至",
        CreditWord::Reason => "理由",
        CreditWord::ReasonPlaceholder => "为什么要这个额度，有什么依据",
        CreditWord::FillAmount => "先填额度",
        CreditWord::FillReason => "先写理由",
    }
}

pub fn approvals(it: ApprovalWord) -> &'static str {
    match it {
        ApprovalWord::Table => "额度申请表",
        ApprovalWord::State => "进度",
        ApprovalWord::Customer => "客户",
        ApprovalWord::By => "申请人",
        ApprovalWord::SentOn => "申请日",
        ApprovalWord::Decide => "审批",
        ApprovalWord::Look => "查看",
        ApprovalWord::Approve => "批准",
        ApprovalWord::Return | ApprovalWord::Returned => "退回修改",
        ApprovalWord::Reject => "不批准",
        ApprovalWord::YourReason => "审批意见",
        ApprovalWord::YourReasonHint => "批准可不填；退回、不批准要写，申请人会看到",
        ApprovalWord::Own => "这是你自己的申请，要由别人审批",
        ApprovalWord::Sending => "发送中",
        ApprovalWord::History => "先前各稿",
        ApprovalWord::Empty => "没有等着审批的申请",
        ApprovalWord::EmptyHint => "业务员在客户处提出的额度申请，联网后会出现在这里。",
        ApprovalWord::Waiting => "待审批",
        ApprovalWord::ToDecide => "等我审批",
        ApprovalWord::Approved => "已批准",
        ApprovalWord::Rejected => "未批准",
        ApprovalWord::Withdrawn => "已撤回",
        ApprovalWord::All => "全部",
    }
}

pub fn said(it: &CreditSaid) -> String {
    match it {
        CreditSaid::Ask { asked } => format!("发出申请，{}", credit_standing(asked, ZH)),
        CreditSaid::Grant { terms } => format!("定为{}", credit_standing(terms, ZH)),
        CreditSaid::Wanted { asked } => format!("额度申请：{}", credit_standing(asked, ZH)),
        CreditSaid::Became { asked, state } => {
            format!("额度申请{state}：{}", credit_standing(asked, ZH))
        }
        CreditSaid::Granted { terms } => format!("授信定为{}", credit_standing(terms, ZH)),
        CreditSaid::Until { day: on } => format!("有效期至{}", day(*on, ZH)),
        CreditSaid::NoRate { sums } => format!("没有汇率，未计入：{}", amounts(sums)),
        CreditSaid::Converted { amount: it, by } => {
            format!("含 {}，按 {}", amount(*it), rates(by, "、"))
        }
        CreditSaid::Decided { by, state, reason } if reason.is_empty() => {
            format!("{by}：{state}")
        }
        CreditSaid::Decided { by, state, reason } => format!("{by}：{state}。{reason}"),
        CreditSaid::Revision { number } => format!("第{number}稿"),
        CreditSaid::WaitForYou { count } => format!("{count} 个申请等你审批"),
    }
}
