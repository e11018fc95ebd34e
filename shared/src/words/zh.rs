//! The words of the domain in Chinese, as the trade speaks.

mod bank_account;
mod credit;
mod file;
mod pairing;
mod refusal;
mod table;

pub use bank_account::{account_of, account_state, account_turn};
pub use credit::{credit_standing, decision, request_state};
pub use file::{field, scale};
pub use pairing::{direction, finding, finding_reason, otherwise};
pub use refusal::refusal;
pub use table::{column, table};

use super::amount;
use crate::{
    ageing::{BaseDay, EdgesError},
    allocation::AllocationReason,
    calendar::Day,
    edit::Field,
    effects::{Warning, Why},
    money::MoneyError,
    promise::Standing,
    receipt::PaymentMethod,
    row::RowKind,
    sync::{Act, Fault, Mark, Verdict},
    user::Role,
    visit::VisitOutcome,
};

pub fn warning(it: &Warning) -> String {
    match it {
        Warning::PromiseAboveOwed { promised, owed } => format!(
            "承诺{}，多于账上所知的欠款{}。照记，请与客户核对。",
            amount(*promised),
            amount(*owed)
        ),
        Warning::FieldReceiptAboveOwed { taken, owed } => format!(
            "收了{}，多于账上所知的欠款{}。照记，请核对金额。",
            amount(*taken),
            amount(*owed)
        ),
    }
}

pub fn why(it: &Why) -> String {
    match it {
        Why::NotYours => {
            "事情发生那天，这家客户不在你的片区。已记下并照常计算，等上级确认。".to_owned()
        }
        Why::BehindQuarantine => {
            "这家客户前面有一条记录还没处理。这一条已记下，等前面那条处理后再看。".to_owned()
        }
        Why::StaleLimit { seen, now } => format!(
            "你申请时看到的是{}，现在已是{}。申请已记下，连同两个版本一起等审批。",
            credit_standing(&seen.standing),
            credit_standing(&now.standing)
        ),
        Why::CashAboveCap { amount: taken, in_hand, cap } => format!(
            "手上已有现金{}，又收{}，超过上限{}。已记下，请尽快交款，等上级确认。",
            amount(*in_hand),
            amount(*taken),
            amount(*cap)
        ),
        Why::UnknownCompany { .. } => {
            "这笔钱记在一个还没有的账套上。已记下，请管理员先开账套。".to_owned()
        }
        Why::PolicyChanged { .. } => {
            "你当时手机上的信用政策允许，但那天已经有新的政策，按新的不允许。已记下，请等办公室确认。"
                .to_owned()
        }
        Why::SlipTwice { slip } => {
            format!("凭条号{slip}已用在另一张凭条上。已记下，请财务核对这两张。")
        }
    }
}

pub fn fault(it: &Fault) -> String {
    match it {
        Fault::UnknownKind { kind } => {
            format!("服务器还不认识这类记录（{kind}）。内容已保存，服务器升级后会再处理。")
        }
        Fault::Malformed { refusal: it } => {
            format!("内容不合规则：{}原文已保存，可以改后重发。", refusal(it))
        }
        Fault::Unreadable { .. } => "内容读不出来。原文已保存，请找管理员查看。".to_owned(),
        Fault::Failing { .. } => {
            "服务器处理时两次出错，不是你的问题。内容已保存，修复后会再处理。".to_owned()
        }
        Fault::Corrupt => {
            "同一编号先前收到过不同的内容，先到的那份有效。请找管理员核对。".to_owned()
        }
    }
}

pub fn verdict(it: &Verdict) -> &'static str {
    match it {
        Verdict::Applied => "已确认",
        Verdict::Merged { .. } => "部分采用",
        Verdict::Rejected { .. } => "已退回",
        Verdict::NeedsReview { .. } => "待审批",
        Verdict::BlockedBy { .. } => "随前一条退回",
        Verdict::Quarantined { .. } => "暂存待查",
    }
}

pub fn verdict_reason(it: &Verdict) -> String {
    match it {
        Verdict::Applied => "服务器已确认。".to_owned(),
        Verdict::Merged { fields } => format!(
            "你改的时候别人已经改过，保留了服务器上的：{}。两份都在，可以改用你的，也可以留着现在的。",
            labels(fields)
        ),
        Verdict::Rejected { refusal: it } => refusal(it),
        Verdict::NeedsReview { why: it } => why(it),
        Verdict::BlockedBy { .. } => {
            "它所依据的前一条被退回，所以这一条也没有记。内容还在，可以改后重发。".to_owned()
        }
        Verdict::Quarantined { fault: it } => fault(it),
    }
}

pub fn mark(it: Mark) -> &'static str {
    match it {
        Mark::Confirmed => "已确认",
        Mark::OnlyHere => "仅在本机",
        Mark::AwaitingApproval => "待审批",
        Mark::Refused => "已退回",
        Mark::Conflicting => "需核对",
    }
}

