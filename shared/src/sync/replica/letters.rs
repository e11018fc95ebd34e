//! Letters that were read: each takes long, being of every form there is, and they are asked for anew
//! with every change of the register.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use uuid::Uuid;

use super::raw_row::RawRow;
use crate::{
    inbox::InboxItem,
    row::{Row, RowKind},
};

/// Each under its id, with the text it was read from.
#[derive(Debug, Default)]
pub(super) struct Letters(Mutex<HashMap<Uuid, (Box<str>, InboxItem)>>);

impl Letters {
    pub fn is_one(raw: &RawRow) -> bool {
        raw.is_a(RowKind::Inbox)
    }

    /// The letter in a row; none if it is something else, or cannot be read by this build.
    pub fn read(&self, raw: &RawRow) -> Option<InboxItem> {
        let (id, _) = Letters::is_one(raw).then(|| raw.ids()).flatten()?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((text, it)) = known.get(&id)
            && **text == *raw.body()
        {
            return Some(it.clone());
        }
        let Some(Row::Inbox(it)) = raw.decode() else { return None };
        known.insert(id, (raw.body().into(), it.clone()));
        Some(it)
    }
}
