//! Stories in which it does not simply go well.

use super::{Stage, Story, cash_only, customer_there, owing, pinned, worked};
use shared::sync::Act;

/// Where it does not simply go well: the fact of somebody who works the customer no more, a field that
/// another has changed, a limit that has moved, and what is refused.
pub(super) fn stories() -> Vec<(String, Story)> {
    let renamed = |kind: &str, by: &str, stage: Stage| stage.story(by, pinned(kind));
    let moved_on = |stage: Stage| {
        let Act::ChangeContact(mut it) = pinned("contact.change.1") else { panic!("a change") };
        let phone = it.fields.iter_mut().find(|it| it.field == shared::edit::Field::Phone);
        phone.expect("a phone").to = shared::edit::Value::text("137 0000 0000");
        stage.by("shen", Act::ChangeContact(it))
    };
    let of = |kind: &str, what: &str, story: Story| (format!("{kind}.{what}"), story);
    let ended = |stage: Stage| {
        let Act::EndGrant(mut it) = pinned("user.end_grant.1") else { panic!("an end") };
        it.last = "2026-11-17".parse().expect("a day");
        stage.act(Act::EndGrant(it))
    };
    let granted = || owing().then(&["credit.grant.1"]);
    vec![
        of("visit.record.1", "grant_ended", renamed("visit.record.1", "lin", ended(owing()))),
        of("visit.record.1", "stranger", renamed("visit.record.1", "wu", owing())),
        of(
            "contact.change.1",
            "merged",
            renamed("contact.change.1", "lin", moved_on(customer_there().then(&["contact.add.1"]))),
        ),
        of(
            "credit.request.1",
            "stale_limit",
            renamed("credit.request.1", "lin", granted().act(cash_only(1))),
        ),
        of("user.open.1", "rejected", renamed("user.open.1", "lin", worked())),
    ]
}
