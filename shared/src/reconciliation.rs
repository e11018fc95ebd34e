//! Reconciliation 回款核对: promises, slips, booked money and the file's movements side by side, and
//! what of them does not fit.

mod finding;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Day,
    field_receipt::FieldReceipt,
    id::CustomerId,
    money::Money,
    movement::Movement,
    page::Listing,
    pairing::{ByHand, Pairing, Subject},
    promise::{Promise, Standing},
    receipt::Receipt,
    words::Language,
};

pub use finding::{of_dossier, of_nobody};

/// What a line of the page is about. All but the first ask for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// A promise with what came for it.
    Promised,
    /// 凭条逾期未交款: cash or a bill that should have been handed in.
    SlipKept,
    /// 报已付未到账: a rep reports money, and none is booked.
    ReportedOnly,
    /// 外部核销无对应收款: the file settled a document, and no money stands behind it.
    MovementAlone,
    /// 无承诺无凭条的到账: booked money that nobody announced.
    Unannounced,
    /// 无客户收款: booked money of nobody.
    OfNobody,
}

impl Finding {
    pub const ALL: [Finding; 6] = [
        Finding::SlipKept,
        Finding::ReportedOnly,
        Finding::MovementAlone,
        Finding::Unannounced,
        Finding::OfNobody,
        Finding::Promised,
    ];

    /// The name on the wire, by which lists are filtered.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Finding::Promised => "promised",
            Finding::SlipKept => "slip_kept",
            Finding::ReportedOnly => "reported_only",
            Finding::MovementAlone => "movement_alone",
            Finding::Unannounced => "unannounced",
            Finding::OfNobody => "of_nobody",
        }
    }

    /// Whether somebody has to look.
    #[must_use]
    pub fn is_exception(self) -> bool {
        self != Finding::Promised
    }
}

/// One line: the matter, and what stands against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub finding: Finding,
    pub subject: Subject,
    /// What is in question: the rest without a counterpart.
    pub amount: Money,
    /// The day of the matter.
    pub on: Day,
    /// Days since then.
    pub age: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Judged>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<FieldReceipt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Used>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub movements: Vec<Movement>,
    /// Those that stand, of any side of the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairings: Vec<Pairing>,
    /// Money that could stand behind a movement, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
}

/// A promise and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub promise: Promise,
    pub standing: Standing,
    /// What was received for it, as far as it counts.
    pub received: Money,
    /// 业务员报已付.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Money>,
}

/// A receipt, and how much of it the line is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    pub receipt: Receipt,
    pub amount: Money,
}

/// Money that a person may pair with a movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub with: ByHand,
    /// The receipt's or the slip's.
    pub number: String,
    pub on: Day,
    /// What of it is left.
    pub amount: Money,
}

/// The most candidates of one line.
pub const CANDIDATES_MOST: usize = 20;

/// A line with the customer it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Empty for nobody's money.
    pub customer_code: String,
    pub customer_name: String,
    /// Who wrote the slip or took the promise; empty where it was neither.
    pub author_name: String,
    pub company_name: String,
    pub found: Found,
}

/// `GET /api/reconciliation`: which lines; the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Only this finding; every exception if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// Part of name, code or pinyin initials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// A territory's id, or `none`; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    #[serde(default)]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Of a file; a page has no words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
}

/// A page of lines, and how many there are of each finding under the same search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    #[serde(flatten)]
    pub lines: Listing<Line>,
    pub counts: Vec<(Finding, i64)>,
}

impl Found {
    /// As of a later day, which it was not found on.
    #[must_use]
    pub fn seen_on(self, today: Day) -> Found {
        Found { age: today.days_since(self.on).max(0), ..self }
    }

    /// What somebody still has to find out; nothing of a promise that was kept, moved or withdrawn.
    #[must_use]
    pub fn in_question(&self) -> Option<Money> {
        let ended = |it: &Judged| it.standing.is_settled();
        let settled = self.finding == Finding::Promised && self.promise.as_ref().is_some_and(ended);
        Some(self.amount).filter(|it| !settled && it.is_positive())
    }

    /// Whether somebody has something to do here: to find out what is in question, or to take back
    /// what was matched, be it by the rule.
    #[must_use]
    pub fn has_to_do(&self) -> bool {
        self.in_question().is_some() || self.pairings.iter().any(Pairing::may_be_undone_by_hand)
    }

    /// Unique on the page.
    #[must_use]
    pub fn key(&self) -> (Finding, uuid::Uuid) {
        (self.finding, self.subject.row())
    }
}
