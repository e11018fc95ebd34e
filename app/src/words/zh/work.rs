//! Labels in Chinese: the work itself: customers, visits, promises, and the desk's reports.

use crate::words::{
    AgeingWord, AssignWord, ContactWord, FileWord, ListWord, PromiseWord, PromisesWord, TodayWord,
    VisitWord,
};

pub fn today(it: TodayWord) -> &'static str {
    match it {
        TodayWord::Due => "到期的承诺",
        TodayWord::NoneDue => "今天没有到期或待核实的承诺",
        TodayWord::Overdue => "逾期客户",
        TodayWord::NoneOverdue => "没有逾期客户",
        TodayWord::NoneOverdueHint => "到期没收回的款会出现在这里，拖得最久的排最前。",
        TodayWord::All => "全部客户",
        TodayWord::FirstSync => "第一次同步",
        TodayWord::FirstSyncHint => "可以先用：已到的客户现在就能打开。",
        TodayWord::Total => "逾期合计",
        TodayWord::NoTerritory => "还没有客户",
        TodayWord::NoTerritoryHint => "管理员把片区分给你以后，客户会自动出现在这里。",
        TodayWord::Left => "没写完的",
        TodayWord::Office => "办公室的事",
    }
}

pub fn list(it: ListWord) -> &'static str {
    match it {
        ListWord::Search => "搜索客户",
        ListWord::Placeholder => "名称、拼音首字母、编号、电话",
        ListWord::Clear => "清除搜索",
        ListWord::Sort => "排序",
        ListWord::Name => "名称",
        ListWord::Code => "编号",
        ListWord::Overdue => "逾期",
        ListWord::Balance => "应收余额",
        ListWord::Days => "逾期天数",
        ListWord::Territory => "片区",
        ListWord::AllTerritories => "全部片区",
        ListWord::NoTerritory => "未分片区",
        ListWord::LastVisit => "上次拜访",
        ListWord::LatestPromise => "最近承诺",
        ListWord::Ageing => "账龄",
        ListWord::Empty => "还没有客户",
        ListWord::EmptyHint => "导入应收单或客户资料后，客户会出现在这里。",
        ListWord::NoneFound => "没有找到",
        ListWord::NoneFoundHint => "试试少打几个字，或用拼音首字母、客户编号。",
        ListWord::Table => "客户表",
        ListWord::Settled => "已结清",
    }
}

pub fn file(it: FileWord) -> &'static str {
    match it {
        FileWord::Actions => "客户操作",
        FileWord::Visit => "拜访",
        FileWord::Promise => "承诺",
        FileWord::AlsoKnown => "又名",
        FileWord::Balance => "应收余额",
        FileWord::Overdue => "逾期",
        FileWord::NotOverdue => "没有逾期",
        FileWord::Unapplied => "未核销收款",
        FileWord::Ageing => "账龄",
        FileWord::Promises => "付款承诺",
        FileWord::NoPromises => "还没有承诺",
        FileWord::NoPromisesHint => "点“承诺”，记下金额和日期；到期那天会出现在今日。",
        FileWord::Invoices => "未清应收单",
        FileWord::NoInvoices => "没有未清的应收单",
        FileWord::Timeline => "往来",
        FileWord::Nothing => "还没有往来",
        FileWord::NothingHint => "拜访、单据、承诺、收款和额度审批都会记在这里，最新的在最前。",
        FileWord::ShowAll => "全部显示",
        FileWord::Due => "到期日",
        FileWord::Issued => "立账日",
        FileWord::Number => "单号",
        FileWord::Amount => "金额",
        FileWord::Open => "未清",
        FileWord::Disputed => "有异议",
        FileWord::Receipts => "收款单",
        FileWord::InvoicesTable => "应收单表",
        FileWord::ReceiptsTable => "收款单表",
        FileWord::VisitsTable => "拜访表",
        FileWord::Visited => "拜访日",
        FileWord::NoReceipts => "还没有收款",
        FileWord::Visits => "拜访记录",
        FileWord::NoVisits => "还没有拜访",
        FileWord::Slips => "凭条",
        FileWord::SlipsTable => "凭条表",
        FileWord::NoSlips => "还没有凭条",
        FileWord::Valued => "到账日",
        FileWord::Payer => "付款户名",
        FileWord::Method => "方式",
        FileWord::Memo => "摘要",
        FileWord::Outcome => "结果",
        FileWord::Note => "备注",
        FileWord::Author => "记录人",
        FileWord::Next => "下次拜访",
        FileWord::Gone => "这台设备上没有这个客户",
        FileWord::GoneHint => "客户可能已转到别的片区，或链接写错了。你写的内容没有丢。",
        FileWord::OnItsWay => "这个客户的资料正在下载",
        FileWord::AgeingIncomplete => "往来明细还不全，账龄暂时不显示。余额不受影响。",
        FileWord::Unsummable => "合计超出可以精确显示的范围",
    }
}

