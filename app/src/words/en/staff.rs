//! Users, territories, devices and passwords in English.

use shared::{calendar::Day, words::Language};

use crate::{
    format::day,
    words::{DeviceWord, SecretWord, StaffSaid, StaffWord, StateWord},
};

const EN: Language = Language::En;

pub fn staff(it: StaffWord) -> &'static str {
    match it {
        StaffWord::AddUser => "Add a user",
        StaffWord::AddTerritory => "Add a territory",
        StaffWord::Save => "Save",
        StaffWord::Saved => "Saved",
        StaffWord::Sending => "Sending",
        StaffWord::LoginHint => "Letters and digits without spaces; it stays as it is.",
        StaffWord::NameAndRoles => "Name and roles",
        StaffWord::RolesHint => "There may be several; a sales rep works on the phone.",
        StaffWord::Left => "Ended",
        StaffWord::LeftHint => {
            "Cannot sign in, and every device is revoked. What was recorded keeps this name."
        }
        StaffWord::WhereWorks => "Territories worked",
        StaffWord::NoStretch => {
            "No territory yet. Without one there are no customers on the phone."
        }
        StaffWord::Give => "Give a territory",
        StaffWord::From => "From",
        StaffWord::Until => "Until",
        StaffWord::UntilHint => "For cover during holidays give the last day; empty is open-ended.",
        StaffWord::Given => "Territory given",
        StaffWord::LastDay => "Last day",
        StaffWord::TakeBack => "Take back",
        StaffWord::Ahead => "ahead",
        StaffWord::Past => "over",
        StaffWord::ChooseTerritory => "Choose a territory",
        StaffWord::End => "End this user",
        StaffWord::EndHint => {
            "For who leaves. Signs out everywhere at once; devices wipe customers' data at their \
             next contact."
        }
        StaffWord::EndNow => "End user",
        StaffWord::Ended => "User ended",
        StaffWord::Reopen => "Reopen",
        StaffWord::Reopened => "Reopened",
        StaffWord::OwnHint => "This is you. Your roles and your end are another administrator's.",
        StaffWord::Rename => "Rename",
        StaffWord::EndTerritory => "End this territory",
        StaffWord::EndTerritoryHint => "It can end once no customer stands in it.",
        StaffWord::TerritoryEnded => "Territory ended",
        StaffWord::MoveCustomers => "Move customers",
        StaffWord::NoUserHere => "No such user",
        StaffWord::NoTerritoryHere => "No such territory",
    }
}

pub fn device(it: DeviceWord) -> &'static str {
    match it {
        DeviceWord::Devices => "Devices",
        DeviceWord::Mine => "My devices",
        DeviceWord::Since => "Registered",
        DeviceWord::Seen => "Last seen",
        DeviceWord::Pending => "To send",
        DeviceWord::Here => "This device",
        DeviceWord::NeverSeen => "Not yet",
        DeviceWord::Unknown => "Unnamed device",
        DeviceWord::None => "No devices yet",
        DeviceWord::NoneHint => "A device stands here after its first sign-in.",
        DeviceWord::Revoke => "Revoke",
        DeviceWord::RevokeTitle => "Revoke this device?",
        DeviceWord::RevokeHint => {
            "It is signed out at once. At its next contact it wipes the customers' data it received; \
             what was not sent stays with its author, to be sent after a new sign-in."
        }
        DeviceWord::RevokeNow => "Revoke and wipe",
        DeviceWord::NotRevoked => "It was not revoked. Try again with a connection.",
        DeviceWord::RevokedHere => "This device was revoked",
        DeviceWord::RevokedHereHint => "The customers' data it had received are gone from it.",
        DeviceWord::KeptHere => {
            "What you had not sent is still here: save it to a file, or sign in again and send it."
        }
        DeviceWord::NothingKept => "Nothing was left unsent.",
        DeviceWord::SignInToSend => "Sign in again",
        DeviceWord::Remove => "Remove from this device",
        DeviceWord::AskAdministrator => {
            "To go on working here, ask your administrator and sign in with your password."
        }
    }
}

pub fn secret(it: SecretWord) -> &'static str {
    match it {
        SecretWord::Password => "Password",
        SecretWord::Draw => "Draw a one-time password",
        SecretWord::DrawHint => {
            "The old password ends, and every sign-in with it. With the one-time password the user \
             signs in and chooses one of their own."
        }
        SecretWord::Drawn => "One-time password",
        SecretWord::DrawnHint => "Shown this once. Tell it to the user in person or by phone.",
        SecretWord::Copy => "Copy",
        SecretWord::Copied => "Copied",
        SecretWord::NotDrawn => "None was drawn. Try again with a connection.",
        SecretWord::Current => "Present password",
        SecretWord::New => "New password",
        SecretWord::NewHint => "8 characters at least.",
        SecretWord::Change => "Change password",
        SecretWord::Changed => "Password changed; other devices sign in again",
        SecretWord::Choose => "Choose your own password",
        SecretWord::ChooseHint => {
            "The one you used was good for once. With one of your own you can begin."
        }
        SecretWord::TooShort => "The password is too short: 8 characters at least.",
        SecretWord::Same => "The new password is the old one. Choose another.",
        SecretWord::Elsewhere => "Sign out elsewhere",
        SecretWord::ElsewhereHint => "Everywhere but here you sign in again.",
        SecretWord::ElsewhereDone => "Signed out everywhere else",
    }
}

