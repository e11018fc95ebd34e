//! Letters in a life: reps put away what they have read, take it back, and see it so on every phone.

use std::collections::BTreeMap;

use shared::{
    calendar::Instant,
    id::{InboxId, OpId},
    inbox::{InboxItem, PutAway, TakeBack},
    row::Row,
    sync::{Act, Command, Versioned},
};

use super::{
    dice::Dice,
    disk::Disk,
    rep,
    witness::{Breach, Invariant, must},
};
use crate::phone::{Phone, Tab};

/// A rep puts a letter away, or takes one back.
pub fn settles(phone: &Phone, tab: &Tab, now: Instant, dice: &mut Dice) -> Option<Command> {
    let (caller, today) = (rep::caller(&tab.replica, phone)?, tab.replica.day(now));
    let all = tab.replica.inbox_view(&caller, today);
    let letter = dice.one_of(&all)?;
    let act = match letter.put_away_on {
        None => Act::PutLetterAway(PutAway { letter: letter.id, verdict: letter.verdict.clone() }),
        Some(_) => Act::TakeLetterBack(TakeBack { letter: letter.id }),
    };
    Some(Command {
        op_id: OpId(dice.id()),
        author: phone.user,
        acted_on: today,
        captured_at: now,
        build: "simulator".to_owned(),
        customer: None,
        base: vec![],
        policy: tab.replica.register().policy_on(today).version,
        deps: vec![],
        act,
    })
}

/// At rest a phone shows the letters of its user as the server has them, put away or not.
///
/// # Errors
/// A letter is shown otherwise.
pub fn agree(phone: &Phone, tab: &Tab, now: Instant, disk: &Disk) -> Result<(), Breach> {
    let Some(caller) = rep::caller(&tab.replica, phone) else { return Ok(()) };
    let shown = tab.replica.inbox_view(&caller, tab.replica.day(now));
    let shown: BTreeMap<InboxId, &InboxItem> = shown.iter().map(|it| (it.id, it)).collect();
    let letter = |it: &'_ Versioned| match &it.row {
        Row::Inbox(it) if it.user == phone.user => Some((it.id, it.clone())),
        _ => None,
    };
    let there: BTreeMap<InboxId, InboxItem> = disk.rows.values().filter_map(letter).collect();
    let same =
        shown.len() == there.len() && there.iter().all(|(id, it)| shown.get(id) == Some(&it));
    must(Invariant::Convergence, same, || {
        format!("phone {} shows {shown:?}, the server has {there:?}", phone.number)
    })
}
