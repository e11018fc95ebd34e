//! Where it does not simply go well: the fact of somebody who works the customer no more, a field that
//! another has changed, a limit that has moved, a policy that was not heard of, and what is refused.

use shared::{
    calendar::Days,
    edit::{Field, Value},
    policy::{self, Policy},
    sync::Act,
};

use super::{Stage, Story, cash_only, customer_there, ended, owing, pinned, worked};

pub fn stories() -> Vec<(String, Story)> {
    let renamed = |kind: &str, by: &str, stage: Stage| stage.story(by, pinned(kind));
    let moved_on = |stage: Stage| {
        let Act::ChangeContact(mut it) = pinned("contact.change.1") else { panic!("a change") };
        let phone = it.fields.iter_mut().find(|it| it.field == Field::Phone);
        phone.expect("a phone").to = Value::text("137 0000 0000");
        stage.by("shen", Act::ChangeContact(it))
    };
    let of = |kind: &str, what: &str, story: Story| (format!("{kind}.{what}"), story);
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
        of(
            "promise.make.1",
            "policy_changed",
            renamed("promise.make.1", "lin", owing().act(nearer_promises())),
        ),
        of("user.open.1", "rejected", renamed("user.open.1", "lin", worked())),
    ]
}

/// A second version of the policy, by which no promise is dated more than a day ahead.
fn nearer_promises() -> Act {
    let first = Policy::initial();
    let mut policy = Policy { version: 2, ..first };
    policy.promise.furthest = Days(1);
    Act::PublishPolicy(policy::Publish { policy })
}
