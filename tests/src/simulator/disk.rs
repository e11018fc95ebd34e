//! The disk of the simulated server: what a commit leaves behind, and what a backup copies.

mod rows;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use rows::Rows;
use shared::{
    calendar::Day,
    customer::Customer,
    dossier::{Dossier, Register},
    field_receipt::FieldReceipt,
    id::{CustomerId, DeviceId, Epoch, GrantId, OpId, TerritoryId, UserId, derived},
    row::Row,
    sync::{
        Change, Command, Granted, Scope, Sums, Verdict, Versioned,
        apply::{Apply, Outcome, Wants},
    },
    user::Caller,
};

/// One scope's feed.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// Changes up to this number have been cut away.
    pub horizon: i64,
    /// Those after it.
    pub changes: Vec<Change>,
}

impl Feed {
    #[must_use]
    pub fn head(&self) -> i64 {
        self.horizon + i64::try_from(self.changes.len()).unwrap_or(i64::MAX)
    }

    /// The changes after a number.
    #[must_use]
    pub fn after(&self, seq: i64) -> &[Change] {
        let skipped = usize::try_from(seq - self.horizon).unwrap_or(0);
        self.changes.get(skipped..).unwrap_or_default()
    }
}

/// A device as the server knows it.
#[derive(Debug, Clone)]
pub struct Known {
    pub user: UserId,
    pub last_op_seq: u64,
    pub last_pull: Option<Day>,
}

/// A command that was answered.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub command: Option<Command>,
    pub text: String,
    pub author: UserId,
    pub verdict: Verdict,
    pub held: bool,
}

/// All that outlives the server's process.
#[derive(Debug, Clone)]
pub struct Disk {
    pub epoch: Epoch,
    pub rows: Rows,
    pub feeds: BTreeMap<Scope, Feed>,
    pub commands: BTreeMap<OpId, Recorded>,
    pub devices: BTreeMap<DeviceId, Known>,
    past: BTreeMap<CustomerId, BTreeSet<TerritoryId>>,
    /// Customers with a command in quarantine.
    held: BTreeSet<CustomerId>,
    /// The stretches of what every user holds for good.
    standing: BTreeMap<UserId, [Granted; 2]>,
    /// Commands in the order in which they were committed.
    places: BTreeMap<OpId, i64>,
}

impl Disk {
    #[must_use]
    pub fn new(epoch: Epoch) -> Disk {
        Disk {
            epoch,
            rows: Rows::default(),
            feeds: BTreeMap::new(),
            commands: BTreeMap::new(),
            devices: BTreeMap::new(),
            past: BTreeMap::new(),
            held: BTreeSet::new(),
            standing: BTreeMap::new(),
            places: BTreeMap::new(),
        }
    }

    /// Keeps an answered command; it takes its place behind all others.
    pub fn record(&mut self, recorded: Recorded) {
        let Some(command) = &recorded.command else { return };
        let place = i64::try_from(self.places.len()).unwrap_or(i64::MAX).saturating_add(1);
        self.places.entry(command.op_id).or_insert(place);
        self.held.extend(command.customer.filter(|_| recorded.held));
        self.commands.insert(command.op_id, recorded);
    }

    /// The place of a command in the order of commits.
    #[must_use]
    pub fn place_of(&self, op: OpId) -> i64 {
        self.places.get(&op).copied().unwrap_or(0)
    }

    #[must_use]
    pub fn register(&self) -> &Arc<Register> {
        self.rows.register()
    }

    /// The user with the roles and grants of this moment.
    #[must_use]
    pub fn caller(&self, user: UserId) -> Option<Caller> {
        match &self.rows.get(user.0)?.row {
            Row::User(it) => Some(Caller::of(it)),
            _ => None,
        }
    }

    #[must_use]
    pub fn customers(&self) -> Vec<CustomerId> {
        self.rows.owners().filter(|it| self.customer(*it).is_some()).collect()
    }

    #[must_use]
    pub fn customer(&self, customer: CustomerId) -> Option<&Customer> {
        match &self.rows.get(customer.0)?.row {
            Row::Customer(it) => Some(it),
            _ => None,
        }
    }

    #[must_use]
    pub fn territory_of(&self, customer: CustomerId) -> Option<TerritoryId> {
        match &self.rows.get(customer.0)?.row {
            Row::Customer(it) => it.territory,
            _ => None,
        }
    }

    /// Every slip that was written.
    pub fn field_receipts(&self) -> impl Iterator<Item = &FieldReceipt> {
        self.rows.values().filter_map(|it| match &it.row {
            Row::FieldReceipt(it) => Some(it),
            _ => None,
        })
    }

    #[must_use]
    pub fn dossier(&self, customer: CustomerId) -> Dossier {
        let mut dossier = Dossier::new(Arc::clone(self.register()));
        for it in self.rows.of(customer) {
            dossier.versions.insert(it.row.id(), it.version);
            dossier.put(it.row.clone());
        }
        dossier
    }

    /// The scope in which a row stands now.
    #[must_use]
    pub fn scope_of(&self, row: &Row) -> Scope {
        Scope::of(row, row.customer().and_then(|it| self.territory_of(it)))
    }

