//! Files: opened, limited, and read once for their encoding before a single row is taken.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek},
    path::Path,
};

use shared::import::FileFault;

/// The largest file that is taken.
pub(crate) const MAX_BYTES: u64 = 512 * 1_048_576;
/// A row longer than this is a quotation mark that was never closed.
const MAX_ROW_BYTES: u64 = 64 * 1_024;

/// Opens a file that is small enough and UTF-8 to its end.
///
/// Both are known before anything is imported: a fault of the file imports nothing.
pub(super) fn open(path: &Path) -> Result<File, FileFault> {
    let mut file = File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if about.is_dir() {
        return Err(FileFault::Unreadable { said: "it is a folder".to_owned() });
    }
    if MAX_BYTES < about.len() {
        return Err(FileFault::TooLarge { bytes: about.len(), most: MAX_BYTES });
    }
    check(BufReader::with_capacity(1 << 16, &file))?;
    file.rewind().map_err(unreadable)?;
    Ok(file)
}

/// The text of an opened file, behind its byte order mark.
pub(super) fn text(file: &File) -> Result<impl Read + use<>, FileFault> {
    let mut again = file.try_clone().map_err(unreadable)?;
    again.rewind().map_err(unreadable)?;
    let mut text = BufReader::with_capacity(1 << 16, again);
    if text.fill_buf().map_err(unreadable)?.starts_with(BOM) {
        text.consume(BOM.len());
    }
    Ok(text)
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn unreadable(error: std::io::Error) -> FileFault {
    FileFault::Unreadable { said: error.to_string() }
}

fn check(mut text: impl BufRead) -> Result<(), FileFault> {
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = text.fill_buf().map_err(unreadable)? {
        return Err(FileFault::Utf16);
    }
    let mut rows = Rows::default();
    let mut letters = Letters::default();
    loop {
        let chunk = text.fill_buf().map_err(unreadable)?;
        let length = chunk.len();
        if length == 0 {
            break;
        }
        for byte in chunk {
            if !letters.take(*byte) {
                return Err(FileFault::NotUtf8 { line: rows.line });
            }
            rows.take(*byte)?;
        }
        text.consume(length);
    }
    if rows.bytes == 0 {
        return Err(FileFault::Empty);
    }
    if letters.missing != 0 {
        return Err(FileFault::NotUtf8 { line: rows.line });
    }
    Ok(())
}

/// Follows the rows of a CSV file just enough to see how long each is.
struct Rows {
    line: u64,
    begun_on: u64,
    row_bytes: u64,
    bytes: u64,
    at: At,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    /// Behind a mark that ends the cell, or doubles.
    Mark,
}

impl Default for Rows {
    fn default() -> Rows {
        Rows { line: 1, begun_on: 1, row_bytes: 0, bytes: 0, at: At::CellStart }
    }
}

impl Rows {
    fn take(&mut self, byte: u8) -> Result<(), FileFault> {
        self.bytes += 1;
        self.row_bytes += 1;
        self.line += u64::from(byte == b'\n');
        self.at = match (self.at, byte) {
            (At::Quoted, b'"') => At::Mark,
            (At::CellStart | At::Mark, b'"') | (At::Quoted, _) => At::Quoted,
            (_, b',') => At::CellStart,
            (_, b'\r' | b'\n') => {
                self.begun_on = self.line;
                self.row_bytes = 0;
                At::CellStart
            }
            (At::CellStart | At::Plain | At::Mark, _) => At::Plain,
        };
        if MAX_ROW_BYTES < self.row_bytes {
            return Err(FileFault::RowTooLong { line: self.begun_on, most: MAX_ROW_BYTES });
        }
        Ok(())
    }
}

/// Follows UTF-8 across the edges of a buffer (Unicode 16, table 3-7).
#[derive(Default)]
struct Letters {
    missing: u8,
    low: u8,
    high: u8,
}

impl Letters {
    fn take(&mut self, byte: u8) -> bool {
        if self.missing != 0 {
            let good = (self.low..=self.high).contains(&byte);
            self.missing -= 1;
            (self.low, self.high) = (0x80, 0xBF);
            return good;
        }
        (self.missing, self.low, self.high) = match byte {
            0x01..=0x7F => (0, 0, 0),
            0xC2..=0xDF => (1, 0x80, 0xBF),
            0xE0 => (2, 0xA0, 0xBF),
            0xED => (2, 0x80, 0x9F),
            0xE1..=0xEC | 0xEE | 0xEF => (2, 0x80, 0xBF),
            0xF0 => (3, 0x90, 0xBF),
            0xF1..=0xF3 => (3, 0x80, 0xBF),
            0xF4 => (3, 0x80, 0x8F),
            // A text holds no NUL: a spreadsheet's own format or UTF-16 does.
            0 | 0x80..=0xC1 | 0xF5..=0xFF => return false,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Through a buffer of three bytes, so that letters are cut everywhere.
    #[track_caller]
    fn check_bytes(bytes: &[u8], expected: Result<(), FileFault>) {
        let actual = check(BufReader::with_capacity(3, bytes));
        assert_eq!((bytes, actual), (bytes, expected));
    }

    #[test]
    fn only_whole_utf8_passes() {
        check_bytes("编号,名称\nC1,永辉超市 😀\n".as_bytes(), Ok(()));
        check_bytes(b"\xEF\xBB\xBFa,b\n", Ok(()));
        check_bytes(b"", Err(FileFault::Empty));
        check_bytes(b"\xFF\xFEa\0", Err(FileFault::Utf16));
        check_bytes(b"a,b\n\xB1\xE0,1\n", Err(FileFault::NotUtf8 { line: 2 }));
        check_bytes(b"a,b\n1,\xE7\xBC", Err(FileFault::NotUtf8 { line: 2 }));
        check_bytes(b"PK\x03\x04\0\0", Err(FileFault::NotUtf8 { line: 1 }));
    }

    #[test]
    fn an_open_quotation_mark_is_found() {
        let mut bytes = b"a,b\n1,\"open\n".to_vec();
        for _ in 0..20_000 {
            bytes.extend_from_slice(b"2,3\n");
        }
        let fault = FileFault::RowTooLong { line: 2, most: MAX_ROW_BYTES };
        check_bytes(&bytes, Err(fault));
        let mut fine = b"a,b\n1,6\" pipe\n".to_vec();
        for _ in 0..20_000 {
            fine.extend_from_slice(b"2,\"a \"\"b\"\", c\"\n");
        }
        check_bytes(&fine, Ok(()));
    }

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for first in 0..=255_u8 {
            for second in 0..=255_u8 {
                for tail in [&b""[..], b"\x80", b"\x80\x80", b"a"] {
                    let mut bytes = vec![first, second];
                    bytes.extend_from_slice(tail);
                    let mut letters = Letters::default();
                    let ours = bytes.iter().all(|it| letters.take(*it)) && letters.missing == 0;
                    let std = str::from_utf8(&bytes).is_ok() && !bytes.contains(&0);
                    assert_eq!(ours, std, "{bytes:x?}");
                }
            }
        }
    }
}
