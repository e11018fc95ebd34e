//! Chinese, the words of the trade.

use super::amount;
use crate::{
    ageing::BaseDay,
    allocation::AllocationReason,
    calendar::Day,
    company::CompanyRefusal,
    customer::CustomerRefusal,
    effects::{Warning, Why},
    invoice::{self, InvoiceRefusal},
    money::MoneyError,
    policy::PolicyRefusal,
    promise::{PromiseRefusal, Standing},
    receipt::{self, PaymentMethod, ReceiptRefusal},
    refusal::Refusal,
    row::RowKind,
    sync::{Act, Fault, Mark, Verdict},
    territory::TerritoryRefusal,
    user::{Role, UserRefusal},
    visit::{VisitOutcome, VisitRefusal},
};

pub fn refusal(it: &Refusal) -> String {
    match it {
        Refusal::NotPermitted { needs: Role::System } => {
            "这类单据只从导入和接口进来，不能手工填写。请导入文件。".to_owned()
        }
        Refusal::NotPermitted { needs } => {
            format!("这一步要由{}来做，你没有这个角色。请找{}办理。", role(*needs), role(*needs))
        }
        Refusal::NotYours { .. } => {
            "这家客户不在你的片区，或已经调走。要继续跟，请管理员先调整片区。".to_owned()
        }
        Refusal::PolicyVersion { given, next } => {
            format!("给的是信用政策第{given}版，版本要一版接一版。这次应是第{next}版。")
        }
        Refusal::Inexact { .. } => {
            "金额加起来超出能精确记录的范围，或币种不同，不能相加。请分开记。".to_owned()
        }
        Refusal::Company(it) => company(it),
        Refusal::Customer(it) => customer(it),
        Refusal::Invoice(it) => invoice(it),
        Refusal::Policy(it) => policy(it),
        Refusal::Promise(it) => promise(it),
        Refusal::Receipt(it) => receipt(it),
        Refusal::Territory(it) => territory(it),
        Refusal::User(it) => user(it),
        Refusal::Visit(it) => visit(it),
    }
}

fn company(it: &CompanyRefusal) -> String {
    match it {
        CompanyRefusal::CodeEmpty => "账套没有编号。请填编号。".to_owned(),
        CompanyRefusal::NameEmpty => "账套没有名称。请填名称。".to_owned(),
        CompanyRefusal::OtherCurrency { code, here, given } => format!(
            "账套{code}的本位币是{}，给的是{}。本位币开账后不能改，请用{}，或另开账套。",
            here.code(),
            given.code(),
            here.code()
        ),
        CompanyRefusal::OtherZone { here, given } => {
            format!("这个账套的时区是{here}，给的是{given}。时区开账后不能改，请用{here}。")
        }
    }
}

fn customer(it: &CustomerRefusal) -> String {
    match it {
        CustomerRefusal::CodeEmpty => "客户没有编号。请填编号，同一编号就是同一家客户。".to_owned(),
        CustomerRefusal::NameEmpty => "客户没有名称。请填名称。".to_owned(),
        CustomerRefusal::NotNamed => "没有说明是哪家客户。请先选客户。".to_owned(),
        CustomerRefusal::Unknown { .. } => {
            "找不到这家客户，可能还没同步到，或编号不对。请先同步，或导入这家客户。".to_owned()
        }
        CustomerRefusal::UnknownTerritory { .. } => "找不到这个片区。请先新增片区。".to_owned(),
    }
}

fn invoice(it: &InvoiceRefusal) -> String {
    match it {
        InvoiceRefusal::NumberEmpty => "应收单没有号码。请填号码。".to_owned(),
        InvoiceRefusal::CustomerEmpty => "应收单没有客户编号。请填客户编号。".to_owned(),
        InvoiceRefusal::AmountNotPositive { amount: it } => {
            format!("应收单金额是{}，要大于零。退货、折让请作贷项。", amount(*it))
        }
        InvoiceRefusal::UnknownCompany { company } => {
            format!("没有编号为{company}的账套。请先开账套。")
        }
        InvoiceRefusal::DifferentContent { number, here, given } => format!(
            "应收单{number}已入账，内容不同：{}。入账的单据不能改，请核对文件，或换号码。",
            invoice_differences(here, given)
        ),
    }
}

