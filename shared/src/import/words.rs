//! The sentences about a file and its rows, in both languages.

use super::{Fault, FileFault, NotSettled};
use crate::words::{self, Language};

/// What a profile is called; one without a name of its own is called by its code.
#[must_use]
pub fn profile_name(code: &str, language: Language) -> Option<&'static str> {
    let (zh, en) = match code {
        "customers-zh" => ("客户名单（中文表头）", "Customer list (Chinese headings)"),
        "open-items-zh" => ("未清应收单（中文表头）", "Open receivables (Chinese headings)"),
        "ibm-ar" => ("带结清日的应收单（英文表头）", "Receivables with the day settled"),
        "highradius" => ("ERP 未清项（英文表头）", "Open items of an ERP"),
        "bank-zh" => ("银行流水（中文表头）", "Bank statement (Chinese headings)"),
        _ => return None,
    };
    Some(match language {
        Language::Zh => zh,
        Language::En => en,
    })
}

/// The name with the code behind it, by which command line and guide know the profile.
#[must_use]
pub fn profile_called(code: &str, language: Language) -> String {
    profile_name(code, language).map_or_else(|| code.to_owned(), |name| format!("{name} · {code}"))
}

impl Fault {
    /// What is wrong with the value and what would be taken, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Fault::Cells { has, expected } => {
                format!("这一行有 {has} 个单元格，表头有 {expected} 个")
            }
            Fault::Empty => "不能为空".to_owned(),
            Fault::TooLong { most } => format!("太长，最多 {most} 个字符"),
            Fault::ControlCharacter => "含有控制字符".to_owned(),
            Fault::NotADay => {
                "不是日期；可写成 2026-03-31、20260331、2026/3/31 或 3/31/2026（月/日/年）"
                    .to_owned()
            }
            Fault::NotAnAmount => "不是金额；可写成 1234.56 或 1,234.56".to_owned(),
            Fault::TooFine { currency } => {
                format!("小数位太多，{currency} 最多 {} 位", currency.minor_digits())
            }
            Fault::TooLarge => "金额超出可以精确保存的范围".to_owned(),
            Fault::AboveMost { most } => format!("金额过大，一行最多 {}", words::amount(*most)),
            Fault::NotACurrency => {
                "不是币种；可写成 CNY、USD 等三个大写字母，或“人民币”".to_owned()
            }
            Fault::DigitsLost => {
                "号码被表格软件写成了科学计数法，末尾的数字已丢失；请把该列设为文本后重新导出"
                    .to_owned()
            }
            Fault::NotYesOrNo => "只能是 Yes 或 No".to_owned(),
            Fault::UnknownTerritory => {
                "没有这个片区；请先添加片区，或改用已有片区的编号或名称".to_owned()
            }
            Fault::StandsInLine { line } => {
                format!("和第 {line} 行是同一家客户，内容却不同；请只留一行")
            }
            Fault::Refused { verdict } => words::verdict_reason(verdict, Language::Zh),
        }
    }

    /// What is wrong with the value and what would be taken, in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Fault::Cells { has, expected } => {
                format!("the row has {has} cells, the heading has {expected}")
            }
            Fault::Empty => "must not be empty".to_owned(),
            Fault::TooLong { most } => format!("is too long: at most {most} characters"),
            Fault::ControlCharacter => "contains a control character".to_owned(),
            Fault::NotADay => {
                "is not a day: write 2026-03-31, 20260331, 2026/3/31 or 3/31/2026 (month/day/year)"
                    .to_owned()
            }
            Fault::NotAnAmount => "is not an amount: write 1234.56 or 1,234.56".to_owned(),
            Fault::TooFine { currency } => format!(
                "has more digits after the point than the {} of {currency}",
                currency.minor_digits()
            ),
            Fault::TooLarge => "is larger than can be kept exactly".to_owned(),
            Fault::AboveMost { most } => {
                format!("is too much: a row has at most {}", words::amount(*most))
            }
            Fault::NotACurrency => {
                "is not a currency: write three capital letters such as CNY or USD".to_owned()
            }
            Fault::DigitsLost => {
                "was turned into scientific notation by a spreadsheet and lost its \
                                  last digits: format the column as text and export again"
                    .to_owned()
            }
            Fault::NotYesOrNo => "must be Yes or No".to_owned(),
            Fault::UnknownTerritory => {
                "is no territory: add it first, or use the code or name of one".to_owned()
            }
            Fault::StandsInLine { line } => {
                format!("stands already in line {line} and says something else: keep one of them")
            }
            Fault::Refused { verdict } => words::verdict_reason(verdict, Language::En),
        }
    }
}

impl NotSettled {
    /// Why nothing of it was settled, and what would do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            NotSettled::OnlyListed => {
                "只列出，没有核销；核对后加 --settle-absent 再导入".to_owned()
            }
            NotSettled::TooMuch { absent, open, most } => format!(
                "没有核销：清单外 {}，超过未核销 {} 的 {most}；请核对文件是否完整，或调整信用政策的比例",
                words::amount(*absent),
                words::amount(*open)
            ),
            NotSettled::RowsUnreadable { rows } => {
                format!("没有核销：有 {rows} 行读不出来，可能正是这些单据；请先改正文件")
            }
        }
    }

    /// Why nothing of it was settled, and what would do, in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            NotSettled::OnlyListed => {
                "only listed: import it again with --settle-absent once this is right".to_owned()
            }
            NotSettled::TooMuch { absent, open, most } => format!(
                "nothing of it was settled: {} is more than {most} of the {} that was open; check \
                 that the file is whole, or raise the share in the policy",
                words::amount(*absent),
                words::amount(*open)
            ),
            NotSettled::RowsUnreadable { rows } => format!(
                "nothing of it was settled: {rows} rows cannot be read and may name it; mend them \
                 first"
            ),
        }
    }
}