pub fn state(it: StateWord) -> &'static str {
    match it {
        StateWord::Data => "Data received",
        StateWord::DataHint => "How far the data of each territory reach.",
        StateWord::Everybody => "Users, territories, policy",
        StateWord::Mine => "My inbox",
        StateWord::Whole => "Complete",
        StateWord::Behind => "Newer data not here yet",
        StateWord::Fetching => "Being fetched",
        StateWord::Leaving => "No longer yours; goes once answered",
        StateWord::Bank => "Bank data",
        StateWord::NoBank => "None imported",
        StateWord::ToSettle => "Settle",
        StateWord::ToSettleHint => {
            "What was refused or conflicts is in the inbox; nothing is lost."
        }
        StateWord::Renew => "Fetch everything anew",
        StateWord::RenewHint => {
            "For data that look wrong. What waits to be sent is not touched, and the old stays until \
             the new is complete."
        }
        StateWord::RenewNow => "Fetch anew",
        StateWord::Compare => "Compare with the server",
        StateWord::CompareHint => {
            "Happens once a day by itself. Where anything differs it is fetched anew and the \
             administrator is told; what waits to be sent is not touched."
        }
        StateWord::CompareNow => "Compare now",
        StateWord::About => "About this device",
        StateWord::App => "App version",
        StateWord::Server => "Server version",
        StateWord::Clock => "Device clock",
        StateWord::ClockRight => "Agrees with the server",
        StateWord::LastContact => "Last contact",
        StateWord::Never => "No contact with the server yet",
        StateWord::WithdrawHint => {
            "What was recorded cannot be deleted here: it may have arrived. Once it has, withdraw the \
             promise, cancel the slip or record anew."
        }
    }
}

pub fn said(it: &StaffSaid, today: Day) -> String {
    let short = |on: &Day| day::short(EN, *on, today);
    match it {
        StaffSaid::Works { territory, from, until: None } => {
            format!("{territory} (from {})", short(from))
        }
        StaffSaid::Works { territory, from, until: Some(until) } => {
            format!("{territory} ({} to {})", short(from), short(until))
        }
        StaffSaid::Stretch { from, until: None } => format!("From {}", short(from)),
        StaffSaid::Stretch { from, until: Some(until) } => {
            format!("{} to {}", short(from), short(until))
        }
        StaffSaid::LeftOn { day } => format!("ended {}", short(day)),
        StaffSaid::Pending { count } => count.to_string(),
        StaffSaid::Revoked { at } => format!("Revoked {at}, not wiped yet"),
        StaffSaid::Wiped { at } => format!("Wiped {at}"),
        StaffSaid::Kept { count: 1 } => "1 not sent".to_owned(),
        StaffSaid::Kept { count } => format!("{count} not sent"),
        StaffSaid::RevokeWhich { label } => format!("Revoke {label}"),
        StaffSaid::EndWhom { name } => format!("End {name}?"),
        StaffSaid::Fetched { percent, done, total } => {
            format!("{percent}% here, {done} of {total} rows")
        }
        StaffSaid::Reaches { day } => format!("to {}", short(day)),
        StaffSaid::ClockAhead { seconds } => {
            format!("{} ahead of the server, put right by itself", span(*seconds))
        }
        StaffSaid::ClockBehind { seconds } => {
            format!("{} behind the server, put right by itself", span(*seconds))
        }
        StaffSaid::ToSettle { count } => format!("{count} refused or conflicting"),
        StaffSaid::Same { at } => format!("Same as the server, {at}"),
        StaffSaid::Other { at } => format!("Differed from the server, {at}: fetched anew"),
        StaffSaid::Differed { at } => {
            format!("Held other data than the server, {at}; fetched anew")
        }
        StaffSaid::ClockSuspect { count: 1 } => {
            "1 entry of a wrong clock; its day was put right".to_owned()
        }
        StaffSaid::ClockSuspect { count } => {
            format!("{count} entries of a wrong clock; their days were put right")
        }
        StaffSaid::Corrupt { count: 1 } => {
            "1 entry came twice with different content: the first one counts".to_owned()
        }
        StaffSaid::Corrupt { count } => {
            format!("{count} entries came twice with different content: the first ones count")
        }
    }
}

fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3_600),
    }
}
