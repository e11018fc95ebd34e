//! Labels in Chinese: what stands around the work: shells, keys, signing in, synchronising.

use crate::words::{
    InboxWord, KeysWord, MeWord, NavWord, ShellWord, SignInWord, SyncWord, TeamWord, TroubleWord,
};

pub fn shell(it: ShellWord) -> &'static str {
    match it {
        ShellWord::Product => "赊账通",
        ShellWord::SkipToContent => "跳到正文",
        ShellWord::MainNavigation => "主导航",
        ShellWord::Retry => "再试一次",
        ShellWord::Reload => "刷新",
        ShellWord::NotFound => "没有这一页",
        ShellWord::NotFoundHint => "地址可能写错了，或者这一页已经搬走。",
        ShellWord::NotForYourRole => "这一页不在你的岗位里。需要的话，请管理员给你加岗位。",
        ShellWord::ToStart => "回到首页",
        ShellWord::DeskOffline => "离线，这一页还没有打开过。联网后再试。",
        ShellWord::Loading => "正在载入…",
        ShellWord::NotLoaded => {
            "应用还没有完整下载到本机。请检查网络后重试；本机上已保存的内容都还在。"
        }
        ShellWord::NotLoadedOld => "应用已有新版本，更新后才能继续。本机上已保存的内容都还在。",
        ShellWord::UpdateNow => "现在更新",
        ShellWord::LoadFailed => "没有读到这一页",
        ShellWord::NotThere => "没有这一条，或者它不在你的片区。",
    }
}

pub fn nav(it: NavWord) -> &'static str {
    match it {
        NavWord::Today => "今日",
        NavWord::Dashboard => "仪表盘",
        NavWord::Customers => "客户",
        NavWord::Promises => "付款承诺",
        NavWord::Approvals => "审批",
        NavWord::Ageing => "账龄",
        NavWord::HandIns => "交款",
        NavWord::Imports => "导入",
        NavWord::Reconciliation => "回款核对",
        NavWord::Rates => "汇率",
        NavWord::Assignment => "片区分配",
        NavWord::Team => "用户与片区",
        NavWord::Inbox => "待办",
        NavWord::Sync => "同步",
        NavWord::Me => "我",
        NavWord::Receivables => "应收",
        NavWord::Administration => "管理",
        NavWord::Mine => "本机",
    }
}

pub fn keys(it: KeysWord) -> &'static str {
    match it {
        KeysWord::JumpTo => "搜索或跳转",
        KeysWord::JumpPlaceholder => "页面、操作、客户名称、拼音首字母、编号",
        KeysWord::JumpNothing => "没有匹配的页面、操作或客户",
        KeysWord::Here => "这一页可做",
        KeysWord::Pages => "页面",
        KeysWord::Anywhere => "随时可做",
        KeysWord::Heading => "键盘",
        KeysWord::Search => "在本页搜索",
        KeysWord::Next => "下一行",
        KeysWord::Previous => "上一行",
        KeysWord::Open => "打开这一行",
        KeysWord::Pick => "选中这一行",
        KeysWord::Help => "这张表",
        KeysWord::Leave => "关闭、取消",
    }
}

pub fn sign_in(it: SignInWord) -> &'static str {
    match it {
        SignInWord::Heading => "登录",
        SignInWord::Hint => "第一次登录需要联网；以后没有网络也能打开。",
        SignInWord::Login => "登录名",
        SignInWord::Password => "密码",
        SignInWord::FillLogin => "请填登录名。",
        SignInWord::FillPassword => "请填密码。",
        SignInWord::Wrong => "登录名或密码不对。请检查大小写；忘了密码请找管理员重设。",
        SignInWord::Ended => "这个账号已停用。请联系管理员。",
        SignInWord::NoNetwork => "连不上服务器。第一次登录需要联网；连上后再试一次，填的内容还在。",
        SignInWord::TooOften => "试得太频繁了。等一分钟再试，账号没有被锁。",
        SignInWord::InApp => "请用浏览器打开",
        SignInWord::InWeChat => "微信里的网页不能离线保存。点右上角“···”，选“在浏览器打开”。",
        SignInWord::InDingTalk => "钉钉里的网页不能离线保存。点右上角“···”，选“在浏览器中打开”。",
        SignInWord::CopyLink => "复制链接",
        SignInWord::LinkCopied => "链接已复制",
        SignInWord::Again => "重新登录",
        SignInWord::EndedHint => "登录已过期。已写的内容都在本机，重新登录后自动发送。",
        SignInWord::SignOut => "退出登录",
        SignInWord::SignOutHint => "退出后，这台设备上不再显示客户资料。",
        SignInWord::SignOutAnyway => "仍然退出",
        SignInWord::SendFirst => "先发送",
        SignInWord::DraftsGo => "退出后草稿会从这台设备删除。",
        SignInWord::KeptHint => "退出后它们留在这台设备里，你再次登录才会发送；换人登录看不到。",
    }
}

