//! The rows on the simulated server's disk, found by id and by customer, and the register among them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use shared::{
    dossier::Register,
    id::CustomerId,
    sync::{Sums, Versioned},
};
use uuid::Uuid;

/// Every row as it stands. All it knows beside the rows follows from [`Rows::put`], the one way in.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    all: BTreeMap<Uuid, Arc<Standing>>,
    of: BTreeMap<CustomerId, BTreeSet<Uuid>>,
    register: Arc<Register>,
    of_nobody: Arc<BTreeMap<Uuid, i64>>,
}

/// A row, shared with the backups in which it stands too.
#[derive(Debug)]
struct Standing {
    row: Versioned,
    sums: OnceLock<Sums>,
}

impl Rows {
    /// Takes a row in the place of the one that stood there.
    pub fn put(&mut self, it: Versioned) {
        let (id, customer) = (it.row.id(), it.row.customer());
        if let Some(customer) = customer {
            self.of.entry(customer).or_default().insert(id);
            // What stood under nobody has found its customer.
            if self.of_nobody.contains_key(&id) {
                Arc::make_mut(&mut self.of_nobody).remove(&id);
            }
        } else {
            Arc::make_mut(&mut self.of_nobody).insert(id, it.version);
            Arc::make_mut(&mut self.register).put(it.row.clone());
        }
        let before = self.all.insert(id, Arc::new(Standing { row: it, sums: OnceLock::new() }));
        // And the other way round: nothing says that a row may not leave.
        if let Some(left) = before.and_then(|it| it.row.row.customer())
            && Some(left) != customer
            && let Some(rows) = self.of.get_mut(&left)
        {
            rows.remove(&id);
        }
    }

    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&Versioned> {
        self.all.get(&id).map(|it| &it.row)
    }

    /// What a row adds to the sums of its scope; nothing where there is none.
    ///
    /// # Panics
    /// The row cannot be written.
    #[must_use]
    pub fn sums_of(&self, id: Uuid) -> Option<&Sums> {
        let it = self.all.get(&id)?;
        let sums = || {
            let Versioned { version, row } = &it.row;
            let body = row.body().expect("a body can be written");
            let mut sums = Sums::default();
            sums.add(row.kind().name(), id, *version, &body).expect("a body is JSON");
            sums
        };
        Some(it.sums.get_or_init(sums))
    }

    /// Every row, by id.
    pub fn values(&self) -> impl Iterator<Item = &Versioned> {
        self.all.values().map(|it| &it.row)
    }

    /// The rows of a customer, by id.
    pub fn of(&self, customer: CustomerId) -> impl Iterator<Item = &Versioned> {
        let ids = self.of.get(&customer).into_iter().flatten();
        ids.filter_map(|id| self.get(*id))
    }

    /// Every customer of whom there is a row.
    pub fn owners(&self) -> impl Iterator<Item = CustomerId> {
        self.of.keys().copied()
    }

    /// What the rows of no customer come to.
    #[must_use]
    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }

    /// The versions of the rows of no customer.
    #[must_use]
    pub fn versions_of_nobody(&self) -> &Arc<BTreeMap<Uuid, i64>> {
        &self.of_nobody
    }
}