    /// The rows of a scope.
    pub fn rows_in(&self, scope: Scope) -> impl Iterator<Item = &Versioned> {
        self.rows.values().filter(move |it| self.scope_of(&it.row) == scope)
    }

    /// What the rows of a scope come to.
    #[must_use]
    pub fn sums(&self, scope: Scope) -> Sums {
        let mut sums = Sums::default();
        for it in self.rows_in(scope) {
            if let Some(of_row) = self.rows.sums_of(it.row.id()) {
                sums.add_all(of_row);
            }
        }
        sums
    }

    /// Begins a group: everything these commands may read.
    #[must_use]
    pub fn begin(&self, commands: &[Command], today: Day) -> Apply {
        let versions = Arc::clone(self.rows.versions_of_nobody());
        let mut apply = Apply::new(Arc::clone(self.register()), versions, today);
        let mut wants = Wants::default();
        for command in commands {
            wants.add(command);
        }
        let of_named = wants.rows.iter().filter_map(|id| self.rows.get(*id)?.row.customer());
        let customers: BTreeSet<_> = wants.customers.keys().copied().chain(of_named).collect();
        for customer in &customers {
            apply.load(self.rows.of(*customer).cloned());
            apply.load_past(*customer, self.past.get(customer).into_iter().flatten().copied());
        }
        // A receipt that nobody claimed stands under no customer, and so do a hand-in and views.
        let unclaimed = wants.rows.iter().filter_map(|id| self.rows.get(*id));
        let alone = |it: &&Versioned| {
            matches!(it.row, Row::Receipt(_) | Row::HandIn(_) | Row::SavedViews(_))
        };
        apply.load(unclaimed.filter(alone).cloned());
        apply.load(wants.letters.iter().filter_map(|id| self.rows.get(*id)).cloned());
        for territory in &wants.standing {
            let customers = self.customers().into_iter();
            let here = customers.filter(|it| self.territory_of(*it) == Some(*territory)).count();
            apply.load_standing(*territory, i64::try_from(here).unwrap_or(i64::MAX));
        }
        for number in apply.numbers(&wants) {
            let same = self.rows.values().filter(|it| match &it.row {
                Row::BankAccount(it) => it.is_open() && it.number == number,
                _ => false,
            });
            let owners: BTreeSet<_> = same.filter_map(|it| it.row.customer()).collect();
            for owner in owners.iter().filter(|it| !customers.contains(it)) {
                apply.load(self.rows.of(*owner).cloned());
            }
        }
        let known = |op: &OpId| Some((*op, &self.commands.get(op)?.verdict));
        apply.load_verdicts(wants.verdicts.iter().filter_map(known));
        apply.load_held(self.held.iter().copied());
        apply
    }

    /// Takes what a group wrote, all of it at once.
    pub fn commit(&mut self, outcome: Outcome) {
        for (scope, changes) in outcome.changes {
            for change in &changes {
                if let (Scope::Territory(left), "leave") = (scope, change.kind.as_str()) {
                    self.past.entry(CustomerId(change.id)).or_default().insert(left);
                }
            }
            let feed = self.feeds.entry(scope).or_default();
            let head = feed.head();
            feed.changes.extend(changes.into_iter().map(|it| Change { seq: head + it.seq, ..it }));
        }
        for stored in outcome.rows {
            if let Row::User(it) = &stored.row {
                self.standing.entry(it.id).or_insert_with(|| standing(it.id));
            }
            self.rows.put(Versioned { version: stored.version, row: stored.row });
        }
    }

    #[must_use]
    pub fn head(&self, scope: Scope) -> i64 {
        self.feeds.get(&scope).map_or(0, Feed::head)
    }

    /// The scopes whose feeds this user's device holds today, each with its stretch.
    #[must_use]
    pub fn granted(&self, user: UserId, today: Day) -> Vec<Granted> {
        let standing = self.standing.get(&user).copied().unwrap_or_else(|| standing(user));
        standing.into_iter().chain(self.territories(user, today)).collect()
    }

    /// The same without stretches.
    #[must_use]
    pub fn scopes_of(&self, user: UserId, today: Day) -> Vec<Scope> {
        let territories = self.territories(user, today).into_iter().map(|it| it.scope);
        [Scope::All, Scope::Me(user)].into_iter().chain(territories).collect()
    }

    fn territories(&self, user: UserId, today: Day) -> Vec<Granted> {
        let Some(caller) = self.caller(user).filter(Caller::works_offline) else { return vec![] };
        let mut granted = vec![];
        for territory in caller.territories_on(today) {
            let grants = caller.grants.iter().filter(|it| it.territory == territory);
            let first = grants.filter(|it| it.covers(today)).min_by_key(|it| (it.from, it.id));
            let scope = Scope::Territory(territory);
            granted.extend(first.map(|it| Granted { scope, grant: it.id }));
        }
        granted
    }
}

fn standing(user: UserId) -> [Granted; 2] {
    [Scope::All, Scope::Me(user)].map(|scope| {
        let grant = derived("grant", &[&user.to_string(), &scope.to_string()]);
        Granted { scope, grant: GrantId(grant) }
    })
}