pub fn sync(it: SyncWord) -> &'static str {
    match it {
        SyncWord::OnlyHere => "只在这台设备上",
        SyncWord::AllThere => "都已送到",
        SyncWord::AllThereHint => "你记下的内容，公司都收到了。",
        SyncWord::SendNow => "立即发送",
        SyncWord::Outbox => "待上传",
        SyncWord::Storage => "本机数据",
        SyncWord::Never => "还没有同步过",
        SyncWord::Kept => "浏览器已答应长期保存",
        SyncWord::MayGo => "浏览器可能清理本机数据",
        SyncWord::MayGoHint => "空间紧张时会被清理。装到主屏幕，或常联网发送，最保险。",
        SyncWord::NearlyFull => "本机空间快满了。请先联网发送，再清理照片和视频。",
        SyncWord::Export => "导出未发送的内容",
        SyncWord::ExportHint => "送不出去时的最后办法：存成文件，可由你本人在任何设备上交回。",
        SyncWord::Import => "交回导出的文件",
        SyncWord::ImportHint => "在别的设备上导出的文件，由你本人在这里交回；已有的不会重复。",
        SyncWord::ImportNothing => "文件里的内容这里都有了。",
        SyncWord::ImportUnreadable => "这不是导出的文件。请选“chitbook-日期.json”。",
        SyncWord::ImportOfAnother => "这是别人的文件，要由本人登录后交回。",
        SyncWord::UpdateReady => "新版本已备好",
        SyncWord::UpdateHint => "更新后立即换上，写到一半的内容会留着。",
        SyncWord::Update => "更新",
        SyncWord::OpensOffline => "没有网络也能在本机打开",
        SyncWord::NotYetOffline => "应用还没有存到本机，断网时可能打不开；有网络时会自动存好。",
        SyncWord::LikelyRefused => "可能被退回",
        SyncWord::OtherTab => "由另一个标签页负责同步",
        SyncWord::Install => "装到主屏幕：在浏览器菜单里选“添加到主屏幕”，没有网络也能打开。",
    }
}

pub fn trouble(it: TroubleWord) -> &'static str {
    match it {
        TroubleWord::SignInAgain => "登录已过期。内容都在本机，重新登录后自动发送。",
        TroubleWord::Revoked => "这台设备已被停用，收到的资料已清除。没送出的内容还在本机。",
        TroubleWord::Forbidden => "服务器暂时不接受这台设备。内容都在本机，请联系管理员。",
        TroubleWord::Unreachable => "连不上服务器。内容都在本机，会自动再试。",
        TroubleWord::ServerFault => "服务器出了故障。内容都在本机，会自动再试。",
        TroubleWord::TooLarge => "有一条内容太大，网络送不出去。内容在本机，请导出后联系管理员。",
        TroubleWord::StorageFull => "本机空间满了。已写的都在，请先发送或导出，再清理空间。",
        TroubleWord::Storage => "本机存储出错。请导出未发送的内容，再重开应用。",
        TroubleWord::UpdateNeeded => "服务器已升级。内容都在本机，更新应用后自动发送。",
        TroubleWord::Inconsistent => "收到的数据对不上，正在重新下载。你写的内容不受影响。",
        TroubleWord::Blocked => "另一个标签页开着旧版本。请关掉它，这一页会自己接着打开。",
        TroubleWord::Superseded => "新版本已接管本机数据。请刷新这一页。",
        TroubleWord::Closed => "浏览器断开了本机数据。已存的都在，请刷新这一页。",
        TroubleWord::Emptied => "浏览器清掉了本机数据。请刷新这一页，看可能丢了什么。",
        TroubleWord::Absent => {
            "这个浏览器不让网页保存数据（可能是无痕模式）。请换普通窗口或别的浏览器。"
        }
    }
}

pub fn inbox(it: InboxWord) -> &'static str {
    match it {
        InboxWord::Empty => "没有要你处理的事",
        InboxWord::EmptyHint => "被退回或要核对的内容会出现在这里，填过的都在，不会丢。",
        InboxWord::NothingLost => "什么都没有丢",
        InboxWord::YouSaid => "你填的",
        InboxWord::Again => "改后重发",
        InboxWord::There => "去那里重办",
        InboxWord::Understood => "知道了",
        InboxWord::ClosedHere => "这条已收起，你的其他设备上也会收起，可撤销。",
        InboxWord::NotTakenBack => "本机存不下，没有取回这条消息。请腾出空间后再试。",
    }
}

pub fn me(it: MeWord) -> &'static str {
    match it {
        MeWord::Roles => "岗位",
        MeWord::Territories => "片区",
        MeWord::NoTerritory => "还没有片区",
        MeWord::EveryCustomer => "全部客户",
        MeWord::Settings => "设置",
        MeWord::Build => "版本",
    }
}

pub fn team(it: TeamWord) -> &'static str {
    match it {
        TeamWord::Users => "用户",
        TeamWord::UsersTable => "用户表",
        TeamWord::Territories => "片区",
        TeamWord::TerritoriesTable => "片区表",
        TeamWord::Name => "姓名",
        TeamWord::Login => "登录名",
        TeamWord::Roles => "岗位",
        TeamWord::Works => "负责片区",
        TeamWord::Code => "编号",
        TeamWord::WorkedBy => "负责人",
        TeamWord::Nobody => "没有人",
    }
}
