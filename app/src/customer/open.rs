//! A customer opened on this device, made into what the pages show.

use std::sync::Arc;

use app::{kit::Truth, view::customer::CustomerView};
use leptos::prelude::*;
use shared::{attachment::Attachment, dossier::Dossier, id::CustomerId, sync::replica::View};
use uuid::Uuid;

use crate::attachment::Tile;
use crate::replica::{Opened, Replica, StorageTrouble};

/// What a page can show of a customer.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Opening,
    Here(Arc<Open>),
    /// Its rows have not arrived yet.
    OnItsWay,
    NotHere,
    /// A total leaves the range that can be shown exactly.
    Unsummable,
    Trouble(StorageTrouble),
}

impl Shown {
    pub fn open(&self) -> Option<&Arc<Open>> {
        match self {
            Shown::Here(open) => Some(open),
            _ => None,
        }
    }
}

/// A customer with the truth about its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    pub view: CustomerView,
    /// None for what the server itself answered: all of it is confirmed.
    marks: Option<Arc<View>>,
}

impl Open {
    /// The view of rows as the server gave them.
    pub fn confirmed(view: CustomerView) -> Open {
        Open { view, marks: None }
    }

    /// Whether it stands on this device, and not only on the server's page.
    pub fn is_of_phone(&self) -> bool {
        self.marks.is_some()
    }

    /// Attachments with the truth about their rows.
    pub fn tiles(&self, these: &[Attachment]) -> Vec<Tile> {
        let tile = |it: &Attachment| Tile { it: it.clone(), truth: self.truth(it.id.0) };
        these.iter().map(tile).collect()
    }

    pub fn truth(&self, row: Uuid) -> Truth {
        self.marks.as_ref().map_or(Truth::Confirmed, |it| it.mark(row))
    }
}

/// The customer as it stands on this device, pending commands played on top; follows every change.
pub fn opened(customer: Memo<Option<CustomerId>>) -> Memo<Shown> {
    let replica = Replica::expect();
    let dossier = Memo::new(move |_| customer.get().map(|it| replica.dossier(it)));
    Memo::new(move |_| match dossier.get() {
        None => Shown::NotHere,
        Some(dossier) => shown(dossier.get(), &replica),
    })
}

fn shown(opened: Opened, replica: &Replica) -> Shown {
    match opened {
        Opened::Opening => Shown::Opening,
        Opened::OnItsWay => Shown::OnItsWay,
        Opened::NotHere => Shown::NotHere,
        Opened::Trouble(trouble) => Shown::Trouble(trouble),
        Opened::Here(view) => {
            let seen = seen(&view.dossier, replica);
            seen.map(|it| Open { view: it, marks: Some(view) }).map_or_else(|it| it, here)
        }
    }
}

/// What is shown of a dossier on the seller's day.
///
/// # Errors
/// What is shown in its place.
pub fn seen(dossier: &Dossier, replica: &Replica) -> Result<CustomerView, Shown> {
    let today = replica.today().get();
    let policy = dossier.register.policy_on(today);
    match CustomerView::of(dossier, &policy, today) {
        Ok(Some(view)) => Ok(view),
        Ok(None) => Err(Shown::NotHere),
        Err(_) => Err(Shown::Unsummable),
    }
}

pub fn here(open: Open) -> Shown {
    Shown::Here(Arc::new(open))
}
