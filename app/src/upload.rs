//! Content on its way to the server: what lies here, which piece is next, and what stands in its way.

use std::{collections::BTreeSet, ops::Range};

use serde::{Deserialize, Serialize};
use shared::{
    attachment::{Blob, BlobState, Media, PIECE_MOST},
    calendar::Instant,
    id::AttachmentId,
};

/// How long what no form has named stays: its form may be writing its draft, or take a removal back.
const FRESH_MS: i64 = 60 * 1_000;
/// How long it is remembered that content was sent: until its row says so itself, which takes seconds,
/// unless the command waits behind others. Longer would be said of content that a restored server lost.
const REMEMBERED_MS: i64 = 24 * 3_600 * 1_000;

/// What is known on this device of content that lies here, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    pub media: Media,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// When something last became of it: put here, taken out of a form, sent.
    pub kept_at: Instant,
    /// The attachments that were saved with it. Without one it is a draft's, and is never sent:
    /// somebody may still discard it.
    pub named: BTreeSet<AttachmentId>,
    pub stage: Stage,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its bytes are here.
    Kept,
    /// The server has all of it; the bytes are not here any more.
    Sent,
    /// The server does not take it, or it is not what it was.
    Stuck,
}

/// The content that is being sent just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Underway {
    pub blob: Blob,
    pub sent: u64,
}

impl Local {
    #[must_use]
    pub fn new(media: Media, bytes: u64, kept_at: Instant) -> Local {
        Local { media, bytes, kept_at, named: BTreeSet::new(), stage: Stage::Kept }
    }

    /// It is to be sent, now or as soon as something stands in its way no longer.
    #[must_use]
    pub fn waits(&self) -> bool {
        !self.named.is_empty() && self.stage != Stage::Sent
    }

    /// Nobody needs it any more, unless a draft names it.
    #[must_use]
    pub fn is_stale(&self, now: Instant) -> bool {
        let age = now.0.saturating_sub(self.kept_at.0);
        match self.stage {
            Stage::Sent => REMEMBERED_MS < age,
            Stage::Kept | Stage::Stuck => self.named.is_empty() && FRESH_MS < age,
        }
    }
}

/// How much of everything waits, for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub count: usize,
    pub bytes: u64,
    /// Of them, what the server did not take.
    pub stuck: usize,
}

/// What of it waits to be sent.
#[must_use]
pub fn waiting<'a>(all: impl Iterator<Item = &'a Local>) -> Waiting {
    let mut sum = Waiting::default();
    for it in all.filter(|it| it.waits()) {
        sum.count += 1;
        sum.bytes += it.bytes;
        sum.stuck += usize::from(it.stage == Stage::Stuck);
    }
    sum
}

/// What comes next on the way up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    Piece(Range<u64>),
    /// All of it is there.
    Done,
    /// No server says that.
    Nonsense,
}

/// The next piece of content of so many bytes, after what the server has.
#[must_use]
pub fn next(state: BlobState, bytes: u64) -> Next {
    if state.whole {
        return Next::Done;
    }
    if bytes <= state.here {
        return Next::Nonsense;
    }
    Next::Piece(state.here..bytes.min(state.here + PIECE_MOST as u64))
}

/// How much of it is there, in whole percent; a hundred only when all is.
#[must_use]
pub fn percent(sent: u64, bytes: u64) -> u32 {
    let share = (sent.saturating_mul(100)).checked_div(bytes).unwrap_or(0);
    u32::try_from(share.min(100)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECE: u64 = PIECE_MOST as u64;

    fn state(here: u64, whole: bool) -> BlobState {
        BlobState { here, whole }
    }

    #[test]
    fn pieces_follow_what_the_server_has() {
        let bytes = 2 * PIECE + 10;
        assert_eq!(next(state(0, false), bytes), Next::Piece(0..PIECE));
        assert_eq!(next(state(PIECE, false), bytes), Next::Piece(PIECE..2 * PIECE));
        assert_eq!(next(state(7, false), bytes), Next::Piece(7..PIECE + 7), "from where it broke");
        assert_eq!(next(state(2 * PIECE, false), bytes), Next::Piece(2 * PIECE..bytes));
        assert_eq!(next(state(bytes, true), bytes), Next::Done);
        assert_eq!(next(state(bytes, false), bytes), Next::Nonsense);
        assert_eq!(next(state(bytes + 1, false), bytes), Next::Nonsense);
    }

    #[test]
    fn a_hundred_percent_is_all_of_it() {
        assert_eq!((percent(0, 10), percent(4, 10), percent(10, 10)), (0, 40, 100));
        assert_eq!(percent(999, 1_000), 99);
        assert_eq!((percent(0, 0), percent(20, 10)), (0, 100));
    }

    #[test]
    fn only_what_was_saved_waits_and_what_nobody_named_goes() {
        let id = AttachmentId(shared::id::derived("attachment", &["1"]));
        let draft = Local::new(Media::Jpeg, 300, Instant(0));
        let named = Local { named: BTreeSet::from([id]), ..draft.clone() };
        let sent = Local { stage: Stage::Sent, ..named.clone() };
        let stuck = Local { stage: Stage::Stuck, ..named.clone() };
        let all = [draft.clone(), named.clone(), sent.clone(), stuck];
        assert_eq!(waiting(all.iter()), Waiting { count: 2, bytes: 600, stuck: 1 });
        assert!(!draft.is_stale(Instant(FRESH_MS)), "its draft may be on its way");
        assert!(draft.is_stale(Instant(FRESH_MS + 1)));
        assert!(!named.is_stale(Instant(i64::MAX)), "never before it was sent");
        assert!(!sent.is_stale(Instant(REMEMBERED_MS)) && sent.is_stale(Instant(i64::MAX)));
    }
}
