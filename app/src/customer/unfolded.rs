//! Which lists of a customer's page are shown whole: asked for once, it outlives what arrives meanwhile.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::CustomerId;

use super::open::Open;

/// A list that begins short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    Requests,
    Promises,
    Invoices,
    Timeline,
}

/// The lists that somebody asked for whole, by customer: another customer's begin short again.
#[derive(Debug, Clone, Copy)]
pub struct Unfolded(RwSignal<BTreeSet<(CustomerId, List)>>);

impl Unfolded {
    /// For the page: what it shows of a customer is made anew with each change.
    pub fn provide() {
        provide_context(Unfolded(RwSignal::default()));
    }
}

/// One of these lists.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    unfolded: Unfolded,
    which: (CustomerId, List),
}

impl Whole {
    pub fn of(open: &Open, list: List) -> Whole {
        Whole { unfolded: expect_context(), which: (open.view.customer.id, list) }
    }

    pub fn get(self) -> bool {
        self.unfolded.0.read().contains(&self.which)
    }

    pub fn show(self) {
        self.unfolded.0.write().insert(self.which);
    }
}
