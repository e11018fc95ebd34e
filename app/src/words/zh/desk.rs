//! Labels in Chinese: the desk's tables and its dashboard.

use crate::words::{DashboardWord, TableWord};

pub fn table(it: TableWord) -> &'static str {
    match it {
        TableWord::Views => "视图",
        TableWord::ViewActs => "视图操作",
        TableWord::All => "全部",
        TableWord::Save => "保存当前视图",
        TableWord::Rename => "改名",
        TableWord::Remove => "删除视图",
        TableWord::Removed => "视图已删除",
        TableWord::Start => "设为起始视图",
        TableWord::NotStart => "不再作起始视图",
        TableWord::NameHeading => "视图名称",
        TableWord::Name => "名称",
        TableWord::ForAll => "共享给所有人",
        TableWord::Keep => "保存",
        TableWord::Columns => "列",
        TableWord::Usual => "恢复默认列",
        TableWord::Forward => "前移",
        TableWord::Back => "后移",
        TableWord::Density => "行高",
        TableWord::Relaxed => "标准",
        TableWord::Tight => "紧凑",
        TableWord::File => "导出",
        TableWord::Standing => "承诺状态",
        TableWord::EveryStanding => "全部状态",
        TableWord::Open => "未到期",
        TableWord::AwaitingData => "待核实",
        TableWord::Kept => "已兑现",
        TableWord::PartlyKept => "部分兑现",
        TableWord::Broken => "未兑现",
        TableWord::Withdrawn => "已撤回",
        TableWord::Superseded => "已改期",
        TableWord::DueFrom => "约定日从",
        TableWord::DueUntil => "约定日到",
        TableWord::DecideSeveral => "批量审批",
    }
}

pub fn dashboard(it: DashboardWord) -> &'static str {
    match it {
        DashboardWord::Heading => "仪表盘",
        DashboardWord::Balance => "应收余额",
        DashboardWord::Overdue => "逾期",
        DashboardWord::Unapplied => "未核销收款",
        DashboardWord::Currency => "币种",
        DashboardWord::ByTerritory => "各片区账龄",
        DashboardWord::Territory => "片区",
        DashboardWord::Table => "数据表",
        DashboardWord::Promises => "付款承诺",
        DashboardWord::OpenPromises => "全部未到期",
        DashboardWord::DueToday => "今天到期",
        DashboardWord::DueThisWeek => "本周内到期",
        DashboardWord::Awaiting => "待核实",
        DashboardWord::Approvals => "待审批",
        DashboardWord::Cash => "该交的现金",
        DashboardWord::NoCash => "没有超期或超限的现金",
        DashboardWord::TooLong => "超期",
        DashboardWord::TooMuch => "超限",
        DashboardWord::Banks => "银行数据",
        DashboardWord::NoBank => "还没有银行数据",
        DashboardWord::Empty => "账上没有应收",
        DashboardWord::EmptyHint => "导入应收单后，余额、逾期和账龄会出现在这里。",
        DashboardWord::All => "合计",
    }
}