pub fn visit(it: VisitWord) -> &'static str {
    match it {
        VisitWord::Heading => "记拜访",
        VisitWord::Outcome => "结果怎样",
        VisitWord::Next => "下次哪天来",
        VisitWord::NoNext => "先不定",
        VisitWord::Note => "备注",
        VisitWord::NotePlaceholder => "谈了什么，谁在场，要带什么",
        VisitWord::Choose => "先选一个结果",
        VisitWord::DraftBack => "上次没写完的内容已恢复",
        VisitWord::DraftDrop => "清空草稿",
        VisitWord::DraftDropped => "草稿已清空",
        VisitWord::SavedHere => "已保存在本机，联网后自动发送",
        VisitWord::SavedSending => "已保存，正在发送",
        VisitWord::NotKept => {
            "没有存下：本机空间或存储出了问题。内容还在表单里，请先发送或导出旧内容，再试一次。"
        }
        VisitWord::NotKeptFull => {
            "没有存下：本机空间满了。内容还在表单里。请先联网发送旧内容，或清理手机空间，再试一次。"
        }
        VisitWord::NotKeptOldTab => {
            "没有存下：另一个标签页还开着旧版本。关掉它再试一次，内容还在表单里。"
        }
    }
}

pub fn promise(it: PromiseWord) -> &'static str {
    match it {
        PromiseWord::Heading => "记承诺",
        PromiseWord::HowMuch => "承诺付多少",
        PromiseWord::UsualAmounts => "常用金额",
        PromiseWord::AllOverdue => "全部逾期",
        PromiseWord::HalfOverdue => "一半逾期",
        PromiseWord::AllOwed => "全部欠款",
        PromiseWord::HalfOwed => "一半欠款",
        PromiseWord::Picked => "选中的应收单",
        PromiseWord::When => "哪天付",
        PromiseWord::Who => "谁答应的",
        PromiseWord::SomeoneElse => "其他人",
        PromiseWord::WhoPlaceholder => "姓名和身份，如：王建国 老板",
        PromiseWord::How => "怎么付",
        PromiseWord::OnWhat => "付什么",
        PromiseWord::OnBalance => "按余额",
        PromiseWord::OnDocuments => "按应收单",
        PromiseWord::Pick => "选应收单",
        PromiseWord::PickAgain => "改选",
        PromiseWord::Done => "选好了",
        PromiseWord::Currency => "币种",
        PromiseWord::Save => "记下承诺",
        PromiseWord::FillAmount => "先填金额",
        PromiseWord::FillDay => "先选哪天付",
        PromiseWord::FillWho => "先填谁答应的",
        PromiseWord::Replace => "改期",
        PromiseWord::Withdraw => "撤回",
        PromiseWord::WithdrawHeading => "撤回付款承诺",
        PromiseWord::WithdrawWhy => "为什么撤回",
        PromiseWord::UsualReasons => "常见原因",
        PromiseWord::WithdrawFill => "先写为什么撤回",
        PromiseWord::WithdrawGone => "这笔承诺已经有结果，不用再撤回。",
        PromiseWord::TakenDownWrong => "记错了",
        PromiseWord::CustomerBackedOut => "客户改口不付了",
        PromiseWord::AgreedOtherwise => "另外商定了",
    }
}

pub fn promises(it: PromisesWord) -> &'static str {
    match it {
        PromisesWord::Customer => "客户",
        PromisesWord::Amount => "承诺金额",
        PromisesWord::Due => "约定日",
        PromisesWord::Standing => "兑现情况",
        PromisesWord::Received => "已到账",
        PromisesWord::By => "业务员",
        PromisesWord::Who => "承诺人",
        PromisesWord::Mark => "同步",
        PromisesWord::Table => "付款承诺表",
        PromisesWord::Empty => "还没有承诺",
        PromisesWord::EmptyHint => "业务员在客户处记下的承诺，联网后立刻出现在这里。",
    }
}

