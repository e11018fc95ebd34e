//! Imports in Chinese: bringing a file, checking and booking it, what came of it, and the tie-out.

use shared::{
    import::job::{Errand, JobState},
    words::amount,
};

use crate::{
    format::money::grouped,
    words::{CameWord, ImportSaid, ImportWord, TieOutWord, import::size},
};

pub fn import(it: ImportWord) -> &'static str {
    match it {
        ImportWord::New => "导入一个文件",
        ImportWord::Drop => "选择文件，或拖到这里",
        ImportWord::DropHint => "CSV，UTF-8 编码。先检查，不会直接入账。",
        ImportWord::Another => "导入另一个文件",
        ImportWord::Upload => "上传",
        ImportWord::CancelUpload => "取消上传",
        ImportWord::TooLarge => "文件太大，最多 512 MB。请分成几个文件。",
        ImportWord::NoNetwork => "导入要连上服务器。现在离线，联网后再来；已上传的文件不会丢。",
        ImportWord::NotTaken => "服务器没有收下，账上什么都没变。请再试一次。",
        ImportWord::NotYours => "导入由管理员和应收会计来做。",
        ImportWord::History => "导入记录",
        ImportWord::NoHistory => "还没有导入过文件",
        ImportWord::NoHistoryHint => "在上面选一个 ERP 或银行导出的文件，先检查，再入账。",
        ImportWord::HistoryTable => "导入过的文件，新的在前",
        ImportWord::File => "文件",
        ImportWord::Size => "大小",
        ImportWord::By => "经手人",
        ImportWord::At => "时间",
        ImportWord::State => "状态",
        ImportWord::Taken => "新增 / 更新 / 有错",
        ImportWord::How => "怎么导入",
        ImportWord::Subject => "文件里是什么",
        ImportWord::Customers => "客户",
        ImportWord::Invoices => "应收单",
        ImportWord::Receipts => "收款",
        ImportWord::Profile => "格式",
        ImportWord::Expects => "需要哪些列",
        ImportWord::NeededColumns => "必须有",
        ImportWord::OtherColumns => "可以有",
        ImportWord::Company => "账套",
        ImportWord::OnlyCompany => "唯一的账套",
        ImportWord::CompanyHint => "是哪个账套的银行流水",
        ImportWord::BankTo => "银行数据截止日",
        ImportWord::BankToHint => "不填就按文件里最后一天；有错行时不填则不变。",
        ImportWord::AsOf => "数据截止日",
        ImportWord::AsOfHint => "文件是哪一天的未清项；行里没有收款日期的核销，都记在这一天。",
        ImportWord::FullList => "文件列出了这一天全部未核销单据",
        ImportWord::ConfirmReopened => "未核销金额变大的行：确认是反核销",
        ImportWord::SettleAbsent => "核销文件里没有的单据",
        ImportWord::Check => "检查",
        ImportWord::CheckAgain => "重新检查",
        ImportWord::CheckHint => "检查把每一行都算一遍，什么都不写入。",
        ImportWord::Book => "入账",
        ImportWord::BookRest => "继续入账",
        ImportWord::BookHint => "入账按上面检查过的格式。有错的行跳过，改好后再导入就行。",
        ImportWord::Changed => "下面的格式改过了。要入账，请先重新检查。",
        ImportWord::SeeCustomers => "看客户",
        ImportWord::SeeMatched => "看回款核对",
        ImportWord::Stop => "停止",
        ImportWord::Stopping => "这一组做完就停…",
        ImportWord::Moved => "服务器正在处理另一个文件，或这次导入的状态刚变过。等它结束再试。",
        ImportWord::Gone => "上传的文件已删除（入账后或一天后删除）。要再导入，请重新上传。",
        ImportWord::Looking => "正在通读文件…",
        ImportWord::Result => "结果",
        ImportWord::TieOut => "核对",
        ImportWord::Views => "这次导入",
    }
}

pub fn came(it: CameWord) -> &'static str {
    match it {
        CameWord::Rows => "共",
        CameWord::Added => "新增",
        CameWord::Updated => "更新",
        CameWord::Unchanged => "未变",
        CameWord::Skipped => "跳过",
        CameWord::Faulty => "有错",
        CameWord::Faults => "有错的行",
        CameWord::Line => "行",
        CameWord::Column => "列",
        CameWord::Value => "内容",
        CameWord::Wrong => "哪里不对，怎么改",
        CameWord::Download => "下载有错的行",
        CameWord::Unmatched => "没有对上客户的收款",
        CameWord::UnmatchedHint => {
            "先记在账上，没有客户。补上客户或付款户名后再导入同一文件，就会对上。"
        }
        CameWord::Number => "编号",
        CameWord::Payer => "付款户名",
        CameWord::Amount => "金额",
        CameWord::CouldBe => "可能是",
        CameWord::Kept => "保留了手工填的",
        CameWord::KeptTable => "保留了手工填的资料的行",
        CameWord::KeptHint => "文件与手工更改过的资料不同，手工的不会被文件盖掉。",
        CameWord::Fields => "资料",
        CameWord::Elsewhere => "在别的片区",
        CameWord::ElsewhereTable => "在别的片区的客户",
        CameWord::ElsewhereHint => "有人移动过它们，文件不会移回去。要移动，到片区分配。",
        CameWord::FileSays => "文件里",
        CameWord::StandsIn => "现在",
        CameWord::NoTerritory => "未分配",
        CameWord::Moved => "未核销金额有变化",
        CameWord::MovedHint => "文件里的未核销金额与账上不同：变小记外部核销，变大记反核销。",
        CameWord::Customer => "客户编号",
        CameWord::Before => "原未核销",
        CameWord::After => "现未核销",
        CameWord::Movement => "变动",
        CameWord::On => "记账日",
        CameWord::Absent => "文件里没有的未核销单据",
        CameWord::AbsentNone => "账上未核销的单据，文件里都有。",
        CameWord::OnlyListed => "只列出，没有核销。核对后勾选“核销文件里没有的单据”，再检查一次。",
        CameWord::WasSettled => "已按外部核销入账。",
        CameWord::WouldSettle => "导入时按外部核销入账。",
        CameWord::NothingWrong => "没有有错的行。",
    }
}

