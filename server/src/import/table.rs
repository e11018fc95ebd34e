//! Tables: the heading of a CSV file, and its rows one at a time.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};
use shared::import::{Fault, FileFault, RowFault, job::same_heading};

use super::{lines::Lines, profile::Column, spreadsheet::unguarded};

const MAX_ROWS: u64 = 2_000_000;

/// The rows of a file under the columns a profile needs.
pub(super) struct Table<R> {
    csv: csv::Reader<Lines<R>>,
    record: StringRecord,
    columns: Vec<(Column, Option<usize>)>,
    width: usize,
    read: u64,
}

/// One row of a table.
pub(super) struct Row<'a> {
    pub line: u64,
    record: &'a StringRecord,
    columns: &'a [(Column, Option<usize>)],
    width: usize,
}

impl<R: Read> Table<R> {
    /// Reads the heading and finds the columns in it.
    pub(super) fn open(text: R, columns: &[Column]) -> Result<Table<R>, FileFault> {
        let mut csv = ReaderBuilder::new().flexible(true).from_reader(Lines::new(text));
        let heading = csv.headers().map_err(unreadable)?;
        let found: Vec<String> = heading.iter().map(|it| it.trim().to_owned()).collect();
        if found.iter().all(String::is_empty) {
            return Err(FileFault::Empty);
        }
        let width = found.len();
        let places = places(columns, &found)?;
        Ok(Table { csv, record: StringRecord::new(), columns: places, width, read: 0 })
    }

    /// The next row that has anything in it; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, FileFault> {
        loop {
            if !self.csv.read_record(&mut self.record).map_err(unreadable)? {
                return Ok(None);
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        self.read += 1;
        if MAX_ROWS < self.read {
            return Err(FileFault::TooManyRows { most: MAX_ROWS });
        }
        let begins = self.record.position().map_or(0, csv::Position::byte);
        Ok(Some(Row {
            line: self.csv.get_mut().at(begins),
            record: &self.record,
            columns: &self.columns,
            width: self.width,
        }))
    }

    /// The headings as they stand in the file.
    pub(super) fn heading(&mut self) -> Result<Vec<String>, FileFault> {
        let heading = self.csv.headers().map_err(unreadable)?;
        Ok(heading.iter().map(str::to_owned).collect())
    }

    /// How many rows have been read.
    pub(super) fn rows(&self) -> u64 {
        self.read
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn unreadable(error: csv::Error) -> FileFault {
    FileFault::Unreadable { said: error.to_string() }
}

fn places(columns: &[Column], found: &[String]) -> Result<Vec<(Column, Option<usize>)>, FileFault> {
    let mut places = vec![];
    let mut missing = vec![];
    for column in columns {
        let place = column.headings.iter().find_map(|heading| {
            let same = |at: &usize| same_heading(&found[*at], heading);
            (0..found.len()).find(same).map(|at| (at, (at + 1..found.len()).any(|at| same(&at))))
        });
        if let Some((_, true)) = place {
            return Err(FileFault::ColumnTwice { column: column.name().to_owned() });
        }
        let place = place.map(|(at, _)| at);
        if place.is_none() && column.needed {
            missing.push(column.name().to_owned());
        }
        places.push((*column, place));
    }
    if missing.is_empty() {
        return Ok(places);
    }
    Err(FileFault::ColumnsMissing { missing, found: found.to_vec() })
}

impl Row<'_> {
    /// What stands in a column; empty where the file has no such column.
    pub(super) fn cell(&self, column: Column) -> &str {
        let place = self.columns.iter().find(|(it, _)| *it == column).and_then(|(_, at)| *at);
        unguarded(place.and_then(|at| self.record.get(at)).unwrap_or(""))
    }

    /// Every cell as it stands in the file.
    pub(super) fn cells(&self) -> Vec<String> {
        self.record.iter().map(str::to_owned).collect()
    }

    /// Reads a cell, naming column and value where it cannot be read.
    pub(super) fn read<T>(
        &self,
        column: Column,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T, RowFault> {
        let cell = self.cell(column);
        read(cell).map_err(|fault| self.fault(column.name(), cell, fault))
    }

    pub(super) fn fault(&self, column: &str, value: &str, fault: Fault) -> RowFault {
        // A value is shown, not kept: a page of text in a cell needs no page in the list.
        let value = value.trim().chars().take(120).collect();
        RowFault { line: self.line, column: column.to_owned(), value, fault }
    }

    /// # Errors
    /// The row has another number of cells than the heading: its values may stand one column off.
    pub(super) fn whole(&self) -> Result<(), RowFault> {
        let (has, expected) = (self.record.len() as u64, self.width as u64);
        if has == expected {
            return Ok(());
        }
        let value = self.record.iter().collect::<Vec<_>>().join(",");
        Err(self.fault("", &value, Fault::Cells { has, expected }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: Column = Column::needed(&["编号", "code"]);
    const NOTE: Column = Column::optional(&["备注"]);

    fn open(text: &str) -> Result<Table<&[u8]>, FileFault> {
        Table::open(text.as_bytes(), &[CODE, NOTE])
    }

    #[test]
    fn columns_are_found_by_any_of_their_headings() {
        let mut table = open("x, CODE \n1,C1\n\n2,\"C,2\"\n,\n3\n").unwrap();
        let row = table.next().unwrap().unwrap();
        assert_eq!((row.line, row.cell(CODE), row.cell(NOTE)), (2, "C1", ""));
        let row = table.next().unwrap().unwrap();
        assert_eq!((row.line, row.cell(CODE), row.whole().is_ok()), (4, "C,2", true));
        let row = table.next().unwrap().unwrap();
        assert_eq!(row.whole().unwrap_err().fault, Fault::Cells { has: 1, expected: 2 });
        assert!(table.next().unwrap().is_none());
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        for text in
            ["code\n1\n\n\n2\n\"3\n\n3\"\n4", "code\r\n1\r\n\r\n\r\n2\r\n\"3\r\n\r\n3\"\r\n4\r\n"]
        {
            let mut table = open(text).unwrap();
            let mut lines = vec![];
            while let Some(row) = table.next().unwrap() {
                lines.push(row.line);
            }
            assert_eq!(lines, [2, 5, 6, 9]);
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = FileFault::ColumnsMissing {
            missing: vec!["编号".to_owned()],
            found: vec!["名称".to_owned(), "备注".to_owned()],
        };
        assert_eq!(open("名称,备注\n").err(), Some(missing));
        let twice = FileFault::ColumnTwice { column: "编号".to_owned() };
        assert_eq!(open("编号,编号\n").err(), Some(twice));
        assert_eq!(open("\n").err(), Some(FileFault::Empty));
    }
}
