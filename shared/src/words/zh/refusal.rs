//! Refusals in Chinese: what happened with its value, the rule, and what would do.

mod attachment;
mod rate;
mod slip;
mod staff;

use super::{day, field, method, role};
use crate::{
    company::CompanyRefusal,
    customer::CustomerRefusal,
    edit::EditRefusal,
    invoice::{self, InvoiceRefusal},
    policy::PolicyRefusal,
    promise::PromiseRefusal,
    receipt::{self, ReceiptRefusal},
    refusal::Refusal,
    user::Role,
    visit::VisitRefusal,
    words::amount,
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
        Refusal::IdNotDrawn { .. } => {
            "这条记录的编号不是由设备生成的。请更新应用后重新记一笔。".to_owned()
        }
        Refusal::PolicyVersion { given, next } => {
            format!("给的是信用政策第{given}版，版本要一版接一版。这次应是第{next}版。")
        }
        Refusal::Inexact { .. } => {
            "金额加起来超出能精确记录的范围，或币种不同，不能相加。请分开记。".to_owned()
        }
        Refusal::Attachment(it) => attachment::refusal(it),
        Refusal::BankAccount(it) => super::bank_account::refusal(it),
        Refusal::Company(it) => company(it),
        Refusal::Credit(it) => super::credit::refusal(it),
        Refusal::Customer(it) => customer(it),
        Refusal::Edit(it) => edit(it),
        Refusal::FieldReceipt(it) => slip::field_receipt(it),
        Refusal::HandIn(it) => slip::hand_in(it),
        Refusal::Invoice(it) => invoice(it),
        Refusal::Pairing(it) => super::pairing::refusal(it),
        Refusal::Policy(it) => policy(it),
        Refusal::Promise(it) => promise(it),
        Refusal::Rate(it) => rate::refusal(it),
        Refusal::Receipt(it) => receipt(it),
        Refusal::SavedView(it) => super::table::saved_view(it),
        Refusal::Territory(it) => staff::territory(it),
        Refusal::User(it) => staff::user(it),
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

fn edit(it: &EditRefusal) -> String {
    match it {
        EditRefusal::NameEmpty => "联系人没有姓名。请填姓名，不知道的可以填称呼。".to_owned(),
        EditRefusal::TagEmpty => "标签是空的。请填标签，或删掉这一项。".to_owned(),
        EditRefusal::TooLong { field: of, length, most } => {
            format!("{}有{length}个字，最多{most}个字。请写短一些。", field(*of))
        }
        EditRefusal::PhoneMalformed { phone } => {
            format!("“{phone}”不是电话号码。请填数字，可以带空格、+、-和转或ext。")
        }
        EditRefusal::SocialCreditCodeMalformed { code } => {
            format!("“{code}”不是统一社会信用代码：应为18位，且校验位相符。请对照营业执照核对。")
        }
        EditRefusal::GeoPointMalformed { text } => format!(
            "“{text}”不是位置坐标。请先填纬度再填经度，用逗号隔开，如26.074508,119.296494。"
        ),
        EditRefusal::NotOfField { field: of } => {
            format!("{}不能填这样的内容。请更新应用后重填。", field(*of))
        }
        EditRefusal::TooManyContacts { most } => {
            format!("这家客户已有{most}位联系人，最多{most}位。请先移除不用的。")
        }
        EditRefusal::TooManyTags { most } => {
            format!("这家客户已有{most}个标签，最多{most}个。请先去掉不用的。")
        }
        EditRefusal::UnknownContact { .. } => {
            "找不到这位联系人，可能还没同步到。请先同步，或新增联系人。".to_owned()
        }
        EditRefusal::IdTaken { .. } => "这个编号已经是另一位联系人的。请重新新增一次。".to_owned(),
    }
}

fn customer(it: &CustomerRefusal) -> String {
    match it {
        CustomerRefusal::WalkInName { name } => format!(
            "编码“散客”是系统自带的散客账户，不能改名为“{name}”。请给这位客户换一个编码再导入。"
        ),
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
        InvoiceRefusal::DayNeeded { number, here, given } => format!(
            "应收单{number}未核销金额账上{}、文件{}，文件没有收款日期，也没有给数据截止日。请给文件的数据截止日（--as-of），再导入一次。",
            amount(*here),
            amount(*given)
        ),
        InvoiceRefusal::Reopened { number, here, given } => format!(
            "应收单{number}未核销金额变大：账上{}、文件{}。请核对是否反核销；勾选“确认是反核销”（命令行用 --confirm-reopened）再导入。",
            amount(*here),
            amount(*given)
        ),
        InvoiceRefusal::OpenNegative { number, given } => format!(
            "应收单{number}未核销金额是{}，不能小于零。多收的钱请作收款导入。",
            amount(*given)
        ),
        InvoiceRefusal::OpenAboveAmount { number, amount: whole, given } => format!(
            "应收单{number}未核销金额是{}，多于原金额{}。请核对文件。",
            amount(*given),
            amount(*whole)
        ),
        InvoiceRefusal::SettledAhead { on, today } => {
            format!("核销日或数据截止日是{}，还没到，今天是{}。请核对日期。", day(*on), day(*today))
        }
        InvoiceRefusal::OlderFile { company, source, given, last } => format!(
            "账套{company}、来源{source}的文件数据截止日是{}，早于上次导入的{}。请导入更新的文件。",
            day(*given),
            day(*last)
        ),
        InvoiceRefusal::Unknown { .. } => "这里没有这张应收单。请先导入单据。".to_owned(),
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
        PolicyRefusal::AbsentShareOutOfRange { given } => {
            format!("清单外核销的比例给的是{given}，要在0%到100%之间。")
        }
        PolicyRefusal::JumpOutOfRange { given } => {
            format!("汇率变动的比例给的是{given}，要在0%到100%之间。")
        }
        PolicyRefusal::TooManyDays { given, most } => {
            format!("天数给的是{}，最多{}天。", given.0, most.0)
        }
        PolicyRefusal::CashCapNegative { given } => {
            format!("现金上限给的是{}，不能小于零。", amount(*given))
        }
        PolicyRefusal::CashCapTwice { currency } => {
            format!("{}的现金上限给了两个。一个币种一个上限。", currency.code())
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
        PromiseRefusal::PromiserTooLong { length, most } => {
            format!("谁答应的一栏有{length}个字，最多{most}个字。请写短些。")
        }
        PromiseRefusal::TooManyDocuments { count, most } => {
            format!("选了{count}张应收单，一笔承诺最多{most}张。请少选些，或改为按余额。")
        }
        PromiseRefusal::NoDocuments => {
            "按单据承诺，却没有选应收单。请至少选一张，或改为按余额。".to_owned()
        }
        PromiseRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        PromiseRefusal::IdTaken { .. } => {
            "这个编号已用于另一笔付款承诺，那一笔没有变动。请重新记一笔。".to_owned()
        }
        PromiseRefusal::Unknown { .. } => {
            "这里没有这笔付款承诺，没有东西可以撤回。请同步后再看客户的承诺。".to_owned()
        }
        PromiseRefusal::ReasonEmpty => "没有写为什么撤回。请写明原因。".to_owned(),
        PromiseRefusal::ReasonTooLong { length, most } => {
            format!("原因有{length}个字，最多{most}个字。请写短些。")
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
        ReceiptRefusal::ValuedAhead { valued_on, today } => format!(
            "收款日是{}，今天是{}。还没到账的钱不能入账，请核对日期。",
            day(*valued_on),
            day(*today)
        ),
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