pub fn tie_out(it: TieOutWord) -> &'static str {
    match it {
        TieOutWord::Hint => {
            "未清金额和张数，只算这个来源、这些账套的应收单。差额 = 本系统 − 文件。"
        }
        TieOutWord::All => "全部",
        TieOutWord::Differing => "只看差异",
        TieOutWord::Which => "看哪些",
        TieOutWord::Customer => "客户",
        TieOutWord::Company => "账套",
        TieOutWord::Here => "本系统",
        TieOutWord::InFile => "文件",
        TieOutWord::Difference => "差额",
        TieOutWord::Documents => "张数",
        TieOutWord::Table => "按客户核对未清金额",
        TieOutWord::Totals => "合计",
        TieOutWord::Download => "下载",
        TieOutWord::NoneDiffer => "没有差异",
        TieOutWord::NoneDifferHint => "本系统和文件逐客户一致。",
        TieOutWord::NotCompared => "没有可核对的",
        TieOutWord::NotComparedHint => {
            "检查或导入应收单以后，这里逐客户对比本系统和文件。核对保留 90 天。"
        }
    }
}

pub fn state(it: &JobState) -> &'static str {
    match it {
        JobState::Uploaded => "已上传，待检查",
        JobState::Running { errand: Errand::Check, .. } => "正在检查",
        JobState::Running { errand: Errand::Book, .. } => "正在入账",
        JobState::Checked => "已检查，待入账",
        JobState::Done => "已入账",
        JobState::Stopped { errand: Errand::Check } => "检查已停止",
        JobState::Stopped { errand: Errand::Book } => "入账已停止，再入账会做完剩下的",
        JobState::Failed { errand: Errand::Check } => "检查时服务器出错，什么都没写入",
        JobState::Failed { errand: Errand::Book } => "入账时服务器出错，再入账会做完剩下的",
        JobState::Refused { .. } => "文件没有收下",
        JobState::Interrupted { errand: Errand::Check } => "检查中断，请再检查一次",
        JobState::Interrupted { errand: Errand::Book } => "入账中断，再入账会做完剩下的",
    }
}

pub fn said(it: &ImportSaid) -> String {
    match it {
        ImportSaid::Uploading { percent } => format!("正在上传 {percent}%"),
        ImportSaid::Progress { errand, rows, of } => {
            let doing = match errand {
                Errand::Check => "已检查",
                Errand::Book => "已入账",
            };
            format!("{doing} {} / {} 行", grouped(*rows), grouped(*of))
        }
        ImportSaid::BookedSoFar { rows, changed } => {
            let (rows, changed) = (grouped(*rows), grouped(*changed));
            format!("停在第 {rows} 行之后：已写入 {changed} 行，保持有效。再入账只会补上剩下的。")
        }
        ImportSaid::WouldBook { changed: 0 } => {
            "入账不会改变任何内容：没有错的行都已在账上。".to_owned()
        }
        ImportSaid::WouldBook { changed } => {
            format!("还没有写入。入账会改变 {} 行。", grouped(*changed))
        }
        ImportSaid::BookChanges { changed } => format!("入账 {} 行", grouped(*changed)),
        ImportSaid::Faulty { count, kept } if kept < count => {
            format!("{} 行有错；下载的文件有前 {} 行", grouped(*count), grouped(*kept))
        }
        ImportSaid::Faulty { count, .. } => format!("{} 行有错，已跳过", grouped(*count)),
        ImportSaid::More { count } => format!("还有 {} 行没有列出", grouped(*count)),
        ImportSaid::Bank { company, to } => format!("账套 {company} 的银行数据到{to}"),
        ImportSaid::Unread { count } => {
            format!("{} 行读不出来，没有算进文件的合计", grouped(*count))
        }
        ImportSaid::Differing { differing: 0, lines } => format!("{} 行全部一致", grouped(*lines)),
        ImportSaid::Differing { differing, lines } => {
            format!("{} 行有差异，共 {} 行", grouped(*differing), grouped(*lines))
        }
        ImportSaid::Difference { amount: it } => format!("差额 {}", amount(*it)),
        ImportSaid::Documents { count } => format!("{} 张", grouped(*count)),
        ImportSaid::Megabytes { bytes } => size(*bytes),
    }
}