pub fn role(it: Role) -> &'static str {
    match it {
        Role::Rep => "业务员",
        Role::Manager => "区域经理",
        Role::OrderDesk => "内勤",
        Role::Controller => "信控",
        Role::Finance => "应收会计",
        Role::Cashier => "出纳",
        Role::Approver => "总经理",
        Role::Admin => "管理员",
        Role::Auditor => "稽核",
        Role::System => "系统",
    }
}

pub fn outcome(it: VisitOutcome) -> &'static str {
    match it {
        VisitOutcome::Agreed => "谈妥",
        VisitOutcome::Promised => "答应付款",
        VisitOutcome::Paid => "已付款",
        VisitOutcome::Disputed => "有异议",
        VisitOutcome::NobodyThere => "没见到人",
        VisitOutcome::Other => "其他",
    }
}

pub fn method(it: PaymentMethod) -> &'static str {
    match it {
        PaymentMethod::Transfer => "转账",
        PaymentMethod::Cash => "现金",
        PaymentMethod::Mobile => "微信或支付宝",
        PaymentMethod::BankAcceptance => "银承",
        PaymentMethod::OtherBill => "商承或电子债权凭证",
    }
}

pub fn standing(it: &Standing) -> &'static str {
    match it {
        Standing::Open { .. } => "未到期",
        Standing::AwaitingData { .. } => "待核实",
        Standing::Kept { .. } => "已兑现",
        Standing::PartlyKept { .. } => "部分兑现",
        Standing::Broken => "未兑现",
        Standing::Withdrawn { .. } => "已撤回",
        Standing::Superseded { .. } => "已改期",
    }
}

pub fn standing_reason(it: &Standing) -> String {
    match it {
        Standing::Open { received } if received.is_nil() => "还没到期，尚未到账。".to_owned(),
        Standing::Open { received } => format!("还没到期，已到账{}。", amount(*received)),
        Standing::AwaitingData { received, last_day, reaches } => {
            let data = match reaches {
                Some(reaches) => format!("银行数据只到{}", day(*reaches)),
                None => "还没有银行数据".to_owned(),
            };
            format!("{data}，要到{}才能核实，已到账{}。", day(*last_day), amount(*received))
        }
        Standing::Kept { on, days_late: 0 } => format!("{}到账，按期兑现。", day(*on)),
        Standing::Kept { on, days_late } => format!("{}到账，晚{days_late}天。", day(*on)),
        Standing::PartlyKept { received } => format!("期限内到账{}，不足承诺。", amount(*received)),
        Standing::Broken => "期限内没有到账。".to_owned(),
        Standing::Withdrawn { on } => format!("{}撤回，撤回前没有足额到账。", day(*on)),
        Standing::Superseded { on, .. } => format!("{}改期，以新的承诺为准。", day(*on)),
    }
}

pub fn base_day(it: BaseDay) -> &'static str {
    match it {
        BaseDay::Due => "逾期账龄",
        BaseDay::Invoice => "账龄",
    }
}

pub fn bucket(from: Option<u32>, to: Option<u32>, by: BaseDay) -> String {
    match (from, to, by) {
        (None, _, BaseDay::Due) => "未到期".to_owned(),
        (None, _, BaseDay::Invoice) => "0天".to_owned(),
        (Some(from), Some(to), _) if from == to => format!("{from}天"),
        (Some(from), Some(to), _) => format!("{from}–{to}天"),
        (Some(from), None, _) => format!("{from}天以上"),
    }
}

pub fn allocation_reason(it: AllocationReason) -> &'static str {
    match it {
        AllocationReason::Designated => "按指定核销",
        AllocationReason::SettledElsewhere => "外部已核销",
    }
}

/// A field that only a newer build knows stands under its name.
fn labels(fields: &[String]) -> String {
    let label =
        |name: &String| Field::of_name(name).map_or(name.clone(), |it| field(it).to_owned());
    fields.iter().map(label).collect::<Vec<_>>().join("、")
}

pub fn row_kind(it: RowKind) -> &'static str {
    match it {
        RowKind::Company => "账套",
        RowKind::Territory => "片区",
        RowKind::User => "用户",
        RowKind::Policy => "信用政策",
        RowKind::BankHorizon => "银行数据",
        RowKind::FileHorizon => "文件数据截止日",
        RowKind::ExchangeRate => "汇率",
        RowKind::Customer => "客户",
        RowKind::Invoice => "应收单",
        RowKind::Receipt => "收款单",
        RowKind::Allocation => "核销",
        RowKind::Movement => "外部核销",
        RowKind::Pairing => "收款对应",
        RowKind::Promise => "付款承诺",
        RowKind::FieldReceipt => "在途收款",
        RowKind::HandIn => "交款",
        RowKind::Visit => "拜访",
        RowKind::Attachment => "附件",
        RowKind::BankAccount => "银行账户",
        RowKind::Edit => "资料更改",
        RowKind::CreditLine => "授信",
        RowKind::CreditRequest => "额度申请",
        RowKind::SavedViews => "常用视图",
        RowKind::Inbox => "消息",
    }
}

