//! Which feeds a user's device holds, and which a page may be told about.

use shared::{
    calendar::Day,
    id::{GrantId, derived},
    sync::{Granted, Scope},
    user::{Caller, Reach, User},
};

/// The scopes a device of this user holds on this day: everybody the register and the own inbox,
/// who works offline the territories too.
pub fn held_by(user: &User, today: Day) -> Vec<Granted> {
    let always = |scope: Scope| {
        let grant = derived("grant", &[&user.id.to_string(), &scope.to_string()]);
        Granted { scope, grant: GrantId(grant) }
    };
    let mut all = vec![always(Scope::All), always(Scope::Me(user.id))];
    let caller = Caller::of(user);
    if !caller.works_offline() {
        return all;
    }
    for territory in caller.territories_on(today) {
        // Of two stretches that overlap the earlier counts, so that the grant stays what it is.
        let grants = caller.grants.iter().filter(|it| it.territory == territory);
        let first = grants.filter(|it| it.covers(today)).min_by_key(|it| (it.from, it.id));
        let scope = Scope::Territory(territory);
        all.extend(first.map(|it| Granted { scope, grant: it.id }));
    }
    all
}

/// Whether a page of this caller may know that a scope has moved.
pub fn may_watch(caller: &Caller, scope: Scope, today: Day) -> bool {
    match scope {
        Scope::All => true,
        Scope::Me(user) => user == caller.user,
        Scope::Territory(territory) => caller.reach(today).covers(Some(territory)),
        Scope::Unassigned => caller.reach(today) == Reach::Everything,
    }
}