pub fn ageing(it: AgeingWord) -> &'static str {
    match it {
        AgeingWord::EveryAge => "全部账龄段",
        AgeingWord::OpenTable => "未核销的单据",
        AgeingWord::NoneOpen => "没有未核销的单据",
        AgeingWord::NoneOpenHint => "导入应收单后，每个账龄段由哪些单据组成都在这里。",
        AgeingWord::AsOf => "余额截至",
        AgeingWord::AgeAsOf => "账龄计至",
        AgeingWord::Quick => "快选",
        AgeingWord::Today => "今天",
        AgeingWord::LastMonthEnd => "上月末",
        AgeingWord::LastYearEnd => "上年末",
        AgeingWord::From => "账龄从",
        AgeingWord::ByDue => "到期日",
        AgeingWord::ByInvoice => "立账日",
        AgeingWord::Bucket => "账龄段",
        AgeingWord::Documents => "张数",
        AgeingWord::Amount => "金额",
        AgeingWord::Share => "占比",
        AgeingWord::Total => "各段合计",
        AgeingWord::Unapplied => "未核销收款",
        AgeingWord::Balance => "应收余额",
        AgeingWord::Empty => "这一天还没有应收",
        AgeingWord::NoneThere => "这个片区没有应收",
        AgeingWord::NoneThereHint => "换个片区，或选“全部片区”看所有客户。",
        AgeingWord::EmptyHint => "换一个截止日，或先导入应收单。",
        AgeingWord::Customers => "看客户",
    }
}

pub fn assign(it: AssignWord) -> &'static str {
    match it {
        AssignWord::To => "分到",
        AssignWord::Assign => "分配",
        AssignWord::Empty => "都分好了",
        AssignWord::EmptyHint => "新导入的客户会先出现在这里，分到片区后业务员才看得见。",
        AssignWord::NoTerritories => "还没有片区。在服务器上用 chitbook territory add 添加。",
        AssignWord::Sending => "发送中",
        AssignWord::Choose => "选片区",
    }
}

pub fn contact(it: ContactWord) -> &'static str {
    match it {
        ContactWord::Heading => "联系人",
        ContactWord::Add => "新增联系人",
        ContactWord::Change => "更改联系人",
        ContactWord::ChangeOne => "更改",
        ContactWord::Remove => "移除联系人",
        ContactWord::Removed => "联系人已移除",
        ContactWord::Empty => "还没有联系人",
        ContactWord::RolePlaceholder => "老板、财务、采购",
        ContactWord::NotePlaceholder => "什么时候方便，找他办什么",
        ContactWord::SignsHint => "可以代表客户签对账单",
        ContactWord::Signs => "可签",
        ContactWord::Save => "存下联系人",
        ContactWord::FillName => "先填姓名",
        ContactWord::FillChange => "还没有改动",
        ContactWord::Cancel => "取消",
        ContactWord::Sending => "发送中",
        ContactWord::File => "客户资料",
        ContactWord::ChangeFile => "更改客户资料",
        ContactWord::SaveFile => "存下资料",
        ContactWord::TagsHint => "用空格或逗号隔开",
        ContactWord::NoAddress => "没有地址",
        ContactWord::InvoicingHint => "抬头、税号、地址电话、开户行及账号",
        ContactWord::NotSaid => "未填",
        ContactWord::Gone => "已移除",
        ContactWord::Yes => "是",
        ContactWord::No => "否",
        ContactWord::Nothing => "空",
        ContactWord::NotTaken => "未采用，仍为",
        ContactWord::WaitsForSecond => "待第二人确认",
        ContactWord::EveryFile => "全部资料",
        ContactWord::SecondHint => "这里已有内容：改动要等内勤、信控或经理里的另一个人确认才算数",
        ContactWord::SayYes => "确认这样改",
        ContactWord::SayNo => "不改",
        ContactWord::TakeBack => "撤回",
        ContactWord::SecondSent => "已记下，服务器收到后算数",
        ContactWord::Saw => "你看到的",
        ContactWord::Mine => "你的",
        ContactWord::Office => "办公室的",
        ContactWord::Other => "对方的",
        ContactWord::UseMine => "用我的",
        ContactWord::KeepOffice => "保留办公室的",
        ContactWord::KeepOther => "保留对方的",
        ContactWord::MineSent => "已按你的再改一次",
        ContactWord::ByFile => "导入文件",
    }
}
