//! The second word: what another person says about a proposal.

use serde::{Deserialize, Serialize};

use crate::edit::{Field, Proposed};

/// The second word about a proposal: it speaks of this one, and of no other that has come since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondWord {
    pub field: Field,
    pub proposed: Proposed,
    #[serde(rename = "takes")]
    pub word: Word,
}

/// What the second word is; on the wire whether it takes the proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "bool", into = "bool")]
pub enum Word {
    /// What was proposed is to stand.
    Yes,
    /// What stands stays.
    No,
}

impl From<bool> for Word {
    fn from(takes: bool) -> Word {
        if takes { Word::Yes } else { Word::No }
    }
}

impl From<Word> for bool {
    fn from(word: Word) -> bool {
        word == Word::Yes
    }
}
