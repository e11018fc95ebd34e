//! Marks: how true a thing is that somebody entered, in the same five words everywhere.

use serde::{Deserialize, Serialize};

use super::Verdict;

/// Never a sixth, and never colour alone: each has its word and its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 已确认: it stands with the server.
    Confirmed,
    /// 仅在本机: no verdict yet.
    OnlyHere,
    /// 待审批: recorded, and a person has to decide.
    AwaitingApproval,
    /// 已退回: only the command is kept, with its whole form.
    Refused,
    /// 需核对: two versions, or something nobody could read; a person has to look.
    Conflicting,
}

impl Mark {
    pub const ALL: [Mark; 5] =
        [Mark::Confirmed, Mark::OnlyHere, Mark::AwaitingApproval, Mark::Refused, Mark::Conflicting];

    /// The mark of a command, by its verdict if there is one yet. What the rows of others carry is
    /// [`Mark::Confirmed`].
    #[must_use]
    pub fn of_command(verdict: Option<&Verdict>) -> Mark {
        match verdict {
            None => Mark::OnlyHere,
            Some(Verdict::Applied) => Mark::Confirmed,
            Some(Verdict::NeedsReview { .. }) => Mark::AwaitingApproval,
            Some(Verdict::Rejected { .. } | Verdict::BlockedBy { .. }) => Mark::Refused,
            Some(Verdict::Merged { .. } | Verdict::Quarantined { .. }) => Mark::Conflicting,
        }
    }
}
