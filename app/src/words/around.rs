//! Labels of what stands around the work: shells, keys, signing in, synchronising.

use super::labels;

labels! {
    ShellWord in around::shell,
    NavWord in around::nav,
    KeysWord in around::keys,
    SignInWord in around::sign_in,
    SyncWord in around::sync,
    TroubleWord in around::trouble,
    InboxWord in around::inbox,
    MeWord in around::me,
    TeamWord in around::team,
}

/// What stands around every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShellWord {
    Product,
    SkipToContent,
    MainNavigation,
    Retry,
    Reload,
    NotFound,
    NotFoundHint,
    NotForYourRole,
    ToStart,
    DeskOffline,
    LoadFailed,
    Loading,
    NotLoaded,
    NotLoadedOld,
    UpdateNow,
    NotThere,
}

/// Where one can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NavWord {
    Today,
    Dashboard,
    Customers,
    Promises,
    Approvals,
    Ageing,
    HandIns,
    Imports,
    Reconciliation,
    Rates,
    Assignment,
    Team,
    Inbox,
    Sync,
    Me,
    Receivables,
    Administration,
    Mine,
}

impl NavWord {
    pub const EVERY: [NavWord; 18] = [
        NavWord::Today,
        NavWord::Dashboard,
        NavWord::Customers,
        NavWord::Promises,
        NavWord::Approvals,
        NavWord::Ageing,
        NavWord::HandIns,
        NavWord::Imports,
        NavWord::Reconciliation,
        NavWord::Rates,
        NavWord::Assignment,
        NavWord::Team,
        NavWord::Inbox,
        NavWord::Sync,
        NavWord::Me,
        NavWord::Receivables,
        NavWord::Administration,
        NavWord::Mine,
    ];
}

/// The palette and the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysWord {
    JumpTo,
    JumpPlaceholder,
    JumpNothing,
    Here,
    Pages,
    Anywhere,
    Heading,
    Search,
    Next,
    Previous,
    Open,
    Pick,
    Help,
    Leave,
}

/// Signing in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInWord {
    Heading,
    Hint,
    Login,
    Password,
    FillLogin,
    FillPassword,
    Wrong,
    Ended,
    NoNetwork,
    TooOften,
    InApp,
    InWeChat,
    InDingTalk,
    CopyLink,
    LinkCopied,
    Again,
    EndedHint,
    SignOut,
    SignOutHint,
    SignOutAnyway,
    SendFirst,
    DraftsGo,
    KeptHint,
}

/// Synchronisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncWord {
    OnlyHere,
    AllThere,
    AllThereHint,
    SendNow,
    Outbox,
    Storage,
    Never,
    Kept,
    MayGo,
    MayGoHint,
    NearlyFull,
    Export,
    ExportHint,
    Import,
    ImportHint,
    ImportNothing,
    ImportUnreadable,
    ImportOfAnother,
    UpdateReady,
    UpdateHint,
    Update,
    OpensOffline,
    NotYetOffline,
    LikelyRefused,
    OtherTab,
    Install,
}

/// What stands in the way: what happened, what is safe, what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleWord {
    SignInAgain,
    Revoked,
    Forbidden,
    Unreachable,
    ServerFault,
    TooLarge,
    StorageFull,
    Storage,
    UpdateNeeded,
    Inconsistent,
    Blocked,
    Superseded,
    Closed,
    Emptied,
    Absent,
}

/// The inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InboxWord {
    Empty,
    EmptyHint,
    NothingLost,
    YouSaid,
    Again,
    There,
    Understood,
    ClosedHere,
    NotTakenBack,
}

/// The user and the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeWord {
    Roles,
    Territories,
    NoTerritory,
    EveryCustomer,
    Settings,
    Build,
}

/// Users and territories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamWord {
    Users,
    UsersTable,
    Territories,
    TerritoriesTable,
    Name,
    Login,
    Roles,
    Works,
    Code,
    WorkedBy,
    Nobody,
}
