//! Users, territories, devices and passwords in Chinese.

use shared::{calendar::Day, words::Language};

use crate::{
    format::day,
    words::{DeviceWord, SecretWord, StaffSaid, StaffWord, StateWord},
};

const ZH: Language = Language::Zh;

pub fn staff(it: StaffWord) -> &'static str {
    match it {
        StaffWord::AddUser => "新增用户",
        StaffWord::AddTerritory => "新增片区",
        StaffWord::Save => "保存",
        StaffWord::Saved => "已保存",
        StaffWord::Sending => "发送中",
        StaffWord::LoginHint => "字母、数字或汉字，不留空格；以后不能改。",
        StaffWord::NameAndRoles => "姓名和岗位",
        StaffWord::RolesHint => "可以选几个；有业务员岗位的人在手机上工作。",
        StaffWord::Left => "已停用",
        StaffWord::LeftHint => "不能登录，设备都已停用；以前记下的内容还署这个名字。",
        StaffWord::WhereWorks => "负责的片区",
        StaffWord::NoStretch => "还没有片区。给一个片区，手机上才有客户。",
        StaffWord::Give => "交给片区",
        StaffWord::From => "从哪天起",
        StaffWord::Until => "到哪天止",
        StaffWord::UntilHint => "假期代管请填最后一天；不填就一直负责。",
        StaffWord::Given => "片区已交给",
        StaffWord::LastDay => "最后一天",
        StaffWord::TakeBack => "收回",
        StaffWord::Ahead => "未开始",
        StaffWord::Past => "已结束",
        StaffWord::ChooseTerritory => "选片区",
        StaffWord::End => "停用这个用户",
        StaffWord::EndHint => "离职时用。马上退出所有设备，设备下次联网时清除客户资料。",
        StaffWord::EndNow => "停用",
        StaffWord::Ended => "用户已停用",
        StaffWord::Reopen => "恢复",
        StaffWord::Reopened => "已恢复",
        StaffWord::OwnHint => "这是你自己。岗位和停用请另一个管理员来做。",
        StaffWord::Rename => "改名称",
        StaffWord::EndTerritory => "停用这个片区",
        StaffWord::EndTerritoryHint => "片区里没有客户了才能停用。",
        StaffWord::TerritoryEnded => "片区已停用",
        StaffWord::MoveCustomers => "调走客户",
        StaffWord::NoUserHere => "没有这个用户",
        StaffWord::NoTerritoryHere => "没有这个片区",
    }
}

pub fn device(it: DeviceWord) -> &'static str {
    match it {
        DeviceWord::Devices => "设备",
        DeviceWord::Mine => "我的设备",
        DeviceWord::Since => "登记",
        DeviceWord::Seen => "上次联网",
        DeviceWord::Pending => "待上传",
        DeviceWord::Here => "本机",
        DeviceWord::NeverSeen => "还没有",
        DeviceWord::Unknown => "未命名设备",
        DeviceWord::None => "还没有设备",
        DeviceWord::NoneHint => "第一次登录后，设备会出现在这里。",
        DeviceWord::Revoke => "停用设备",
        DeviceWord::RevokeTitle => "停用这台设备？",
        DeviceWord::RevokeHint => {
            "马上退出登录。设备下次联网时清除收到的客户资料；没送出的内容留给本人，重新登录后再发。"
        }
        DeviceWord::RevokeNow => "停用并清除",
        DeviceWord::NotRevoked => "没有停用成功，请联网后再试。",
        DeviceWord::RevokedHere => "这台设备已被停用",
        DeviceWord::RevokedHereHint => "收到的客户资料已从这台设备上清除。",
        DeviceWord::KeptHere => "你没送出的内容还在：可以导出成文件，或重新登录后发送。",
        DeviceWord::NothingKept => "没有未送出的内容。",
        DeviceWord::SignInToSend => "重新登录",
        DeviceWord::Remove => "从这台设备上移除",
        DeviceWord::AskAdministrator => "要继续在这台设备上工作，请联系管理员，再用密码登录。",
    }
}

pub fn secret(it: SecretWord) -> &'static str {
    match it {
        SecretWord::Password => "密码",
        SecretWord::Draw => "生成一次性密码",
        SecretWord::DrawHint => {
            "原来的密码作废，所有登录退出。本人用一次性密码登录后要设自己的密码。"
        }
        SecretWord::Drawn => "一次性密码",
        SecretWord::DrawnHint => "只显示这一次。请当面或打电话告诉本人。",
        SecretWord::Copy => "复制",
        SecretWord::Copied => "已复制",
        SecretWord::NotDrawn => "没有生成，请联网后再试。",
        SecretWord::Current => "现在的密码",
        SecretWord::New => "新密码",
        SecretWord::NewHint => "至少8个字符。",
        SecretWord::Change => "改密码",
        SecretWord::Changed => "密码已改，其他设备要重新登录",
        SecretWord::Choose => "设自己的密码",
        SecretWord::ChooseHint => "刚才的是一次性密码。设好自己的密码就可以开始工作。",
        SecretWord::TooShort => "密码太短，至少8个字符。",
        SecretWord::Same => "新密码和原来的一样，请换一个。",
        SecretWord::Elsewhere => "退出其他登录",
        SecretWord::ElsewhereHint => "除了这里，所有地方都要重新登录。",
        SecretWord::ElsewhereDone => "其他地方都已退出",
    }
}