fn invoice_differences(here: &invoice::Content, given: &invoice::Content) -> String {
    let dispute = |disputed| if disputed { "有" } else { "无" }.to_owned();
    differences(&[
        ("客户", here.customer.clone(), given.customer.clone()),
        ("金额", amount(here.amount), amount(given.amount)),
        ("开单日", day(here.issued_on), day(given.issued_on)),
        ("入账日", day(here.posted_on), day(given.posted_on)),
        ("到期日", day(here.due_on), day(given.due_on)),
        ("异议", dispute(here.disputed), dispute(given.disputed)),
    ])
}

/// What differs, both versions side by side.
fn differences(fields: &[(&str, String, String)]) -> String {
    let differing = fields.iter().filter(|(_, here, given)| here != given);
    let said = differing.map(|(name, here, given)| format!("{name}账上{here}、文件{given}"));
    said.collect::<Vec<_>>().join("；")
}

fn policy(it: &PolicyRefusal) -> String {
    match it {
        PolicyRefusal::ThresholdOutOfRange { given } => {
            format!("兑现门槛给的是{given}，要大于0%，不超过100%。")
        }
        PolicyRefusal::BillShareOutOfRange { given } => {
            format!("票据折算比例给的是{given}，要在0%到100%之间。")
        }
        PolicyRefusal::TooManyDays { given, most } => {
            format!("天数给的是{}，最多{}天。", given.0, most.0)
        }
    }
}

fn promise(it: &PromiseRefusal) -> String {
    match it {
        PromiseRefusal::AmountNotPositive { amount: it } => {
            format!("承诺金额是{}，要大于零。请填客户答应付的金额。", amount(*it))
        }
        PromiseRefusal::DueBeforeMade { due_on, made_on } => format!(
            "付款日{}早于承诺当天{}。请选{}或以后的日子。",
            day(*due_on),
            day(*made_on),
            day(*made_on)
        ),
        PromiseRefusal::DueTooFar { due_on, latest } => {
            format!("付款日{}太远，按信用政策最晚{}。请选更近的日子。", day(*due_on), day(*latest))
        }
        PromiseRefusal::PromiserEmpty => "没有填谁答应的。请填姓名或称呼。".to_owned(),
        PromiseRefusal::NoDocuments => {
            "按单据承诺，却没有选应收单。请至少选一张，或改为按余额。".to_owned()
        }
        PromiseRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        PromiseRefusal::IdTaken { .. } => {
            "这个编号已用于另一笔付款承诺，那一笔没有变动。请重新记一笔。".to_owned()
        }
    }
}

fn too_long(length: usize, most: usize) -> String {
    format!("备注有{length}个字，最多{most}个字。请删短{}个字。", length.saturating_sub(most))
}

fn receipt(it: &ReceiptRefusal) -> String {
    match it {
        ReceiptRefusal::NumberEmpty => "收款单没有流水号。请填流水号。".to_owned(),
        ReceiptRefusal::AmountNotPositive { amount: it } => {
            format!("收款或核销金额是{}，要大于零。", amount(*it))
        }
        ReceiptRefusal::UnknownCompany { company } => {
            format!("没有编号为{company}的账套。请先开账套。")
        }
        ReceiptRefusal::UnknownInvoice { .. } => {
            "要核销的应收单不在这家客户名下。请先导入应收单，或核对号码。".to_owned()
        }
        ReceiptRefusal::MoreThanOpen { number, left, amount: it } => format!(
            "要核销{}，应收单{number}只剩{}未核销。最多核销{}。",
            amount(*it),
            amount(*left),
            amount(*left)
        ),
        ReceiptRefusal::MoreThanUnapplied { number, left, amount: it } => format!(
            "要核销{}，收款单{number}只剩{}可用。最多核销{}。",
            amount(*it),
            amount(*left),
            amount(*left)
        ),
        ReceiptRefusal::OtherCurrency { number, currency, amount: it } => format!(
            "核销金额{}与应收单{number}的单据币种{}不同。核销不换算，请用同一币种。",
            amount(*it),
            currency.code()
        ),
        ReceiptRefusal::OtherCompany { number } => {
            format!("应收单{number}属于另一个账套。要用这笔款核销，请先办应收转账。")
        }
        ReceiptRefusal::DifferentContent { number, here, given } => format!(
            "收款单{number}已入账，内容不同：{}。入账的单据不能改，请核对文件，或换流水号。",
            receipt_differences(here, given)
        ),
    }
}