impl FileFault {
    /// Why nothing of the file was taken, and what would be, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            FileFault::Unreadable { said } => format!("文件无法读取：{said}"),
            FileFault::Empty => "文件是空的，没有表头".to_owned(),
            FileFault::Utf16 => "文件编码是 UTF-16；请另存为“CSV UTF-8”".to_owned(),
            FileFault::NotUtf8 { line } => {
                format!("第 {line} 行不是 UTF-8 编码（可能是 GBK）；请另存为“CSV UTF-8”")
            }
            FileFault::TooLarge { bytes, most } => {
                format!("文件有 {} MB，最多 {} MB；请分成几个文件", mb(*bytes), mb(*most))
            }
            FileFault::TooManyRows { most } => format!("文件超过 {most} 行；请分成几个文件"),
            FileFault::RowTooLong { line, most } => {
                format!("从第 {line} 行开始的一行超过 {} KB，多半是缺少一个右引号", most / 1_024)
            }
            FileFault::ColumnsMissing { missing, found } => {
                format!("缺少列：{}；文件里有：{}", missing.join("、"), found.join("、"))
            }
            FileFault::ColumnTwice { column } => format!("列“{column}”出现了两次"),
            FileFault::UnknownProfile { profile, known } => {
                format!("没有名为“{profile}”的导入格式；可用：{}", known.join("、"))
            }
            FileFault::UnknownCompany { company, known } => {
                format!("没有编号为“{company}”的账套；已有：{}", known.join("、"))
            }
            FileFault::CompanyNeeded { known } => {
                format!("有几个账套，请指定是哪一个的银行流水：{}", known.join("、"))
            }
            FileFault::Refused { verdict } => words::verdict_reason(verdict, Language::Zh),
            FileFault::AsOfNeeded => "全部未核销清单要说明数据截止日，请给 --as-of".to_owned(),
            FileFault::AsOfAhead { day, today } => {
                format!("数据截止日不可能是 {day}，今天是 {today}")
            }
            FileFault::NoOpenAmounts { profile } => {
                format!("格式“{profile}”的文件不写未核销金额，不能给数据截止日或作为全部清单")
            }
            FileFault::CompanyGiven { profile } => {
                format!("格式“{profile}”的文件自己写明账套，不能另外指定")
            }
            FileFault::HorizonAhead { day, today } => {
                format!("银行数据不可能截至 {day}，今天是 {today}")
            }
        }
    }

    /// Why nothing of the file was taken, and what would be, in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            FileFault::Unreadable { said } => format!("the file cannot be read: {said}"),
            FileFault::Empty => "the file is empty: there is no heading".to_owned(),
            FileFault::Utf16 => "the file is UTF-16: save it as “CSV UTF-8”".to_owned(),
            FileFault::NotUtf8 { line } => {
                format!("line {line} is not UTF-8 (GBK, perhaps): save the file as “CSV UTF-8”")
            }
            FileFault::TooLarge { bytes, most } => format!(
                "the file has {} MB, at most {} MB are taken: split it",
                mb(*bytes),
                mb(*most)
            ),
            FileFault::TooManyRows { most } => {
                format!("the file has more than {most} rows: split it")
            }
            FileFault::RowTooLong { line, most } => format!(
                "the row that begins on line {line} is longer than {} KB: most often a quotation \
                 mark is missing",
                most / 1_024
            ),
            FileFault::ColumnsMissing { missing, found } => {
                format!(
                    "columns are missing: {}; the file has: {}",
                    missing.join(", "),
                    found.join(", ")
                )
            }
            FileFault::ColumnTwice { column } => {
                format!("the column {column:?} stands there twice")
            }
            FileFault::UnknownProfile { profile, known } => {
                format!("there is no profile {profile:?} for this; known: {}", known.join(", "))
            }
            FileFault::UnknownCompany { company, known } => {
                format!("there is no company {company:?}; known: {}", known.join(", "))
            }
            FileFault::CompanyNeeded { known } => format!(
                "there are several companies: say whose bank statement it is: {}",
                known.join(", ")
            ),
            FileFault::Refused { verdict } => words::verdict_reason(verdict, Language::En),
            FileFault::AsOfNeeded => {
                "a full list is of a day: say of which with --as-of".to_owned()
            }
            FileFault::AsOfAhead { day, today } => {
                format!("the file cannot be of {day}: today is {today}")
            }
            FileFault::NoOpenAmounts { profile } => format!(
                "a file of profile {profile:?} does not say what is still open, so it is of no day \
                 and no full list"
            ),
            FileFault::CompanyGiven { profile } => {
                format!("a file of profile {profile:?} names its companies itself")
            }
            FileFault::HorizonAhead { day, today } => {
                format!("bank data cannot reach {day}: today is {today}")
            }
        }
    }
}

fn mb(bytes: u64) -> u64 {
    bytes.div_ceil(1_048_576)
}
