//! Faulty rows: found again in their file, so that they can be handed back to be corrected.

use std::{collections::HashMap, path::Path};

use shared::import::{FileFault, RowFault};

use super::{file, table::Table};

/// The heading of a file, and the cells of some of its rows by their lines.
#[derive(Debug, Default)]
pub(crate) struct FaultyRows {
    pub heading: Vec<String>,
    pub cells: HashMap<u64, Vec<String>>,
}

/// The rows of these faults as they stand in the file.
pub(crate) fn faulty_rows(path: &Path, faults: &[RowFault]) -> Result<FaultyRows, FileFault> {
    let mut lines: HashMap<u64, Vec<String>> = faults.iter().map(|it| (it.line, vec![])).collect();
    let file = file::open(path)?;
    let mut table = Table::open(file::text(&file)?, &[])?;
    let heading = table.heading()?;
    while let Some(row) = table.next()? {
        if let Some(cells) = lines.get_mut(&row.line) {
            *cells = row.cells();
        }
    }
    Ok(FaultyRows { heading, cells: lines })
}