fn receipt_differences(here: &receipt::Content, given: &receipt::Content) -> String {
    differences(&[
        ("付款户名", here.payer.clone(), given.payer.clone()),
        ("金额", amount(here.amount), amount(given.amount)),
        ("收款日", day(here.valued_on), day(given.valued_on)),
        ("方式", method(here.method).to_owned(), method(given.method).to_owned()),
    ])
}

fn territory(it: &TerritoryRefusal) -> String {
    match it {
        TerritoryRefusal::CodeEmpty => "片区没有编号。请填编号。".to_owned(),
        TerritoryRefusal::NameEmpty => "片区没有名称。请填名称。".to_owned(),
    }
}

fn user(it: &UserRefusal) -> String {
    match it {
        UserRefusal::LoginMalformed { login } => format!(
            "登录名“{login}”不能用。请用1到64个字母、数字、汉字，或点、横线、下划线、@，不留空格。"
        ),
        UserRefusal::NameEmpty => "用户没有姓名。请填姓名。".to_owned(),
        UserRefusal::NoRole => "用户没有角色。请至少选一个角色。".to_owned(),
        UserRefusal::SystemRole => {
            "“系统”角色只属于服务器自己，不能给人。请选别的角色。".to_owned()
        }
        UserRefusal::UnknownUser { .. } => "找不到这个用户。请先新增用户。".to_owned(),
        UserRefusal::UnknownTerritory { .. } => "找不到这个片区。请先新增片区。".to_owned(),
        UserRefusal::NotWorkedThen { last, .. } => {
            format!("这个用户在{}没有负责这个片区，无从收回。请选负责期间内的日子。", day(*last))
        }
    }
}

fn visit(it: &VisitRefusal) -> String {
    match it {
        VisitRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        VisitRefusal::NextBeforeVisit { next_on, visited_on } => format!(
            "下次拜访{}早于这次拜访{}。请选{}或以后的日子。",
            day(*next_on),
            day(*visited_on),
            day(*visited_on)
        ),
        VisitRefusal::IdTaken { .. } => {
            "这个编号已用于另一次拜访，那一次没有变动。请重新记一次。".to_owned()
        }
    }
}

pub fn warning(it: &Warning) -> String {
    match it {
        Warning::PromiseAboveOwed { promised, owed } => format!(
            "承诺{}，多于账上所知的欠款{}。照记，请与客户核对。",
            amount(*promised),
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
            "你改的时候别人已经改过，保留了服务器上的：{}。两份都在，要用你的，请再改一次。",
            fields.join("、")
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
    }
}

pub fn row_kind(it: RowKind) -> &'static str {
    match it {
        RowKind::Company => "账套",
        RowKind::Territory => "片区",
        RowKind::User => "用户",
        RowKind::Policy => "信用政策",
        RowKind::BankHorizon => "银行数据",
        RowKind::Customer => "客户",
        RowKind::Invoice => "应收单",
        RowKind::Receipt => "收款单",
        RowKind::Allocation => "核销",
        RowKind::Promise => "付款承诺",
        RowKind::Visit => "拜访",
        RowKind::Inbox => "消息",
    }
}

pub fn act(it: &Act) -> &'static str {
    match it {
        Act::RecordVisit(_) => "拜访",
        Act::MakePromise(_) => "付款承诺",
        Act::ImportCustomer(_) => "导入客户",
        Act::AssignTerritory(_) => "调整客户片区",
        Act::ImportInvoice(_) => "导入应收单",
        Act::ImportReceipt(_) => "导入收款单",
        Act::ReportHorizon(_) => "银行数据到账",
        Act::OpenCompany(_) => "开账套",
        Act::AddTerritory(_) => "新增片区",
        Act::AddUser(_) => "新增用户",
        Act::GrantTerritory(_) => "交给片区",
        Act::EndGrant(_) => "收回片区",
        Act::PublishPolicy(_) => "发布信用政策",
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

pub fn day(it: Day) -> String {
    format!("{}年{}月{}日", it.year(), it.month(), it.day_of_month())
}
