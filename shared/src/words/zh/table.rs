//! Tables in Chinese: their names, the headings of their columns, and what keeps a view from being saved.

use crate::{
    saved_view::SavedViewRefusal,
    table::{Column, TableName},
};

pub fn table(it: TableName) -> &'static str {
    match it {
        TableName::Customers => "客户",
        TableName::Promises => "付款承诺",
        TableName::Approvals => "审批",
        TableName::Documents => "账龄明细",
    }
}

pub fn column(it: Column) -> &'static str {
    match it {
        Column::Customer => "客户",
        Column::Code => "编号",
        Column::Currency => "币种",
        Column::Territory => "片区",
        Column::Balance => "应收余额",
        Column::Overdue => "逾期",
        Column::DaysOverdue => "最长逾期天数",
        Column::Ageing => "账龄",
        Column::Limit => "授信额度",
        Column::Promised => "最近承诺",
        Column::LastVisit => "上次拜访",
        Column::Due => "约定日",
        Column::Amount => "承诺金额",
        Column::Received => "已到账",
        Column::Promiser => "承诺人",
        Column::Author => "记录人",
        Column::MadeOn => "记录日",
        Column::Asked => "申请",
        Column::Seen => "申请时",
        Column::Stands => "现在",
        Column::Used => "占用",
        Column::Available => "可用额度",
        Column::SentOn => "提交日",
        Column::Standing | Column::State => "状态",
        Column::Number => "单据号",
        Column::IssuedOn => "立账日",
        Column::DueOn => "到期日",
        Column::Days => "天数",
        Column::Open => "未核销金额",
        Column::Whole => "原金额",
    }
}

pub fn saved_view(it: &SavedViewRefusal) -> String {
    match it {
        SavedViewRefusal::NameEmpty => "视图没有名称。请起个名字。".to_owned(),
        SavedViewRefusal::NameTooLong { length, most } => {
            format!("视图名称有{length}个字，最多{most}个字。")
        }
        SavedViewRefusal::NameTaken { name } => {
            format!("已经有一个视图叫“{name}”。请换个名字，或先删除那个。")
        }
        SavedViewRefusal::QueryTooLong { length, most } => {
            format!("筛选条件有{length}个字，最多{most}个字。请缩短搜索文字。")
        }
        SavedViewRefusal::TooMany { most } => {
            format!("视图最多保存{most}个。请先删除不用的。")
        }
        SavedViewRefusal::Unknown { .. } => {
            "这个视图已经不在了，可能被删除了。当前筛选还在，可以另存一个。".to_owned()
        }
        SavedViewRefusal::NotOwner { .. } => {
            "这个视图是别人共享的，由共享的人或管理员更改。你可以另存为自己的视图。".to_owned()
        }
    }
}
