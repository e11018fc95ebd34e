//! Doctor 体检: what a look through the database found.

use serde::{Deserialize, Serialize};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub check: Check,
    pub condition: Condition,
    /// What was seen: a version, a count, the first rows at fault. For people who repair.
    pub seen: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Good,
    /// Worth a look, nothing is wrong in the books.
    Notable,
    Faulty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    Database,
    Migrations,
    Epoch,
    /// Every scope's feed counts from its beginning to its head without a hole.
    FeedsDense,
    /// The columns beside a body say what the body says.
    ColumnsTrue,
    /// What is open of a document is its amount less its allocations and movements.
    InvoicesFold,
    /// What is unapplied of a receipt is its amount less its allocations.
    ReceiptsFold,
    /// What is kept of each customer's balance is open documents less unapplied receipts.
    BalancesFold,
    /// What other currencies count against limits is kept as the rates say.
    ConvertedTrue,
    /// No document and no receipt is allocated beyond its amount.
    NothingOverAllocated,
    /// Both ends of an allocation are there, in its currency and of its customer.
    AllocationsWhole,
    /// What is unpaired of a movement is its amount less its pairings.
    MovementsFold,
    /// Buckets and unapplied receipts make the balance.
    AgeingProven,
    /// Standings of promises, and what does not fit, are kept as the rules say.
    JudgedTrue,
    /// Every territory of a customer, and of a grant, exists.
    TerritoriesKnown,
    /// Every row of a feed is, at its latest version, the row that is kept.
    FeedsTrue,
    /// The content of every attachment that is said to be here is.
    AttachmentsWhole,
    Devices,
    /// Commands that could not be run and wait for a fix.
    Quarantines,
    /// Devices held other rows than the server, said so, and fetched them anew.
    Differences,
    /// An administrator can sign in.
    Administrator,
}

impl Check {
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Check::Database => "数据库版本",
            Check::Migrations => "数据库结构",
            Check::Epoch => "服务器纪元",
            Check::FeedsDense => "变更序号连续",
            Check::ColumnsTrue => "索引列与内容一致",
            Check::InvoicesFold => "应收单余额 = 金额 − 核销 − 外部核销",
            Check::ReceiptsFold => "收款未核销 = 金额 − 核销",
            Check::BalancesFold => "客户余额 = 未收 − 未核销",
            Check::ConvertedTrue => "外币占用按汇率折算",
            Check::NothingOverAllocated => "没有超额核销",
            Check::AllocationsWhole => "核销两端完整",
            Check::MovementsFold => "外部核销未对应 = 金额 − 对应",
            Check::AgeingProven => "账龄段 + 未核销 = 余额",
            Check::JudgedTrue => "承诺状态与核对结果符合规则",
            Check::TerritoriesKnown => "片区引用有效",
            Check::FeedsTrue => "变更与现存内容一致",
            Check::AttachmentsWhole => "附件内容完整",
            Check::Devices => "设备",
            Check::Quarantines => "隔离待处理的命令",
            Check::Differences => "设备数据与服务器一致",
            Check::Administrator => "管理员可登录",
        }
    }

    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Check::Database => "database version",
            Check::Migrations => "database structure",
            Check::Epoch => "epoch of the server",
            Check::FeedsDense => "feeds are dense",
            Check::ColumnsTrue => "columns say what bodies say",
            Check::InvoicesFold => "open = amount − allocations − settled elsewhere",
            Check::ReceiptsFold => "unapplied = amount − allocations",
            Check::BalancesFold => "customers' balances = open − unapplied",
            Check::ConvertedTrue => "other currencies count as the rates say",
            Check::NothingOverAllocated => "nothing is allocated twice",
            Check::AllocationsWhole => "allocations have both ends",
            Check::MovementsFold => "unpaired = settled elsewhere − pairings",
            Check::AgeingProven => "buckets + unapplied = balance",
            Check::JudgedTrue => "standings and findings are as judged",
            Check::TerritoriesKnown => "territories exist",
            Check::FeedsTrue => "feeds say what is kept",
            Check::AttachmentsWhole => "attachments have their content",
            Check::Devices => "devices",
            Check::Quarantines => "commands in quarantine",
            Check::Differences => "devices hold what the server has",
            Check::Administrator => "an administrator can sign in",
        }
    }
}
