//! Customers that move between territories, and territories that come and go.

use super::{super::*, device::*, sample::*};
use crate::{
    row::Row,
    sync::{Change, PullReply},
};

/// Two territories, and a pull is asked for.
fn both_scopes(seq: i64) -> Device {
    let mut device = settled_scopes(seq);
    device.on(Event::Hurry);
    device
}

fn settled_scopes(seq: i64) -> Device {
    let mut device = Device::registered();
    device.pulled_with(reply(0, vec![]), &[north_scope(), south_scope()]);
    let (first, second) = if north_scope() < south_scope() {
        (north_scope(), south_scope())
    } else {
        (south_scope(), north_scope())
    };
    let of = |scope| -> Vec<(&str, Vec<crate::sync::Versioned>)> {
        if scope == north_scope() { vec![("A", with_invoice("A", 100))] } else { vec![] }
    };
    device.answer_manifest(first, seq, &chunks(&of(first)));
    device.answer_manifest(second, seq, &chunks(&of(second)));
    let all: Vec<_> = [chunks(&of(first)), chunks(&of(second))].into_iter().flatten().collect();
    loop {
        match device.asked.last() {
            Some(Action::FetchChunk { .. }) => device.answer_chunk(&all),
            Some(Action::Pull { request, .. }) => {
                let here = request.scopes.iter().map(|it| page(it.scope, it.seq, vec![]));
                let reply = reply(0, here.collect());
                device.pulled(&reply);
            }
            _ => break,
        }
    }
    device
}

#[test]
fn a_scope_that_is_not_granted_any_more_is_not_fetched_for_ever() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let mut cut = reply(0, vec![]);
    if let PullReply::Page { snapshot_required, .. } = &mut cut {
        snapshot_required.push(granted(north_scope()));
    }
    device.pulled(&cut);
    let Some(Action::FetchManifest { ticket, .. }) = device.asked.pop() else { panic!() };
    let failure = Failure::Status { code: 403, retry_after: None };
    device.on(Event::Failed { ticket, failure });
    let (ticket, _) = device.take_pull();
    device.on(Event::Replied { ticket, text: said(&reply(0, vec![])) });
    assert!(!device.has("A"), "and what was here of it is gone");
    assert!(device.replica.is_settled() && device.replica.cursors().is_empty());
}

fn move_south() -> (Vec<Change>, Vec<Change>) {
    let moved = Row::Customer(customer("A", south()));
    let rows = vec![versioned(2, moved), versioned(1, bill("A-1", "A", 100))];
    (vec![leave("A", 2)], vec![enter("A", 2, &rows), upsert(3, &bill("A-2", "A", 20))])
}

#[test]
fn enter_may_arrive_before_leave_and_leave_before_enter() {
    for enter_first in [true, false] {
        let mut device = both_scopes(1);
        let (leaves, enters) = move_south();
        let out = page(north_scope(), 1, leaves);
        let inn = page(south_scope(), 1, enters);
        let still = |scope: Scope| page(scope, 1, vec![]);
        let (first, second) = if enter_first {
            (vec![still(north_scope()), inn], vec![out])
        } else {
            (vec![out, still(south_scope())], vec![inn])
        };
        device.pulled(&reply(0, first));
        assert_eq!(device.has("A"), enter_first);
        device.on(Event::Hurry);
        device.pulled(&reply(0, second));
        assert_eq!(device.owed("A"), 120, "enter first: {enter_first}");
        assert_eq!(device.view("A").dossier.customer.unwrap().territory, Some(south()));
        let all = device.replica.rows(&device.texts(device.replica.chunks())).unwrap();
        assert_eq!(all.len(), 3, "nothing of it is left in the north");
        assert!(all.iter().all(|(scope, _)| *scope == south_scope()));
    }
}

#[test]
fn a_customer_that_moves_there_and_back_is_here_once_with_the_newest_rows() {
    let mut device = both_scopes(1);
    let (leaves, enters) = move_south();
    let back = Row::Customer(customer("A", north()));
    let rows = vec![versioned(4, back), versioned(4, bill("A-1", "A", 70))];
    let mut north_feed = vec![upsert(1, &bill("A-1", "A", 100))];
    north_feed.extend(leaves);
    north_feed.push(enter("A", 4, &rows));
    let mut south_feed = enters;
    south_feed.push(leave("A", 4));
    // The south is read to its end first, then the north in two steps.
    device.pulled(&reply(0, vec![page(south_scope(), 1, south_feed)]));
    device.on(Event::Hurry);
    let mut first = page(north_scope(), 1, north_feed[..2].to_vec());
    first.head = 4;
    device.pulled(&reply(0, vec![first]));
    device.pulled(&reply(0, vec![page(north_scope(), 3, north_feed[2..].to_vec())]));
    assert_eq!(device.owed("A"), 70);
    assert_eq!(device.replica.briefs().len(), 1);
}

#[test]
fn customer_moved_with_pending_commands_shows_them_where_it_is_now() {
    let mut device = settled_scopes(1);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 500, retry_after: None } });
    let (leaves, enters) = move_south();
    let pages = vec![page(north_scope(), 1, leaves), page(south_scope(), 1, enters)];
    device.pulled(&reply(0, pages));
    assert_eq!(device.view("A").dossier.visits.len(), 1);
    assert_eq!(device.view("A").only_here, 1);
}

#[test]
fn scope_revoked_mid_batch_is_purged_only_after_its_commands_have_verdicts() {
    let mut device = settled_scopes(1);
    device.submit(&visit(1, "A"));
    let (ticket, _) = device.take_push();
    device.on(Event::Failed { ticket, failure: Failure::Status { code: 500, retry_after: None } });
    let mut revoking = reply(0, vec![page(south_scope(), 1, vec![])]);
    if let PullReply::Page { revoked, .. } = &mut revoking {
        revoked.push(north_scope().into());
    }
    device.pulled(&revoking);
    assert!(device.has("A"), "a command about it waits");
    let mut rejected = verdict(1, &visit(1, "A"), "needs_review");
    rejected["why"] = serde_json::json!({"why": "not_yours"});
    device.answer_push(answered(&[rejected]));
    let (ticket, request) = device.take_pull();
    assert_eq!(request.scopes.len(), 1, "a revoked scope is not named");
    let text = said(&reply(1, vec![page(south_scope(), 1, vec![])]));
    device.on(Event::Replied { ticket, text });
    assert!(!device.has("A"));
    let left = |room| {
        let all = device.shelf.room(room);
        all.filter(|(key, _)| key.contains(&north_scope().to_string())).count()
    };
    assert_eq!((left(Room::Rows), left(Room::Chunks), left(Room::Meta)), (0, 0, 0));
}

#[test]
fn a_scope_given_again_before_the_purge_is_fetched_and_not_purged() {
    let mut device = Device::holding(1, &[("A", with_invoice("A", 100))]);
    device.on(Event::Hurry);
    let mut again = reply(0, vec![]);
    if let PullReply::Page { revoked, added, .. } = &mut again {
        revoked.push(north_scope().into());
        added.push(crate::sync::Granted { scope: north_scope(), grant: crate::id::GrantId(id(8)) });
    }
    device.pulled(&again);
    assert!(device.has("A"));
    device.snapshot(north_scope(), 3, &[("A", with_invoice("A", 300))]);
    assert_eq!(device.owed("A"), 300);
}
