//! Who works here: which field a refusal belongs to, how a stretch stands on a day, and how far a
//! command has come.

use shared::{
    calendar::Day,
    id::OpId,
    inbox::InboxItem,
    refusal::Refusal,
    sync::{Verdict, replica::Stage},
    territory::TerritoryRefusal,
    user::{Grant, User, UserRefusal},
};

/// A field of the forms about users and territories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffField {
    Login,
    Name,
    Roles,
    Territory,
    From,
    Until,
    Code,
}

/// Where a refusal is shown; none for one about the act itself.
#[must_use]
pub fn field_of(refusal: &Refusal) -> Option<StaffField> {
    match refusal {
        Refusal::User(UserRefusal::LoginMalformed { .. } | UserRefusal::LoginTaken { .. }) => {
            Some(StaffField::Login)
        }
        Refusal::User(UserRefusal::NameEmpty) | Refusal::Territory(TerritoryRefusal::NameEmpty) => {
            Some(StaffField::Name)
        }
        Refusal::User(
            UserRefusal::NoRole
            | UserRefusal::SystemRole
            | UserRefusal::OwnRole
            | UserRefusal::LastAdmin { .. },
        ) => Some(StaffField::Roles),
        Refusal::User(UserRefusal::AlreadyWorks { .. }) => Some(StaffField::From),
        Refusal::User(UserRefusal::Backwards { .. } | UserRefusal::NotWorkedThen { .. }) => {
            Some(StaffField::Until)
        }
        Refusal::User(UserRefusal::UnknownTerritory { .. })
        | Refusal::Territory(TerritoryRefusal::Ended { .. }) => Some(StaffField::Territory),
        Refusal::Territory(TerritoryRefusal::CodeEmpty | TerritoryRefusal::CodeTaken { .. }) => {
            Some(StaffField::Code)
        }
        _ => None,
    }
}

/// How a stretch stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Running {
    Ahead,
    Now,
    Past,
}

#[must_use]
pub fn running(grant: &Grant, today: Day) -> Running {
    if grant.covers(today) {
        Running::Now
    } else if today < grant.from {
        Running::Ahead
    } else {
        Running::Past
    }
}

/// The stretches of a user that leave any day, newest first.
#[must_use]
pub fn stretches(user: &User) -> Vec<Grant> {
    let mut all: Vec<Grant> = user.grants.iter().filter(|it| it.has_days()).cloned().collect();
    all.sort_by_key(|it| (std::cmp::Reverse(it.from), it.id));
    all
}

/// What became of a command that was sent from a form of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// Nobody has answered yet.
    Sending,
    Done,
    Refused(Refusal),
}

/// From what the outbox still holds and what the inbox says.
#[must_use]
pub fn sent<'a>(
    op: OpId,
    outbox: impl IntoIterator<Item = (OpId, &'a Stage)>,
    inbox: &[InboxItem],
) -> Sent {
    let letter = inbox.iter().find(|it| it.op_id == op).map(|it| &it.verdict);
    if let Some(Verdict::Rejected { refusal }) = letter {
        return Sent::Refused(refusal.clone());
    }
    match outbox.into_iter().find(|(of, _)| *of == op) {
        Some((_, Stage::Answered(Verdict::Rejected { refusal }))) => Sent::Refused(refusal.clone()),
        Some((_, Stage::OnlyHere)) => Sent::Sending,
        _ => Sent::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{GrantId, TerritoryId, UserId};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn grant(from: &str, until: Option<&str>) -> Grant {
        Grant {
            id: GrantId(uuid::Uuid::nil()),
            territory: TerritoryId::of_code("east"),
            from: day(from),
            until: until.map(day),
        }
    }

    #[test]
    fn a_stretch_is_ahead_running_or_past() {
        let today = day("2026-11-20");
        for (from, until, expected) in [
            ("2026-11-20", None, Running::Now),
            ("2026-11-01", Some("2026-11-20"), Running::Now),
            ("2026-11-21", None, Running::Ahead),
            ("2026-11-01", Some("2026-11-19"), Running::Past),
        ] {
            assert_eq!(running(&grant(from, until), today), expected, "{from}");
        }
    }

    #[test]
    fn a_stretch_without_days_is_not_listed() {
        let user = User {
            id: UserId::of_login("lin"),
            login: "lin".to_owned(),
            name: "林".to_owned(),
            roles: vec![],
            grants: vec![
                grant("2026-11-01", Some("2026-11-10")),
                grant("2026-11-20", Some("2026-11-19")),
                grant("2026-12-01", None),
            ],
            ended_on: None,
        };
        let from: Vec<Day> = stretches(&user).iter().map(|it| it.from).collect();
        assert_eq!(from, [day("2026-12-01"), day("2026-11-01")]);
    }

    #[test]
    fn a_command_is_sending_until_it_is_answered() {
        let (op, other) = (OpId(uuid::Uuid::from_u128(1)), OpId(uuid::Uuid::from_u128(2)));
        let here = Stage::OnlyHere;
        assert_eq!(sent(op, [(op, &here)], &[]), Sent::Sending);
        assert_eq!(sent(op, [(other, &here)], &[]), Sent::Done);
        let refusal: Refusal = UserRefusal::OwnRole.into();
        let no = Stage::Answered(Verdict::Rejected { refusal: refusal.clone() });
        assert_eq!(sent(op, [(op, &no)], &[]), Sent::Refused(refusal.clone()));
        assert_eq!(field_of(&refusal), Some(StaffField::Roles));
    }
}
