//! Labels and sentences of who works here: users, territories, devices, passwords; and of the state
//! of a device.

use shared::{calendar::Day, words::Language};

use super::{en, labels, zh};

labels! {
    StaffWord in staff::staff,
    DeviceWord in staff::device,
    SecretWord in staff::secret,
    StateWord in staff::state,
}

/// Users, their stretches, and territories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffWord {
    AddUser,
    AddTerritory,
    Save,
    Saved,
    Sending,
    LoginHint,
    NameAndRoles,
    RolesHint,
    Left,
    LeftHint,
    WhereWorks,
    NoStretch,
    Give,
    From,
    Until,
    UntilHint,
    Given,
    LastDay,
    TakeBack,
    Ahead,
    Past,
    ChooseTerritory,
    End,
    EndHint,
    EndNow,
    Ended,
    Reopen,
    Reopened,
    OwnHint,
    Rename,
    EndTerritory,
    EndTerritoryHint,
    TerritoryEnded,
    MoveCustomers,
    NoUserHere,
    NoTerritoryHere,
}

/// Devices, in one's own list and everybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceWord {
    Devices,
    Mine,
    Since,
    Seen,
    Pending,
    Here,
    NeverSeen,
    Unknown,
    None,
    NoneHint,
    Revoke,
    RevokeTitle,
    RevokeHint,
    RevokeNow,
    NotRevoked,
    RevokedHere,
    RevokedHereHint,
    KeptHere,
    NothingKept,
    SignInToSend,
    Remove,
    AskAdministrator,
}

/// Passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretWord {
    Password,
    Draw,
    DrawHint,
    Drawn,
    DrawnHint,
    Copy,
    Copied,
    NotDrawn,
    Current,
    New,
    NewHint,
    Change,
    Changed,
    Choose,
    ChooseHint,
    TooShort,
    Same,
    Elsewhere,
    ElsewhereHint,
    ElsewhereDone,
}

/// The state of a device on the sync page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateWord {
    Data,
    DataHint,
    Everybody,
    Mine,
    Whole,
    Behind,
    Fetching,
    Leaving,
    Bank,
    NoBank,
    ToSettle,
    ToSettleHint,
    Renew,
    RenewHint,
    RenewNow,
    Compare,
    CompareHint,
    CompareNow,
    About,
    App,
    Server,
    Clock,
    ClockRight,
    LastContact,
    Never,
    WithdrawHint,
}

/// A sentence with values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffSaid {
    /// 城东（11月1日起）.
    Works {
        territory: String,
        from: Day,
        until: Option<Day>,
    },
    Stretch {
        from: Day,
        until: Option<Day>,
    },
    LeftOn {
        day: Day,
    },
    Pending {
        count: i64,
    },
    /// Revoked at an hour, and not heard of since.
    Revoked {
        at: String,
    },
    Wiped {
        at: String,
    },
    /// So many commands stay here.
    Kept {
        count: usize,
    },
    /// Asks for a second tap.
    RevokeWhich {
        label: String,
    },
    EndWhom {
        name: String,
    },
    Fetched {
        percent: u32,
        done: u32,
        total: u32,
    },
    Reaches {
        day: Day,
    },
    /// The device's clock less the server's.
    ClockAhead {
        seconds: i64,
    },
    ClockBehind {
        seconds: i64,
    },
    ToSettle {
        count: usize,
    },
    /// What is here is what the server had at that hour.
    Same {
        at: String,
    },
    /// It was not, and was fetched anew.
    Other {
        at: String,
    },
    /// A device held other rows than the server.
    Differed {
        at: String,
    },
    /// Commands whose day the server had to put right.
    ClockSuspect {
        count: i64,
    },
    /// Commands that came with another body under an id that was known.
    Corrupt {
        count: i64,
    },
}

impl StaffSaid {
    #[must_use]
    pub fn text(&self, language: Language, today: Day) -> String {
        match language {
            Language::Zh => zh::staff::said(self, today),
            Language::En => en::staff::said(self, today),
        }
    }
}
