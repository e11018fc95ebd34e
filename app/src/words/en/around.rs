//! Labels in English: what stands around the work: shells, keys, signing in, synchronising.

use crate::words::{
    InboxWord, KeysWord, MeWord, NavWord, ShellWord, SignInWord, SyncWord, TeamWord, TroubleWord,
};

pub fn shell(it: ShellWord) -> &'static str {
    match it {
        ShellWord::Product => "Chitbook",
        ShellWord::SkipToContent => "Skip to content",
        ShellWord::MainNavigation => "Main navigation",
        ShellWord::Retry => "Try again",
        ShellWord::Reload => "Reload",
        ShellWord::NotFound => "There is no such page",
        ShellWord::NotFoundHint => "The address may be wrong, or the page has moved.",
        ShellWord::NotForYourRole => {
            "This page is not part of your role. If you need it, ask an administrator."
        }
        ShellWord::ToStart => "Go to the start",
        ShellWord::DeskOffline => {
            "Offline, and this page has not been opened before. Try again with a network."
        }
        ShellWord::Loading => "Loading…",
        ShellWord::NotLoaded => {
            "The app is not complete on this device yet. Check the network, then try again. What is saved here stays."
        }
        ShellWord::NotLoadedOld => {
            "A newer version of the app has taken the place of this one. Update to go on. What is saved here stays."
        }
        ShellWord::UpdateNow => "Update now",
        ShellWord::LoadFailed => "This page could not be loaded",
        ShellWord::NotThere => "There is no such entry, or it is in a territory of somebody else.",
    }
}

pub fn nav(it: NavWord) -> &'static str {
    match it {
        NavWord::Today => "Today",
        NavWord::Dashboard => "Dashboard",
        NavWord::Customers => "Customers",
        NavWord::Promises => "Promises to pay",
        NavWord::Approvals => "Approvals",
        NavWord::Ageing => "Ageing",
        NavWord::HandIns => "Hand-ins",
        NavWord::Imports => "Imports",
        NavWord::Reconciliation => "Promises vs receipts",
        NavWord::Rates => "Exchange rates",
        NavWord::Assignment => "Assignment",
        NavWord::Team => "Users and territories",
        NavWord::Inbox => "To do",
        NavWord::Sync => "Sync",
        NavWord::Me => "Me",
        NavWord::Receivables => "Receivables",
        NavWord::Administration => "Administration",
        NavWord::Mine => "This device",
    }
}

pub fn keys(it: KeysWord) -> &'static str {
    match it {
        KeysWord::JumpTo => "Search or jump",
        KeysWord::JumpPlaceholder => "Page, act, customer's name, pinyin initials, code",
        KeysWord::JumpNothing => "No page, act or customer matches",
        KeysWord::Here => "On this page",
        KeysWord::Pages => "Pages",
        KeysWord::Anywhere => "At any time",
        KeysWord::Heading => "Keyboard",
        KeysWord::Search => "Search this page",
        KeysWord::Next => "Next row",
        KeysWord::Previous => "Previous row",
        KeysWord::Open => "Open the row",
        KeysWord::Pick => "Pick the row",
        KeysWord::Help => "This table",
        KeysWord::Leave => "Close, cancel",
    }
}

pub fn sign_in(it: SignInWord) -> &'static str {
    match it {
        SignInWord::Heading => "Sign in",
        SignInWord::Hint => {
            "The first sign-in needs a network; afterwards the app opens without one."
        }
        SignInWord::Login => "Login name",
        SignInWord::Password => "Password",
        SignInWord::FillLogin => "Enter your login.",
        SignInWord::FillPassword => "Enter your password.",
        SignInWord::Wrong => {
            "Login name or password is wrong. Check upper and lower case; an administrator can reset a forgotten password."
        }
        SignInWord::Ended => "This user has ended. Ask your administrator.",
        SignInWord::NoNetwork => {
            "The server cannot be reached. The first sign-in needs a network; try again once there is one, what you typed stays here."
        }
        SignInWord::TooOften => {
            "Too many attempts. Wait a minute and try again; the account is not locked."
        }
        SignInWord::InApp => "Open it in a browser",
        SignInWord::InWeChat => {
            "Pages inside WeChat cannot be kept for offline use. Tap “···” at the top right and choose “Open in browser”."
        }
        SignInWord::InDingTalk => {
            "Pages inside DingTalk cannot be kept for offline use. Tap “···” at the top right and choose “Open in browser”."
        }
        SignInWord::CopyLink => "Copy link",
        SignInWord::LinkCopied => "Link copied",
        SignInWord::Again => "Sign in again",
        SignInWord::EndedHint => {
            "The session has ended. What you have written is on this device and is sent once you sign in again."
        }
        SignInWord::SignOut => "Sign out",
        SignInWord::SignOutHint => "After signing out, this device no longer shows customers.",
        SignInWord::SignOutAnyway => "Sign out anyway",
        SignInWord::SendFirst => "Send first",
        SignInWord::DraftsGo => "Signing out deletes them from this device.",
        SignInWord::KeptHint => {
            "After signing out they stay on this device and are sent when you sign in again; nobody else sees them."
        }
    }
}