pub fn state(it: StateWord) -> &'static str {
    match it {
        StateWord::Data => "收到的数据",
        StateWord::DataHint => "每个片区的数据到什么时候为止。",
        StateWord::Everybody => "用户、片区和政策",
        StateWord::Mine => "我的待办",
        StateWord::Whole => "齐全",
        StateWord::Behind => "还有新内容没收到",
        StateWord::Fetching => "正在下载",
        StateWord::Leaving => "已不归你，答复齐了就清除",
        StateWord::Bank => "银行数据",
        StateWord::NoBank => "还没有导入",
        StateWord::ToSettle => "去处理",
        StateWord::ToSettleHint => "退回和要核对的内容都在待办里，填过的没有丢。",
        StateWord::Renew => "重新下载全部数据",
        StateWord::RenewHint => {
            "数据看着不对时用。待上传的内容不受影响，旧数据会留到新的齐了为止。"
        }
        StateWord::RenewNow => "重新下载",
        StateWord::Compare => "与服务器核对",
        StateWord::CompareHint => {
            "每天自动核对一次。发现不一致会重新下载并告知管理员，待发送的记录不受影响。"
        }
        StateWord::CompareNow => "现在核对",
        StateWord::About => "关于本机",
        StateWord::App => "应用版本",
        StateWord::Server => "服务器版本",
        StateWord::Clock => "本机时钟",
        StateWord::ClockRight => "和服务器一致",
        StateWord::LastContact => "上次联系",
        StateWord::Never => "还没有联系过服务器",
        StateWord::WithdrawHint => {
            "记下的内容不能从这里删掉：可能已经送到。送到后可以撤回承诺、作废凭条或再记一笔。"
        }
    }
}

pub fn said(it: &StaffSaid, today: Day) -> String {
    let short = |on: &Day| day::short(ZH, *on, today);
    match it {
        StaffSaid::Works { territory, from, until: None } => {
            format!("{territory}（{}起）", short(from))
        }
        StaffSaid::Works { territory, from, until: Some(until) } => {
            format!("{territory}（{}至{}）", short(from), short(until))
        }
        StaffSaid::Stretch { from, until: None } => format!("{}起", short(from)),
        StaffSaid::Stretch { from, until: Some(until) } => {
            format!("{}至{}", short(from), short(until))
        }
        StaffSaid::LeftOn { day } => format!("{}停用", short(day)),
        StaffSaid::Pending { count } => format!("{count} 条"),
        StaffSaid::Revoked { at } => format!("{at} 停用，还没清除"),
        StaffSaid::Wiped { at } => format!("{at} 已清除"),
        StaffSaid::Kept { count } => format!("{count} 条没有送出"),
        StaffSaid::RevokeWhich { label } => format!("停用设备 {label}"),
        StaffSaid::EndWhom { name } => format!("停用 {name}？"),
        StaffSaid::Fetched { percent, done, total } => {
            format!("已下载 {percent}%，{done}/{total} 行")
        }
        StaffSaid::Reaches { day } => format!("到{}", short(day)),
        StaffSaid::ClockAhead { seconds } => format!("比服务器快 {}，已自动校正", span(*seconds)),
        StaffSaid::ClockBehind { seconds } => format!("比服务器慢 {}，已自动校正", span(*seconds)),
        StaffSaid::ToSettle { count } => format!("{count} 条退回或要核对"),
        StaffSaid::Same { at } => format!("{at} 核对，与服务器一致"),
        StaffSaid::Other { at } => format!("{at} 核对，与服务器不一致，已重新下载"),
        StaffSaid::Differed { at } => format!("{at} 发现数据与服务器不一致，已重新下载"),
        StaffSaid::ClockSuspect { count } => format!("{count} 条记录的日期因设备时钟不准已校正"),
        StaffSaid::Corrupt { count } => {
            format!("{count} 条记录以相同编号送来了不同内容，以先到的为准")
        }
    }
}

fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} 秒"),
        120..7_200 => format!("{} 分钟", seconds / 60),
        _ => format!("{} 小时", seconds / 3_600),
    }
}
