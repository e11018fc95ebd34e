//! Refusals about users and territories in English: what happened, the rule, and what would do.

use super::day;
use crate::{territory::TerritoryRefusal, user::UserRefusal};

pub fn territory(it: &TerritoryRefusal) -> String {
    match it {
        TerritoryRefusal::CodeEmpty => "The territory has no code. Give it one.".to_owned(),
        TerritoryRefusal::NameEmpty => "The territory has no name. Give it one.".to_owned(),
        TerritoryRefusal::CodeTaken { code, name } => {
            format!("The code {code} is the territory “{name}” already. Choose another code.")
        }
        TerritoryRefusal::Unknown { .. } => {
            "This territory is unknown. Add the territory first.".to_owned()
        }
        TerritoryRefusal::Ended { .. } => {
            "This territory has ended. Reopen it first, or choose another.".to_owned()
        }
        TerritoryRefusal::CustomersStand { customers, .. } => format!(
            "Customers still stand in this territory ({customers}), so it cannot end. Move them to \
             another territory first."
        ),
    }
}

pub fn user(it: &UserRefusal) -> String {
    match it {
        UserRefusal::LoginMalformed { login } => format!(
            "The sign-in name “{login}” cannot be used. Use 1 to 64 letters, digits, dots, hyphens, \
             underscores or @, without spaces."
        ),
        UserRefusal::NameEmpty => "The user has no name. Give one.".to_owned(),
        UserRefusal::NoRole => "The user has no role. Choose at least one.".to_owned(),
        UserRefusal::SystemRole => {
            "The role system is the server's own and not given to people. Choose another."
                .to_owned()
        }
        UserRefusal::UnknownUser { .. } => "This user is unknown. Add the user first.".to_owned(),
        UserRefusal::UnknownTerritory { .. } => {
            "This territory is unknown. Add the territory first.".to_owned()
        }
        UserRefusal::NotWorkedThen { last, .. } => format!(
            "This user did not work the territory on {}, so there is nothing to end. Choose a day \
             on which they did.",
            day(*last)
        ),
        UserRefusal::LoginTaken { login, name } => format!(
            "The sign-in name “{login}” is {name}'s already. Choose another, or change that user in \
             the list."
        ),
        UserRefusal::Ended { .. } => "This user has ended. Reopen the user first.".to_owned(),
        UserRefusal::LastAdmin { .. } => {
            "This is the last administrator, and somebody has to keep the users. Make another user \
             administrator first."
                .to_owned()
        }
        UserRefusal::OwnRole => "You cannot take the administrator's role from yourself. Ask \
            another administrator."
            .to_owned(),
        UserRefusal::Oneself => "You cannot end yourself. Ask another administrator.".to_owned(),
        UserRefusal::Backwards { from, until } => format!(
            "The last day, {}, is before the first, {}. Choose one that is not.",
            day(*until),
            day(*from)
        ),
        UserRefusal::AlreadyWorks { from, until: None, .. } => format!(
            "This user works the territory from {} on, so there is nothing to give.",
            day(*from)
        ),
        UserRefusal::AlreadyWorks { from, until: Some(until), .. } => format!(
            "This user works the territory from {} to {} already. Choose days that do not overlap.",
            day(*from),
            day(*until)
        ),
    }
}
