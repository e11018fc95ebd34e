//! Slips in Chinese: taking money in the field, carrying it, handing it in.

use shared::{
    money::Money,
    words::{Language, amount, capitals, day},
};

use crate::words::{HandInWord, SlipSaid, SlipText, SlipWord, amounts};

const ZH: Language = Language::Zh;

pub fn slip(it: SlipWord) -> &'static str {
    match it {
        SlipWord::Act => "收款",
        SlipWord::Heading => "记收款",
        SlipWord::HowMuch => "收了多少",
        SlipWord::UsualAmounts => "常用金额",
        SlipWord::OfPromise => "承诺",
        SlipWord::AllOverdue => "全部逾期",
        SlipWord::AllOwed => "全部欠款",
        SlipWord::How => "怎么付的",
        SlipWord::Company => "账套",
        SlipWord::Payer => "谁付的",
        SlipWord::PayerHint => "不填就是客户本人",
        SlipWord::Number => "凭条号",
        SlipWord::NumberHint => "先把号码写在纸凭条上，再保存。",
        SlipWord::NoNumber => "这台设备还没连过服务器，编不出凭条号。连上一次就行。",
        SlipWord::FillAmount => "先填金额",
        SlipWord::FillCompany => "先选账套",
        SlipWord::Save => "开凭条",
        SlipWord::Slip => "收款凭条",
        SlipWord::Subject => "以公司财务入账为准",
        SlipWord::TakenBy => "收款人",
        SlipWord::TakenOn => "收款日",
        SlipWord::State => "状态",
        SlipWord::Waiting => "未入账，待交款",
        SlipWord::OnAccount => "未入账，待银行到账",
        SlipWord::Unbooked => "在途收款",
        SlipWord::UnbookedHint => "还没入账：不减应收余额，也不释放额度。",
        SlipWord::Copy => "复制凭条",
        SlipWord::Copied => "已复制，可以粘贴给客户",
        SlipWord::Cancel => "作废这张凭条",
        SlipWord::CancelHint => "号码留着不再用，原因会给财务看。",
        SlipWord::CancelReason => "作废原因",
        SlipWord::InHand => "手上现金",
        SlipWord::InHandHint => "请尽快到出纳处交款，当面点清。",
        SlipWord::AboveAge => "放得太久，请今天交款",
        SlipWord::AboveCap => "超过上限，先交款再收现金",
        SlipWord::NoCap => "不设上限",
        SlipWord::Gone => "这台设备上没有这张凭条",
        SlipWord::GoneHint => "客户可能已转到别的片区，或链接写错了。凭条没有丢。",
    }
}

pub fn hand_in(it: HandInWord) -> &'static str {
    match it {
        HandInWord::Waiting => "待交款",
        HandInWord::Nobody => "没有人要交款",
        HandInWord::NobodyHint => "业务员收到现金或票据，同步后会出现在这里。",
        HandInWord::Rep => "业务员",
        HandInWord::Company => "账套",
        HandInWord::InHand => "手上合计",
        HandInWord::Cash => "其中现金",
        HandInWord::Slips => "凭条数",
        HandInWord::Oldest => "最早收款日",
        HandInWord::Count => "点收",
        HandInWord::Pick => "选业务员",
        HandInWord::SlipsTable => "待交款凭条表",
        HandInWord::PickAll => "全选凭条",
        HandInWord::Expected => "凭条合计",
        HandInWord::Counted => "实点金额",
        HandInWord::CountedHint => "不填就是与凭条合计一致",
        HandInWord::Differs => "哪张凭条不符",
        HandInWord::ChooseSlip => "选凭条",
        HandInWord::Reason => "差异原因",
        HandInWord::Book => "点收入账",
        HandInWord::PickFirst => "先选凭条",
        HandInWord::ReadAmount => "先填对实点金额",
        HandInWord::NameSlip => "先说明哪张不符",
        HandInWord::GiveReason => "先写差异原因",
        HandInWord::Sending => "发送中",
        HandInWord::History => "交款记录",
        HandInWord::NoHistory => "还没有交款",
        HandInWord::NoHistoryHint => "点收入账后，每次交款都记在这里。",
        HandInWord::HistoryTable => "交款记录表",
        HandInWord::On => "交款日",
        HandInWord::Cashier => "点收人",
        HandInWord::Difference => "差异",
        HandInWord::Gaps => "凭条号核对",
        HandInWord::GapsHint => "缺号可能还没同步；一直缺，就要问业务员那张凭条在哪里。",
    }
}

pub fn said(it: &SlipSaid) -> String {
    match it {
        SlipSaid::Take { amount: money } => format!("开凭条，收 {}", amount(*money)),
        SlipSaid::Book { counted } => format!("点收入账 {}", amount(*counted)),
        SlipSaid::Unbooked { sum, count } => format!("在途收款 {}（{count} 张）", amounts(sum)),
        SlipSaid::Reported { amount: money } => format!("业务员报已付 {}", amount(*money)),
        SlipSaid::Taken { amount: money, slip } => format!("收 {}，凭条 {slip}", amount(*money)),
        SlipSaid::Carried { slips, days: 0 } => format!("{slips} 张，今天收的"),
        SlipSaid::Carried { slips, days } => format!("{slips} 张，最早 {days} 天前"),
        SlipSaid::Cap { cap } => format!("上限 {}", amount(*cap)),
        SlipSaid::HandedIn { on, counted } => {
            format!("{}交款，入账 {}", day(*on, ZH), amount(*counted))
        }
        SlipSaid::Cancelled { on, reason } => format!("{}作废：{reason}", day(*on, ZH)),
        SlipSaid::Short { slip, amount: written, counted } => {
            format!("{slip} 应 {} 实 {}", amount(*written), amount(*counted))
        }
        SlipSaid::Missing { series, numbers } => format!("{series} 缺号 {numbers}"),
        SlipSaid::Twice { series, numbers } => format!("{series} 重号 {numbers}"),
    }
}

pub fn text(it: &SlipText) -> Vec<String> {
    let line = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("{name}：{value}") }
    };
    let money: Money = it.amount;
    vec![
        format!("收款凭条 {}", it.slip),
        line("收款单位", &it.company),
        line("客户", &it.customer),
        line("付款人", &it.payer),
        line("金额", &amount(money)),
        line("大写", &capitals(money).unwrap_or_default()),
        line("方式", &it.method),
        line("收款日", &day(it.taken_on, ZH)),
        line("收款人", &it.author),
        line("备注", &it.note),
        "以公司财务入账为准。".to_owned(),
    ]
}