pub fn sync(it: SyncWord) -> &'static str {
    match it {
        SyncWord::OnlyHere => "Only on this device",
        SyncWord::AllThere => "Everything has arrived",
        SyncWord::AllThereHint => "The office has everything you noted.",
        SyncWord::SendNow => "Send now",
        SyncWord::Outbox => "Outbox",
        SyncWord::Storage => "This device's data",
        SyncWord::Never => "Never synchronised",
        SyncWord::Kept => "The browser keeps this data",
        SyncWord::MayGo => "The browser may clear this data",
        SyncWord::MayGoHint => {
            "It may do so when space is short. Install the app to the home screen, or go online often."
        }
        SyncWord::NearlyFull => {
            "This device is almost full. Send what is here, then remove photos and videos."
        }
        SyncWord::Export => "Export what is not sent",
        SyncWord::ExportHint => {
            "The last resort when sending fails: a file that you can hand in on any device."
        }
        SyncWord::Import => "Bring an exported file back",
        SyncWord::ImportHint => {
            "A file that you exported on another device comes back here; nothing is doubled."
        }
        SyncWord::ImportNothing => "Everything in the file is here already.",
        SyncWord::ImportUnreadable => "This is no exported file. Pick “chitbook-DATE.json”.",
        SyncWord::ImportOfAnother => "This file is somebody else's, who has to bring it back.",
        SyncWord::UpdateReady => "A new version is ready",
        SyncWord::UpdateHint => "It takes over at once; half-written forms are kept.",
        SyncWord::Update => "Update",
        SyncWord::OpensOffline => "The app opens here without a network",
        SyncWord::NotYetOffline => {
            "The app is not stored here yet and may not open without a network. It is stored by itself while there is one."
        }
        SyncWord::LikelyRefused => "Will probably be refused",
        SyncWord::OtherTab => "Another tab does the synchronising",
        SyncWord::Install => {
            "Install: choose “Add to home screen” in the browser's menu; it opens without a network."
        }
    }
}

pub fn trouble(it: TroubleWord) -> &'static str {
    match it {
        TroubleWord::SignInAgain => {
            "The session has ended. Everything is on this device and is sent once you sign in again."
        }
        TroubleWord::Revoked => {
            "This device was revoked and what it had received is gone. What was not sent is here."
        }
        TroubleWord::Forbidden => {
            "The server does not accept this device for now. Everything is on it; ask an administrator."
        }
        TroubleWord::Unreachable => {
            "The server cannot be reached. Everything is on this device; it tries again by itself."
        }
        TroubleWord::ServerFault => {
            "The server has a fault. Everything is on this device; it tries again by itself."
        }
        TroubleWord::TooLarge => {
            "One entry is too large for the network. It is on this device; export it and ask an administrator."
        }
        TroubleWord::StorageFull => {
            "This device is full. What was saved is here; send or export it, then make room."
        }
        TroubleWord::Storage => {
            "This device's storage failed. Export what is not sent, then reopen the app."
        }
        TroubleWord::UpdateNeeded => {
            "The server is newer than this app. Everything is on this device and is sent after an update."
        }
        TroubleWord::Inconsistent => {
            "What arrived contradicts itself and is fetched again. What you wrote is not affected."
        }
        TroubleWord::Blocked => {
            "Another tab holds an older version open. Close it, and this page goes on by itself."
        }
        TroubleWord::Superseded => {
            "A newer version has taken over this device's data. Reload this page."
        }
        TroubleWord::Closed => {
            "The browser has closed this device's data. What was saved is here; reload this page."
        }
        TroubleWord::Emptied => {
            "The browser removed this device's data. Reload this page to see what may be lost."
        }
        TroubleWord::Absent => {
            "This browser does not let pages keep data (private mode, perhaps). Use an ordinary window or another browser."
        }
    }
}

pub fn inbox(it: InboxWord) -> &'static str {
    match it {
        InboxWord::Empty => "Nothing needs you",
        InboxWord::EmptyHint => {
            "What is refused or has to be checked appears here, with everything you filled in."
        }
        InboxWord::NothingLost => "Nothing is lost",
        InboxWord::YouSaid => "You noted",
        InboxWord::Again => "Edit and send again",
        InboxWord::There => "Do it again there",
        InboxWord::Understood => "Understood",
        InboxWord::ClosedHere => "Put away, here and on your other devices.",
        InboxWord::NotTakenBack => {
            "This device could not store it, so the message was not brought back. Free some space, then try again."
        }
    }
}

pub fn me(it: MeWord) -> &'static str {
    match it {
        MeWord::Roles => "Roles",
        MeWord::Territories => "Territories",
        MeWord::NoTerritory => "No territory",
        MeWord::EveryCustomer => "every customer",
        MeWord::Settings => "Settings",
        MeWord::Build => "Build",
    }
}

pub fn team(it: TeamWord) -> &'static str {
    match it {
        TeamWord::Users => "Users",
        TeamWord::UsersTable => "Table of users",
        TeamWord::Territories => "Territories",
        TeamWord::TerritoriesTable => "Table of territories",
        TeamWord::Name => "Name",
        TeamWord::Login => "Login name",
        TeamWord::Roles => "Roles",
        TeamWord::Works => "Works",
        TeamWord::Code => "Code",
        TeamWord::WorkedBy => "Worked by",
        TeamWord::Nobody => "Nobody",
    }
}
