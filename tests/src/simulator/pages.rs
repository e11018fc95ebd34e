//! Pages of the simulated server: which changes a pull brings, and which scopes come and go.

use std::collections::BTreeMap;

use shared::{
    id::GrantId,
    sync::{Change, Granted, Page, PullRequest, Scope},
};

use super::disk::{Disk, Feed};

#[derive(Debug, Default)]
pub struct Sorted {
    pub pages: Vec<Page>,
    pub added: Vec<Granted>,
    pub revoked: Vec<Scope>,
    pub snapshot_required: Vec<Granted>,
}

/// Sorts what a device asks for by what its user may hold today.
#[must_use]
pub fn sort(
    disk: &Disk,
    request: &PullRequest,
    granted: &BTreeMap<Scope, GrantId>,
    torn: bool,
) -> Sorted {
    let mut sorted = Sorted::default();
    for cursor in &request.scopes {
        match granted.get(&cursor.scope) {
            Some(grant) if *grant == cursor.grant => {
                let feed = disk.feeds.get(&cursor.scope).cloned().unwrap_or_default();
                let held = Granted { scope: cursor.scope, grant: *grant };
                if cursor.seq < feed.horizon || feed.head() < cursor.seq {
                    sorted.snapshot_required.push(held);
                } else {
                    sorted.pages.push(page(&feed, cursor.scope, cursor.seq, request.limit, torn));
                }
            }
            _ => sorted.revoked.push(cursor.scope),
        }
    }
    let holds = |scope: &Scope| request.scopes.iter().any(|it| it.scope == *scope);
    let added = granted.iter().filter(|(scope, _)| !holds(scope));
    sorted.added = added.map(|(scope, grant)| Granted { scope: *scope, grant: *grant }).collect();
    sorted
}

fn page(feed: &Feed, scope: Scope, seq: i64, limit: u32, torn: bool) -> Page {
    let after = feed.after(seq);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX).max(1);
    let length = if torn { limit.min(after.len()) } else { whole(after, limit) };
    let next = seq + i64::try_from(length).unwrap_or(0);
    Page { scope, changes: after[..length].to_vec(), next, head: feed.head() }
}

/// The length of a page that ends with a command: at least one command, whatever the limit.
fn whole(changes: &[Change], limit: usize) -> usize {
    let ends = |at: &usize| changes.get(*at).is_none_or(|next| changes[at - 1].op_id != next.op_id);
    if changes.len() <= limit {
        return changes.len();
    }
    let below = (1..=limit).rev().find(ends);
    below.or_else(|| (limit..=changes.len()).find(ends)).unwrap_or(changes.len())
}