pub fn act(it: &Act) -> &'static str {
    match it {
        Act::RecordVisit(_) => "拜访",
        Act::AddAttachment(_) => "附件",
        Act::ReportArrival(_) => "附件到达",
        Act::RemoveAttachment(_) => "删除附件",
        Act::ProposeAccount(_) => "新增银行账户",
        Act::RemoveAccount(_) => "移除银行账户",
        Act::SettleAccount(_) => "确认银行账户",
        Act::MakePromise(_) => "付款承诺",
        Act::WithdrawPromise(_) => "撤回付款承诺",
        Act::GrantCredit(_) => "授信",
        Act::RequestCredit(_) => "申请额度",
        Act::ReviseCreditRequest(_) => "修改额度申请",
        Act::WithdrawCreditRequest(_) => "撤回额度申请",
        Act::DecideCreditRequest(_) => "审批额度申请",
        Act::TakeFieldReceipt(_) => "在途收款",
        Act::CancelFieldReceipt(_) => "作废凭条",
        Act::BookHandIn(_) => "交款入账",
        Act::ImportCustomer(_) => "导入客户",
        Act::OpenWalkIn(_) => "开散客账户",
        Act::ChangeCustomer(_) => "更改客户资料",
        Act::AddContact(_) => "新增联系人",
        Act::ChangeContact(_) => "更改联系人",
        Act::RemoveContact(_) => "移除联系人",
        Act::AssignTerritory(_) => "调整客户片区",
        Act::ImportInvoice(_) => "导入应收单",
        Act::ImportReceipt(_) => "导入收款单",
        Act::SettleAbsent(_) => "清单外核销",
        Act::ReportFile(_) => "文件数据截止日",
        Act::MakePairing(_) => "对应收款",
        Act::UndoPairing(_) => "撤销对应",
        Act::SettleOtherwise(_) => "另行处理",
        Act::ReportHorizon(_) => "银行数据到账",
        Act::OpenCompany(_) => "开账套",
        Act::AddTerritory(_) | Act::OpenTerritory(_) => "新增片区",
        Act::AddUser(_) | Act::OpenUser(_) => "新增用户",
        Act::GrantTerritory(_) => "交给片区",
        Act::EndGrant(_) => "收回片区",
        Act::ChangeUser(_) => "改姓名和角色",
        Act::EndUser(_) => "停用用户",
        Act::ReopenUser(_) => "恢复用户",
        Act::CoverTerritory(_) => "代管片区",
        Act::EndTerritory(_) => "停用片区",
        Act::ReopenTerritory(_) => "恢复片区",
        Act::PublishPolicy(_) => "发布信用政策",
        Act::SetRate(_) => "录入汇率",
        Act::WithdrawRate(_) => "作废汇率",
        Act::SaveView(_) => "保存视图",
        Act::RemoveView(_) => "删除视图",
        Act::StartWithView(_) => "设置起始视图",
        Act::PutLetterAway(_) => "收起消息",
        Act::TakeLetterBack(_) => "取回消息",
    }
}

pub fn money_error(it: &MoneyError) -> String {
    match it {
        MoneyError::Currency(code) => format!("“{code}”不是币种代码。请用三个大写字母，如CNY。"),
        MoneyError::Amount(text) if text.trim().is_empty() => "没有填金额。请填数字。".to_owned(),
        MoneyError::Amount(text) => format!("“{text}”不是金额。请填数字，如1,234.56。"),
        MoneyError::TooFine { amount, currency } => {
            format!("{amount}的小数太多，{}最多{}位。", currency.code(), currency.minor_digits())
        }
        MoneyError::Overflow => "金额太大，无法精确记录。请分成几笔。".to_owned(),
        MoneyError::Mixed { left, right } => {
            format!("{}和{}不能相加。请按币种分开。", left.code(), right.code())
        }
    }
}

pub fn edges_error(it: &EdgesError) -> String {
    match it {
        EdgesError::Empty => "没有填账龄段。请用逗号隔开天数，如30,60,90。".to_owned(),
        EdgesError::NotDays(text) => {
            format!("“{text}”不是天数。请用逗号隔开整天数，如30,60,90。")
        }
        EdgesError::TooSmall { edge } => format!("账龄段给的是{edge}天，至少要1天。"),
        EdgesError::NotRising { before, edge } => {
            format!("账龄段{before}天后面是{edge}天。请从小到大，不要重复。")
        }
        EdgesError::TooFar { edge, most } => format!("账龄段{edge}天太长，最多{most}天。"),
        EdgesError::TooMany { count, most } => format!("账龄段给了{count}个，最多{most}个。"),
    }
}

pub fn day(it: Day) -> String {
    format!("{}年{}月{}日", it.year(), it.month(), it.day_of_month())
}
