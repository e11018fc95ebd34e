//! Labels and sentences of attachments: taking photos, where their content is, looking at them.

use shared::{
    attachment::{AttachedTo, Media},
    calendar::Day,
    words::Language,
};

use super::{en, labels, zh};
use crate::draft::attached::NotPicked;

labels! {
    AttachWord in attached::attached,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachWord {
    /// The field of a form.
    Field,
    Take,
    Choose,
    Working,
    Remove,
    Removed,
    Photo,
    Paper,
    Add,
    AddHint,
    Fill,
    Heading,
    Empty,
    OnlyHere,
    Waiting,
    Stuck,
    StuckHint,
    There,
    Elsewhere,
    ElsewhereHint,
    NotHere,
    NotHereHint,
    WaitingHint,
    View,
    Previous,
    Next,
    Loading,
    Offline,
    NotArrived,
    Gone,
    Failed,
    OpenPaper,
    PaperHint,
    Delete,
    DeleteAsk,
    DeleteNow,
    Keep,
    Deleted,
    ToSendHint,
    NotInFile,
}

/// A sentence about attachments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttachSaid {
    /// How many a form takes, and what becomes of photos.
    Hint {
        most: usize,
    },
    /// The name of a button that sends so many.
    Save {
        count: usize,
    },
    /// One of those picked for a form.
    PickedOne {
        media: Media,
        number: usize,
        name: String,
    },
    /// What a picture shows, for who does not see it: 拜访照片 1，林晓，11月20日.
    One {
        to: AttachedTo,
        media: Media,
        number: usize,
        name: String,
        who: String,
        on: Day,
    },
    Sending {
        percent: u32,
    },
    Deleted {
        media: Media,
        who: String,
        on: Day,
    },
    /// 3 张照片待上传，共 1.2 MB.
    ToSend {
        count: usize,
        bytes: u64,
    },
    SentOf {
        sent: u64,
        bytes: u64,
    },
    Stuck {
        count: usize,
    },
    LostPhotos {
        count: usize,
    },
    NotPicked(NotPicked),
}

impl AttachSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::attached::said(self),
            Language::En => en::attached::said(self),
        }
    }
}
