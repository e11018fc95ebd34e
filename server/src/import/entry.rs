//! Entries: what one row of a file asks of the books.

use shared::{
    id::CustomerId,
    import::{RowFault, Unmatched},
    sync::Act,
};
use uuid::Uuid;

use super::{
    profile::{Column, Origin},
    table::Row,
    value,
};

/// What one row asks for; nothing where it is no business of the profile.
pub(super) struct Entry {
    pub line: u64,
    /// The column and the value by which a person finds the row again.
    pub column: &'static str,
    pub number: String,
    /// In order: each is void without the one before.
    pub wants: Vec<Want>,
    pub unmatched: Option<Unmatched>,
}

/// One act about one row of the books.
pub(super) struct Want {
    pub row: Uuid,
    pub customer: Option<CustomerId>,
    pub act: Act,
}

impl Entry {
    pub(super) fn new(row: &Row<'_>, column: Column, number: &str) -> Entry {
        Entry {
            line: row.line,
            column: column.name(),
            number: number.to_owned(),
            wants: vec![],
            unmatched: None,
        }
    }

    pub(super) fn want(&mut self, row: Uuid, customer: Option<CustomerId>, act: Act) {
        self.wants.push(Want { row, customer, act });
    }
}

/// The value of a row, from its column or the same for the whole profile.
pub(super) fn originated(row: &Row<'_>, origin: Origin) -> Result<String, RowFault> {
    match origin {
        Origin::Fixed(text) => Ok(text.to_owned()),
        Origin::Column(column) => row.read(column, value::number),
    }
}
