//! Pages of the simulated server: which changes a pull brings, and which scopes come and go.

use shared::sync::{Change, Cursor, Granted, Page, PullRequest, ScopeName};

use super::{
    defect::Defect,
    disk::{Disk, Feed},
};

/// Changes in a page at most, whatever was asked for: small, so that commands straddle its end.
pub const PAGE: u32 = 6;

#[derive(Debug, Default)]
pub struct Sorted {
    pub pages: Vec<Page>,
    pub added: Vec<Granted>,
    pub revoked: Vec<ScopeName>,
    pub snapshot_required: Vec<Granted>,
}

/// Sorts what a device asks for by what its user may hold today.
#[must_use]
pub fn sort(disk: &Disk, request: &PullRequest, granted: &[Granted], defect: Defect) -> Sorted {
    let mut sorted = Sorted::default();
    let mut reading = vec![];
    let nothing = Feed::default();
    for cursor in &request.scopes {
        let Some(held) = granted.iter().find(|it| it.scope == cursor.scope) else {
            sorted.revoked.push(cursor.scope.into());
            continue;
        };
        let feed = disk.feeds.get(&cursor.scope).unwrap_or(&nothing);
        let readable = feed.horizon <= cursor.seq && cursor.seq <= feed.head();
        if held.grant == cursor.grant && readable {
            reading.push((*cursor, feed));
        } else {
            sorted.snapshot_required.push(*held);
        }
    }
    let holds = |it: &&Granted| request.scopes.iter().any(|has| has.scope == it.scope);
    sorted.added = granted.iter().filter(|it| !holds(it)).copied().collect();
    let torn = defect == Defect::TearsCommands;
    sorted.pages = pages(disk, &reading, request.limit.min(PAGE), torn);
    for page in sorted.pages.iter_mut().filter(|it| request.prove == Some(it.scope)) {
        let compares = page.next == page.head && defect != Defect::ComparesNothing;
        page.sums = compares.then(|| disk.sums(page.scope));
    }
    sorted
}

/// All pages end after the same command, so that nobody ever holds a part of one.
fn pages(disk: &Disk, reading: &[(Cursor, &Feed)], limit: u32, torn: bool) -> Vec<Page> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX).max(1);
    let place = |change: &Change| change.op_id.map_or(0, |it| disk.place_of(it));
    let ends = reading.iter().filter_map(|(cursor, feed)| {
        let after = feed.after(cursor.seq);
        let next = after.get(limit)?;
        let whole = after.iter().rev().map(place).find(|it| *it < place(next));
        // At least one command, whatever the limit.
        Some(whole.filter(|it| place(&after[0]) <= *it).unwrap_or(place(&after[0])))
    });
    let last_whole = ends.min().unwrap_or(i64::MAX);
    let page = |(cursor, feed): &(Cursor, &Feed)| {
        let after = feed.after(cursor.seq);
        let length = if torn {
            limit.min(after.len())
        } else {
            after.iter().take_while(|it| place(it) <= last_whole).count()
        };
        let next = cursor.seq + i64::try_from(length).unwrap_or(0);
        let changes = after[..length].to_vec();
        Page { scope: cursor.scope, changes, next, head: feed.head(), sums: None }
    };
    reading.iter().map(page).collect()
}
