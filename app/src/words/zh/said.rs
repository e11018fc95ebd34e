//! Sentences in Chinese.

use shared::{
    calendar::Day,
    words::{Language, amount},
};

use crate::{
    format::day,
    words::{DeskSaid, FormSaid, Said, ShellSaid, amounts, size},
};

const ZH: Language = Language::Zh;

pub fn said(it: &Said, today: Day) -> String {
    match it {
        Said::DaysOverdue { days } => format!("逾期 {days} 天"),
        Said::LongestOverdue { days } => format!("最长逾期 {days} 天"),
        Said::Customers { count } => format!("{count} 家"),
        Said::Found { shown, total } => format!("{shown} / {total} 家"),
        Said::Promises { count } => format!("{count} 笔"),
        Said::Documents { count } => format!("{count} 张"),
        Said::Invoice { number } => format!("应收单 {number}"),
        Said::Invoices { numbers } => match numbers.as_slice() {
            [] => String::new(),
            [first, second, _, ..] => format!("应收单 {first}、{second} 等 {} 张", numbers.len()),
            few => format!("应收单 {}", few.join("、")),
        },
        Said::Received { received, of } => {
            format!("已到账 {}，共 {}", amount(*received), amount(*of))
        }
        Said::BankReaches { reaches: Some(reaches) } => {
            format!("银行数据到{}", day::near(ZH, *reaches, today))
        }
        Said::BankReaches { reaches: None } => "还没有银行数据".to_owned(),
        Said::PastAgreed { days } => format!("约定日已过 {days} 天"),
        Said::Late { days } => format!("晚 {days} 天"),
        Said::Promised { who, amount: money } => format!("{who} 承诺 {}", amount(*money)),
        Said::Paid { amount: money } => format!("收款 {}", amount(*money)),
        Said::Billed { number, amount: money } => {
            format!("应收单 {number} {}", amount(*money))
        }
        Said::Visited { outcome } => format!("拜访：{outcome}"),
        Said::NextOn { day: next } => format!("下次 {}", day::near(ZH, *next, today)),
        Said::CallWhom { name } => format!("给 {name} 打电话"),
    }
}

pub fn form_said(it: &FormSaid) -> String {
    match it {
        FormSaid::TakePromise { amount: money, on } => {
            format!("记下承诺，{} {on}付", amount(*money))
        }
        FormSaid::InsteadOf { amount: money, on } => {
            format!("代替{on}付{}的承诺，那一笔会记为已改期。", amount(*money))
        }
        FormSaid::RecordVisit { outcome } => format!("记下拜访，{outcome}"),
        FormSaid::PickedSum { count, sum } => format!("{count} 张，未清 {}", amount(*sum)),
        FormSaid::DraftKept { at } => format!("草稿已存 {at}"),
        FormSaid::OwedNow { owed } => format!("现欠 {}", amounts(owed)),
    }
}

pub fn shell_said(it: &ShellSaid) -> String {
    match it {
        ShellSaid::Title { page } => format!("{page} · 赊账通"),
        ShellSaid::BackTo { page } => format!("返回{page}"),
        ShellSaid::OnlyHere { count } => format!("{count} 条仅在本机"),
        ShellSaid::Imported { count } => format!("{count} 条已放进待上传，会自动发送。"),
        ShellSaid::Drafts { count } => format!("{count} 份没写完的草稿"),
        ShellSaid::Oldest { at } => format!("最早 {at}"),
        ShellSaid::DataFrom { at } => format!("数据 {at}"),
        ShellSaid::OfflineSince { at } => format!("离线 · 数据 {at}"),
        ShellSaid::Arrived { done, total } => format!("已到 {done} / {total} 行"),
        ShellSaid::Used { used, quota: Some(quota) } => {
            format!("已用 {}，可用到 {}", size(*used), size(*quota))
        }
        ShellSaid::Used { used, quota: None } => format!("已用 {}", size(*used)),
        ShellSaid::Holds { customers } => format!("{customers} 家客户在本机，没有网络也能用"),
        ShellSaid::Lost { count: 0, at } => {
            format!("浏览器清掉了本机数据（上次使用 {at}），当时没有未发送的内容，正在重新下载")
        }
        ShellSaid::Lost { count, at } => format!(
            "浏览器清掉了本机数据（上次使用 {at}），当时有 {count} 条没发送，请凭记忆或纸条补记"
        ),
        ShellSaid::PageFrom { at } => format!("没有连上服务器，这是 {at} 的内容"),
        ShellSaid::NextTry { seconds } => format!("{seconds} 秒后自动再试"),
        ShellSaid::Pending { count } => format!("{count} 条"),
        ShellSaid::ToHandle { count } => format!("{count} 件要处理"),
    }
}

pub fn desk_said(it: &DeskSaid) -> String {
    match it {
        DeskSaid::Picked { count } => format!("已选 {count} 家"),
        DeskSaid::Proof { buckets, unapplied, balance } => format!(
            "各段合计 {} {} = 余额 {}，核对一致",
            amount(*buckets),
            plus(*unapplied),
            amount(*balance)
        ),
        DeskSaid::PickedRequests { count } => format!("已选{count}份申请"),
        DeskSaid::NameLength { most } => format!("最多{most}个字"),
        DeskSaid::Counted { count } => format!("{count}笔"),
        DeskSaid::OldestSince { day, today } => {
            let waited = today.days_since(*day);
            format!("最早{}提交，已等{waited}天", day::short(ZH, *day, *today))
        }
        DeskSaid::Reaches { day, today } => {
            let reached = day::short(ZH, *day, *today);
            match today.days_since(*day) {
                ..=0 => format!("已到{reached}（今天）"),
                behind => format!("已到{reached}，落后{behind}天"),
            }
        }
        DeskSaid::OverdueShare { share } => format!("占未清的{share}"),
        DeskSaid::AgeingOf { as_of, currency } => {
            format!("截至 {as_of} 的账龄，{currency}")
        }
    }
}

/// The unapplied part is negative: it is taken off.
fn plus(unapplied: shared::money::Money) -> String {
    format!("− 未核销 {}", amount(unapplied.negated()))
}
